"""Log-ins and their duties, the adopted books, who read whose file, the posters' snapshots, the seals."""

from pathlib import Path

from django.db import transaction

from jiangxin.books import queries as books_queries
from jiangxin.books import services as books
from jiangxin.demo.city.days import as_date, day
from jiangxin.demo.city.lives import lives
from jiangxin.demo.city.source import plan
from jiangxin.demo.services.job import MACHINE, Job
from jiangxin.insight import services as insight
from jiangxin.insight.editions import EditionAsked
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor
from jiangxin.ledger import services as ledger
from jiangxin.people import access, queries, services
from jiangxin.policy.text import policies_folder, read_folder

BOOKS = ("base", "ningbo", "ningbo-jiangbei")  # each after the one it builds on


@transaction.atomic
def make_logins(job: Job) -> None:
    """Make the log-ins of the plan with their duties."""
    places = {life["id"]: place for place, life in enumerate(lives())}
    logins = plan("logins")
    since = as_date(day("2024-01-01"))
    for turn, line in enumerate(logins["login"], 1):
        person = int(job.people[places[line["life"]]])
        password = logins["password"]
        user = services.create_user(actor=MACHINE, username=line["user"], password=password, person_id=person)
        unit = queries.unit_on(line["unit"])
        for duty in line["duties"]:
            services.give_duty(
                actor=MACHINE, new=services.NewDuty(user_id=user.pk, name=duty, unit_id=unit.id, since=since)
            )
        job.tell(turn, len(logins["login"]))


def actor_named(username: str) -> Actor:
    """Return the actor of a log-in as it stands today."""
    user = queries.user_named(username)
    assert user is not None
    return access.actor_of(user, clock.today())


@transaction.atomic
def adopt_books(job: Job) -> None:
    """Let the maker propose each book and the confirmer confirm it: two people."""
    maker, confirmer = actor_named("policy-maker"), actor_named("policy-confirmer")
    known = {row.book_id for row in books_queries.books_in_force(clock.today())}
    for turn, name in enumerate(BOOKS, 1):
        if name not in known:
            row = books.propose_book(actor=maker, text=read_folder(Path(policies_folder()) / name))
            books.confirm_book(actor=confirmer, adoption_id=row.pk)
        job.tell(turn, len(BOOKS))


@transaction.atomic
def log_reads(job: Job) -> None:
    """Let some log-ins read the files of sample people, each for a stated purpose."""
    places = {life["id"]: place for place, life in enumerate(lives())}
    lines = plan("logins")["read"]
    for turn, line in enumerate(lines, 1):
        services.log_read(
            actor=actor_named(line["user"]),
            person_id=int(job.people[places[line["life"]]]),
            what=line["what"],
            purpose=line["purpose"],
        )
        job.tell(turn, len(lines))


@transaction.atomic
def take_snapshots(job: Job) -> None:
    """Let one person take a snapshot of each edition and another approve it."""
    maker, approver = actor_named("poster-maker"), actor_named("poster-approver")
    for turn, line in enumerate(plan("logins")["edition"], 1):
        asked = EditionAsked(book=line["book"], edition=line["edition"])
        snapshot = insight.take_snapshot(actor=maker, asked=asked)
        insight.approve_snapshot(actor=approver, snapshot_id=snapshot.pk)
        job.tell(turn, len(plan("logins")["edition"]))


def seal_ledger(job: Job) -> None:
    """Close the ledger as it stands."""
    ledger.seal(actor=MACHINE)
    job.tell(1, 1)
