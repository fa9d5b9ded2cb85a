"""The books that come with this copy."""

from collections.abc import Mapping
from functools import lru_cache

from jiangxin.policy.book import Book
from jiangxin.policy.entries.stock import Kind
from jiangxin.policy.resolve import resolve
from jiangxin.policy.text import parents_in, policies_folder, read_folder


@lru_cache(maxsize=8)
def shipped_book(book_id: str) -> Book:
    """Return a book of the policies folder, resolved and kept for this process; BookRefused if it is broken."""
    return resolve(read_folder(policies_folder() / book_id), parents_in())


def base_kinds() -> Mapping[str, Kind]:
    """Return the kinds of facts that every installation has, by id."""
    return shipped_book("base").kinds
