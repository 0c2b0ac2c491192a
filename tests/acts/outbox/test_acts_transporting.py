"""The ways of an installation: each addressee by its own order, the rest by hand, and what lasts told at once."""

import json
from pathlib import Path

import paramiko
import pytest
from builders_acts import AT, LIEGE, a_suspicious_control, later, raised
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from sqlmodel import col, select
from transport_servers import SECRET, Authority, Hook, free_port, sftp_server, webhook

from inspection.acts.controls import save
from inspection.acts.delivery import deliver, prepare_by_hand
from inspection.acts.outbox import followed_transports, transports
from inspection.acts.referrals import acknowledge, log_call
from inspection.errors import AccessRefused, SettingsFault
from inspection.referral.delivery import FileDrop
from inspection.store.queries import deliveries, referrals
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import AttemptRow, DeliveryRow
from inspection.time_of import now
from inspection.trust import AppContext

BY = "insp-liege-1"


def referred(house: AppContext, **ways: list[str]) -> None:
    """A referral to the police and the auditorate of Liège, each by the ways that its line allows."""
    save(house.acting(BY, AT), a_suspicious_control("yes"), place=LIEGE)
    with house.store.write() as session:
        for row in session.exec(select(DeliveryRow)):
            row.transports = ways.get(row.recipient.replace("-", "_"), row.transports)
            session.add(row)


def set_up(house: AppContext, recipients: dict[str, object]) -> None:
    """Write the installation's transports.yaml, which may be JSON."""
    house.home.mkdir(parents=True, exist_ok=True)
    (house.home / "transports.yaml").write_text(json.dumps({"recipients": recipients}))


def ssh_key(path: Path) -> paramiko.PKey:
    """An Ed25519 key of its own, in a file that only we may read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    path.chmod(0o600)
    return paramiko.Ed25519Key.from_private_key_file(str(path))


def test_without_settings_there_is_the_file_drop(house: AppContext) -> None:
    """The default needs no file."""
    (only,) = transports(house)
    assert isinstance(only, FileDrop)


def test_ways_follow_their_files_and_a_mistake_in_them_stops_nobody(house: AppContext) -> None:
    """All threads of a process have the same ones; what is wrong, empty or gone leaves the ways of before in use.

    Without the file a bundle would leave without the addressee's envelope. A first file that was a mistake and is taken
    away again hinders nothing.
    """
    ways, file = followed_transports(house), house.home / "transports.yaml"
    assert followed_transports(house.pinned()) is ways
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("recipients: [")
    with pytest.raises(SettingsFault):
        ways.reload_if_changed(at_once=True)
    file.unlink()
    assert not ways.reload_if_changed(at_once=True)
    set_up(house, {"pjf-liege": {"webhook": {"url": "https://a.example/", "secret": "theirs"}}})
    assert ways.reload_if_changed(at_once=True)
    assert [way.name for way in ways.value] == ["webhook", "file_drop"]
    for wrong in ("recipients: [", "", None):
        file.unlink() if wrong is None else file.write_text(wrong)
        with pytest.raises((SettingsFault, FileNotFoundError)):
            ways.reload_if_changed(at_once=True)
        assert [way.name for way in ways.value] == ["webhook", "file_drop"]


def test_each_addressee_is_reached_its_own_way_with_one_effect_each(house: AppContext, tmp_path: Path) -> None:
    """SFTP cut after the upload for one, a webhook that was down for the other: both delivered, both once."""
    keys, theirs = house.settings.keys, tmp_path / "theirs"
    theirs.mkdir()
    ours, host, hook = ssh_key(keys / "sftp.key"), ssh_key(tmp_path / "host.key"), Hook(faults=["503"])
    authority = Authority(keys, now())
    server = authority.issue("server")
    (keys / "aud.secret").write_bytes(SECRET)
    (keys / "aud.secret").chmod(0o600)
    with (
        sftp_server(theirs, faults=["cut at renamed"], host_key=host, allowed=ours) as port,
        webhook(hook, server) as web,
    ):
        pinned = f"{host.get_name()} {host.get_base64()}"
        sftp = {"host": "127.0.0.1", "port": port, "account": "vigie", "key": "sftp.key", "folder": "/"}
        post = {"url": f"https://localhost:{web}/bundles", "secret": "aud.secret", "authority": "authority.pem"}
        set_up(house, {"pjf-liege": {"sftp": {**sftp, "host_key": pinned}}, "aud-liege": {"webhook": post}})
        referred(house, pjf_liege=["webhook", "sftp", "file_drop"], aud_liege=["webhook", "file_drop"])
        ways = transports(house)
        first = deliver(house.acting(at=later(minutes=1)), ways)
        assert (first.sent, first.failed, first.by_hand) == (0, 2, 0)
        second = deliver(house.acting(at=later(minutes=3)), ways)
        assert (second.sent, second.failed) == (2, 0)
    assert {d.state for d in deliveries(house.store)} == {"delivered"}
    assert (len(list(theirs.iterdir())), hook.effects) == (1, 1)
    assert not house.settings.outbox.exists()
    with house.store.read() as session:
        assert set(session.exec(select(AttemptRow.transport))) == {"sftp", "webhook"}


def test_what_time_does_not_mend_is_told_at_once(house: AppContext) -> None:
    """A refusal by the addressee's system, at the first attempt; the other addressee gets its bundle."""
    keys, hook = house.settings.keys, Hook(faults=["422"])
    server = Authority(keys, now()).issue("server")
    (keys / "aud.secret").write_bytes(SECRET)
    (keys / "aud.secret").chmod(0o600)
    with webhook(hook, server) as web:
        post = {"url": f"https://localhost:{web}/bundles", "secret": "aud.secret", "authority": "authority.pem"}
        set_up(house, {"aud-liege": {"webhook": post}})
        referred(house, aud_liege=["webhook"])
        done = deliver(house.acting(at=later(minutes=1)), transports(house))
    assert (done.sent, done.failed) == (1, 1)
    assert [(a.kind, a.for_role) for a in raised(house)] == [("delivery_failing", "team_head")]


def test_an_addressee_that_is_away_is_told_after_some_attempts(house: AppContext) -> None:
    """Nobody listens: it waits, longer each time, and is not told at the first."""
    set_up(house, {"aud-liege": {"webhook": {"url": f"https://localhost:{free_port()}/x", "secret": "aud.secret"}}})
    secret = house.settings.keys / "aud.secret"
    secret.parent.mkdir(parents=True, exist_ok=True)
    secret.write_bytes(SECRET)
    secret.chmod(0o600)
    referred(house, aud_liege=["webhook"])
    assert deliver(house.acting(at=later(minutes=1)), transports(house)).failed == 1
    assert raised(house) == []


def test_telephone_and_paper_wait_for_a_person(house: AppContext) -> None:
    """Nothing automatic serves them; script and letter move no state, a call and a typed answer do."""
    referred(house, pjf_liege=["telephone"], aud_liege=["paper"])
    assert deliver(house.acting(at=later(minutes=1)), transports(house)).by_hand == 2
    by_office = {d.recipient: d.id for d in deliveries(house.store)}
    script = prepare_by_hand(house.acting(BY, later(minutes=2)), by_office["pjf-liege"], "telephone")
    letter = prepare_by_hand(house.acting(BY, later(minutes=2)), by_office["aud-liege"], "paper")
    reference = referrals(house.store)[0].reference
    assert reference in script
    assert reference in letter
    assert {d.state for d in deliveries(house.store)} == {"queued"}
    log_call(
        house.acting(BY, later(minutes=3)), by_office["pjf-liege"], "duty_officer", "Wait.", True, number="02 000 00 00"
    )
    assert acknowledge(house.acting(BY, later(hours=5)), reference, recipient="aud-liege").is_closed
    assert deliver(house.acting(at=later(hours=6)), transports(house)).by_hand == 0
    with house.store.read() as session:
        prepared = session.exec(select(AuditEntryRow).where(col(AuditEntryRow.act) == "delivery.prepare")).all()
    assert [entry.facts["way"] for entry in prepared] == ["telephone", "paper"]


def test_somebody_of_another_district_prepares_nothing(house: AppContext) -> None:
    """A letter holds names."""
    referred(house)
    with pytest.raises(AccessRefused):
        prepare_by_hand(house.acting("insp-namur-1", AT), deliveries(house.store)[0].id, "paper")
