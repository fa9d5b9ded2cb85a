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


def blind_index(column: str, text: str) -> str:
    """Return the keyed hash (64 hexadecimal digits) by which equal text of a column is found."""
    return blind_index_many(column, [text])[0]


def blind_index_many(column: str, texts: Iterable[str | None]) -> list[str]:
    """Return the keyed hash of each text of a column; none and empty become empty."""
    keyed = hmac.new(keyring.ring().index, column.encode() + b"\0", hashlib.sha256)
    made = []
    for text in texts:
        if text:
            one = keyed.copy()
            one.update(text.encode())
            made.append(one.hexdigest())
        else:
            made.append("")
    return made
