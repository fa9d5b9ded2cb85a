"""Holders of titles who agreed to be named in full on the honour wall: each by his own act."""

from django.db import transaction

from jiangxin.demo.services.job import Job
from jiangxin.kernel.actor import Actor
from jiangxin.ledger import kinds
from jiangxin.ledger import queries as ledger
from jiangxin.people import services
from jiangxin.people.queries.public import HONOUR_WALL, public_names

AWARDED = "honour.awarded"
AGREEING = 7  # of ten
LOWEST = "city"  # whom a city's wall shows first


@transaction.atomic
def give_consents(job: Job) -> None:
    """Let seven of ten holders agree, in the order of their ids."""
    titles = ledger.standing().filter(kind=AWARDED, level__gte=kinds.catalogue()[AWARDED].levels.index(LOWEST))
    holders = sorted(public_names(titles.values_list("subject_id", flat=True).distinct()))
    agreeing = [person for place, person in enumerate(holders) if place % 10 < AGREEING]
    for turn, person in enumerate(agreeing, 1):
        actor = Actor(key=f"person:{person}", person_id=person)
        services.give_consent(actor=actor, person_id=person, scope=HONOUR_WALL)
        if turn % 100 == 0 or turn == len(agreeing):
            job.tell(turn, len(agreeing))
