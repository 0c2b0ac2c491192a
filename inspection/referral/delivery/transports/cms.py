"""Signing and enveloping by CMS, the format of S/MIME: this house's certificate signs, the addressee's opens."""

from datetime import datetime
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key, pkcs7

from inspection.referral.delivery.transports.settings import LastingReferralFault, key_file

_Key = RSAPrivateKey | EllipticCurvePrivateKey


def certificate(keys: Path, name: str, recipient: str) -> x509.Certificate:
    """Return a certificate of the keys folder; raises `LastingReferralFault` 510 where it cannot be read."""
    try:
        return x509.load_pem_x509_certificate(key_file(keys, name, secret=False).read_bytes())
    except ValueError:
        raise LastingReferralFault("REFER-510", recipient=recipient) from None


def offered_certificate(content: bytes, at: datetime, *, recipient: str) -> x509.Certificate:
    """Return a certificate (PEM) that an addressee offers; raises as `enveloped` does where it cannot be used."""
    try:
        one = x509.load_pem_x509_certificate(content)
    except ValueError:
        raise LastingReferralFault("REFER-510", recipient=recipient) from None
    _require_valid(one, at, recipient=recipient, whose="The addressee's")
    _require_rsa(one, recipient)
    return one


def fingerprint_of(one: x509.Certificate) -> str:
    """Return the SHA-256 fingerprint of a certificate as hexadecimal digits."""
    return one.fingerprint(SHA256()).hex()


def signed(
    content: bytes, keys: Path, names: tuple[str, str], at: datetime, *, recipient: str, detached: bool
) -> bytes:
    """Return content signed by this house (DER), or the signature alone where it is `detached`.

    Arguments: `names` the files of its certificate and of its key.
    Raises `LastingReferralFault` 802 where the certificate is not valid at `at`.
    """
    own = certificate(keys, names[0], recipient)
    _require_valid(own, at, recipient=recipient, whose="This house's")
    key = cast(_Key, load_pem_private_key(key_file(keys, names[1]).read_bytes(), None))
    options = [*([pkcs7.PKCS7Options.DetachedSignature] if detached else []), pkcs7.PKCS7Options.Binary]
    return pkcs7.PKCS7SignatureBuilder().set_data(content).add_signer(own, key, SHA256()).sign(Encoding.DER, options)


def enveloped(content: bytes, keys: Path, name: str, at: datetime, *, recipient: str) -> bytes:
    """Return content that the addressee's certificate alone opens (DER).

    Raises `LastingReferralFault` 802 where the certificate is not valid at `at`, 845 where it is not of RSA, 510 where
    it cannot be read.
    """
    to = certificate(keys, name, recipient)
    _require_valid(to, at, recipient=recipient, whose="The addressee's")
    _require_rsa(to, recipient)
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(content).add_recipient(to)
    return builder.set_content_encryption_algorithm(AES256).encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])


def _require_rsa(one: x509.Certificate, recipient: str) -> None:
    if not isinstance(one.public_key(), RSAPublicKey):
        raise LastingReferralFault("REFER-845", recipient=recipient)


def _require_valid(one: x509.Certificate, at: datetime, *, recipient: str, whose: str) -> None:
    """Refuse a certificate that is over, or has not begun, at the moment of sending."""
    if not one.not_valid_before_utc <= at <= one.not_valid_after_utc:
        raise LastingReferralFault("REFER-802", whose=whose, recipient=recipient)
