"""Reading the lake as of a day, and joining its updates."""

import fcntl
import os
from datetime import date, timedelta
from pathlib import Path

import builders_registers as b
import pytest

from inspection.errors import IntakeFault
from inspection.registers.intake import compact
from inspection.registers.lake import Lake
from inspection.registers.readers import sole_intake


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """A full extract of the 20th, updates of the 21st and 22nd."""
    lake = Lake(tmp_path / "lake")
    b.take("kbo", b.write(tmp_path / "full", b.kbo_files()), lake)
    first = b.kbo_update_files(delete={"enterprise": [b.enterprise(1)]}, insert={"enterprise": [b.an_enterprise(7)]})
    b.take("kbo", b.write(tmp_path / "one", first), lake)
    second = b.kbo_update_files(
        b.UPDATE_DAY + timedelta(days=1), 12, {"enterprise": [b.enterprise(7)]}, {"enterprise": [b.an_enterprise(8)]}
    )
    b.take("kbo", b.write(tmp_path / "two", second), lake)
    return lake


def _enterprises(lake: Lake, on: date) -> list[str]:
    return lake.scan("kbo", "enterprise", on).collect()["enterprise_number"].to_list()


@pytest.mark.parametrize(("days", "last"), [(0, 4), (1, 7), (2, 8), (90, 8)])
@pytest.mark.few(2)
def test_scan_answers_as_of_the_day(lake: Lake, days: int, last: int) -> None:
    """Updates count from their own day on, in order."""
    assert _enterprises(lake, b.FULL_DAY + timedelta(days=days))[-1] == b.enterprise(last)


def test_snapshots_are_listed_by_day(lake: Lake) -> None:
    """The lake tells which days it has, and which one a day reads."""
    assert lake.snapshots("kbo") == tuple(b.FULL_DAY + timedelta(days=n) for n in range(3))
    assert lake.snapshot("kbo", b.FULL_DAY - timedelta(days=1)) is None
    assert lake.snapshot("kbo", date(2027, 1, 1)) == b.FULL_DAY + timedelta(days=2)
    assert lake.snapshots("dimona") == ()


@pytest.mark.battery(reason="snapshots as of a day, updates and a killed intake are tried in every run")
def test_day_without_snapshot_says_what_to_do(lake: Lake) -> None:
    """Asking before the first full extract, or for a table that is not there, is one clear error."""
    with pytest.raises(IntakeFault, match="vigie ingest kbo") as fault:
        lake.scan("kbo", "enterprise", date(2020, 1, 1))
    assert fault.value.code == "INTAKE-043"
    with pytest.raises(IntakeFault):
        lake.scan("kbo", "contact", b.FULL_DAY)


def test_compact_keeps_every_row_of_every_table(lake: Lake) -> None:
    """The newest day reads the same before and after, and so do the days before it."""
    days = [b.FULL_DAY + timedelta(days=n) for n in range(3)]
    before = {(t, d): lake.scan("kbo", t, d).collect().rows() for t in lake.tables("kbo", days[0]) for d in days}
    assert compact(lake, "kbo", days[2]) == days[2]
    assert {(t, d): lake.scan("kbo", t, d).collect().rows() for t, d in before} == before
    assert lake.is_whole("kbo", days[2])
    assert compact(lake, "kbo", days[2]) is None
    assert lake.snapshots("kbo") == tuple(days)


@pytest.mark.battery(reason="snapshots as of a day, updates and a killed intake are tried in every run")
def test_update_on_top_of_a_compacted_day(lake: Lake, tmp_path: Path) -> None:
    """Intake goes on after a compaction as if there had been none."""
    last = b.FULL_DAY + timedelta(days=2)
    compact(lake, "kbo", last)
    update = b.kbo_update_files(last + timedelta(days=1), 13, {"enterprise": [b.enterprise(8)]})
    assert b.take("kbo", b.write(tmp_path / "three", update), lake).warnings == ()
    assert _enterprises(lake, last + timedelta(days=1)) == [b.enterprise(n) for n in (2, 3, 4)]


def test_folder_that_a_killed_intake_left_is_cleared(lake: Lake, tmp_path: Path) -> None:
    """A hidden folder of an intake that never ended is no snapshot, and the next intake removes it."""
    left = lake.root / "kbo" / ".intake-killed"
    left.mkdir()
    (left / "enterprise.parquet").write_bytes(b"half")
    assert len(lake.snapshots("kbo")) == 3
    update = b.kbo_update_files(b.FULL_DAY + timedelta(days=9), 13)
    b.take("kbo", b.write(tmp_path / "three", update), lake)
    assert not left.exists()


def test_whoever_waited_for_a_folder_that_is_gone_holds_the_one_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one before took it away empty: never two who hold the register, and nobody who writes into nothing."""
    lock, taken_away = fcntl.flock, []

    def locked_late(handle: int, how: int) -> None:
        if not taken_away:
            (tmp_path / "kbo").rmdir()
            taken_away.append("kbo")
        lock(handle, how)

    monkeypatch.setattr(fcntl, "flock", locked_late)
    with sole_intake(tmp_path, "kbo") as folder:
        another = os.open(folder, os.O_RDONLY)
        with pytest.raises(BlockingIOError):
            lock(another, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(another)
    assert taken_away
    assert not folder.exists()
