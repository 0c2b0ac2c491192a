"""Dimona: who was announced to start where, when, and how late; a year of it, in Dimona's own field names.

Lasting jobs still open are there with the declaration that opened them, however old. A firm's hidden risk makes its
declarations later, its jobs shorter, its cancellations and its odd joint committees more frequent.
"""

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from inspection.demo.registers.enterprises import Firms
from inspection.demo.registers.labour import BY_CODE
from inspection.demo.registers.people import impossible_numbers
from inspection.demo.registers.places import Floats, Ints
from inspection.demo.registers.writing import days_before

_YEAR, _AHEAD = 365, 6
_ONE_DAY = ("EXT", "FLX")
_FIELDS = (
    "DimonaPeriodId", "CompanyID", "NOSSRegistrationNbr", "INSS", "JointCommissionNbr", "WorkerType", "StartingDate",
    "EndingDate", "StartingHour", "EndingHour", "PlannedHoursNbr", "UsingEmployerCompanyID", "FormType", "ReceivedAt",
)  # fmt: skip


def chance(base: float, slope: float, risk: Floats) -> Floats:
    """Return a probability that is `base` at risk 0 and rises with it, by `slope` in log-odds a unit of risk."""
    result: Floats = 1 / (1 + np.exp(-(np.log(base / (1 - base)) + slope * risk)))
    return result


def engage(firms: Firms, on: date, rng: np.random.Generator) -> pl.DataFrame:
    """Return every engagement of the year and every one still open, one row each, before it becomes forms.

    Columns: drawn (numbers the period, alike in a demo of another day), ent, worker (serial of an impossible person),
    kind, starts, ends (null: open), ended (closed by an OUT),
    start_hour, end_hour, planned, committee, late_hours (negative: announced before), cancelled.
    """
    staff = firms.enterprises.filter(pl.col("staff") > 0).select("ent", "sector", "staff", "risk", "started")
    parts = [_sector(staff.filter(pl.col("sector") == code), code, on, rng) for code in range(len(BY_CODE))]
    rows = pl.concat(parts)
    pool = rows.group_by("ent", maintain_order=True).agg(pl.col("local").max() + 1).sort("ent")
    offset = pool.with_columns(first=pl.col("local").cum_sum() - pl.col("local")).drop("local")
    rows = rows.join(offset, on="ent", maintain_order="left").with_columns(worker=pl.col("first") + pl.col("local"))
    rows = rows.join(firms.enterprises.select("ent", "started"), on="ent", maintain_order="left")
    rows = rows.with_columns(starts=pl.max_horizontal("starts", "started")).with_columns(ends=_end())
    moved = pl.Series(rng.random(len(rows)) < 0.03)
    elsewhere = pl.Series(rng.integers(0, max(1, int(pool["local"].sum())), len(rows)))
    rows = rows.with_columns(worker=pl.when(moved).then(elsewhere).otherwise("worker")).with_row_index("drawn")
    rows = rows.with_columns(firms.part.lane(pl.col("drawn", "worker").cast(pl.Int64)))
    return rows.drop("first", "local", "started").sort("starts", "ent", "worker", maintain_order=True)


def _end() -> pl.Expr:
    """Return the end, not before the start, and for a student within the quarter of the start."""
    not_before = pl.when(pl.col("ends").is_not_null()).then(pl.max_horizontal("ends", "starts"))
    quarter = pl.col("starts").dt.truncate("1q").dt.offset_by("1q").dt.offset_by("-1d")
    return pl.when(pl.col("kind") == "STU").then(pl.min_horizontal(not_before, quarter)).otherwise(not_before)


def workforce(engagements: pl.DataFrame) -> pl.DataFrame:
    """Return the enterprises that declared anybody, with the workers of each as a list: for the registers of sites."""
    return engagements.group_by("ent", maintain_order=True).agg(pl.col("worker").unique().sort()).sort("ent")


def _sector(staff: pl.DataFrame, code: int, on: date, rng: np.random.Generator) -> pl.DataFrame:
    habits = BY_CODE[code]
    heads, risk = staff["staff"].to_numpy(), staff["risk"].to_numpy()
    lasting = np.maximum(1, rng.binomial(heads, np.clip(habits.permanent - 0.06 * risk, 0.05, 0.95)))
    leavers = rng.poisson(lasting * np.clip(0.25 * np.exp(0.45 * risk), 0, 1.5))
    casual = np.maximum(0, heads - lasting) + rng.poisson(0.3, len(heads))
    short = rng.poisson(casual * habits.days_per_casual * np.exp(0.2 * risk))
    open_jobs = _lasting(staff, lasting, None, on, rng)
    left = _lasting(staff, leavers, lasting, on, rng)
    days = _short(staff, short, lasting + leavers, casual, code, on, rng)
    rows = pl.concat([open_jobs, left, days])
    return _declared(rows, staff, code, rng)


def _lasting(
    staff: pl.DataFrame, counts: Ints, before: Ints | None, on: date, rng: np.random.Generator
) -> pl.DataFrame:
    """Return open jobs (`before` None) or jobs that ended in the year; `local` numbers the worker inside the firm."""
    row = np.repeat(np.arange(len(counts)), counts)
    local = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
    risk = staff["risk"].to_numpy()[row]
    if before is None:
        ago = rng.exponential(1100 * np.exp(-0.35 * risk))
        ends = pl.Series([None] * len(row), dtype=pl.Date)
    else:
        local = local + before[row]
        closed = rng.integers(1, _YEAR, len(row))
        ago = closed + rng.exponential(260 * np.exp(-0.45 * risk))
        ends = days_before(on, closed)
    return pl.DataFrame({
        "ent": staff["ent"].to_numpy()[row], "local": local, "kind": np.full(len(row), "last"),
        "starts": days_before(on, np.clip(ago, 0, 9000).astype(np.int64)), "ends": ends,
        "ended": np.full(len(row), before is not None), "risk": risk,
    })  # fmt: skip


def _short(
    staff: pl.DataFrame, counts: Ints, before: Ints, heads: Ints, code: int, on: date, rng: np.random.Generator
) -> pl.DataFrame:
    habits, row = BY_CODE[code], np.repeat(np.arange(len(counts)), counts)
    types = rng.choice(list(habits.casual_types), size=len(row), p=list(habits.casual_types.values()))
    ago = _season(habits.months, len(row), on, rng)
    some_days, some_weeks = rng.integers(0, 20, len(row)), rng.integers(2, 30, len(row))
    length = np.where(np.isin(types, _ONE_DAY), 0, np.where(types == "STU", some_days, some_weeks))
    local = before[row] + rng.integers(0, 1 << 30, len(row)) % np.maximum(1, heads[row])
    return pl.DataFrame({
        "ent": staff["ent"].to_numpy()[row], "local": local, "kind": types, "starts": days_before(on, ago),
        "ends": days_before(on, ago - length), "ended": np.zeros(len(row), dtype=bool),
        "risk": staff["risk"].to_numpy()[row],
    })  # fmt: skip


def _season(months: list[float], count: int, on: date, rng: np.random.Generator) -> Ints:
    """Return days before `on`, from a year ago to some days ahead (below zero), drawn by the weight of their month."""
    ago = np.arange(-_AHEAD, _YEAR)
    days = np.datetime64(on) - ago.astype("timedelta64[D]")
    weight = np.array(months)[days.astype("datetime64[M]").astype(int) % 12]
    return rng.choice(ago, size=count, p=weight / weight.sum())


def _declared(rows: pl.DataFrame, staff: pl.DataFrame, code: int, rng: np.random.Generator) -> pl.DataFrame:
    """Add hours, joint committee, lateness and cancellation."""
    habits, n, risk = BY_CODE[code], len(rows), rows["risk"].to_numpy()
    kind = np.where(rows["kind"].to_numpy() == "last", habits.lasting_type, rows["kind"].to_numpy())
    start = rng.choice(habits.starts, size=n)
    end = (start + rng.integers(4, 10, n) * 100) % 2400
    timed = np.isin(kind, _ONE_DAY)
    return rows.select("ent", "local", "starts", "ends", "ended").with_columns(
        kind=pl.Series(kind),
        start_hour=pl.Series(np.where(timed, start, -1)),
        end_hour=pl.Series(np.where(timed, end, -1)),
        planned=pl.Series(np.where(kind == "STU", rng.integers(8, 120, n), -1)),
        committee=pl.Series(_committees(habits.committee, staff, rows, rng)),
        late_hours=pl.Series(_lateness(risk, timed, rng)),
        cancelled=pl.Series(rng.random(n) < chance(0.015, 0.7, risk)),
    )


def _committees(own: str, staff: pl.DataFrame, rows: pl.DataFrame, rng: np.random.Generator) -> npt.NDArray[Any]:
    """Return the joint committee of each engagement: a firm that strays does so for a good part of its people."""
    risk = staff["risk"].to_numpy()
    strays = np.where(rng.random(len(risk)) < chance(0.04, 0.9, risk), rng.uniform(0.3, 1.0, len(risk)), 0.01)
    share = strays[np.searchsorted(staff["ent"].to_numpy(), rows["ent"].to_numpy())]
    other = "124" if own == "XXX" else "XXX"
    return np.where(rng.random(len(rows)) < share, other, own)


def _lateness(risk: Floats, timed: npt.NDArray[np.bool_], rng: np.random.Generator) -> Floats:
    """Return hours from the start of work to the declaration; below zero it was in time.

    Without an hour of start, late means on a later day: those are late by days.
    """
    n = len(risk)
    early = -24 * (1 + rng.exponential(5.0, n))
    same_day = -rng.uniform(0.2, 5.0, n)
    late = np.where(timed, rng.exponential(2.0, n) + 0.1, 24 * (1 + rng.exponential(1.5, n)))
    in_time = np.where(rng.random(n) < chance(0.22, 0.45, risk), same_day, early)
    return np.where(rng.random(n) < chance(0.045, 0.85, risk), late, in_time)


def forms(engagements: pl.DataFrame, firms: Firms, on: date) -> pl.DataFrame:
    """Return the declarations, in the order in which they came in: IN, OUT of jobs that ended, CANCEL."""
    hour = pl.when(pl.col("start_hour") >= 0).then(pl.col("start_hour")).otherwise(800)
    begins = pl.col("starts").cast(pl.Datetime("us")) + pl.duration(minutes=hour // 100 * 60 + hour % 100)
    numbers = firms.enterprises.select(pl.col("ent"), CompanyID="number")
    rows = engagements.with_row_index("row").join(numbers, on="ent", maintain_order="left")
    rows = rows.with_columns(
        DimonaPeriodId=(pl.col("drawn").cast(pl.Int64) + 990_000_000_000).cast(pl.String),
        INSS=impossible_numbers(rows["worker"].to_numpy()),
        received=begins + pl.duration(minutes=(pl.col("late_hours") * 60).round().cast(pl.Int64)),
    )
    minutes = pl.duration(minutes=pl.col("row").cast(pl.Int64) * 37 % 1440)
    first = rows.with_columns(form=pl.lit("IN"), ends=pl.when(~pl.col("ended")).then("ends"))
    out = rows.filter(pl.col("ended") & ~pl.col("cancelled")).with_columns(
        form=pl.lit("OUT"), received=pl.col("ends").cast(pl.Datetime("us")) + pl.duration(hours=6) + minutes
    )
    gone = rows.filter("cancelled").with_columns(form=pl.lit("CANCEL"), received=pl.col("received") + minutes)
    every = pl.concat([first, out, gone]).filter(pl.col("received").dt.date() <= on)
    return _as_published(every.sort("received", "row", "form"))


def _as_published(rows: pl.DataFrame) -> pl.DataFrame:
    local = _in_brussels(pl.col("received")).fill_null(_in_brussels(pl.col("received") + pl.duration(hours=1)))
    return rows.select(
        "DimonaPeriodId", "CompanyID", "INSS", JointCommissionNbr="committee", WorkerType="kind",
        NOSSRegistrationNbr=pl.lit(None, pl.String), UsingEmployerCompanyID=pl.lit(None, pl.String),
        StartingDate=pl.col("starts").dt.strftime("%Y-%m-%d"), EndingDate=pl.col("ends").dt.strftime("%Y-%m-%d"),
        StartingHour=_hhmm("start_hour"), EndingHour=_hhmm("end_hour"),
        PlannedHoursNbr=pl.when(pl.col("planned") > 0).then("planned").cast(pl.String), FormType="form",
        ReceivedAt=local.dt.strftime("%Y-%m-%dT%H:%M:%S%:z"),
    ).select(_FIELDS)  # fmt: skip


def _in_brussels(wall: pl.Expr) -> pl.Expr:
    """Return the moment of a wall clock in Brussels, null for an hour that a change of clocks leaves out."""
    return wall.dt.replace_time_zone("Europe/Brussels", ambiguous="earliest", non_existent="null")


def _hhmm(column: str) -> pl.Expr:
    return pl.when(pl.col(column) >= 0).then(pl.col(column).cast(pl.String).str.zfill(4))
