"""A key that signs a chain: made once, readable by its owner alone, its public half beside it as PEM.

Whatever is signed names its key by the first sixteen digits of the SHA-256 of the raw public key.
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

from jiangxin.kernel.refusal import Refusal


@dataclass(frozen=True)
class SigningKey:
    """One key file, and the refusals with which its loss and its exchange are told."""

    path: Path
    missing: type[Refusal]
    wrong: type[Refusal]

    @property
    def public_path(self) -> Path:
        """Return where the public key lies."""
        return self.path.with_suffix(".pub")

    def signer(self, wanted: str | None) -> Ed25519PrivateKey:
        """Return the signing key; made when nothing was ever signed (``wanted`` None), else it must be that one."""
        if wanted is None and not self.path.exists():
            self._make()
        try:
            key = load_pem_private_key(self.path.read_bytes(), password=None)
        except FileNotFoundError as error:
            raise self.missing(path=str(self.path)) from error
        except (ValueError, OSError) as error:
            raise self.wrong(path=str(self.path), wanted=wanted or "?") from error
        if not isinstance(key, Ed25519PrivateKey) or wanted not in {None, key_id(key.public_key())}:
            raise self.wrong(path=str(self.path), wanted=wanted or "?")
        if not self.public_path.exists():
            _write(self.public_path, pem(key.public_key()), 0o644)
        return key

    def verifier(self, wanted: str) -> Ed25519PublicKey:
        """Return the public key that a chain names; read from its own file, else from the signing key's."""
        if not self.public_path.exists():
            return self.signer(wanted).public_key()
        try:
            key = load_pem_public_key(self.public_path.read_bytes())
        except (ValueError, OSError) as error:
            raise self.wrong(path=str(self.public_path), wanted=wanted) from error
        if not isinstance(key, Ed25519PublicKey) or key_id(key) != wanted:
            raise self.wrong(path=str(self.public_path), wanted=wanted)
        return key

    def _make(self) -> None:
        key = Ed25519PrivateKey.generate()
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        _write(aside, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), 0o600)
        try:
            self.path.hardlink_to(aside)  # of two first sealers the earlier wins
        except FileExistsError:
            pass
        finally:
            aside.unlink()


def key_id(key: Ed25519PublicKey) -> str:
    """Return the short name of a key."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def pem(key: Ed25519PublicKey) -> bytes:
    """Return a public key as PEM."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def signed_by(key: Ed25519PublicKey, root: str, signature: str) -> bool:
    """Tell whether this key signed this root."""
    try:
        key.verify(bytes.fromhex(signature), root.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _write(path: Path, data: bytes, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
