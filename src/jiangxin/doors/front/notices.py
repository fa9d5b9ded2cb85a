"""Public notices: books that came into force, posters that were approved, posters that wait for a new edition."""

from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jiangxin.books import queries as books
from jiangxin.insight import queries as insight
from jiangxin.insight.queries import PosterShown
from jiangxin.kernel import clock
from jiangxin.people import queries as people


@dataclass(frozen=True)
class Notice:
    """One public act: what sort, when, by whom, and where to read on."""

    day: date
    sort: str
    title: str
    unit: str = ""
    text: str = ""
    url: str = ""
    urgent: bool = False


def approved_editions(on: date) -> list[PosterShown]:
    """Return the editions that have an approved snapshot, in the reader's language, the widest unit first."""
    asked = (
        insight.EditionAsked(book=one.book.id, edition=one.poster.id, unit=one.unit.key)
        for one in insight.editions_on(on)
    )
    language = get_language() or ""
    shown = (insight.shown(one, on) for one in asked)
    return [replace(one, view=one.in_language(language)) for one in shown if one.snapshot is not None]


def notices(on: date) -> list[Notice]:
    """Return all public notices, latest first."""
    found = [*_posters(on), *_books(on)]
    return sorted(found, key=lambda one: (one.day, one.urgent), reverse=True)


def _posters(on: date) -> list[Notice]:
    found = []
    for one in approved_editions(on):
        assert one.snapshot is not None
        view, approved_at = one.view, one.snapshot.approved_at or one.snapshot.taken_at
        title = _("《%(title)s》") % {"title": "".join(view.title.splitlines())}
        url = reverse("front:poster", args=[view.unit_key, view.edition])
        text = _("数到%(day)s，两人制版、审定。") % {"day": view.as_of}
        found.append(Notice(clock.civil(approved_at), _("一图读懂"), title, view.unit_name, text, url))
        if one.corrected:
            said = _("审定后有%(count)d条事实作了更正；换版前请以新数为准。") % {"count": len(one.corrected)}
            found.append(Notice(on, _("有更正，待换版"), title, view.unit_name, said, url, urgent=True))
    return found


def _books(on: date) -> list[Notice]:
    rows = books.books_in_force(on)
    owners = people.names_on([row.owner_id for row in rows if row.owner_id], on)
    return [
        Notice(
            max(row.since, clock.civil(row.confirmed_at)) if row.confirmed_at else row.since,
            _("政策册"),
            _("采用《%(title)s》") % {"title": _title(row.book_id, on)},
            owners.get(row.owner_id or 0, ""),
            _("自%(since)s起用，摘要%(hash)s。") % {"since": row.since, "hash": row.resolved_hash[:12]},
        )
        for row in rows
    ]


def _title(book_id: str, on: date) -> str:
    return books.book_in_force(book_id, on).title.in_language(get_language() or "")
