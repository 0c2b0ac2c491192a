"""PyVRP 0.14, the strongest general engine on this shape of problem, cold or from a plan.

What it gets, so that it can do its best:
- one vehicle type for each group of like team-days; no capacity but one load dimension for each rule that keeps visits
  out (a closed day, a language, a skill, a size): the visit weighs 1, a team-day that may make it carries as many as it
  likes and one that may not carries 0; rules that keep out the same team-days share a dimension;
- a client for each window of a visit, in an optional group with those of all visits to that workplace; where nothing is
  left to choose, a plain client;
- required visits as required clients or groups when it begins from a plan that has them; from cold it then finds
  nothing feasible at all on a district week in 10 s, so there each is optional with ten times the largest prize on top;
- whole tenths of a minute (rounded so that its plans hold), a unit cost of 1 for distance, and the prizes and distances
  of `Weights`: of those tried on tuning week 11 at 300 and 1000 candidates the best each for cold, for a start in a
  week where most visits stay out, and for one where most fit; prizes in the ten thousands end infeasible;
- its own default parameters and its own random start, or the given plan as its initial solution; building the first
  solution is within the limit, and is let end when it takes longer than that.

Of the feasible solutions that it found on its way the most valuable counts, since its own objective may give a little
value away for shorter travel. Without a feasible one it found nothing.
"""

from collections import defaultdict
from dataclasses import dataclass
from time import perf_counter

import numpy as np
import pyvrp
from pyvrp import (
    ActivityType,
    Client,
    ClientGroup,
    Depot,
    Location,
    ProblemData,
    Route,
    Solution,
    VehicleType,
)

from benchmarks.planning.engines.outcome import Outcome
from benchmarks.planning.problem import Problem, plan_of
from benchmarks.planning.whole import Whole, fitting, whole
from inspection.planning.problem import WeekPlan

PLENTY = 10_000


@dataclass(frozen=True)
class Weights:
    """What PyVRP weighs against each other.

    largest
        Prize of the most valuable visit, the others in proportion.
    minutes
        Minutes of travel that cost one unit.
    """

    largest: int
    minutes: float


COLD, WARM_FULL, WARM_LOOSE = Weights(2000, 1), Weights(500, 1), Weights(500, 10)
FULL = 8  # visits for each team-day from which most must stay out


def _weights(data: Whole, *, warm: bool) -> Weights:
    if not warm:
        return COLD
    return WARM_FULL if len(data.visits) >= FULL * len(data.team_days) else WARM_LOOSE


class _Watch(pyvrp.IteratedLocalSearchCallbacks):
    """Keep each better feasible solution and when it was found; what it is worth is added up after the search."""

    def __init__(self) -> None:
        super().__init__()
        self.began, self.found = perf_counter(), list[tuple[float, Solution]]()

    def on_start(self, ils: pyvrp.IteratedLocalSearch) -> None:
        """Note the solution it starts from."""
        self.on_best(ils.initial_solution)

    def on_best(self, best: Solution) -> None:
        """Note a better one."""
        if best.is_feasible():
            self.found.append((perf_counter() - self.began, best))


class _Data:
    """The problem in PyVRP's words, and the way back."""

    def __init__(self, problem: Problem, *, hard: bool) -> None:
        self.whole = data = whole(problem)
        self.hard = hard
        largest = max((visit.value for visit in data.visits), default=1.0)
        self.weights = _weights(data, warm=hard)
        self.worth = self.weights.largest / largest if largest else 1.0
        self.limits = _limits(data)
        self.types, self.team_days = self._vehicles()
        self.clients, self.groups, self.visit_of = self._clients()
        places = range(len(data.visits), len(data.travel))
        far = np.ceil(data.travel / (problem.scale * self.weights.minutes)).astype(np.int64)
        self.problem = ProblemData(
            locations=[Location(*point) for point in self._points()],
            clients=self.clients,
            depots=[Depot(place) for place in places],
            vehicle_types=self.types,
            distance_matrices=[far],
            duration_matrices=[data.travel],
            groups=self.groups,
        )

    def _points(self) -> list[tuple[float, float]]:
        data = self.whole
        points = [visit.point for visit in data.visits] + [(0.0, 0.0)] * (len(data.travel) - len(data.visits))
        for d, day in enumerate(data.team_days):
            points[data.start[d]], points[data.end[d]] = day.office, day.end or day.office
        return points

    def _vehicles(self) -> tuple[list[VehicleType], list[list[int]]]:
        """Return the vehicle types, and the team-days of each."""
        data = self.whole
        alike: dict[tuple[tuple[int, int], int, int, tuple[bool, ...]], list[int]] = defaultdict(list)
        for d in range(len(data.team_days)):
            closed = tuple(d in days for days in self.limits)
            alike[data.shifts[d], data.start[d], data.end[d], closed].append(d)
        first = len(data.visits)
        types = [
            VehicleType(
                num_available=len(days),
                capacity=[0 if each else PLENTY for each in closed],
                start_depot=start - first,
                end_depot=end - first,
                tw_early=shift[0],
                tw_late=shift[1],
                unit_distance_cost=1,
            )
            for (shift, start, end, closed), days in alike.items()
        ]
        return types, list(alike.values())

    def _clients(self) -> tuple[list[Client], list[ClientGroup], list[int]]:
        data, clients, groups, visit_of = self.whole, list[Client](), list[ClientGroup](), list[int]()
        for visits in data.workplaces.values():
            ways = [(v, window) for v in visits for window in _apart(data.windows[v])]
            must = self.hard and any(data.visits[v].required for v in visits)
            group = len(groups) if len(ways) > 1 else None
            if group is not None:
                numbers = list(range(len(clients), len(clients) + len(ways)))
                groups.append(ClientGroup(numbers, required=must))
            for v, (first, last) in ways:
                clients.append(
                    Client(
                        location=v,
                        delivery=[int(v in kept_out) for kept_out in self.limits.values()],
                        service_duration=data.service[v],
                        tw_early=first,
                        tw_late=last,
                        prize=self._prize(v),
                        required=must and group is None,
                        group=group,
                    )
                )
                visit_of.append(v)
        return clients, groups, visit_of

    def _prize(self, v: int) -> int:
        visit = self.whole.visits[v]
        return round(visit.value * self.worth) + (10 * self.weights.largest if visit.required and not self.hard else 0)

    def worth_of(self, best: Solution) -> tuple[int, float]:
        """Return how many required visits a solution makes, and the value of all it makes."""
        clients = [each.idx for route in best.routes() for each in route if each.type == ActivityType.CLIENT]
        visits = [self.whole.visits[self.visit_of[client]] for client in clients]
        return sum(visit.required for visit in visits), sum(visit.value for visit in visits)

    def solution(self, plan: WeekPlan) -> Solution:
        """Return a plan as a solution, each visit in the window in which it starts."""
        data = self.whole
        ways: dict[int, list[int]] = defaultdict(list)
        for client, v in enumerate(self.visit_of):
            ways[v].append(client)
        begins = {stop.visit: stop.start * data.problem.scale for each in plan.rounds for stop in each.stops}
        type_of = {data.keys[d]: t for t, days in enumerate(self.team_days) for d in days}
        routes = []
        for key, order in fitting(data, plan).items():
            chosen = [self._nearest(ways[v], begins[data.visits[v].id]) for v in order]
            if chosen:
                routes.append(Route(self.problem, chosen, type_of[key]))
        return Solution(self.problem, routes)

    def _nearest(self, ways: list[int], begin: float) -> int:
        """Return the client whose window holds the start, or lies nearest to it."""
        windows = [(self.clients[client].tw_early, self.clients[client].tw_late) for client in ways]
        aside = [max(first - begin, begin - last, 0.0) for first, last in windows]
        return ways[aside.index(min(aside))]

    def plan(self, best: Solution) -> WeekPlan:
        """Return a solution as a plan with exact times."""
        free, orders = [list(days) for days in self.team_days], {}
        for route in best.routes():
            d = free[route.vehicle_type()].pop()
            clients = [each.idx for each in route if each.type == ActivityType.CLIENT]
            orders[self.whole.keys[d]] = [self.whole.visits[self.visit_of[client]].id for client in clients]
        return plan_of(self.whole.problem, orders)


def _limits(data: Whole) -> dict[frozenset[int], set[int]]:
    """Return each set of team-days that some rule keeps out, and the visits that the rule is about."""
    everyone = range(len(data.team_days))
    found: dict[frozenset[int], set[int]] = defaultdict(set)
    for v, visit in enumerate(data.visits):
        days = data.team_days
        rules = [
            frozenset(d for d in everyone if visit.languages and not visit.languages & days[d].languages),
            frozenset(d for d in everyone if days[d].size < visit.team_size),
            *(frozenset(d for d in everyone if skill not in days[d].skills) for skill in visit.skills),
            *(frozenset(d for d in everyone if days[d].day == day) for day in {each.day for each in days} - visit.days),
        ]
        if visit.pinned is not None:
            rules.append(frozenset(d for d in everyone if data.keys[d] != visit.pinned))
        for kept_out in rules:
            if kept_out:
                found[kept_out].add(v)
    return dict(found)


def _apart(windows: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Return the windows that hold a moment at all."""
    return [(max(first, 0), last) for first, last in windows if last >= max(first, 0)]


def solve(problem: Problem, seconds: float, seed: int, start: WeekPlan | None = None) -> Outcome:
    """Return what PyVRP finds within the limit, from `start` when it is given."""
    began = perf_counter()
    data = _Data(problem, hard=start is not None)
    initial = None if start is None else data.solution(start)
    ready = perf_counter()
    watch = _Watch()
    params = pyvrp.SolveParams(ils=pyvrp.IteratedLocalSearchParams(callbacks=watch))
    pyvrp.solve(
        data.problem,
        lambda _: perf_counter() >= ready + seconds,  # its own clock starts only after its first solution
        seed=seed,
        collect_stats=False,
        display=False,
        params=params,
        initial_solution=initial,
    )
    ended = perf_counter()
    told = [(moment, *data.worth_of(solution), solution) for moment, solution in watch.found]
    best = max(told, key=lambda each: each[1:3], default=None)
    return Outcome(
        plan=plan_of(problem, {}) if best is None else data.plan(best[3]),
        setup_seconds=ready - began,
        search_seconds=ended - ready,
        status="nothing" if best is None else "found",
        trace=tuple((moment, value) for moment, _, value, _ in told),
    )
