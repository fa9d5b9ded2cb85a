"""From a book's edition and the ledger to a ``PosterView``."""

from dataclasses import replace

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from jiangxin.insight.poster.meaning import Edition, meaning_of
from jiangxin.insight.poster.notes import marked, with_notes
from jiangxin.insight.poster.printing import Amount, caption, printed
from jiangxin.insight.poster.view import PosterBlock, PosterChapter, PosterItem, PosterView
from jiangxin.ledger import queries as ledger
from jiangxin.policy.book import Book
from jiangxin.policy.entries.board import Block, Chapter
from jiangxin.policy.entries.board import PosterItem as Entry

SUNK = 2  # of the chapters, counted from 0, the one on darker paper
MEANT = (
    "value", "unit", "nature", "bound", "counted", "counted_over", "reported", "target", "direction", "indicator",
    "period", "sentence", "definition", "basis", "status", "origin",
)  # fmt: skip


# A snapshot is kept in the language of its book, whoever takes it.
@override("zh-hans")
def build_view(edition: Edition, *, fonts_hash: str = "", address: str = "") -> PosterView:
    """Return the edition as it stands; nothing is kept."""
    poster, book = edition.poster, edition.book
    chapters = marked(tuple(_chapter(edition, k, chapter) for k, chapter in enumerate(poster.chapter)))
    view = PosterView(
        edition=poster.id,
        year=poster.year,
        book=book.id,
        book_hash=book.hash,
        unit=edition.unit.path,
        unit_key=edition.unit.key,
        unit_name=edition.unit.name,
        title=str(poster.title),
        kicker=str(poster.kicker or ""),
        masthead=str(poster.masthead or edition.unit.name),
        colophon=str(poster.colophon or ""),
        source=_source(book, poster.source),
        seal=_("一图读懂"),
        mark=_("匠心"),
        as_of=edition.on.isoformat(),
        ledger_head=ledger.head(),
        fonts_hash=fonts_hash,
        address=f"{address.rstrip('/')}/poster/{edition.unit.key}/{poster.id}/#notes" if address else "",
        chapters=chapters,
        footnotes=(),
    )
    return with_notes(view)


def public_address() -> str:
    """Return the address at which the public reads the pages; a poster's QR code leads there."""
    return str(getattr(settings, "PUBLIC_ADDRESS", "") or "http://127.0.0.1:8000")


def _chapter(edition: Edition, place: int, chapter: Chapter) -> PosterChapter:
    return PosterChapter(
        id=chapter.id,
        title=str(chapter.title),
        lead=str(chapter.lead or ""),
        keyword=str(chapter.keyword or ""),
        ground="sunk" if place % 4 == SUNK else "paper",
        blocks=tuple(_block(edition, block) for block in chapter.block),
    )


def _block(edition: Edition, block: Block) -> PosterBlock:
    items = tuple(_item(edition, item) for item in block.item)
    title, text = str(block.title or ""), str(block.text or "")
    numbers = [item for item in items if item.number]
    said = "，".join(f"{item.title}{item.printed if item.number else ''}" for item in items)
    spoken = {item.period.text for item in numbers if item.period}
    return PosterBlock(
        id=block.id,
        kind=block.kind,
        title=title,
        text=text,
        note=str(block.note or ""),
        finding="：".join(part for part in (title or text, said) if part) if said else "",
        period=spoken.pop() if len(numbers) > 1 and len(spoken) == 1 else "",
        items=items,
    )


def _item(edition: Edition, item: Entry) -> PosterItem:
    meaning = meaning_of(edition, item)
    title, wording = str(item.title), str(item.wording or "")
    plain = PosterItem(id=item.id, title=title, text=str(item.text or ""), note=str(item.note or ""))
    if meaning is None:
        return replace(plain, words=wording)
    said = {name: getattr(meaning, name) for name in MEANT}
    meant = replace(
        plain,
        **said,
        note=plain.note or (meaning.note if meaning.status != "ok" else ""),
        source=_source(edition.book, meaning.source),
    )
    if meaning.value is None:
        return meant
    own = printed(Amount(meaning.value, meaning.unit, meaning.bound, meaning.sentence, wording))
    whole = f"{own.before}{own.number}{own.after}"
    return replace(
        meant,
        before=own.before,
        number=own.number,
        after=own.after,
        printed=whole,
        words=own.text if own.text != whole else "",
        caption=caption(title, wording, own.text),
    )


def _source(book: Book, source_id: str) -> dict[str, str] | None:
    source = book.sources.get(source_id)
    if source is None:
        return None
    said = {"id": source_id, "title": str(source.title), "author": source.author, "published": source.published}
    return said | {"page": source.page, "address": source.address}
