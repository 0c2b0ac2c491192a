"""Where a REFNIS code and a point disagree is told to whoever may read the registers, and the look is recorded."""

import pytest
from builders_acts import AT
from builders_targeting import GENT, lake, merged, restaurant

from inspection.acts.registers import address_account
from inspection.errors import AccessRefused
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext

DOOR = {
    "postcode": "9000",
    "municipality_refnis": "44021",
    "street_nl": "Veldstraat",
    "house_number": "7",
    "lon": 3.7236,
    "lat": 51.0507,
}
IN_ANTWERP = {**DOOR, "house_number": "9", "lon": 4.40, "lat": 51.22}
ELSEWHERE = restaurant("1800000002", "8000000002", address={**GENT, "house_number": "9"})


@pytest.fixture
def house(embedded: AppContext) -> AppContext:
    """A house with two restaurants in one street; the address register has the second one in another province."""
    tables = merged(restaurant(), ELSEWHERE, {"addresses.address": [DOOR, {**DOOR, "house_number": "11"}, IN_ANTWERP]})
    lake(embedded.settings.lake, tables, day_in_brussels(AT))
    return embedded


def test_what_disagrees_is_listed_by_door_and_by_workplace(house: AppContext) -> None:
    """The register's own row, and the workplace that it would have sent a team to."""
    found = address_account(house.acting("direction-1", AT))
    assert found.snapshot == day_in_brussels(AT)
    assert found.places == {"exact": 1, "municipality": 1}
    (door,) = found.register
    assert (door["contradiction"], door["refnis"], door["doors"]) == ("arrondissement", "44021", 1)
    assert door["example"] == "Veldstraat 9"
    (place,) = found.workplaces
    assert (place["workplace"], place["contradiction"]) == ("est:8000000002", "arrondissement")


def test_without_an_address_register_nothing_disagrees(embedded: AppContext) -> None:
    """A house may begin without it: its workplaces then lie in their cantons."""
    lake(embedded.settings.lake, restaurant(), day_in_brussels(AT))
    found = address_account(embedded.acting("direction-1", AT))
    assert (found.snapshot, found.places, found.register) == (None, {"canton": 1}, [])


def test_who_may_not_read_the_registers_is_refused(house: AppContext) -> None:
    """An unknown person sees nothing."""
    with pytest.raises(AccessRefused):
        address_account(house.acting("nobody-1", AT))
