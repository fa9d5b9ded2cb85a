"""Reading snapshots: the newest approved one of an edition, its view, and what was corrected since."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from jiangxin.books.kinds import FIGURE_REPORTED
from jiangxin.insight.indicators import matching, scope_of
from jiangxin.insight.models import Snapshot
from jiangxin.insight.poster.meaning import Edition, period_of
from jiangxin.insight.poster.view import PosterView
from jiangxin.ledger import queries as ledger
from jiangxin.people import queries as people
from jiangxin.people.errors import UnknownUnit

CHANGES = ("corrected", "withdrawn")


def newest_approved(edition: Edition) -> Snapshot | None:
    """Return the snapshot that the public page shows, or None."""
    return Snapshot.objects.approved().filter(book_id=edition.book.id, edition=edition.poster.id).first()


def all_snapshots() -> QuerySet[Snapshot]:
    """Return every snapshot, newest first, without its view."""
    return Snapshot.objects.select_related("unit").defer("view").order_by("-pk")


def told(row: Snapshot) -> dict[str, Any]:
    """Return one snapshot as plain values, without its view."""
    return {
        "id": row.pk,
        "book": row.book_id,
        "edition": row.edition,
        "year": row.year,
        "unit": row.unit.key,
        "on": row.on.isoformat(),
        "book_hash": row.book_hash,
        "ledger_head": row.ledger_head,
        "fonts_hash": row.fonts_hash,
        "hash": row.view_hash,
        "taken_by": row.taken_by,
        "approved_by": row.approved_by or None,
    }


def view_of(snapshot: Snapshot) -> PosterView:
    """Return what a snapshot shows."""
    return PosterView.from_json(snapshot.view)


def hash_of(view: PosterView) -> str:
    """Return the SHA-256 over a view's canonical JSON."""
    text = json.dumps(view.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def corrections(snapshot: Snapshot, edition: Edition) -> list[int]:
    """Return the facts behind a snapshot that were corrected or withdrawn since it was taken.

    Usually nothing at all was corrected; then one query tells.
    """
    then = ledger.standing(snapshot.taken_at).filter(pk__lte=snapshot.ledger_head)
    changed = then.filter(superseded_by__pk__gt=snapshot.ledger_head, superseded_by__entry__in=CHANGES)
    ids = set(changed.values_list("pk", flat=True))
    if not ids:
        return []
    touched: set[int] = set()
    figures = [item.figure for _chapter, _block, item in edition.poster.items() if item.figure]
    reported = Q(kind=FIGURE_REPORTED, code__in=figures)
    touched.update(changed.filter(reported).values_list("pk", flat=True))
    for facts in _behind(snapshot, edition):
        touched.update(facts.filter(pk__in=ids).values_list("pk", flat=True))
    return sorted(touched)


def name_of(key: str) -> str:
    """Return who an actor's key stands for: a user's name, a machine's."""
    kind, _colon, rest = key.partition(":")
    if kind != "user" or not rest.isdigit():
        return rest or key
    user = get_user_model().objects.filter(pk=int(rest)).first()
    if user is None:
        return key
    person = getattr(user, "person", None)
    return str(person or user)


def _behind(snapshot: Snapshot, edition: Edition) -> Iterable[QuerySet[Any]]:
    """Walk the facts that each counted number of the edition stood on when the snapshot was taken."""
    for indicator, unit_key, period in _counted(edition):
        try:
            unit = people.unit_on(unit_key, snapshot.on)
        except UnknownUnit:
            continue
        scope = scope_of(unit.id, period, snapshot.on, snapshot.taken_at)
        yield matching(edition.book, edition.book.indicators[indicator], scope)


def _counted(edition: Edition) -> Iterable[tuple[str, str, Any]]:
    book = edition.book
    for _chapter, _block, item in edition.poster.items():
        asked = period_of(edition, item)
        if asked is None:
            continue
        name, unit_key, period = asked
        entry = book.indicators[name]
        parts = (entry.top, entry.bottom) if entry.nature == "rate" else (name,)
        for part in parts:
            if part and book.indicators[part].counted:
                yield part, unit_key, period
