"""A backup while five writers write: on each database, every control that was acknowledged before is in it."""

import hashlib
import os
import time
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_control, a_suspicious_control, an_office, later
from builders_backups import BY, backed_up, new_home, newest, opened, rows_of, with_vault
from builders_control import the_rules
from houses import House
from own_process import begun
from sqlalchemy import text
from sqlmodel import col, select

from inspection.acts.backups import restore, take_backup
from inspection.acts.controls import keep_attachment, save
from inspection.settings import Settings
from inspection.store.controls import AttachmentRow, DecisionRow
from inspection.store.opening import open_store
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.store.sealed_files import ATTACHMENTS
from inspection.trust import AppContext, verify_trail

WHAT = ("photo", "suspicion", "plain", "plain", "plain")  # what each writer saves
WRITERS, AT_LEAST, PATIENCE = len(WHAT), 10, 600  # seconds


def write_on(here: Settings, witness: Path, stop: Path, what: str) -> None:
    """Save controls until told to stop; each is written down outside the database once it was acknowledged."""
    house = House(open_store(here), the_rules(), here)
    with witness.open("a") as said:
        while not stop.exists():
            made = a_suspicious_control("yes") if what == "suspicion" else a_control()
            if what == "photo":
                photo = b"\xff\xd8\xff\xe0" + made.control_id.encode()
                digest = hashlib.sha256(photo).hexdigest()
                keep_attachment(house.acting(BY, AT), made.control_id, photo, "image/jpeg", sha256=digest)
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


def opened_photos(house: AppContext) -> set[str]:
    """The controls of whose photos a file lies here and opens; one that a row names and that does not ends the test."""
    with house.store.read() as session:
        rows = session.exec(select(AttachmentRow)).all()
    for row in rows:
        file = house.settings.attachments / row.control_id / f"{row.sha256}.sealed"
        opens = house.store.unseal_bytes(ATTACHMENTS, f"{row.control_id}|{row.sha256}", file.read_bytes())
        assert hashlib.sha256(opens).hexdigest() == row.sha256
    return {row.control_id for row in rows}


def referred_controls(house: AppContext) -> set[str]:
    """The controls that have a referral with a decision and something to hand over."""
    with house.store.read() as session:
        wanted = (
            select(ReferralRow.control_id)
            .join(DeliveryRow)
            .join(DecisionRow, col(DecisionRow.control_id) == col(ReferralRow.control_id))
        )
        return set(session.exec(wanted))


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
    writers = [begun(write_on, here, one, stop, what) for one, what in zip(witnesses, WHAT, strict=True)]
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
            photos, referred = acknowledged(witnesses[:1]) & before, acknowledged(witnesses[1:2]) & before
            assert photos <= opened_photos(again)
            assert referred <= referred_controls(again)
        finally:
            again.store.close()


@pytest.mark.battery(reason="ten seconds of writers and three backups in a row; one backup is taken in every run")
def test_three_backups_in_a_row_under_five_writers(database: Settings, tmp_path: Path) -> None:
    """Each holds what was acknowledged before it, and the next one no less."""
    here = with_vault(database, tmp_path)
    house = an_office(here)
    witnesses, stop = [tmp_path / f"witness-{n}" for n in range(WRITERS)], tmp_path / "stop"
    writers = [begun(write_on, here, one, stop, what) for one, what in zip(witnesses, WHAT, strict=True)]
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
