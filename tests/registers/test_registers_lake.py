"""Reading the lake as of a day, and joining its updates."""

import fcntl
import os
from datetime import date, timedelta
from pathlib import Path

import builders_registers as b
import polars as pl
import pytest
from builders_deliveries import BORN, country
from builders_updates import update_files

from inspection.errors import IntakeFault
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


def test_a_chain_of_updates_is_read_in_one_go(tmp_path: Path) -> None:
    """The same rows in the same order as if each update were applied after the other, by a query that does not grow."""
    lake, last, number = Lake(tmp_path / "lake"), BORN, 743
    b.take("kbo", b.write(tmp_path / "full", country().files("kbo", BORN)), lake, BORN)
    for day in (BORN + timedelta(days=n) for n in (2, 5, 9)):
        number += 1
        b.take("kbo", b.write(tmp_path / str(day), update_files(1, last, day, number)), lake, day)
        last = day
    assert len(lake.snapshots("kbo")) == 4
    for table in lake.tables("kbo", last):
        assert lake.scan("kbo", table, last).collect().rows() == _step_by_step(lake, table).rows()
        assert lake.scan("kbo", table, last).explain().count("END LEFT JOIN") == (table != "code")


def _step_by_step(lake: Lake, table: str) -> pl.DataFrame:
    base, *updates = lake.deliveries("kbo")
    rows = pl.read_parquet(base.folder / f"{table}.parquet")
    for one in updates:
        change, came = one.about["tables"][table], pl.read_parquet(one.folder / f"{table}.parquet")
        if change["mode"] == "full":
            rows = came
            continue
        keys = [pl.read_parquet(one.folder / f"{table}.delete.parquet")]
        keys += [came.select(change["key"])] if change["unique"] else []
        rows = pl.concat([rows.join(pl.concat(keys), on=change["key"], how="anti", maintain_order="left"), came])
    return rows


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
