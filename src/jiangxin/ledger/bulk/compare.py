"""What is there already: rows that come again, within a load or since another, and what entries supersede."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from jiangxin.kernel.refusal import Refusal
from jiangxin.kernel.words import _
from jiangxin.ledger.bulk.checks import SLICE, day
from jiangxin.ledger.bulk.columns import NONE, Columns, Ints
from jiangxin.ledger.canonical import body_text
from jiangxin.ledger.errors import AlreadySuperseded, AlreadyWithdrawn, NothingChanged, UnknownFact, WrongFact
from jiangxin.ledger.models import Entry, Fact, Proof

# What a row says, as columns here and as fields of a fact there.
NUMBERS = {
    "subject_id": "subject_id", "level": "level", "quantity": "quantity", "happened_on": "happened_on",
    "ended_on": "ended_on", "credited_to": "credited_to_id", "proof": "proof", "issuer_id": "issuer_id",
}  # fmt: skip
TEXTS = {
    "kind": "kind", "code": "code", "precision": "precision", "credited_path": "credited_path", "body": "body",
}  # fmt: skip
FIELDS = (*NUMBERS.values(), *TEXTS.values())
_DAYS = {"happened_on", "ended_on"}
Said = tuple[Any, ...]


class Different(NamedTuple):
    """A row that came before and says something else now: correct that fact, or leave it."""

    row: int
    fact: int
    fields: tuple[str, ...]


@dataclass
class Again:
    """Rows of a chunk that are there already: the fact of each equal one, and the different ones."""

    same: dict[int, int] = field(default_factory=dict)
    different: list[Different] = field(default_factory=list)

    def rows(self) -> set[int]:
        """Return every row that came again."""
        return self.same.keys() | {one.row for one in self.different}


def said_by(rows: Columns, places: Ints) -> list[Said]:
    """Return what some rows say, field by field, as the facts' values (body as canonical text)."""
    picked = rows.taken(places)
    columns: list[list[Any]] = []
    for name in NUMBERS:
        values = picked.numbers[name].tolist()
        columns.append(
            [None if one == NONE else day(one) for one in values]
            if name in _DAYS
            else [None if one == NONE else one for one in values]
        )
    columns += [picked.texts[name].objects() for name in TEXTS]
    return list(zip(*columns, strict=True))


def repeated(rows: Columns, good: Ints) -> tuple[dict[int, int], list[int]]:
    """Return the rows of this chunk whose key an earlier one had: equal ones with that row, and different ones."""
    keys = rows.texts["source_key"].places[good]
    _keys, firsts, inverse = np.unique(keys, return_index=True, return_inverse=True)
    first = firsts[inverse]
    later = np.flatnonzero(first != np.arange(len(good)))
    if not len(later):
        return {}, []
    these, those = good[later], good[first[later]]
    pairs = zip(these.tolist(), those.tolist(), said_by(rows, these), said_by(rows, those), strict=True)
    same, different = {}, []
    for row, earlier, said, before in pairs:
        if said == before:
            same[row] = earlier
        else:
            different.append(row)
    return same, different


def already_there(rows: Columns, good: Ints, source: str) -> Again:
    """Return which rows came in an earlier load."""
    keys = rows.texts["source_key"].taken(good).objects()
    there = dict(_there(source, keys))
    found = Again()
    again = np.array([place for place, key in enumerate(keys) if key in there], np.int64)
    if not len(again):
        return found
    for place, said in zip(again.tolist(), said_by(rows, good[again]), strict=True):
        row = int(good[place])
        fact_id, before = there[keys[place]]
        if said == before:
            found.same[row] = fact_id
            continue
        latest = _latest(Fact.objects.get(pk=fact_id))
        now = _said_by_fact(latest)
        if said == now and latest.entry != Entry.WITHDRAWN:
            found.same[row] = latest.pk
        else:
            fields = tuple(name for name, one, other in zip(FIELDS, said, now, strict=True) if one != other)
            found.different.append(Different(row, latest.pk, fields or (str(latest.entry),)))
    return found


def _there(source: str, keys: list[str]) -> Iterator[tuple[str, tuple[int, Said]]]:
    for start in range(0, len(keys), SLICE):
        part = Fact.objects.filter(source=source, source_key__in=keys[start : start + SLICE])
        for key, fact_id, *said in part.values_list("source_key", "pk", *FIELDS):
            said[-1] = body_text(said[-1])
            yield str(key), (fact_id, tuple(said))


def _said_by_fact(fact: Fact) -> Said:
    return (*(getattr(fact, name) for name in FIELDS[:-1]), body_text(fact.body))


def _latest(fact: Fact) -> Fact:
    while (later := Fact.objects.filter(supersedes=fact).first()) is not None:
        fact = later
    return fact


def superseding_problems(rows: Columns, good: Ints, default_moment: int) -> dict[int, str]:
    """Return why entries may not supersede what they name; each row of them is held against its target."""
    targets = rows.numbers["supersedes"][good]
    places = np.flatnonzero(targets != NONE)
    if not len(places):
        return {}
    wanted = targets[places].tolist()
    facts: dict[int, Fact] = {}
    for start in range(0, len(wanted), SLICE):
        facts |= Fact.objects.select_related("superseded_by").in_bulk(wanted[start : start + SLICE])
    problems, taken = {}, set()
    entries = rows.texts["entry"].taken(good[places]).objects()
    moments = np.where(rows.numbers["recorded_at"] == NONE, default_moment, rows.numbers["recorded_at"])
    for row, target, entry, said in zip(
        good[places].tolist(), wanted, entries, said_by(rows, good[places]), strict=True
    ):
        try:
            if target in taken:
                raise AlreadySuperseded(fact=target, by=str(_("同批另一")))
            _check_target(target, facts.get(target), entry, said)
            _check_moment(facts[target], int(moments[row]))
            taken.add(target)
        except Refusal as refusal:
            problems[row] = refusal.message
    return problems


def _check_target(target: int, fact: Fact | None, entry: str, said: Said) -> None:
    if fact is None:
        raise UnknownFact(fact=target)
    later = getattr(fact, "superseded_by", None)
    if later is not None:
        raise AlreadySuperseded(fact=target, by=later.pk)
    if fact.entry == Entry.WITHDRAWN:
        raise AlreadyWithdrawn(fact=target)
    before = _said_by_fact(fact)
    changed = {name for name, one, other in zip(FIELDS, said, before, strict=True) if one != other}
    if entry == Entry.CORRECTED and not changed:
        raise NothingChanged(fact=target)
    now = dict(zip(FIELDS, said, strict=True))
    risen = fact.proof != Proof.REPORTED and now["proof"] > fact.proof
    allowed = {
        Entry.COMPLETED: changed == {"ended_on"} and fact.ended_on is None,
        Entry.CONFIRMED: changed == {"proof"} and risen,
        Entry.CORRECTED: "kind" not in changed,
        Entry.WITHDRAWN: not changed,
    }
    if not allowed[Entry(entry)]:
        raise WrongFact(
            _("“%(entry)s”第 %(fact)s 笔不能同时改 %(fields)s；结束只写结束日期，确认只提高证明程度，撤销照原样。"),
            entry=Entry(entry).label,
            fact=target,
            fields="、".join(sorted(changed)) or "—",
        )


def _check_moment(fact: Fact, moment: int) -> None:
    if moment <= int(fact.recorded_at.timestamp() * 1_000_000):
        raise WrongFact(_("入账时间早于所取代的第 %(fact)s 笔；请写晚于它的时间。"), fact=fact.pk)
