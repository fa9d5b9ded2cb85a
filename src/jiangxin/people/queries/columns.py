"""Whole tables as rows of columns, for those who count everybody at once: no name, number or phone among them."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import BooleanField, Case, CharField, Q, When
from django.db.models.functions import Cast, Substr

from jiangxin.people.models import Person, Spell, SpellKind, UnitPlace, UnitTag

AT_ONCE = 20_000


def columns_of_persons() -> Iterator[tuple[int, date | None, str]]:
    """Yield (id, first day of the month of birth, sex) of every person, by id."""
    rows = Person.objects.order_by("pk").values_list("pk", "birth_on", "sex")
    for one, born, sex in rows.iterator(chunk_size=AT_ONCE):
        yield one, born.replace(day=1) if born else None, sex


def columns_of_spells() -> Iterator[tuple[int, int, int, bool, bool, str, str, date, date | None]]:
    """Yield (id, person, unit, employment?, main?, post class, occupation, since, until) of every spell, by person."""
    employment = Case(When(kind=SpellKind.EMPLOYMENT, then=True), default=False, output_field=BooleanField())
    rows = Spell.objects.order_by("person_id", "pk").values_list(
        "pk", "person_id", "unit_id", employment, "main", "post_class", "occupation", "since", "until"
    )  # fmt: skip
    yield from rows.iterator(chunk_size=AT_ONCE)


def columns_of_places() -> Iterator[tuple[int, str, str, date, date | None]]:
    """Yield (unit, its kind, path, since, until) of every place that a unit ever had."""
    rows = UnitPlace.objects.order_by("unit_id", "since").values_list(
        "unit_id", "unit__kind", "path", "since", "until"
    )  # fmt: skip
    yield from rows.iterator(chunk_size=AT_ONCE)


def columns_of_tags() -> Iterator[tuple[int, str, str, date, date | None]]:
    """Yield (unit, family, code, since, until) of every tag that a unit ever had."""
    rows = UnitTag.objects.order_by("unit_id", "family", "code", "since").values_list(
        "unit_id", "family", "code", "since", "until"
    )  # fmt: skip
    yield from rows.iterator(chunk_size=AT_ONCE)


def days_of_birth(month: int, years_and_months: Iterable[tuple[int, int]]) -> Iterator[tuple[int, date]]:
    """Yield (id, day of birth) of those born in a month of any year, and in these months of these years."""
    text = Cast("birth_on", CharField())  # both databases write it as 2024-09-12
    wanted = Q(month=f"{month:02}") | Q(in_month__in=[f"{year:04}-{one:02}" for year, one in years_and_months])
    rows = Person.objects.annotate(month=Substr(text, 6, 2), in_month=Substr(text, 1, 7)).filter(wanted)
    for one, born in rows.order_by("pk").values_list("pk", "birth_on").iterator(chunk_size=AT_ONCE):
        if born:
            yield one, born
