"""Delivery by S/MIME mail: signed, enveloped, over TLS; the mail server's yes is all that is known afterwards."""

import smtplib
import ssl
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import cast

from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from inspection.errors import ReferralFault
from inspection.referral.delivery.transports.faults import LastingReferralFault
from inspection.referral.delivery.transports.settings import MailServer, MailSettings, key_file, secret_text
from inspection.referral.delivery.transports.smime import SigningKey, enveloped
from inspection.referral.model import KEY_SHOWN, Bundle, Sent

_PERMANENT = 500  # an answer of a mail server from here on stays the same however often it is asked


class Mail:
    """A transport that mails a bundle, encrypted for the addressee's certificate.

    A mail server recognises no bundle that it has: after a cut connection the same mail may come twice, with the same
    Message-ID, reference and content. So it does not claim to deduplicate, and it says "sent", never "delivered".
    """

    name = "mail"
    deduplicates = False

    def __init__(self, server: MailServer, boxes: Mapping[str, MailSettings], keys: Path) -> None:
        self._server, self._keys = server, keys
        self._boxes = {recipient: box for recipient, box in boxes.items() if box.certificate is not None}

    def serves(self, recipient: str) -> bool:
        """Tell whether somebody has a mailbox and a certificate; nothing is mailed that all could read."""
        return recipient in self._boxes

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        """Mail a bundle; raises ReferralFault where the certificate is over or the server does not take it."""
        box = self._boxes.get(bundle.recipient)
        if box is None or box.certificate is None:
            raise LastingReferralFault("REFER-846", recipient=bundle.recipient)
        mail = enveloped(
            bundle,
            to=self._certificate(box.certificate),
            by=(self._certificate(self._server.certificate), self._signing_key()),
            sender=self._server.sender,
            recipient_address=box.to,
            at=at,
        )
        try:
            with self._connected() as connection:
                connection.send_message(mail, self._server.sender, [box.to])
        except (OSError, smtplib.SMTPException) as fault:
            raise _told(fault, bundle.recipient) from None
        return Sent(state="sent", at=at, receipt=f"mail {bundle.reference}-{bundle.key[:KEY_SHOWN]}")

    def _connected(self) -> smtplib.SMTP:
        server, context = self._server, self._context()
        connection: smtplib.SMTP
        if server.tls == "implicit":
            connection = smtplib.SMTP_SSL(server.host, server.port, timeout=server.seconds, context=context)
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=server.seconds)
        try:
            if server.tls == "starttls":
                connection.starttls(context=context)
            if server.account is not None and server.password is not None:
                connection.login(server.account, secret_text(self._keys, server.password))
        except BaseException:
            connection.close()
            raise
        return connection

    def _context(self) -> ssl.SSLContext:
        authority = self._server.authority
        return ssl.create_default_context(
            cafile=str(key_file(self._keys, authority, secret=False)) if authority else None
        )

    def _certificate(self, name: str) -> x509.Certificate:
        return x509.load_pem_x509_certificate(key_file(self._keys, name, secret=False).read_bytes())

    def _signing_key(self) -> SigningKey:
        return cast(SigningKey, load_pem_private_key(key_file(self._keys, self._server.key).read_bytes(), None))


def _told(fault: Exception, recipient: str) -> ReferralFault:
    """Return what failed by its kind: a server's answer may quote an address, so it is never kept."""
    answers = (
        [answer for answer, _ in fault.recipients.values()]
        if isinstance(fault, smtplib.SMTPRecipientsRefused)
        else [fault.smtp_code]
        if isinstance(fault, smtplib.SMTPResponseException)
        else []
    )
    if any(int(answer) >= _PERMANENT for answer in answers):
        return LastingReferralFault("REFER-848", recipient=recipient)
    return ReferralFault("REFER-847", kind=type(fault).__name__, recipient=recipient)
