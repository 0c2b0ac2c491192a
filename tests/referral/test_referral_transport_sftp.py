"""SFTP into a real server's folder: whole or not at all, twice is once, and only on the server that was agreed."""

import threading
from hashlib import sha256

import paramiko
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from referral.reports import AT, a_report, addressees_of
from transport_servers import free_port, sftp_server

from inspection.errors import ReferralFault
from inspection.referral.bundle import bundle, damaged
from inspection.referral.delivery.transports import LastingReferralFault, Sftp
from inspection.referral.delivery.transports.settings import SftpSettings


def a_key(folder, name):
    """An Ed25519 key as OpenSSH keeps it."""
    private = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    path = folder / name
    path.write_bytes(private)
    path.chmod(0o600)
    return paramiko.Ed25519Key.from_private_key_file(str(path))


class Side:
    """The addressee's side: its folder, its keys, its faults."""

    def __init__(self, folder):
        self.keys, self.root = folder / "keys", folder / "theirs"
        self.keys.mkdir()
        (self.root / "in").mkdir(parents=True)
        self.ours, self.host, self.faults = a_key(self.keys, "ours.key"), a_key(folder, "host.key"), []

    def running(self):
        return sftp_server(self.root, faults=self.faults, host_key=self.host, allowed=self.ours)

    def way(self, port, **changed):
        server = {
            "host": "127.0.0.1",
            "port": port,
            "account": "vigie",
            "key": "ours.key",
            "host_key": f"{self.host.get_name()} {self.host.get_base64()}",
            "folder": "/in",
            "seconds": 1,
        }
        return Sftp({"pjf-liege": SftpSettings(**{**server, **changed})}, self.keys)

    def bundles(self):
        """The bundles that the addressee sees, each checked against its manifest."""
        seen = [p for p in (self.root / "in").iterdir() if not p.name.startswith(".")]
        assert all(damaged({f.name: f.read_bytes() for f in p.iterdir()}) == [] for p in seen)
        return [p.name for p in seen]


@pytest.fixture
def side(tmp_path):
    return Side(tmp_path)


@pytest.fixture(scope="module")
def content(catalogue):
    """A bundle for the police directorate of Liège, larger than one packet."""
    return bundle(addressees_of(catalogue)[0], a_report(), catalogue, exhibits=[("photo-01.jpg", b"x" * 150_000)])


def test_a_bundle_arrives_whole_and_the_same_again_changes_nothing(side, content):
    """One folder, named by reference and key; the second sending finds it."""
    with side.running() as port:
        way = side.way(port)
        first = way.send(content, at=AT)
        assert way.send(content, at=AT) == first
        assert list(held := way.held("pjf-liege")) == side.bundles() == [f"{content.reference}-{content.key[:12]}"]
    assert list(held.values()) == [sha256(dict(content.files)["manifest.json"]).hexdigest()]
    assert (first.state, way.deduplicates) == ("delivered", True)


@pytest.mark.parametrize("fault", ["cut at open", "cut at rename", "cut at renamed", "slow at open", "slow at renamed"])
def test_cut_or_silent_anywhere_the_retry_gives_one_effect(side, content, fault):
    """Also after the upload: delivered there and not told here, it is found on the next try."""
    side.faults.append(fault)
    with side.running() as port:
        with pytest.raises(ReferralFault, match="REFER-849"):
            side.way(port).send(content, at=AT)
        assert len(side.bundles()) <= 1
        assert side.way(port, seconds=5).send(content, at=AT).state == "delivered"
        assert len(side.bundles()) == 1
    assert [p for p in (side.root / "in").iterdir() if p.name.endswith(".part")] == []


@pytest.mark.parametrize("kind", ["same kind", "other kind"])
def test_another_host_key_is_told_at_once_and_gets_nothing(side, content, tmp_path, kind):
    """Somebody stands between, or the server changed: no file leaves, a person is told."""
    pinned = a_key(tmp_path, "pinned.key") if kind == "same kind" else paramiko.RSAKey.generate(2048)
    with side.running() as port:
        way = side.way(port, host_key=f"{pinned.get_name()} {pinned.get_base64()}")
        with pytest.raises(ReferralFault) as caught:
            way.send(content, at=AT)
    assert side.bundles() == []
    assert caught.value.code in {"REFER-818", "REFER-849", "REFER-850"}
    assert isinstance(caught.value, LastingReferralFault) or kind == "other kind"


def test_an_account_that_is_refused_is_told_at_once(side, content, tmp_path):
    """The key is not the one that the addressee knows."""
    a_key(side.keys, "wrong.key")
    with side.running() as port, pytest.raises(LastingReferralFault, match="REFER-818"):
        side.way(port, key="wrong.key").send(content, at=AT)
    assert side.bundles() == []


def test_nobody_there_and_no_such_folder_are_tried_again(side, content):
    """Both may be mended on the other side; nothing of the content stands in the message."""
    with pytest.raises(ReferralFault, match="REFER-849"):
        side.way(free_port()).send(content, at=AT)
    with side.running() as port, pytest.raises(ReferralFault, match="REFER-849"):
        side.way(port, folder="/nowhere").send(content, at=AT)


def test_two_senders_at_once_have_one_effect(side, content):
    """The delivery thread and the net under it: one folder stands, whole."""
    done = []
    with side.running() as port:
        threads = [
            threading.Thread(target=lambda: done.append(side.way(port, seconds=10).send(content, at=AT)))
            for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert len(done) == 4
    assert len(side.bundles()) == 1
