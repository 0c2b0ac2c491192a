"""Each place has its rows counted: a town is a small part of a country."""

import json
from datetime import date
from pathlib import Path

import builders_registers as b
import polars as pl
import pytest
from builders_deliveries import BORN, country

from inspection.registers.gate.places import after_update, lost_places, of_places
from inspection.registers.gate.profile import read_profile
from inspection.registers.lake import Lake

ADDRESS = b.rules().registers["kbo"].table("address")


@pytest.mark.parametrize(
    ("before", "now", "is_held"),
    [
        (10, 0, True),  # a village, whole
        (9, 0, False),  # too few to say anything
        (40, 34, False),  # an ordinary week of a village
        (40, 20, True),
        (2000, 1900, False),
        (2000, 1700, True),  # a city is known better
        (2000, 2600, False),  # it is no loss
    ],
)
def test_a_place_may_lose_the_less_the_more_rows_it_has(before: int, now: int, is_held: bool) -> None:
    """Rows of other places say nothing of it, however many they are."""
    limit = b.rules().register_limits["places"].between("kbo", "address", "", 7)
    gaps = lost_places("address", {"5000": before, "1000": 500_000}, {"5000": now, "1000": 500_000})
    assert [one.detail for one, chance in gaps if one.distance > limit + chance] == (["5000"] if is_held else [])


def test_rows_of_a_place_are_told_as_rows() -> None:
    """Whoever decides on a delivery reads how many there were and are, no share of something."""
    ((one, _),) = lost_places("address", {"5000": 1269}, {"5000": 15})
    assert (one.was, one.is_now) == ("1,269", "15")


def test_rows_without_a_place_are_of_none() -> None:
    """A natural person has no seat, and some postcodes of other countries occur once."""
    rows = pl.LazyFrame({"postcode": [*["5000"] * 4, *["1000"] * 3, "75008", None]})
    assert of_places(ADDRESS, rows) == {"1000": 3, "5000": 4}
    assert of_places(b.rules().registers["kbo"].table("activity"), rows) == {}


def test_an_update_takes_from_a_place_what_it_does_not_bring_again() -> None:
    """Where only a part of its entities was drawn, the part stands for all."""
    gone, brought = (pl.DataFrame({"postcode": [*["5000"] * n, "1000"]}) for n in (6, 2))
    assert after_update(ADDRESS, {"5000": 50, "1000": 9, "4000": 3}, gone, brought, 2) == {"5000": 42, "1000": 9}


def test_a_profile_without_places_is_taken_anew_from_its_rows(tmp_path: Path) -> None:
    """It was written before places were counted: the first delivery after that is judged by them all the same."""
    lake, next_day = Lake(tmp_path / "lake"), date(2026, 9, 8)
    b.take("kbo", b.write(tmp_path / "first", country().files("kbo", BORN)), lake, BORN)
    full = lake.newest_full("kbo")
    assert full is not None
    taken = read_profile(full.folder)
    assert taken is not None
    assert taken.profile.tables["address"].places
    path = full.folder / "profile.json"
    stored = json.loads(path.read_text())
    for one in stored["tables"].values():
        del one["places"]
    path.write_text(json.dumps(stored))
    told = country().files("kbo", next_day)
    told = {**told, "address.csv": [row for row in told["address.csv"] if row[4] != "5000"]}
    report = b.take("kbo", b.write(tmp_path / "next", told), lake, next_day)
    assert ("places", "5000") in {(one.measure, one.detail) for one in report.differences}
