"""Rest between the rounds of one week and those of the next: a week is planned alone, a team works through both."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from inspection.planning.problem.model import DAY_MINUTES, TeamDay


@dataclass(frozen=True, kw_only=True)
class Worked:
    """A round of a neighbouring week: when its team leaves and is back, in minutes of `day`."""

    team: str
    day: date
    leaves: float
    back: float


def rested(team_days: Sequence[TeamDay], neighbours: Collection[Worked], rest_minutes: float) -> list[TeamDay]:
    """Return the team-days with shifts that leave each team its rest after the week before and before the week after.

    A Sunday night that ends at four makes Monday begin at three in the afternoon. A day of which nothing is left falls
    away.

    neighbours
        Rounds of other weeks; those of other teams, or too far away to matter, change nothing.
    """
    return [day for each in team_days for day in _rested(each, neighbours, rest_minutes)]


def _rested(day: TeamDay, neighbours: Collection[Worked], rest_minutes: float) -> Iterator[TeamDay]:
    first, last = day.shift
    for round_ in neighbours:
        apart = (day.day - round_.day).days * DAY_MINUTES
        if round_.team == day.team and apart > 0:
            first = max(first, round_.back + rest_minutes - apart)
        if round_.team == day.team and apart < 0:
            last = min(last, round_.leaves - rest_minutes - apart)
    if (first, last) == day.shift:
        yield day
    elif first < last:
        yield replace(day, shift=(first, last))
