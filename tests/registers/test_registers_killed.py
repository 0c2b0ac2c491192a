"""Killed while a delivery gets its place or is closed: readers see a whole one, and no decision is turned round."""

from datetime import date, timedelta
from pathlib import Path
from shutil import copytree

import builders_registers as b
import pytest
from builders_deliveries import BORN, country
from builders_registers import Files
from own_process import exit_code_of

from inspection.errors import IntakeFault
from inspection.registers.gate import held
from inspection.registers.lake import Lake, damages
from inspection.registers.life import finish

NEXT = BORN + timedelta(days=7)
LATER = date(2030, 1, 1)
DECISION = {"by": "b", "at": "2026-09-09", "because": "looked at"}
REJECTED = {**DECISION, "state": "rejected"}


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """Take a good delivery in, and half a one of a week later, which is held."""
    made = Lake(tmp_path_factory.mktemp("good") / "lake")
    assert _take(made, country().files("vat", BORN)).state == "current"
    assert _take(made, _half(NEXT)).state == "held"
    return made


@pytest.fixture
def lake(taken_in: Lake, tmp_path: Path) -> Lake:
    """Give a lake of one's own with both."""
    return Lake(Path(copytree(taken_in.root, tmp_path / "lake")))


def _half(day: date) -> Files:
    files = country().files("vat", day)
    return {name: rows if name == "meta.csv" else rows[: len(rows) // 2] for name, rows in files.items()}


def _corrected() -> Files:
    """The first delivery once more, without its last line."""
    return {name: rows if name == "meta.csv" else rows[:-1] for name, rows in country().files("vat", BORN).items()}


def _take(lake: Lake, files: Files) -> b.IntakeReport:
    sent = lake.root.parent / f"sent{len(list(lake.root.parent.iterdir()))}"
    return b.take("vat", b.write(sent, files), lake, LATER)


def _rows(lake: Lake, day: date = LATER) -> int:
    return lake.scan("vat", "ratios", day).collect().height


def rejected(root: Path) -> None:
    """Reject what is held, in a process of its own."""
    lake = Lake(root)
    with held.deciding(lake, "vat", held.held(lake, "vat").about["sha256"]) as one:
        held.reject(one, REJECTED)


def released(root: Path) -> None:
    """Release what is held, in a process of its own."""
    lake = Lake(root)
    with held.deciding(lake, "vat", held.held(lake, "vat").about["sha256"]) as one:
        held.release(lake, one, DECISION)


def corrected(root: Path) -> None:
    """Take the corrected delivery of the first day in, in a process of its own."""
    assert _take(Lake(root), _corrected()).state == "current"


@pytest.mark.parametrize("failpoint", ["register.closing", "register.closed"])
def test_a_rejection_that_was_killed_holds(lake: Lake, failpoint: str) -> None:
    """Before its rows go and after: nobody releases it, and whoever has the register next ends it."""
    before, sha256 = _rows(lake), held.held(lake, "vat").about["sha256"]
    assert exit_code_of(rejected, lake.root, failpoint=failpoint) == -9
    assert _rows(lake) == before
    with pytest.raises(IntakeFault) as fault, held.deciding(lake, "vat", sha256):
        raise AssertionError
    assert fault.value.code in ("INTAKE-050", "INTAKE-054")
    finish(lake, "vat")
    (closed,) = lake.closed("vat")
    assert {path.name for path in closed.folder.iterdir()} == {
        "snapshot.json", "profile.json", "quarantine.parquet",
    }  # fmt: skip
    assert (closed.report.state, lake.held("vat"), lake.snapshot("vat", LATER)) == ("rejected", (), BORN)
    assert _take(lake, _half(NEXT)).state == "rejected"


@pytest.mark.parametrize("failpoint", ["register.closing", "register.closed"])
def test_a_held_one_in_whose_place_another_comes_is_closed_whole(lake: Lake, failpoint: str) -> None:
    """The same of what an intake closes: it is over, and its rows go."""
    assert exit_code_of(replaced, lake.root, failpoint=failpoint) == -9
    assert _take(lake, country().files("vat", NEXT)).state == "current"
    (closed,) = lake.closed("vat")
    assert (closed.report.state, list(closed.folder.glob("ratios*"))) == ("superseded", [])


def replaced(root: Path) -> None:
    """Take a good delivery of the held one's day in, in a process of its own."""
    _take(Lake(root), country().files("vat", NEXT))


@pytest.mark.parametrize(("failpoint", "is_new"), [("register.leaving", False), ("register.came", True)])
def test_a_correction_that_was_killed_leaves_the_day_one_delivery(lake: Lake, failpoint: str, is_new: bool) -> None:
    """The former one until the new one has its place: readers are never without, and taken in again it is there."""
    before = _rows(lake, BORN)
    assert exit_code_of(corrected, lake.root, failpoint=failpoint) == -9
    for _ in range(2):
        assert (lake.snapshots("vat"), _rows(lake, BORN)) == ((BORN,), before - is_new)
        finish(lake, "vat")
    assert [path.name for path in (lake.root / "vat").iterdir() if path.name.startswith(".")] == []
    assert list(damages(lake, "vat")) == []
    report = _take(lake, _corrected())
    assert (report.state, report.unchanged, _rows(lake, BORN)) == ("current", is_new, before - 1)
    (former,) = lake.corrected("vat")
    assert (former.report.state, former.about["superseded_by"]) == (
        "superseded",
        lake.deliveries("vat")[0].about["sha256"],
    )


@pytest.mark.parametrize("failpoint", ["register.releasing", "register.leaving", "register.came"])
def test_a_release_that_was_killed_is_made_or_not(lake: Lake, failpoint: str) -> None:
    """Of a correction that was held: it waits again, as it was, or it is there and the former one beside it."""
    rejected(lake.root)
    assert _take(lake, _half(BORN)).state == "held"
    before, account = _rows(lake), held.held(lake, "vat").about
    assert exit_code_of(released, lake.root, failpoint=failpoint) == -9
    assert lake.snapshot("vat", LATER) == BORN
    finish(lake, "vat")
    is_made = failpoint == "register.came"
    assert [one.about for one in lake.held("vat")] == ([] if is_made else [account])
    assert (_rows(lake) < before, len(lake.corrected("vat"))) == (is_made, is_made)
    if not is_made:
        released(lake.root)
        assert (_rows(lake) < before, lake.held("vat"), len(lake.corrected("vat"))) == (True, (), 1)


@pytest.mark.parametrize("what", ["missing", "changed"])
def test_a_held_delivery_that_rotted_is_not_released(lake: Lake, what: str) -> None:
    """What becomes current is what was looked at; the last good one stays, and what a killed write left is no fault."""
    one = held.held(lake, "vat")
    (one.folder / ".snapshot.json.0.new").write_bytes(b"{")
    rows = one.folder / "ratios.parquet"
    whole = rows.read_bytes()
    rows.unlink() if what == "missing" else rows.write_bytes(b"x" * len(whole))
    with pytest.raises(IntakeFault, match="is damaged") as fault:
        released(lake.root)
    assert (fault.value.code, what in str(fault.value), lake.snapshot("vat", LATER)) == ("INTAKE-058", True, BORN)
    rows.write_bytes(whole)
    released(lake.root)
    assert lake.snapshot("vat", LATER) == NEXT
