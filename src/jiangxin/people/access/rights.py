"""Who may do what in this room, and what each may see."""

from django.db.models import QuerySet

from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.kernel.refusal import NotAllowed
from jiangxin.people.errors import DutyOver
from jiangxin.people.models import Duty, DutyName, Glass, Person, PersonLink, Unit, UnitPlace, User
from jiangxin.people.queries.duties import ended_last
from jiangxin.people.queries.persons import duties_of, linked_ids
from jiangxin.people.queries.reach import is_staff
from jiangxin.people.queries.rules import GLASS, Thing
from jiangxin.people.queries.sight import grants, persons_in_sight, units_in_sight
from jiangxin.people.queries.units import name_on, paths_on, within

KEEPS_UNITS = frozenset({DutyName.CLERK, DutyName.LEADER})
KEEPS_PERSONS = frozenset({DutyName.CLERK, DutyName.LEADER, DutyName.HR})
GIVES_DUTIES = frozenset({DutyName.LEADER})
LOOKS_AFTER = frozenset({DutyName.LEADER, DutyName.AUDITOR})  # who may see what, and files opened out of turn


def visible_persons(actor: Actor) -> QuerySet[Person]:
    """Return the persons this actor may see today; outside it is 404."""
    return persons_in_sight(actor)


def visible_units(actor: Actor) -> QuerySet[Unit]:
    """Return the units this actor may see today; outside it is 404."""
    return units_in_sight(actor)


def can_keep_units(actor: Actor, path: str) -> bool:
    """Tell whether the actor keeps the unit roster at this path; only a machine founds a root (blank path)."""
    return actor.is_machine or _over(actor, KEEPS_UNITS, path)


def can_keep_persons(actor: Actor, path: str) -> bool:
    """Tell whether the actor keeps the persons of the unit at this path."""
    return actor.is_machine or _over(actor, KEEPS_PERSONS, path)


def can_register_persons(actor: Actor) -> bool:
    """Tell whether the actor may enter somebody new; the spell that follows names the unit."""
    return actor.is_machine or bool(grants(actor, KEEPS_PERSONS))


def can_link(actor: Actor, *person_ids: int) -> bool:
    """Tell whether the actor keeps persons and sees every one of these."""
    if actor.is_machine:
        return True
    seen = persons_in_sight(actor).filter(pk__in=person_ids).count()
    return bool(grants(actor, KEEPS_PERSONS)) and seen == len(set(person_ids))


def can_unlink(actor: Actor, link: PersonLink) -> bool:
    """Tell whether the actor may undo a link: whoever may make it over one of the two."""
    return can_link(actor, link.person_id) or can_link(actor, link.other_id)


def can_give_duty(actor: Actor, path: str) -> bool:
    """Tell whether the actor may give and end duties over the unit at this path."""
    return actor.is_machine or _over(actor, GIVES_DUTIES, path)


def can_create_user(actor: Actor) -> bool:
    """Tell whether the actor may make log-ins; what they may do is given apart."""
    return actor.is_machine or bool(grants(actor, GIVES_DUTIES))


def can_set_password(actor: Actor, user: User) -> bool:
    """Tell whether the actor's subtrees hold all the duties of a user, or at least the person without any."""
    if actor.is_machine:
        return True
    paths = paths_on(duties_of(user.pk, clock.today()).values_list("unit_id", flat=True), clock.today()).values()
    if paths:
        return all(_over(actor, GIVES_DUTIES, path) for path in paths)
    return can_create_user(actor) and user.person_id is not None and can_read(actor, user.person_id)


def can_audit(actor: Actor) -> bool:
    """Tell whether the actor reads the audit."""
    return actor.is_machine or bool(grants(actor, {DutyName.AUDITOR}))


def can_end_sessions(actor: Actor, user: User) -> bool:
    """Tell whether this is the actor's own log-in, or one that he looks after."""
    return actor.user_id == user.pk or can_set_password(actor, user)


def can_read(actor: Actor, person_id: int) -> bool:
    """Tell whether the actor may open this person's file."""
    return persons_in_sight(actor).filter(pk=person_id).exists()


def can_reveal(actor: Actor, person_id: int, what: str) -> bool:
    """Tell whether the actor may have this number (phone, id_number) of a person shown in full, for a reason."""
    return persons_in_sight(actor, thing=Thing(what)).filter(pk=person_id).exists()


def can_break_glass(actor: Actor) -> bool:
    """Tell whether the actor holds a duty that sees persons somewhere; nobody else opens a file out of turn."""
    return actor.user_id is not None and bool(grants(actor, GLASS))


def can_look_after(actor: Actor) -> bool:
    """Tell whether the actor asks who may see what and reviews files opened out of turn, in his subtree."""
    return actor.is_machine or bool(grants(actor, LOOKS_AFTER))


def looked_after(actor: Actor) -> Actor:
    """Return the same actor with only the duties that look after others' rights."""
    held = tuple(grants(actor, LOOKS_AFTER))
    return Actor(actor.key, None, None, held, actor.purpose)


def glasses_to_review(actor: Actor) -> QuerySet[Glass]:
    """Return the files opened out of turn, by those whose unit lies in a subtree that the actor looks after."""
    places = UnitPlace.objects.on(clock.today()).filter(within("path", _paths(actor, LOOKS_AFTER)))
    return Glass.objects.filter(unit_id__in=places.values("unit_id")).exclude(user_id=actor.user_id or 0)


def can_delegate(actor: Actor, duty: Duty) -> bool:
    """Tell whether this is the actor's own duty, held today and not lent to him."""
    own = duty.user_id == actor.user_id and duty.delegated_from_id is None
    return own and duties_of(duty.user_id, clock.today()).filter(pk=duty.pk).exists()


def can_end_duty(actor: Actor, duty: Duty, path: str) -> bool:
    """Tell whether the actor gave this duty out of his own, or gives duties over its unit; nobody ends his own."""
    lent = duty.delegated_from
    return (lent is not None and lent.user_id == actor.user_id) or can_give_duty(actor, path)


def require_staff(actor: Actor) -> None:
    """Refuse whoever holds no duty today; one whose last duty has just ended is told which and when."""
    if is_staff(actor):
        return
    found = ended_last(actor.user_id, clock.today()) if actor.user_id is not None else None
    if found is None:
        raise NotAllowed()
    duty, until = found
    raise DutyOver(unit=name_on(duty.unit_id, until), duty=str(duty.get_name_display()), until=until)


def is_self(actor: Actor, person_id: int) -> bool:
    """Tell whether the actor is this person, under any of his linked ids."""
    return actor.person_id is not None and actor.person_id in linked_ids(person_id)


def _paths(actor: Actor, duties: frozenset[DutyName]) -> list[str]:
    return ["/"] if actor.is_machine else [grant.path for grant in grants(actor, duties)]


def _over(actor: Actor, duties: frozenset[DutyName], path: str) -> bool:
    return bool(path) and any(path.startswith(grant.path) for grant in grants(actor, duties))
