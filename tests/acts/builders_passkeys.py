"""A device that keeps passkeys, in software: it answers as a real one does, and lies on demand."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import cbor2
from builders_acts import AT
from builders_identity import the_direction
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from inspection.acts import identity
from inspection.acts.identity import passkeys
from inspection.trust import AppContext, Context

ORIGIN = "http://localhost:8501"
_PRESENT, _VERIFIED, _WITH_KEY = 0x01, 0x04, 0x40


def text_of(raw: bytes) -> str:
    """Bytes as a browser writes them."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    """The other way round."""
    return urlsafe_b64decode(text + "==")


@dataclass
class Device:
    """One passkey on one device.

    count
        How often it signed; a device that counts nothing always says 0.
    """

    origin: str = ORIGIN
    host: str = "localhost"
    verifies: bool = True
    is_present: bool = True
    counts: bool = True
    count: int = 0
    cross_origin: bool = False
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    handle: str = ""

    def make(self, options: str, **client: Any) -> str:
        """Answer a page that asks for a new passkey."""
        asked = json.loads(options)
        self.handle = asked["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)}
        body = bytes(16) + len(self.credential).to_bytes(2) + self.credential + cbor2.dumps(cose)
        data = self._data(_WITH_KEY) + body
        said = {
            "clientDataJSON": text_of(self._client("webauthn.create", asked["challenge"], **client)),
            "attestationObject": text_of(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
        }
        return self._answer(said)

    def use(self, options: str, **client: Any) -> str:
        """Answer a page that asks for a passkey."""
        data, asked = self._data(), json.loads(options)
        told = self._client("webauthn.get", asked["challenge"], **client)
        signature = self.key.sign(data + hashlib.sha256(told).digest(), ec.ECDSA(SHA256()))
        said = {
            "clientDataJSON": text_of(told),
            "authenticatorData": text_of(data),
            "signature": text_of(signature),
            "userHandle": self.handle,
        }
        return self._answer(said)

    def _data(self, flags: int = 0) -> bytes:
        self.count += 1
        flags |= (_PRESENT if self.is_present else 0) | (_VERIFIED if self.verifies else 0)
        count = self.count if self.counts else 0
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + count.to_bytes(4)

    def _client(self, kind: str, challenge: str, /, **client: Any) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": self.cross_origin}
        return json.dumps({**said, **client}).encode()

    def _answer(self, said: dict[str, str]) -> str:
        name = text_of(self.credential)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": said})


def a_passkey(house: AppContext, user: str, device: Device | None = None, at: Any = AT) -> tuple[Device, Any]:
    """Enrol somebody with a passkey on a device; returns the device and the session."""
    device, here = device or Device(), house.acting("system", at)
    code = identity.issue_enrolment(the_direction(house, at), user).code
    asked = passkeys.ask_passkey_for_code(here, code)
    answer = device.make(asked.options)
    return device, passkeys.redeem_with_passkey(here, code, asked.pending, answer, ORIGIN, "my key")


def by_passkey(here: Context, device: Device) -> identity.SignedIn:
    """Sign in with a passkey, from the beginning to the end."""
    asked = passkeys.ask_passkey(here)
    return passkeys.sign_in_by_passkey(here, asked.pending, device.use(asked.options), ORIGIN)
