"""What is put on a bundle when it leaves otherwise than by mail: the house's signature, and the addressee's envelope.

Both are put on when it is handed over, never when it is frozen: the key of a bundle, by which a second sending is
harmless, must not change with a certificate or with the random part of an encryption.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from inspection.referral.bundle import ENVELOPE, LABEL, MANIFEST, SIGNATURE, sha256_of_bytes
from inspection.referral.delivery.reconciling import Listing
from inspection.referral.delivery.transports import cms
from inspection.referral.delivery.transports.settings import HouseSettings
from inspection.referral.model import Addressed, Bundle, Sent, Transport
from inspection.sealing import canonical_json

_LABEL_SCHEMA: Final = "vigie/envelope/1"
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP can tell: equal files give equal archives


class BundleSealing:
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
        return {whose: cms.certificate(self._keys, name, whose).not_valid_after_utc for whose, name in every}

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
        names = self._house.certificate, self._house.key
        return cms.signed(content, self._keys, names, at, recipient=recipient, detached=True)

    def enveloped(self, bundle: Bundle, at: datetime) -> Bundle:
        """Return a bundle in one envelope for its addressee alone; the bundle itself where it has no certificate.

        Outside stand the reference, the key, and the hashes by which the envelope is known again. Nothing leaves in
        clear once a certificate is configured: raises `LastingReferralFault` 802 where it is not valid at `at`, 845
        where it is not of RSA, 510 where it cannot be read.
        """
        name = self._addressees.get(bundle.recipient)
        if name is None:
            return bundle
        envelope = cms.enveloped(_zipped(bundle), self._keys, name, at, recipient=bundle.recipient)
        label = {
            "schema": _LABEL_SCHEMA,
            "reference": bundle.reference,
            "recipient": bundle.recipient,
            "key": bundle.key,
            "manifest_sha256": sha256_of_bytes(dict(bundle.files)[MANIFEST]),
            "envelope_sha256": sha256_of_bytes(envelope),
        }
        return replace(bundle, files=((LABEL, canonical_json(label).encode()), (ENVELOPE, envelope)))


class SealedTransport:
    """A transport that signs and envelopes every bundle on its way; all else is as the transport itself does it."""

    def __init__(self, way: Transport, sealing: BundleSealing) -> None:
        self._way, self._sealing = way, sealing
        self.name, self.deduplicates = way.name, way.deduplicates

    def serves(self, recipient: str) -> bool:
        """Tell whether the way reaches somebody."""
        return not isinstance(self._way, Addressed) or self._way.serves(recipient)

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        """Hand over a bundle, signed and enveloped as this installation is set up."""
        return self._way.send(self._sealing.enveloped(self._sealing.signed(bundle, at), at), at=at)


class SealedListing(SealedTransport):
    """The same of a transport whose other end can be looked at."""

    def held(self, recipient: str) -> Mapping[str, str]:
        """Return what lies at the addressee, as the transport says it."""
        assert isinstance(self._way, Listing)  # noqa: S101  made of nothing else
        return self._way.held(recipient)


class SignedTransport(SealedTransport):
    """The same of mail, which envelopes by itself: what it carries is signed and not wrapped twice."""

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        """Hand over a bundle with the house's signature inside."""
        return self._way.send(self._sealing.signed(bundle, at), at=at)


def with_sealing(way: Transport, sealing: BundleSealing) -> Transport:
    """Return a way that signs and envelopes what it carries; the way itself where nothing is configured."""
    if sealing.is_empty:
        return way
    if way.name == "mail":
        return SignedTransport(way, sealing)
    return SealedListing(way, sealing) if isinstance(way, Listing) else SealedTransport(way, sealing)


def _zipped(bundle: Bundle) -> bytes:
    """Return every file in one archive, stored as it is: photos do not get smaller, and equal files are equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in bundle.files:
            archive.writestr(zipfile.ZipInfo(name, _FIRST_DAY), content)
    return buffer.getvalue()
