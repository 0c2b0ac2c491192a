"""CP-SAT: the proof of the optimum on small weeks, every rule of `verify` in it but joint actions.

Each team-day is a circuit through its own two ends and the visits it may make; required visits placed count before all
value. Times must be whole minutes (scale 1), so that its optimum is ours and not that of a rounded problem.
"""

from itertools import combinations
from math import isfinite
from time import perf_counter

from ortools.sat.python import cp_model

from benchmarks.planning.engines.outcome import Outcome
from benchmarks.planning.problem import Problem, week_plan
from benchmarks.planning.whole import Whole, whole
from inspection.planning.problem import Round, Stop, WeekPlan

VALUE_UNITS = 10  # a value's tenths are whole


class _Model:
    """The week as a model: a literal for each arc, a start for each visit, a leave and a back for each team-day."""

    def __init__(self, data: Whole) -> None:
        self.data, self.model = data, cp_model.CpModel()
        self.late = max(last for _, last in data.shifts)
        self.starts = [self.model.new_int_var(0, self.late, f"s{v}") for v in range(len(data.visits))]
        self.placed = [self.model.new_bool_var(f"p{v}") for v in range(len(data.visits))]
        self.leaves = [self.model.new_int_var(*data.shifts[d], f"l{d}") for d in range(len(data.team_days))]
        self.backs = [self.model.new_int_var(*data.shifts[d], f"b{d}") for d in range(len(data.team_days))]
        self.used = [self.model.new_bool_var(f"u{d}") for d in range(len(data.team_days))]
        self.arcs: list[dict[tuple[int, int], cp_model.IntVar]] = []

    def build(self) -> None:
        """Add every rule."""
        inside: list[list[cp_model.IntVar]] = [[] for _ in self.data.visits]
        for d in range(len(self.data.team_days)):
            self._round(d, inside)
        for v, literals in enumerate(inside):
            self.model.add(sum(literals) == self.placed[v])
            self._windows(v)
        for visits in self.data.workplaces.values():
            if len(visits) > 1:
                self.model.add_at_most_one(self.placed[v] for v in visits)
        self._rest()
        self._objective()

    def _round(self, d: int, inside: list[list[cp_model.IntVar]]) -> None:
        """Node 0 is both ends of the round; node 1 + k is the k-th visit that the team-day may make."""
        data, model = self.data, self.model
        able = [v for v, days in enumerate(data.able) if d in days]
        literals: dict[tuple[int, int], cp_model.IntVar] = {}
        circuit = [(0, 0, ~self.used[d])]
        for at, v in enumerate(able, 1):
            here = model.new_bool_var(f"x{d},{v}")
            inside[v].append(here)
            circuit.append((at, at, ~here))
        nodes = [-1, *able]
        for i, one in enumerate(nodes):
            for j, two in enumerate(nodes):
                if i != j:
                    literals[one, two] = model.new_bool_var(f"a{d},{one},{two}")
                    circuit.append((i, j, literals[one, two]))
        model.add_circuit(circuit)
        self.arcs.append(literals)
        for (one, two), arc in literals.items():
            begin, end, way = self._gap(d, one, two)
            model.add(end >= begin + way).only_enforce_if(arc)
        self._pin_down(d, able, inside)
        self._hours(d)

    def _pin_down(self, d: int, able: list[int], inside: list[list[cp_model.IntVar]]) -> None:
        """Say what follows anyway, so that the proof is short: the work fits, and an unused round has fixed times."""
        data, first = self.data, self.data.shifts[d][0]
        work = sum(self._gap(d, one, two)[2] * arc for (one, two), arc in self.arcs[d].items())
        served = sum(data.service[v] * inside[v][-1] for v in able)
        self.model.add(work + served <= self.backs[d] - self.leaves[d])
        self.model.add(self.leaves[d] == first).only_enforce_if(~self.used[d])
        self.model.add(self.backs[d] == first).only_enforce_if(~self.used[d])

    def _gap(self, d: int, one: int, two: int) -> tuple[cp_model.LinearExprT, cp_model.LinearExprT, int]:
        """Return when the work before an arc ends, when the work after it begins, and the driving between."""
        data = self.data
        begin = self.leaves[d] if one < 0 else self.starts[one] + data.service[one]
        end = self.backs[d] if two < 0 else self.starts[two]
        way = data.travel[data.start[d] if one < 0 else one, data.end[d] if two < 0 else two]
        return begin, end, int(way)

    def _windows(self, v: int) -> None:
        chosen = []
        for first, last in self.data.windows[v]:
            literal = self.model.new_bool_var("")
            self.model.add_linear_constraint(self.starts[v], first, last).only_enforce_if(literal)
            chosen.append(literal)
        self.model.add_exactly_one([*chosen, ~self.placed[v]])
        self.model.add(self.starts[v] == 0).only_enforce_if(~self.placed[v])

    def _hours(self, d: int) -> None:
        """The longest day, the break of a long day, and the breaks that the team-day asks for."""
        policy, day, model = self.data.problem.policy, self.data.team_days[d], self.model
        longest = min(policy.longest_day_minutes, day.longest if day.longest is not None else float("inf"))
        length = self.backs[d] - self.leaves[d]
        if isfinite(longest):
            model.add(length <= int(longest))
        if isfinite(policy.break_after_minutes):
            short = model.new_bool_var("")
            model.add(length <= int(policy.break_after_minutes)).only_enforce_if(short)
            held = [
                self._break(d, arc, -self.late, 2 * self.late, int(policy.break_minutes))[0] for arc in self.arcs[d]
            ]
            model.add_bool_or([short, *held, ~self.used[d]])  # with no hour asked, before the driving is as after it
        for earliest, latest, minutes in day.breaks:
            self._asked(d, int(earliest), int(latest), int(minutes))

    def _asked(self, d: int, earliest: int, latest: int, minutes: int) -> None:
        home, late = self.model.new_bool_var(""), self.model.new_bool_var("")
        self.model.add(self.backs[d] <= latest).only_enforce_if(home)
        self.model.add(self.leaves[d] >= earliest + minutes).only_enforce_if(late)
        held = [self._break(d, arc, earliest, latest, minutes) for arc in self.arcs[d]]
        self.model.add_bool_or([home, late, *(each for pair in held for each in pair), ~self.used[d]])

    def _break(
        self, d: int, arc: tuple[int, int], earliest: int, latest: int, minutes: int
    ) -> tuple[cp_model.IntVar, cp_model.IntVar]:
        """Return the literals of a break on this arc, taken before the driving or after it."""
        begin, end, way = self._gap(d, *arc)
        before, after = self.model.new_bool_var(""), self.model.new_bool_var("")
        for literal, from_, until in ((before, begin, end - way), (after, begin + way, end)):
            self.model.add_implication(literal, self.arcs[d][arc])
            self.model.add(from_ <= latest).only_enforce_if(literal)
            self.model.add(until - from_ >= minutes).only_enforce_if(literal)
            self.model.add(until - earliest >= minutes).only_enforce_if(literal)
        return before, after

    def _rest(self) -> None:
        data, rest = self.data, int(self.data.problem.policy.rest_minutes)
        for one, two in combinations(range(len(data.team_days)), 2):
            first, second = sorted((one, two), key=lambda d: data.team_days[d].day)
            days = (data.team_days[second].day - data.team_days[first].day).days
            if days and data.team_days[first].team == data.team_days[second].team:
                both = [self.used[first], self.used[second]]
                gap = self.leaves[second] + 1440 * days - self.backs[first]
                self.model.add(gap >= rest).only_enforce_if(both)

    def _objective(self) -> None:
        worths = [round(visit.value * VALUE_UNITS) for visit in self.data.visits]
        first = sum(worths) + 1
        weights = [worth + first * visit.required for worth, visit in zip(worths, self.data.visits, strict=True)]
        self.model.maximize(sum(w * p for w, p in zip(weights, self.placed, strict=True)))


def solve(problem: Problem, seconds: float, seed: int, start: WeekPlan | None = None) -> Outcome:  # noqa: ARG001
    """Return the best plan, proven when the status is "optimal"; `start` is not used."""
    if problem.scale != 1:
        raise ValueError(f"{problem.name}: a proof needs whole minutes")
    began = perf_counter()
    made = _Model(whole(problem))
    made.build()
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    solver.parameters.max_time_in_seconds = seconds
    ready = perf_counter()
    status = solver.solve(made.model)
    ended = perf_counter()
    known = {cp_model.OPTIMAL: "optimal", cp_model.FEASIBLE: "found"}.get(status, "nothing")
    rounds = () if known == "nothing" else _rounds(made, solver)
    return Outcome(
        plan=week_plan(problem, rounds), setup_seconds=ready - began, search_seconds=ended - ready, status=known
    )


def _rounds(made: _Model, solver: cp_model.CpSolver) -> tuple[Round, ...]:
    """Return the rounds with the very times of the solution, since its breaks lie in them."""
    rounds = []
    for d, day in enumerate(made.data.team_days):
        following = {one: two for (one, two), arc in made.arcs[d].items() if solver.boolean_value(arc)}
        stops, here = [], following.get(-1, -1)
        before = float(solver.value(made.leaves[d]))
        at = made.data.start[d]
        while here >= 0:
            arrive = before + float(made.data.travel[at, here])
            begin = float(solver.value(made.starts[here]))
            before = begin + made.data.visits[here].minutes
            stops.append(Stop(visit=made.data.visits[here].id, arrive=arrive, start=begin, leave=before))
            at, here = here, following[here]
        if stops:
            leaves, back = (float(solver.value(each[d])) for each in (made.leaves, made.backs))
            rounds.append(Round(team=day.team, day=day.day, stops=tuple(stops), leaves=leaves, back=back))
    return tuple(rounds)
