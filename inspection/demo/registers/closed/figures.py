"""Figures of firms by year or quarter, as other bodies would deliver them: counts and ratios, about nobody.

A firm's hidden risk makes its accidents more frequent, its returns rarer and its accounts later. Invented, not law.
"""

from datetime import date, timedelta

import numpy as np
import polars as pl

from inspection.demo.registers.declarations import chance
from inspection.demo.registers.enterprises import Firms
from inspection.demo.registers.labour import BY_CODE
from inspection.demo.registers.trades import TRADES
from inspection.demo.registers.writing import days_before

_SIZES = (1, 5, 10, 20, 50, 100, 200, 500, 1000)  # workers from which each importance code counts
_OUTCOMES = ("nothing", "warning", "deadline", "report")
_QUARTERS, _YEARS = 4, 3
_FEWEST = 5  # workers from which the demo has figures of a firm: small tables
_CONTROLLED, _NEWEST, _OLDEST = 0.04, 400, 2000  # share of firms with an earlier control, and its age in days


def employers(firms: Firms, on: date) -> pl.DataFrame:
    """Return one row an employer: its joint committee, how large it is, and since when."""
    staffed = _employers(firms, on)
    codes = np.searchsorted(_SIZES, staffed["staff"].to_numpy(), side="right")
    return staffed.select(
        CompanyID="number", NOSSRegistrationNbr=pl.lit(None, pl.String),
        JointCommissionNbr=pl.Series([BY_CODE[code].committee_dmfa for code in staffed["sector"]]),
        ImportanceCode=pl.Series(codes).cast(pl.String),
        NaceCode=pl.Series([TRADES[trade].nace2025 or None for trade in staffed["trade"]], dtype=pl.String),
        StartDate=pl.col("started").dt.strftime("%Y-%m-%d"), EndDate=pl.lit(None, pl.String),
    )  # fmt: skip


def accidents(firms: Firms, on: date, rng: np.random.Generator) -> pl.DataFrame:
    """Return one row an employer and year: accidents, serious ones, days lost."""
    staffed = _employers(firms, on, _FEWEST)
    staff, risk = staffed["staff"].to_numpy(), staffed["risk"].to_numpy()
    parts, seed = [], int(rng.integers(1 << 30))
    for year in range(on.year - _YEARS, on.year):
        rng = _period(seed, year)
        many = rng.poisson(0.03 * staff * np.exp(0.3 * risk))
        serious = rng.binomial(many, 0.05)
        parts.append(
            staffed.select(
                CompanyID="number", Year=pl.lit(year), Accidents=pl.Series(many), SeriousAccidents=pl.Series(serious),
                DaysLost=pl.Series(rng.poisson(18 * many)),
                AggravatedRisk=pl.Series(np.where((many > 2) & (many > 0.2 * staff), "yes", "no")),
            )
        )  # fmt: skip
    return pl.concat(parts).sort("CompanyID", "Year")


def vat(firms: Firms, on: date, rng: np.random.Generator) -> pl.DataFrame:
    """Return one row an employer and quarter: two ratios, and returns that are missing."""
    staffed = _employers(firms, on, _FEWEST)
    risk, count = staffed["risk"].to_numpy(), len(staffed)
    parts, seed = [], int(rng.integers(1 << 30))
    for back in range(1, _QUARTERS + 1):
        quarter = (on.year * 12 + on.month - 1) // 3 - back
        rng = _period(seed, quarter)
        parts.append(
            staffed.select(
                CompanyID="number", Quarter=pl.lit(f"{quarter // 4}Q{quarter % 4 + 1}"),
                TurnoverOfYearBefore=pl.Series(np.exp(rng.normal(0.02, 0.2, count)).round(3)),
                PurchasesOfTurnover=pl.Series(np.clip(rng.normal(0.45 + 0.06 * risk, 0.15), 0.02, 3).round(3)),
                MissingReturns=pl.Series((rng.random(count) < chance(0.04, 0.8, risk)).astype(np.int64)),
            )
        )  # fmt: skip
    return pl.concat(parts).sort("CompanyID", "Quarter")


def accounts(firms: Firms, on: date, rng: np.random.Generator) -> pl.DataFrame:
    """Return one row a legal person that employs and year: three ratios, and the day on which it deposited."""
    legal = _employers(firms, on, _FEWEST).filter(pl.col("kind") == "2")
    risk = legal["risk"].to_numpy()
    parts, seed = [], int(rng.integers(1 << 30))
    for year in range(on.year - _YEARS, on.year):
        rng = _period(seed, year)
        wait = np.clip(rng.normal(190 + 25 * risk, 40), 60, 700).astype(np.int64)
        filed = np.datetime64(date(year, 12, 31)) + wait.astype("timedelta64[D]")
        days = pl.Series(filed).cast(pl.Date).dt.strftime("%Y-%m-%d")
        parts.append(
            legal.select(
                CompanyID="number", FiscalYear=pl.lit(year), AverageStaff=pl.col("staff").cast(pl.Float64),
                StaffCostOfTurnover=pl.Series(np.clip(rng.normal(0.3 - 0.03 * risk, 0.08), 0.01, 1.5).round(3)),
                EquityOfTotal=pl.Series(rng.normal(0.3 - 0.1 * risk, 0.25).round(3)), FiledOn=days,
            )
        )  # fmt: skip
    return pl.concat(parts).filter(pl.col("FiledOn") <= on.isoformat()).sort("CompanyID", "FiscalYear")


def history(firms: Firms, on: date, rng: np.random.Generator) -> pl.DataFrame:
    """Return the controls of the service's former system: one in twenty-five establishments, older than a year."""
    units = firms.establishments.join(firms.enterprises.select("ent", "risk", owner="number"), on="ent")
    units = units.filter(pl.Series(rng.random(len(units)) < _CONTROLLED))
    risk, count = units["risk"].to_numpy(), len(units)
    step = (rng.random(count) < chance(0.35, 1.0, risk)) * rng.integers(1, len(_OUTCOMES), count)
    rows = units.select(
        FileNbr=pl.format("H{}", firms.part.lane(pl.int_range(count)) + 100_001),
        CompanyID="owner", LocalUnitID="number",
        ControlledOn=days_before(on, rng.integers(_NEWEST, _OLDEST, count)),
        Outcome=pl.Series(np.array(_OUTCOMES)[step]), started="started",
    ).filter(pl.col("ControlledOn") > pl.col("started"))  # fmt: skip
    return rows.drop("started").with_columns(pl.col("ControlledOn").dt.strftime("%Y-%m-%d"))


def _period(seed: int, number: int) -> np.random.Generator:
    """Return the random numbers of one year or quarter: a demo of a later day says the same of it."""
    return np.random.default_rng([seed, number])


def _employers(firms: Firms, on: date, fewest: int = 1) -> pl.DataFrame:
    is_employer = (pl.col("staff") >= fewest) & (pl.col("started") <= on - timedelta(days=1))
    return firms.enterprises.filter(is_employer).sort("number")
