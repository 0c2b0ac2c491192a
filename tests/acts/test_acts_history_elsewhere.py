"""The other place of checkpoints: by SFTP to the machine that was agreed, each once, and later what could not go."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import paramiko
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from transport_servers import sftp_server

from inspection.errors import HistoryFault
from inspection.history import Asked, WitnessHome, make_witness, newest_in_folder, open_witness

AT = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)


def ssh_key(path: Path) -> paramiko.PKey:
    """An Ed25519 key of its own, in a file that only we may read."""
    path.write_bytes(Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))
    path.chmod(0o600)
    return paramiko.Ed25519Key.from_private_key_file(str(path))


def signs(witness: WitnessHome) -> None:
    """A further checkpoint, of a trail that stands still."""
    newest = witness.notary.newest()
    witness.notary.sign(Asked(newest.number if newest else 0, {}, {}), (), at=AT)


def with_sftp(home: Path, port: int, pinned: paramiko.PKey) -> WitnessHome:
    """The witness, told of a folder on another machine."""
    server = {"host": "127.0.0.1", "port": port, "account": "vigie", "key": "sftp.key", "folder": "/"}
    server["host_key"] = f"{pinned.get_name()} {pinned.get_base64()}"
    (home / "witness.json").write_text(json.dumps({"offices": [1], "folder": None, "sftp": server}))
    return open_witness(home)


def test_checkpoints_go_to_another_machine_once_each_and_wait_where_it_is_away(tmp_path: Path) -> None:
    """Not to a machine with another key; what waited goes with the next one, and what lies there is never replaced."""
    home, there = tmp_path / "home", tmp_path / "there"
    there.mkdir()
    signs(make_witness(home, (1,)))
    ours, host = ssh_key(home / "sftp.key"), ssh_key(tmp_path / "host.key")
    with sftp_server(there, faults=[], host_key=host, allowed=ours) as port:
        stranger = with_sftp(home, port, ssh_key(tmp_path / "other.key"))
        with pytest.raises(HistoryFault, match="HISTORY-136"):
            stranger.push()
        assert (stranger.pushed, list(there.iterdir())) == (0, [])
        witness = with_sftp(home, port, host)
        signs(witness)
        witness.push()
        assert witness.pushed == 2
        assert newest_in_folder(there) == witness.notary.newest()
        assert len(list(there.iterdir())) == 2
        (there / "0000000003.json").write_text("another")
        signs(witness)
        with pytest.raises(HistoryFault, match="another checkpoint"):
            witness.push()
        assert ((there / "0000000003.json").read_text(), witness.pushed) == ("another", 2)


def test_a_folder_that_is_not_there_is_told_and_not_made_up(tmp_path: Path) -> None:
    """A disk that is not mounted must not become a folder of this machine."""
    witness = make_witness(tmp_path / "home", (1,), tmp_path / "away")
    signs(witness)
    with pytest.raises(HistoryFault, match="HISTORY-136"):
        witness.push()
    (tmp_path / "away").mkdir()
    witness.push()
    witness.push()
    assert [path.name for path in (tmp_path / "away").iterdir()] == ["0000000001.json"]


def test_the_office_reads_what_the_witness_puts_into_a_folder(tmp_path: Path) -> None:
    """Whatever the umask of the witness's account; what lies there under the same number is never replaced."""
    witness = make_witness(tmp_path / "home", (1,), tmp_path)
    signs(witness)
    before = os.umask(0o077)
    try:
        witness.push()
    finally:
        os.umask(before)
    assert (tmp_path / "0000000001.json").stat().st_mode & 0o777 == 0o644
    (tmp_path / "0000000002.json").write_text("another")
    signs(witness)
    with pytest.raises(HistoryFault, match="another checkpoint"):
        witness.push()
    assert (tmp_path / "0000000002.json").read_text() == "another"


def test_a_checkpoint_is_added_whole_where_the_system_writes_half(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write may be shorter than what was asked; the name of a new log outlives a power cut too."""
    write, synced = os.write, []
    monkeypatch.setattr(os, "write", lambda to, body: write(to, body[: len(body) // 2]))
    monkeypatch.setattr("inspection.history.logs.sync_folder", synced.append)
    witness = make_witness(tmp_path / "home", (1,))
    signs(witness)
    signs(witness)
    assert [one.number for one in witness.notary.log.all()] == [1, 2]
    assert synced == [tmp_path / "home"]
