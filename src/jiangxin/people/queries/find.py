"""Units and persons by what somebody typed; what does not fit one is answered with the candidates."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from jiangxin.kernel import clock
from jiangxin.people.errors import AmbiguousUnit, UnknownUnit
from jiangxin.people.models import UnitName, UnitPlace
from jiangxin.people.queries.pinyin import typed, unit_reading
from jiangxin.people.queries.units import UnitOn, units_on

NEAR_ENOUGH = 45  # of 100, by rapidfuzz


def prefixed(field: str, text: str) -> Q:
    """Return the filter that a column begins with this text, as a range that an index serves."""
    return Q(**{f"{field}__gte": text, f"{field}__lt": text[:-1] + chr(ord(text[-1]) + 1)})


def unit_on(text: str, on: date | None = None) -> UnitOn:
    """Return the one unit of this key, name or code on a day (today if none is given).

    Refuses with UnknownUnit or AmbiguousUnit; both carry ``details["candidates"]``.
    """
    day = on or clock.today()
    found = _exact(text.strip(), day)
    if len(found) == 1:
        return found[0]
    if found:
        near = "、".join(unit.label for unit in found[:8])
        raise AmbiguousUnit(text=text, near=near, candidates=found)
    candidates = find_units(text, day)
    raise UnknownUnit(text=text, on=day, near=nearest([unit.label for unit in candidates]), candidates=candidates)


def find_units(text: str, on: date | None = None, limit: int = 8) -> list[UnitOn]:
    """Return units by exact key, name or code; else by part of the name, pinyin or initials; else the nearest."""
    day, wanted = on or clock.today(), text.strip()
    if not wanted:
        return []
    return _exact(wanted, day)[:limit] or _partly(wanted, day, limit) or _nearest(wanted, day, limit)


def nearest(labels: Sequence[str]) -> str:
    """Return the sentence that offers candidates, or the one that says what to try."""
    if labels:
        return _("你找的是不是：%(labels)s。") % {"labels": "、".join(labels[:5])}
    return _("请换个写法再查。")


def _exact(text: str, day: date) -> list[UnitOn]:
    places = UnitPlace.objects.on(day)
    by_key = units_on(places.filter(unit__key=text.lower()), day)
    if by_key or not text:
        return by_key
    names = UnitName.objects.on(day).filter(name=text)
    code = text.upper()
    by_code = Q(unit__employer_code=code) | Q(unit__union_code=code) if len(code) == 18 else Q(pk__in=[])
    return units_on(places.filter(Q(unit_id__in=names.values("unit_id")) | by_code), day)


def _partly(text: str, day: date, limit: int) -> list[UnitOn]:
    names = UnitName.objects.on(day)
    latin = typed(text)
    hit = Q(name__contains=text)
    if latin:
        hit |= prefixed("pinyin", latin) | prefixed("initials", latin)
    return _of_names(names.filter(hit).order_by("name", "unit_id"), day, limit)


def _nearest(text: str, day: date, limit: int) -> list[UnitOn]:
    """Compare with every name of the day and, where letters were typed or a character is wrong, every reading."""
    rows = list(UnitName.objects.on(day).order_by("unit_id").values_list("unit_id", "name", "pinyin"))
    read = typed(text) or unit_reading(text).pinyin
    scored: dict[int, float] = {}
    by_name, by_sound = {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}
    for query, choices in ((text, by_name), (read, by_sound)):
        for _name, score, unit_id in process.extract(query, choices, scorer=fuzz.WRatio, limit=limit):
            scored[unit_id] = max(score, scored.get(unit_id, 0))
    best = sorted((-score, unit_id) for unit_id, score in scored.items() if score >= NEAR_ENOUGH)[:limit]
    places = {unit.id: unit for unit in units_on(_places([unit_id for _, unit_id in best], day), day)}
    return [places[unit_id] for _, unit_id in best if unit_id in places]


def _of_names(names: QuerySet[UnitName], day: date, limit: int) -> list[UnitOn]:
    ids = list(names.values_list("unit_id", flat=True)[: limit * 4])
    places = {unit.id: unit for unit in units_on(_places(ids, day), day)}
    return [places[unit_id] for unit_id in ids if unit_id in places][:limit]


def _places(ids: Sequence[int], day: date) -> QuerySet[UnitPlace]:
    return UnitPlace.objects.on(day).filter(unit_id__in=ids)
