"""What waits between two people, in words: the rows of the inbox, and one change with its before and after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiangxin.doors.desk.changing import SORTS, WITHDRAW
from jiangxin.doors.desk.factpage import PERSON, book_of, since_days, subject_name, teller_for
from jiangxin.doors.me import who, words
from jiangxin.doors.me.lines import Line
from jiangxin.insight.drill import rows
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.ledger import queries as ledger
from jiangxin.ledger import services as ledger_services
from jiangxin.people import queries as people
from jiangxin.people.access import deciding
from jiangxin.people.queries import changes as drafts
from jiangxin.policy.book import Book
from jiangxin.policy.facts import PROOF_RANKS
from jiangxin.ui.menu import Words
from jiangxin.ui.todo import Todo

MARKS = {"proposed": "doing", "accepted": "ok", "declined": "bad", "recalled": "off"}


@dataclass(frozen=True)
class Row:
    """One proposal as the inbox lists it."""

    id: int
    sort: str
    about: str
    line: Line
    unit: str
    by: str
    proposed_at: datetime
    days: int
    state: str
    mark: str
    said: str
    evidence: bool
    mine: bool


@dataclass(frozen=True)
class Field:
    """One field of an entry before and after."""

    name: str
    before: str
    after: str

    @property
    def moved(self) -> bool:
        """Tell whether it changes."""
        return self.before != self.after


@dataclass(frozen=True)
class Change:
    """One proposal opened."""

    row: Row
    draft: Any
    fields: tuple[Field, ...]
    person_id: int | None
    settled_by: str
    decides: bool
    own: bool

    @property
    def waits(self) -> bool:
        """Tell whether nobody has settled it yet."""
        return self.row.state == drafts.PROPOSED


def sort_words(draft: Any) -> str:
    """Say which sort of change a draft is."""
    return _("职工自报") if draft.declared else str(SORTS[draft.action])


def state_words(state: str) -> str:
    """Say how far a proposal has come."""
    return {
        "proposed": _("等人定"),
        "accepted": _("已入账"),
        "declined": _("已退回"),
        "recalled": _("已撤回"),
    }[state]


def inbox_rows(actor: Actor, found: Sequence[Any], book: Book) -> list[Row]:
    """Return drafts as rows in the words of a book; persons outside the actor's sight are not named."""
    shown = {row.id: row for row in rows(ledger.facts_with(one.target_id for one in found))}
    units = people.names_then((row.credited_to, row.happened_on) for row in shown.values() if row.credited_to)
    by = who.recorders(one.proposed_by for one in found)
    subjects = {one.subject_id for one in found}
    named = people.persons_named(actor, subjects)
    others = people.names_on(subjects - set(named))
    mine = people.linked_ids(actor.person_id) if actor.person_id is not None else frozenset[int]()
    teller = teller_for(book, {})
    told = []
    for one in found:
        row = shown[one.target_id]
        told.append(
            _row(
                one,
                teller.line(row),
                units.get((row.credited_to or 0, row.happened_on), ""),
                named.get(one.subject_id) or others.get(one.subject_id) or _("不在你看得到的人里"),
                by[one.proposed_by],
                mine=one.proposed_by == actor.key or one.proposed_person in mine,
            )
        )
    return told


def change_of(actor: Actor, draft: Any) -> Change:
    """Return one proposal that is in the actor's sight, opened."""
    (row,) = inbox_rows(actor, [draft], book_of(draft.target))
    person = ledger.type_of(draft.subject_id) == PERSON
    may = deciding.can_confirm(actor, draft.subject_id) if draft.declared else deciding.can_decide(actor, draft)
    mine = people.linked_ids(actor.person_id) if actor.person_id is not None else frozenset[int]()
    settled = who.recorders([draft.settled_by]).get(draft.settled_by, "") if draft.settled_by else ""
    return Change(
        row=row,
        draft=draft,
        fields=tuple(fields_of(draft.target, ledger_services.proposal_of(draft))),
        person_id=draft.subject_id if person and subject_name(actor, draft.subject_id, person=True) else None,
        settled_by=settled,
        decides=may and not row.mine and draft.subject_id not in mine,
        own=draft.subject_id in mine,
    )


def fields_of(fact: Any, proposal: ledger_services.Proposal) -> Iterable[Field]:
    """Walk the fields of an entry, as it stands and as it would."""
    book = book_of(fact)
    before = _said(book, fact, fact.proof)
    if proposal.action == WITHDRAW:
        after = dict.fromkeys(before, "")
    elif proposal.fact is not None:
        after = _said(book, proposal.fact, PROOF_RANKS[proposal.fact.proof])
    else:
        after = before | ({"ended_on": proposal.ended_on.isoformat()} if proposal.ended_on else {})
        if proposal.proof:
            after = after | {"proof": words.proof_words(PROOF_RANKS[proposal.proof])}
    for name, label in _labels().items():
        if before[name] or after[name]:
            yield Field(label, before[name], after[name])


def _labels() -> dict[str, str]:
    return {
        "code": _("类别"),
        "level": _("级别"),
        "happened_on": _("哪一天"),
        "ended_on": _("到哪一天"),
        "quantity": _("数量"),
        "unit": _("记在"),
        "proof": _("证明"),
    }


def _said(book: Book, fact: Any, proof: int) -> dict[str, str]:
    """Return what an entry, or one to be written, says, field by field."""
    kind = book.kinds.get(fact.kind)
    level = kind.rank(fact.level) if kind is not None and isinstance(fact.level, str) else fact.level
    credited = fact.credited_to[0] if getattr(fact, "credited_to", None) else getattr(fact, "credited_to_id", None)
    day = fact.happened_on
    return {
        "code": words.code_words(book, fact.kind, fact.code, day),
        "level": words.level_words(book, fact.kind, level),
        "happened_on": _day(day.isoformat(), fact.precision),
        "ended_on": fact.ended_on.isoformat() if fact.ended_on else "",
        "quantity": words.quantity_words(kind.unit, fact.quantity) if kind else str(fact.quantity),
        "unit": people.names_on([credited], day).get(credited, "") if credited else "",
        "proof": words.proof_words(proof),
    }


def _day(text: str, precision: str) -> str:
    return {"year": text[:4], "month": text[:7]}.get(precision, text)


def _row(draft: Any, line: Line, unit: str, about: str, by: str, *, mine: bool) -> Row:
    return Row(
        id=draft.pk,
        sort=sort_words(draft),
        about=about,
        line=line,
        unit=unit,
        by=by,
        proposed_at=draft.proposed_at,
        days=since_days(draft.proposed_at, clock.today()),
        state=draft.state,
        mark=MARKS[draft.state],
        said=state_words(draft.state),
        evidence=draft.evidence_id is not None,
        mine=mine,
    )


def todos(request: HttpRequest) -> Iterable[Todo]:
    """Say what waits for whoever signed in, and what of his own still waits for another."""
    actor = getattr(request, "actor", None)
    if actor is None or not people.sees_any_persons(actor):
        return []
    inbox = reverse("desk:changes")
    return [
        _todo("changes", gettext_lazy("待我确认的更正"), inbox, drafts.drafts_to_decide(actor)),
        _todo("declared", gettext_lazy("待我确认的自报"), f"{inbox}?sort=declared", drafts.drafts_to_confirm(actor)),
        _todo("proposed", gettext_lazy("我提的还没定"), f"{inbox}?which=mine", drafts.drafts_of_mine(actor)),
    ]


def _todo(key: str, title: Words, url: str, found: drafts.Drafts) -> Todo:
    said = found.order_by().aggregate(count=Count("pk"), oldest=Min("proposed_at"))
    return Todo(key, title, url, said["count"], clock.civil(said["oldest"]) if said["oldest"] else None)
