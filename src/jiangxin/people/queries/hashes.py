"""Keyed hashes by which an encrypted number is found; the same number in two columns has two hashes."""

from jiangxin.files.keys import blind_index
from jiangxin.kernel import numbers


def id_hash(id_number: str) -> str:
    """Return the hash of an ID number, however it was typed; 15 digits hash as their 18."""
    return blind_index("people.person.id_number", numbers.full_id_number(id_number))


def phone_hash(phone: str) -> str:
    """Return the hash of a phone number, however it was typed."""
    return blind_index("people.person.phone", numbers.plain(phone))


def tail_hash(phone: str) -> str:
    """Return the hash of a phone's last four digits."""
    return blind_index("people.person.phone_tail", numbers.plain(phone)[-4:])
