"""How many people work where: the measure by which one goal is told off to many units."""

from django.db.models import Count

from jiangxin.people.models import Spell, SpellKind, UnitPlace
from jiangxin.people.queries.units import UnitOn, within
from jiangxin.ui.quick import quick as cache

TEN_MINUTES = 600  # a measure for comparing, not a count to show


def workers_by_place(unit: UnitOn) -> dict[str, int]:
    """Return how many have their main employment at each place below a unit on its day; ten minutes old at most."""
    key = f"workers:{unit.path}:{unit.on}"
    found: dict[str, int] | None = cache.get(key)
    if found is None:
        places = UnitPlace.objects.on(unit.on).filter(within("path", [unit.path]))
        spells = Spell.objects.on(unit.on).filter(kind=SpellKind.EMPLOYMENT, main=True)
        rows = spells.filter(unit_id__in=places.values("unit_id")).order_by().values_list("unit_id")
        paths = dict(places.values_list("unit_id", "path"))
        found = {paths[unit_id]: heads for unit_id, heads in rows.annotate(heads=Count("pk"))}
        cache.set(key, found, TEN_MINUTES)
    return found
