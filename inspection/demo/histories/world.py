"""An invented world: what its workplaces are like, who controls them, and what an inspectorate gets to see of that."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from inspection.targeting.learning import History

Numbers = npt.NDArray[np.float64]
Response = Literal["all", "random", "stratum", "outcome"]


@dataclass(frozen=True, kw_only=True)
class World:
    """The truth that a history is drawn from. Effects are on log-odds.

    workplaces, weeks, visits
        How many there are, how long it goes on, how many are controlled a week.
    signals
        How many a workplace has: most count, each third one does not.
    level, strength
        Log-odds of a finding at an average workplace; standard deviation of what all signals do together.
    severity, sorted
        Standard deviation of what an inspector adds; how much strict ones are sent where signal 2 is high, in [0, 1]:
        then the signal looks guilty without being it.
    hunch
        What the office knows besides the signals: it lies in what is found and in who is chosen.
    aimed
        How sharply the week is aimed at what the office believes; 0 draws all alike.
    response
        Who answers the door: everybody, nine in ten, less in some sectors, or less where there is something to find.
    drift
        How much the effects of signals have turned by the end, as a part of them.
    interactions
        Standard deviation of what pairs of signals do beyond their sum.
    missing
        Part of the values that no register has.
    """

    workplaces: int = 20_000
    weeks: int = 52
    visits: int = 400
    signals: int = 12
    inspectors: int = 80
    sectors: tuple[str, ...] = ("a",)
    begin: date = date(2024, 1, 1)
    level: float = -1.2
    strength: float = 1.0
    severity: float = 0.0
    sorted: float = 0.0
    hunch: float = 0.0
    aimed: float = 0.5
    response: Response = "all"
    drift: float = 0.0
    interactions: float = 0.0
    missing: float = 0.05


@dataclass(frozen=True, kw_only=True)
class Generated:
    """A history with what nobody sees.

    truth
        Log-odds of each row of the history by its signals alone: neither the inspector nor the hunch is in it.
    everybody
        All workplaces on the day after the last week: signals, sector, `truth`, and `chance` of there being something
        to find for an average inspector.
    """

    history: History
    truth: Numbers = field(repr=False)
    everybody: pl.DataFrame = field(repr=False)
    end: date
