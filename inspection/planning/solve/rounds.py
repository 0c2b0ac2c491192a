"""Plan a week's rounds: the question in, the best plan found out."""

from collections.abc import Collection, Sequence
from datetime import date
from time import monotonic

import numpy as np

from inspection.planning.explain import NoTravel, alternatives, reasons
from inspection.planning.problem import (
    Key,
    Round,
    RoundPolicy,
    StoppedBy,
    TeamDay,
    TravelTimes,
    Visit,
    WeekPlan,
    check_effort,
    check_frozen,
    check_week,
)
from inspection.planning.search import Bools, Instance, State, build, timed_round
from inspection.planning.solve.annealing_loop import MOST_STEPS, run_annealing, seconds_to_read_out
from inspection.planning.solve.focus import Focus
from inspection.planning.solve.meeting import meet_exactly

STEPS_A_VISIT, FEWEST = 30, 2_000


def iterations_for(visits: int) -> int:
    """Return how many steps of improvement a week with so many visits gets when nobody says.

    The more there is to choose among, the more the steps, though a large week is searched among its best candidates: a
    district week of 340 visits gets 10,200, less than a second of one core, one of 1,000 gets 30,000, some two seconds;
    never fewer than 2,000 nor more than 60,000.
    """
    return max(FEWEST, min(MOST_STEPS, STEPS_A_VISIT * visits))


def plan_rounds(
    visits: Sequence[Visit],
    team_days: Sequence[TeamDay],
    travel: TravelTimes,
    policy: RoundPolicy,
    *,
    iterations: int | None = None,
    seconds: float | None = None,
    seed: int = 0,
    start: WeekPlan | None = None,
    frozen: Collection[Key] = (),
    change_cost: float = 0.0,
) -> WeekPlan:
    """Return the rounds of a week: as many required visits as can be placed, then the most value.

    A greedy start (value by added minute) is improved by ruin and recreate, so the plan is never below the greedy one;
    of a large week it is the most promising candidates that are searched, and all are asked at the end.
    The same question with the same seed and iterations gives the same plan; travel time only breaks ties.

    iterations
        Steps of improvement; None takes `iterations_for` the size, 0 is the greedy plan.
    seconds
        A cap on the whole call: the search ends early enough for the plan to be read out. When it bites, the plan says
        so in `stopped_by`, and is no longer repeatable.
    start, change_cost
        A plan to begin from, and what each of its visits costs, in value, that changes team or day or loses its place.
    frozen
        (team, day) of rounds that `start` holds and that stay exactly as they are, broken rules included.

    Ctrl-C returns the best plan so far. Raises PlanningFault for a question that contradicts itself.
    """
    began = monotonic()
    check_week(visits, team_days)
    check_frozen(frozen, start, visits, team_days)
    check_effort(iterations, seconds, change_cost)
    instance = build(visits, team_days, travel, policy, frozen)
    kept_rounds = _kept(instance, start, frozen)
    state = _state(instance, start, kept_rounds, change_cost, seed)
    if iterations is None and seconds is None:
        iterations = iterations_for(len(visits))
    try:
        _begin(state, start)
        stopped_by = _search(state, iterations, None if seconds is None else began + seconds)
        state.restore()
        state.make_room()
        meet_exactly(state)
        state.keep()
    except KeyboardInterrupt:
        stopped_by = StoppedBy.INTERRUPT
    try:
        return _read_out(state, kept_rounds, start, stopped_by, travel)
    except KeyboardInterrupt:  # what is read is not changed by it: read it again, rather than lose it
        return _read_out(state, kept_rounds, start, StoppedBy.INTERRUPT, travel)


def _read_out(
    state: State, kept: dict[int, Round | None], start: WeekPlan | None, stopped_by: StoppedBy, travel: TravelTimes
) -> WeekPlan:
    state.restore()
    return _plan(state, kept, start, stopped_by, f"{travel.name} {travel.version}")


def _search(state: State, iterations: int | None, ends: float | None) -> StoppedBy:
    """Improve the week until there is just time to read it out; return what ended it."""
    if not state.week.compatible.size:
        return StoppedBy.ITERATIONS
    focus, until = Focus(state), ends
    if ends is not None and monotonic() < ends:  # nothing is tried where it is late already
        until = ends - seconds_to_read_out(state)
    try:
        return run_annealing(focus, iterations, until)
    finally:
        try:
            focus.widen()
        except KeyboardInterrupt:  # as with reading out: once more, rather than lose it
            focus.widen()
            raise


def _kept(instance: Instance, start: WeekPlan | None, frozen: Collection[Key]) -> dict[int, Round | None]:
    """Return the round that each frozen team-day keeps, None for one that stays in the office."""
    given = {each.key: each for each in start.rounds} if start else {}
    return {instance.day_index[key]: given.get(key) for key in sorted(frozen)}


def _state(
    instance: Instance, start: WeekPlan | None, kept: dict[int, Round | None], change_cost: float, seed: int
) -> State:
    done = sorted({instance.visit_index[stop.visit] for each in kept.values() if each for stop in each.stops})
    spans = {d: _span(instance, d, each) for d, each in kept.items() if each is not None and each.stops}
    base = None if start is None else _base(instance, start)
    return State(instance, spans=spans, done=done, start=base, change_cost=change_cost, seed=seed)


def _span(instance: Instance, d: int, each: Round) -> tuple[float, float]:
    week, first, last = instance.week, each.stops[0].visit, each.stops[-1].visit
    out = float(week.travel[week.office[d], instance.visit_index[first]])
    return each.span(out, float(week.travel[instance.visit_index[last], week.end[d]]))


def _base(instance: Instance, start: WeekPlan) -> Bools:
    """Return (team-day, visit): where the start plan has a visit whose change of place has its price."""
    base = np.zeros((len(instance.team_days), len(instance.visits)), dtype=np.bool_)
    for d, nodes in enumerate(_start_rounds(instance, start)[0]):
        if d not in instance.frozen:
            base[d, [instance.visit_of[node] for node in nodes]] = True
    return base


def _start_rounds(instance: Instance, start: WeekPlan) -> tuple[list[list[int]], dict[int, float]]:
    """Return the start plan's rounds as nodes, and the minute of each joint visit; what is unknown is left out."""
    rounds: list[list[int]] = [[] for _ in instance.team_days]
    starts: dict[int, float] = {}
    twins = {v: iter(nodes) for v, nodes in enumerate(instance.nodes)}
    for each in sorted(start.rounds, key=lambda r: (r.day, r.team)):
        d = instance.day_index.get(each.key)
        known = [stop for stop in each.stops if d is not None and stop.visit in instance.visit_index]
        for stop in known:
            v = instance.visit_index[stop.visit]
            node = next(twins[v], None)
            if d is not None and node is not None:
                rounds[d].append(node)
                if len(instance.nodes[v]) > 1:
                    starts[node] = stop.start
    return rounds, starts


def _begin(state: State, start: WeekPlan | None) -> None:
    """Fill the empty week; with a start plan take the better of that plan, filled up, and a fresh one."""
    if start is not None:
        state.load_plan(*_start_rounds(state.instance, start))
        state.fill()
        state.keep()
        state.empty()
    state.fill()
    if start is None or state.beats_best():
        state.keep()
    state.restore()


def _plan(
    state: State, kept: dict[int, Round | None], start: WeekPlan | None, stopped_by: StoppedBy, travel: str
) -> WeekPlan:
    instance = state.instance
    rounds = [each for each in kept.values() if each is not None]
    for d in range(len(instance.team_days)):
        nodes = state.nodes_of(d)
        if nodes:
            times = state.timing(d)
            assert times is not None, "a round in the best week has times"  # noqa: S101 (kept by every insertion)
            names = [instance.visits[instance.visit_of[node]].id for node in nodes]
            rounds.append(timed_round(instance.team_days[d].team, instance.team_days[d].day, names, times))
    rounds.sort(key=lambda each: (each.day, each.team))
    placed = {stop.visit for each in rounds for stop in each.stops}
    return WeekPlan(
        rounds=tuple(rounds),
        value=sum(visit.value for visit in instance.visits if visit.id in placed),
        unplaced=reasons(
            state, [v for v, visit in enumerate(instance.visits) if visit.required and visit.id not in placed]
        ),
        changes=_changes(instance, start, rounds),
        stopped_by=stopped_by,
        travel=travel,
        alternatives=alternatives(state, _spans(instance, rounds)),
    )


def _spans(instance: Instance, rounds: Sequence[Round]) -> dict[int, tuple[float, float]]:
    placed = [(instance.day_index[each.key], each) for each in rounds if each.stops]
    return {d: _span(instance, d, each) for d, each in placed}


def _changes(instance: Instance, start: WeekPlan | None, rounds: Sequence[Round]) -> int:
    if start is None:
        return 0
    before, now = _places(start.rounds), _places(rounds)
    return sum(visit in instance.visit_index and now.get(visit) != places for visit, places in before.items())


def _places(rounds: Sequence[Round]) -> dict[str, frozenset[tuple[str, date]]]:
    places: dict[str, set[tuple[str, date]]] = {}
    for each in rounds:
        for stop in each.stops:
            places.setdefault(stop.visit, set()).add(each.key)
    return {visit: frozenset(where) for visit, where in places.items()}


def warm() -> None:
    """Compile the search, or wait for the process that does; nothing where it is compiled and kept already.

    A week of one visit is planned, which goes through every compiled entry. All weeks are made of arrays of the same
    kinds, so whatever plans a real one finds the machine code of this one.
    """
    day, here, shift = date(2026, 1, 5), (0.0, 0.0), (0.0, 60.0)
    visit = Visit(id="1", workplace="1", point=here, minutes=1.0, value=1.0, windows=(shift,), days=frozenset({day}))
    team = TeamDay(team="1", day=day, office=here, shift=shift, languages=frozenset(), size=1)
    plan_rounds([visit], [team], NoTravel(), RoundPolicy.free(), iterations=1)
