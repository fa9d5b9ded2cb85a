"""Fonts for files, made ready once with a bar, and what is missing said once."""

import sys

from django.conf import settings
from rich.progress import TaskID

from jiangxin.doors.cli import output
from jiangxin.insight import fonts
from jiangxin.insight.fonts import FontSet
from jiangxin.insight.tasks import FONTS
from jiangxin.jobs import queries, services
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.words import _


def ready_fonts() -> FontSet:
    """Return the fonts of the data folder, made and linked when absent."""
    found = fonts.present(settings.DATA)
    if found is not None:
        return found
    with output.progress() as bar:
        tasks: list[TaskID] = []

        def tell(done: int, of: int) -> None:
            tasks[:] = tasks or [bar.add_task(str(_("准备字体")))]
            bar.update(tasks[0], completed=done, total=of)

        found = fonts.ready(settings.DATA, tell)
    if not found.serif:
        print(str(_("没有宋体可用，图和表先用黑体；装上 fonts-noto-cjk 再运行即有宋体。")), file=sys.stderr)
    return found


def fonts_later() -> bool:
    """Have the worker make the fonts of the data folder when absent; answer whether they are still to come."""
    if fonts.present(settings.DATA) is not None:
        return False
    if not queries.open_jobs().filter(name=FONTS).exists():
        services.start(actor=Actor.machine("serve"), name=FONTS)
    return True
