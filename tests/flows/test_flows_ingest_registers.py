"""One register's trouble is no other's: whatever fails is told at the end, and what is held is told in any case."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import builders_registers as b
import pytest
from builders_acts import an_office
from builders_closed import closed_files
from builders_flows import As, vigie
from houses import as_user

from flows import ingest_registers as module
from flows.acting import acting
from flows.ingest_registers import ingest_registers, take_each
from inspection import acts
from inspection.acts.alerts import alerts_for
from inspection.acts.registers import Refused, receive, receive_all
from inspection.errors import IntakeFault
from inspection.files import put
from inspection.registers.lake import Lake
from inspection.settings import DEMO_MARK, Settings
from inspection.time_of import today

SECRET = "somebody's name"
DIRECTION = "direction-1"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give an office in which accounts wait, and go to it; they need no authorisation, and a first one is held."""
    here = tmp_path / "home"
    an_office(Settings(home=here)).store.close()
    b.write(here / "registers/accounts", closed_files("accounts", day=today()))
    monkeypatch.setenv("VIGIE_HOME", str(here))
    return here


def extract(home: Path, name: str, files: b.Files) -> None:
    """Let an archive of the Crossroads Bank wait."""
    archive = b.zipped(b.write(home.parent / name.removesuffix(".zip"), files))
    put(home / "registers/kbo" / name, archive.read_bytes())


def full() -> b.Files:
    return {**b.kbo_files(), "meta.csv": b.kbo_meta(today() - timedelta(days=9), "full", 10)}


def update(number: int) -> b.Files:
    return b.kbo_update_files(today() - timedelta(days=19 - number), number)


def failing(fault: BaseException, register: str) -> Callable[..., Any]:
    """Return an intake that fails at one register."""

    def ingest(name: str, *args: Any, **named: Any) -> Any:
        if name == register:
            raise fault
        return module_ingest(name, *args, **named)

    module_ingest = module.ingest
    return ingest


def told(home: Path) -> set[tuple[str, str]]:
    """Return the alerts of the direction, by kind and register."""
    return {(one.kind, one.subject.split(":")[1]) for one in alerts_for(as_user(acts.app(), DIRECTION))}


@pytest.mark.parametrize("fault", [OSError(28, "No space left"), AssertionError(SECRET), RuntimeError(SECRET)])
@pytest.mark.few(2)
def test_what_nobody_foresaw_stops_one_register(home: Path, monkeypatch: pytest.MonkeyPatch, fault: Exception) -> None:
    """The others are taken in, what is held is told, and the run ends with one error that shows kind and code only."""
    extract(home, "a.zip", full())
    monkeypatch.setattr(module, "ingest", failing(fault, "kbo"))
    with pytest.raises(IntakeFault) as ended:
        ingest_registers()
    assert (ended.value.code, "kbo (VIGIE-900)" in ended.value.what) == ("INTAKE-056", True)
    assert SECRET not in str(ended.value)
    assert SECRET not in Refused("kbo", fault, home).said
    assert told(home) == {("register_held", "accounts"), ("register_refused", "kbo")}
    monkeypatch.undo()
    monkeypatch.setenv("VIGIE_HOME", str(home))
    again, _ = take_each(*receive_all(acting("ingest_registers")))
    assert "kbo" in {report.register for report in again}


def test_a_refused_delivery_is_told_until_a_corrected_one_is_released_by_two(home: Path) -> None:
    """Named by its delivery at the terminal; one that is held has made nothing good yet."""
    sent = home / "registers/accounts"
    whole = {file: file.read_bytes() for file in sent.iterdir()}
    for file in whole:
        file.write_bytes(b"this is no file of accounts")
    assert listed(home) == "Open alerts: none.\n"
    vigie(home, "ingest", expected=2)
    (refused,) = sent.glob("received-*")
    said = listed(home)
    assert ("register_refused" in said, refused.name in said, "ONSS:" in said) == (True, True, False)
    for file, content in whole.items():
        put(file, content)
    vigie(home, "ingest", expected=3)
    assert {"register_refused", "register_held"} <= set(listed(home).split())
    held = vigie(home, "registers", "held", As(DIRECTION), "--json").value[0]["sha256"]
    release = ("registers", "release", "accounts", held, "--reason", "The sender corrected it")
    vigie(home, *release, As(DIRECTION))
    assert "register_refused" in listed(home)
    vigie(home, *release, As("supervisor-liege"))
    assert listed(home) == "Open alerts: none.\n"


def listed(home: Path) -> str:
    """What the terminal tells the direction."""
    return vigie(home, "alerts", "list", As(DIRECTION), columns=100).out


def test_what_was_held_is_told_though_the_run_is_stopped(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody stops the machine in the middle of the next register."""
    extract(home, "a.zip", full())
    monkeypatch.setattr(module, "ingest", failing(KeyboardInterrupt(), "accounts"))
    with pytest.raises(KeyboardInterrupt):
        ingest_registers()
    assert told(home) == {("register_held", "kbo")}


def test_a_folder_that_cannot_be_read_stops_no_other(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lies there stays; the others are sealed and taken in, by the schedule as by the command."""
    extract(home, "a.zip", full())

    def unreadable(context: Any, registers: Any) -> Any:
        if "kbo" in registers:
            raise OSError(5, "Input/output error")
        return receive(context, registers)

    monkeypatch.setattr("inspection.acts.registers.turns.receive", unreadable)
    with pytest.raises(IntakeFault, match=r"kbo \(VIGIE-900\)"):
        ingest_registers()
    assert told(home) == {("register_held", "accounts")}
    said = vigie(home, "registers", "receive", As(DIRECTION), expected=2)
    assert "1 registers have a delivery" in said.out
    assert "SETTING-030" in said.err


def test_updates_come_in_by_their_numbers_once_their_base_is_current(home: Path) -> None:
    """In one run, in whatever order they lie; behind a base that is held they wait, and it is told each time."""
    extract(home, "a12.zip", update(12))
    extract(home, "b11.zip", update(11))
    extract(home, "c10.zip", full())

    def taken() -> tuple[list[int | None], list[str]]:
        reports, refused = take_each(*receive_all(acting("ingest_registers")))
        mine = [
            one.extract for one in reports if one.register == "kbo" and one.state == "current" and not one.unchanged
        ]
        return mine, [one.code for one in refused]

    assert taken() == ([], ["INTAKE-022", "INTAKE-022"])
    assert taken() == ([], ["INTAKE-022", "INTAKE-022"])
    (held,) = Lake(home / "lake").held("kbo")
    for user in (DIRECTION, "supervisor-liege"):  # the schedule took it in: one asks, another releases
        acts.registers.release(as_user(acts.app(), user), "kbo", held.about["sha256"], reason="Looked at")
    assert taken() == ([11, 12], [])
    assert taken() == ([], [])


def test_a_first_delivery_is_current_in_a_home_of_the_demo_only(home: Path) -> None:
    """An office's own waits for a second person, and the one that says that it is invented says so."""
    (report,), refused = take_each(*receive_all(acting("ingest_registers")))
    assert (report.state, {one.measure for one in report.differences}, refused) == ("held", {"first", "origin"}, [])
    (home / DEMO_MARK).touch()
    b.write(home / "registers/accounts", closed_files("accounts", [{}] * 4, day=today()))
    (report,), refused = take_each(*receive_all(acting("ingest_registers")))
    assert (report.state, report.differences, refused) == ("current", (), [])
