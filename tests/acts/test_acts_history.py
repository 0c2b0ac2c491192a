"""The history of a house: signed by a witness under another account, and held against what it signed at every start."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control, an_office, later
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from houses import House, house_of
from sqlalchemy import text
from witnesses import Witness, may_be_another, witness

from inspection.acts.controls import save
from inspection.acts.history import accept_loss, compare, is_due, pin_witness, require_unbroken, sign_if_due
from inspection.acts.history import take_checkpoint as take
from inspection.errors import AccessRefused, HistoryFault
from inspection.history import Checkpoint, ask_newest
from inspection.history_settings import HistorySettings
from inspection.settings import Settings
from inspection.store.core import Store
from inspection.store.queries import alerts


@pytest.fixture(scope="module")
def a_witness() -> Iterator[Witness]:
    """Give a witness that runs, under another account where this one may start it so."""
    with witness() as one:
        yield one


@pytest.fixture
def fresh_witness() -> Iterator[Witness]:
    """Give a witness that has signed nothing."""
    with witness() as one:
        yield one


@pytest.fixture
def watched(embedded: House, fresh_witness: Witness) -> House:
    """Give a house with a witness, a control and a checkpoint."""
    house = with_witness(embedded, fresh_witness)
    pin_witness(house.acting_as_flow("history", AT), fresh_witness.fingerprint)
    refer(house)
    take(house.acting_as_flow("history", AT))
    return house


def with_witness(house: House, one: Witness) -> House:
    """The same house, told where its witness is."""
    named = replace(house.settings, history=HistorySettings(witness=one.socket, elsewhere=one.elsewhere))
    return house_of(replace(house, settings=named))


def refer(house: House, minutes: int = 0) -> None:
    """A control with a suspicion: entries in several streams, a referral and its deliveries."""
    save(house.acting("insp-liege-1", later(minutes=minutes)), a_suspicious_control("yes"), place=LIEGE)


def signed(house: House, minutes: int = 0) -> Checkpoint:
    """A further checkpoint, after a further control."""
    refer(house, minutes)
    return take(house.acting_as_flow("history", later(minutes=minutes)))


def wrong(house: House, *, whole: bool = False) -> list[str]:
    """What is wrong with the history, by code."""
    return [fault.code for fault in compare(house.store, house.settings, whole=whole).faults]


def noted(house: House, *, whole: bool = False) -> list[str]:
    """What must be mended and puts nothing in doubt, by code."""
    return [fault.code for fault in compare(house.store, house.settings, whole=whole).notes]


def unguarded(store: Store, *statements: str) -> None:
    """Do what an administrator could."""
    with store.engine.begin() as connection:
        for verb in ("update", "delete", "gap"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS audit_entry_no_{verb}"))
        for statement in statements:
            connection.execute(text(statement))


def back(house: House, files: dict[Path, bytes]) -> House:
    """The house with an older database in the place of its own."""
    house.store.close()
    for file in house.settings.store_file.parent.iterdir():
        file.unlink()
    for file, body in files.items():
        file.write_bytes(body)
    return with_same(house, an_office(Settings(home=house.home)))


def with_same(house: House, opened: House) -> House:
    """What was opened anew, with the settings of before."""
    return house_of(replace(opened, settings=house.settings))


def database_of(house: House) -> dict[Path, bytes]:
    """The database as it stands, byte for byte."""
    house.store.forget()  # all of it in one file
    return {house.settings.store_file: house.settings.store_file.read_bytes()}


def log_of(house: House) -> Path:
    """This home's copies of checkpoints."""
    return compare(house.store, house.settings).signer.log.file


@pytest.mark.skipif(not may_be_another(), reason="only root may start a process as another account")
def test_the_witness_runs_under_another_account_whose_key_nobody_else_reads(watched: House, fresh_witness: Witness):
    """The process is nobody's, its home is closed, and the house knows that it is apart."""
    assert compare(watched.store, watched.settings).is_apart
    assert fresh_witness.account != os.getuid()
    key = fresh_witness.home / "witness.key"
    assert (key.stat().st_uid, key.stat().st_mode & 0o777) == (fresh_witness.account, 0o600)
    assert fresh_witness.home.stat().st_mode & 0o077 == 0
    status = Path(f"/proc/{fresh_witness.pid}/status").read_text()
    assert f"Uid:\t{fresh_witness.account}\t{fresh_witness.account}\t" in status


def test_a_house_that_goes_on_is_signed_and_every_copy_is_the_same(watched: House, fresh_witness: Witness):
    """Here, at the witness and in the other place; the trail tells of each, and nothing is wrong."""
    for minutes in (1, 2):
        made = signed(watched, minutes)
    assert made.number == 3
    assert (wrong(watched, whole=True), noted(watched, whole=True)) == ([], [])
    answer = ask_newest(fresh_witness.socket)
    assert (answer.newest, answer.pushed) == (made, 3)
    there = sorted(fresh_witness.elsewhere.iterdir())
    assert len(there) == 3
    assert Checkpoint.read(json.loads(there[-1].read_text())) == made
    assert made.counts == {"control": 3, "delivery": 6, "referral": 3}


@pytest.mark.parametrize("since", [1, 2])
def test_an_older_database_is_noticed_and_the_witness_signs_nothing(watched: House, since: int):
    """Yesterday's copy verifies as whole by itself; the checkpoints after it, even a single one, let it not pass."""
    older = database_of(watched)
    for minutes in range(1, since + 1):
        signed(watched, minutes)
    house = back(watched, older)
    assert set(wrong(house)) == {"HISTORY-101", "HISTORY-104"}
    with pytest.raises(HistoryFault):
        require_unbroken(house)
    with pytest.raises(HistoryFault, match="HISTORY-130"):
        signed(house, 3)


def test_a_cut_end_and_a_rewritten_entry_are_told_apart(watched: House):
    """Each with its own code; a row of another table that goes is counted."""
    unguarded(watched.store, "DELETE FROM audit_entry WHERE stream = 'referral' AND n > 1")
    assert wrong(watched) == ["HISTORY-102"]
    unguarded(watched.store, "UPDATE audit_entry SET hash = previous WHERE stream = 'control'")
    assert wrong(watched) == ["HISTORY-102", "HISTORY-103"]


def test_rows_that_are_gone_are_noticed(watched: House):
    """A referral that an administrator takes away with what hangs on it."""
    with watched.store.engine.begin() as connection:
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        connection.execute(text("DELETE FROM attempt"))
        connection.execute(text("DELETE FROM delivery"))
        connection.execute(text("PRAGMA defer_foreign_keys = OFF"))
    assert wrong(watched) == ["HISTORY-104"]


def test_a_forged_checkpoint_is_noticed_wherever_it_lies(watched: House, fresh_witness: Witness):
    """Signed with another key, or with the signature of another one: in this home, and in the other place."""
    made = signed(watched, 1)
    forged = replace(made, number=9).signed(Ed25519PrivateKey.generate())
    for file in (log_of(watched), fresh_witness.elsewhere / "0000000009.json"):
        before = file.read_bytes() if file.exists() else b""
        file.write_bytes(before + json.dumps(forged.as_json()).encode() + b"\n")
        assert "HISTORY-105" in wrong(watched)
        file.write_bytes(before) if before else file.unlink()
    assert wrong(watched) == []


@pytest.mark.battery(reason="a cut, a rewritten entry, rows that go and a forged checkpoint are tried in every run")
def test_a_witness_whose_own_copy_was_cut_is_noticed(watched: House, fresh_witness: Witness):
    """This home and the other place hold later ones than it says."""
    signed(watched, 1)
    signed(watched, 2)
    if not may_be_another():
        pytest.skip("only root may write into the witness's home here")
    (log,) = fresh_witness.home.glob("*.jsonl")
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:1]))
    assert "HISTORY-114" in wrong(watched)


@pytest.mark.battery(reason="a cut, a rewritten entry, rows that go and a forged checkpoint are tried in every run")
def test_checkpoints_that_go_are_missed(watched: House, fresh_witness: Witness):
    """The other place's, while no witness answers: the trail tells how many there were. This home's own: a note."""
    signed(watched, 1)
    signed(watched, 2)
    ask_newest(fresh_witness.socket)  # it answers when it has pushed what it signed
    log_of(watched).write_bytes(b"".join(log_of(watched).read_bytes().splitlines(keepends=True)[:1]))
    away = with_witness(watched, replace(fresh_witness, socket=fresh_witness.socket.parent / "none"))
    assert noted(away) == ["HISTORY-113", "HISTORY-114"]
    (fresh_witness.elsewhere / "0000000003.json").unlink()
    (fresh_witness.elsewhere / "0000000002.json").unlink()
    assert (wrong(away), noted(away)) == (["HISTORY-106"], ["HISTORY-113"])


@pytest.mark.battery(reason="a cut, a rewritten entry, rows that go and a forged checkpoint are tried in every run")
def test_a_second_machine_keeps_what_it_asked_for_itself(watched: House, tmp_path: Path):
    """Where the witness answers nothing is missed there, not even where it never asked."""
    signed(watched, 1)
    signed(watched, 2)
    log_of(watched).rename(tmp_path / "of-the-first-machine")
    assert (wrong(watched, whole=True), noted(watched, whole=True)) == ([], [])


@pytest.mark.battery(reason="a cut, a rewritten entry, rows that go and a forged checkpoint are tried in every run")
def test_nobody_waits_for_the_other_place(watched: House, fresh_witness: Witness):
    """What was signed goes there after the answer: where it is away, the next answer tells."""
    ask_newest(fresh_witness.socket)  # the first is there: it answers when it has pushed
    fresh_witness.elsewhere.rename(fresh_witness.elsewhere.with_name("away"))

    def told(minutes: int) -> list[str]:
        signed(watched, minutes)
        return [one.subject for one in alerts(watched.store, service="ONSS") if one.kind == "history_unsigned"]

    assert (told(1), told(2)) == ([], ["ONSS:HISTORY-136"])
    answer = ask_newest(fresh_witness.socket)
    assert (answer.pushed, bool(answer.trouble)) == (1, True)
    fresh_witness.elsewhere.with_name("away").rename(fresh_witness.elsewhere)
    signed(watched, 3)
    answer = ask_newest(fresh_witness.socket)
    assert (answer.pushed, answer.trouble) == (4, "")


def test_a_flow_counts_nothing(watched: House, monkeypatch: pytest.MonkeyPatch):
    """Its start looks up where each stream stood; what must never be lost is counted where something runs long."""

    def counting(*_: object) -> None:
        raise AssertionError("counted")

    monkeypatch.setattr("inspection.trust.verifying.counts_of", counting)
    require_unbroken(watched, counts=False)
    with pytest.raises(AssertionError, match="counted"):
        require_unbroken(watched)


@pytest.mark.battery(reason="signing and its copies are tried in every run")
def test_what_cannot_be_signed_is_an_alert_and_stops_nothing_else(watched: House, fresh_witness: Witness):
    """Once a day for each code, to the direction; the newest copy that is here is still compared."""
    away = with_witness(watched, replace(fresh_witness, socket=fresh_witness.socket.parent / "none"))
    soon = 60 * 24 * 400  # the witness has a clock of its own, and it may be later there
    refer(away, soon)
    for minutes in (soon, soon + 1):
        with pytest.raises(HistoryFault, match="HISTORY-113"):
            sign_if_due(away.acting_as_flow("history", later(minutes=minutes)))
    raised = [one for one in alerts(away.store, service="ONSS") if one.kind == "history_unsigned"]
    assert [(one.subject, one.for_role) for one in raised] == [("ONSS:HISTORY-113", "direction")]
    assert (wrong(away), noted(away)) == ([], ["HISTORY-113"])


def test_settings_that_leave_the_witness_out_are_refused(watched: House, embedded: House, fresh_witness: Witness):
    """Nobody gets rid of a witness by a variable; and a database of before it was pinned is not one that knows it."""
    assert wrong(embedded) == ["HISTORY-111"]
    with pytest.raises(HistoryFault, match="HISTORY-111"):
        take(embedded.acting_as_flow("history", AT))
    with witness() as other:
        there = with_witness(watched, other)
        assert "HISTORY-112" in wrong(there)
        with pytest.raises(HistoryFault, match="HISTORY-137"):
            pin_witness(there.acting_as_flow("history", AT), fresh_witness.fingerprint)
        with pytest.raises(AccessRefused):  # another in its place is the direction's to pin
            pin_witness(there.acting_as_flow("history", AT), other.fingerprint)
        pin_witness(there.acting("direction-1", later(minutes=1)), other.fingerprint)
        assert take(there.acting_as_flow("history", later(minutes=2))).number == 1
        assert wrong(there) == []


def test_a_house_that_knows_no_witness_yet_is_told(embedded: House, a_witness: Witness):
    """Where settings name one: either it is new, or this database is older than it."""
    assert wrong(with_witness(embedded, a_witness)) == ["HISTORY-110"]


@pytest.mark.battery(reason="a cut, a rewritten entry, rows that go and a forged checkpoint are tried in every run")
def test_a_restored_backup_begins_anew_once_when_the_witness_was_told(watched: House, fresh_witness: Witness):
    """By the account of the witness; before and after it, nothing goes back."""
    older = database_of(watched)
    signed(watched, 1)
    signed(watched, 2)
    house = back(watched, older)
    accepted = fresh_witness.home / "accepted"
    accepted.write_text("3")
    accepted.chmod(0o644)  # the witness reads it under another account, whatever the umask here
    waits = compare(house.store, house.settings)
    assert "HISTORY-119" in [note.code for note in waits.notes]
    assert (waits.faults, waits.seen_by) == ((), None)  # nothing was compared: nobody says that a checkpoint saw it so
    made = take(house.acting_as_flow("history", later(minutes=3)))
    assert (made.number, made.is_anew, wrong(house)) == (4, True, [])
    assert compare(house.store, house.settings).seen_by is not None
    assert not signed(house, 4).is_anew
    unguarded(house.store, "DELETE FROM audit_entry WHERE stream = 'referral' AND n > 1")
    with pytest.raises(HistoryFault, match="HISTORY-130"):
        take(house.acting_as_flow("history", later(minutes=5)))


@pytest.mark.battery(reason="the doctor finds a cut trail by such a key in every run")
def test_without_a_witness_a_key_of_the_home_signs(embedded: House):
    """It finds what is clumsy: a cut, a lost log, a changed line; the direction may let it begin anew."""
    house = embedded
    for minutes in (0, 1, 2):
        signed(house, minutes)
    assert (wrong(house, whole=True), compare(house.store, house.settings).is_apart) == ([], False)
    log, lines = log_of(house), log_of(house).read_bytes().splitlines(keepends=True)
    for body, codes in (
        (b"".join(lines[:2]), ["HISTORY-106"]),
        (b"", ["HISTORY-106"]),
        (lines[0] + lines[2], ["HISTORY-109"]),
        (lines[0] + lines[1].replace(b'"referral": 2', b'"referral": 1') + lines[2], ["HISTORY-105"]),
        (b"".join(lines) + b"half a li", []),
        (b"".join(lines) + b"no checkpoint\n", ["HISTORY-108", "HISTORY-108", "HISTORY-106"]),
    ):
        log.write_bytes(body)
        assert wrong(house, whole=True) == codes
    log.write_bytes(b"".join(lines) + b"half a li")
    assert signed(house, 3).number == 4
    assert wrong(house, whole=True) == []
    unguarded(house.store, "DELETE FROM audit_entry WHERE stream = 'referral' AND n > 1")
    assert wrong(house) == ["HISTORY-102"]
    with pytest.raises(AccessRefused):
        accept_loss(house.acting("supervisor-liege", later(minutes=4)))
    assert accept_loss(house.acting("direction-1", later(minutes=4))).is_anew
    assert wrong(house, whole=True) == []


def test_it_is_signed_after_so_many_rows_or_minutes_and_not_for_its_own_sake(house: House):
    """The account of a checkpoint is no reason for the next one."""
    context = house.acting_as_flow("history", AT)
    assert is_due(context)
    assert sign_if_due(context) is not None
    assert not is_due(house.acting_as_flow("history", later(hours=5)))
    refer(house, 1)
    assert not is_due(house.acting_as_flow("history", later(minutes=2)))
    assert is_due(house.acting_as_flow("history", later(minutes=16)))
    assert wrong(house) == []


@pytest.mark.battery(reason="a cut, a rewritten entry, rows that go and a forged checkpoint are tried in every run")
def test_a_witness_that_starts_again_reads_its_own_copies_first(watched: House, fresh_witness: Witness):
    """A line that was changed, or is gone, is not signed on."""
    if not may_be_another():
        pytest.skip("only root may read the witness's home here")
    from inspection.history import open_witness

    signed(watched, 1)
    (log,) = fresh_witness.home.glob("*.jsonl")
    lines = log.read_bytes().splitlines(keepends=True)
    copied = fresh_witness.home.parent / "copied"
    ask_newest(fresh_witness.socket)  # it answers when it has pushed what it signed, and then writes no more
    for body, code in (
        (lines[1], 109),
        (lines[0] + lines[0], 109),
        (lines[0].replace(b'"control": 1', b'"control": 0'), 105),
    ):
        shutil.rmtree(copied, ignore_errors=True)
        shutil.copytree(fresh_witness.home, copied)
        (copied / log.name).write_bytes(body)
        with pytest.raises(HistoryFault, match=f"HISTORY-{code}"):
            open_witness(copied)
