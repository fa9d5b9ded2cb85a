"""Both sides of the measurement ``poster``; run by it in a process of its own. Prints one JSON object."""

import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import django
import typst

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiangxin.settings")
django.setup()

from django.conf import settings  # noqa: E402 -- after the settings
from django.core.management import call_command  # noqa: E402

from jiangxin.books import services as books  # noqa: E402
from jiangxin.insight import fonts, services  # noqa: E402
from jiangxin.insight.editions import EditionAsked  # noqa: E402
from jiangxin.insight.fonts import FontSet  # noqa: E402
from jiangxin.insight.poster import files  # noqa: E402
from jiangxin.insight.poster.view import PosterView  # noqa: E402
from jiangxin.kernel.actor import Actor  # noqa: E402
from jiangxin.people import services as people  # noqa: E402
from jiangxin.policy.base import shipped_book  # noqa: E402
from jiangxin.policy.text import policies_folder, read_folder  # noqa: E402

ROUNDS = 7
FORMATS: tuple[files.Format, ...] = ("svg", "pdf", "png")
BOOKS = ("base", "ningbo")
PLAIN = """
#let lines = json(bytes(sys.inputs.lines))
#set page(width: 1080pt, height: auto, margin: 72pt)
#set text(font: lines.fonts, size: 32pt, lang: "zh", region: "cn")
#for one in lines.words { par(one) }
"""


def main() -> None:
    """Make a snapshot, draw it, set its words plainly, and print the numbers."""
    snapshot = approved_snapshot()
    kept = json.dumps(snapshot.view)
    held = fonts.ready(settings.DATA)
    page = Path(settings.DATA) / "plain.typ"
    page.write_text(PLAIN, encoding="utf-8")

    def ours() -> None:
        files.draw(PosterView.from_json(json.loads(kept)), held, FORMATS)

    def peer() -> None:
        plainly(PosterView.from_json(json.loads(kept)), held, page)

    first = timed(ours)
    peer()
    seconds, plain = median(ours), median(peer)
    found = {
        "name": "poster",
        "ratio": round(seconds / plain, 2),
        "against": "typst setting the same words as one plain page, same fonts and formats, same process",
        "seconds": round(seconds, 3),
        "first_seconds": round(first, 3),
        "peer_seconds": round(plain, 3),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "rows": len(PosterView.from_json(snapshot.view).numbers()),
    }
    sys.stdout.write(json.dumps(found))


def approved_snapshot() -> Any:
    """Adopt the books that come with this copy, with the units they speak of, and take a snapshot of the city's."""
    call_command("migrate", verbosity=0, stdout=sys.stderr)
    maker, checker = Actor.machine("bench"), Actor.machine("bench-checker")
    book = shipped_book(BOOKS[-1])
    for key in sorted({book.owner, *(figure.unit_of for figure in book.figures.values())}):
        new = people.NewUnit(key=key, kind="city", name=key, since=date(2010, 1, 1))
        people.register_unit(actor=maker, new=new)
    for name in BOOKS:
        row = books.propose_book(actor=maker, text=read_folder(policies_folder() / name))
        books.confirm_book(actor=checker, adoption_id=row.pk)
    taken = services.take_snapshot(actor=maker, asked=EditionAsked(book=BOOKS[-1]))
    return services.approve_snapshot(actor=checker, snapshot_id=taken.pk)


def plainly(view: PosterView, held: FontSet, page: Path) -> None:
    """Set every word of a view as a line of text."""
    words = [view.title, view.kicker, view.masthead, view.colophon]
    for chapter in view.chapters:
        words += [chapter.title, chapter.lead, chapter.keyword]
        for block in chapter.blocks:
            words += [block.title, block.text, block.note]
            words += [f"{item.title} {item.printed} {item.text} {item.note}" for item in block.items]
    words += [line for note in view.footnotes for line in note.lines]
    given = json.dumps({"words": [one for one in words if one], "fonts": ["Noto Serif CJK SC", "Noto Sans SC"]})
    compiler = typst.Compiler(
        str(page),
        root=str(page.parent),
        font_paths=[str(held.folder)],
        ignore_system_fonts=True,
        sys_inputs={"lines": given},
    )
    for one in FORMATS:
        compiler.compile(format=one, ppi=files.DENSITY["long"])


def timed(job: Callable[[], None]) -> float:
    """Return the seconds of one run."""
    begun = time.perf_counter()
    job()
    return time.perf_counter() - begun


def median(job: Callable[[], None]) -> float:
    """Return the median seconds of several runs."""
    return statistics.median(timed(job) for _round in range(ROUNDS))


if __name__ == "__main__":
    main()
