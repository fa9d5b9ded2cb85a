"""A working life by its spells: where, in which trade, on which machine, from when to when, and who says so."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jiangxin.doors.me import words
from jiangxin.doors.me.kinds import CAREER
from jiangxin.insight.queries import Portrait
from jiangxin.ledger import queries as ledger
from jiangxin.people import queries as people
from jiangxin.policy.facts import FactRow


@dataclass(frozen=True)
class Spell:
    """One spell: ``unit`` by its name of that time, ``source`` where the entry came from; no end while it lasts."""

    id: int
    kind: str
    since: date
    precision: str
    until: date | None
    what: str
    unit: str
    source: str
    proof_words: str
    proof_name: str


def career_of(portrait: Portrait) -> list[Spell]:
    """Return the spells of a portrait's facts, those that last first, then the latest ended; two queries."""
    rows = [row for row in portrait.facts if row.kind in CAREER]
    sources = dict(ledger.facts_with(row.id for row in rows).values_list("pk", "source"))
    names = people.names_then((row.credited_to, row.happened_on) for row in rows if row.credited_to)
    rows.sort(key=lambda row: (_last(row, portrait.on), row.happened_on, row.id), reverse=True)
    return [_spell(portrait, row, sources.get(row.id, ""), names) for row in rows]


def _last(row: FactRow, on: date) -> date:
    return date.max if row.ended_on is None or row.ended_on > on else row.ended_on


def _spell(portrait: Portrait, row: FactRow, source: str, names: dict[tuple[int, date], str]) -> Spell:
    last = _last(row, portrait.on)
    return Spell(
        id=row.id,
        kind=words.kind_words(portrait.book, row.kind),
        since=row.happened_on,
        precision=row.precision,
        until=None if last == date.max else last,
        what=words.code_words(portrait.book, row.kind, row.code, row.happened_on),
        unit=names.get((row.credited_to or 0, row.happened_on), ""),
        source=words.source_words(source) or _("没写来源"),
        proof_words=words.proof_words(row.proof),
        proof_name=words.proof_name(row.proof),
    )
