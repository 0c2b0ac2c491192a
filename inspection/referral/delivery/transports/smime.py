"""A bundle as S/MIME: CMS signed by this house, then enveloped with AES-256 for the addressee's certificate alone."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import (
    PKCS7EnvelopeBuilder,
    PKCS7Options,
    PKCS7SignatureBuilder,
)

from inspection.referral.delivery.transports.faults import LastingReferralFault
from inspection.referral.model import Bundle

SigningKey = RSAPrivateKey | EllipticCurvePrivateKey


def require_valid(certificate: x509.Certificate, at: datetime, *, recipient: str, whose: str) -> None:
    """Refuse a certificate that is over, or has not begun, at the moment of sending."""
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise LastingReferralFault("REFER-802", whose=whose, recipient=recipient)


def enveloped(
    bundle: Bundle,
    *,
    to: x509.Certificate,
    by: tuple[x509.Certificate, SigningKey],
    sender: str,
    recipient_address: str,
    at: datetime,
) -> EmailMessage:
    """Return the whole mail; outside the envelope stand two addresses, the reference and an id, and nothing else."""
    if not isinstance(to.public_key(), RSAPublicKey):
        raise LastingReferralFault("REFER-845", recipient=bundle.recipient)
    require_valid(to, at, recipient=bundle.recipient, whose="The addressee's")
    require_valid(by[0], at, recipient=bundle.recipient, whose="This house's")
    binary = [PKCS7Options.Binary]
    signed = PKCS7SignatureBuilder().set_data(_inside(bundle)).add_signer(*by, SHA256()).sign(Encoding.DER, binary)
    layer = _pkcs7("signed-data", signed)
    sealed = (
        PKCS7EnvelopeBuilder()
        .set_data(layer.as_bytes(policy=SMTP))
        .add_recipient(to)
        .set_content_encryption_algorithm(AES256)
        .encrypt(Encoding.DER, binary)
    )
    mail = _pkcs7("enveloped-data", sealed)
    mail["From"], mail["To"], mail["Subject"] = sender, recipient_address, bundle.reference
    mail["Date"] = at
    mail["Message-ID"] = f"<{bundle.key}@{sender.partition('@')[2]}>"  # the same for the same bundle: twice is seen
    return mail


def _inside(bundle: Bundle) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail.set_content(f"{bundle.reference}\n")
    for name, content in bundle.files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def _pkcs7(kind: str, der: bytes) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail.set_content(
        der,
        maintype="application",
        subtype="pkcs7-mime",
        filename="smime.p7m",
        params={"smime-type": kind, "name": "smime.p7m"},
    )
    return mail
