"""The key that signs seals, and how a seal becomes one line of bytes.

The private key lies in the folder of keys (0600), made with the first seal; the public
key beside it as PEM, for whoever verifies elsewhere. Seals name their key by the first
sixteen digits of the SHA-256 of the raw public key.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings

from jiangxin.ledger.errors import SealKeyMissing, SealKeyWrong


@dataclass(frozen=True)
class Stretch:
    """What a seal says of its range; ``leaves`` and ``runs`` go into the root by their digests."""

    number: int
    first_id: int
    last_id: int
    count: int
    digest: str
    runs: str
    leaves: bytes
    sealed_at: int  # microseconds since 1970
    sealed_by: str
    key_id: str

    def root(self, previous: str) -> str:
        """Return the chain's root after this range."""
        parts = (
            self.number, self.first_id, self.last_id, self.count, self.digest,
            hashlib.sha256(self.runs.encode()).hexdigest(), hashlib.sha256(self.leaves).hexdigest(),
            self.sealed_at, self.sealed_by, self.key_id, previous,
        )  # fmt: skip
        return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


def private_path() -> Path:
    """Return where the signing key lies."""
    place = Path(settings.KEYS)
    return (place.parent if place.suffix == ".json" else place) / "ledger-seal.key"


def public_path() -> Path:
    """Return where the public key lies."""
    return private_path().with_suffix(".pub")


def signer(wanted: str | None) -> Ed25519PrivateKey:
    """Return the signing key; made when nothing was ever sealed (``wanted`` None), else it must be that one."""
    path = private_path()
    if wanted is None and not path.exists():
        _make(path)
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except FileNotFoundError as error:
        raise SealKeyMissing(path=str(path)) from error
    except (ValueError, OSError) as error:
        raise SealKeyWrong(path=str(path), wanted=wanted or "?") from error
    if not isinstance(key, Ed25519PrivateKey) or wanted not in {None, key_id(key.public_key())}:
        raise SealKeyWrong(path=str(path), wanted=wanted or "?")
    if not public_path().exists():
        _write(public_path(), key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), 0o644)
    return key


def verifier(wanted: str) -> Ed25519PublicKey:
    """Return the public key that the seals name; read from its own file, else from the signing key's."""
    path = public_path()
    if not path.exists():
        return signer(wanted).public_key()
    try:
        key = load_pem_public_key(path.read_bytes())
    except (ValueError, OSError) as error:
        raise SealKeyWrong(path=str(path), wanted=wanted) from error
    if not isinstance(key, Ed25519PublicKey) or key_id(key) != wanted:
        raise SealKeyWrong(path=str(path), wanted=wanted)
    return key


def key_id(key: Ed25519PublicKey) -> str:
    """Return the short name of a key."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def signed_by(key: Ed25519PublicKey, root: str, signature: str) -> bool:
    """Tell whether this key signed this root."""
    try:
        key.verify(bytes.fromhex(signature), root.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _make(path: Path) -> None:
    key = Ed25519PrivateKey.generate()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    _write(aside, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), 0o600)
    try:
        path.hardlink_to(aside)  # of two first sealers the earlier wins
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def _write(path: Path, data: bytes, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
