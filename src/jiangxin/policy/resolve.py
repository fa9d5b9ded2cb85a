"""From a text and its parents to a book, or to everything that is wrong with it."""

from types import MappingProxyType
from typing import Any

from jiangxin.kernel.words import _
from jiangxin.policy import checks
from jiangxin.policy.book import Book, hash_of
from jiangxin.policy.checks.ground import Ground, merged
from jiangxin.policy.problems import BookRefused, Problem
from jiangxin.policy.read import ReadBook, read
from jiangxin.policy.text import BOOK_FILE, BookText, Parents


def check(text: BookText, parents: Parents) -> list[Problem]:
    """Return all that is wrong with a book, in order of files and lines; nothing is wrong with an empty answer."""
    chain, problems = _chain(text, parents, ())
    own = chain[-1]
    if not problems:
        ground = Ground(chain)
        problems = checks.run(ground)
    return sorted({*own.problems, *problems})


def resolve(text: BookText, parents: Parents) -> Book:
    """Return the book that a text and its parents make; BookRefused tells everything that is wrong."""
    problems = check(text, parents)
    if problems:
        raise BookRefused(problems)
    chain, _none = _chain(text, parents, ())
    header = chain[-1].header
    assert header is not None
    tables = merged(chain)
    lineage = tuple(book.id for book in chain)
    views: dict[str, Any] = {name: MappingProxyType(entries) for name, entries in tables.items()}
    return Book(
        id=header.id,
        hash=hash_of({"header": header, "lineage": lineage, "tables": tables}),
        owner=header.owner,
        since=header.since,
        title=header.title,
        basis=header.basis,
        lineage=lineage,
        **views,
    )


def _chain(text: BookText, parents: Parents, below: tuple[str, ...]) -> tuple[list[ReadBook], list[Problem]]:
    """Return the books from the base down to this one, and what is wrong with the way there."""
    book = read(text)
    if book.header is None or not book.header.extends:
        return [book], []
    parent = _parent(book.header.extends, parents, (*below, book.id))
    if isinstance(parent, str):
        return [book], [_at_extends(book, parent)]
    chain, problems = _chain(parent, parents, (*below, book.id))
    if problems:
        return [*chain, book], [_at_extends(book, problems[0].message)]
    found = sorted({*chain[-1].problems, *checks.run(Ground(chain))})
    if found:
        words = {"name": book.header.extends, "first": str(found[0]), "count": len(found)}
        message = _("上级政策册“%(name)s”有%(count)d处要改，先改好它：%(first)s") % words
        return [*chain, book], [_at_extends(book, message)]
    return [*chain, book], []


def _parent(name: str, parents: Parents, below: tuple[str, ...]) -> BookText | str:
    """Return the text of a parent, or why there is none."""
    if name in below:
        return _("extends 绕成了一圈：%(ring)s") % {"ring": " → ".join((*below, name))}
    try:
        parent = parents(name)
    except BookRefused:
        return _("上级政策册“%(name)s”读不了；先改好它") % {"name": name}
    return parent or _("没有上级政策册“%(name)s”") % {"name": name}


def _at_extends(book: ReadBook, message: str) -> Problem:
    return Problem(BOOK_FILE, book.line(BOOK_FILE, ("extends",)), message)
