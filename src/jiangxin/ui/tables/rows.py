"""Sources of rows: a list at hand, a queryset of any length."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy

from jiangxin.ui.tables.shape import Link, Row, Said, Sort

CHUNK = 500


class ListRows:
    """Rows at hand; sorted by the values of a column, empty ones last."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def count(self) -> int:
        """Return how many rows there are."""
        return len(self._rows)

    def page(self, start: int, stop: int, sort: Sort | None) -> Sequence[Row]:
        """Return rows of a range."""
        return self._sorted(sort)[start:stop]

    def chunks(self, sort: Sort | None) -> Iterator[Sequence[Row]]:
        """Return all rows."""
        found = self._sorted(sort)
        for start in range(0, len(found), CHUNK):
            yield found[start : start + CHUNK]

    def _sorted(self, sort: Sort | None) -> Sequence[Row]:
        if sort is None:
            return self._rows
        there = [row for row in self._rows if _plain(row.get(sort.column)) is not None]
        there.sort(key=lambda row: _rank(_plain(row[sort.column])), reverse=sort.down)
        return [*there, *(row for row in self._rows if _plain(row.get(sort.column)) is None)]


class QueryRows:
    """Rows of a queryset, which must end with what the reader may see.

    ``lines`` turns some objects into rows with a number of queries that does not grow with them; ``orders``
    tells the fields by which a column sorts. A file is read by key in the order of its start, so that a row
    that moves meanwhile is neither doubled nor lost; what has left the reader's sight by then does not come.
    """

    def __init__(
        self,
        found: QuerySet[Any],
        lines: Callable[[Sequence[Any]], Sequence[Row]],
        orders: Mapping[str, Sequence[str]] | None = None,
        order: Sequence[str] = ("pk",),
    ) -> None:
        self._found, self._lines, self._orders, self._order = found, lines, orders or {}, order

    def count(self) -> int:
        """Return how many rows there are."""
        return self._found.order_by().count()

    def page(self, start: int, stop: int, sort: Sort | None) -> Sequence[Row]:
        """Return rows of a range."""
        return self._lines(list(self._sorted(sort)[start:stop]))

    def chunks(self, sort: Sort | None) -> Iterator[Sequence[Row]]:
        """Return all rows, read by key."""
        keys = list(self._sorted(sort).values_list("pk", flat=True))
        for start in range(0, len(keys), CHUNK):
            wanted = keys[start : start + CHUNK]
            held = {one.pk: one for one in self._found.order_by().filter(pk__in=wanted)}
            yield self._lines([held[key] for key in wanted if key in held])

    def _sorted(self, sort: Sort | None) -> QuerySet[Any]:
        fields = self._orders.get(sort.column) if sort else None
        if sort is None or fields is None:
            return self._found.order_by(*self._order)
        return self._found.order_by(*(_ordered(field, down=sort.down) for field in fields), *self._order)


def _ordered(field: str, *, down: bool) -> OrderBy:
    """Return the order by a field, rows without it last; a field with a minus runs against the column."""
    down ^= field.startswith("-")
    of = F(field.removeprefix("-"))
    return of.desc(nulls_last=True) if down else of.asc(nulls_last=True)


def _plain(value: Any) -> Any:
    return (value.text or None) if isinstance(value, Link | Said) else None if value == "" else value


def _rank(value: Any) -> tuple[int, Any]:
    """Return a value by which mixed cells are compared: numbers, then days, then text."""
    if isinstance(value, int | float):
        return 0, value
    return (1, value.isoformat()) if isinstance(value, date) else (2, str(value))
