"""Which book holds where and when; a resolved book is read once for each text."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from jiangxin.books.errors import NoBook, UnknownBook
from jiangxin.books.models import AdoptedBook
from jiangxin.kernel import clock
from jiangxin.kernel.ids import from36
from jiangxin.ledger import kinds as ledger_kinds
from jiangxin.people import queries as people
from jiangxin.policy.book import Book
from jiangxin.policy.resolve import resolve
from jiangxin.policy.text import BookText

MOST_BOOKS = 64  # kept resolved in a process
DEEPEST = 16  # books that build on each other


def book_for(unit_id: int, on: date) -> Book:
    """Return the book in force for a unit on a day: of the nearest owner from the unit upwards that has one.

    A book of a unit below is never seen from above. Refuses with NoBook.
    """
    return book_at(people.path_on(unit_id, on), on)


def book_at(path: str, on: date) -> Book:
    """Return the book in force at a place of the tree on a day, as ``book_for`` does. Refuses with NoBook."""
    nearest = [from36(part) for part in reversed(path.strip("/").split("/"))]
    rows = _in_force_on(on).defer("files")
    mine = rows.filter(Q(owner_id__in=nearest) | Q(owner=None))
    parents = Q(book_id__in=mine.order_by().values("extends"))
    near = list(rows.filter(Q(owner_id__in=nearest) | Q(owner=None) | parents))
    best: dict[int | None, AdoptedBook] = {}
    for row in near:
        best.setdefault(row.owner_id, row)
    found = next((best[owner_id] for owner_id in [*nearest, None] if owner_id in best), None)
    if found is None:
        raise NoBook(unit=people.name_on(nearest[0], on), on=on)
    return _resolved(found, on, near)


def book_in_force(book_id: str, on: date) -> Book:
    """Return a book by id as it is in force on a day; refuses with UnknownBook, naming those that are."""
    row = _row(book_id, on)
    if row is None:
        near = "、".join(sorted(set(_in_force_on(on).values_list("book_id", flat=True)))) or "—"
        raise UnknownBook(book=book_id, on=on, near=near)
    return _resolved(row, on)


def books_in_force(on: date) -> list[AdoptedBook]:
    """Return the version of each book that is in force on a day, by id, without its text."""
    found: dict[str, AdoptedBook] = {}
    for row in _in_force_on(on).select_related("owner").defer("files"):
        found.setdefault(row.book_id, row)
    return [found[name] for name in sorted(found)]


def adoptions() -> QuerySet[AdoptedBook]:
    """Return every version ever proposed, latest first, without its text."""
    return AdoptedBook.objects.select_related("owner").defer("files").order_by("-pk")


def told(row: AdoptedBook) -> dict[str, Any]:
    """Return one version as plain values: who proposed and confirmed it, from when, with which hash."""
    return {
        "id": row.pk,
        "book": row.book_id,
        "title": row.title,
        "status": row.status,
        "since": row.since.isoformat(),
        "owner": row.owner.key if row.owner else None,
        "hash": row.resolved_hash,
        "adopted_by": row.adopted_by,
        "confirmed_by": row.confirmed_by or None,
    }


def parents_on(on: date) -> Callable[[str], BookText | None]:
    """Return the look-up of parent books as they are in force on a day."""

    def find(book_id: str) -> BookText | None:
        row = _row(book_id, on)
        return row.text if row else None

    return find


def declare_kinds() -> None:
    """Tell the ledger the kinds and codes of all books in force; the ledger asks for it when it misses one."""
    today = clock.today()
    for row in books_in_force(today):
        tell_ledger(_resolved(row, today))


def tell_ledger(book: Book) -> None:
    """Tell the ledger the kinds and codes of one book."""
    ledger_kinds.add_kinds(book.kinds)
    ledger_kinds.add_lists({name: [one.code for one in entry.entry] for name, entry in book.lists.items()})


def _resolved(row: AdoptedBook, on: date, near: Iterable[AdoptedBook] = ()) -> Book:
    """Return the row's book with the books under it as in force on the day, looked for among ``near`` first."""
    known: dict[str, AdoptedBook] = {}
    for one in near:
        known.setdefault(one.book_id, one)
    chain = [row]
    while chain[-1].extends and len(chain) < DEEPEST:
        parent = known.get(chain[-1].extends) or _row(chain[-1].extends, on)
        if parent is None:
            break
        chain.append(parent)
    return _read(tuple((one.pk, one.hash) for one in chain))


@lru_cache(maxsize=MOST_BOOKS)
def _read(chain: tuple[tuple[int, str], ...]) -> Book:
    rows = AdoptedBook.objects.in_bulk([pk for pk, _hash in chain])
    texts = {row.book_id: row.text for row in rows.values()}
    return resolve(rows[chain[0][0]].text, texts.get)


def _row(book_id: str, on: date) -> AdoptedBook | None:
    return _in_force_on(on).defer("files").filter(book_id=book_id).first()


def _in_force_on(on: date) -> QuerySet[AdoptedBook]:
    return AdoptedBook.objects.in_force().filter(since__lte=on)
