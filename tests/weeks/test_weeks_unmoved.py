"""No week is drawn by points that follow a name, a street or a postcode: tried on the district that the week draws."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from builders_targeting import GENT, ON, catalogue, lake, merged, restaurant

from inspection.errors import LearningFault
from inspection.registers.lake import Lake
from inspection.targeting.choosing import sample
from inspection.targeting.frame import Reading, unplaced
from inspection.targeting.origin import NarrowedLake, check_lineage
from inspection.targeting.views import VIEWS, sight
from inspection.weeks import require_unmoved

BRUGGE = {**GENT, "postcode": "8000", "municipality_nl": "Brugge", "municipality_fr": "Bruges", "street_nl": "Markt"}
LIEGE = {**GENT, "postcode": "4000", "municipality_nl": "Luik", "municipality_fr": "Liège", "street_nl": "Rue Neuve"}
FIRMS = {"1800000001": ("8000000001", GENT), "1800000002": ("8000000002", BRUGGE), "1800000003": ("8000000003", LIEGE)}
DISTRICTS = {"1800000001": "flanders", "1800000002": "flanders", "1800000003": "liege"}


@pytest.fixture
def country(tmp_path: Path) -> Lake:
    """Two restaurants in one district, and one alone in another."""
    rows = [restaurant(firm, unit, address={**at, "street_fr": at["street_nl"]}) for firm, (unit, at) in FIRMS.items()]
    names = [
        {"entity_number": unit, "type_of_denomination": "003", "denomination": f"Chez {n}"}
        for n, (unit, _) in enumerate(FIRMS.values())
    ]
    return lake(tmp_path / "lake", merged(*rows, {"kbo.denomination": names}))


def _assessed(country: Lake) -> pl.DataFrame:
    frame = unplaced(country, catalogue(), ON)
    return frame.with_columns(district=pl.col("enterprise").replace_strict(DISTRICTS))


def _seed_of(district: str) -> int:
    """A seed that draws a district."""
    return next(n for n in range(50) if sample(n, "place", sorted(set(DISTRICTS.values())), 1) == [district])


def test_a_week_tries_one_district_that_its_lot_draws(country: Lake) -> None:
    """Its workplaces and no others are measured twice; where there is nothing to exchange nothing is proven."""
    two, one = (
        require_unmoved(_assessed(country), country, catalogue(), ON, _seed_of(district))
        for district in ("flanders", "liege")
    )
    assert two is not None
    assert (two.workplaces, two.holds) == (2, True)
    assert one is not None
    assert (one.workplaces, one.is_asked, one.points) == (1, False, 0)
    assert require_unmoved(_assessed(country).clear(), country, catalogue(), ON, 1) is None


def test_points_that_follow_a_street_stop_the_week(country: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the district and the signal, and nobody in it."""

    def by_street(reading: Reading) -> pl.DataFrame:
        reading.facts("enterprise", "enterprise_started_on")  # what is declared, for the look of it
        known = reading._sources
        here = known.workplaces.filter(pl.col("street") == "Veldstraat")["enterprise"]
        return known.entities.filter(pl.col("text").is_in(here.implode())).select(
            pl.col("key").alias("enterprise"), pl.lit(date(2026, 1, 1)).alias("started_on")
        )

    bent = {**VIEWS, "enterprises": replace(VIEWS["enterprises"], read=by_street)}
    monkeypatch.setattr(sight, "VIEWS", bent)
    monkeypatch.setitem(check_lineage.__globals__, "VIEWS", bent)
    with pytest.raises(LearningFault) as fault:
        require_unmoved(_assessed(country), country, catalogue(), ON, _seed_of("flanders"))
    assert fault.value.code == "LEARN-125"
    assert "enterprise_age_years" in str(fault.value)
    assert "flanders" in str(fault.value)
    assert not any(word in str(fault.value) for word in ("Veldstraat", "9000", "Chez", *FIRMS))


def test_a_narrowed_lake_has_the_rows_of_its_firms_only(country: Lake) -> None:
    """By the first firm that a row names."""
    narrowed = NarrowedLake(country, catalogue(), ["1800000001", "8000000001"])
    assert narrowed.scan("kbo", "enterprise", ON).collect()["enterprise_number"].to_list() == ["1800000001"]
    assert narrowed.scan("kbo", "establishment", ON).collect()["establishment_number"].to_list() == ["8000000001"]
    assert set(narrowed.scan("kbo", "activity", ON).collect()["entity_number"]) <= {"1800000001", "8000000001"}
    assert narrowed.snapshot("kbo", ON) == country.snapshot("kbo", ON)
    assert unplaced(narrowed, catalogue(), ON)["enterprise"].to_list() == ["1800000001"]
