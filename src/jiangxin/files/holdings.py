"""Where encrypted text lies: how much of it under which key, and how the next rows are turned to the current one."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import models, transaction
from django.db.models import BinaryField, Count
from django.db.models.functions import Substr

from jiangxin.files import keyring
from jiangxin.files.fields import EncryptedTextField, encrypted

Hashes = Callable[[Sequence[str]], Mapping[str, Sequence[str]]]


@dataclass(frozen=True)
class Turned:
    """What became of some rows: the last id looked at (None when there are no more), and how many were turned."""

    last: int | None
    count: int


@dataclass(frozen=True)
class Holding:
    """One place: ``uses`` counts its texts by key number, ``turn(after, size)`` turns the next rows, atomically."""

    name: str
    uses: Callable[[], dict[int, int]]
    turn: Callable[[int, int], Turned]


_hashes: dict[str, Hashes] = {}
_others: dict[str, Holding] = {}


def hashed_by(column: str, hashes: Hashes) -> None:
    """Say which hash columns go with an encrypted one (``people_person.phone``), so that they turn in one write."""
    _hashes[column] = hashes


def hold(holding: Holding) -> None:
    """Add a place that is no field of ours."""
    _others[holding.name] = holding


def holdings() -> list[Holding]:
    """Return every place where encrypted text lies."""
    ours = [one for one in encrypted if one.model._meta.managed]
    found = [Holding(one.secret_column, partial(_uses, one), partial(_turn, one)) for one in ours]
    return [*found, *_others.values()]


def _rows(field: EncryptedTextField) -> models.QuerySet[models.Model]:
    found: models.QuerySet[models.Model] = field.model._base_manager.filter(**{f"{field.name}__isnull": False})
    return found


def _uses(field: EncryptedTextField) -> dict[int, int]:
    first = Substr(field.name, 1, 1, output_field=BinaryField())
    found: Counter[int] = Counter()
    for sign, count in _rows(field).annotate(first_byte=first).values_list("first_byte").annotate(n=Count("pk")):
        if sign:
            found[bytes(sign)[0]] += count
    return dict(found)


@transaction.atomic
def _turn(field: EncryptedTextField, after: int, size: int) -> Turned:
    current = keyring.ring().current
    rows = list(_rows(field).select_for_update(of=("self",)).filter(pk__gt=after).order_by("pk")[:size])
    old = [row for row in rows if getattr(row, field.name).key_number not in {0, current}]
    texts = [getattr(row, field.name).reveal() for row in old]
    columns = _hashes[field.secret_column](texts) if field.secret_column in _hashes and old else {}
    for place, (row, text) in enumerate(zip(old, texts, strict=True)):
        setattr(row, field.name, text)
        for column, values in columns.items():
            setattr(row, column, values[place])
    if old:
        manager: Any = field.model._base_manager
        manager.bulk_update(old, [field.name, *columns], batch_size=200)
    return Turned(rows[-1].pk if len(rows) == size else None, len(old))
