"""`vigie doctor` names what is damaged or missing, ends with status 1, and changes nothing anywhere."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from builders_control import the_rules
from builders_flows import As, environment, vigie

from inspection.acts.records import write_file
from inspection.acts.rotating import rotate
from inspection.acts.rotating.beginning import begun
from inspection.settings import Settings
from inspection.store.controls import AttachmentRow
from inspection.store.core import new_id
from inspection.store.opening import open_store
from inspection.time_of import now
from inspection.trust import AppContext

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sound_home(ready_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give that home with a duty roster of each police directorate, so that nothing of it is wrong."""
    copy = tmp_path_factory.mktemp("sound") / "home"
    shutil.copytree(ready_home, copy)
    offices = sorted({office.police_directorate for office in the_rules().on(now().date()).offices})
    turn = {"role": "police_cell", "number": "+32 2 000 00 00", "valid_from": "2026-01-01"}
    rosters = [{"recipient": office, "source": "its roster", "turns": [turn]} for office in offices]
    (file := copy.with_name("rosters.json")).write_text(json.dumps(rosters))
    vigie(copy, "on-call", "import", str(file), As("direction-1"))
    return copy


@pytest.fixture
def home(sound_home: Path, tmp_path: Path) -> Path:
    """Give a home of its own with registers and teams, whose modes are those of a house."""
    copy = tmp_path / "home"
    shutil.copytree(sound_home, copy)
    return copy


def doctor(home: Path, expected: int | None = 1) -> list[dict[str, str]]:
    """Run it, and see that the home stays what it was to the last byte, size and time."""
    before = everything(home)
    found: list[dict[str, str]] = vigie(home, "doctor", "--json", expected=expected).value
    assert everything(home) == before
    return found


def everything(home: Path) -> dict[str, Any]:
    """Every file and folder of a home with its bytes, size, mode and time of change; nothing where there is none."""
    found = {}
    for path in (home, *sorted(home.rglob("*"))) if home.exists() else ():
        stat = path.stat()
        body = path.read_bytes() if path.is_file() else b""
        found[str(path)] = (stat.st_mode, stat.st_size if body else 0, stat.st_mtime_ns, body)
    return found


def wrong(found: list[dict[str, str]]) -> dict[str, str]:
    """What is wrong, with the advice."""
    return {one["what"]: one["advice"] for one in found if one["state"] == "wrong"}


def test_of_a_whole_home_nothing_is_wrong(home: Path) -> None:
    """Keys, pages, snapshots, guards and trail are named as looked at, and it ends with status 0."""
    found = doctor(home, expected=0)
    assert wrong(found) == {}
    said = " | ".join(one["what"] for one in found if one["state"] == "well")
    for part in (
        "keys are those",
        "every page",
        "every file of the lake",
        "snapshots that were taken in",
        "trail holds",
        "every guard of the history",
        "the keyring holds no tombstone",
    ):
        assert part in said
    assert "not looked at" not in str(found)


@pytest.mark.battery(reason="a process of its own, for what one of the doctor's tells already")
def test_a_command_of_its_own_process_changes_nothing_either(home: Path) -> None:
    """Not by what it imports, nor by leaving: a database in use keeps its journal and shared memory as they are."""
    before = everything(home)
    command = [sys.executable, "-m", "flows.command", "doctor", "--json"]
    if not (ROOT / "flows/command/__main__.py").exists():
        command[1:3] = ["-c", "from flows.command import main; main()"]
    ended = subprocess.run(command, env=environment(home), cwd=ROOT, capture_output=True)
    assert wrong(json.loads(ended.stdout)) == {}, ended.stderr
    assert ended.returncode == 0
    assert everything(home) == before


def test_a_journal_that_a_killed_process_left_stays(home: Path) -> None:
    """What was acknowledged and stands in the journal alone is read, and not moved into the database."""
    script = "import os, sys\nfrom datetime import date\nfrom inspection import acts\nsys.path.insert(0, 'tests')\n"
    script += "from houses import as_user\n"
    script += "acts.registers.note_taking(as_user(acts.app()), 'kbo', date(2020, 1, 1), 'x'); os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", script], env={**os.environ, "VIGIE_HOME": str(home)}, cwd=ROOT)
    assert (home / "store/vigie.db-wal").stat().st_size > 0
    assert "lake/kbo/2020-01-01: missing" in wrong(doctor(home))


@pytest.mark.parametrize("exists", [True, False])
def test_where_there_is_no_installation_it_says_so_and_makes_none(tmp_path: Path, exists: bool) -> None:
    """An empty folder and no folder: one plain line, nothing created."""
    home = tmp_path / "home"
    if exists:
        home.mkdir()
    found = doctor(home)
    assert home.exists() == exists
    assert not exists or not list(home.iterdir())
    told = [what for what in wrong(found) if "no folder" in what or "no database here" in what]
    assert len(told) == 1
    assert "vigie init" in wrong(found)[told[0]]
    assert any(one["what"].startswith("not looked at: ") for one in found)


def _key_gone(name: str) -> Callable[[Path], object]:
    return lambda home: (home / "keys" / f"{name}.key").unlink()


def _key_changed(home: Path) -> None:
    (home / "keys" / "purpose-complaint.key").write_bytes(bytes(32))


def _a_parquet(home: Path) -> Path:
    return max((home / "lake/dimona").rglob("period.parquet.sealed"), key=lambda path: path.stat().st_size)


def _truncated(home: Path) -> None:
    file = _a_parquet(home)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _one_bit_of_a_parquet(home: Path) -> None:
    _flip(_a_parquet(home), 100)


def _snapshot_gone(home: Path) -> None:
    shutil.rmtree(next((home / "lake/mandates").iterdir()))


def _manifest_rewritten(home: Path) -> None:
    file = next((home / "lake/works").rglob("snapshot.json"))
    file.write_text(file.read_text().replace('"kind": "full"', '"kind":  "full"'))


def _manifest_damaged(home: Path) -> None:
    file = next((home / "lake/works").rglob("snapshot.json"))
    file.write_text(file.read_text()[:50])


def _something_added(home: Path) -> None:
    (_a_parquet(home).parent / "more.parquet").write_bytes(b"x")


def _page_overwritten(home: Path) -> None:
    _quiet(home)
    file = home / "store/vigie.db"
    body = bytearray(file.read_bytes())
    body[8 * 4096 : 9 * 4096] = bytes(range(256)) * 16
    file.write_bytes(bytes(body))


def _one_bit_of_the_database(home: Path) -> None:
    _quiet(home)
    _flip(home / "store/vigie.db", (home / "store/vigie.db").stat().st_size - 2000)


def _first_page(home: Path) -> None:
    _quiet(home)
    _flip(home / "store/vigie.db", 100)


def _quiet(home: Path) -> None:
    """Bring the database to rest: no journal holds a newer page."""
    store = open_store(Settings(home=home))
    store.forget()
    store.close()
    assert not (home / "store/vigie.db-wal").exists()


def _flip(file: Path, at: int) -> None:
    body = bytearray(file.read_bytes())
    body[at] ^= 1
    file.write_bytes(bytes(body))


def _mode(path: str, mode: int) -> Callable[[Path], object]:
    return lambda home: (home / path).chmod(mode)


def _written(path: str, body: bytes) -> Callable[[Path], object]:
    def write(home: Path) -> None:
        file = home / path
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_bytes(body)
        file.chmod(0o600)

    return write


def _database_gone(home: Path) -> None:
    for file in (home / "store").iterdir():
        file.unlink()


def _database_halved(home: Path) -> None:
    _quiet(home)
    file = home / "store/vigie.db"
    os.truncate(file, file.stat().st_size // 8192 * 4096)


def _by_hand(*statements: str) -> Callable[[Path], object]:
    """Change the database as whoever holds its key can."""

    def change(home: Path) -> None:
        store = open_store(Settings(home=home))
        with store.engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        store.forget()
        store.close()

    return change


_UNGUARDED = "DROP TRIGGER audit_entry_no_update", "DROP TRIGGER audit_entry_no_delete"


def _trail_cut(home: Path) -> None:
    """After a checkpoint."""
    vigie(home, "audit", "checkpoint")
    last = "(SELECT max(n) FROM audit_entry WHERE stream = 'house')"
    _by_hand(*_UNGUARDED, f"DELETE FROM audit_entry WHERE stream = 'house' AND n = {last}")(home)


def _checkpoint_spoilt(home: Path) -> None:
    vigie(home, "audit", "checkpoint")
    next((home / "checkpoints").glob("*.jsonl")).write_bytes(b"{}\n")


def _file_changed(home: Path) -> None:
    _filed(home)
    _flip(next((home / "attachments").rglob("*.sealed")), 30)


def _file_gone(home: Path) -> None:
    _filed(home)
    next((home / "attachments").rglob("*.sealed")).unlink()


def _filed(home: Path) -> None:
    """Keep an attachment, its row and its sealed file, of a control that comes later."""
    store = open_store(Settings(home=home))
    app, data = AppContext(store, the_rules(), Settings(home=home)), b"a photograph"
    control_id, sha256 = new_id(), hashlib.sha256(data).hexdigest()
    write_file(app, control_id, sha256, data)
    row = AttachmentRow(
        id=new_id(), control_id=control_id, sha256=sha256, service="ONSS", media_type="image/png", size_bytes=len(data),
        received_by="system", received_at=now(),
    )  # fmt: skip
    with store.write() as session:
        session.add(row)
    store.close()


def _case_key(home: Path) -> Path:
    """Keep something that the key of a case seals; returns the file of that key."""
    store, case = open_store(Settings(home=home)), new_id()
    with store.engine.begin() as connection:
        row = str(connection.exec_driver_sql("SELECT min(id) FROM app_user").scalar())
        sealed = store.seal("app_user.name", row, "Somebody", case=case)
        connection.exec_driver_sql("UPDATE app_user SET name = ? WHERE id = ?", (sealed, row))
    store.forget()
    store.close()
    return home / "keyring" / case[-2:] / f"{case}.key"


def _foreign_value(home: Path) -> None:
    """A name that another key sealed, as a row that was put back from before a rotation."""
    _by_hand(f"UPDATE app_user SET name = X'5631ABABABAB{'00' * 40}'")(home)


def _rotation_stopped(home: Path) -> None:
    app = AppContext(open_store(Settings(home=home)), the_rules(), Settings(home=home))
    begun(app.at_the_door(), "field")
    app.store.close()


def _retired_key_left(home: Path) -> None:
    old = (home / "keys/field.key").read_bytes()
    app = AppContext(open_store(Settings(home=home)), the_rules(), Settings(home=home))
    rotate(app.at_the_door(), "field")
    app.store.close()
    _written("keys/field.old.key", old)(home)


HARMS = [
    (_key_gone("field"), "[STORE-015]"),
    (_key_gone("purpose-worker"), "[STORE-015]"),
    (_key_gone("purpose-judicial"), "[STORE-015]"),  # one that nothing has used yet
    (_key_gone("database"), "[STORE-011]"),
    (_key_changed, "[STORE-029]"),
    (_truncated, "period.parquet.sealed: changed"),
    (lambda home: _a_parquet(home).unlink(), "period.parquet.sealed: missing"),
    (_one_bit_of_a_parquet, "period.parquet.sealed: changed"),
    (_something_added, "more.parquet: not of the snapshot"),
    (_snapshot_gone, "lake/mandates/"),
    (_manifest_rewritten, "not the one that was taken in"),
    (_manifest_damaged, "snapshot.json: unreadable"),
    (_page_overwritten, "the database is damaged"),
    (_one_bit_of_the_database, "the database is damaged"),
    (_first_page, "[STORE-012]"),
    (_mode("keys/field.key", 0o644), "A key file can be read by others"),
    (_written("keys/purpose-worker.key", b"short"), "A key file does not hold 32 bytes"),
    (_written("keys/openrosa.pem", b"-----BEGIN"), "The key of encrypted forms cannot be opened"),
    (lambda home: shutil.rmtree(home / "keys"), "[STORE-011]"),
    (_database_gone, "[STORE-013]"),
    (_written("store/vigie.db", b""), "[STORE-013]"),
    (_database_halved, "[STORE-012]"),
    (_by_hand(_UNGUARDED[0], "UPDATE audit_entry SET who = 'nobody' WHERE n = 1"), "the trail breaks at"),
    (_trail_cut, "[HISTORY-102]"),
    (_by_hand("DROP TRIGGER house_key_no_update"), "1 guards of the history are gone, changed or added: house_key_no_"),
    (_checkpoint_spoilt, "[HISTORY-108]"),
    (_written("rules/restaurants.yaml", b"a: [1"), "[RULE-"),
    (_file_changed, "sealed files do not open: attachment.file (1)"),
    (_file_gone, "files of attachments are missing: 1"),
    (_foreign_value, "values are sealed by a key that nobody knows: app_user"),
    (_mode("store", 0o755), "store"),
    (_rotation_stopped, "[KEYS-108]"),
    (_retired_key_left, "[KEYS-109]"),
    (lambda home: shutil.rmtree(_case_key(home).parent), "[KEYRING-108]"),
    (lambda home: _flip(_case_key(home), -1), "[KEYRING-107]"),
    (lambda home: _case_key(home).write_bytes(b""), "[KEYRING-107]"),
    (lambda home: _flip(_case_key(home), 3), "[KEYS-117]"),
    (lambda home: (home / "keyring/keyring.json").unlink(), "[KEYRING-103]"),
    (_written(f"keyring/ab/{'0' * 34}ab.gone", b"{"), f"this house did not write them: {'0' * 34}ab"),
    (_written("attachments/control/photo.jpg", b"\xff\xd8"), "where each is sealed: attachments/control/ (1)"),
    (_written("outbox/pjf-liege/R-1/report.pdf", b"%PDF"), "where each is sealed: outbox/pjf-liege/R-1/ (1)"),
    (_written("outbox/pjf-liege/R-2/envelope.json", b"{}"), "where each is sealed: outbox/pjf-liege/R-2/ (1)"),
    (_written("prefect/worker-1.log", b"took 85.07.30-033.28 in"), "numbers of persons stand in clear in 1 of"),
    (_written("mine/list.csv", b"x"), "1 files lie in the home where nothing of Vigie writes"),
]


# What else one damage shows, where another question meets it too.
_ALSO = {
    "[STORE-015]": ("[SETTING-034]",),
    "[STORE-011]": ("[BACKUP-122]",),
    "A key file can be read by others": ("[SETTING-032]",),
    "lake/mandates/": ("mandates: never taken in",),
    "snapshot.json: unreadable": ("[INTAKE-041]", "not the one that was taken in"),
    "the database is damaged": ("[STORE-031]",),
    "the trail breaks at": ("1 guards of the history",),
    "[HISTORY-102]": ("2 guards of the history",),
    "[HISTORY-108]": ("[HISTORY-106]",),
}


@pytest.fixture(scope="module")
def sound(sound_home: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What is said of a home of which nothing is damaged, well or not."""
    copy = tmp_path_factory.mktemp("as-it-is") / "home"
    shutil.copytree(sound_home, copy)
    return {one["what"] for one in doctor(copy, expected=0)}


@pytest.mark.parametrize(("harm", "told"), HARMS)
@pytest.mark.few(4)
def test_each_damage_is_named(home: Path, sound: set[str], harm: Callable[[Path], object], told: str) -> None:
    """A line of the damage with what to do, none of anything else, and nothing written, whatever it finds."""
    harm(home)
    assert len(HARMS) >= 30
    all_found = doctor(home, expected=None)
    found = {one["what"]: one["advice"] for one in all_found if one["state"] != "well" and one["what"] not in sound}
    lines = [what for what in found if told in what]
    assert lines, found
    assert all(found[line] for line in lines)
    known = (told, *_ALSO.get(told, ()), "not looked at: ")
    assert [what for what in found if not any(one in what for one in known)] == []
    assert "no answer to" not in str(found)


def test_a_snapshot_without_hashes_is_not_called_whole(home: Path) -> None:
    """An earlier version wrote none: unknown is said as unknown."""
    file = next((home / "lake/works").rglob("snapshot.json"))
    about = json.loads(file.read_text())
    del about["files"]
    file.write_text(json.dumps(about))
    found = doctor(home)
    assert any(one["what"].startswith("1 snapshots of an earlier version") for one in found if one["state"] == "look")
    assert "every file of the lake" not in str(found)


def test_a_deleted_key_is_not_made_by_any_command(home: Path) -> None:
    """Start, intake and `vigie init` refuse with one message; the folder of keys stays as it was."""
    _key_gone("field")(home)
    before = sorted(path.name for path in (home / "keys").iterdir())
    for args in (("init",), ("ingest",), ("week", "--district", "eupen"), ("refer", "send"), ("audit", "verify")):
        assert "[STORE-015]" in vigie(home, *args, expected=2).err
    assert sorted(path.name for path in (home / "keys").iterdir()) == before


def test_a_postgresql_that_is_down_is_one_plain_error_for_every_command(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a code and what to do, never "nobody foresaw"; the doctor says it too, and looks at the rest."""
    monkeypatch.setenv("VIGIE_DATABASE_URL", "postgresql+psycopg://vigie@127.0.0.1:9/vigie")
    for args in (("week", "--district", "eupen"), ("refer", "send"), ("audit", "verify"), ("init",)):
        said = vigie(home, *args, expected=2)
        assert said.err.startswith("[STORE-023] PostgreSQL does not answer"), said.err
        assert "127.0.0.1" not in said.err
    found = doctor(home)
    assert [what for what in wrong(found) if "[STORE-023]" in what]
    assert any("every file of the lake" in one["what"] for one in found)


def test_the_questions_have_names_of_their_own() -> None:
    """A table of questions, each with a key that support can speak of."""
    from inspection.acts.doctor import CHECKS

    assert len({check.key for check in CHECKS}) == len(CHECKS) >= 12
    assert all(check.question.endswith("?") for check in CHECKS)
    names = [check.look.args[0].partition(".") for check in CHECKS]
    assert all(getattr(import_module(f"inspection.acts.doctor.{one}"), name).__doc__ for one, _, name in names)
