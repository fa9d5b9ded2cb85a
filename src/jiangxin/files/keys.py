"""Encrypting text for one column, and the keyed hashes that find it.

Encrypted: one byte with the key's number, 12 of nonce, then AES-256-GCM over the text
with the column's name as associated data, so that a cell moved to another column does
not open. Blind index: HMAC-SHA256 over column and text, in hexadecimal.
"""

import hashlib
import hmac
import os
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag

from jiangxin.files import keyring
from jiangxin.files.errors import KeyRingWrong, SecretDamaged

NONCE = 12


def encrypt(column: str, text: str) -> bytes:
    """Return text encrypted for a column such as ``people_person.phone``; empty text stays empty."""
    return encrypt_many(column, [text])[0]


def decrypt(column: str, data: bytes) -> str:
    """Return what was encrypted for this column; refuses what was altered, moved, or has a key the ring lacks."""
    if not data:
        return ""
    ring = keyring.ring()
    try:
        cipher = ring.cipher(data[0])
    except KeyError as error:
        raise KeyRingWrong(path=str(keyring.path()), keys=str(data[0])) from error
    try:
        return cipher.decrypt(data[1 : 1 + NONCE], data[1 + NONCE :], column.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise SecretDamaged(column=column) from error


def encrypt_many(column: str, texts: Iterable[str | None]) -> list[bytes]:
    """Return each text encrypted for a column; none and empty become empty."""
    ring, aad = keyring.ring(), column.encode()
    number, encrypted = bytes([ring.current]), ring.cipher(ring.current).encrypt
    made = []
    for text in texts:
        if text:
            nonce = os.urandom(NONCE)
            made.append(number + nonce + encrypted(nonce, text.encode(), aad))
        else:
            made.append(b"")
    return made


class Hash(str):
    """A keyed hash under the current key, and with it the same text's hashes under keys on their way out.

    Stored it is its own text; asked for it finds rows under any of the keys.
    """

    __slots__ = ("also",)
    also: tuple[str, ...]

    @property
    def every(self) -> list[str]:
        """Return the hash under each key, the current one first."""
        return [str(self), *self.also]


def blind_index(column: str, text: str) -> Hash:
    """Return the keyed hash (64 hexadecimal digits) by which equal text of a column is found."""
    return blind_index_many(column, [text])[0]


def blind_index_many(column: str, texts: Iterable[str | None]) -> list[Hash]:
    """Return the keyed hash of each text of a column; none and empty become empty."""
    ring = keyring.ring()
    newest_first = [ring.indexes[number] for number in sorted(ring.indexes, reverse=True)]
    keyed = [hmac.new(key, column.encode() + b"\0", hashlib.sha256) for key in newest_first]
    return [_hash(keyed, text) for text in texts]


def _hash(keyed: list[hmac.HMAC], text: str | None) -> Hash:
    if not text:
        found = Hash()
        found.also = ()
        return found
    made = []
    for one in keyed:
        copy = one.copy()
        copy.update(text.encode())
        made.append(copy.hexdigest())
    found = Hash(made[0])
    found.also = tuple(made[1:])
    return found
