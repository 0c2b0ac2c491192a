"""A challenger beside every card: boosted trees that may bend and combine signals as they like. For comparison only.

LightGBM; where its system library is missing, scikit-learn's histogram boosting stands in, and the name says so. It is
given the inspector as the fit is, and averaged over inspectors when it scores: else it would be praised for knowing who
finds much.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from inspection.targeting.learning.fitting import FOLDS
from inspection.targeting.learning.history import History
from inspection.targeting.learning.measures import Numbers, auc, auc_interval
from inspection.targeting.learning.rows import Rows, matrix, rows_of
from sectors.rules.selection import CardLimits

_TREES, _LEAVES, _RATE, _LEAST_ROWS = 120, 15, 0.05, 40
_DRAWN = 25  # combinations of inspector, team and kind of control that a score is averaged over
_MOST_LEVELS = 255  # of a category, in scikit-learn's boosting


@dataclass(frozen=True, kw_only=True)
class Challenge:
    """How well a challenger tells apart, on subjects that it had not seen; `name` is the library that was there."""

    name: str
    auc: float
    low: float
    high: float
    auc_within: float | None

    def evidence(self) -> dict[str, float | int | str | None]:
        """Return it as figures of a proposal."""
        return {
            "challenger": self.name,
            "challenger_auc": round(self.auc, 4),
            "challenger_auc_within_inspector": None if self.auc_within is None else round(self.auc_within, 4),
        }


@dataclass(frozen=True, kw_only=True)
class Boosted:
    """Trees that were fitted; they rank rows, and their figures are no probabilities."""

    name: str
    signals: tuple[str, ...]
    raw: Callable[[Numbers], Numbers] = field(repr=False)
    drawn: npt.NDArray[np.int64] = field(repr=False)

    def score(self, frame: pl.DataFrame) -> Numbers:
        """Return the score of each row of a frame that has the signals."""
        return self.of(matrix(frame, self.signals))

    def of(self, values: Numbers) -> Numbers:
        """Return the score of each row of an array, averaged over who might have come, and how."""
        if not self.drawn.shape[1]:
            return self.raw(values)
        total = np.zeros(len(values))
        for one in self.drawn:
            total += self.raw(np.column_stack([values, np.tile(one, (len(values), 1))]))
        return total / len(self.drawn)


def challenge(
    history: History,
    *,
    signals: Sequence[str],
    label: str,
    date: date,
    limits: CardLimits,
    nuisance: Sequence[str] = (),
    weight: str | None = None,
    threads: int = 1,
) -> Challenge:
    """Fit a challenger as a card is fitted, on the same rows, and tell how well it does on subjects it had not seen.

    Arguments as of `fit_card`; `threads` that the boosting may use.
    """
    ripe = history.matured(date, limits.maturity_days).within(date, limits.window_days)
    rows = rows_of(ripe, label, signals, nuisance, weight, limits.most_weight, FOLDS)
    scores, name = np.zeros(len(rows)), ""
    for fold in range(FOLDS):
        held = rows.fold == fold
        made = boosted(rows.where(~held), threads)
        name, scores[held] = made.name, made.of(rows.values[held])
    value = auc(scores, rows.found)
    low, high = auc_interval(rows.found, value)
    within = auc(scores, rows.found, group=rows.inspector) if rows.inspector is not None else None
    return Challenge(name=name, auc=value, low=low, high=high, auc_within=within)


def boosted(rows: Rows, threads: int = 1) -> Boosted:
    """Fit boosted trees to rows, with the nuisance as categories."""
    try:
        import lightgbm  # noqa: F401  looked at before it is used: its system library may be missing
    except (ImportError, OSError):
        name, raw = _histogram(rows, threads)
    else:
        name, raw = _lightgbm(rows, threads)
    places = np.linspace(0, max(len(rows) - 1, 0), _DRAWN).astype(
        int
    )  # rows are sorted by day: spread over all of them
    return Boosted(name=name, signals=rows.signals, raw=raw, drawn=rows.nuisance[places])


def _lightgbm(rows: Rows, threads: int) -> tuple[str, Callable[[Numbers], Numbers]]:
    import lightgbm

    categories = list(range(len(rows.signals), len(rows.signals) + len(rows.levels)))
    data = lightgbm.Dataset(_columns(rows), rows.found, weight=rows.even, categorical_feature=categories)
    asked = {
        "objective": "binary",
        "learning_rate": _RATE,
        "num_leaves": _LEAVES,
        "min_data_in_leaf": _LEAST_ROWS,
        "num_threads": threads,
        "deterministic": True,
        "verbose": -1,
    }
    made = lightgbm.train(asked, data, num_boost_round=_TREES)

    def raw(values: Numbers) -> Numbers:
        return np.asarray(made.predict(values, raw_score=True, num_threads=threads), dtype=np.float64)

    return f"LightGBM {lightgbm.__version__}", raw


def _histogram(rows: Rows, threads: int) -> tuple[str, Callable[[Numbers], Numbers]]:
    import sklearn
    from sklearn.ensemble import HistGradientBoostingClassifier
    from threadpoolctl import threadpool_limits

    few = [len(rows.signals) + n for n, levels in enumerate(rows.levels) if levels <= _MOST_LEVELS]
    made = HistGradientBoostingClassifier(
        max_iter=_TREES,
        learning_rate=_RATE,
        max_leaf_nodes=_LEAVES,
        min_samples_leaf=_LEAST_ROWS,
        categorical_features=few or None,
        early_stopping=False,
    )
    with threadpool_limits(threads, "openmp"):
        made.fit(_columns(rows), rows.found, sample_weight=rows.even)

    def raw(values: Numbers) -> Numbers:
        with threadpool_limits(threads, "openmp"):
            return np.asarray(made.decision_function(values), dtype=np.float64)

    return f"scikit-learn {sklearn.__version__} (LightGBM is not here)", raw


def _columns(rows: Rows) -> Numbers:
    return np.column_stack([rows.values, rows.nuisance]) if rows.levels else rows.values
