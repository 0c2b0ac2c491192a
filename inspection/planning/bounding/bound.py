"""How much any plan of a week can be worth at most."""

from collections.abc import Sequence
from math import isnan
from time import monotonic

from inspection.errors import PlanningFault
from inspection.planning.problem import RoundPolicy, TeamDay, TravelTimes, Visit, check_effort, check_week
from inspection.planning.search import build


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
    from inspection.planning.bounding.lowest import lowest_bound  # compiled code that only a bound needs

    return lowest_bound(instance, required_placed, seconds, began)


def _check_required(visits: Sequence[Visit], required_placed: int) -> None:
    most = len({visit.workplace for visit in visits if visit.required})
    if not 0 <= required_placed <= most or required_placed != int(required_placed):
        raise PlanningFault("PLAN-116", required_placed=required_placed, most=most)
