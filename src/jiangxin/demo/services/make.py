"""Makes the city step by step; each step is done once, and a making broken off goes on where it stopped."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

from django.db import transaction

from jiangxin.demo import queries
from jiangxin.demo.city.city import LEAST
from jiangxin.demo.errors import OtherCity, TooFew
from jiangxin.demo.models import Step
from jiangxin.demo.services import consents, facts, office, register
from jiangxin.demo.services.job import Job, Tell
from jiangxin.kernel import clock
from jiangxin.kernel.words import _

SEED = 20240912


@dataclass(frozen=True)
class Plan:
    """One step: its name, its words, what it does, and whether it is one transaction."""

    name: str
    title: str
    run: Callable[[Job], None]
    whole: bool = True


STEPS = (
    Plan("units", _("建单位"), register.enter_units),
    Plan("people", _("登记人员"), register.enter_people, whole=False),
    Plan("logins", _("开账号"), office.make_logins),
    Plan("books", _("采用政策册"), office.adopt_books),
    Plan("spells", _("记任职"), register.enter_spells, whole=False),
    Plan("facts", _("记账"), facts.enter_facts, whole=False),
    Plan("reads", _("记查阅"), office.log_reads),
    Plan("consents", _("记同意"), consents.give_consents),
    Plan("snapshots", _("出海报"), office.take_snapshots),
    Plan("seal", _("封账"), office.seal_ledger, whole=False),
)


@dataclass(frozen=True)
class Making:
    """What was made: the parameters, and how many steps this run did."""

    seed: int
    persons: int
    done: int


def make_city_here(
    *, seed: int | None, persons: int | None, telling: Callable[[str], AbstractContextManager[Tell]]
) -> Making:
    """Make the city in this database, or what is missing of it; nothing missing costs a moment.

    Refuses numbers other than those it was begun with. ``telling(title)`` is entered for each step.
    """
    refuse_other_city(seed=seed, persons=persons)
    begun = queries.parameters()
    chosen = begun or {"seed": SEED if seed is None else seed, "persons": persons or LEAST}
    job = Job(chosen["seed"], chosen["persons"])
    missing = [step for step in STEPS if not Step.objects.filter(name=step.name).exists()]
    for step in missing:
        with telling(str(step.title)) as job.tell:
            _prepare(job, step)
            _do(job, step, chosen)
    return Making(job.seed, job.persons, done=len(missing))


def refuse_other_city(*, seed: int | None, persons: int | None, fresh: bool = False) -> None:
    """Refuse numbers other than those of the city that stands here, and too few people."""
    if persons is not None and persons < LEAST:
        raise TooFew(persons=persons, least=LEAST)
    begun = queries.parameters() if queries.there() and not fresh else {}
    wanted = {"seed": seed, "persons": persons}
    if begun and any(value is not None and value != begun[name] for name, value in wanted.items()):
        raise OtherCity(persons=begun["persons"], seed=begun["seed"])


def _prepare(job: Job, step: Plan) -> None:
    """Look up what earlier steps made, when this run did not make it itself."""
    if step.name in {"spells", "facts"} and not len(job.units):
        register.find_units(job)
    if step.name in {"logins", "spells", "facts", "reads"} and not len(job.people):
        register.enter_people(job)


def _do(job: Job, step: Plan, parameters: dict[str, int]) -> None:
    if step.whole:
        with transaction.atomic():
            step.run(job)
            Step.objects.create(name=step.name, parameters=parameters, done_at=clock.now())
    else:
        step.run(job)
        Step.objects.create(name=step.name, parameters=parameters, done_at=clock.now())
