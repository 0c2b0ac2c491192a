"""What connects an enterprise to others in the lake: mandates that are held, chains of contractors."""

from pathlib import Path

import builders_registers as b
import pytest
from builders_registers import FULL_DAY, enterprise, nobody, take, write

from inspection.registers.lake import Connection, Lake, connections

SITE = "site:W2026-0001"


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """Enterprise 1 builds with 2, which works with 3; 4 was only seen there; somebody directs 2 and 7, did direct 8."""
    lake = Lake(tmp_path / "lake")
    directors = [
        {"EnterpriseNumber": enterprise(2), "INSS": nobody(9)},
        {"EnterpriseNumber": enterprise(7), "INSS": nobody(9)},
        {"EnterpriseNumber": enterprise(8), "INSS": nobody(9), "EndDate": "2021-01-01"},
    ]
    for register, files in {
        "works": b.works_files(contractors=[{}, {}, {}]),
        "checkin": b.checkin_files([{"CompanyID": enterprise(4)}]),
        "mandates": b.mandates_files(directors),
    }.items():
        take(register, write(tmp_path / register, files), lake)
    return lake


def pairs(found: tuple[Connection, ...]) -> set[str]:
    return {one.key for one in found if one.kind == "chain"}


def pair(principal: int, subcontractor: int) -> str:
    return f"{enterprise(principal)}>{enterprise(subcontractor)}"


def test_an_enterprise_has_the_pairs_that_it_takes_part_in(lake: Lake) -> None:
    """Principal of one, subcontractor of another; who was only present works for the main contractor."""
    of = {n: pairs(connections(lake, enterprise(n), "est:2000000001", FULL_DAY)) for n in (1, 2, 3, 4, 5)}
    assert of == {
        1: {pair(1, 2), pair(1, 4)},
        2: {pair(1, 2), pair(2, 3)},
        3: {pair(2, 3)},
        4: {pair(1, 4)},
        5: set(),
    }


def test_a_site_has_every_pair_of_its_chain(lake: Lake) -> None:
    """Also where nobody knows whose case it is."""
    found = connections(lake, None, SITE, FULL_DAY)
    assert pairs(found) == {pair(1, 2), pair(2, 3), pair(1, 4)}
    assert {site for one in found for site in one.workplaces} == {SITE}


def test_a_holder_connects_the_enterprises_of_today(lake: Lake) -> None:
    """A mandate that ended connects nothing; how many enterprises the holder has is counted."""
    (held,) = [one for one in connections(lake, enterprise(2), "est:2000000001", FULL_DAY) if one.kind == "mandate"]
    assert held.enterprises == {enterprise(2), enterprise(7)}
    assert held.holders == 2
    assert nobody(9) not in repr(held) + held.key


def test_an_empty_lake_connects_nothing(tmp_path: Path) -> None:
    """A register that was never taken in makes no link, and no fault."""
    assert connections(Lake(tmp_path / "lake"), enterprise(1), SITE, FULL_DAY) == ()
