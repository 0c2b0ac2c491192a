"""Stops of a past week, placed without search: each visit where it first fits, an average way before and after it.

A week that is over needs no best rounds: what counts is who was visited, by whom and when.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from inspection.planning.problem import Round, Stop, StoppedBy, TeamDay, Visit, WeekPlan, Why

_TRAVEL = "average hop of the demo"
_STEP = 5.0  # minutes: visits begin at a round one, as people would write them down
_LEAST_SHARE = 0.05  # of a sector that the policy does not name


@dataclass
class _Day:
    """A team-day and what stands in it, in order of time."""

    of: TeamDay
    stops: list[Stop] = field(default_factory=list)

    def place(self, visit: Visit, hop: float) -> Stop | None:
        """Return the first stop of a visit that fits between those that stand, or None."""
        for start in self._starts(visit, hop):
            return Stop(visit=visit.id, arrive=start, start=start, leave=start + visit.minutes)
        return None

    def _starts(self, visit: Visit, hop: float) -> Iterator[float]:
        free_from = [self.of.shift[0] + hop, *(stop.leave + hop for stop in self.stops)]
        free_until = [*(stop.arrive - hop for stop in self.stops), self.of.shift[1] - hop]
        for first, last in zip(free_from, free_until, strict=True):
            for opens, closes in visit.windows:
                start = _rounded(max(first, opens))
                if start <= closes and start + visit.minutes <= last:
                    yield start


@dataclass(frozen=True, kw_only=True)
class Sharing:
    """How the optional visits are divided between sectors, as the planner's search would come to rest.

    sector_of
        Workplace to sector.
    shares
        Sector to its part of the optional visits, in (0, 1].
    """

    sector_of: Mapping[str, str]
    shares: Mapping[str, float]


def place(
    visits: Sequence[Visit], team_days: Sequence[TeamDay], hop: float, sharing: Sharing, most: int | None = None
) -> WeekPlan:
    """Return the rounds of a week: what is required first, then each sector's share; the emptiest team-day takes it.

    hop
        Minutes on the way to a visit, the same everywhere.
    most
        Stops in all; None: as many as fit.
    """
    days = [_Day(day) for day in sorted(team_days, key=lambda d: d.key)]
    placed: dict[str, Visit] = {}
    unplaced: dict[str, Why] = {}
    for visit in _in_order(visits, sharing):
        if visit.workplace in placed:
            continue
        if (most is None or len(placed) < most) and _take(visit, days, hop):
            placed[visit.workplace] = visit
        elif visit.required:
            unplaced[visit.id] = Why(rule="other_required_visits_fill_the_time")
    rounds = tuple(Round(team=day.of.team, day=day.of.day, stops=tuple(day.stops)) for day in days if day.stops)
    value = sum(visit.value for visit in placed.values())
    return WeekPlan(
        rounds=rounds, value=value, unplaced=unplaced, changes=0, stopped_by=StoppedBy.ITERATIONS, travel=_TRAVEL
    )


def _in_order(visits: Sequence[Visit], sharing: Sharing) -> list[Visit]:
    """Return what is required, then the best of each sector in turn, as often as its share says."""
    turns: dict[str, float] = {}
    counted: dict[str, int] = {}
    for visit in sorted(visits, key=lambda v: (-v.value, v.id)):
        if not visit.required and visit.workplace not in turns:
            sector = sharing.sector_of[visit.workplace]
            counted[sector] = counted.get(sector, 0) + 1
            turns[visit.workplace] = counted[sector] / sharing.shares.get(sector, _LEAST_SHARE)
    return sorted(visits, key=lambda v: (not v.required, turns.get(v.workplace, 0.0), v.id))


def _take(visit: Visit, days: Sequence[_Day], hop: float) -> bool:
    able = [day for day in days if _may(visit, day.of)]
    for day in sorted(able, key=lambda d: (len(d.stops), d.of.key)):
        stop = day.place(visit, hop)
        if stop is not None:
            day.stops = sorted([*day.stops, stop], key=lambda s: s.start)
            return True
    return False


def _may(visit: Visit, day: TeamDay) -> bool:
    return (
        day.day in visit.days
        and (not visit.languages or bool(visit.languages & day.languages))
        and visit.skills <= day.skills
        and day.size >= visit.team_size
    )


def _rounded(minute: float) -> float:
    return -(-minute // _STEP) * _STEP
