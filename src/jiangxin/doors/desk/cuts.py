"""An indicator by a classification, as the reader of a page may see it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from jiangxin.doors.desk.reach import Reach
from jiangxin.doors.desk.tags import Family, titles_in
from jiangxin.insight.families import ShownCut, cuts_by, shown_cut
from jiangxin.insight.parts import Shown, parts_of, shown_parts
from jiangxin.kernel.dates import Period
from jiangxin.policy.book import Book
from jiangxin.ui.format import number

FULL = 96  # percent of the bar that the greatest takes: none of them is a target reached


@dataclass(frozen=True)
class CodeLine:
    """One code of a family: its number, the bar in percent of the greatest, and where to look on (blank: nowhere)."""

    code: str
    name: str
    value: int | None
    hidden: bool
    share: float
    down: str = ""

    @property
    def printed(self) -> str:
        """Return the number as it stands on the page."""
        return "*" if self.hidden else number(self.value)

    @property
    def finding(self) -> str:
        """Say the bar in words."""
        return f"{self.name} {self.printed}"


def shown_by(reach: Reach, book: Book, asked: Mapping[str, Period], family: Family) -> dict[str, ShownCut]:
    """Return indicators, each over its own period, by a family's codes as this reader may see them."""
    cuts = cuts_by(book, asked, reach.scope, family.name, family.under)
    if reach.named:
        return {name: ShownCut(cut, frozenset()) for name, cut in cuts.items()}
    return {name: shown_cut(book, name, cut, widest=reach.widest) for name, cut in cuts.items()}


def shown_below(reach: Reach, book: Book, asked: Mapping[str, Period]) -> dict[str, Shown]:
    """Return indicators, each over its own period, by the units below as this reader may see them."""
    found = {}
    for name, period in asked.items():
        scope = replace(reach.scope, period=period)
        found[name] = (
            Shown(parts_of(book, name, scope), frozenset(), whole_hidden=False)
            if reach.named
            else shown_parts(book, name, scope, list(reach.above))
        )
    return found


def code_lines(reach: Reach, book: Book, family: str, shown: ShownCut) -> list[CodeLine]:
    """Return the codes of a cut as lines, the greatest first, what counts as nothing last."""
    values = shown.cut.by_code
    titles = titles_in(book, family, values, reach.on)
    most = max((value or 0 for code, value in values.items() if code not in shown.hidden), default=0)
    lines = [
        CodeLine(
            code=code,
            name=titles[code],
            value=value,
            hidden=code in shown.hidden,
            share=0 if code in shown.hidden or not most else FULL * (value or 0) / most,
            down=reach.with_unit(reach.unit.key, tag=f"{family}:{code}") if code else "",
        )
        for code, value in values.items()
    ]
    return sorted(lines, key=lambda one: (not one.code, one.hidden, 0 if one.hidden else -(one.value or 0), one.name))
