"""What a bundle wears when it leaves otherwise than by mail: the house's signature, and the addressee's envelope.

Both are put on when it is handed over, never when it is frozen: the key of a bundle, by which a second sending is
harmless, must not change with a certificate or with the random part of an encryption.
"""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final, cast

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key
from cryptography.hazmat.primitives.serialization.pkcs7 import (
    PKCS7EnvelopeBuilder,
    PKCS7Options,
    PKCS7SignatureBuilder,
)

from inspection.referral.bundle import ENVELOPE, LABEL, MANIFEST, SIGNATURE
from inspection.referral.delivery.reconciling import Listing
from inspection.referral.delivery.transports.faults import LastingReferralFault
from inspection.referral.delivery.transports.settings import HouseSettings, key_file
from inspection.referral.delivery.transports.smime import SigningKey, require_valid
from inspection.referral.model import Addressed, Bundle, Sent, Transport
from inspection.sealing import canonical_json

_LABEL_SCHEMA: Final = "vigie/envelope/1"
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can tell: equal files give equal archives


class Dress:
    """The certificates of this installation: its own, and those of addressees, read when something is sent.

    house
        By which manifests are signed; None where no certificate is configured.
    addressees
        File of the keys folder with the certificate of each recipient that has one.
    """

    def __init__(self, house: HouseSettings | None, addressees: Mapping[str, str], keys: Path) -> None:
        self._house, self._addressees, self._keys = house, dict(addressees), keys

    @property
    def is_empty(self) -> bool:
        """Whether nothing is signed and nothing is enveloped here."""
        return self._house is None and not self._addressees

    def ends(self) -> dict[str, datetime]:
        """Return the last moment of each certificate: of the house as "house", of addressees by recipient.

        Raises `LastingReferralFault` 510 where one cannot be read, `SettingsFault` 801 where one is missing.
        """
        house = {} if self._house is None else {"house": self._house.certificate}
        every = (house | self._addressees).items()
        return {whose: _certificate(self._keys, name, whose).not_valid_after_utc for whose, name in every}

    def signed(self, bundle: Bundle, at: datetime) -> Bundle:
        """Return a bundle with the house's signature beside its manifest; the bundle itself where there is none."""
        signature = self.signature(dict(bundle.files)[MANIFEST], bundle.recipient, at)
        return bundle if signature is None else replace(bundle, files=(*bundle.files, (SIGNATURE, signature)))

    def signature(self, content: bytes, recipient: str, at: datetime) -> bytes | None:
        """Return the detached CMS signature (DER) of what a recipient gets, or None where no certificate is configured.

        Raises `LastingReferralFault` 802 where the house's certificate is not valid at `at`.
        """
        if self._house is None:
            return None
        own = _certificate(self._keys, self._house.certificate, recipient)
        require_valid(own, at, recipient=recipient, whose="This house's")
        key = cast(SigningKey, load_pem_private_key(key_file(self._keys, self._house.key).read_bytes(), None))
        options = [PKCS7Options.DetachedSignature, PKCS7Options.Binary]
        return PKCS7SignatureBuilder().set_data(content).add_signer(own, key, SHA256()).sign(Encoding.DER, options)

    def enveloped(self, bundle: Bundle, at: datetime) -> Bundle:
        """Return a bundle in one envelope for its addressee alone; the bundle itself where it has no certificate.

        Outside stand the reference, the key, and the hashes by which the envelope is known again. Nothing leaves in
        clear once a certificate is configured: raises `LastingReferralFault` 802 where it is not valid at `at`, 845
        where it is not of RSA, 510 where it cannot be read.
        """
        name = self._addressees.get(bundle.recipient)
        if name is None:
            return bundle
        to = _certificate(self._keys, name, bundle.recipient)
        require_valid(to, at, recipient=bundle.recipient, whose="The addressee's")
        if not isinstance(to.public_key(), RSAPublicKey):
            raise LastingReferralFault("REFER-845", recipient=bundle.recipient)
        envelope = (
            PKCS7EnvelopeBuilder()
            .set_data(_zipped(bundle))
            .add_recipient(to)
            .set_content_encryption_algorithm(AES256)
            .encrypt(Encoding.DER, [PKCS7Options.Binary])
        )
        label = {
            "schema": _LABEL_SCHEMA,
            "reference": bundle.reference,
            "recipient": bundle.recipient,
            "key": bundle.key,
            "manifest_sha256": _sha256(dict(bundle.files)[MANIFEST]),
            "envelope_sha256": _sha256(envelope),
        }
        return replace(bundle, files=((LABEL, canonical_json(label).encode()), (ENVELOPE, envelope)))


class Dressed:
    """A transport that hands every bundle over as it must be dressed; all else is as the transport itself does it."""

    def __init__(self, way: Transport, dress: Dress) -> None:
        self._way, self._dress = way, dress
        self.name, self.deduplicates = way.name, way.deduplicates

    def serves(self, recipient: str) -> bool:
        """Tell whether the way reaches somebody."""
        return not isinstance(self._way, Addressed) or self._way.serves(recipient)

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        """Hand over a bundle, signed and enveloped as this installation is set up."""
        return self._way.send(self._dress.enveloped(self._dress.signed(bundle, at), at), at=at)


class DressedListing(Dressed):
    """The same of a transport whose other end can be looked at."""

    def held(self, recipient: str) -> Mapping[str, str]:
        """Return what lies at the addressee, as the transport says it."""
        assert isinstance(self._way, Listing)  # noqa: S101  made of nothing else
        return self._way.held(recipient)


class SignedOnly(Dressed):
    """The same of mail, which envelopes by itself: what it carries is signed and not wrapped twice."""

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        """Hand over a bundle with the house's signature inside."""
        return self._way.send(self._dress.signed(bundle, at), at=at)


def dressed(way: Transport, dress: Dress) -> Transport:
    """Return a way that dresses what it carries; the way itself where nothing is configured."""
    if dress.is_empty:
        return way
    if way.name == "mail":
        return SignedOnly(way, dress)
    return DressedListing(way, dress) if isinstance(way, Listing) else Dressed(way, dress)


def _certificate(keys: Path, name: str, recipient: str) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(key_file(keys, name, secret=False).read_bytes())
    except ValueError:
        raise LastingReferralFault("REFER-510", recipient=recipient) from None


def _zipped(bundle: Bundle) -> bytes:
    """Return every file in one archive, stored as it is: photos do not get smaller, and equal files are equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in bundle.files:
            archive.writestr(zipfile.ZipInfo(name, _FIRST_DAY), content)
    return buffer.getvalue()


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
