"""From where a page about one person is read: his unit's lineage as far as it is in sight; nothing else is offered."""

from collections.abc import Sequence
from functools import cached_property

from django.urls import reverse

from jiangxin.doors.desk.reach import Asking, Level, Reach
from jiangxin.doors.me.stand import Stand
from jiangxin.people.queries import UnitOn


class About(Reach):
    """The reach of a page that is not about the unit itself: the bar leads to the lists of the units above it."""

    @cached_property
    def levels(self) -> list[Level]:
        """Return the units of the bar, each with the way to its people."""
        there = reverse("desk:people")
        return [
            Level(one.name, there + self.with_unit(one.key), here=one.id == self.unit.id, open=False, options=())
            for one in self.above
        ]


def about(request: Asking, lineage: Sequence[UnitOn], stand: Stand) -> About | None:
    """Return the reach of a page about something in a unit, by its lineage; None where none of it is in sight."""
    grants = tuple(grant.path for grant in request.actor.duties)
    above = tuple(one for one in lineage if one.path.startswith(grants))
    return About(request, above[-1], stand, above, grants, named=True) if above else None
