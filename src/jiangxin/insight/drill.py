"""The facts behind an indicator, as rows to be told; and by month where they may only be counted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jiangxin.insight.indicators import Facts, Scope, matching
from jiangxin.insight.tally import about_persons
from jiangxin.kernel.dates import add_months
from jiangxin.policy.book import Book
from jiangxin.policy.facts import FactRow

_COLUMNS = (
    "id", "subject_id", "kind", "code", "level", "quantity", "happened_on", "ended_on", "precision", "proof", "entry",
    "recorded_at", "superseded_by__recorded_at", "credited_to_id", "issuer_id",
)  # fmt: skip


@dataclass(frozen=True)
class Narrowed:
    """What the facts are narrowed to; blank or None means all."""

    code: str = ""
    month: date | None = None


def facts_behind(book: Book, indicator_id: str, scope: Scope, narrowed: Narrowed | None = None) -> Facts:
    """Return the facts an indicator counts over, latest first; of a share those above the line."""
    indicator = book.indicators[indicator_id]
    counted = book.indicators[indicator.top] if indicator.nature == "rate" else indicator
    facts = matching(book, counted, scope).order_by("-happened_on", "-pk")
    if not counted.counted or not scope.begun:
        return facts.none()
    return narrow(facts, narrowed or Narrowed())


def narrow(facts: Facts, narrowed: Narrowed) -> Facts:
    """Return those of these facts with a code, of a month."""
    if narrowed.code:
        facts = facts.filter(code=narrowed.code)
    if narrowed.month:
        facts = facts.filter(happened_on__gte=narrowed.month, happened_on__lt=add_months(narrowed.month, 1))
    return facts


def rows(facts: Facts) -> list[FactRow]:
    """Return facts as rows, in one query."""
    return [FactRow(*row) for row in facts.values_list(*_COLUMNS)]


def codes_in(facts: Facts) -> list[tuple[str, str]]:
    """Return the (kind, code) pairs that occur, blank codes left out."""
    return sorted(set(facts.order_by().exclude(code="").values_list("kind", "code").distinct()))


def by_month(facts: Facts) -> list[tuple[date, int]]:
    """Return how many facts happened in each month, the first month first."""
    found: Counter[date] = Counter()
    for day in facts.order_by().values_list("happened_on", flat=True).iterator():
        found[day.replace(day=1)] += 1
    return sorted(found.items())


def may_be_listed(book: Book, indicator_id: str, *, named: bool) -> bool:
    """Tell whether facts may be listed one by one: never sensitive ones, those of persons only by who may see them."""
    indicator = book.indicators[indicator_id]
    counted = book.indicators[indicator.top] if indicator.nature == "rate" else indicator
    if any(book.kinds[kind].sensitivity == "sensitive" for kind in counted.of):
        return False
    return named or not about_persons(book, counted)


def persons_among(book: Book, shown: Iterable[FactRow]) -> list[int]:
    """Return the subjects of rows whose kind is about persons."""
    return sorted({row.subject_id for row in shown if "person" in book.kinds[row.kind].subject})
