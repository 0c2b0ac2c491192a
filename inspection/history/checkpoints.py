"""A checkpoint: where the trail stood, how many rows there were, and the Ed25519 signature of whoever saw it so."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from inspection.sealing import canonical_json

Heads = Mapping[str, tuple[int, str]]  # stream → number and hash of its last entry
START = "0" * 64
_ENTRY, _SIGNED, _ANSWERED = b"vigie.audit.1", b"vigie.checkpoint.2", b"vigie.witness.1"
_LEAF, _NODE = b"\0", b"\1"  # else a node could be passed off as a leaf
_FINGERPRINT = 16


@dataclass(frozen=True)
class Checkpoint:
    """Where every stream of the trail stood, signed.

    number, previous
        Each follows the one before it: 1 has `START` before it, every other the digest of its predecessor.
    counts
        Rows of what must never be lost, what was destroyed on the record counted with them.
    is_anew
        Whoever keeps the key accepted that the trail begins anew here, as after a restored backup.
    key, signature
        The public half of the key that signed it, and the signature, in hexadecimal digits.
    """

    number: int
    at: datetime
    previous: str
    heads: Heads
    counts: Mapping[str, int]
    is_anew: bool
    key: str
    signature: str = field(default="", repr=False)

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> "Checkpoint":
        """Read what `as_json` gave; whether it was signed is asked of `is_signed_by`.

        Errors: KeyError, TypeError, ValueError or AttributeError for what is no checkpoint.
        """
        heads = {str(stream): (int(n), str(head)) for stream, (n, head) in raw["heads"].items()}
        counts = {str(table): int(count) for table, count in raw["counts"].items()}
        texts = {name: str(raw[name]) for name in ("previous", "key", "signature")}
        at = datetime.fromisoformat(raw["at"])
        made = cls(number=int(raw["number"]), at=at, heads=heads, counts=counts, is_anew=bool(raw["is_anew"]), **texts)
        if made.as_json() != dict(raw):
            raise ValueError("not what was written")
        return made

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values; the root stands beside the heads, for whoever publishes that alone."""
        return {**self._statement, "heads": {k: list(v) for k, v in self.heads.items()}, "signature": self.signature}

    def signed(self, key: Ed25519PrivateKey) -> "Checkpoint":
        """Return it with the signature of a key."""
        mine = Checkpoint(**{**self._values, "key": public_of(key)})
        return Checkpoint(**{**mine._values, "signature": key.sign(mine._message).hex()})

    def is_signed_by(self, public_key: str) -> bool:
        """Tell whether the key with this public half signed exactly this."""
        return self.key == public_key and _is_signature(self.signature, public_key, self._message)

    @cached_property
    def root(self) -> str:
        """The root of the Merkle tree over the heads: a stream's head can be shown to be in it without the others."""
        return merkle_root([canonical_json([stream, *head]).encode() for stream, head in sorted(self.heads.items())])

    @cached_property
    def digest(self) -> str:
        """What names this checkpoint in the trail, and in the one that follows it."""
        return hashlib.sha256(self._message).hexdigest()

    @property
    def _values(self) -> dict[str, Any]:
        names = ("number", "at", "previous", "heads", "counts", "is_anew", "key", "signature")
        return {name: getattr(self, name) for name in names}

    @property
    def _statement(self) -> dict[str, Any]:
        plain = {name: getattr(self, name) for name in ("number", "previous", "is_anew", "key", "root")}
        return {**plain, "at": self.at.isoformat(), "counts": dict(self.counts)}

    @property
    def _message(self) -> bytes:
        return _SIGNED + canonical_json(self._statement).encode()


def proof_of(told: Mapping[str, Any], nonce: str, key: Ed25519PrivateKey) -> str:
    """Return the signature by which an answer is shown to be of now: the question brought a number of its own."""
    return key.sign(_answered(told, nonce)).hex()


def proves(proof: str, told: Mapping[str, Any], nonce: str, public_key: str) -> bool:
    """Tell whether whoever has the key of this public half gave this answer to the question with this number."""
    return _is_signature(proof, public_key, _answered(told, nonce))


def _answered(told: Mapping[str, Any], nonce: str) -> bytes:
    return _ANSWERED + canonical_json([nonce, told]).encode()


def _is_signature(signature: str, public_key: str, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def link(previous: str, body: Mapping[str, Any]) -> str:
    """Return the hash that binds an entry of the trail to the one before it in its stream."""
    return hashlib.sha256(_ENTRY + bytes.fromhex(previous) + canonical_json(body).encode()).hexdigest()


def merkle_root(leaves: list[bytes]) -> str:
    """Return the root of a Merkle tree; one leaf that is left over goes up as it is."""
    level = [hashlib.sha256(_LEAF + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = [hashlib.sha256(_NODE + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0].hex() if level else hashlib.sha256().hexdigest()


def public_of(key: Ed25519PrivateKey) -> str:
    """Return the public half of a key, in hexadecimal digits."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()


def fingerprint_of(public_key: str) -> str:
    """Return what somebody reads out to compare a public key."""
    return hashlib.sha256(bytes.fromhex(public_key)).hexdigest()[:_FINGERPRINT]
