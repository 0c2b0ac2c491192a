"""Objectives of the year: what each sector is owed of the visits by risk in a district, what it got, what excuses it.

What a sector missed in the earlier weeks of a year is added to its share of the next, so that a year ends near the
policy though each week comes out only nearly: long ways cost, doors stay closed. A district-week in which some sector
could not have its share, for a reason of the closed list, is excused: nothing of it is owed later, and it is left out
of the comparison; how many there are is told beside it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inspection.targeting.choosing.sharing import divide, weights, whole


@dataclass(frozen=True, kw_only=True)
class ServedWeek:
    """The visits by risk of one district in one approved week.

    shares
        Sector to its part of them by the policy of that week, in [0, 1]; together 1.
    visits, done
        Sector to the visits that count for it: made, or planned and not answered yet; and to those that were made.
    excuses
        Sector to the key of the reason for which it could not have its share.
    """

    week: str
    district: str
    shares: Mapping[str, float]
    visits: Mapping[str, int]
    done: Mapping[str, int]
    excuses: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How a sector stands against the policy, in one district or in all of them (district None).

    meant
        Visits by risk of the whole year by the policy; None where it names none.
    due
        Its shares of the visits of the weeks that count; no whole number.
    visits, done
        Visits that count for it in the same weeks, and those that were made.
    """

    sector: str
    district: str | None
    meant: int | None
    due: float
    visits: int
    done: int

    @property
    def ratio(self) -> float | None:
        """What it got as a part of what it was due; None where nothing was."""
        return self.visits / self.due if self.due > 0 else None


@dataclass(frozen=True, kw_only=True)
class YearOfVisits:
    """A year, or what there is of it, against its objectives.

    sectors, places
        Each sector in all districts; each district and sector.
    district_weeks
        How many district-weeks were approved.
    excused
        (week, district, sector, key of the reason), in this order.
    """

    sectors: tuple[Standing, ...]
    places: tuple[Standing, ...]
    district_weeks: int
    excused: tuple[tuple[str, str, str, str], ...]

    @property
    def excused_part(self) -> float:
        """The part of the district-weeks in which something is excused, in [0, 1]."""
        return len({(week, district) for week, district, _, _ in self.excused}) / max(1, self.district_weeks)


def owed(weeks: Iterable[ServedWeek]) -> dict[str, dict[str, float]]:
    """Return, by district and sector, the visits that it missed so far; below 0 where it had more than its share."""
    found: dict[str, dict[str, float]] = {}
    for one in _counting(weeks):
        mine, every = found.setdefault(one.district, {}), sum(one.visits.values())
        for sector in sorted({*one.shares, *one.visits}):
            due = one.shares.get(sector, 0.0) * every
            mine[sector] = mine.get(sector, 0.0) + due - one.visits.get(sector, 0)
    return found


def year_of_visits(weeks: Iterable[ServedWeek], meant: Mapping[str, Mapping[str, int]]) -> YearOfVisits:
    """Return how each sector stands, over the country and by district.

    meant
        District to sector to the visits by risk of the year, as the policy has them.
    """
    every = list(weeks)
    tallies: dict[tuple[str, str], tuple[float, int, int]] = {
        (district, sector): (0.0, 0, 0) for district, mine in meant.items() for sector in mine
    }
    for one in _counting(every):
        number = sum(one.visits.values())
        for sector in {*one.shares, *one.visits}:
            due, visits, done = tallies.get((one.district, sector), (0.0, 0, 0))
            tallies[one.district, sector] = (
                due + one.shares.get(sector, 0.0) * number,
                visits + one.visits.get(sector, 0),
                done + one.done.get(sector, 0),
            )
    places = tuple(
        Standing(sector=s, district=d, meant=meant.get(d, {}).get(s), due=due, visits=visits, done=done)
        for (d, s), (due, visits, done) in sorted(tallies.items())
    )
    return YearOfVisits(
        sectors=tuple(_together(sector, places) for sector in sorted({one.sector for one in places})),
        places=places,
        district_weeks=len(every),
        excused=tuple(sorted((o.week, o.district, s, key) for o in every for s, key in o.excuses.items())),
    )


def year_draft(
    visits: Mapping[str, float], members: Mapping[str, Mapping[str, int]], shares: Mapping[str, float]
) -> dict[str, dict[str, int]]:
    """Return a beginning for the objectives of a year: the country's shares, as far as workplaces go in a district.

    Each workplace counts for one visit a year at most: a sector that is soon through in a district would otherwise be
    owed there what nobody can visit. What it cannot take goes to the other sectors of the district.

    visits
        District to the visits by risk that there is room for in a year.
    members
        District to sector to its workplaces.
    """
    found = {}
    for district, room in sorted(visits.items()):
        mine = {sector: size for sector, size in sorted(members.get(district, {}).items()) if size}
        if mine and room > 0:
            found[district] = whole(divide(room, mine, weights(mine, shares), 0), mine)
    return found


def _counting(weeks: Iterable[ServedWeek]) -> Iterable[ServedWeek]:
    return (one for one in weeks if not one.excuses)


def _together(sector: str, places: Iterable[Standing]) -> Standing:
    mine = [one for one in places if one.sector == sector]
    named = [one.meant for one in mine if one.meant is not None]
    return Standing(
        sector=sector,
        district=None,
        meant=sum(named) if named else None,
        due=sum(one.due for one in mine),
        visits=sum(one.visits for one in mine),
        done=sum(one.done for one in mine),
    )
