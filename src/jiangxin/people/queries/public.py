"""What the public may read of a person: a name in full with his consent, else its ends only."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from jiangxin.people.models import Consent, Person
from jiangxin.people.queries.persons import linked_ids, linked_many

HONOUR_WALL = "honour-wall"  # scope of the consent to be named in full on public pages


@dataclass(frozen=True)
class PublicName:
    """A person's name and whether it may be shown in full."""

    name: str
    in_full: bool
    is_example: bool


def public_names(person_ids: Iterable[int]) -> dict[int, PublicName]:
    """Return the names of these persons and whether each may be public; consent holds for linked records, too."""
    wanted = list(set(person_ids))
    joined = linked_many(wanted)
    everyone = {one for ids in joined.values() for one in ids}
    agreed = set(_agreed().filter(person_id__in=everyone).values_list("person_id", flat=True))
    rows = Person.objects.filter(pk__in=wanted).values_list("pk", "name", "is_example")
    return {pk: PublicName(name, not agreed.isdisjoint(joined[pk]), example) for pk, name, example in rows}


def named_in_public(text: str) -> set[int]:
    """Return the persons of this name who consented to be named in public; nobody else can be found by it."""
    found = set(_agreed().filter(person__name__contains=text).values_list("person_id", flat=True))
    return found.union(*linked_many(found).values())


def wall_consent(person_id: int) -> Consent | None:
    """Return the person's standing consent to be named in full, or None; the latest of several."""
    return _agreed().filter(person_id__in=linked_ids(person_id)).first()


def _agreed() -> QuerySet[Consent]:
    return Consent.objects.standing().filter(scope=HONOUR_WALL)
