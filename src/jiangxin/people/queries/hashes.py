"""Keyed hashes by which an encrypted number is found; the same number in two columns has two hashes."""

from collections.abc import Sequence
from typing import NamedTuple

from jiangxin.files.keys import Hash, blind_index_many
from jiangxin.kernel import numbers

ID, PHONE, TAIL = "people.person.id_number", "people.person.phone", "people.person.phone_tail"


class Hashes(NamedTuple):
    """The hashes of one person's numbers; blank where there is no number."""

    id: Hash
    phone: Hash
    tail: Hash


def hashes_of(pairs: Sequence[tuple[str, str]]) -> list[Hashes]:
    """Return the hashes of (ID number, phone) pairs, however they were typed; 15 digits hash as their 18."""
    ids = [numbers.full_id_number(id_number) for id_number, _phone in pairs]
    phones = [numbers.plain(phone) for _id, phone in pairs]
    columns = ((ID, ids), (PHONE, phones), (TAIL, [phone[-4:] for phone in phones]))
    hashed = (blind_index_many(column, texts) for column, texts in columns)
    return [Hashes(*row) for row in zip(*hashed, strict=True)]


def id_hash(id_number: str) -> Hash:
    """Return the hash of an ID number, however it was typed."""
    return hashes_of([(id_number, "")])[0].id


def phone_hash(phone: str) -> Hash:
    """Return the hash of a phone number, however it was typed."""
    return hashes_of([("", phone)])[0].phone


def tail_hash(phone: str) -> Hash:
    """Return the hash of a phone's last four digits."""
    return hashes_of([("", phone)])[0].tail


def person_id_hashes(texts: Sequence[str]) -> dict[str, list[Hash]]:
    """Return the hash columns that go with stored ID numbers."""
    return {"id_hash": [one.id for one in hashes_of([(text, "") for text in texts])]}


def person_phone_hashes(texts: Sequence[str]) -> dict[str, list[Hash]]:
    """Return the hash columns that go with stored phones."""
    found = hashes_of([("", text) for text in texts])
    return {"phone_hash": [one.phone for one in found], "tail_hash": [one.tail for one in found]}
