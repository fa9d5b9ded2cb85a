"""Reads of this room, by the names that other rooms use."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.conf import settings

from jiangxin.insight import fonts
from jiangxin.insight.editions import EditionAsked, edition_asked, editions_on
from jiangxin.insight.errors import NoSnapshot
from jiangxin.insight.figures import Course, IndicatorFigure, course_of, indicator_figure
from jiangxin.insight.indicators import Counted, Scope, count, course, matching, scope_of
from jiangxin.insight.models import Snapshot
from jiangxin.insight.portraits import Portrait, book_of_person, portrait
from jiangxin.insight.poster.build import build_view, public_address
from jiangxin.insight.poster.meaning import Edition
from jiangxin.insight.poster.spoken import spoken
from jiangxin.insight.poster.view import PosterView
from jiangxin.insight.snapshots import all_snapshots, corrections, newest_approved, told, view_of

indicator = indicator_figure

__all__ = [
    "Counted", "Course", "Edition", "EditionAsked", "IndicatorFigure", "Portrait", "PosterShown", "Scope",
    "all_snapshots", "approved_only", "book_of_person", "corrections", "count", "course", "course_of",
    "edition_asked", "editions_on", "indicator", "indicator_figure", "live_view", "matching", "newest_approved",
    "portrait", "scope_of", "shown", "told", "view_of",
]  # fmt: skip


@dataclass(frozen=True)
class PosterShown:
    """What the public page shows: the view, its snapshot (None: drawn fresh), and whether it awaits a new one."""

    view: PosterView
    edition: Edition
    snapshot: Snapshot | None
    corrected: tuple[int, ...] = ()

    @property
    def book_changed(self) -> bool:
        """Tell whether the book in force says otherwise than the one the snapshot was taken by."""
        return self.snapshot is not None and self.snapshot.book_hash != self.edition.book.hash

    def in_language(self, language: str) -> PosterView:
        """Return the view with titles in a language, as far as the book in force has them; for reading, not drawing."""
        return spoken(self.view, self.edition.poster, language)

    @property
    def stale(self) -> bool:
        """Tell whether a correction calls for a new snapshot."""
        return bool(self.corrected)


def shown(asked: EditionAsked, on: date, *, live: bool = False) -> PosterShown:
    """Return an edition from its newest approved snapshot; fresh when asked so or where there is none."""
    edition = edition_asked(asked, on)
    snapshot = None if live else newest_approved(edition)
    if snapshot is None:
        return PosterShown(live_view(edition), edition, None)
    return PosterShown(view_of(snapshot), edition, snapshot, tuple(corrections(snapshot, edition)))


def approved_only(asked: EditionAsked, on: date) -> PosterShown:
    """Return an edition from its newest approved snapshot; refuses with NoSnapshot where there is none."""
    found = shown(asked, on)
    if found.snapshot is None:
        raise NoSnapshot
    return found


def live_view(edition: Edition, known_at: datetime | None = None) -> PosterView:
    """Return an edition as it stands now."""
    held = fonts.present(settings.DATA)
    seen = replace(edition, known_at=known_at) if known_at else edition
    return build_view(seen, fonts_hash=held.hash if held else "", address=public_address())
