"""`vigie witness`, and the starts that compare: a history that was cut is refused before anything runs."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from builders_flows import As, environment, vigie, written
from sqlalchemy import text

from flows.chase import chase
from flows.deliver_referrals import deliver_referrals
from inspection.errors import HistoryFault
from inspection.settings import Settings
from inspection.store.opening import open_store

BY = "direction-1"


@pytest.fixture
def home(ready_home: Path, tmp_path: Path) -> Path:
    """Give a home of its own."""
    return Path(shutil.copytree(ready_home, tmp_path / "home"))


def cut(home: Path, stream: str) -> None:
    """Take the last entry of a stream away, as an administrator could."""
    store = open_store(Settings(home=home))
    with store.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_entry_no_delete"))
        last = "(SELECT max(n) FROM audit_entry WHERE stream = :s)"
        connection.execute(text(f"DELETE FROM audit_entry WHERE stream = :s AND n = {last}"), {"s": stream})
    store.close()


def test_whatever_runs_long_or_writes_much_refuses_a_history_that_was_cut(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Serve, the scheduler and every flow, with the code that says what it is; verify and doctor tell it too."""
    assert vigie(home, "audit", "checkpoint", "--json").value["number"] == 1
    assert vigie(home, "audit", "verify", "--json").value["checkpoint"] == 1
    vigie(home, "refer", "send")
    cut(home, "registers")
    for line in (
        ("serve", "--port", "18431"),
        ("prefect", "start"),
        ("keep", "nightly"),
        ("audit", "verify"),
    ):
        said = vigie(home, *line, expected=2)
        assert "[HISTORY-102]" in said.err, line
    monkeypatch.setenv("VIGIE_HOME", str(home))
    for flow in (deliver_referrals, chase):
        with pytest.raises(HistoryFault, match="HISTORY-102"):
            flow()
    assert "HISTORY-102" in vigie(home, "doctor", expected=1).out
    assert vigie(home, "audit", "verify", "--json", expected=2).value["faults"] == ["HISTORY-102"]
    refused = vigie(home, "audit", "checkpoint", expected=2).err
    assert "[HISTORY-130]" in refused


def test_a_loss_without_a_witness_is_accepted_by_the_direction(home: Path) -> None:
    """Nobody else; what follows is signed anew."""
    vigie(home, "audit", "checkpoint")
    cut(home, "registers")
    assert "ACCESS" in vigie(home, "audit", "accept", expected=2).err
    people = json.loads(written(home, "roster/teams.json"))["users"]
    direction = next(one["id"] for one in people if one["role"] == "direction")
    assert vigie(home, "audit", "accept", As(direction), "--json").value == {"number": 2}
    vigie(home, "keep", "nightly")


def test_a_loss_of_the_portal_is_accepted_by_the_direction_of_its_office(home: Path) -> None:
    """Its own home knows nobody who could; it stands in both trails."""
    people = json.loads(written(home, "roster/teams.json"))["users"]
    direction = As(next(one["id"] for one in people if one["role"] == "direction"))
    assert "[PORTAL-102]" in vigie(home, "audit", "accept", "--portal", direction, expected=2).err
    vigie(home, "portal", "found")
    assert "[HISTORY-138]" in vigie(home, "audit", "accept", "--portal", direction, expected=2).err
    vigie(home, "keep", "nightly")
    cut(home / "portal", "house")
    assert "[HISTORY-102]" in vigie(home / "portal", "audit", "verify", expected=2).err
    assert "ACCESS" in vigie(home, "audit", "accept", "--portal", expected=2).err
    assert vigie(home, "audit", "accept", "--portal", direction, "--json").value == {"number": 2}
    vigie(home / "portal", "audit", "verify")


def test_a_witness_is_made_runs_and_is_pinned_by_its_fingerprint(home: Path, tmp_path: Path) -> None:
    """By the commands of the how-to; it ends when it is told to, and says what it signed."""
    there, socket, elsewhere = tmp_path / "w", Path(tempfile.mkdtemp(prefix="vigie-")) / "s", tmp_path / "elsewhere"
    elsewhere.mkdir()
    own = ("--home", str(there))
    assert "HISTORY-135" in vigie(home, "witness", "init", "--office", "no-such-account", *own, expected=2).err
    made = vigie(home, "witness", "init", "--office", str(os.getuid()), "--elsewhere", str(elsewhere), *own, "--json")
    assert "HISTORY-134" in vigie(home, "witness", "init", "--office", "0", *own, expected=2).err
    assert "HISTORY-138" in vigie(home, "witness", "accept", *own, expected=2).err
    line = [sys.executable, "-m", "vigie", "witness", "serve", *own, "--socket", str(socket)]
    process = subprocess.Popen(line, env=environment(home), stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        assert "answers" in process.stdout.readline()
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("VIGIE_WITNESS", str(socket))
            patched.setenv("VIGIE_CHECKPOINTS", str(elsewhere))
            assert "HISTORY-137" in vigie(home, "witness", "pin", "0" * 16, expected=2).err
            assert vigie(home, "witness", "pin", made.value["fingerprint"], "--json").value["witness"]
            assert vigie(home, "audit", "checkpoint", str(tmp_path / "copy.json"), "--json").value["number"] == 1
            assert (tmp_path / "copy.json").is_file()
            assert "Checkpoint 1" in vigie(home, "audit", "verify").out
            said = vigie(home, "doctor", expected=1).out
            assert "the witness runs under the account of this house" in said
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    assert not socket.exists()
    shown = vigie(home, "witness", "show", *own, "--json").value
    assert (shown["fingerprint"], shown["in the other place"]) == (made.value["fingerprint"], "1")
    assert "HISTORY-111" in vigie(home, "keep", "nightly", expected=2).err
    assert vigie(home, "witness", "accept", *own, "--json").value == {"after": 1}
