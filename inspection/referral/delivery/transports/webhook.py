"""Delivery to a web address: TLS both ways if asked, an HMAC signature, and a key that makes twice once."""

import base64
import hmac
import ssl
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import httpx

from inspection.errors import ReferralFault, SettingsFault
from inspection.life_cycles import DeliveryState
from inspection.referral.bundle import sha256_of_bytes
from inspection.referral.delivery.naming import folder_of
from inspection.referral.delivery.transports.settings import LastingReferralFault, WebhookSettings, key_file, trusting
from inspection.referral.model import Bundle, Handed, Sent
from inspection.sealing import canonical_json

SCHEMA = "vigie/webhook/1"
_PASSES = frozenset({408, 425, 429})
_SHORTEST_SECRET = 32


class Webhook:
    """A transport that posts a bundle with `Idempotency-Key`, the bundle's key.

    The addressee's side promises one effect a key: it answers 2xx again, or 409 naming the key, to what it has.
    """

    name = "webhook"
    deduplicates = True

    def __init__(self, addresses: Mapping[str, WebhookSettings], keys: Path) -> None:
        self._addresses, self._keys = dict(addresses), keys

    def serves(self, recipient: str) -> bool:
        """Tell whether somebody has an address here."""
        return recipient in self._addresses

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        """Post a bundle; raises ReferralFault where the addressee is away, has trouble, or refuses it."""
        address = self._addresses.get(bundle.recipient)
        if address is None:
            raise LastingReferralFault("REFER-817", recipient=bundle.recipient)
        body = body_of(bundle)
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": bundle.key,
            **signature_headers(body, bundle.key, self._secret(address), at),
        }
        try:
            with (
                httpx.Client(verify=self._context(address), timeout=address.seconds, trust_env=False) as client,
                client.stream("POST", address.url, content=body, headers=headers) as answer,
            ):
                return _read(answer, bundle, at)  # the status and one header say it all; the body is not read
        except httpx.HTTPError as fault:
            raise ReferralFault("REFER-819", kind=type(fault).__name__, recipient=bundle.recipient) from None

    def _secret(self, address: WebhookSettings) -> bytes:
        secret = key_file(self._keys, address.secret).read_bytes().strip()
        if len(secret) < _SHORTEST_SECRET:
            raise SettingsFault("SETTING-802", shortest_secret=_SHORTEST_SECRET)
        return secret

    def _context(self, address: WebhookSettings) -> ssl.SSLContext:
        context = trusting(self._keys, address.authority)
        if address.certificate and address.key:
            chain = key_file(self._keys, address.certificate, secret=False)
            context.load_cert_chain(chain, key_file(self._keys, address.key))
        return context


def body_of(bundle: Bundle) -> bytes:
    """Return what is posted: the bundle's files in one JSON object, the same bytes however often it is made."""
    files = [
        {"name": name, "sha256": sha256_of_bytes(content), "content": base64.b64encode(content).decode()}
        for name, content in bundle.files
    ]
    told = {"schema": SCHEMA, "reference": bundle.reference, "recipient": bundle.recipient, "key": bundle.key}
    return canonical_json({**told, "files": files}).encode()


def signature_headers(body: bytes, key: str, secret: bytes, at: datetime) -> dict[str, str]:
    """Return the headers by which an addressee knows that a post is ours, is of this key, and when it was made."""
    moment = str(int(at.timestamp()))
    signed = hmac.digest(secret, f"{moment}.{key}.".encode() + body, "sha256").hex()
    return {"Vigie-Timestamp": moment, "Vigie-Signature": f"sha256={signed}"}


def _read(answer: httpx.Response, bundle: Bundle, at: datetime) -> Sent:
    status = answer.status_code
    is_had = status == 409 and hmac.compare_digest(
        answer.headers.get("Idempotency-Key", "").encode(), bundle.key.encode()
    )
    if is_had or 200 <= status < 300:
        state: Handed = DeliveryState.SENT if status == 202 else DeliveryState.DELIVERED
        receipt = f"webhook {status} {folder_of(bundle.reference, bundle.key)}"
        return Sent(state=state, at=at, receipt=receipt)
    raise _refusal(status, bundle.recipient)


def _refusal(status: int, recipient: str) -> ReferralFault:
    if status >= 500 or status in _PASSES:
        return ReferralFault("REFER-809", status=status, recipient=recipient)
    return LastingReferralFault("REFER-837", status=status, recipient=recipient)
