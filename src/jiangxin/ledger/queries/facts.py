"""Reading facts: what stands, as rows for the evaluator or as querysets."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from jiangxin.ledger.models import Draft, Entry, Fact, Subject
from jiangxin.policy.facts import FactRow

_COLUMNS = (
    "id", "subject_id", "kind", "code", "level", "quantity", "happened_on", "ended_on", "precision", "proof", "entry",
    "recorded_at", "superseded_by__recorded_at", "credited_to_id", "issuer_id",
)  # fmt: skip

END_OF_IDS = 2**63


def standing(known_at: datetime | None = None) -> QuerySet[Fact]:
    """Return the entries that stand now, or stood at an instant: recorded, not withdrawals, not superseded by then."""
    entries = Fact.objects.exclude(entry=Entry.WITHDRAWN)
    if known_at is None:
        return entries.filter(superseded_by=None)
    later = Q(superseded_by=None) | Q(superseded_by__recorded_at__gt=known_at)
    return entries.filter(later, recorded_at__lte=known_at)


def entries_between(after: int, head: int) -> QuerySet[Fact]:
    """Return every entry with after < id <= head, superseded ones and withdrawals too, in order of id."""
    return Fact.objects.filter(pk__gt=after, pk__lte=head).order_by("pk")


def columns_between(after: int, head: int, at_once: int) -> list[tuple[Any, ...]]:
    """Return the first entries with after < id <= head, by id, as the lake reads them.

    Days and instants are texts, ISO with or without the zone of UTC: they are read by column, not one by one.
    """
    texts = [Cast(name, TextField()) for name in ("happened_on", "ended_on", "recorded_at")]
    rows = entries_between(after, head).values_list(
        "kind", "subject_id", "id", "code", "level", "quantity", texts[0], "precision", texts[1], "proof", texts[2],
        "credited_to_id", "credited_path", "issuer_id", "entry", "supersedes_id",
    )  # fmt: skip
    return list(rows[:at_once].iterator(chunk_size=20_000))


def facts_of(
    subject_ids: Iterable[int],
    *,
    kinds: Iterable[str] | None = None,
    known_at: datetime | None = None,
    on: date | None = None,
) -> list[FactRow]:
    """Return the standing facts of these subjects as rows, by day and id, in one query."""
    return _rows(standing(known_at), subject_ids, kinds, on)


def history_of(subject_ids: Iterable[int], *, kinds: Iterable[str] | None = None) -> list[FactRow]:
    """Return every entry of these subjects, superseded ones and withdrawals too, by day and id."""
    return _rows(Fact.objects.all(), subject_ids, kinds, None)


def _rows(
    entries: QuerySet[Fact], subject_ids: Iterable[int], kinds: Iterable[str] | None, on: date | None
) -> list[FactRow]:
    entries = entries.filter(subject_id__in=list(subject_ids))
    if kinds is not None:
        entries = entries.filter(kind__in=list(kinds))
    if on is not None:
        entries = entries.filter(_begun_by(on))
    return [FactRow(*row) for row in entries.order_by("happened_on", "id").values_list(*_COLUMNS)]


def _begun_by(on: date) -> Q:
    """What had happened by a day; where only month or year is known, it counts from the first day of it."""
    year_end = on.replace(month=12, day=31)
    month_end = on.replace(day=monthrange(on.year, on.month)[1])
    return (
        Q(happened_on__lte=on)
        | Q(precision="month", happened_on__lte=month_end)
        | Q(precision="year", happened_on__lte=year_end)
    )


def facts_with(ids: Iterable[int]) -> QuerySet[Fact]:
    """Return facts by id, whatever became of them since; a number that no id can be finds nothing."""
    return Fact.objects.filter(pk__in=[one for one in ids if one < END_OF_IDS])


def type_of(subject_id: int) -> str | None:
    """Return whether an id is a person, a unit or a work; None if it is nobody's."""
    return Subject.objects.filter(pk=subject_id).values_list("type", flat=True).first()


def head() -> int:
    """Return the highest id of the ledger, 0 when it is empty."""
    return Fact.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def open_drafts() -> QuerySet[Draft]:
    """Return what waits for another person, oldest first."""
    return Draft.objects.filter(state=Draft.State.PROPOSED).order_by("proposed_at", "pk")
