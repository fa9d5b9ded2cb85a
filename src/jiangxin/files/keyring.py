"""The key ring: where keys come from, and whether they are this database's.

``ring.json`` in the folder of keys (0600): the number of the current key, and by number
the keys that encrypt and the keys of the blind indexes. The database keeps a check value
of each, so that another ring is refused before it spoils a row. Every process looks
whether the file has changed, so that all use a new key as soon as it is there.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import DatabaseError

from jiangxin.files.errors import KeyRingBroken, KeyRingFull, KeyRingMissing, KeyRingWrong
from jiangxin.files.models import KeyCheck
from jiangxin.kernel.refusal import Refusal

SIZE = 32
MOST = 255  # a key's number is one byte of every text
INDEX = 0  # the number under which the first key of the blind indexes is checked
INDEXES = 1000  # added to the numbers of those that came after it
_CHECKED = b"jiangxin key check"


@dataclass(frozen=True)
class KeyRing:
    """Keys by number; new text is encrypted and hashed with the current ones, older ones still open and find.

    ``retired`` are the numbers of keys that nothing uses any more; they lie in files of their own, for old backups.
    """

    current: int
    keys: dict[int, bytes]
    indexes: dict[int, bytes]
    retired: tuple[int, ...] = ()

    @property
    def index(self) -> bytes:
        """Return the key of new blind indexes."""
        return self.indexes[max(self.indexes)]

    @property
    def older(self) -> list[int]:
        """Return the numbers of the keys that are on their way out."""
        return sorted((set(self.keys) | set(self.indexes)) - {self.current})

    def checks(self) -> dict[int, str]:
        """Return the check value of every key."""
        found = {INDEX if number == 1 else INDEXES + number: key for number, key in self.indexes.items()}
        every = self.keys | found
        return {number: hmac.new(key, _CHECKED, hashlib.sha256).hexdigest() for number, key in every.items()}

    def cipher(self, number: int) -> AESGCM:
        """Return the cipher of one key; KeyError for a number the ring lacks."""
        return AESGCM(self.keys[number])


_held: dict[Path, tuple[tuple[int, int, int], KeyRing]] = {}


def path() -> Path:
    """Return where the ring lies: JIANGXIN_KEYS (a folder, or the file itself), else the data folder's keys."""
    place = Path(settings.KEYS)
    return place if place.suffix == ".json" else place / "ring.json"


def ring() -> KeyRing:
    """Return this installation's ring as its file has it now; each edition is held against the database once."""
    place = path()
    held, stamp = _held.get(place), _stamp(place)
    if held is not None and stamp in {held[0], None}:
        return held[1]  # a file that vanished while we serve is told by the checks of the next start
    found = _hold_against_database(_load(place), place)
    _held[place] = (stamp or (0, 0, 0), found)
    return found


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
    """Add a key of either sort, use it from now on, and return its number; old text stays readable and found."""
    old = _load(path())
    number = max((*old.keys, *old.retired)) + 1
    if number > MOST:
        raise KeyRingFull(path=str(path()))
    keys = old.keys | {number: secrets.token_bytes(SIZE)}
    _put(KeyRing(number, keys, old.indexes | {number: secrets.token_bytes(SIZE)}, old.retired))
    return number


def retire(number: int) -> None:
    """Take an older key out of the ring; it goes into a file beside it, for the backups of its time."""
    old = _load(path())
    if number == old.current:
        raise ValueError("the current key cannot be retired")
    keys, indexes = ({one: key for one, key in held.items() if one != number} for held in (old.keys, old.indexes))
    alone = KeyRing(number, {number: old.keys[number]}, {n: key for n, key in old.indexes.items() if n == number})
    _write_aside(path(), alone).replace(path().with_name(f"retired-{number}.json"))
    _put(KeyRing(old.current, keys, indexes, (*old.retired, number)))


def changed_at() -> datetime:
    """Return when the ring was last changed, by the machine's clock."""
    return datetime.fromtimestamp(path().stat().st_mtime, UTC)


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
    gone = {name for number in found.retired for name in (number, INDEX if number == 1 else INDEXES + number)}
    wrong = sorted(number for number, value in known.items() if number not in gone and checks.get(number) != value)
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
            indexes={int(number): base64.b64decode(key, validate=True) for number, key in _indexes(kept).items()},
            retired=tuple(int(number) for number in kept.get("retired", [])),
        )
    except FileNotFoundError as error:
        raise KeyRingMissing(path=str(place)) from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KeyRingBroken(path=str(place), why=type(error).__name__) from error
    sizes = {len(key) for key in (*found.keys.values(), *found.indexes.values())}
    numbers = {*found.keys, *found.indexes}
    if sizes != {SIZE} or found.current not in found.keys or not all(0 < number <= MOST for number in numbers):
        raise KeyRingBroken(path=str(place), why="keys")
    if not found.indexes:
        raise KeyRingBroken(path=str(place), why="indexes")
    return found


def _indexes(kept: dict[str, Any]) -> dict[str, str]:
    """Return the keys of blind indexes; an old file has one and calls it ``index``."""
    found: dict[str, str] = kept["indexes"] if "indexes" in kept else {"1": kept["index"]}
    return found


def _stamp(place: Path) -> tuple[int, int, int] | None:
    try:
        found = os.stat(place)  # noqa: PTH116 -- asked for at every use
    except OSError:
        return None
    return found[stat.ST_INO], found.st_mtime_ns, found.st_size


def _put(made: KeyRing) -> None:
    place = path()
    _write_aside(place, made).replace(place)
    forget()
    ring()


def _make(place: Path) -> None:
    aside = _write_aside(place, KeyRing(1, {1: secrets.token_bytes(SIZE)}, {1: secrets.token_bytes(SIZE)}))
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
            "indexes": {number: base64.b64encode(key).decode() for number, key in made.indexes.items()},
            "retired": list(made.retired),
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
