"""How much any plan of a week can be worth at most: from the question to the proven bound."""

from collections.abc import Sequence
from math import inf, isfinite, isnan
from time import monotonic

import numpy as np

from inspection.errors import PlanningFault
from inspection.planning.bounding.bundle import Descent
from inspection.planning.bounding.prices import Limits
from inspection.planning.bounding.relaxation import Relaxed, relax
from inspection.planning.problem import RoundPolicy, TeamDay, TravelTimes, Visit, check_effort, check_week
from inspection.planning.search import Floats, Instance, build

HOP = 12.0  # minutes on the way to a visit: only a guess to begin with
REACH = 0.12  # of a visit's mean value: how far prices go at first
GUARD = 1e-9  # of all values together: more than their sums can lose


def upper_bound(
    visits: Sequence[Visit],
    team_days: Sequence[TeamDay],
    travel: TravelTimes,
    policy: RoundPolicy,
    *,
    required_placed: int = 0,
    seconds: float | None = None,
) -> float:
    """Return a value that no plan of the week exceeds, required visits counted in.

    A plan within x % of it is within x % of the best possible. Rest between rounds and the meeting of the teams of a
    joint visit are given away, and of several breaks in one round only the longest is asked, so the bound may lie above
    the best plan, never below.

    required_placed
        The bound then holds for plans that place at least so many required visits only, and is lower: give the number
        that a plan places to compare it with plans as good in that.
    seconds
        A cap on the whole call but for its compiling; the best bound so far is returned. None goes on until little can
        be gained, and is repeatable.

    Returns -inf where it shows that no plan places so many.
    Raises PlanningFault for a question that contradicts itself.
    Source: Lagrangian relaxation of the team orienteering problem (Boussier et al. 2007, 4OR 5), without its tree.
    """
    began = monotonic()
    check_week(visits, team_days)
    check_effort(None, seconds, 0.0)
    _check_required(visits, required_placed)
    for name in ("rest_minutes", "longest_day_minutes", "break_after_minutes", "break_minutes"):
        if isnan(getattr(policy, name)):
            raise PlanningFault("PLAN-117", limit=name)
    instance = build(visits, team_days, travel, policy)
    return _lowest_bound(instance, required_placed, seconds, began)


def _check_required(visits: Sequence[Visit], required_placed: int) -> None:
    most = len({visit.workplace for visit in visits if visit.required})
    if not 0 <= required_placed <= most or required_placed != int(required_placed):
        raise PlanningFault("PLAN-116", required_placed=required_placed, most=most)


def _lowest_bound(instance: Instance, required_placed: int, seconds: float | None, began: float) -> float:
    """Return the lowest proven bound; what may be placed at all, each workplace once, is the first.

    began
        The moment (`time.monotonic`) from which the seconds count.
    """
    values = np.asarray([visit.value for visit in instance.visits], dtype=np.float64)
    musts = {visit.workplace for visit in instance.visits if visit.required}
    relaxed = relax(instance, all_required=required_placed == len(musts) > 0)
    may = relaxed.may.any(axis=0)
    best_at = np.zeros(relaxed.workplaces)
    np.maximum.at(best_at, relaxed.workplace[may], values[may])
    trivial, guard = float(best_at.sum()), GUARD * (1.0 + float(np.abs(values).sum()))
    if not relaxed.may.any():
        return trivial + guard if required_placed == 0 else -inf
    limits, least = np.ones(relaxed.workplaces + 1), np.zeros(relaxed.workplaces + 1)
    if required_placed == len(musts):
        limits[-1] = 0.0
        least[relaxed.workplace[[visit.required for visit in instance.visits]]] = -inf
    else:
        limits[-1] = -float(required_placed)
    descent = Descent(relaxed, Limits(limits, least), None if seconds is None else began + seconds)
    if seconds is None or monotonic() < began + seconds:
        descent.run(_first_prices(relaxed, least), _reach(values))
    return min(trivial, descent.lowest) + guard


def _reach(values: Floats) -> float:
    mean = float(np.abs(values).mean())
    return REACH * mean if mean > 0 and isfinite(mean) else 1.0


def _first_prices(relaxed: Relaxed, least: Floats) -> Floats:
    """Return what each visit is worth beyond its minutes, these at the price at which all the week's minutes sell."""
    takes = relaxed.service + HOP
    order = np.argsort(-relaxed.value / takes, kind="stable")
    room = float((relaxed.kinds[:, 2] - relaxed.kinds[:, 0])[relaxed.kind_from[:-1]].sum())
    sold = int(np.searchsorted(np.cumsum(takes[order]), room))
    rate = max(0.0, float((relaxed.value / takes)[order[sold]])) if sold < order.size else 0.0
    prices = least.copy()
    able = relaxed.may.any(axis=0)
    np.maximum.at(prices, relaxed.workplace[able], (relaxed.value - rate * takes)[able])
    return np.where(np.isfinite(prices), prices, 0.0)
