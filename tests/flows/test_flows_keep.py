"""The night's work and `vigie keep`: proposed by the schedule, confirmed by a person, told by counts."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from builders_flows import As, vigie

import flows.keep as keeping
from inspection.acts import retention
from inspection.acts.history import signing
from inspection.acts.retention import ErasureProof
from inspection.errors import HistoryFault
from inspection.history import Checkpoint
from inspection.settings import Settings
from inspection.store.core import new_id
from inspection.store.opening import open_store
from inspection.store.queries import alerts
from inspection.time_of import now
from inspection.trust import Context

BY = "supervisor-leuven"


@pytest.fixture
def home(ready_home: Path, tmp_path: Path) -> Path:
    """Give a home with travel times that were kept a long time ago."""
    import os

    copied = tmp_path / "home"
    shutil.copytree(ready_home, copied)
    file = copied / "cache" / "roads" / "edition" / "table.npz"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"x")
    os.utime(file, (1_600_000_000, 1_600_000_000))
    return copied


def test_what_the_night_proposes_a_person_confirms(home: Path) -> None:
    """The trail is signed beside it; the purge report names classes and counts; a second night finds nothing."""
    assert vigie(home, "keep", "nightly", "--json").value == {"proposed": 1}
    (checkpoint,) = (home / "checkpoints").glob("*.jsonl")
    assert json.loads(checkpoint.read_text())["heads"]["house"][0] > 0
    listed = vigie(home, "keep", "list", As(BY), "--json").value
    (waiting,) = listed["erasures"]
    assert waiting["due"] == {"road_time_cache": 1}
    line = ("keep", "confirm", waiting["reference"], waiting["sha256"])
    assert " ".join(("vigie", *line)) in vigie(home, "keep", "list", As(BY)).out
    alerted = vigie(home, "alerts", "list", As(BY), columns=100).out.split()
    assert {"erasure_waiting", waiting["reference"]} <= set(alerted)
    assert "purge report" in vigie(home, *line, As(BY)).out
    assert "erasure_waiting" not in vigie(home, "alerts", "list", As(BY)).out
    assert not (home / "cache/roads/edition/table.npz").exists()
    assert vigie(home, *line, As(BY), "--json").value["report"] == {"erased": {"road_time_cache": 1}}
    assert vigie(home, "keep", "nightly", "--json").value == {"proposed": 0}
    assert "Nothing is due." in vigie(home, "keep", "propose").out


def test_a_proof_tells_backups_that_hold_it_from_those_that_cannot_be_read(home: Path) -> None:
    """Two numbers, in words and in JSON; travel times are in no backup, and of a damaged one nobody knows."""
    vigie(home, "keep", "nightly")
    (waiting,) = vigie(home, "keep", "list", As(BY), "--json").value["erasures"]
    vigie(home, "keep", "confirm", waiting["reference"], waiting["sha256"], As(BY))
    line = ("keep", "proof", "edition/table.npz", As(BY))
    vigie(home, "backup")
    assert "Backups that hold rows of it: 0. That cannot be read, and may: 0." in vigie(home, *line).out
    (manifest,) = home.with_name("home-backups").glob("manifests/*.backup")
    manifest.write_bytes(manifest.read_bytes()[:-1])
    assert "Backups that hold rows of it: 0. That cannot be read, and may: 1." in vigie(home, *line).out
    said = vigie(home, *line, "--json").value
    assert (said["backups"], said["unreadable_backups"]) == (0, 1)
    manifest.parent.rename(manifest.parent.with_name("aside"))
    assert "are not here: none was looked at." in vigie(home, *line).out
    assert vigie(home, *line, "--json").value["unreadable_backups"] is None


def test_a_proof_tells_copies_that_hold_the_key_from_those_that_cannot_be_read(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two numbers, as of backups: a copy that opens it still is to be taken away, a damaged one to be looked at."""
    vigie(home, "keep", "nightly")
    (waiting,) = vigie(home, "keep", "list", As(BY), "--json").value["erasures"]
    vigie(home, "keep", "confirm", waiting["reference"], waiting["sha256"], As(BY))
    prove = retention.erasure_proof

    def of_a_key(context: Context, subject: str) -> ErasureProof:
        return replace(prove(context, subject), destroyed_at=now(), copies=1, unreadable_copies=2)

    monkeypatch.setattr(retention, "erasure_proof", of_a_key)
    told = vigie(home, "keep", "proof", "edition/table.npz", As(BY)).out
    assert "Copies of the keyring that open it still: 1. That cannot be read, and may: 2." in told


def test_a_portal_that_cannot_be_signed_keeps_nothing_else_from_being_done(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All the rest of the night is done and the office's trail signed; then the run fails, and the office is told."""
    vigie(home, "portal", "found")
    monkeypatch.setenv("VIGIE_HOME", str(home))
    done: list[str] = []
    monkeypatch.setattr(keeping, "forget_raw_deliveries", lambda: done.append("forgotten"))
    sign = signing.take_checkpoint

    def signs(context: Context) -> Checkpoint:
        if context.settings.is_portal:
            raise HistoryFault("HISTORY-113", kind="test")
        done.append("signed")
        return sign(context)

    monkeypatch.setattr(signing, "take_checkpoint", signs)
    with pytest.raises(HistoryFault, match="HISTORY-113"):
        keeping.keep()
    assert done == ["forgotten", "signed"]
    store = open_store(Settings(home=home))
    assert "portal:HISTORY-113" in [one.subject for one in alerts(store)]
    monkeypatch.setattr(signing, "take_checkpoint", sign)
    keeping.sign_portal()
    assert "portal:HISTORY-113" not in [one.subject for one in alerts(store)]  # it is signed now
    store.close()


def test_the_trail_is_signed_whatever_else_of_the_night_failed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A portal that cannot even be opened is told to the office too, by the kind of what happened."""
    monkeypatch.setenv("VIGIE_HOME", str(home))
    done: list[str] = []

    def fails(*_: object) -> None:
        raise OSError("a path that nobody should read")

    monkeypatch.setattr(keeping, "watch_registers", fails)
    monkeypatch.setattr(keeping, "sign_trail", lambda: done.append("signed"))
    monkeypatch.setattr("inspection.acts.portal.portal_app", fails)
    with pytest.raises(OSError, match="a path"):
        keeping.keep()
    assert done == ["signed"]
    store = open_store(Settings(home=home))
    assert "portal:VIGIE-900" in [one.subject for one in alerts(store)]
    store.close()


def test_a_legal_hold_is_placed_and_lifted(home: Path) -> None:
    """By the id of a record, for a reason of one word; what would hold nothing is refused."""
    told = ("complaint", "add", "est:8000000001", "--district", "leuven", "--text", "-", "--json")
    subject = vigie(home, *told, As("head-leuven"), typed="Nobody is paid\n").value["id"]
    assert "STORE-087" in vigie(home, "keep", "hold", new_id(), As(BY), "--reason", "appeal", expected=2).err
    assert "STORE-080" in vigie(home, "keep", "hold", subject, As(BY), expected=2).err
    assert vigie(home, "keep", "hold", subject, As(BY), "--reason", "appeal", "--json").value["reason"] == "appeal"
    assert subject in vigie(home, "keep", "list", As(BY)).out
    assert "Lifted." in vigie(home, "keep", "hold", subject, As(BY), "--lift").out
    assert vigie(home, "keep", "list", As(BY), "--json").value["holds"] == []
    assert "STORE-081" in vigie(home, "keep", "hold", subject, As(BY), "--lift", expected=2).err
