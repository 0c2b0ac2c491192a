"""From a selection to what the planner is offered: a visit for each workplace and each kind of day.

A sector's windows differ by weekday and season, while a visit has one set of windows for all its days. So a workplace
is offered once for each group of days that share their windows, and the planner places at most one of them. A required
visit is offered once only, on its drawn day or on the largest group of days, so that "required" means one thing.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from inspection.planning.problem.model import Point, TeamDay, Visit, Window

if TYPE_CHECKING:  # a planner's process needs neither the registers' libraries nor the rules' to make rounds
    from inspection.targeting.model import Chosen
    from sectors.rules.selection import Sector

VALUE_OF_THE_BEST = 1000  # the planner's value is this times the worth: a scale, not a judgement


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a chosen workplace is, and the languages of which its report may be drawn up in one."""

    workplace: str
    point: Point
    languages: frozenset[str]


def offer(
    chosen: "Sequence[Chosen]",
    places: Mapping[str, Place],
    sectors: "Mapping[str, Sector]",
    days: Sequence[date],
    worked: Collection[date],
    setup_minutes: float = 0.0,
) -> list[Visit]:
    """Return the visits that the planner may or must place for one district.

    The random and the mandated arm are required, the risk arm is optional and counts by its worth.

    days
        The days of the week that is planned, or what is left of it.
    worked
        Days on which some team of the district works: a mandated visit is offered where it can be carried out.
    setup_minutes
        Added to each visit: to assemble before the door, and to note what cannot wait after it.
    """
    visits: list[Visit] = []
    grouped = cache(lambda sector, *open_days: _groups(sectors[sector], open_days))  # alike for nearly all
    for one in chosen:
        open_days = _open_days(one, days)
        groups = grouped(one.sector, *open_days)
        if one.arm != "risk":
            groups = [_best(groups, worked)] if groups else [((), frozenset(open_days))]
        sector, place = sectors[one.sector], places[one.workplace]
        visits += [_visit(one, place, sector, sector.minutes + setup_minutes, n, g) for n, g in enumerate(groups)]
    return visits


def capacity(team_days: Sequence[TeamDay], minutes: float, between: float) -> int:
    """Return how many visits of `minutes`, with `between` minutes of travel around each, the team-days have room for.

    It is the capacity that the arms divide; the planner then finds out what really fits.
    """
    return sum(int((day.shift[1] - day.shift[0]) // (minutes + between)) for day in team_days)


def _open_days(one: "Chosen", days: Sequence[date]) -> Sequence[date]:
    """Return the drawn day, or the days up to a mandate's deadline; all where it has passed: late is not never.

    A drawn day that is over is kept by what was only drawn; what is owed besides has the days that are left.
    """
    if one.day is not None and (one.mandate is None or one.day in days):
        return [one.day]
    latest = one.mandate.not_after if one.mandate else None
    return [day for day in days if latest is None or day <= latest] or days


Group = tuple[tuple[Window, ...], frozenset[date]]


def _groups(sector: "Sector", days: Sequence[date]) -> list[Group]:
    """Group the days by the windows that the sector has on them; days without any window are in no group."""
    found: dict[tuple[Window, ...], set[date]] = defaultdict(set)
    for day in days:
        windows = tuple(sorted({(float(w.opens), float(w.closes)) for w in sector.windows if w.holds_on(day)}))
        if windows:
            found[windows].add(day)
    return sorted(((windows, frozenset(on)) for windows, on in found.items()), key=lambda g: (min(g[1]), g[0]))


def _best(groups: Sequence[Group], worked: Collection[date]) -> Group:
    return max(groups, key=lambda g: (len(g[1] & set(worked)), len(g[1]), -min(g[1]).toordinal()))


def _visit(one: "Chosen", place: Place, sector: "Sector", minutes: float, number: int, group: Group) -> Visit:
    windows, days = group
    return Visit(
        id=f"{one.workplace}#{number}",
        workplace=one.workplace,
        point=place.point,
        minutes=float(minutes),
        value=VALUE_OF_THE_BEST * one.worth,
        windows=windows,
        days=days,
        languages=place.languages,
        skills=frozenset(sector.skills),
        team_size=sector.team_size,
        required=one.arm != "risk",
    )
