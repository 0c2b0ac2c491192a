"""One week as integers and arrays: what the search works on, built once and never changed by it.

A visit is one *node*; a visit of several teams is as many twin nodes, each placed on another team's round. Nodes,
team-days and points are positions in lists; travel is one matrix over all points, as numpy for whole rows and as nested
lists for single look-ups. A compiled core can take these arrays as they are.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import numpy.typing as npt

from .checks import refuse
from .model import Point, RoundPolicy, TeamDay, TravelTimes, Visit, Window

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.intp]

UNREACHABLE = 1e9  # stands for inf inside sums, so that no difference of two of them is undefined
EPS = 1e-6  # minutes; float noise of sums, far below anything that matters
DAY = 1440.0


@dataclass(frozen=True, kw_only=True)
class Pause:
    """A break that a round may have to hold; `bits` are the duties that holding it fulfils."""

    earliest: float
    latest: float
    minutes: float
    bits: int


@dataclass(frozen=True, kw_only=True)
class Day:
    """A team-day as the search sees it.

    base
        Absolute minute of its midnight, so that rest between days is a difference.
    full
        All duties of pausing, one bit each; `policy_bit` is the one that falls away in a short day (0: no such duty).
    earlier, later
        Other days of the same team that lie near enough for the rest between them to matter.
    """

    index: int
    base: float
    lo: float
    hi: float
    longest: float
    office: int
    end: int
    pauses: tuple[Pause, ...]
    full: int
    policy_bit: int
    break_after: float
    earlier: tuple[int, ...] = ()
    later: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Instance:
    """The whole problem; `nodes[v]` are the nodes of visit v, `visit_of` the way back."""

    visits: Sequence[Visit]
    team_days: Sequence[TeamDay]
    policy: RoundPolicy
    travel: Floats
    travel_list: list[list[float]] = field(repr=False)
    days: list[Day]
    nodes: list[list[int]]
    visit_of: list[int]
    point: Ints
    service: Floats
    service_list: list[float]
    windows: list[tuple[Window, ...]]
    opens: Floats
    closes: Floats
    workplace: Ints
    compatible: Bools
    single: Bools
    teams: Floats
    required: Bools
    value: Floats


def build(visits: Sequence[Visit], team_days: Sequence[TeamDay], travel: TravelTimes, policy: RoundPolicy) -> Instance:
    """Return the arrays of one week; visits and team-days keep their order."""
    points, office, end = _points(visits, team_days)
    matrix = np.asarray(travel.minutes(points, None), dtype=np.float64) if points else np.zeros((0, 0))
    _check_matrix(matrix, len(points))
    matrix = np.where(np.isinf(matrix), UNREACHABLE, matrix)
    visit_of = [v for v, visit in enumerate(visits) for _ in range(visit.teams)]
    nodes: list[list[int]] = [[] for _ in visits]
    for node, v in enumerate(visit_of):
        nodes[v].append(node)
    of_node = [visits[v] for v in visit_of]
    windows = [tuple(sorted(visit.windows)) for visit in of_node]
    opens, closes = _window_arrays(windows)
    places = {name: i for i, name in enumerate(sorted({visit.workplace for visit in visits}))}
    service = [float(visit.minutes) for visit in of_node]
    return Instance(
        visits=visits,
        team_days=team_days,
        policy=policy,
        travel=matrix,
        travel_list=matrix.tolist(),
        days=_days(team_days, policy, office, end),
        nodes=nodes,
        visit_of=visit_of,
        point=np.asarray(visit_of, dtype=np.intp),
        service=np.asarray(service, dtype=np.float64),
        service_list=service,
        windows=windows,
        opens=opens,
        closes=closes,
        workplace=np.asarray([places[visit.workplace] for visit in of_node], dtype=np.intp),
        compatible=np.asarray(
            [[not misfits(visit, day) for visit in of_node] for day in team_days], dtype=np.bool_
        ).reshape(len(team_days), len(of_node)),
        single=np.asarray([visit.teams == 1 for visit in of_node], dtype=np.bool_),
        teams=np.asarray([visit.teams for visit in of_node], dtype=np.float64),
        required=np.asarray([visit.required for visit in of_node], dtype=np.bool_),
        value=np.asarray(
            [visits[v].value if nodes[v][0] == node else 0.0 for node, v in enumerate(visit_of)], dtype=np.float64
        ),
    )


def misfits(visit: Visit, day: TeamDay) -> tuple[str, ...]:
    """Return the rules, apart from those of time, by which this team-day cannot make this visit."""
    checks = (
        ("pinned_team_absent", visit.pinned is not None and visit.pinned != (day.team, day.day)),
        ("no_team_works_on_that_day", day.day not in visit.days),
        ("no_team_speaks_the_language", bool(visit.languages) and not visit.languages & day.languages),
        ("no_team_has_the_skill", not visit.skills <= day.skills),
        ("no_team_is_large_enough", day.size < visit.team_size),
    )
    return tuple(rule for rule, fails in checks if fails)


def _points(visits: Sequence[Visit], team_days: Sequence[TeamDay]) -> tuple[list[Point], list[int], list[int]]:
    points = [visit.point for visit in visits]
    known: dict[Point, int] = {}

    def place(point: Point) -> int:
        if point not in known:
            known[point] = len(points)
            points.append(point)
        return known[point]

    office = [place(day.office) for day in team_days]
    end = [place(day.office if day.end is None else day.end) for day in team_days]
    return points, office, end


def _check_matrix(matrix: Floats, points: int) -> None:
    if matrix.shape != (points, points) or np.isnan(matrix).any() or (matrix < 0).any():
        refuse(
            "110",
            f"Travel times are a {matrix.shape} table for {points} points, or hold numbers that are no minutes",
            "travel.minutes",
            "Return one row and one column for each point, minutes of zero and more, inf where there is no way.",
        )


def _window_arrays(windows: Sequence[Collection[Window]]) -> tuple[Floats, Floats]:
    most = max((len(spans) for spans in windows), default=0)
    opens = np.full((most, len(windows)), np.inf)
    closes = np.full((most, len(windows)), -np.inf)
    for node, spans in enumerate(windows):
        for k, (first, last) in enumerate(spans):
            opens[k, node], closes[k, node] = first, last
    return opens, closes


def _days(team_days: Sequence[TeamDay], policy: RoundPolicy, office: list[int], end: list[int]) -> list[Day]:
    bases = [_midnight(day.day) for day in team_days]
    days = []
    for i, team_day in enumerate(team_days):
        start, stop = team_day.shift
        pauses, full, policy_bit = _pauses(team_day, policy)
        same = [j for j, other in enumerate(team_days) if other.team == team_day.team and j != i]
        earlier = [
            j
            for j in same
            if bases[j] < bases[i] and bases[j] + team_days[j].shift[1] + policy.rest_minutes > bases[i] + start
        ]
        later = [
            j
            for j in same
            if bases[j] > bases[i] and bases[i] + stop + policy.rest_minutes > bases[j] + team_days[j].shift[0]
        ]
        longest = min(policy.longest_day_minutes, float("inf") if team_day.longest is None else team_day.longest)
        days.append(
            Day(
                index=i,
                base=bases[i],
                lo=start,
                hi=stop,
                longest=longest,
                office=office[i],
                end=end[i],
                pauses=pauses,
                full=full,
                policy_bit=policy_bit,
                break_after=policy.break_after_minutes,
                earlier=tuple(earlier),
                later=tuple(later),
            )
        )
    return days


def _midnight(day: date) -> float:
    return day.toordinal() * DAY


def _pauses(day: TeamDay, policy: RoundPolicy) -> tuple[tuple[Pause, ...], int, int]:
    start, stop = day.shift
    needs_policy = policy.break_minutes > 0 and stop - start > policy.break_after_minutes + EPS
    policy_bit = 1 << len(day.breaks) if needs_policy else 0
    pauses = []
    for b, (earliest, latest, minutes) in enumerate(sorted(day.breaks)):
        serves = policy_bit if minutes >= policy.break_minutes else 0
        pauses.append(Pause(earliest=earliest, latest=latest, minutes=minutes, bits=(1 << b) | serves))
    if policy_bit:
        inf = float("inf")
        pauses.append(Pause(earliest=-inf, latest=inf, minutes=policy.break_minutes, bits=policy_bit))
    return tuple(pauses), ((1 << len(day.breaks)) - 1) | policy_bit, policy_bit
