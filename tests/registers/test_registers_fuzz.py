"""Damages drawn by chance over every register that is described: none becomes current, none crashes or is half in."""

from pathlib import Path
from shutil import copytree

import builders_registers as b
import pytest
from builders_damages import NEXT, ORDER, drawn
from builders_deliveries import BORN, country
from builders_mild import town_missing

from inspection.errors import IntakeFault
from inspection.registers.lake import Lake


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a lake with a first good delivery of each register."""
    folder = tmp_path_factory.mktemp("good")
    for register in ORDER:
        files = b.write(folder / register, country().files(register, BORN))
        report = b.take(register, files, Lake(folder / "lake"), BORN)
        assert (report.state, report.quarantined) == ("current", 0), register
    return folder / "lake"


def test_every_register_that_is_described_is_damaged() -> None:
    """The list is the product's own, and those come first in which others look for their values."""
    assert set(ORDER) == set(b.rules().registers)
    assert ORDER.index("kbo") < ORDER.index("works") < ORDER.index("limosa")


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.few(2)
def test_a_drawn_damage_becomes_nobodys_register(seed: int, good: Path, tmp_path: Path) -> None:
    """`make battery-registers` draws ten thousand; it is held, or refused with the lake as it was."""
    damaged = drawn(seed)
    lake = Lake(copytree(good, tmp_path / "lake"))
    before = b.lake_bytes(lake)
    try:
        report = b.take(damaged.register, damaged.written(tmp_path / "sent"), lake, NEXT)
    except IntakeFault:
        assert b.lake_bytes(lake) == before
    else:
        assert report.state == "held"
        assert all(one.measure and one.where for one in report.differences)
    assert lake.snapshot(damaged.register, NEXT) == BORN


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.few(3)
def test_a_delivery_without_one_town_becomes_nobodys_register(seed: int, good: Path, tmp_path: Path) -> None:
    """Whether a full one lacks it or an update takes it away; that a place lost its rows is among what is said."""
    damaged = town_missing(seed)
    lake = Lake(copytree(good, tmp_path / "lake"))
    report = b.take(damaged.register, damaged.written(tmp_path / "sent"), lake, NEXT)
    assert report.state == "held"
    assert ("places", damaged.where) in {(one.measure, one.detail) for one in report.differences}


@pytest.mark.parametrize("wanted", ["_insert.csv", "_delete.csv"])
def test_updates_are_damaged_too(wanted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the Crossroads Bank every second damage is one of an update, in what it deletes or inserts."""
    monkeypatch.setattr("builders_damages.ORDER", ("kbo",))
    told = [drawn(seed) for seed in range(40)]
    assert [one for one in told if one.told == "kbo update" and one.where.split()[0].endswith(wanted)]
