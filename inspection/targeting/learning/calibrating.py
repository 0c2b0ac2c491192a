"""From log-odds to a probability: a line through the last window, by fits that did not see its rows (Platt)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from inspection.targeting.learning.measures import Z95, Bools, Numbers, effective, logistic
from inspection.targeting.learning.model import Calibration
from inspection.targeting.learning.rows import Rows

_STEPS, _SMALL = 50, 1e-10
_DRAWN = 100  # of scores, and of what the nuisance adds, over which a mean is taken
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Line:
    """A logistic line: log-odds = level + slope × score, and the standard error of its slope (robust to weights).

    other
        What a second score is multiplied by, where there is one.
    """

    level: float
    slope: float
    error: float
    other: float = 0.0


def fit_line(scores: Numbers, found: Bools | Numbers, weight: Numbers, second: Numbers | None = None) -> Line:
    """Fit a logistic line by weighted Newton steps; a score that is the same everywhere has slope 0.

    Arguments: `found` true and false, or chances; `second` another score beside it.
    """
    share = float(np.clip(np.average(found, weights=weight), 1e-6, 1 - 1e-6))
    if np.ptp(scores) == 0:
        return Line(math.log(share / (1 - share)), 0.0, float("inf"))
    columns = [scores] if second is None or np.ptp(second) == 0 else [scores, second]
    middle, scale = np.array([one.mean() for one in columns]), np.array([one.std() for one in columns])
    design = np.column_stack([np.ones(len(scores)), (np.column_stack(columns) - middle) / scale])
    at, bend = np.r_[math.log(share / (1 - share)), np.zeros(len(columns))], np.eye(len(columns) + 1)
    for _ in range(_STEPS):
        chance = logistic(design @ at)
        bend = (design * (weight * chance * (1 - chance))[:, None]).T @ design
        step = np.linalg.solve(bend + _SMALL * np.eye(len(at)), design.T @ (weight * (found - chance)))
        at = at + np.clip(step, -1, 1)
        if float(np.abs(step).max()) < _SMALL:
            break
    scatter = design * (weight * (found - logistic(design @ at)))[:, None]
    inverse = np.linalg.pinv(bend)
    error = math.sqrt(max(float((inverse @ (scatter.T @ scatter) @ inverse)[1, 1]), 0.0))
    slopes = at[1:] / scale
    other = float(slopes[1]) if len(columns) > 1 else 0.0
    return Line(float(at[0] - slopes @ middle), float(slopes[0]), error / float(scale[0]), other)


def averaged(scores: Numbers, found: Bools, weight: Numbers, added: Numbers) -> Line:
    """Fit a line beside what the nuisance adds, and average the nuisance out: whoever may come, comes.

    Without it a score that goes together with strict inspectors would be praised for their findings too.
    """
    line = fit_line(scores, found, weight, added)
    if not line.other:
        return line
    shown, comes = (np.quantile(one, (np.arange(_DRAWN) + 0.5) / _DRAWN) for one in (scores, added))
    odds = line.level + line.slope * shown[:, None] + line.other * comes[None, :]
    mean = fit_line(shown, logistic(odds).mean(axis=1), np.ones(_DRAWN))
    return Line(mean.level, mean.slope, line.error * abs(mean.slope / line.slope) if line.slope else line.error)


def calibrated(rows: Rows, scores: Numbers, added: Numbers, days: int) -> tuple[Calibration, bool]:
    """Return the calibration on the last window, and whether it says something of every eligible workplace.

    scores
        Log-odds of each row by a model that had not seen its subject; nan where there is none.
    added
        What that model's nuisance adds to them.
    It does where the chance of having been controlled is known; else it tells how often controls found something where
    somebody aimed them, and no probability may be shown. The line goes through all rows, evened as for the fit; the
    base rate is of those with a known chance, at full weight.
    """
    last = int(rows.day.max())
    late = rows.day > last - days
    judged = late & ~np.isnan(scores)
    line = averaged(scores[judged], rows.found[judged], rows.even[judged], added[judged])
    known = late & rows.is_known
    is_of_all = bool(known.any())
    counted = known if known.any() else late
    weight = rows.weight[counted]
    share, size = float(np.average(rows.found[counted], weights=weight)), effective(weight)
    low, high = _wilson(share, size)
    found = Calibration(
        slope=line.slope,
        slope_low=line.slope - Z95 * line.error,
        slope_high=line.slope + Z95 * line.error,
        base_rate=share,
        low=low,
        high=high,
        first=_day(int(rows.day[counted].min())),
        last=_day(int(rows.day[counted].max())),
        controls=int(counted.sum()),
        effective=size,
    )
    return found, is_of_all


def _wilson(share: float, size: float) -> tuple[float, float]:
    spread = Z95 * Z95 / size
    middle = (share + spread / 2) / (1 + spread)
    half = Z95 * math.sqrt(share * (1 - share) / size + spread / (4 * size)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def _day(number: int) -> date:
    return _EPOCH + timedelta(days=number)
