"""Damages drawn by chance over all registers: none becomes current, none crashes, none is half taken in."""

from pathlib import Path
from shutil import copytree

import builders_registers as b
import pytest
from builders_damages import NEXT, ORDER, drawn
from builders_deliveries import BORN, country

from inspection.errors import IntakeFault
from inspection.registers.lake import Lake


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a lake with a first good delivery of each register."""
    folder = tmp_path_factory.mktemp("good")
    for register in ORDER:
        b.take(register, b.write(folder / register, country().files(register, BORN)), Lake(folder / "lake"), BORN)
    return folder / "lake"


@pytest.mark.parametrize("seed", range(8))
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
