"""Fonts for files, made ready once with a bar, and what is missing said once."""

import sys

from django.conf import settings

from jiangxin.doors.cli import output
from jiangxin.insight import fonts
from jiangxin.insight.fonts import FontSet
from jiangxin.kernel.words import _


def ready_fonts() -> FontSet:
    """Return the fonts of the data folder, made and linked when absent."""
    found = fonts.present(settings.DATA)
    if found is not None:
        return found
    with output.progress() as bar:
        task = bar.add_task(str(_("准备字体")), total=None)
        found = fonts.ready(settings.DATA, lambda done, of: bar.update(task, completed=done, total=of))
    if not found.serif:
        print(str(_("没有宋体可用，图和表先用黑体；装上 fonts-noto-cjk 再运行即有宋体。")), file=sys.stderr)
    return found
