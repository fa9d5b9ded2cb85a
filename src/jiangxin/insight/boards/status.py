"""How the figures counted ahead stand to the ledger, and when they have to be counted anew."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from jiangxin.books import queries as books
from jiangxin.insight.boards.reading import current
from jiangxin.insight.boards.shelf import About
from jiangxin.insight.boards.topup import FAR
from jiangxin.insight.models import Recount
from jiangxin.kernel import clock
from jiangxin.ledger import queries as ledger
from jiangxin.people import queries as people

MANY = 500  # entries to be added up that call for counting anew
OLD = timedelta(minutes=10)  # so old, any entry does
STALE = timedelta(hours=24)  # so old, they are counted anew for the tree's sake
REST = 20  # times what counting took: so long the machine is left to others


@dataclass(frozen=True)
class Status:
    """When and up to which entry figures were counted, what came since, and the last proof."""

    there: bool
    made_at: str
    on: str
    head: int
    waiting: int
    lake_version: int
    leaves: int
    figures: int
    seconds: float
    books: tuple[str, ...]
    checked_at: datetime | None
    compared: int
    differing: int

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)


def status() -> Status:
    """Return how the figures stand."""
    shelf, proof = current(), Recount.objects.order_by("-pk").first()
    about = shelf.about if shelf else None
    return Status(
        there=about is not None,
        made_at=about.made_at if about else "",
        on=about.on if about else "",
        head=about.head if about else 0,
        waiting=_waiting(about.head) if about else 0,
        lake_version=about.lake_version if about else -1,
        leaves=len(about.leaves) if about else 0,
        figures=about.figures if about else 0,
        seconds=about.seconds if about else 0,
        books=tuple(name for name, _hash in about.books) if about else (),
        checked_at=proof.made_at if proof else None,
        compared=proof.compared if proof else 0,
        differing=proof.differing if proof else 0,
    )


def told(proof: Recount) -> dict[str, Any]:
    """Return a proof as plain values."""
    return {
        "at": proof.made_at,
        "by": proof.made_by,
        "on": proof.on,
        "head": proof.ledger_head,
        "compared": proof.compared,
        "differing": proof.differing,
        "rows": proof.rows,
        "seconds": proof.seconds,
    }


def proofs(paths: tuple[str, ...], most: int = 100) -> list[dict[str, Any]]:
    """Return the last proofs, latest first; differences of units that stand today in one of these subtrees."""
    found = [told(proof) for proof in Recount.objects.order_by("-pk")[:most]]
    units = {row["unit_id"] for proof in found for row in proof["rows"]}
    inside = {one for one, path in people.paths_on(units, clock.today()).items() if path.startswith(paths)}
    return [proof | {"rows": [row for row in proof["rows"] if row["unit_id"] in inside]} for proof in found]


def is_due() -> bool:
    """Tell whether figures are to be counted anew: none, of another day or book, or much has come since."""
    today = clock.today()
    if not books.books_in_force(today):
        return False
    shelf = current()
    if shelf is None or shelf.about.on != today.isoformat() or _books_changed(shelf.about):
        return True
    age = clock.real_now() - datetime.fromisoformat(shelf.about.made_at)
    if age < REST * timedelta(seconds=shelf.about.seconds):
        return False
    waiting = _waiting(shelf.about.head)
    return age > STALE or waiting > MANY or (waiting > 0 and age > OLD)


def _books_changed(about: About) -> bool:
    today = clock.today()
    now = [[row.book_id, books.book_in_force(row.book_id, today).hash] for row in books.books_in_force(today)]
    return sorted(now) != sorted(about.books)


def _waiting(head: int) -> int:
    return ledger.entries_between(head, FAR).count()
