"""Does a fit know what it cannot know? Labels are scrambled, and signals are looked at one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from inspection.targeting.learning.additive import choose_bend
from inspection.targeting.learning.binning import Starts
from inspection.targeting.learning.fitting import FOLDS, Plan, scored_apart
from inspection.targeting.learning.history import History
from inspection.targeting.learning.measures import Z95, Numbers, auc, auc_interval
from inspection.targeting.learning.model import Rises
from inspection.targeting.learning.rows import rows_of
from sectors.rules.selection import CardLimits

_HALF = 0.5
_DEALT = 3  # times that labels are scrambled
_Z999 = 3.290526731491926  # half-width of a 99.9 % interval: an alarm each month would be believed by nobody


@dataclass(frozen=True, kw_only=True)
class Leak:
    """What a leak test saw.

    auc, low, high
        Of fits to scrambled labels, on subjects that they had not seen, with an interval of 99.9 %; where nothing leaks
        it holds 0.5.
    telling
        Signals that alone tell apart better than anything known before a visit can.
    """

    auc: float
    low: float
    high: float
    telling: tuple[str, ...]

    @property
    def leaks(self) -> bool:
        return self.low > _HALF or bool(self.telling)

    def evidence(self) -> dict[str, float | int | str | None]:
        """Return it as figures of a proposal."""
        return {"scrambled_auc": round(self.auc, 4), "scrambled_low": round(self.low, 4), "leaks": int(self.leaks)}


def leak_test(
    history: History,
    *,
    signals: Sequence[str],
    label: str,
    date: date,
    limits: CardLimits,
    seed: int,
    most_alone: float,
    nuisance: Sequence[str] = (),
    weight: str | None = None,
    monotone: Mapping[str, Rises] | None = None,
    bins: Mapping[str, Starts] | None = None,
    derive: Callable[[History], History] | None = None,
) -> Leak:
    """Fit to labels that were dealt out anew, as `fit_card` fits, and see whether anything can still be told.

    derive
        What makes signals out of labels (own history): it is called after the scrambling, so that its leaks show.
    most_alone
        Area under the curve, in (0.5, 1), that no signal reaches alone unless it was measured after the control.
    """
    ripe = history.matured(date, limits.maturity_days).within(date, limits.window_days).seen(label)
    plan = Plan(limits=limits, monotone=monotone or {}, bins=bins or {})
    told = []
    for deal in range(_DEALT):
        dealt = _scrambled(ripe, label, seed, deal)
        made = derive(dealt) if derive else dealt
        rows = rows_of(made, label, signals, nuisance, weight, limits.most_weight, FOLDS)
        scores, _ = scored_apart(rows, plan, choose_bend(rows, plan.monotone, plan.bins))
        kept = ~np.isnan(scores)
        told.append((auc(scores[kept], rows.found[kept]), rows.found[kept]))
    value = float(np.mean([one for one, _ in told]))
    low, _ = auc_interval(told[0][1], value)
    half = (value - low) * _Z999 / Z95 / np.sqrt(_DEALT)
    true = rows_of(derive(ripe) if derive else ripe, label, signals, (), None, limits.most_weight, FOLDS)
    alone = {name: _alone(true.values[:, n], true.found) for n, name in enumerate(true.signals)}
    telling = tuple(sorted(name for name, tells in alone.items() if tells > most_alone))
    return Leak(auc=value, low=value - half, high=value + half, telling=telling)


def _scrambled(history: History, label: str, seed: int, deal: int) -> History:
    column = history.label(label)
    order = np.random.default_rng([seed, deal, len(history)]).permutation(len(history))
    return history.with_frame(history.frame.with_columns(pl.Series(column, history.frame[column].to_numpy()[order])))


def _alone(values: Numbers, found: Any) -> float:
    """Return how well one signal tells apart, whichever way, a missing value being the lowest and then the highest."""
    ways = [auc(np.nan_to_num(values, nan=end), found) for end in (-np.inf, np.inf)]
    return max((abs(one - _HALF) + _HALF for one in ways if not np.isnan(one)), default=_HALF)
