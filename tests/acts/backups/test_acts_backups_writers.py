"""A backup while five writers write: on each database, every control that was acknowledged before is in it."""

import os
import time
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_control, an_office, later
from builders_backups import BY, backed_up, new_home, newest, opened, rows_of, with_vault
from builders_control import the_rules
from houses import House
from own_process import begun
from sqlalchemy import text

from inspection.acts.backups import restore, take_backup
from inspection.acts.controls import save
from inspection.settings import Settings
from inspection.store.opening import open_store
from inspection.trust import AppContext, verify_trail

WRITERS, AT_LEAST, PATIENCE = 5, 10, 600  # seconds


def write_on(here: Settings, witness: Path, stop: Path) -> None:
    """Save controls until told to stop; each is written down outside the database once it was acknowledged."""
    house = House(open_store(here), the_rules(), here)
    with witness.open("a") as said:
        while not stop.exists():
            made = a_control()
            save(house.acting(BY, AT), made, place=LIEGE)
            said.write(f"{made.control_id}\n")
            said.flush()
            os.fsync(said.fileno())
    house.store.close()


def acknowledged(witnesses: list[Path]) -> set[str]:
    """Every control that a writer was told is kept."""
    return {line for file in witnesses if file.exists() for line in file.read_text().splitlines()}


def kept_controls(house: AppContext) -> set[str]:
    """The controls of a house."""
    with house.store.read() as session:
        return set(session.connection().execute(text("SELECT id FROM control")).scalars())


def until(witnesses: list[Path], more_than: int) -> None:
    """Wait until so many controls were acknowledged."""
    deadline = time.monotonic() + PATIENCE
    while len(acknowledged(witnesses)) < more_than:
        assert time.monotonic() < deadline, "the writers do not write"
        time.sleep(0.05)


def test_a_backup_under_five_writers(database: Settings, tmp_path: Path, bare_postgresql_url: str) -> None:
    """Restored on another path and on PostgreSQL: equal rows, a whole trail, and nothing acknowledged is missing."""
    here = with_vault(database, tmp_path)
    house = an_office(here)
    witnesses, stop = [tmp_path / f"witness-{n}" for n in range(WRITERS)], tmp_path / "stop"
    writers = [begun(write_on, here, one, stop) for one in witnesses]
    try:
        until(witnesses, AT_LEAST)
        before = acknowledged(witnesses)
        take_backup(house.acting("system", AT))
        until(witnesses, len(before) + AT_LEAST)  # they went on meanwhile
    finally:
        stop.touch()
        for one in writers:
            one.join(PATIENCE)
    assert [one.exitcode for one in writers] == [0] * WRITERS
    house.store.close()
    then = backed_up(newest(here))
    for name, url in (("elsewhere", None), ("server", bare_postgresql_url)):
        there = new_home(here, tmp_path / name, url)
        restore(there, at=later(hours=1))
        again = opened(there)
        try:
            now = rows_of(again.store)
            assert {one for one in then if then[one] != now[one]} <= {"audit_entry", "house_key"}
            assert verify_trail(again.store).holds
            assert before <= kept_controls(again)
        finally:
            again.store.close()


@pytest.mark.battery(reason="ten seconds of writers and three backups in a row; one backup is taken in every run")
def test_three_backups_in_a_row_under_five_writers(database: Settings, tmp_path: Path) -> None:
    """Each holds what was acknowledged before it, and the next one no less."""
    here = with_vault(database, tmp_path)
    house = an_office(here)
    witnesses, stop = [tmp_path / f"witness-{n}" for n in range(WRITERS)], tmp_path / "stop"
    writers = [begun(write_on, here, one, stop) for one in witnesses]
    seen = []
    try:
        for n in range(3):
            until(witnesses, AT_LEAST * (n + 1))
            seen.append((acknowledged(witnesses), take_backup(house.acting("system", later(hours=n))).id))
    finally:
        stop.touch()
        for one in writers:
            one.join(PATIENCE)
    house.store.close()
    for before, backup in seen:
        there = new_home(here, tmp_path / backup)
        restore(there, backup, at=later(hours=9))
        again = opened(there)
        assert before <= kept_controls(again)
        again.store.close()
