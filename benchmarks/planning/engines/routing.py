"""OR-Tools 9.15 routing with guided local search, cold or from a plan.

What it gets, so that it can do its best:
- one vehicle for each team-day, with its own shift on the one clock; which vehicles may make a visit is the domain of
  its vehicle variable;
- one node for each window of a visit: time variables with holes make its first solution 25 times slower;
- leaving a visit out costs its value in tenths; a minute of travel costs one unit, so that travel only breaks ties and
  guided local search has arcs to learn from;
- a required visit left out costs more than all others together; visits to one workplace share a disjunction, and what
  one of them is worth less than the best of them is a cost of leaving it: no constraint stands beside the routes;
- local cheapest insertion, the costliest to leave out first, as its first solution: of seven ways tried on tuning week
  11 much the best (89,400 of value at 1000 candidates; in its own order 64,900), or the given plan as its start.

`plain` is the same model searched as the library comes, its first solution left to it: what somebody gets who does not
try seven ways.
"""

from time import perf_counter

import numpy as np
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from benchmarks.planning.engines.outcome import Outcome
from benchmarks.planning.problem import Problem, plan_of
from benchmarks.planning.whole import fitting, whole
from inspection.planning.problem import WeekPlan

VALUE_UNITS = 10
BY_PENALTY = 2  # SORTING_PROPERTY_PENALTY of LocalCheapestInsertionParameters


class _Model:
    """The problem in OR-Tools' words, and the way back."""

    def __init__(self, problem: Problem) -> None:
        self.whole = data = whole(problem)
        values = [round(visit.value * VALUE_UNITS) for visit in data.visits]
        self.first = first = sum(values) + 1  # what one required visit is worth beside its value
        self.worths = [value + first * visit.required for value, visit in zip(values, data.visits, strict=True)]
        self.count = len(data.team_days)
        self.ways = [(v, window) for v, windows in enumerate(data.windows) for window in sorted(windows)]
        self.points = np.array([v for v, _ in self.ways] + list(range(len(data.visits), len(data.travel))))
        more = len(self.ways) - len(data.visits)
        start, end = ([each + more for each in places] for places in (data.start, data.end))
        self.manager = pywrapcp.RoutingIndexManager(len(self.points), self.count, start, end)
        self.routing = pywrapcp.RoutingModel(self.manager)
        self._times(problem.scale)
        self._visits()

    def _times(self, scale: int) -> None:
        data, square = self.whole, np.ix_(self.points, self.points)
        service = np.array([*data.service, *[0] * (len(data.travel) - len(data.visits))])
        spent = data.travel[square] + service[self.points][:, None]
        costs = (-(-data.travel // scale) + np.array(self._lesser())[:, None])[square]
        transit = self.routing.RegisterTransitMatrix(spent.tolist())
        self.routing.SetArcCostEvaluatorOfAllVehicles(self.routing.RegisterTransitMatrix(costs.tolist()))
        horizon = max(last for _, last in data.shifts)
        self.routing.AddDimension(transit, horizon, horizon, False, "time")
        self.time = self.routing.GetDimensionOrDie("time")
        for d, (first, last) in enumerate(data.shifts):
            self.time.CumulVar(self.routing.Start(d)).SetRange(first, last)
            self.time.CumulVar(self.routing.End(d)).SetRange(first, last)

    def _lesser(self) -> list[int]:
        """Return what leaving each point costs beside travel: what it is worth less than its workplace's best."""
        lesser = [0] * len(self.whole.travel)
        for visits in self.whole.workplaces.values():
            most = max(self.worths[v] for v in visits)
            for v in visits:
                lesser[v] = most - self.worths[v]
        return lesser

    def _visits(self) -> None:
        """At most one visit of a workplace in one of its windows, or the worth of its best is lost."""
        data, routing = self.whole, self.routing
        nodes: dict[str, list[int]] = {}
        for way, (v, window) in enumerate(self.ways):
            index = self.manager.NodeToIndex(way)
            routing.VehicleVar(index).SetValues([-1, *data.able[v]])
            self.time.CumulVar(index).SetRange(*window)
            nodes.setdefault(data.visits[v].workplace, []).append(index)
        for workplace, indices in nodes.items():
            routing.AddDisjunction(indices, max(self.worths[v] for v in data.workplaces[workplace]), 1)
        for d in range(self.count):
            routing.AddVariableMinimizedByFinalizer(self.time.CumulVar(routing.End(d)))

    def parameters(self, seconds: float, *, plain: bool = False) -> pywrapcp.DefaultRoutingSearchParameters:
        """Return the search with this limit; the `plain` one chooses its first solution by itself."""
        parameters = pywrapcp.DefaultRoutingSearchParameters()
        first, local = routing_enums_pb2.FirstSolutionStrategy, routing_enums_pb2.LocalSearchMetaheuristic
        if not plain:
            parameters.first_solution_strategy = first.LOCAL_CHEAPEST_INSERTION
            order = parameters.local_cheapest_insertion_parameters.insertion_sorting_properties
            order.append(BY_PENALTY)
        parameters.local_search_metaheuristic = local.GUIDED_LOCAL_SEARCH
        parameters.time_limit.FromMilliseconds(round(seconds * 1000))
        return parameters

    def routes(self, plan: WeekPlan) -> list[list[int]]:
        """Return a plan as the nodes of each vehicle."""
        data, orders = self.whole, fitting(self.whole, plan)
        begins = {stop.visit: stop.start * data.problem.scale for each in plan.rounds for stop in each.stops}
        nodes: dict[int, list[int]] = {}
        for way, (v, _) in enumerate(self.ways):
            nodes.setdefault(v, []).append(way)

        def held(v: int) -> int:
            begin = begins[data.visits[v].id]
            return min(nodes[v], key=lambda way: max(self.ways[way][1][0] - begin, begin - self.ways[way][1][1], 0.0))

        return [[held(v) for v in orders.get(key, [])] for key in data.keys]

    def plan(self, solution: pywrapcp.Assignment) -> WeekPlan:
        """Return a solution as a plan with exact times."""
        orders = {}
        for d, key in enumerate(self.whole.keys):
            index, names = solution.Value(self.routing.NextVar(self.routing.Start(d))), []
            while not self.routing.IsEnd(index):
                names.append(self.whole.visits[self.ways[self.manager.IndexToNode(index)][0]].id)
                index = solution.Value(self.routing.NextVar(index))
            orders[key] = names
        return plan_of(self.whole.problem, orders)


def solve(problem: Problem, seconds: float, seed: int, start: WeekPlan | None = None) -> Outcome:  # noqa: ARG001
    """Return what OR-Tools finds within the limit, from `start` when it is given; its search takes no seed."""
    return _searched(problem, seconds, start, plain=False)


def plain(problem: Problem, seconds: float, seed: int, start: WeekPlan | None = None) -> Outcome:  # noqa: ARG001
    """Return what OR-Tools finds within the limit as it comes, with its own choice of a first solution."""
    return _searched(problem, seconds, start, plain=True)


def _searched(problem: Problem, seconds: float, start: WeekPlan | None, *, plain: bool) -> Outcome:
    began = perf_counter()
    made = _Model(problem)
    parameters = made.parameters(seconds, plain=plain)
    made.routing.CloseModelWithParameters(parameters)
    initial = None if start is None else made.routing.ReadAssignmentFromRoutes(made.routes(start), True)
    if start is not None and initial is None:
        raise ValueError(f"{problem.name}: OR-Tools refuses the start plan")
    ready = perf_counter()
    most = sum(max(made.worths[v] for v in visits) for visits in made.whole.workplaces.values())
    trace: list[tuple[float, float]] = []

    def told() -> None:
        # travel costs a little, so this is the value but for the minutes on the road
        placed = most - made.routing.CostVar().Value()
        trace.append((perf_counter() - ready, placed % made.first / VALUE_UNITS))

    made.routing.AddAtSolutionCallback(told)
    if initial is None:
        solution = made.routing.SolveWithParameters(parameters)
    else:
        solution = made.routing.SolveFromAssignmentWithParameters(initial, parameters)
    ended = perf_counter()
    return Outcome(
        plan=plan_of(problem, {}) if solution is None else made.plan(solution),
        setup_seconds=ready - began,
        search_seconds=ended - ready,
        status="nothing" if solution is None else "found",
        trace=_rising(trace),
    )


def _rising(trace: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Return only what was better than all before: guided local search also tells of worse plans."""
    kept: list[tuple[float, float]] = []
    for seconds, value in trace:
        if value > (kept[-1][1] if kept else 0.0):
            kept.append((seconds, value))
    return tuple(kept)
