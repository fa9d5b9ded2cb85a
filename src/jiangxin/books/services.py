"""Adopting a book: one person proposes, another confirms; then its published figures stand in the ledger."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy

from jiangxin.audit.services import acted
from jiangxin.books import access, queries
from jiangxin.books.errors import (
    AlreadySettled,
    OwnerMissing,
    OwnerTaken,
    SameBook,
    SamePerson,
    UnknownAdoption,
    UnknownBook,
)
from jiangxin.books.kinds import FIGURE_REPORTED
from jiangxin.books.models import AdoptedBook, Status
from jiangxin.kernel import clock
from jiangxin.kernel.actor import Actor, require
from jiangxin.kernel.refusal import Refusal
from jiangxin.ledger import queries as ledger_queries
from jiangxin.ledger import services as ledger
from jiangxin.ledger.services import NewFact
from jiangxin.people import queries as people
from jiangxin.policy.book import Book, canonical
from jiangxin.policy.checks.board import changes_nature, nature_words
from jiangxin.policy.entries.board import Figure
from jiangxin.policy.problems import BookRefused, Problem
from jiangxin.policy.read import read
from jiangxin.policy.resolve import check, resolve
from jiangxin.policy.text import BookText


@acted(gettext_lazy("提了一册政策"))
@transaction.atomic
def propose_book(*, actor: Actor, text: BookText) -> AdoptedBook:
    """Keep a checked book until another person confirms it; BookRefused tells what is wrong with it.

    Its kinds and codes are told to the ledger only when it is confirmed.
    """
    header = read(text).header
    on = max(header.since, clock.today()) if header else clock.today()
    parents = queries.parents_on(on)
    problems = check(text, parents)
    if problems or header is None:
        raise BookRefused(problems)
    book = resolve(text, parents)
    _refuse_other_natures(book, on)
    owner, path = _owner(header.id, header.owner, header.extends)
    require(access.can_propose, actor, path)
    _refuse_same(text)
    _refuse_taken(header.id, owner)
    return AdoptedBook.objects.create(
        book_id=header.id,
        title=str(header.title),
        files=text.files,
        hash=text.digest(),
        resolved_hash=book.hash,
        owner_id=owner,
        extends=header.extends,
        since=header.since,
        adopted_by=actor.key,
        adopted_at=ledger.next_moment(),
    )


@acted(gettext_lazy("定了一册政策"))
@transaction.atomic
def confirm_book(*, actor: Actor, adoption_id: int) -> AdoptedBook:
    """Put a proposed book in force; never by the one who proposed it.

    It is checked again, for the books under it may have changed since; its figures
    become reported facts, those that a former version said otherwise are corrected.
    """
    row = _locked(adoption_id)
    require(access.can_confirm, actor, _path(row))
    if row.adopted_by == actor.key:
        raise SamePerson
    book = resolve(row.text, queries.parents_on(max(row.since, clock.today())))
    row.status, row.resolved_hash = Status.IN_FORCE, book.hash
    row.confirmed_by, row.confirmed_at = actor.key, ledger.next_moment()
    row.save(update_fields=["status", "resolved_hash", "confirmed_by", "confirmed_at"])
    queries.tell_ledger(book)
    _record_figures(actor, book)
    return row


@acted(gettext_lazy("退了一册政策"))
@transaction.atomic
def decline_book(*, actor: Actor, adoption_id: int) -> AdoptedBook:
    """Send a proposed book back; what is in force stays."""
    row = _locked(adoption_id)
    require(access.can_confirm, actor, _path(row))
    if row.adopted_by == actor.key:
        raise SamePerson
    row.status = Status.REFUSED
    row.confirmed_by, row.confirmed_at = actor.key, ledger.next_moment()
    row.save(update_fields=["status", "confirmed_by", "confirmed_at"])
    return row


def _locked(adoption_id: int) -> AdoptedBook:
    row = AdoptedBook.objects.select_for_update().filter(pk=adoption_id).first()
    if row is None:
        raise UnknownAdoption(adoption=adoption_id)
    if row.status != Status.PROPOSED:
        raise AlreadySettled(adoption=row.pk, state=Status(row.status).label)
    return row


def _owner(book_id: str, owner: str, extends: str) -> tuple[int | None, str]:
    """Return the owner's id and path today; a book that builds on none and owns itself is the ground of all."""
    if owner == book_id and not extends:
        return None, ""
    try:
        unit = people.unit_on(owner)
    except Refusal as refusal:
        raise OwnerMissing(book=book_id, owner=owner) from refusal
    return unit.id, unit.path


def _path(row: AdoptedBook) -> str:
    return people.path_on(row.owner_id, clock.today()) if row.owner_id else ""


def _refuse_other_natures(book: Book, on: date) -> None:
    """Refuse a version that changes an indicator's nature while facts of it exist, unless it says how that goes on."""
    try:
        former = queries.book_in_force(book.id, on)
    except UnknownBook:
        return
    problems = []
    for name, now in book.indicators.items():
        before = former.indicators.get(name)
        if before is None or not changes_nature(before, now):
            continue
        if ledger_queries.standing().filter(kind__in=before.of).exists():
            problems.append(Problem(now.origin.file, now.origin.line, nature_words(before, now), ""))
    if problems:
        raise BookRefused(problems)


def _refuse_same(text: BookText) -> None:
    for row in queries.adoptions().filter(book_id=text.id).exclude(status=Status.REFUSED):
        current = row.status == Status.PROPOSED or row.pk == _latest(text.id)
        if row.hash == text.digest() and current:
            raise SameBook(book=text.id, state=Status(row.status).label, adoption=row.pk)


def _latest(book_id: str) -> int | None:
    row = AdoptedBook.objects.in_force().filter(book_id=book_id).order_by("-confirmed_at", "-pk").first()
    return row.pk if row else None


def _refuse_taken(book_id: str, owner: int | None) -> None:
    other = AdoptedBook.objects.in_force().filter(book_id=book_id).exclude(owner_id=owner).first()
    if other is not None:
        raise OwnerTaken(book=book_id, owner=people.name_on(other.owner_id) if other.owner_id else book_id)


def _record_figures(actor: Actor, book: Book) -> None:
    """Bring the ledger to the book's own figures: new ones recorded, changed ones corrected, gone ones withdrawn."""
    source = f"books:{book.id}"
    standing = {
        fact.code: fact.pk for fact in ledger_queries.standing().filter(kind=FIGURE_REPORTED, source=source).iterator()
    }
    own = {name: figure for name, figure in book.figures.items() if figure.origin.book == book.id}
    for name, figure in own.items():
        new = _fact_of(book, figure, source)
        if new is None:
            continue
        there = standing.pop(name, None)
        if there is None:
            ledger.record(actor=actor, fact=new)
        elif _differs(there, new):
            ledger.correct(actor=actor, fact_id=there, new=new)
    for gone in standing.values():
        ledger.withdraw(actor=actor, fact_id=gone)


def _fact_of(book: Book, figure: Figure, source: str) -> NewFact | None:
    """Return a figure as a reported fact of its unit; a figure without a number is none."""
    if figure.value is None:
        return None
    unit = people.unit_on(figure.unit_of)
    happened_on = min(figure.period.counted[1] or clock.today(), clock.today())
    return NewFact(
        subject_id=unit.id,
        kind=FIGURE_REPORTED,
        code=figure.id,
        quantity=figure.value,
        happened_on=happened_on,
        precision="day",
        credited_to=(unit.id, unit.path),
        proof="reported",
        source=source,
        source_key=f"figure:{book.id}:{figure.id}:{_sum(figure)[:16]}",
        body=_body(figure, happened_on),
    )


def _body(figure: Figure, happened_on: date) -> Mapping[str, object]:
    since = {"from": figure.period.start.isoformat()} if figure.period.start else {}
    return {"figure": figure.id, "bound": figure.bound, "to": happened_on.isoformat(), **since}


def _sum(figure: Figure) -> str:
    text = json.dumps(canonical(figure), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _differs(fact_id: int, new: NewFact) -> bool:
    there = ledger_queries.facts_with([fact_id]).get()
    said = (there.subject_id, there.quantity, there.happened_on, dict(there.body))
    return said != (new.subject_id, new.quantity, new.happened_on, dict(new.body or {}))
