"""From log-odds to a probability: a line through the last window, by fits that did not see its rows (Platt)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from inspection.targeting.evaluating import Line, fit_line, share_interval
from inspection.targeting.learning.measures import Z95, Bools, Numbers, effective, logistic
from inspection.targeting.learning.model import Calibration
from inspection.targeting.learning.rows import Rows

_DRAWN = 100  # of scores, and of what the nuisance adds, over which a mean is taken
_EPOCH = date(1970, 1, 1)
_LEVEL = 0.95  # of the intervals of a fit, as `Z95`


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
    return replace(mean, error=line.error * abs(mean.slope / line.slope) if line.slope else line.error)


def calibrated(rows: Rows, scores: Numbers, added: Numbers, days: int, least_known: int) -> tuple[Calibration, bool]:
    """Return the calibration on the last window, and whether it says something of every eligible workplace.

    scores
        Log-odds of each row by a model that had not seen its subject; nan where there is none.
    added
        What that model's nuisance adds to them.
    least_known
        Controls with a known chance that the last window holds at least: a base rate of a few says nothing of all.
    It does where the chance of having been controlled is known; else it tells how often controls found something where
    somebody aimed them, and no probability may be shown. The line goes through all rows, evened as for the fit; the
    base rate is of those with a known chance, at full weight.
    """
    last = int(rows.day.max())
    late = rows.day > last - days
    judged = late & ~np.isnan(scores)
    line = averaged(scores[judged], rows.found[judged], rows.even[judged], added[judged])
    known = late & rows.is_known
    is_of_all = int(known.sum()) >= least_known
    counted = known if is_of_all else late
    weight = rows.weight[counted]
    share, size = float(np.average(rows.found[counted], weights=weight)), effective(weight)
    rate, _ = share_interval(share * size, size, 0.0, level=_LEVEL, limit=1.0)
    found = Calibration(
        slope=line.slope,
        slope_low=line.slope - Z95 * line.error,
        slope_high=line.slope + Z95 * line.error,
        base_rate=share,
        low=rate.low,
        high=rate.high,
        first=_day(int(rows.day[counted].min())),
        last=_day(int(rows.day[counted].max())),
        controls=int(counted.sum()),
        effective=size,
    )
    return found, is_of_all


def _day(number: int) -> date:
    return _EPOCH + timedelta(days=number)
