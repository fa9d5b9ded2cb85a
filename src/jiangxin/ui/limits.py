"""How often somebody may ask: counted over all processes of a machine, by an address that no header can forge.

Counts stand in a small SQLite file of their own in the data folder. The database itself
would make every public page a write, and Django's caches add without a lock or not at
all across processes. Several machines count apart; wrong passwords, which must be
counted once, are counted in the database by axes.
"""

import hmac
import logging
import os
import sqlite3
import threading
from collections.abc import Callable
from fnmatch import fnmatchcase
from hashlib import blake2b
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from jiangxin.kernel import clock
from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _
from jiangxin.ui.refusals import refuse

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
SWEEP = 1000  # counts between two clearings of what has run out
DIGITS = 4  # of a search, from which on it is one by number
_UPSERT = (
    "INSERT INTO tally (key, until, n) VALUES (:key, :end, 1) ON CONFLICT (key) DO UPDATE SET"
    " n = CASE WHEN until > :now THEN n + 1 ELSE 1 END, until = CASE WHEN until > :now THEN until ELSE :end END"
    " RETURNING n, until"
)
log = logging.getLogger(__name__)
_local = threading.local()


class TooMany(Refusal):
    """More than the rate allows; ``details["seconds"]`` until it is allowed again."""

    code = "too-many"
    status = 429
    default = _("一会儿里试得太多，这一次没有办；请等%(seconds)s秒再来。")


def limit(key: str, rate: str) -> None:
    """Count one more use of a key such as ``reveal:7`` and refuse it above a rate such as ``30/m``.

    The key is whatever is counted: the act and the user's id, or the act and ``address_of(request)``.
    """
    allowed, _slash, span = rate.partition("/")
    n, seconds = _count(key, SECONDS[span])
    if n > int(allowed):
        raise TooMany(seconds=seconds)


def forget() -> None:
    """Take every count away."""
    _database().execute("DELETE FROM tally")


def address_of(request: HttpRequest) -> str:
    """Return the caller's address: of X-Forwarded-For only what our own proxies wrote (JIANGXIN_PROXIES)."""
    hops = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    address = str(request.META.get("REMOTE_ADDR", "") or "127.0.0.1")
    while hops and _ours(address):
        address = hops.pop()
    return address


def network_of(address: str) -> str:
    """Return what is counted as one caller: an IPv4 address, or the /64 of an IPv6 address."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    return str(found if found.version == 4 else ip_network(f"{found}/64", strict=False))


class LimitMiddleware:
    """Holds the rates of ``settings.RATES`` on views by their names; stands after authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Answer 429 when this view is asked for too often; a view is counted under the first rate that fits."""
        match = request.resolver_match
        name = match.view_name if match else ""
        for pattern, only, by, rate in settings.RATES:
            if fnmatchcase(name, pattern) and _fits(request, only):
                try:
                    limit(f"{pattern} {only} {_caller(request, by)}", rate)
                except TooMany as refusal:
                    return refuse(request, refusal)
                return None
        return None


def _fits(request: HttpRequest, only: str) -> bool:
    if only == "number":
        return sum(sign.isdigit() for sign in request.GET.get("q", "")) >= DIGITS
    return only in ("", request.method)


def _caller(request: HttpRequest, by: str) -> str:
    user = getattr(request, "user", None)
    if by == "user" and user is not None and user.is_authenticated:
        return f"user:{user.pk}"
    return network_of(address_of(request))


def _ours(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in settings.PROXIES)


def _count(key: str, span: int) -> tuple[int, int]:
    """Return how often a key has come within its span, and in how many seconds the span ends."""
    now = int(clock.real_now().timestamp())
    digest = hmac.new(settings.SECRET_KEY.encode(), key.encode(), blake2b).digest()[:16]  # no address lies in clear
    try:
        database = _database()
        n, until = database.execute(_UPSERT, {"key": digest, "now": now, "end": now + span}).fetchone()
        if n % SWEEP == 0:
            database.execute("DELETE FROM tally WHERE until <= ?", [now])
    except sqlite3.Error:
        log.exception("no count was kept")  # a full disk must not shut everybody out
        return 0, 0
    return int(n), max(1, int(until) - now)


def _database() -> sqlite3.Connection:
    path = Path(settings.DATA) / "limits.sqlite3"
    held: tuple[int, Path, sqlite3.Connection] | None = getattr(_local, "held", None)
    if held is not None and held[:2] == (os.getpid(), path):
        return held[2]
    database = sqlite3.connect(path, timeout=1, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=OFF")
    database.execute("CREATE TABLE IF NOT EXISTS tally (key BLOB PRIMARY KEY, until INTEGER, n INTEGER) WITHOUT ROWID")
    _local.held = (os.getpid(), path, database)
    return database
