"""What a file is read for, kept in the session while the reader stays signed in."""

from jiangxin.doors.desk.views.people import MOST_PURPOSES, PURPOSES
from jiangxin.people.access.middleware import Request


def purpose_of(request: Request, person_id: int) -> str:
    """Return what this reader said he reads the person's file for, blank for nothing yet."""
    return str(request.session.get(PURPOSES, {}).get(str(person_id), ""))


def keep_purpose(request: Request, person_id: int, purpose: str) -> None:
    """Keep what a person's file is read for; the oldest of many are forgotten."""
    given = {key: said for key, said in request.session.get(PURPOSES, {}).items() if key != str(person_id)}
    request.session[PURPOSES] = dict([*given.items(), (str(person_id), purpose)][-MOST_PURPOSES:])
