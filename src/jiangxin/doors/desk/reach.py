"""From where a page of the desk is read: the unit, the day, what may be chosen, and the parameters to carry on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from typing import Any, Protocol

from django.http import Http404, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiangxin.books import queries as books
from jiangxin.books.errors import NoBook
from jiangxin.doors.desk.tags import Tag, families_of, tag_of
from jiangxin.doors.me.stand import Stand, stand_of
from jiangxin.insight.indicators import Scope, scope_of
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.dates import Period
from jiangxin.kernel.ids import to36
from jiangxin.people import access
from jiangxin.people import queries as people
from jiangxin.people.access.middleware import Request
from jiangxin.people.queries import UnitOn
from jiangxin.policy.book import Book

CARRIED = ("on", "known_at", "then", "tag", "pace")
CHOSEN = ("district", "zone", "street", "enterprise")
WHOLE = "city"

View = Callable[..., HttpResponse]


class Asking(Protocol):
    """What a reach is read from: a request, or the same parameters asked for again later."""

    @property
    def GET(self) -> QueryDict:  # noqa: N802 -- as a request has it
        """Return the parameters."""

    @property
    def actor(self) -> Actor:
        """Return who asks."""

    @property
    def path(self) -> str:
        """Return the page's address."""


@dataclass(frozen=True)
class Again:
    """A page's parameters asked for again, by whom."""

    GET: QueryDict
    actor: Actor
    path: str = ""


@dataclass(frozen=True)
class Level:
    """One step of the scope bar: where it stands, and what may be chosen instead."""

    title: str
    url: str
    here: bool
    open: bool
    options: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class Reach:
    """The unit and day of a page, the units from the actor's widest down to it, and whether persons are named."""

    request: Asking
    unit: UnitOn
    stand: Stand
    above: tuple[UnitOn, ...]
    paths: tuple[str, ...]
    named: bool

    @property
    def on(self) -> date:
        """Return the day asked about."""
        return self.stand.on

    @property
    def year(self) -> Period:
        """Return the year of the day."""
        return Period(date(self.on.year, 1, 1), date(self.on.year, 12, 31))

    @property
    def whole_union(self) -> bool:
        """Tell whether this is the whole union's page."""
        return self.unit.kind == WHOLE

    @property
    def widest(self) -> bool:
        """Tell whether nothing of the actor's lies above this unit."""
        return self.above[0].id == self.unit.id

    @cached_property
    def book(self) -> Book | None:
        """Return the book in force for the unit on the day, None where there is none."""
        try:
            return books.book_at(self.unit.path, self.on)
        except NoBook:
            return None

    @cached_property
    def tag(self) -> Tag | None:
        """Return what the page is narrowed to beside the unit; an unknown one is not found."""
        text = self.request.GET.get("tag", "").strip()
        found = tag_of(self.book, text, self.unit.path, self.on) if text and self.book else None
        if text and found is None:
            raise Http404
        return found

    @cached_property
    def scope(self) -> Scope:
        """Return the unit over the year of the day; of a unit of a duty itself the places are known already."""
        if not any(grant.unit_id == self.unit.id for grant in self.request.actor.duties):
            return scope_of(self.unit.id, self.year, self.on, self.stand.known_at)
        places = tuple(path for path in self.paths if path.endswith(f"/{to36(self.unit.id)}/"))
        return Scope(self.unit.id, places, self.year, self.on, self.stand.known_at)

    @cached_property
    def query(self) -> str:
        """Return the parameters of this page, with their question mark."""
        return self.with_unit(self.unit.key)

    @property
    def untagged(self) -> str:
        """Return the parameters of this page without the classification."""
        return self.with_unit(self.unit.key, tag="")

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Return the parameters that a form which sets the day carries on."""
        said = [(name, self.request.GET.get(name, "").strip()) for name in ("tag", "pace", "by")]
        return [("unit", self.unit.key), *((name, value) for name, value in said if value)]

    @property
    def held(self) -> list[tuple[str, str]]:
        """Return every parameter that a form on the page itself carries on."""
        return [("unit", self.unit.key), *self._carried]

    @cached_property
    def _carried(self) -> list[tuple[str, str]]:
        said = [(name, self.request.GET.get(name, "").strip()) for name in CARRIED]
        return [(name, value) for name, value in said if value and (name != "then" or self.stand.then)]

    @property
    def as_of(self) -> str:
        """Say the day and what was known, for the head of a printed page."""
        if self.stand.known_at:
            moment = clock.civil(self.stand.known_at)
            words = {"day": self.on.isoformat(), "moment": moment.strftime("%Y-%m-%d %H:%M")}
            return _("数到%(day)s，单位按当天的归属，只用%(moment)s以前记下的账") % words
        if self.stand.now:
            return _("数到%(day)s，账用今天知道的") % {"day": self.on.isoformat()}
        return _("数到%(day)s，单位按当天的归属，账用今天知道的") % {"day": self.on.isoformat()}

    def with_unit(self, key: str, **more: str) -> str:
        """Return the parameters for another unit on the same day; a blank value leaves one out."""
        carried = QueryDict(mutable=True)
        carried["unit"] = key
        for name, value in self._carried:
            carried[name] = value
        for name, value in more.items():
            carried[name] = value
            if not value:
                del carried[name]
        return f"?{carried.urlencode()}"

    @cached_property
    def families(self) -> list[tuple[str, str]]:
        """Return the classifications beside the tree, each with its title."""
        return families_of(self.book) if self.book else []

    @cached_property
    def levels(self) -> list[Level]:
        """Return the steps of the scope bar, only those in sight."""
        below = people.places_below(self.paths, self.above, self.on, CHOSEN)
        found = []
        for place, unit in enumerate(self.above):
            upper = self.above[place - 1] if place else None
            beside = [one for one in below if upper and one.parent_id == upper.id]
            options = [(upper.key, _all_of(beside), False)] if upper and beside else []
            options += [(one.key, one.name, one.id == unit.id) for one in beside]
            found.append(self._level(unit, options))
        inside = [one for one in below if one.parent_id == self.unit.id]
        if inside:
            options = [(one.key, one.name, False) for one in inside]
            title = _all_of(inside)
            found.append(Level(title, "", here=False, open=True, options=self._linked(options)))
        return found

    def _level(self, unit: UnitOn, options: list[tuple[str, str, bool]]) -> Level:
        here = unit.id == self.unit.id
        return Level(unit.name, self.with_unit(unit.key), here=here, open=False, options=self._linked(options))

    def _linked(self, options: list[tuple[str, str, bool]]) -> tuple[tuple[str, str, bool], ...]:
        return tuple((self.with_unit(key), title, here) for key, title, here in options)


def for_staff(view: View) -> View:
    """Mark a page of the desk: for whoever holds a duty, kept on no device."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        access.require_staff(request.actor)
        return view(request, *args, **kwargs)

    return never_cache(guarded)


def staff(view: View) -> View:
    """Mark a page of the desk that is only read."""
    return require_safe(for_staff(view))


def reach_of(request: Asking) -> Reach:
    """Read ``unit``, ``on`` and ``known_at``; a unit outside the actor's duties is not found."""
    stand = stand_of(request.GET, request.path)
    key = request.GET.get("unit", "").strip()
    paths = people.paths_reached(request.actor)
    found = people.unit_reached(paths, stand.on, key=key) if key else None
    unit = found if key else people.widest_unit(request.actor, stand.on)
    if unit is None:
        raise Http404
    return reached(request, unit, stand, paths)


def reached(request: Asking, unit: UnitOn, stand: Stand, paths: tuple[str, ...]) -> Reach:
    """Return the reach of a page about a unit that has been found to lie in these subtrees of the actor's."""
    inside = any(unit.path != path and unit.path.startswith(path) for path in paths)
    above = tuple(one for one in people.lineage_of(unit) if one.path.startswith(paths)) if inside else (unit,)
    today = unit.path
    if stand.on != clock.today():
        today = people.paths_on([unit.id], clock.today()).get(unit.id, unit.path)
    return Reach(request, unit, stand, above, paths, people.sees_persons(request.actor, today))


def _all_of(units: list[UnitOn]) -> str:
    said = {"district": _("全部区县"), "zone": _("全部区县"), "street": _("全部镇街"), "enterprise": _("全部企业")}
    return said.get(units[0].kind, _("全部下级"))
