"""The ruler of the year: months as ticks, what has passed as a bar, today as the red line."""

import calendar
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiangxin.kernel import clock
from jiangxin.ui.charts.svg import Label, Pen, short, text_width
from jiangxin.ui.format import in_words

WIDTH, BASE = 1040.0, 37.0
PHONE = 350.0


def month_words(month: int) -> str:
    """Return a month's name for a scale."""
    english = (get_language() or "").startswith("en")
    return calendar.month_abbr[month] if english else _("%(month)s月") % {"month": month}


@dataclass(frozen=True)
class Year:
    """A year as seen from a day."""

    on: date

    @property
    def title(self) -> str:
        """Return the day as the page's title, without its year."""
        if (get_language() or "").startswith("en"):
            return f"{self.on.day} {calendar.month_abbr[self.on.month]}"
        return in_words(self.on)

    @property
    def days(self) -> int:
        """Return the days of the year."""
        return (date(self.on.year + 1, 1, 1) - date(self.on.year, 1, 1)).days

    @property
    def passed(self) -> int:
        """Return the days that have passed, this one counted."""
        return self.on.timetuple().tm_yday

    @property
    def share(self) -> str:
        """Return the share that has passed, in percent with one decimal."""
        return f"{100 * self.passed / self.days:.1f}"

    @property
    def finding(self) -> str:
        """Say the ruler in words."""
        return _("年尺：今年过了%(share)s%%，到%(month)s月%(day)s日") % {
            "share": self.share,
            "month": self.on.month,
            "day": self.on.day,
        }

    def drawn(self, width: float = WIDTH) -> str:
        """Return the ruler as SVG."""
        pen, narrow = Pen(), width < WIDTH
        here = width * self.passed / self.days
        pen.path("l-axis", f"M0 {BASE}H{short(width)}")
        weeks = (width * day / self.days for day in range(0, self.days, 7))
        if not narrow:
            pen.path("l-tick", "".join(f"M{short(x)} {BASE}v4" for x in weeks))
        for month in range(1, 13):
            x = width * (date(self.on.year, month, 1).timetuple().tm_yday - 1) / self.days
            pen.path("l-axis", f"M{short(max(x, 0.5))} {BASE}v9")
            here_month = month == self.on.month
            look = Label(12, "t-ink" if here_month else "t-dim", weight=600 if here_month else 400)
            label = str(month) if narrow else month_words(month)
            pen.text(x + (5 if not narrow else 3), BASE + 20, label, look)
        pen.path("l-axis", f"M{short(width - 0.5)} {BASE}v9")
        pen.rect("f-ink", 0, BASE - 4, (here, 4))
        pen.path("l-seal", f"M{short(here)} 14V{BASE + 8}")
        pen.path("f-seal", f"M{short(here)} 23l-5-9h10z")
        word = _("今天") if self.today else _("这一天")
        room = here > text_width(word, 12) + 14
        look = Label(12, "t-seal", "end" if room else "start", weight=600)
        pen.text(here - 10 if room else here + 10, 24, word, look)
        return pen.close((width, BASE + 26), self.finding, cls="chart dyear")

    @property
    def today(self) -> bool:
        """Tell whether the day is today."""
        return self.on == clock.today()
