"""What a week's rounds are made of: plain values, minutes as floats that run on past 1440 after midnight."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

Point = tuple[float, float]  # (longitude, latitude), EPSG:4326
Key = tuple[str, date]  # (team, day)
Window = tuple[float, float]  # the service may start at or after the first and at or before the second minute
DAY_MINUTES = 1440.0
SAME_MINUTES = 0.5  # a change of hour that no watch shows is none
SHIFTS = ("earlier_start", "later_end", "longer_shift")  # kinds of help by which a shift changes


@dataclass(frozen=True, kw_only=True)
class Visit:
    """A control that may or must be planned.

    minutes
        Length of the service on site.
    value
        What placing it is worth; only optional visits compete by it.
    windows
        Spans in which the service may start, in minutes of the date on which the team-day starts: half past midnight in
        Friday's night round is 1470 of Friday. The same moment written as 30 of Saturday is met only by a team-day of
        Saturday whose shift holds minute 30; the planner never turns one into the other.
    days
        The dates of the team-days that may make it (the date on which the shift starts, also after midnight).
    languages
        Alternatives, one of which the team must speak; empty means any.
    skills
        All of them must be in the team.
    teams
        So many teams start in the same minute; each of them must meet the size, language and skills by itself.
    pinned
        (team, day) where it was announced and must stay.
    """

    id: str
    workplace: str
    point: Point
    minutes: float
    value: float
    windows: tuple[Window, ...]
    days: frozenset[date]
    languages: frozenset[str] = frozenset()
    skills: frozenset[str] = frozenset()
    team_size: int = 1
    teams: int = 1
    required: bool = False
    pinned: tuple[str, date] | None = None


@dataclass(frozen=True, kw_only=True)
class TeamDay:
    """One team on one day: where it starts, when it works, what it can do.

    shift
        (start, end) in minutes; the team leaves `office` not before the start and is back at `end` (or the office when
        None) not after the end.
    longest
        Longest working day in minutes where it is shorter than the policy's.
    breaks
        (earliest, latest, minutes): a rest that starts between the first two. A round that is back by `latest`, or that
        leaves at `earliest` + `minutes` or after, has had it in the office.
    """

    team: str
    day: date
    office: Point
    shift: Window
    languages: frozenset[str]
    size: int
    end: Point | None = None
    skills: frozenset[str] = frozenset()
    service: str | None = None
    longest: float | None = None
    breaks: tuple[tuple[float, float, float], ...] = ()

    @property
    def key(self) -> Key:
        """Return (team, day), by which a round is found for its team-day."""
        return self.team, self.day


def shift_breaks(
    shift: Window, *, after_minutes: float, minutes: float, between: tuple[float, float]
) -> tuple[tuple[float, float, float], ...]:
    """Return the break that a shift asks for, as a team-day takes it; none for a shift of `after_minutes` or less.

    A rule on the length of the day alone is kept by any wait, also by one just after the team has set out: nobody rests
    then. The break therefore begins inside a part of the shift.

    Arguments: `between` the two ends of that part, 0 the shift's start and 1 its end; `minutes` of the break.
    """
    start, end = shift
    if minutes <= 0 or end - start <= after_minutes:
        return ()
    earliest, latest = (start + part * (end - start) for part in between)
    return ((float(round(earliest)), float(round(latest)), minutes),)


@dataclass(frozen=True, kw_only=True)
class RoundPolicy:
    """The rules of work that every round keeps; values come from sectors/common/planning.yaml.

    rest_minutes
        Rest of a team between the end of one round and the start of its next.
    longest_day_minutes
        From leaving the office to being back.
    break_after_minutes, break_minutes
        A day longer than the first holds a break of the second.
    """

    rest_minutes: float
    longest_day_minutes: float
    break_after_minutes: float
    break_minutes: float

    @classmethod
    def free(cls) -> "RoundPolicy":
        """Return a policy without any such rule, for benchmarks of the pure problem."""
        return cls(rest_minutes=0, longest_day_minutes=float("inf"), break_after_minutes=float("inf"), break_minutes=0)


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A visit in its place in a round."""

    visit: str
    arrive: float
    start: float
    leave: float


@dataclass(frozen=True, kw_only=True)
class Round:
    """The stops of one team on one day, in order.

    leaves, back
        When the team leaves its office and when it is back; None means as late and as soon as the stops allow.
    pauses
        (start, end) of every break that the round holds for the policy or for the team-day.
    """

    team: str
    day: date
    stops: tuple[Stop, ...]
    leaves: float | None = None
    back: float | None = None
    pauses: tuple[Window, ...] = ()

    @property
    def key(self) -> Key:
        """Return (team, day), by which a round is found for its team-day."""
        return self.team, self.day

    def span(self, out: float, home: float) -> tuple[float, float]:
        """Return when it leaves and is back, by its first and last stop and the minutes out and home where unsaid."""
        leaves = self.stops[0].arrive - out if self.leaves is None else self.leaves
        back = self.stops[-1].leave + home if self.back is None else self.back
        return leaves, back


@dataclass(frozen=True, kw_only=True)
class Help:
    """One thing that would give a required visit its place; each was tried before it is named.

    kind
        One of `inspection.planning.explain.HELPS`; its sentence is `help.<kind>` in the catalogues of inspection.i18n.
    detail
        Plain values: minutes, teams, languages, skills or a visit, as the kind needs them.
    """

    kind: str
    team: str | None = None
    day: date | None = None
    detail: Mapping[str, str | float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Why:
    """Why a required visit could not be placed: the named rule, and the team-day where it came closest.

    rule
        One of `inspection.planning.explain.RULES`, or `UNAVAILABLE` once the plan is made; its sentence is `why.<rule>`
        in the catalogues of inspection.i18n.
    detail
        Plain values that the sentence in the reader's language needs, and by how much the rule is missed.
    helps
        Each alone gives the visit its place; under `several_conditions_fail` all of them together do. Rest and breaks
        are law and never offered.
    """

    rule: str
    team: str | None = None
    day: date | None = None
    detail: Mapping[str, str | float] = field(default_factory=dict)
    helps: tuple[Help, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Alternative:
    """The best visit without a place that could stand where a placed one stands, every other stop as it is.

    value
        What it is worth; minutes: the travel and service that it adds to the round, below 0 where it takes fewer.
    """

    visit: str
    value: float
    minutes: float


class StoppedBy(StrEnum):
    """What ended a search; only a plan that ended by its iterations can be made again."""

    ITERATIONS = "iterations"
    SECONDS = "seconds"
    INTERRUPT = "interrupt"


@dataclass(frozen=True, kw_only=True)
class WeekPlan:
    """The rounds of a week, and what was left out.

    value
        Sum of the values of all placed visits, required ones too.
    changes
        Visits of the start plan that now have another team or day, or no place; another hour is no change.
    unplaced
        Every required visit without a place, with its reason. Optional visits without a place are simply not listed.
    travel
        Name and version of the travel times that made it.
    alternatives
        For each placed visit what would take its place if it fell away; no entry where nothing could.
    """

    rounds: tuple[Round, ...]
    value: float
    unplaced: Mapping[str, Why]
    changes: int
    stopped_by: StoppedBy
    travel: str
    alternatives: Mapping[str, Alternative] = field(default_factory=dict)

    @property
    def placed(self) -> frozenset[str]:
        """Return the visits that have a place."""
        return frozenset(stop.visit for each in self.rounds for stop in each.stops)


@dataclass(frozen=True, kw_only=True)
class Violation:
    """A rule that a plan breaks, as the independent verifier sees it."""

    rule: str
    team: str | None
    day: date | None
    visit: str | None
    detail: str


class TravelTimes(Protocol):
    """Travel minutes between points; asymmetric allowed, `inf` unreachable, access time included, nothing rounded."""

    name: str
    version: str

    def minutes(self, points: list[Point], depart: float | None = None) -> npt.NDArray[np.float64]:
        """Return an (n, n) array of minutes from row to column, which is read as it is and never written to."""
        ...
