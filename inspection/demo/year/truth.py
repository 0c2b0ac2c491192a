"""What is really going on at each workplace, which only the demo knows: hidden odds from what registers show and more.

The odds follow the signals that the product measures, by weights that drift, and a part that no register knows. They
are computed here and are in no table, file or frame that an act reads: the product sees what a control found.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import yaml

from inspection.demo.year.drawing import Floats, normals

_DAYS_A_YEAR = 365.25
_STEPS = 50
_STANDARD = 12**0.5  # of a uniform number, to a standard deviation of one


@cache
def invented() -> Mapping[str, Any]:
    """Return what the hidden truth is made from, read once from the file beside this module."""
    with Path(__file__).with_name("truth.yaml").open("rb") as file:
        found: Mapping[str, Any] = yaml.load(file, yaml.CSafeLoader)  # the safe one, in a tenth of the time
    return found


@dataclass
class Truth:
    """The hidden odds of one invented year.

    seed
        Decides what no register knows of a workplace, and how strict an inspector is.
    since
        First day of the year: from then on weights drift.
    """

    seed: int
    since: date
    _lasting: dict[tuple[str, str], float] = field(default_factory=dict, repr=False)

    def odds(self, frame: pl.DataFrame, on: date) -> pl.DataFrame:
        """Return workplace, district, sector, and the log-odds of `any` and of `serious` where there is any.

        frame
            The assessed frame of a day: one row a workplace, its sector and signals.
        """
        passed = (on - self.since).days / _DAYS_A_YEAR
        parts = [self._of_sector(rows, on, passed) for rows in frame.partition_by("sector", maintain_order=True)]
        return pl.concat(parts).sort("workplace")

    def severities(self, inspectors: Iterable[str]) -> Floats:
        """Return what each inspector adds to the log-odds that something is found."""
        found: Floats = invented()["severity"] * normals(self.seed, "severity", inspectors)
        return found

    def _of_sector(self, rows: pl.DataFrame, on: date, passed: float) -> pl.DataFrame:
        base, noise = invented()["base"][rows["sector"][0]], invented()["noise"]
        names = rows["workplace"].to_list()
        month = normals(self.seed, f"{on:%Y-%m}", names)
        hidden = noise["lasting"] * self._kept("any", names) + noise["monthly"] * month
        any_ = _known(rows, "any", passed) + hidden
        serious = _known(rows, "serious", passed) + noise["serious"] * self._kept("serious", names)
        return rows.select("workplace", "district", "sector").with_columns(
            pl.Series("any", any_ + _level(any_, base["any"]) + invented()["trend"] * passed),
            pl.Series("serious", serious + _level(serious, base["serious"])),
        )

    def _kept(self, purpose: str, names: list[str]) -> Floats:
        """Return the lasting number of each workplace, drawn when it is first asked for."""
        lacking = [name for name in names if (purpose, name) not in self._lasting]
        drawn = normals(self.seed, purpose, lacking).tolist()
        self._lasting.update(zip(((purpose, name) for name in lacking), drawn, strict=True))
        return np.array([self._lasting[purpose, name] for name in names])


def share(odds: Floats) -> Floats:
    """Return the probability of log-odds."""
    found: Floats = 1 / (1 + np.exp(-odds))
    return found


def found_by(odds: Floats, severities: Floats) -> Floats:
    """Return the chance that a control finds something, for whichever of these inspectors comes."""
    found: Floats = share(odds[:, None] + severities[None, :]).mean(axis=1)
    return found


def _known(rows: pl.DataFrame, label: str, passed: float) -> Floats:
    """Return what the registers' signals add, by rank within the sector; a missing one adds nothing."""
    total = np.zeros(rows.height)
    for signal, (first, last) in invented()[label].items():
        column = rows[signal]
        known = max(1, column.len() - column.null_count())
        place = (column.rank("average") / (known + 1) - 0.5) * _STANDARD
        total += (first + (last - first) * passed) * place.fill_null(0.0).to_numpy()
    return total


def _level(odds: Floats, wanted: float) -> float:
    """Return what must be added to all so that their mean probability is the wanted one."""
    low, high = -20.0, 20.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if share(odds + middle).mean() < wanted else (low, middle)
    return (low + high) / 2
