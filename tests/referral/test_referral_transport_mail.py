"""S/MIME mail over a real server: signed, enveloped, the reference only outside; OpenSSL opens what arrives."""

import email
import email.policy
import json
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from referral.reports import AT, a_report, addressees_of
from transport_servers import Authority, Mailbox, free_port, mail_server

from inspection.errors import ReferralFault
from inspection.referral.bundle import bundle, damaged
from inspection.referral.delivery.transports import LastingReferralFault, Mail
from inspection.referral.delivery.transports.settings import MailServer, MailSettings
from inspection.referral.model import Addressed, Transport


@pytest.fixture(scope="module")
def content(catalogue):
    """A bundle for the police directorate of Liège."""
    return bundle(
        addressees_of(catalogue)[0], a_report(), catalogue, exhibits=[("photo-01.jpg", b"\x00\xff\n" * 9_000)]
    )


@pytest.fixture(scope="module")
def keys(tmp_path_factory) -> Path:
    """A keys folder: the authority, the server, this house, an addressee, and one whose certificate is over."""
    authority = Authority(tmp_path_factory.mktemp("keys"), AT)
    for name in ("server", "house", "addressee", "other"):
        authority.issue(name)
    authority.issue("old", until=AT - timedelta(days=1))
    return authority.folder


def mail_to(keys: Path, port: int, certificate: str | None = "addressee.pem", **changed) -> Mail:
    """The transport as the settings make it."""
    server = {
        "host": "localhost",
        "port": port,
        "sender": "vigie@inspection.example",
        "certificate": "house.pem",
        "key": "house.key",
        "authority": "authority.pem",
        "seconds": 2,
    }
    box = MailSettings(to="pjf@example.org", certificate=certificate)
    return Mail(MailServer(**{**server, **changed}), {"pjf-liege": box}, keys)


def opened(raw: bytes, keys: Path, tmp_path: Path, who: str = "addressee") -> dict[str, bytes]:
    """Open a mail as its addressee does, with OpenSSL: decrypt, verify, and return the files inside."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not on this machine")
    (tmp_path / "mail.eml").write_bytes(raw)
    run = {"check": True, "capture_output": True, "cwd": tmp_path}
    reader = ["-recip", str(keys / f"{who}.pem"), "-inkey", str(keys / f"{who}.key")]
    subprocess.run(["openssl", "cms", "-decrypt", "-in", "mail.eml", "-out", "signed.eml", *reader], **run)
    trusted = ["-CAfile", str(keys / "authority.pem"), "-attime", str(int(AT.timestamp()))]
    subprocess.run(["openssl", "cms", "-verify", "-in", "signed.eml", "-out", "inside.eml", *trusted], **run)
    inside = email.message_from_bytes((tmp_path / "inside.eml").read_bytes(), policy=email.policy.default)
    assert inside.get_body().get_content().strip().startswith("R-26-")
    return {part.get_filename(): part.get_content() for part in inside.iter_attachments()}


def test_a_bundle_arrives_signed_and_sealed(keys, content, tmp_path):
    """The addressee gets every file whole; what any server on the way sees is a reference and two addresses."""
    box = Mailbox()
    with mail_server(box, (keys / "server.pem", keys / "server.key")) as port:
        way: Transport = mail_to(keys, port)
        assert isinstance(way, Addressed)
        sent = way.send(content, at=AT)
    assert (sent.state, way.deduplicates) == ("sent", False)
    (raw,) = box.mails
    assert damaged(opened(raw, keys, tmp_path)) == []
    outside = email.message_from_bytes(raw, policy=email.policy.default)
    assert outside["Subject"] == content.reference
    assert outside.get_content_type() == "application/pkcs7-mime"
    assert set(outside.keys()) <= {
        "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "MIME-Version",
        "From", "To", "Subject", "Date", "Message-ID", "X-Peer", "X-MailFrom", "X-RcptTo",
    }  # fmt: skip
    assert b"Exempel" not in raw
    assert b"Restaurant" not in raw
    with pytest.raises(subprocess.CalledProcessError):
        opened(raw, keys, tmp_path, who="other")


def test_aes_256_closes_the_envelope(keys, content, tmp_path):
    """OpenSSL names the cipher that was used."""
    box = Mailbox()
    with mail_server(box, (keys / "server.pem", keys / "server.key")) as port:
        mail_to(keys, port).send(content, at=AT)
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not on this machine")
    (tmp_path / "mail.eml").write_bytes(box.mails[0])
    shown = subprocess.run(
        ["openssl", "cms", "-cmsout", "-print", "-noout", "-in", "mail.eml"],
        check=True, capture_output=True, cwd=tmp_path, text=True,
    ).stdout  # fmt: skip
    assert "aes-256-cbc" in shown


def test_a_certificate_that_is_over_sends_nothing_and_is_told(keys, content):
    """The addressee's or our own: a lasting fault, and the server hears nothing."""
    box = Mailbox()
    with mail_server(box, (keys / "server.pem", keys / "server.key")) as port:
        for way in (mail_to(keys, port, "old.pem"), mail_to(keys, port, certificate="addressee.pem")):
            at = AT if way._boxes["pjf-liege"].certificate == "old.pem" else AT + timedelta(days=60)
            with pytest.raises(LastingReferralFault, match="REFER-802"):
                way.send(content, at=at)
    assert box.mails == []


def test_without_a_certificate_nothing_is_mailed(keys, content):
    """Such an addressee is not served by mail at all."""
    way = mail_to(keys, 1, certificate=None)
    assert not way.serves("pjf-liege")
    with pytest.raises(LastingReferralFault, match="REFER-846"):
        way.send(content, at=AT)


@pytest.mark.parametrize(
    ("fault", "kind", "mails"),
    [
        ("451", ReferralFault, 1),
        ("slow", ReferralFault, 2),
        ("cut", ReferralFault, 2),
        ("550", LastingReferralFault, 1),
    ],
)
@pytest.mark.few(2)
def test_trouble_is_a_fault_and_the_next_try_goes(keys, content, fault, kind, mails):
    """Busy, silent, hung up after taking it, refused; where a mail comes twice it has the same id."""
    box = Mailbox(faults=[fault])
    with mail_server(box, (keys / "server.pem", keys / "server.key")) as port:
        way = mail_to(keys, port)
        with pytest.raises(kind) as caught:
            way.send(content, at=AT)
        assert type(caught.value) is kind
        assert "example" not in str(caught.value)
        assert way.send(content, at=AT + timedelta(minutes=1)).state == "sent"
    assert len(box.mails) == mails
    assert len({email.message_from_bytes(raw)["Message-ID"] for raw in box.mails}) == 1


def test_a_server_that_others_vouch_for_or_none_gets_nothing(keys, content, tmp_path):
    """A certificate of another authority, and nobody there: it waits."""
    stranger = Authority(tmp_path / "stranger", AT)
    box = Mailbox()
    with mail_server(box, stranger.issue("server")) as port, pytest.raises(ReferralFault, match="REFER-847"):
        mail_to(keys, port).send(content, at=AT)
    with pytest.raises(ReferralFault, match="REFER-847"):
        mail_to(keys, free_port()).send(content, at=AT)
    assert box.mails == []
    assert json.loads(dict(content.files)["manifest.json"])["key"] == content.key
