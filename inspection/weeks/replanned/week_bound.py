"""How near the best possible an approved week is; no flow, since it takes minutes and somebody asks for it."""

from dataclasses import dataclass

from inspection import acts
from inspection.planning.bounding import upper_bound
from inspection.planning.problem import RoundPolicy, TravelTimes
from inspection.progress import say
from inspection.time_of import IsoWeek
from inspection.trust import Context
from inspection.weeks.parts import policies
from inspection.weeks.replanned.replan_parts import OpenPart, open_parts
from inspection.weeks.travelling import settled_travel


@dataclass(frozen=True, kw_only=True)
class Bounded:
    """A district's rounds beside what no rounds can be worth.

    value, bound
        In the unit of a visit's value; the best possible lies between them.
    """

    district: str
    value: float
    bound: float

    @property
    def within_percent(self) -> float:
        """Return how much more than now the best possible could bring at most, in per cent of the bound."""
        return 100 * (1 - self.value / self.bound) if self.bound > 0 else 0.0


def bound_week(context: Context, week: str, district: str | None = None, seconds: float | None = None) -> list[Bounded]:
    """Return for each district of an approved week what its rounds are worth and what none can exceed.

    Only plans that place as many required visits as the approved one are counted.

    seconds
        Cap for each district; a bound that it cuts short is higher, never wrong.
    Errors: `PlanningFault` PLAN-321 and PLAN-322; `AccessRefused`.
    """
    asked = IsoWeek.parse(week)
    catalogue = context.app.catalogue(asked.monday)
    parts = open_parts(context, acts.weeks.reopen_week(context, asked, district=district), catalogue)
    if district is not None:
        parts = {district: parts[district]}
    travel = settled_travel(
        context.app,
        {name: part.visits for name, part in parts.items()},
        {name: part.team_days for name, part in parts.items()},
        catalogue,
    )
    rules, found = policies(catalogue).rounds, []
    for done, (name, part) in enumerate(sorted(parts.items())):
        say("bound", done, len(parts))
        found.append(_bounded(part, travel[name], rules, seconds))
    say("bound", len(parts), len(parts))
    return found


def _bounded(part: OpenPart, travel: TravelTimes, rules: RoundPolicy, seconds: float | None) -> Bounded:
    placed = {stop.visit for each in part.plan.rounds for stop in each.stops}
    visits = [visit for visit in part.visits if visit.id in placed]
    bound = upper_bound(
        part.visits,
        part.team_days,
        travel,
        rules,
        required_placed=sum(visit.required for visit in visits),
        seconds=seconds,
    )
    return Bounded(district=part.district, value=sum(visit.value for visit in visits), bound=bound)
