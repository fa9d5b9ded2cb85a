"""Every address of the site with a sample of its arguments, and whom each is for, by meaning."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import URLResolver, get_resolver

from tests.doors.world import ROLES, Role

# What whoever may not come further is answered.
SIGN_IN, NOT_HIS, NOT_THERE = {302}, {403}, {404}
SEEN = {200}
DONE = {200, 302, 400, 409, 413, 422, 429, 503}  # a form that came in: done, or refused with a reason
NO_FORM = {405}


@dataclass(frozen=True)
class Sample:
    """One call of a route: the arguments (names of the world), whom it is for, and forms to post if it writes."""

    audience: str
    args: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    posts: tuple[dict[str, str], ...] = ()
    get: frozenset[int] = frozenset(SEEN)
    posters: str = ""  # whom posting is for, where it differs


def expected(audience: str, who: str) -> set[int] | None:
    """Return what this log-in is refused with; None where he may come in."""
    sort, _colon, about = audience.partition(":")
    if sort == "all":
        return None
    if who in {"public", "inactive"}:
        return SIGN_IN
    role = ROLES.get(who) or DELEGATE
    if sort == "signed":
        return None
    if sort == "own":
        return None if role.person else NOT_THERE
    if not role.staff:
        return NOT_HIS
    return _for_staff(sort, about, role)


def _for_staff(sort: str, about: str, role: Role) -> set[int] | None:
    match sort:
        case "staff":
            return None
        case "person":  # those who see this person by name
            return None if about in role.sees else NOT_THERE
        case "listed":  # facts one by one: not there for whoever sees no persons
            return None if role.names_persons else NOT_THERE
        case "unit":  # those within whose subtree this unit lies
            return None if about in role.units else NOT_THERE
        case _:  # a right of the role: name, lead, audit, keep …; of several any one is enough
            return None if role.can & set(sort.split("|")) else NOT_HIS


DELEGATE = Role(
    sees=frozenset({"miller"}), units=frozenset({"east", "mill"}), can=frozenset({"name", "keep"})
)  # the district's clerk lent him one street


TRAINED = {"name": "trained_times"}

SAMPLES: dict[str, list[Sample]] = {
    "alive": [Sample("all")],
    # ui
    "ui:look": [Sample("all", posts=({}, {"theme": "dark", "next": "//elsewhere.invalid"}), get=frozenset(NO_FORM))],
    "ui:styleguide": [Sample("all")],
    "ui:styleguide-sheet": [Sample("all", {"sheet": "phone"})],
    # signing in
    "account_login": [Sample("all", posts=({}, {"login": "worker", "password": "no"}), get=frozenset({200, 302}))],
    "account_logout": [Sample("all", posts=({},), get=frozenset({200, 302}))],
    "account_inactive": [Sample("all")],
    "account_signup": [Sample("all", posts=({},), get=frozenset({200, 302}))],
    "account_change_password": [Sample("signed", posts=({},))],
    # public pages
    "front:home": [Sample("all")],
    "front:posters": [Sample("all")],
    "front:poster": [Sample("all", {"unit": "city", "edition": "2024"}, get=frozenset(NOT_THERE))],
    "front:file": [Sample("all", {"unit": "city", "edition": "2024", "kind": "svg"}, get=frozenset(NOT_THERE))],
    "front:item": [Sample("all", {"unit": "city", "edition": "2024", "item": "a"}, get=frozenset(NOT_THERE))],
    "front:honours": [Sample("all", query="?q=沈知墨")],
    "front:notices": [Sample("all")],
    # one's own pages
    "me:home": [Sample("signed")],
    "me:ledger": [Sample("own", query="?all=on")],
    "me:fact": [Sample("own", {"fact_id": "miller fact"})],
    "me:readers": [Sample("own")],
    "me:file": [Sample("own")],
    "me:file_json": [Sample("own")],
    "me:file_pdf": [Sample("own", get=frozenset({200, 503}))],
    "me:account": [Sample("signed")],
    "me:give_consent": [Sample("own", posts=({},), get=frozenset(NO_FORM))],
    "me:withdraw_consent": [Sample("own", {"consent_id": "miller consent"}, posts=({},), get=frozenset(NO_FORM))],
    # the desk
    "desk:home": [Sample("staff"), Sample("unit:forge", query="?unit=forge"), Sample("unit:mill", query="?unit=mill")],
    "desk:indicators": [Sample("staff"), Sample("unit:forge", query="?unit=forge")],
    "desk:indicator": [Sample("staff", TRAINED), Sample("unit:dock", {"name": "trained_people"}, "?unit=dock")],
    "desk:facts": [Sample("staff", TRAINED), Sample("unit:forge", TRAINED, "?unit=forge")],
    "desk:facts_csv": [Sample("listed", TRAINED)],
    "desk:people": [Sample("name"), Sample("name", query="?q=皇甫筠")],
    "desk:person": [
        Sample("person:miller", {"person_id": "miller"}, posts=({}, {"purpose": "核对申报材料"})),
        Sample("person:mover", {"person_id": "mover"}, posts=({}, {"purpose": "核对申报材料"})),
    ],
    "desk:unit": [Sample("unit:mill", {"unit_id": "mill"}), Sample("unit:forge", {"unit_id": "forge"})],
}  # fmt: skip


def routes(patterns: Any = None, space: str = "") -> list[str]:
    """Return the names of all routes of the site, those without a name by their pattern."""
    found: list[str] = []
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            found += routes(one.url_patterns, f"{space}{one.namespace}:" if one.namespace else space)
        else:
            found.append(f"{space}{one.name or one.pattern}")
    return found
