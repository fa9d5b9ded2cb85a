"""One indicator as the desk shows it: its number, target, course and light, each also in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jiangxin.doors.desk import words
from jiangxin.doors.me.words import said
from jiangxin.insight.pace import Season
from jiangxin.insight.queries import Course
from jiangxin.insight.tally import Series
from jiangxin.kernel.dates import Period
from jiangxin.policy.entries.board import Figure, Indicator, Target
from jiangxin.ui.format import number


@dataclass(frozen=True)
class Line:
    """One indicator as the board shows it; ``value`` is None where nothing counts it or it is hidden."""

    indicator: Indicator
    target: Target | None
    period: Period
    series: Series
    reading: words.Reading
    hidden: bool = False
    named: bool = True
    reported: Figure | None = None
    course: Course | None = None
    season: Season | None = None
    done: float = 0
    now: float | None = None
    source: str = ""
    of_all: int | None = None
    beside: int | None = None  # what the ledger counts over the period of what was published

    @property
    def id(self) -> str:
        """Return the indicator's id."""
        return self.indicator.id

    @property
    def title(self) -> str:
        """Return the indicator's title."""
        return words.title_of(self.indicator)

    @property
    def definition(self) -> str:
        """Return what is counted."""
        return said(self.indicator.definition)

    @property
    def adding(self) -> str:
        """Say how it was added up."""
        return words.adding_words(self.indicator)

    @property
    def nature(self) -> str:
        """Name how it stands to time."""
        return words.nature_words(self.indicator)

    @property
    def direction(self) -> str:
        """Say which way is better."""
        return words.direction_words(self.indicator)

    @property
    def unit_name(self) -> str:
        """Return the unit by itself."""
        return words.unit_words(self.indicator.unit)

    @property
    def value(self) -> int | None:
        """Return the number counted, None where there is none to show."""
        return None if self.hidden else self.series.value

    @property
    def printed(self) -> str:
        """Return the number as it stands on the page."""
        return _("少于5") if self.hidden and (self.series.value or 0) else number(self.value)

    @property
    def unit(self) -> str:
        """Return the unit beside the number, blank where there is no number."""
        return "" if self.value is None else words.unit_words(self.indicator.unit, self.value)

    @property
    def target_words(self) -> str:
        """Return the target with its bound; of a page narrowed by a classification the share of the whole."""
        if self.of_all is not None:
            return _("占%(share)s%%") % {"share": self.of_all}
        return words.target_words(self.target, self.indicator.unit) if self.target else ""

    @property
    def reported_words(self) -> str:
        """Return what was published, with its unit."""
        return words.amount(self.reported.value, self.reported.unit) if self.reported else ""

    @property
    def beside_words(self) -> str:
        """Return what the ledger counts over the period of what was published, with its unit."""
        return words.amount(self.beside, self.indicator.unit) if self.beside is not None else ""

    @property
    def difference(self) -> int | None:
        """Return what was counted less what was published over the same period; None where one of them is missing."""
        published = self.reported.value if self.reported else None
        return None if self.beside is None or published is None else self.beside - published

    @property
    def met(self) -> bool:
        """Tell whether the target is reached."""
        return self.target is not None and words.met(self.value, self.target)

    @property
    def sentence(self) -> str:
        """Return the sentence of the target, else of what was published."""
        return self.target.sentence if self.target else self.reported.sentence if self.reported else ""

    @property
    def unclear(self) -> bool:
        """Tell whether the print itself is not clear."""
        return bool(self.target and self.target.status == "unclear")

    @property
    def spark(self) -> list[float]:
        """Return the line by months; none where small numbers are hidden from this reader."""
        ends = [float(value) for value in self.series.ends if value is not None]
        shown = not self.hidden and (self.named or self.indicator.nature == "rate")
        return ends if shown and len(ends) == len(self.series.ends) else []

    @property
    def months(self) -> int:
        """Return the months of the period."""
        start = self.period.start or self.period.end.replace(month=1)
        return (self.period.end.year - start.year) * 12 + self.period.end.month - start.month + 1

    @property
    def aim(self) -> float | None:
        """Return where the dashed line of the small chart ends."""
        return float(self.target.value) if self.target else None

    @property
    def finding(self) -> str:
        """Say the gauge in words."""
        return _("%(title)s：%(value)s，目标%(target)s，%(reading)s") % {
            "title": self.title,
            "value": self.printed,
            "target": self.target_words or _("没有"),
            "reading": self.reading.words or _("没有读数"),
        }

    @property
    def spark_finding(self) -> str:
        """Say the small chart in words."""
        return _("%(title)s逐月：%(values)s") % {
            "title": self.title,
            "values": words.joined(number(value) for value in self.spark),
        }
