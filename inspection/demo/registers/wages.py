"""DmfA, summed by establishment and quarter: workers, hours, wages, contributions. All amounts are invented."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from inspection.demo.registers.declarations import chance
from inspection.demo.registers.enterprises import Firms
from inspection.demo.registers.labour import BY_CODE
from inspection.demo.registers.places import Floats, Ints

_QUARTERS = 8  # what signals read on a day of a year ago: four of before it
_HOURS_FULL, _HOURS_PART = 440.0, 210.0
_DUE_PER_WAGE = 0.38
_AUXILIARY = "200"  # the committee of whoever has no own one: where a firm strays to


def quarters_known(on: date) -> list[tuple[str, date, date]]:
    """Return the last eight quarters that were due before `on` (by the end of the month after), oldest first.

    Each is (name, first day, last day).
    """
    found: list[tuple[str, date, date]] = []
    year, quarter = on.year, (on.month - 1) // 3 + 1
    while len(found) < _QUARTERS:
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
        first = date(year, quarter * 3 - 2, 1)
        last = date(year + quarter // 4, quarter * 3 % 12 + 1, 1) - timedelta(days=1)
        if (last + timedelta(days=40)).replace(day=1) <= on:
            found.append((f"{year}Q{quarter}", first, last))
    return found[::-1]


def summaries(engagements: pl.DataFrame, firms: Firms, on: date, rng: np.random.Generator) -> pl.DataFrame:
    """Return the DmfA summary; what Dimona announced and DmfA leaves out grows with the firm's hidden risk."""
    counted = pl.concat([_workers(engagements, *quarter) for quarter in quarters_known(on)])
    units = firms.establishments.select("ent", "est", "number")
    rows = units.join(counted, on="ent", how="inner").sort("est", "Quarter")
    sizes = units.group_by("ent").agg(units=pl.len(), lowest=pl.col("est").min())
    rows = rows.join(sizes, on="ent", maintain_order="left").join(
        firms.enterprises.select("ent", "sector", "risk", CompanyID="number"), on="ent", maintain_order="left"
    )
    rank = pl.col("est") - pl.col("lowest")
    rows = rows.with_columns(announced=(pl.col("workers") + pl.col("units") - 1 - rank) // pl.col("units"))
    return _money(rows.filter(pl.col("announced") > 0), firms, rng)


def _workers(engagements: pl.DataFrame, name: str, first: date, last: date) -> pl.DataFrame:
    working = ~pl.col("cancelled") & (pl.col("starts") <= last) & (pl.col("ends").is_null() | (pl.col("ends") >= first))
    casual = pl.col("kind").is_in(["EXT", "FLX", "STU"]).mean()
    counted = engagements.filter(working).group_by("ent", maintain_order=True)
    return counted.agg(workers=pl.col("worker").n_unique().cast(pl.Int64), casual=casual).with_columns(
        Quarter=pl.lit(name)
    )


def _money(rows: pl.DataFrame, firms: Firms, rng: np.random.Generator) -> pl.DataFrame:
    many, ent, n = len(firms.enterprises), rows["ent"].to_numpy(), len(rows)
    risk, sector = firms.enterprises["risk"].to_numpy(), firms.enterprises["sector"].to_numpy()
    hides = np.where(rng.random(many) < chance(0.07, 0.9, risk), rng.uniform(0.3, 0.9, many), 0.0)[ent]
    part = np.clip(_of([h.part_time for h in BY_CODE], sector) + 0.08 * risk + rng.normal(0, 0.12, many), 0, 1)[ent]
    hourly = (_of([h.hour_eur for h in BY_CODE], sector) * np.exp(rng.normal(0.05, 0.09, many) - 0.05 * risk))[ent]
    owes = np.where(rng.random(many) < chance(0.09, 0.85, risk), rng.uniform(0.05, 0.9, many), 0.0)[ent]
    workers = np.maximum(1, rng.binomial(rows["announced"].to_numpy(), 1 - hides))
    part_timers = rng.binomial(workers, part)
    load = (1 - 0.8 * rows["casual"].to_numpy()) * rng.uniform(0.85, 1.05, n)
    hours = np.rint(((workers - part_timers) * _HOURS_FULL + part_timers * _HOURS_PART) * load).astype(np.int64)
    wages = np.rint(hours * hourly * 100).astype(np.int64)
    due = np.rint(wages * _DUE_PER_WAGE).astype(np.int64)
    strays = (rng.random(many) < chance(0.05, 0.9, risk))[ent] & (rng.random(n) < 0.7)
    own = np.array([h.committee_dmfa for h in BY_CODE])[rows["sector"].to_numpy()]
    return rows.select("CompanyID", pl.col("number").alias("LocalUnitID"), "Quarter").with_columns(
        JointCommissionNbr=pl.Series(np.where(strays, _AUXILIARY, own)),
        Workers=pl.Series(workers),
        PartTimeWorkers=pl.Series(part_timers),
        HoursPaid=pl.Series(hours),
        WagesCents=pl.Series(wages),
        ContributionsDueCents=pl.Series(due),
        ContributionsPaidCents=pl.Series(np.rint(due * (1 - owes)).astype(np.int64)),
    )


def _of(values: list[float], sector: Ints) -> Floats:
    found: Floats = np.array(values)[sector]
    return found
