"""From the question to the bound: what is given away, which prices to begin with, and the guard against float noise."""

from math import inf, isfinite
from time import monotonic

import numpy as np

from inspection.planning.bounding.bundle import Descent
from inspection.planning.bounding.loosened import Loosened, loosen
from inspection.planning.search import Floats, Instance

HOP = 12.0  # minutes on the way to a visit: only a guess to begin with
REACH = 0.12  # of a visit's mean value: how far prices go at first
GUARD = 1e-9  # of all values together: more than their sums can lose


def lowest_bound(instance: Instance, required_placed: int, seconds: float | None, began: float) -> float:
    """Return the lowest proven bound; what may be placed at all, each workplace once, is the first.

    began
        The moment (`time.monotonic`) from which the seconds count.
    """
    values = np.asarray([visit.value for visit in instance.visits], dtype=np.float64)
    musts = {visit.workplace for visit in instance.visits if visit.required}
    loose = loosen(instance, all_required=required_placed == len(musts) > 0)
    may = loose.may.any(axis=0)
    best_at = np.zeros(loose.workplaces)
    np.maximum.at(best_at, loose.workplace[may], values[may])
    trivial, guard = float(best_at.sum()), GUARD * (1.0 + float(np.abs(values).sum()))
    if not loose.may.any():
        return trivial + guard if required_placed == 0 else -inf
    limits, least = np.ones(loose.workplaces + 1), np.zeros(loose.workplaces + 1)
    if required_placed == len(musts):
        limits[-1] = 0.0
        least[loose.workplace[[visit.required for visit in instance.visits]]] = -inf
    else:
        limits[-1] = -float(required_placed)
    descent = Descent(loose, limits, least, None if seconds is None else began + seconds)
    if seconds is None or monotonic() < began + seconds:
        descent.run(_first_prices(loose, least), _reach(values))
    return min(trivial, descent.lowest) + guard


def _reach(values: Floats) -> float:
    mean = float(np.abs(values).mean())
    return REACH * mean if mean > 0 and isfinite(mean) else 1.0


def _first_prices(loose: Loosened, least: Floats) -> Floats:
    """Return what each visit is worth beyond its minutes, these at the price at which all the week's minutes sell."""
    takes = loose.service + HOP
    order = np.argsort(-loose.value / takes, kind="stable")
    room = float((loose.kinds[:, 2] - loose.kinds[:, 0])[loose.kind_from[:-1]].sum())
    sold = int(np.searchsorted(np.cumsum(takes[order]), room))
    rate = max(0.0, float((loose.value / takes)[order[sold]])) if sold < order.size else 0.0
    prices = least.copy()
    able = loose.may.any(axis=0)
    np.maximum.at(prices, loose.workplace[able], (loose.value - rate * takes)[able])
    return np.where(np.isfinite(prices), prices, 0.0)
