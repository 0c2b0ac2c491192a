"""The cantons' polygons, and a lake in the native formats, are made once and kept for all tests of a run."""

import hashlib
from pathlib import Path

import pytest
from builders_targeting import SNAPSHOT, catalogue

from inspection.demo.registers import write_registers
from inspection.registers.intake import ingest
from inspection.registers.lake import Lake

REGISTERS = ("kbo", "addresses", "dimona", "dmfa", "checkin", "works", "limosa")


@pytest.fixture(scope="session")
def polygons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the copy of the polygons."""
    return tmp_path_factory.mktemp("polygons")


@pytest.fixture(scope="session")
def synthetic_lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    """A lake from synthetic registers of some hundred establishments; read it, do not write into it."""
    home = tmp_path_factory.mktemp("home")
    write_registers(home / "registers", scale=300, seed=1, on=SNAPSHOT)
    made = Lake(home / "lake")
    for register in REGISTERS:
        source = home / "registers" / register
        ingest(register, source, made, rules=catalogue(), on=SNAPSHOT, pseudonym=_pseudonym, is_demo=True)
    return made


def _pseudonym(number: str) -> str:
    return hashlib.sha256(number.encode()).hexdigest()
