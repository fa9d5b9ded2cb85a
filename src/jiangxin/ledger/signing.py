"""The key that signs seals, and how a seal becomes one line of bytes.

The private key lies in the folder of keys (0600), made with the first seal; the public
key beside it as PEM, for whoever verifies elsewhere.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from jiangxin.kernel.signing import SigningKey, key_id, signed_by
from jiangxin.ledger.errors import SealKeyMissing, SealKeyWrong

__all__ = ["Stretch", "key_id", "private_path", "public_path", "signed_by", "signer", "verifier"]


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
    return _key().public_path


def signer(wanted: str | None) -> Ed25519PrivateKey:
    """Return the signing key; made when nothing was ever sealed (``wanted`` None), else it must be that one."""
    return _key().signer(wanted)


def verifier(wanted: str) -> Ed25519PublicKey:
    """Return the public key that the seals name; read from its own file, else from the signing key's."""
    return _key().verifier(wanted)


def _key() -> SigningKey:
    return SigningKey(private_path(), SealKeyMissing, SealKeyWrong)
