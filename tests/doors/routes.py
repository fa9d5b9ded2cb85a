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
    done: frozenset[int] = frozenset(DONE)


def expected(audience: str, who: str) -> set[int] | None:
    """Return what this log-in is refused with; None where he may come in."""
    sort, _colon, about = audience.partition(":")
    if sort == "all":
        return None
    if who in {"public", "inactive"}:
        return SIGN_IN
    role = ROLES[who]
    if sort == "signed":
        return None
    if sort == "own":
        return None if role.person else NOT_THERE
    if not role.staff:
        return NOT_HIS
    if sort == "only":  # these log-ins alone
        return None if who in about.split() else NOT_THERE
    return _for_staff(sort, about, role)


def _for_staff(sort: str, about: str, role: Role) -> set[int] | None:
    if sort == "staff":
        return None
    right, first, where = sort.partition(">")  # whether he may is asked before what it is about
    if first and not role.can & set(right.split("|")):
        return NOT_HIS
    if not first:
        right, _at, where = sort.partition("@")
    if where == "person" and about not in role.sees:  # of a person whom he sees by name
        return NOT_THERE
    if where == "unit" and about not in role.units:  # of a unit within his subtree
        return NOT_THERE
    if right == "listed":  # facts one by one: not there for whoever sees no persons
        return None if role.names_persons else NOT_THERE
    # Of several rights any one is enough; blank is none beside sight.
    return None if not right or role.can & set(right.split("|")) else NOT_HIS


TRAINED, MILLER, MOVER = {"name": "trained_times"}, {"person_id": "miller"}, {"person_id": "mover"}
AT_FORGE = Sample("@unit:forge", query="?unit=forge")
TAKES = ({"format": "csv"}, {"format": "csv", "purpose": "核对"})
FORM_ONLY = frozenset(NO_FORM)
DONE_OR_NOT = frozenset(DONE | NOT_THERE)
FORGED_END = ({}, {"until": "never"})
# Whoever sees persons and whose unit, or what it came from, stood over the mill in 2018.
SAW_THE_MILL = (
    "city-union city-leader district-union district-leader reviewer successor neighbour enterprise-union"
    " former-employer auditor district-auditor delegate"
)

SAMPLES: dict[str, list[Sample]] = {
    "alive": [Sample("all", posts=({},))],
    "healthz": [Sample("all", posts=({},))],
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
    "account_reauthenticate": [Sample("signed", posts=({"password": "no"},))],
    "account_reset": [Sample("all", posts=({}, {"login": "worker", "code": "AAAAAAAA"}))],
    "mfa_index": [Sample("signed")],
    "mfa_authenticate": [Sample("all", posts=({"code": "1"},), get=frozenset({302}))],
    "mfa_reauthenticate": [Sample("signed", posts=({"code": "1"},), get=frozenset({302}))],
    "mfa_activate_totp": [Sample("signed", posts=({"code": "1"},), get=frozenset({302}))],
    "mfa_deactivate_totp": [Sample("signed", posts=({},), get=frozenset({404}), done=frozenset({404}))],
    "mfa_view_recovery_codes": [Sample("signed", get=frozenset({404}))],
    "mfa_generate_recovery_codes": [Sample("signed", posts=({},), get=frozenset({302}))],
    "mfa_list_webauthn": [Sample("signed")],
    "mfa_add_webauthn": [Sample("signed", posts=({"credential": "{}"},), get=frozenset({302}))],
    "mfa_reauthenticate_webauthn": [Sample("signed", posts=({"credential": "{}"},), get=frozenset({302}))],
    "mfa_login_webauthn": [Sample("all", posts=({"credential": "{}"},), get=frozenset({302}))],
    "mfa_remove_webauthn": [Sample("signed", {"pk": 1}, posts=({},), get=frozenset({302}))],
    "mfa_edit_webauthn": [
        Sample("signed", {"pk": 1}, posts=({"name": "x"},), get=frozenset({302, 404}), done=frozenset({302, 404}))
    ],
    # public pages
    "front:home": [Sample("all")],
    "front:posters": [Sample("all")],
    "front:poster": [Sample("all", {"unit": "city", "edition": "2024"}, get=frozenset(NOT_THERE))],
    "front:file": [Sample("all", {"unit": "city", "edition": "2024", "kind": "svg"}, get=frozenset(NOT_THERE))],
    "front:item": [Sample("all", {"unit": "city", "edition": "2024", "item": "a"}, get=frozenset(NOT_THERE))],
    "front:honours": [Sample("all", query="?q=闻人澍")],
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
    "desk:home": [Sample("staff"), AT_FORGE, Sample("@unit:mill", query="?unit=mill")],
    "desk:indicators": [Sample("staff"), AT_FORGE],
    "desk:indicator": [Sample("staff", TRAINED), Sample("@unit:dock", {"name": "trained_people"}, "?unit=dock")],
    "desk:facts": [Sample("staff", TRAINED), Sample("@unit:forge", TRAINED, "?unit=forge")],
    "desk:facts_csv": [Sample("listed", TRAINED)],
    "desk:people": [Sample("name"), Sample("name", query="?q=皇甫筠")],
    "desk:person": [
        Sample("@person:miller", {"person_id": "miller"}, posts=({}, {"purpose": "核对申报材料"})),
        Sample("@person:mover", {"person_id": "mover"}, posts=({}, {"purpose": "核对申报材料"})),
    ],
    "desk:unit": [Sample("@unit:mill", {"unit_id": "mill"}), Sample("@unit:forge", {"unit_id": "forge"})],
    "desk:progress": [Sample("staff"), Sample("@unit:dock", query="?unit=dock")],
    # lists
    "desk:units": [Sample("staff")],
    "desk:lists": [Sample("staff")],
    "desk:find": [Sample("name", posts=({}, {"q": "皇甫筠"}), get=FORM_ONLY)],
    "desk:picked": [Sample("name", posts=({}, {"pick": "1", "act": "x"}), get=FORM_ONLY, done=DONE_OR_NOT)],
    "desk:take": [
        Sample("staff", {"name": "units"}, posts=({"format": "csv"}, {"format": "exe"}), get=FORM_ONLY),
        Sample("name", {"name": "roster"}, posts=TAKES, get=FORM_ONLY),
    ],
    "desk:exports": [Sample("staff")],
    "desk:export": [Sample("only:", {"export_id": 1})],
    "desk:export_file": [Sample("only:", {"export_id": 1})],
    "desk:export_stop": [Sample("only:", {"export_id": 1}, posts=({},), get=FORM_ONLY)],
    "desk:sets": [Sample("staff", {"table": "units"})],
    "desk:save_set": [Sample("staff", {"table": "units"}, posts=({}, {"name": "甲"}), get=FORM_ONLY)],
    "desk:change_set": [Sample("only:", {"set_id": 1}, posts=({}, {"act": "drop"}), get=FORM_ONLY)],
    # keeping persons and units
    "desk:person_new": [Sample("keep", posts=({},))],
    "desk:claim": [Sample("keep@person:miller", MILLER, posts=({},)), Sample("keep@person:mover", MOVER, posts=({},))],
    "desk:twins": [Sample("name")],
    "desk:twin": [Sample("only:", {"twin_id": 1}, posts=({},))],
    "desk:spells": [Sample("keep@person:miller", MILLER), Sample("keep@person:mover", MOVER)],
    "desk:spell_new": [Sample("keep@person:miller", MILLER, posts=({},))],
    "desk:spell_change": [
        Sample("keep@person:miller", {**MILLER, "spell_id": "miller spell", "act": "end"}, posts=({},))
    ],
    "desk:keep_unit": [Sample("roster@unit:mill", {"unit_id": "mill", "act": "rename"}, posts=({},))],
    "desk:split_unit": [Sample("roster@unit:mill", {"unit_id": "mill"}, posts=({},))],
    "desk:undo_unit": [
        Sample("roster@unit:mill", {"unit_id": "mill", "change_id": 1}, posts=({},), get=FORM_ONLY, done=DONE_OR_NOT)
    ],
    # facts and changes
    "desk:person_facts": [Sample("@person:miller", MILLER, get=frozenset({302}))],
    "desk:fact": [
        Sample("@person:miller", {"fact_id": "miller fact"}),
        Sample(f"only:{SAW_THE_MILL}", {"fact_id": "past fact"}),
        Sample("only:", {"fact_id": "sealed secret"}),
    ],
    "desk:fact_change": [Sample("keep@person:smith", {"fact_id": "smith fact", "action": "withdraw"}, posts=({},))],
    "desk:changes": [Sample("name")],
    "desk:changes_batch": [Sample("name", posts=({}, {"draft": "1"}), get=FORM_ONLY)],
    "desk:change": [Sample("@person:miller", {"draft_id": "draft"})],
    "desk:change_settle": [Sample("@person:miller", {"draft_id": "draft"}, posts=({},), get=FORM_ONLY)],
    "desk:change_recall": [Sample("maker@person:miller", {"draft_id": "draft"}, posts=({},), get=FORM_ONLY)],
    "desk:evidence": [Sample("only:", {"draft_id": "draft"})],
    # rights
    "desk:proofs": [Sample("lead|audit")],
    "desk:rights": [
        Sample("lead|audit"),
        Sample("lead|audit>person:miller", query="?person={miller}&thing=phone"),
        Sample("lead|audit>unit:forge", query="?unit=forge&thing=history"),
        Sample("lead|audit", query="?user=city-union"),
    ],
    "desk:audit": [Sample("audit", query="?who=worker"), Sample("audit", query="?reads=1")],
    "desk:audit_verify": [Sample("audit", posts=({},), get=frozenset(NO_FORM))],
    "desk:audit_roots": [Sample("audit")],
    "desk:audit_root": [Sample("audit", {"day": "2024-09-11"}, get=frozenset(NOT_THERE))],
    "desk:logins": [Sample("lead")],
    "desk:login_code": [Sample("lead", {"user_id": 0}, posts=({},), get=frozenset(NO_FORM), done=frozenset(NOT_THERE))],
    "desk:login_act": [
        Sample("lead", {"user_id": 0, "act": "shut"}, posts=({},), get=frozenset(NO_FORM), done=frozenset(NOT_THERE))
    ],
    "desk:duties": [Sample("staff"), AT_FORGE],
    "desk:duty_give": [Sample("lead@unit:mill", query="?unit=mill", posts=({}, {"name": "hr"}), get=FORM_ONLY)],
    "desk:duty_end": [Sample("lead@unit:mill", {"duty_id": "enterprise-union duty"}, posts=FORGED_END, get=FORM_ONLY)],
    "desk:duty_lend": [
        Sample("only:enterprise-union", {"duty_id": "enterprise-union duty"}, posts=({},), get=FORM_ONLY)
    ],
    "desk:glasses": [Sample("name")],
    "desk:glass_new": [Sample("name", posts=({}, {"who": "1", "ground": "x", "reason": "看看"}))],
    "desk:glass_review": [
        Sample("only:city-leader auditor", {"glass_id": "glass"}, posts=({}, {"verdict": "fine"}), get=FORM_ONLY)
    ],
    "desk:number": [Sample("@person:miller", MILLER, posts=({"what": "phone"},), get=FORM_ONLY)],
    # one's own consents, declarations, places
    "me:consents": [Sample("own")],
    "me:glass_seen": [Sample("own", {"glass_id": "glass"}, posts=({},), get=FORM_ONLY)],
    "me:declare": [Sample("own")],
    "me:declare_new": [Sample("own", {"kind": "learning.class-finished"}, posts=({},))],
    "me:declared": [Sample("own", {"draft_id": "declared"})],
    "me:declare_again": [Sample("own", {"draft_id": "declared"}, posts=({},))],
    "me:declare_withdraw": [Sample("own", {"draft_id": "declared"}, posts=({},), get=FORM_ONLY)],
    "me:declared_file": [Sample("own", {"draft_id": "declared"}, get=frozenset(NOT_THERE))],
    "me:sessions": [Sample("signed")],
    "me:end_others": [Sample("signed", posts=({},), get=FORM_ONLY)],
    "me:end_session": [Sample("signed", {"digest": "0000"}, posts=({},), get=FORM_ONLY, done=DONE_OR_NOT)],
    "account_claim": [Sample("all", posts=({}, {"code": "0"}))],
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
