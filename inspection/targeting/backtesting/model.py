"""What a backtest says, as plain values: figures by scorer, by window and in all, and who is better than whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from inspection.targeting.evaluating import Bin

GROUP = "backtest_group_"  # how the names of the figures of a plot begin


@dataclass(frozen=True, kw_only=True)
class Windows:
    """Which spans of the past are held back: the last `count` of `days` days each, before the day of the backtest."""

    count: int
    days: int


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Figures of one scorer in one window, or over all of them; None where a window cannot tell.

    precision, recall
        Of the visits that capacity allows: part with a finding, and part of all findings that they hold.
    auc_within
        Area under the curve among the visits of one inspector, pooled: no merit for knowing who finds much.
    ndcg
        How near the findings lie to the head of the list, 1 at best.
    days_earlier
        Mean days by which findings come earlier than they did, with as many visits a day as there were.
    ece
        Expected calibration error, of scorers that give a probability.
    slope
        Of the log-odds of these probabilities: 1 is right.
    same
        Part of the head of the list that the scorer of the window before would have named too (Jaccard).
    """

    controls: int
    found: int
    precision: float | None
    recall: float | None
    auc: float | None
    auc_within: float | None
    ndcg: float | None
    days_earlier: float | None
    ece: float | None
    slope: float | None
    same: float | None


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Whether one scorer is better than another by one figure: paired, over drawn-again controls.

    difference, low, high
        `better` minus `than`, with an interval of 95 %; it is better where low is above 0.
    """

    better: str
    than: str
    figure: str
    difference: float
    low: float
    high: float

    @property
    def is_better(self) -> bool:
        return self.low > 0


@dataclass(frozen=True, kw_only=True)
class Backtest:
    """What each scorer would have found.

    windows
        First day, and the day after the last, of each window.
    by_window
        Scorer to its figures, in the order of the windows; None where it could not be taught yet.
    overall
        Scorer to the mean over the windows, weighted by their controls.
    groups
        Scorer that gives a probability to what it said and what was found over all windows, in groups: for a plot.
    """

    label: str
    maturity_days: int
    capacity: float
    windows: tuple[tuple[date, date], ...]
    by_window: Mapping[str, tuple[Measured | None, ...]]
    overall: Mapping[str, Measured]
    compared: tuple[Compared, ...]
    groups: Mapping[str, tuple[Bin, ...]] = field(default_factory=dict)

    def evidence(self, scorer: str) -> dict[str, float | int | str | None]:
        """Return the figures of one scorer by name, for a proposal."""
        told = self.overall[scorer]
        names = ("precision", "recall", "auc", "auc_within", "ndcg", "days_earlier", "ece", "slope", "same")
        figures: dict[str, float | int | str | None] = {f"backtest_{name}": getattr(told, name) for name in names}
        figures |= {"backtest_windows": len(self.windows), "backtest_controls": told.controls}
        for one in self.compared:
            if one.better == scorer:
                figures[f"backtest_{one.figure}_over_{one.than}"] = one.difference
                figures[f"backtest_{one.figure}_over_{one.than}_low"] = one.low
        return figures | self._told_groups(scorer)

    def _told_groups(self, scorer: str) -> dict[str, float | int | str | None]:
        told = enumerate(self.groups.get(scorer, ()), 1)
        return {f"{GROUP}{n:02}_{name}": value for n, one in told for name, value in vars(one).items()}
