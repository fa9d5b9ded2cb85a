"""How alike two records are: signs with their weight, found in blocks of records that share something."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import combinations, groupby
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import Left
from django.utils.translation import gettext_lazy as _

from jiangxin.people.models import Person, PersonLink

LIKELY = 55  # of a hundred: less is not shown
MOST = 60  # records of one block; a larger one says nothing about its members
CHUNK = 5_000

# Signs and their weight; of one row only the first that holds counts. They put a pair on a list and decide nothing.
SIGNS: tuple[tuple[tuple[str, int], ...], ...] = (
    (("phone", 40), ("tail", 20)),
    (("name", 32), ("sound", 26), ("one-sign", 20)),
    (("birth", 32), ("birth-swapped", 22), ("birth-near", 14)),
)
AGAINST = {"sex": -15, "numbers": -30}
WORDS = {
    "phone": _("手机号相同"),
    "tail": _("手机后四位相同"),
    "name": _("姓名相同"),
    "sound": _("姓名同音"),
    "one-sign": _("姓名差一个字"),
    "birth": _("出生日期相同"),
    "birth-swapped": _("出生月、日对调"),
    "birth-near": _("出生日期差一处"),
    "sex": _("性别不同"),
    "numbers": _("身份证号不同"),
}


class Record(NamedTuple):
    """What of a person is compared; hashes stand for his numbers."""

    id: int
    name: str
    pinyin: str
    sex: str
    birth_on: date | None
    phone_hash: str
    tail_hash: str
    id_hash: str | None


class Pair(NamedTuple):
    """Two records, the lesser id first, with their likeness and its signs."""

    first: int
    second: int
    likeness: int
    signs: tuple[str, ...]


Key = Callable[[Record], Any]

# What two records of one person share at least: the database's order and the same as a key.
BLOCKS: tuple[tuple[tuple[str, ...], Key], ...] = (
    (("phone_hash",), lambda row: row.phone_hash),
    (("birth_on", "pinyin"), lambda row: row.birth_on and row.pinyin and (row.birth_on, row.pinyin)),
    (("birth_on", "surname"), lambda row: row.birth_on and (row.birth_on, row.name[:1])),
    (("birth_on", "tail_hash"), lambda row: row.birth_on and row.tail_hash and (row.birth_on, row.tail_hash)),
    (("tail_hash", "name"), lambda row: row.tail_hash and (row.tail_hash, row.name)),
    (("tail_hash", "pinyin"), lambda row: row.tail_hash and (row.tail_hash, row.pinyin)),
)


def compare(one: Record, other: Record) -> Pair:
    """Return how alike two records are."""
    holds = _signs_of(one, other)
    found = [next((sign for sign in row if sign[0] in holds), None) for row in SIGNS]
    kept = [sign for sign in found if sign is not None]
    against = [(name, weight) for name, weight in AGAINST.items() if name in holds]
    total = sum(weight for _name, weight in (*kept, *against))
    signs = tuple(name for name, _weight in (*kept, *against))
    return Pair(min(one.id, other.id), max(one.id, other.id), max(0, min(total, 100)), signs)


def alike(persons: QuerySet[Person] | None = None, told: Callable[[int, int], None] | None = None) -> Iterator[Pair]:
    """Yield every pair likely to be one person, each once; persons already joined are left out."""
    known = set(PersonLink.objects.filter(undone_at=None).values_list("person_id", "other_id"))
    seen: set[tuple[int, int]] = {(min(pair), max(pair)) for pair in known}
    rows = Person.objects.all() if persons is None else persons
    for number, (order, key) in enumerate(BLOCKS):
        if told:
            told(number, len(BLOCKS))
        for block in _blocks(rows, order, key):
            for one, other in combinations(block, 2):
                ids = min(one.id, other.id), max(one.id, other.id)
                if ids not in seen and (pair := compare(one, other)).likeness >= LIKELY:
                    seen.add(ids)
                    yield pair


def _blocks(rows: QuerySet[Person], order: tuple[str, ...], key: Key) -> Iterator[list[Record]]:
    ordered = rows.annotate(surname=Left("name", 1)).order_by(*order, "pk").values_list(*_columns())
    found: Iterable[Record] = (Record(*row) for row in ordered.iterator(chunk_size=CHUNK))
    for shared, block in groupby(found, key):
        if not shared:
            continue
        held = list(block)
        if 1 < len(held) <= MOST:
            yield held


def _columns() -> tuple[str, ...]:
    return ("pk", *Record._fields[1:])


def _signs_of(one: Record, other: Record) -> set[str]:
    found = {
        "phone": bool(one.phone_hash) and one.phone_hash == other.phone_hash,
        "tail": bool(one.tail_hash) and one.tail_hash == other.tail_hash,
        "name": one.name == other.name,
        "sound": bool(one.pinyin) and one.pinyin == other.pinyin,
        "one-sign": one_sign_off(one.name, other.name),
        "sex": bool(one.sex and other.sex) and one.sex != other.sex,
        "numbers": bool(one.id_hash and other.id_hash) and one.id_hash != other.id_hash,
    }
    if one.birth_on and other.birth_on:
        found |= _births(one.birth_on, other.birth_on)
    return {name for name, holds in found.items() if holds}


def _births(one: date, other: date) -> dict[str, bool]:
    parts, others = (one.year, one.month, one.day), (other.year, other.month, other.day)
    swapped = (one.year, one.day, one.month) == others
    same = sum(left == right for left, right in zip(parts, others, strict=True))
    return {"birth": one == other, "birth-swapped": swapped, "birth-near": same == 2}


def one_sign_off(one: str, other: str) -> bool:
    """Tell whether one character written otherwise, left out or exchanged with its neighbour tells two names apart."""
    if len(one) == len(other):
        apart = [at for at in range(len(one)) if one[at] != other[at]]
        if len(apart) == 2 and apart[1] == apart[0] + 1:
            return one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]
        return len(apart) == 1
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))
