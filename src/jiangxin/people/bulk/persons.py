"""Many persons at once: checked by row, encrypted, hashed and read; idempotent by key, else by ID number."""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils.translation import gettext as _

from jiangxin.kernel.actor import Actor, require
from jiangxin.ledger import services as ledger
from jiangxin.people import access
from jiangxin.people.bulk.rows import BulkResult, Progress, chunks, refuse, rows_of, text, told
from jiangxin.people.models import Person
from jiangxin.people.queries.hashes import hashes_of
from jiangxin.people.services.persons import NewPerson, number_problem, person_row

COLUMNS = ("key", "name", "sex", "birth_on", "id_number", "phone", "is_example")
ASK = 500  # values in one "in (…)"; SQLite takes at most 999 on old builds


def load_persons(*, actor: Actor, table: pa.Table, progress: Progress | None = None) -> BulkResult:
    """Enter persons from columns key, name, sex, birth_on, id_number, phone, is_example.

    Only ``name`` and one of ``key``, ``id_number`` must be given. A row whose key (else ID number)
    stands already is answered with that person's id and left as it is.
    """
    require(access.can_register_persons, actor)
    rows = [_new(row) for row in rows_of(table, COLUMNS, ["name"])]
    refuse(_problems(rows))
    ids: list[int] = []
    written = 0
    for chunk in chunks(rows):
        found, made = _write(actor, list(chunk))
        ids += found
        written += made
        told(progress, len(chunk))
    return BulkResult(ids, written, len(ids) - written)


def _new(row: dict[str, Any]) -> NewPerson:
    return NewPerson(
        name=text(row["name"]),
        sex=text(row["sex"]),
        birth_on=row["birth_on"],
        id_number=text(row["id_number"]),
        phone=text(row["phone"]),
        key=text(row["key"]) or None,
        is_example=bool(row["is_example"]),
    )


def _problems(rows: list[NewPerson]) -> list[tuple[int, str]]:
    found, seen = [], set()
    for at, new in enumerate(rows, 1):
        wrong = number_problem(new)
        mark = new.key or new.id_number
        if wrong:
            found.append((at, wrong.message))
        elif not new.name or not mark:
            found.append((at, _("姓名、编号或身份证号没有填")))
        elif mark in seen:
            found.append((at, _("编号或身份证号在本批里重复")))
        seen.add(mark)
    return found


@transaction.atomic
def _write(actor: Actor, rows: list[NewPerson]) -> tuple[list[int], int]:
    by_key = _known("key", [new.key for new in rows if new.key])
    hashes = hashes_of([(new.id_number, new.phone) for new in rows])
    by_hash = _known("id_hash", [one.id for one in hashes if one.id])
    ids = [by_key.get(new.key or "") or _first(by_hash, one.id.every) for new, one in zip(rows, hashes, strict=True)]
    fresh = [at for at, person_id in enumerate(ids) if person_id is None]
    for at, person_id in zip(fresh, ledger.new_subjects(actor=actor, type="person", count=len(fresh)), strict=True):
        ids[at] = person_id
    Person.objects.bulk_create((person_row(rows[at], ids[at] or 0, hashes[at]) for at in fresh), batch_size=1_000)
    return [person_id or 0 for person_id in ids], len(fresh)


def _first(found: dict[str, int], names: list[str]) -> int | None:
    return next((found[name] for name in names if name in found), None)


def _known(field: str, values: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in chunks(list(values), ASK):
        found.update(Person.objects.filter(**{f"{field}__in": chunk}).values_list(field, "pk"))
    return found
