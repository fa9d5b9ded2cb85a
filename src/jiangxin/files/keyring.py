"""The key ring: where keys come from, and whether they are this database's.

``ring.json`` in the folder of keys (0600): the number of the current key, all keys
by number, and the key of the blind indexes, which never changes. The database keeps
a check value of each, so that another ring is refused before it spoils a row.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import DatabaseError

from jiangxin.files.errors import KeyRingBroken, KeyRingMissing, KeyRingWrong
from jiangxin.files.models import KeyCheck
from jiangxin.kernel.refusal import Refusal

SIZE = 32
INDEX = 0  # the number under which the blind indexes' key is checked
_CHECKED = b"jiangxin key check"


@dataclass(frozen=True)
class KeyRing:
    """Keys by number; new text is encrypted with the current one."""

    current: int
    keys: dict[int, bytes]
    index: bytes

    def checks(self) -> dict[int, str]:
        """Return the check value of every key."""
        every = self.keys | {INDEX: self.index}
        return {number: hmac.new(key, _CHECKED, hashlib.sha256).hexdigest() for number, key in every.items()}

    def cipher(self, number: int) -> AESGCM:
        """Return the cipher of one key; KeyError for a number the ring lacks."""
        return AESGCM(self.keys[number])


_held: dict[Path, KeyRing] = {}


def path() -> Path:
    """Return where the ring lies: JIANGXIN_KEYS (a folder, or the file itself), else the data folder's keys."""
    place = Path(settings.KEYS)
    return place if place.suffix == ".json" else place / "ring.json"


def ring() -> KeyRing:
    """Return this installation's ring; it is held against the database once a process."""
    place = path()
    if place not in _held:
        _held[place] = _hold_against_database(_load(place), place)
    return _held[place]


def prepare() -> None:
    """Make the ring where neither it nor any check value exists yet, and hold it against the database."""
    place = path()
    if not place.exists() and not KeyCheck.objects.exists():
        _make(place)
    _held.pop(place, None)
    ring()


def forget() -> None:
    """Read the ring anew at its next use."""
    _held.clear()


def add_key() -> int:
    """Add a key to the ring, use it from now on, and return its number; old text stays readable."""
    place = path()
    old = _load(place)
    number = max(old.keys) + 1
    made = KeyRing(number, old.keys | {number: secrets.token_bytes(SIZE)}, old.index)
    aside = _write_aside(place, made)
    aside.replace(place)
    forget()
    ring()
    return number


def check_ring(
    app_configs: Sequence[AppConfig] | None, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Tell before anything is served that the ring is lost, broken or another database's."""
    if not databases:
        return []
    try:
        if not KeyCheck.objects.exists():
            return []
        forget()
        ring()
    except DatabaseError:
        return []  # a database that cannot be read is told by whoever opens it
    except Refusal as refusal:
        return [Error(refusal.message, id="files.E001")]
    return []


def _hold_against_database(found: KeyRing, place: Path) -> KeyRing:
    checks, known = found.checks(), dict(KeyCheck.objects.values_list("key_id", "value"))
    wrong = sorted(number for number, value in known.items() if checks.get(number) != value)
    if wrong:
        raise KeyRingWrong(path=str(place), keys="、".join(map(str, wrong)))
    new = [KeyCheck(key_id=number, value=value) for number, value in checks.items() if number not in known]
    KeyCheck.objects.bulk_create(new, ignore_conflicts=True)
    return found


def _load(place: Path) -> KeyRing:
    try:
        kept = json.loads(place.read_text(encoding="ascii"))
        found = KeyRing(
            current=int(kept["current"]),
            keys={int(number): base64.b64decode(key, validate=True) for number, key in kept["keys"].items()},
            index=base64.b64decode(kept["index"], validate=True),
        )
    except FileNotFoundError as error:
        raise KeyRingMissing(path=str(place)) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyRingBroken(path=str(place), why=type(error).__name__) from error
    sizes = {len(key) for key in (*found.keys.values(), found.index)}
    if sizes != {SIZE} or found.current not in found.keys or not all(0 < number < 256 for number in found.keys):
        raise KeyRingBroken(path=str(place), why="keys")
    return found


def _make(place: Path) -> None:
    aside = _write_aside(place, KeyRing(1, {1: secrets.token_bytes(SIZE)}, secrets.token_bytes(SIZE)))
    try:
        place.hardlink_to(aside)  # of two first starts the earlier wins, and both read the same whole ring
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def _write_aside(place: Path, made: KeyRing) -> Path:
    text = json.dumps(
        {
            "current": made.current,
            "keys": {number: base64.b64encode(key).decode() for number, key in made.keys.items()},
            "index": base64.b64encode(made.index).decode(),
        },
        indent=1,
    )
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = place.with_name(f"{place.name}.{os.getpid()}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    return aside
