"""Writing lines, and sealing what has been written.

Nobody waits for anybody: a line is one INSERT in the transaction of the act itself, and
the sealer takes, each minute, what is there and is not sealed. A line whose transaction
ended late has a lower id than others already sealed; it is found in the gap it left and
goes into the next link.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import fields, is_dataclass
from datetime import date
from functools import wraps
from itertools import islice
from typing import Any, ParamSpec, TypeVar

from django.db import connection, models, transaction

from jiangxin.audit import canonical, kinds
from jiangxin.audit.models import Line, Link
from jiangxin.audit.queries import LINES, covers, open_range
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.signing import key_id

P = ParamSpec("P")
R = TypeVar("R")
SEALING = 7_204_010  # advisory lock on PostgreSQL: one sealer at a time
MOST = 20_000  # rows of one link
FAR = 2**62
WORDS = ("what", "scope", "kind", "state", "proof", "action", "accept")  # arguments that are code words, kept as such
_CODE = re.compile(r"[a-z0-9@._:/-]{1,64}")
_ORDER = ("person_id", "user_id", "unit_id", "fact_id", "draft_id")  # which of several ids is the object

_session: ContextVar[str] = ContextVar("jiangxin_audit_session", default="")
_inside: ContextVar[bool] = ContextVar("jiangxin_audit_inside", default=False)


@contextmanager
def session(digest: str) -> Iterator[None]:
    """Say, for what is done within, from which session it comes; blank for none."""
    token = _session.set(digest)
    try:
        yield
    finally:
        _session.reset(token)


def write(
    *, actor: Actor, what: str, on: tuple[str, int | None] = ("", None), detail: Mapping[str, Any] | None = None
) -> None:
    """Write one line: a declared act, its object as (type, id), and details that are ids, numbers or code words."""
    Line.objects.create(
        at=clock.now(),
        who=actor.key,
        session=_session.get(),
        what=kinds.known(what),
        object_type=on[0],
        object_id=on[1],
        detail=dict(detail or {}),
    )


def acted(title: object) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a write leave a line named ``room.function``: one transaction, nothing when it is refused.

    What a write calls on its way leaves no line of its own. Of the arguments only ids,
    numbers, days and code words are kept.
    """

    def wrap(do: Callable[P, R]) -> Callable[P, R]:
        name = kinds.act(f"{do.__module__.split('.')[1]}.{do.__name__}", title)

        @wraps(do)
        def inner(*args: P.args, **kwargs: P.kwargs) -> R:
            actor = kwargs.get("actor")
            if _inside.get() or not isinstance(actor, Actor):
                return do(*args, **kwargs)
            token = _inside.set(True)
            try:
                with transaction.atomic():
                    result = do(*args, **kwargs)
                    said = _said(kwargs)
                    write(actor=actor, what=name, on=_object(said, result), detail=said)
                    return result
            finally:
                _inside.reset(token)

        return inner

    return wrap


def _said(kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Return what may be written down of a call: ids, numbers and days, also those in a dataclass, and code words."""
    found: dict[str, Any] = {}
    for name, value in kwargs.items():
        if is_dataclass(value) and not isinstance(value, Actor | type):
            inside = {one.name: getattr(value, one.name) for one in fields(value)}
            found |= {one: plain for one, worth in inside.items() if (plain := _plain(one, worth)) is not None}
        elif (plain := _plain(name, value)) is not None:
            found[name] = plain
    return found


def _plain(name: str, value: Any) -> int | str | None:
    if isinstance(value, bool):
        return int(value)
    if name.endswith("_id") and isinstance(value, int):
        return value
    if isinstance(value, date) and not name.startswith("birth"):
        return value.isoformat()
    if name in WORDS and isinstance(value, str) and _CODE.fullmatch(value):
        return value
    return None


def _object(said: Mapping[str, Any], result: object) -> tuple[str, int | None]:
    """Return the object of an act: the person, user or unit it names, else what it made or changed, else any id."""
    for name in _ORDER:
        if name in said:
            return name.removesuffix("_id"), int(said[name])
    if isinstance(result, models.Model) and isinstance(result.pk, int):
        return result._meta.model_name or "", result.pk
    other = next((name for name in said if name.endswith("_id")), "")
    return (other.removesuffix("_id"), int(said[other])) if other else ("", None)


def seal(*, actor: Actor) -> list[Link]:
    """Seal every row that is not sealed yet and return the new links; another sealer at work is left alone."""
    made: list[Link] = []
    for source in (LINES, *kinds.sources()):
        while True:
            with transaction.atomic():
                link = _next_link(actor, source) if _alone() else None
            if link is None:
                break
            made.append(link)
    return made


def _alone() -> bool:
    if connection.vendor != "postgresql":
        return True  # write transactions begin IMMEDIATE, one after the other
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALING])
        return bool(cursor.fetchone()[0])


def _next_link(actor: Actor, source: kinds.Source) -> Link | None:
    first, covered = open_range(source.name)
    ids = list(islice((one for one in source.ids(first, FAR) if not covers(covered, one)), MOST))
    if not ids:
        return None
    last = Link.objects.only("number", "root", "key_id").order_by("-number").first()
    wanted = set(ids)
    rows = (row for one, row in source.rows(ids[0], ids[-1]) if one in wanted)
    previous = last.root if last else ""
    chained, leaves = canonical.chained(previous, rows)
    private = canonical.key().signer(last.key_id if last else None)
    moment = clock.now()
    stretch = canonical.Stretch(
        number=last.number + 1 if last else 1,
        source=source.name,
        runs=canonical.runs_of(ids),
        leaves=leaves,
        chained=chained,
        sealed_at=canonical.micros(moment),
        sealed_by=actor.key,
        key_id=key_id(private.public_key()),
    )
    root = stretch.root(previous)
    return Link.objects.create(
        number=stretch.number,
        source=source.name,
        first_id=ids[0],
        last_id=ids[-1],
        count=len(ids),
        runs=stretch.runs,
        leaves=leaves,
        previous=previous,
        root=root,
        signature=private.sign(root.encode()).hex(),
        key_id=stretch.key_id,
        sealed_at=moment,
        sealed_by=actor.key,
    )
