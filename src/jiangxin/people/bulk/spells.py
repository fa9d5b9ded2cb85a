"""Many spells at once, and their facts; idempotent by person, unit, kind and first day."""

from datetime import date
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils.translation import gettext as _

from jiangxin.kernel.actor import Actor, require
from jiangxin.people import access
from jiangxin.people.bulk.facts import record_spells
from jiangxin.people.bulk.rows import BulkResult, Progress, chunks, distinct, refuse, rows_of, text, told
from jiangxin.people.models import Person, PostClass, Spell, SpellKind, UnitPlace
from jiangxin.people.services.spells import NewSpell

COLUMNS = (
    "person", "unit", "kind", "since", "until", "post", "post_class", "occupation", "main", "proof", "recorded_at",
)  # fmt: skip
CHUNK = 4_000  # spells and their facts in one transaction
Key = tuple[int, int, str, date]


class Places:
    """The paths of the units of one load, by day."""

    def __init__(self, unit_ids: list[int]) -> None:
        self._rows: dict[int, list[tuple[date, date | None, str]]] = {}
        for chunk in chunks(unit_ids, 500):
            rows = UnitPlace.objects.filter(unit_id__in=chunk).order_by("since")
            for unit_id, since, until, path in rows.values_list("unit_id", "since", "until", "path"):
                self._rows.setdefault(unit_id, []).append((since, until, path))

    def path(self, unit_id: int, on: date) -> str:
        """Return the unit's path on a day; blank when it was not in the tree."""
        rows = self._rows.get(unit_id, [])
        return next((path for since, until, path in rows if since <= on and (until is None or until >= on)), "")


def load_spells(*, actor: Actor, table: pa.Table, facts: bool = True, progress: Progress | None = None) -> BulkResult:
    """Enter spells from columns person and unit (ids), kind (employment, membership), since, until?, post?,
    post_class?, occupation?, main?, proof? (confirmed if left out), recorded_at? (of the facts; the demo alone).

    With ``facts`` each spell's employment, trade and membership go to the ledger through its bulk door.
    A spell that stands already is answered with its id and left as it is, and so are its facts.
    """
    rows = rows_of(table, COLUMNS, ["person", "unit", "kind", "since"])
    news = [_new(row) for row in rows]
    places = Places(distinct(new.unit_id for new in news))
    refuse(_problems(news, places))
    for path in {places.path(new.unit_id, new.since) for new in news}:
        require(access.can_keep_persons, actor, path)
    ids: list[int] = []
    written = 0
    for chunk in chunks(list(zip(news, rows, strict=True)), CHUNK):
        with transaction.atomic():
            found, fresh = _write([new for new, _row in chunk])
            if facts:
                fresh_rows = [chunk[at] for at in fresh]
                record_spells(
                    actor,
                    [new for new, _row in fresh_rows],
                    [row["recorded_at"] for _new, row in fresh_rows],
                    places.path,
                )
        ids += found
        written += len(fresh)
        told(progress, len(chunk))
    return BulkResult(ids, written, len(ids) - written)


def _new(row: dict[str, Any]) -> NewSpell:
    return NewSpell(
        person_id=row["person"],
        unit_id=row["unit"],
        since=row["since"],
        until=row["until"],
        kind=text(row["kind"]),
        post=text(row["post"]),
        post_class=text(row["post_class"]),
        occupation=text(row["occupation"]),
        main=bool(row["main"]),
        proof=text(row["proof"]) or "confirmed",
    )


def _problems(rows: list[NewSpell], places: Places) -> list[tuple[int, str]]:
    known: set[int] = set()
    for chunk in chunks(distinct(new.person_id for new in rows), 500):
        known.update(Person.objects.filter(pk__in=chunk).values_list("pk", flat=True))
    found, seen = [], set()
    for at, new in enumerate(rows, 1):
        if new.person_id not in known:
            found.append((at, _("没有编号为 %(person)s 的人") % {"person": new.person_id}))
        elif new.kind not in SpellKind.values or new.post_class not in PostClass.values:
            found.append((at, _("类别或岗位类别不在可用的范围内")))
        elif new.until is not None and new.until < new.since:
            found.append((at, _("止日早于起日")))
        elif not places.path(new.unit_id, new.since):
            found.append((at, _("单位 %(unit)s 在起日不在册") % {"unit": new.unit_id}))
        elif _key(new) in seen:
            found.append((at, _("同一人、同一单位、同一起日在本批里重复")))
        seen.add(_key(new))
    return found


def _key(new: NewSpell) -> Key:
    return new.person_id, new.unit_id, new.kind, new.since


def _write(news: list[NewSpell]) -> tuple[list[int], list[int]]:
    """Write what is new; return the id of every row and the places of the new ones."""
    known = _known(news)
    places = [at for at, new in enumerate(news) if _key(new) not in known]
    fresh = [news[at] for at in places]
    made = Spell.objects.bulk_create(
        (
            Spell(
                person_id=new.person_id, unit_id=new.unit_id, kind=new.kind, since=new.since, until=new.until,
                post=new.post, post_class=new.post_class, occupation=new.occupation, main=new.main,
            )
            for new in fresh
        ),
        batch_size=1_000,
    )  # fmt: skip
    known |= {_key(new): spell.pk for new, spell in zip(fresh, made, strict=True)}
    return [known[_key(new)] for new in news], places


def _known(news: list[NewSpell]) -> dict[Key, int]:
    found: dict[Key, int] = {}
    for chunk in chunks(distinct(new.person_id for new in news), 500):
        rows = Spell.objects.filter(person_id__in=chunk)
        for person_id, unit_id, kind, since, spell_id in rows.values_list(
            "person_id", "unit_id", "kind", "since", "pk"
        ):
            found[person_id, unit_id, kind, since] = spell_id
    return found
