"""Work of this room that the worker does in the background."""

from django.conf import settings

from jiangxin.insight import fonts
from jiangxin.jobs.kinds import Run

FONTS = "insight.fonts"


def make_fonts(run: Run) -> None:
    """Make and link the fonts of the data folder; what is there already is left as it is."""
    fonts.ready(settings.DATA, lambda done, of: run.tell(done, of, ""))
