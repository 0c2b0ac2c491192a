"""What the product learnt of a year that was invented, beside the truth: nobody but the demo could say this."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl

from inspection import acts
from inspection.demo.past import acting
from inspection.demo.year.drawing import Floats
from inspection.demo.year.planned import TRUTH, Planned
from inspection.demo.year.truth import Truth, found_by
from inspection.reporting import figures
from inspection.store import queries
from inspection.store.views import DrawView
from inspection.time_of import IsoWeek, now
from inspection.trust import AppContext

_BY = "direction-1"


@dataclass(frozen=True, kw_only=True)
class Told:
    """One figure as it was estimated, with its interval of 95 %, and the truth; None where nothing was seen."""

    value: float | None
    low: float | None
    high: float | None
    truth: float

    @property
    def holds(self) -> bool | None:
        """Whether the interval holds the truth."""
        return None if self.low is None or self.high is None else self.low <= self.truth <= self.high


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What was learnt of some weeks.

    drawn, seen
        Visits that were drawn by lot, and those of them that were carried out.
    prevalence
        Of all workplaces that could be drawn; the truth is the mean over the weeks of what a control would find there.
    lift
        How much more often the risk arm finds something than a draw in the same strata would; the truth is that of
        whoever was chosen.
    is_bounds, lift_is_bounds
        Whether the interval is bounds, since too many doors stayed shut.
    closed_where_found
        Of what was not carried out, how much more often there was something to find than elsewhere: a ratio that the
        product cannot know, and that its interval must allow for.
    """

    weeks: int
    drawn: int
    seen: int
    prevalence: Told
    lift: Told
    is_bounds: bool
    lift_is_bounds: bool
    closed_where_found: float | None


def judge(app: AppContext, planned: Planned) -> Judged | None:
    """Return what the estimates said of the weeks that were lived against the truth; None where none was."""
    odds = _kept(app.settings.home / TRUTH)
    if not odds:
        return None
    first = IsoWeek.parse(min(odds)).monday
    last = IsoWeek.parse(max(odds)).monday + timedelta(days=6)
    chances = _chances(app, Truth(planned.seed, first), odds)
    context = acting(app, _BY, now())
    drawn = [draw for draw in acts.chasing.list_draws(context) if draw.week in odds]
    facts = acts.figures.figure_facts(context, first, last)
    estimate = figures.count("prevalence", facts, first, last).estimate(app.catalogue(last).measuring)
    truth = float(np.mean([found["found"].mean() for found in chances.values()]))
    risk = [d for d in drawn if d.arm == "risk" and d.has_finding is not None]
    by_lot = _mean(chances, risk, "by_lot")
    return Judged(
        weeks=len(odds),
        drawn=estimate.drawn,
        seen=estimate.seen,
        prevalence=_told(estimate.prevalence, truth),
        lift=_told(estimate.lift, (_mean(chances, risk) or 0.0) / by_lot if by_lot else 0.0),
        is_bounds=estimate.is_bounds,
        lift_is_bounds=estimate.lift_is_bounds,
        closed_where_found=_closed(chances, drawn),
    )


def _told(interval: object, truth: float) -> Told:
    value, low, high = (getattr(interval, name, None) for name in ("value", "low", "high"))
    return Told(value=value, low=low, high=high, truth=truth)


def _kept(folder: Path) -> dict[str, pl.DataFrame]:
    files = sorted(folder.glob("*.parquet")) if folder.is_dir() else []
    return {file.stem: pl.read_parquet(file) for file in files}


def _chances(app: AppContext, truth: Truth, odds: Mapping[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Return, by week, the chance that a control finds something at each workplace, whoever of the district comes."""
    of_district = {
        district: truth.severities(sorted({member for team in teams for member in team}))
        for district, teams in _members(app).items()
    }
    return {week: _with_chance(rows, of_district) for week, rows in odds.items()}


def _with_chance(rows: pl.DataFrame, severities: Mapping[str, Floats]) -> pl.DataFrame:
    parts = [
        part.with_columns(found=pl.Series(found_by(part["any"].to_numpy().astype(float), severities[str(district)])))
        for (district,), part in rows.partition_by("district", as_dict=True).items()
    ]
    by_lot = pl.col("found").mean().over("district", "sector")
    return pl.concat(parts).with_columns(by_lot.alias("by_lot"))


def _members(app: AppContext) -> dict[str, list[Sequence[str]]]:
    found: dict[str, list[Sequence[str]]] = {}
    for team in queries.teams(app.store):
        found.setdefault(team.district, []).append(team.members)
    return found


def _mean(chances: Mapping[str, pl.DataFrame], draws: Sequence[DrawView], column: str = "found") -> float | None:
    """Return the mean chance at the workplaces of some draws; `by_lot` is that of a lot in the same stratum."""
    wanted = pl.DataFrame(
        [(d.week, d.workplace) for d in draws], schema={"week": pl.String, "workplace": pl.String}, orient="row"
    )
    every = pl.concat([rows.with_columns(week=pl.lit(week)) for week, rows in chances.items()])
    found = wanted.join(every, on=["week", "workplace"], how="inner")[column]
    return float(np.mean(found.to_numpy())) if found.len() else None


def _closed(chances: Mapping[str, pl.DataFrame], drawn: Sequence[DrawView]) -> float | None:
    lots = [d for d in drawn if d.arm == "random"]
    shut, seen = (_mean(chances, [d for d in lots if (d.has_finding is None) is missed]) for missed in (True, False))
    return None if shut is None or seen is None else shut / seen
