"""A house with a witness is restored: what was signed since comes back with the next checkpoint, and a gap is a gap."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_suspicious_control, an_office, later
from builders_backups import BY, new_home, opened, with_vault
from houses import House, house_of
from witnesses import Witness, witness

from inspection.acts.backups import restore, take_backup
from inspection.acts.controls import save
from inspection.acts.history import compare, pin_witness, take_checkpoint
from inspection.history import Checkpoint, Log
from inspection.history_settings import HistorySettings
from inspection.settings import Settings


@pytest.fixture
def one() -> Iterator[Witness]:
    """Give a witness that has signed nothing."""
    with witness() as made:
        yield made


@pytest.fixture
def watched(tmp_path: Path, one: Witness) -> Iterator[House]:
    """Give a house with backups, a witness and a checkpoint."""
    made = an_office(with_vault(Settings(home=tmp_path / "home"), tmp_path))
    named = replace(made.settings, history=HistorySettings(witness=one.socket, elsewhere=one.elsewhere))
    house = house_of(replace(made, settings=named))
    pin_witness(house.acting_as_flow("history", AT), one.fingerprint)
    signed(house, 0)
    yield house
    house.store.close()


def signed(house: House, minutes: int) -> Checkpoint:
    """A checkpoint after a control."""
    save(house.acting(BY, later(minutes=minutes)), a_suspicious_control("yes"), place=LIEGE)
    return take_checkpoint(house.acting_as_flow("history", later(minutes=minutes)))


def told(house: House) -> tuple[list[str], list[str]]:
    """What doctor and `vigie audit verify` say of the history: what is wrong, and what is noted."""
    found = compare(house.store, house.settings, whole=True)
    return [fault.code for fault in found.faults], [fault.code for fault in found.notes]


def copies(house: House) -> Log:
    """The checkpoints that are kept in a home."""
    return compare(house.store, house.settings).signer.log


def restored(watched: House, one: Witness, at: Path) -> House:
    """A house of which a backup was taken, that was lost two checkpoints later, and that was restored on the record."""
    take_backup(watched.acting("system", later(minutes=1)))
    signed(watched, 2)
    lost = signed(watched, 3)
    there = new_home(watched.settings, at)
    restore(there, at=later(minutes=4))
    accepted = one.home / "accepted"
    accepted.write_text(str(lost.number))
    accepted.chmod(0o644)  # the witness reads it under another account, whatever the umask here
    return opened(there)


def test_nothing_is_told_of_a_restore_once_the_history_began_anew(watched: House, one: Witness, tmp_path: Path) -> None:
    """The home keeps what its witness signed between the backup and the accident, and each checkpoint after it."""
    house = restored(watched, one, tmp_path / "new")
    made = take_checkpoint(house.acting_as_flow("history", later(minutes=5)))
    assert (made.number, made.is_anew) == (4, True)
    assert [one.number for one in copies(house).all()] == [1, 2, 3, 4]
    assert told(house) == ([], [])
    signed(house, 6)
    assert told(house) == ([], [])
    house.store.close()


def test_a_line_that_somebody_cut_after_a_restore_is_missed(watched: House, one: Witness, tmp_path: Path) -> None:
    """Each but the last: of before the backup, of what was lost, and the one by which the history began anew."""
    house = restored(watched, one, tmp_path / "new")
    for minutes in (5, 6):
        signed(house, minutes)
    file = copies(house).file
    lines = file.read_bytes().splitlines(keepends=True)
    assert len(lines) == 5
    for gone in range(4):
        file.write_bytes(b"".join(line for n, line in enumerate(lines) if n != gone))
        assert told(house) == ([], ["HISTORY-109"]), gone
    house.store.close()


def test_an_end_that_was_cut_is_not_brought_again(watched: House) -> None:
    """The trail tells that it was here: brought again by the witness, nobody would notice that it was taken away."""
    signed(watched, 1)
    file = copies(watched).file
    file.write_bytes(file.read_bytes().splitlines(keepends=True)[0])
    signed(watched, 2)
    assert told(watched) == ([], ["HISTORY-109"])


def test_what_a_killed_process_left_at_the_witness_is_brought(watched: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was signed and never came here: neither the home nor its trail knew of it."""
    with monkeypatch.context() as patched:
        patched.setattr(Log, "add", _killed)
        with pytest.raises(KeyboardInterrupt):
            signed(watched, 1)
    assert [one.number for one in copies(watched).all()] == [1]
    assert signed(watched, 2).number == 3
    assert [one.number for one in copies(watched).all()] == [1, 2, 3]
    assert told(watched) == ([], [])


def _killed(*_: object) -> None:
    raise KeyboardInterrupt
