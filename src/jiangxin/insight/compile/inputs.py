"""What is asked, and the tables it is asked of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from jiangxin.policy.book import Book

Expr = Any  # an ibis table, column or scalar; ibis tells them apart when it builds them
NO: Final = False  # what stands in for an unknown yes or no


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One book on one day, by what was known at an instant; ``occupation`` overrides that of each main spell.

    ``persons`` is false when the subjects are units or works. ``kinds`` are the lake's numbers;
    ``measures`` the only ones wanted, all when empty. Of the subjects' ``attributes`` those named stand beside the
    answer.
    """

    book: Book
    on: date
    known_at: datetime | None = None
    occupation: str = ""
    persons: bool = True
    kinds: Mapping[str, int] = field(default_factory=dict)
    measures: frozenset[str] = frozenset()
    attributes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tables:
    """Facts as ``lake.shape`` has them, under the ids that stand for a person; subjects with their attributes.

    ``named`` gives a step a name of its own in the engine, so that later steps do not repeat its text.

    Subjects: id, birth_on, sex, occupation, post_class, party_member, ownership, unit_level, tags. Without
    attributes known they are null or empty. A linked record is no subject of its own: its leader is.
    """

    facts: Expr
    subjects: Expr
    named: Callable[[Expr], Expr]
