"""One week's question as arrays, built once and never changed: what the search and the explanations read.

A visit is one *node*; a visit of several teams is as many twin nodes, each placed on another team's round. Nodes,
team-days and points are positions in lists; travel is one table over all points.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from inspection.errors import PlanningFault
from inspection.planning.problem import DAY_MINUTES, Point, RoundPolicy, TeamDay, TravelTimes, Visit, Window, strips
from inspection.planning.search.arrays import EPS, Bools, Floats, Ints, Week

UNREACHABLE = 1e9  # stands for inf inside sums, so that no difference of two of them is undefined
inf = float("inf")


@dataclass(frozen=True, kw_only=True)
class Instance:
    """The whole question; `nodes[v]` are the nodes of visit v, `visit_of` the way back."""

    visits: Sequence[Visit]
    team_days: Sequence[TeamDay]
    policy: RoundPolicy
    nodes: list[list[int]]
    visit_of: list[int]
    frozen: frozenset[int]
    week: Week

    @cached_property
    def day_index(self) -> dict[tuple[str, date], int]:
        """Return the position of each (team, day)."""
        return {day.key: d for d, day in enumerate(self.team_days)}

    @cached_property
    def visit_index(self) -> dict[str, int]:
        """Return the position of each visit by its id."""
        return {visit.id: v for v, visit in enumerate(self.visits)}

    def rest_bounds(
        self, d: int, span: tuple[float, float], rounds: Mapping[int, tuple[float, float]], less_rest: float = 0.0
    ) -> tuple[float, float]:
        """Return what the rest beside other rounds of its team leaves of a span of team-day d.

        Two rounds of one day are not bound by rest: a team has one round a day.

        rounds
            Team-day → when its round leaves and is back, in minutes of that day; those of other teams change nothing.
        """
        lo, hi = span
        base, rest = self.week.base, self.week.rest - less_rest
        for e, (leaves, back) in rounds.items():
            apart = float(base[e] - base[d])
            if self.team_days[e].team == self.team_days[d].team and apart < 0:
                lo = max(lo, back + apart + rest)
            elif self.team_days[e].team == self.team_days[d].team and apart > 0:
                hi = min(hi, leaves + apart - rest)
        return lo, hi


def build(
    visits: Sequence[Visit],
    team_days: Sequence[TeamDay],
    travel: TravelTimes,
    policy: RoundPolicy,
    frozen: Collection[tuple[str, date]] = (),
) -> Instance:
    """Return the arrays of one week; visits and team-days keep their order, frozen team-days take no visit."""
    visit_of = [v for v, visit in enumerate(visits) for _ in range(visit.teams)]
    nodes: list[list[int]] = [[] for _ in visits]
    for node, v in enumerate(visit_of):
        nodes[v].append(node)
    kept = frozenset(d for d, day in enumerate(team_days) if day.key in set(frozen))
    return Instance(
        visits=visits,
        team_days=team_days,
        policy=policy,
        nodes=nodes,
        visit_of=visit_of,
        frozen=kept,
        week=_week(visits, team_days, travel, policy, nodes, visit_of, kept),
    )


def _week(
    visits: Sequence[Visit],
    team_days: Sequence[TeamDay],
    travel: TravelTimes,
    policy: RoundPolicy,
    nodes: Sequence[Sequence[int]],
    visit_of: Sequence[int],
    kept: frozenset[int],
) -> Week:
    of_node = [visits[v] for v in visit_of]
    first = _ints([nodes[v][0] for v in visit_of])
    matrix, office, end = _travel(visits, team_days, travel)
    opens, closes = _windows([tuple(sorted(visit.windows)) for visit in of_node])
    places = {name: i for i, name in enumerate(sorted({visit.workplace for visit in visits}))}
    workplace = _ints([places[visit.workplace] for visit in of_node])
    firsts = np.unique(first)
    at_workplace = firsts[np.argsort(workplace[firsts], kind="stable")]
    compatible = _compatible(of_node, first, team_days, kept)
    twins = _ints([visit.teams for visit in of_node])
    service = _floats([visit.minutes for visit in of_node])
    short_first = np.argsort(service, kind="stable")
    candidates = [short_first[(row & (twins == 1))[short_first]] for row in compatible]
    base = _floats([day.day.toordinal() * DAY_MINUTES for day in team_days])
    bound = [_bound(d, team_days, base, policy, kept) for d in range(len(team_days))]
    return Week(
        travel=matrix,
        onward=matrix if _is_symmetric(matrix) else np.ascontiguousarray(matrix.T),
        point=_ints(visit_of),
        service=service,
        opens=opens,
        closes=closes,
        value=np.where(np.arange(len(of_node)) == first, [float(visit.value) for visit in of_node], 0.0),
        required=np.asarray([visit.required for visit in of_node], dtype=np.bool_),
        first=first,
        twins=twins,
        workplace=workplace,
        at_workplace_from=_ints(np.searchsorted(workplace[at_workplace], np.arange(len(places) + 1))),
        at_workplace=_ints(at_workplace),
        compatible=compatible,
        cand_from=starts_of(candidates),
        cand=joined(candidates),
        base=base,
        lo=_floats([day.shift[0] for day in team_days]),
        hi=_floats([day.shift[1] for day in team_days]),
        longest=_floats(
            [min(policy.longest_day_minutes, inf if day.longest is None else day.longest) for day in team_days]
        ),
        office=office,
        end=end,
        **_pause_arrays(team_days, policy),
        break_after=float(policy.break_after_minutes),
        bound_from=starts_of(bound),
        bound=joined(bound),
        rest=float(policy.rest_minutes),
        joint=np.flatnonzero(twins > 1),
    )


def misfits(visit: Visit, day: TeamDay) -> tuple[str, ...]:
    """Return the rules, apart from those of time, by which this team-day cannot make this visit."""
    checks = (
        ("pinned_team_absent", visit.pinned is not None and not _is_pinned_here(visit, visit.pinned, day)),
        ("no_team_works_on_that_day", day.day not in visit.days),
        ("no_team_speaks_the_language", bool(visit.languages) and not visit.languages & day.languages),
        ("no_team_has_the_skill", not visit.skills <= day.skills),
        ("no_team_is_large_enough", day.size < visit.team_size),
    )
    return tuple(rule for rule, fails in checks if fails)


def _is_pinned_here(visit: Visit, pinned: tuple[str, date], day: TeamDay) -> bool:
    """Tell whether the pin allows this team-day: the others of a joint visit come on that day from anywhere."""
    return pinned == day.key or (visit.teams > 1 and pinned[1] == day.day)


def without(week: Week, fits: Bools) -> Week:
    """Return the week with only those candidates of each team-day that fit into its otherwise empty round."""
    lists = [
        week.cand[start:stop][fits[d, week.cand[start:stop]]]
        for d, (start, stop) in enumerate(zip(week.cand_from[:-1], week.cand_from[1:], strict=True))
    ]
    return week._replace(cand_from=starts_of(lists), cand=joined(lists))


def _floats(values: Sequence[float]) -> Floats:
    return np.asarray(values, dtype=np.float64)


def _ints(values: Sequence[int] | Ints) -> Ints:
    return np.asarray(values, dtype=np.intp)


def starts_of(lists: Sequence[Sequence[object] | Ints]) -> Ints:
    """Return where each list begins, and the last one ends, when they stand one after the other."""
    return _ints(np.cumsum([0, *(len(each) for each in lists)]))


def joined(lists: Sequence[Ints]) -> Ints:
    """Return all lists one after the other."""
    return _ints(np.concatenate(lists)) if lists else _ints([])


def _travel(visits: Sequence[Visit], team_days: Sequence[TeamDay], travel: TravelTimes) -> tuple[Floats, Ints, Ints]:
    """Return the table over all points, and the rows of each team-day's begin and end."""
    points = [visit.point for visit in visits]
    known: dict[Point, int] = {}

    def place(point: Point) -> int:
        if point not in known:
            known[point] = len(points)
            points.append(point)
        return known[point]

    office = _ints([place(day.office) for day in team_days])
    end = _ints([place(day.office if day.end is None else day.end) for day in team_days])
    matrix = np.asarray(travel.minutes(points, None), dtype=np.float64) if points else np.zeros((0, 0))
    if matrix.shape != (len(points), len(points)) or not (matrix >= 0).all():  # which no nan is
        raise PlanningFault("PLAN-110", shape=matrix.shape, points=len(points))
    if np.isinf(matrix).any():
        matrix = np.where(np.isinf(matrix), UNREACHABLE, matrix)
    return np.require(matrix, requirements=["C", "W"]), office, end  # what is read-only would be compiled for anew


def _is_symmetric(matrix: Floats) -> bool:
    return all(np.array_equal(matrix[rows, rows.start :], matrix[rows.start :, rows].T) for rows in strips(len(matrix)))


def _windows(windows: Sequence[Collection[Window]]) -> tuple[Floats, Floats]:
    most = max((len(spans) for spans in windows), default=0)
    opens = np.full((len(windows), max(1, most)), inf)
    closes = np.full((len(windows), max(1, most)), -inf)
    for node, spans in enumerate(windows):
        for k, (first, last) in enumerate(spans):
            opens[node, k], closes[node, k] = first, last
    return opens, closes


def _compatible(of_node: Sequence[Visit], first: Ints, team_days: Sequence[TeamDay], kept: frozenset[int]) -> Bools:
    """Return who may make what, rules of time apart; a pinned joint visit has its pinned team as its first twin."""
    known: dict[tuple[object, ...], Bools] = {}
    columns = np.zeros((len(of_node), len(team_days)), dtype=np.bool_)
    for node, visit in enumerate(of_node):
        pin = visit.pinned if first[node] == node else visit.pinned and visit.pinned[1]
        key = (visit.days, visit.languages, visit.skills, visit.team_size, visit.teams > 1, pin)
        if key not in known:
            known[key] = np.asarray([not misfits(visit, day) for day in team_days], dtype=np.bool_)
            if visit.pinned is not None and first[node] == node:
                known[key] &= [visit.pinned == day.key for day in team_days]
        columns[node] = known[key]
    columns[:, sorted(kept)] = False
    return np.ascontiguousarray(columns.T)


def _bound(d: int, team_days: Sequence[TeamDay], base: Floats, policy: RoundPolicy, kept: frozenset[int]) -> Ints:
    """Return the team's days that rest may bind to d, in order; a frozen round may have run past its shift."""
    same = [e for e, day in enumerate(team_days) if day.team == team_days[d].team]
    same.sort(key=lambda e: base[e])
    linked = any(e in kept for e in same) or any(
        base[one] + team_days[one].shift[1] + policy.rest_minutes > base[two] + team_days[two].shift[0]
        for one, two in pairwise(same)
    )
    return _ints(same if linked else [d])


def _pauses(day: TeamDay, policy: RoundPolicy) -> tuple[list[tuple[float, float, float, int]], int, int]:
    """Return the breaks of a day as (earliest, latest, minutes, bits of the duties that it fulfils).

    Then a bit mask of all duties, and the duty that a short day does not have. Each break of the team-day is a duty,
    and one that is long enough fulfils the duty of the policy too: one rest may serve for both.
    """
    start, stop = day.shift
    needs_policy = policy.break_minutes > 0 and stop - start > policy.break_after_minutes + EPS
    policy_bit = 1 << len(day.breaks) if needs_policy else 0
    pauses = [
        (earliest, latest, minutes, (1 << b) | (policy_bit if minutes >= policy.break_minutes else 0))
        for b, (earliest, latest, minutes) in enumerate(sorted(day.breaks))
    ]
    if policy_bit:
        pauses.append((-inf, inf, policy.break_minutes, policy_bit))
    return pauses, ((1 << len(day.breaks)) - 1) | policy_bit, policy_bit


def _pause_arrays(team_days: Sequence[TeamDay], policy: RoundPolicy) -> dict[str, Any]:
    days = [_pauses(day, policy) for day in team_days]
    most = max((len(pauses) for pauses, _, _ in days), default=0)
    breaks, bits = np.zeros((len(days), most, 3)), np.zeros((len(days), most), dtype=np.intp)
    for d, (pauses, _, _) in enumerate(days):
        for b, (*when, duties) in enumerate(pauses):
            breaks[d, b], bits[d, b] = when, duties
    return {
        "breaks": breaks,
        "bits": bits,
        "pauses": _ints([len(pauses) for pauses, _, _ in days]),
        "duties": _ints([full for _, full, _ in days]),
        "policy_bit": _ints([bit for _, _, bit in days]),
    }
