"""Many units at once, with their names, places, tags and unions; idempotent by key."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils.translation import gettext as _

from jiangxin.kernel import numbers
from jiangxin.kernel.actor import Actor, require
from jiangxin.kernel.refusal import Refusal
from jiangxin.ledger import services as ledger
from jiangxin.people import access
from jiangxin.people.bulk.facts import record_unionised
from jiangxin.people.bulk.rows import BulkResult, Progress, chunks, distinct, refuse, rows_of, text, told
from jiangxin.people.models import Unit, UnitName, UnitPlace, UnitTag
from jiangxin.people.queries.units import join_path
from jiangxin.people.services.units import NewUnit, name_row, refuse_wrong_unit

COLUMNS = (
    "key", "kind", "name", "parent", "since", "until", "employer_code", "union_code", "unionised_from", "is_example",
    "recorded_at",
)  # fmt: skip
TAG_COLUMNS = ("unit", "family", "code", "since", "until")
Row = dict[str, Any]


@transaction.atomic
def load_units(
    *, actor: Actor, table: pa.Table, tags: pa.Table | None = None, facts: bool = True, progress: Progress | None = None
) -> BulkResult:
    """Enter units, and their ``tags`` from columns unit (key), family, code, since, until?.

    Columns: key, kind, name, parent (key; null for a root), since, until?, employer_code?, union_code?,
    unionised_from?, is_example?, recorded_at? (of the union's fact; the demo alone). Parents may stand
    in any row of the table or be there already. With ``facts`` each union set up becomes a fact.
    A key that stands already is answered with its id and left as it is.
    """
    rows = rows_of(table, COLUMNS, ["key", "kind", "name", "parent", "since"])
    known = _known([text(row["key"]) for row in rows] + [text(row["parent"]) for row in rows])
    refuse(_problems(rows, known))
    fresh = [row for row in rows if text(row["key"]) not in known]
    paths = _paths([known[key] for key in distinct(text(row["parent"]) for row in fresh) if key in known])
    ids = ledger.new_subjects(actor=actor, type="unit", count=len(fresh))
    known |= {text(row["key"]): unit_id for row, unit_id in zip(fresh, ids, strict=True)}
    _grow(fresh, known, paths)
    for row in fresh:
        require(access.can_keep_units, actor, _above(row, known, paths))
    for chunk in chunks(fresh):
        _write(list(chunk), known, paths)
        told(progress, len(chunk))
    if tags is not None:
        _write_tags(tags, known, {known[text(row["key"])] for row in fresh})
    if facts:
        record_unionised(
            actor, [(known[text(row["key"])], row["unionised_from"], row["recorded_at"]) for row in fresh], paths
        )
    return BulkResult([known[text(row["key"])] for row in rows], len(fresh), len(rows) - len(fresh))


def _problems(rows: list[Row], known: Mapping[str, int]) -> list[tuple[int, str]]:
    here = {text(row["key"]) for row in rows}
    parents = {text(row["key"]): text(row["parent"]) for row in rows}
    found, seen = [], set()
    for at, row in enumerate(rows, 1):
        key, parent = text(row["key"]), text(row["parent"])
        if not key or not text(row["name"]) or not isinstance(row["since"], date):
            found.append((at, _("代号、名称或起日没有填")))
        elif key in seen:
            found.append((at, _("代号 %(key)s 在本批里重复") % {"key": key}))
        elif parent and parent not in here and parent not in known:
            found.append((at, _("上级 %(key)s 不在册") % {"key": parent}))
        elif _circular(key, parents):
            found.append((at, _("%(key)s 归到了自己的下级") % {"key": key}))
        else:
            wrong = _wrong(row)
            found += [(at, wrong)] if wrong else []
        seen.add(key)
    return found


def _wrong(row: Row) -> str:
    try:
        refuse_wrong_unit(
            NewUnit(
                key=text(row["key"]), kind=text(row["kind"]), name=text(row["name"]), since=row["since"],
                employer_code=text(row["employer_code"]), union_code=text(row["union_code"]),
            )
        )  # fmt: skip
    except Refusal as refusal:
        return refusal.message
    return ""


def _circular(key: str, parents: Mapping[str, str]) -> bool:
    at, steps = parents.get(key, ""), 0
    while at in parents and at != key and steps <= len(parents):
        at, steps = parents[at], steps + 1
    return bool(at) and (at == key or steps > len(parents))


def _known(keys: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in chunks([key for key in distinct(keys) if key], 500):
        found.update(Unit.objects.filter(key__in=chunk).values_list("key", "pk"))
    return found


def _paths(unit_ids: list[int]) -> dict[int, str]:
    """Return today's standing paths of units that were there before."""
    found: dict[int, str] = {}
    for chunk in chunks(unit_ids, 500):
        found.update(UnitPlace.objects.standing().filter(unit_id__in=chunk).values_list("unit_id", "path"))
    return found


def _grow(fresh: list[Row], known: Mapping[str, int], paths: dict[int, str]) -> None:
    """Add the path of every new unit, parents before children."""
    waiting = {text(row["key"]): text(row["parent"]) for row in fresh}
    for start in list(waiting):
        line = [start]
        while (above := waiting.get(line[-1], "")) and known[above] not in paths:
            line.append(above)
        for key in reversed(line):
            parent = waiting[key]
            paths[known[key]] = join_path(paths[known[parent]] if parent else "", known[key])


def _above(row: Row, known: Mapping[str, int], paths: Mapping[int, str]) -> str:
    parent = text(row["parent"])
    return paths[known[parent]] if parent else ""


def _write(rows: list[Row], known: Mapping[str, int], paths: Mapping[int, str]) -> None:
    ids = [known[text(row["key"])] for row in rows]
    Unit.objects.bulk_create(
        (
            Unit(
                id=unit_id,
                key=text(row["key"]),
                kind=text(row["kind"]),
                employer_code=numbers.plain(text(row["employer_code"])),
                union_code=numbers.plain(text(row["union_code"])),
                unionised_from=row["unionised_from"],
                is_example=bool(row["is_example"]),
            )
            for row, unit_id in zip(rows, ids, strict=True)
        ),
        batch_size=1_000,
    )
    UnitName.objects.bulk_create(
        (
            name_row(unit_id, text(row["name"]), row["since"], row["until"])
            for row, unit_id in zip(rows, ids, strict=True)
        ),
        batch_size=1_000,
    )
    UnitPlace.objects.bulk_create(
        (
            UnitPlace(
                unit_id=unit_id,
                parent_id=known.get(text(row["parent"])),
                path=paths[unit_id],
                since=row["since"],
                until=row["until"],
            )
            for row, unit_id in zip(rows, ids, strict=True)
        ),
        batch_size=1_000,
    )


def _write_tags(table: pa.Table, known: Mapping[str, int], fresh: set[int]) -> None:
    """Write the tags of new units; those of units that were there before are left as they are."""
    rows = rows_of(table, TAG_COLUMNS, ["unit", "family", "code", "since"])
    lacking = [
        (at, _("单位 %(key)s 不在本批") % {"key": text(row["unit"])})
        for at, row in enumerate(rows, 1)
        if text(row["unit"]) not in known
    ]
    refuse(lacking)
    UnitTag.objects.bulk_create(
        (
            UnitTag(
                unit_id=known[text(row["unit"])],
                family=text(row["family"]),
                code=text(row["code"]),
                since=row["since"],
                until=row["until"],
            )
            for row in rows
            if known[text(row["unit"])] in fresh
        ),
        batch_size=1_000,
    )
