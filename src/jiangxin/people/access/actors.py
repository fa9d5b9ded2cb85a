"""From a user to the actor of a request: the duties that hold on a day, each with its unit's path of that day."""

from datetime import date

from django.db.models import OuterRef, Subquery

from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor, DutyGrant
from jiangxin.people.models import UnitPlace, User
from jiangxin.people.queries.persons import duties_of

PUBLIC = Actor(key="public")  # not signed in: no duty, no person, no power


def actor_of(user: User, on: date | None = None) -> Actor:
    """Return the actor of a user on a day (today if none is given); a duty at a unit no longer there is none."""
    day = on or clock.today()
    if not user.is_active:
        return PUBLIC
    places = UnitPlace.objects.on(day).filter(unit_id=OuterRef("unit_id"))
    duties = duties_of(user.pk, day).annotate(path=Subquery(places.values("path")[:1]))
    return Actor(
        key=f"user:{user.pk}",
        user_id=user.pk,
        person_id=user.person_id,
        duties=tuple(
            DutyGrant(name=duty.name, unit_id=duty.unit_id, path=duty.path, purpose=duty.purpose)
            for duty in duties
            if duty.path
        ),
    )


def for_purpose(actor: Actor, purpose: str) -> Actor:
    """Return the same actor with a stated purpose, which opens the duties given for it."""
    # Field by field: on a request the actor is a lazy object, which ``replace`` does not take.
    return Actor(actor.key, actor.user_id, actor.person_id, actor.duties, purpose)
