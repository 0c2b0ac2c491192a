"""Acknowledgements that an addressee's system signs: one written form, one key, one use.

A message is canonical JSON (sorted keys, no spaces, UTF-8) with its signature as the last thing checked. Whatever is
not byte for byte what the addressee signed is refused, so that nothing of it is left to a lenient reader; and the nonce
of the bundle, which only who holds the bundle knows, binds the answer to what was received.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from inspection.errors import ReferralFault
from inspection.life_cycles import DeliveryState, RefusalReason
from inspection.referral.delivery.answers import Answer, Receipt
from inspection.sealing import canonical_json

SCHEMA = "vigie/acknowledgement/1"
LONGEST_BYTES = 2048
_NAMES = frozenset({"schema", "reference", "recipient", "bundle_key", "nonce", "answer", "at", "signature"})
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_SIGNATURE = re.compile(r"[0-9a-f]{128}")


@dataclass(frozen=True, kw_only=True)
class Awaiting:
    """What is known of a bundle that left: what its acknowledgement must name.

    nonce
        The one in the bundle's manifest; never in a log, and in no `repr`.
    """

    reference: str
    recipient: str
    nonce: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class SignedReceipt(Receipt):
    """A receipt whose signature holds, for one bundle.

    message_sha256
        Hash of the whole message, by which the same one is known again.
    """

    bundle_key: str
    message_sha256: str


def read_acknowledgement(
    raw: bytes,
    pinned: Mapping[str, bytes],
    known: Callable[[str], Awaiting | None],
    *,
    now: datetime | None = None,
    ahead: timedelta = timedelta(0),
) -> SignedReceipt:
    """Return what a signed acknowledgement says, once everything in it was found right.

    pinned
        Ed25519 public key (32 bytes) of each recipient that signs.
    known
        Gives what left under a bundle's key, or None.
    now
        When it came; an answer that was signed later is refused.
    ahead
        How far the addressee's clock may run before ours all the same.

    Raises ReferralFault 821, 823, 825 to 828, 838, 840, 842 and 843 for anything else than the very bytes that the
    addressee signed.
    """
    message = _parsed(raw)
    awaited = known(message["bundle_key"])
    if awaited is None:
        raise ReferralFault("REFER-823")
    told = (message["reference"], message["recipient"])
    if told != (awaited.reference, awaited.recipient):
        raise ReferralFault("REFER-842")
    if not hmac.compare_digest(message["nonce"].encode(), awaited.nonce.encode()):
        raise ReferralFault("REFER-825")
    _verify(message, pinned.get(awaited.recipient))
    at = _moment(message["at"])
    if now is not None and at > now + ahead:
        raise ReferralFault("REFER-827")
    return SignedReceipt(
        reference=message["reference"],
        recipient=message["recipient"],
        by=message["recipient"],
        at=at,
        answer=message["answer"],
        reason=message.get("reason"),
        bundle_key=message["bundle_key"],
        message_sha256=hashlib.sha256(raw).hexdigest(),
    )


def sign_acknowledgement(said: Mapping[str, str], key: Ed25519PrivateKey) -> bytes:
    """Return the message that an addressee's system sends: `said` without schema and signature, both added here.

    It stands here for addressees that use our code, and as the reference of what must be signed.
    """
    body = {"schema": SCHEMA, **said}
    return canonical_json(body | {"signature": key.sign(canonical_json(body).encode()).hex()}).encode()


def _parsed(raw: bytes) -> dict[str, Any]:
    """Read a message in its one written form: a second spelling of the same values is another message."""
    if len(raw) > LONGEST_BYTES:
        raise ReferralFault("REFER-838", longest_bytes=LONGEST_BYTES)
    try:
        message = json.loads(raw.decode("utf-8"))
        is_canonical = canonical_json(message).encode() == raw
    except (ValueError, RecursionError):
        is_canonical, message = False, None
    if not is_canonical or not isinstance(message, dict):
        raise ReferralFault("REFER-821")
    names = _NAMES | ({"reason"} if message.get("answer") == DeliveryState.REFUSED else set())
    is_shaped = (
        message.keys() == names
        and all(isinstance(value, str) for value in message.values())
        and message["schema"] == SCHEMA
        and message["answer"] in get_args(Answer)
        and message.get("reason", RefusalReason.OTHER) in tuple(RefusalReason)
        and _MOMENT.fullmatch(message["at"])
        and _SIGNATURE.fullmatch(message["signature"])
    )
    if not is_shaped:
        raise ReferralFault("REFER-840", schema=SCHEMA)
    return message


def _verify(message: Mapping[str, str], key: bytes | None) -> None:
    if key is None:
        raise ReferralFault("REFER-826")
    body = {name: value for name, value in message.items() if name != "signature"}
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(
            bytes.fromhex(message["signature"]), canonical_json(body).encode()
        )
    except (InvalidSignature, ValueError):
        raise ReferralFault("REFER-828") from None


def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise ReferralFault("REFER-843") from None
