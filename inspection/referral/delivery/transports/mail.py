"""Delivery by S/MIME mail: signed, enveloped, over TLS; the mail server's yes is all that is known afterwards."""

import smtplib
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from inspection.errors import ReferralFault
from inspection.life_cycles import DeliveryState
from inspection.referral.delivery.naming import folder_of
from inspection.referral.delivery.transports import cms, settings
from inspection.referral.delivery.transports.settings import LastingReferralFault
from inspection.referral.model import Bundle, Sent

_PERMANENT = 500  # an answer of a mail server from here on stays the same however often it is asked


class Mail:
    """A transport that mails a bundle, encrypted for the addressee's certificate.

    A mail server recognises no bundle that it has: after a cut connection the same mail may come twice, with the same
    Message-ID, reference and content. So it does not claim to deduplicate, and it says "sent", never "delivered".
    """

    name = "mail"
    deduplicates = False

    def __init__(self, server: settings.MailServer, boxes: Mapping[str, settings.MailSettings], keys: Path) -> None:
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
        mail = self._mail(bundle, box.to, box.certificate, at)
        try:
            with self._connected() as connection:
                connection.send_message(mail, self._server.sender, [box.to])
        except (OSError, smtplib.SMTPException) as fault:
            raise _told(fault, bundle.recipient) from None
        return Sent(state=DeliveryState.SENT, at=at, receipt=f"mail {folder_of(bundle.reference, bundle.key)}")

    def _mail(self, bundle: Bundle, address: str, certificate: str, at: datetime) -> EmailMessage:
        """Return the whole mail; outside the envelope stand two addresses, the reference and an id, nothing else."""
        server, recipient = self._server, bundle.recipient
        names = server.certificate, server.key
        signed = cms.signed(_inside(bundle), self._keys, names, at, recipient=recipient, detached=False)
        layer = _pkcs7("signed-data", signed).as_bytes(policy=SMTP)
        mail = _pkcs7("enveloped-data", cms.enveloped(layer, self._keys, certificate, at, recipient=recipient))
        mail["From"], mail["To"], mail["Subject"] = server.sender, address, bundle.reference
        mail["Date"] = at
        # the same for the same bundle, so that whoever gets it twice sees it
        mail["Message-ID"] = f"<{bundle.key}@{server.sender.partition('@')[2]}>"
        return mail

    def _connected(self) -> smtplib.SMTP:
        return _connected(self._server, self._keys)


def send_plain(server: settings.MailServer, keys: Path, to: str, subject: str, words: str, *, at: datetime) -> None:
    """Mail a text that holds nothing of a case: no reference, no name, nothing attached.

    Errors: `ReferralFault` 847 or 848 where the server does not take it.
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"], mail["Date"] = server.sender, to, subject, at
    mail.set_content(words)
    try:
        with _connected(server, keys) as connection:
            connection.send_message(mail, server.sender, [to])
    except (OSError, smtplib.SMTPException) as fault:
        raise _told(fault, "mailbox") from None


def _connected(server: settings.MailServer, keys: Path) -> smtplib.SMTP:
    context = settings.trusting(keys, server.authority)
    connection: smtplib.SMTP
    if server.tls == "implicit":
        connection = smtplib.SMTP_SSL(server.host, server.port, timeout=server.seconds, context=context)
    else:
        connection = smtplib.SMTP(server.host, server.port, timeout=server.seconds)
    try:
        if server.tls == "starttls":
            connection.starttls(context=context)
        if server.account is not None and server.password is not None:
            connection.login(server.account, settings.secret_text(keys, server.password))
    except BaseException:
        connection.close()
        raise
    return connection


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


def _inside(bundle: Bundle) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail.set_content(f"{bundle.reference}\n")
    for name, content in bundle.files:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def _pkcs7(kind: str, der: bytes) -> EmailMessage:
    mail, params = EmailMessage(policy=SMTP), {"smime-type": kind, "name": "smime.p7m"}
    mail.set_content(der, maintype="application", subtype="pkcs7-mime", filename="smime.p7m", params=params)
    return mail
