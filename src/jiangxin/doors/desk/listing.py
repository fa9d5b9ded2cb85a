"""What every table of the desk shares: what it was asked for, also where that must stand in no address."""

from collections.abc import Mapping

from django.http import HttpRequest, QueryDict
from django.utils.crypto import get_random_string

from jiangxin.ui.tables import AskedTable

FINDS = "desk-finds"  # in the session: token -> keyed hash of a number that was looked for
MOST_FINDS = 20
GONE = "gone:"  # finds nobody


def remember(request: HttpRequest, key: str) -> str:
    """Keep what a number is found by in the session, and return the token that stands for it in an address.

    A number never stands in an address: those are kept by logs, histories and whoever looks over a shoulder.
    """
    token = get_random_string(8)
    kept = dict(request.session.get(FINDS, {}))
    request.session[FINDS] = dict([*kept.items(), (token, key)][-MOST_FINDS:])
    return token


def secret_of(request: HttpRequest, params: QueryDict) -> Mapping[str, str]:
    """Return what the token of an address stands for; one that is not known any more finds nobody."""
    token = params.get("found", "")
    return {"number": dict(request.session.get(FINDS, {})).get(token, GONE)} if token else {}


def asked_table(request: HttpRequest, name: str) -> AskedTable:
    """Return which table this page shows."""
    return AskedTable(name, request.GET.urlencode(), secret_of(request, request.GET))
