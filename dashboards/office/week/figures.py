"""What a week comes to in numbers: placed, owed, on the road; and its visits by risk for each sector."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inspection.acts.choices import ObjectivesOfYear
from inspection.reporting.week import BookRound, DistrictBook
from inspection.targeting.choosing import Standing


@dataclass(frozen=True, kw_only=True)
class Figures:
    """A week before one's eyes.

    required, required_placed
        Visits that are owed, and those of them that have a place.
    sheets
        Rounds, each with a sheet of its own.
    road
        Minutes that all teams drive, as estimated.
    """

    placed: int
    required: int
    required_placed: int
    teams: int
    sheets: int
    road: float


@dataclass(frozen=True, kw_only=True)
class Goal:
    """A sector against its objectives, for all districts together or for one.

    due
        Visits that it should have by now, of those that were made or planned in all.
    week
        Its visits by risk in the week that is looked at, where that is not approved and so not counted yet.
    """

    sector: str
    district: str
    meant: int | None
    due: float
    done: int
    visits: int
    week: int

    @property
    def gap(self) -> int:
        """Visits that it has more than it is due; below 0 where it is behind."""
        return round(self.visits - self.due)


def figures_of(books: Iterable[DistrictBook]) -> Figures:
    """Return a week in numbers; a visit to which several districts send teams is counted once."""
    every = tuple(books)
    rounds = [each for book in every for each in book.rounds if each.stops]
    stops = [stop for each in rounds for stop in each.stops]
    owed = {stop.workplace for stop in stops if stop.required}
    missed = {one.workplace for book in every for one in book.unplaced} - owed
    return Figures(
        placed=len({stop.workplace for stop in stops}),
        required=len(owed) + len(missed),
        required_placed=len(owed),
        teams=len({each.team for each in rounds}),
        sheets=len(rounds),
        road=sum(road_of(each) for each in rounds),
    )


def road_of(one: BookRound) -> float:
    """Return the minutes that a round drives: from place to place, without the breaks that lie between."""
    begin, driven = one.leaves, 0.0
    ends = [*((stop.arrive, stop.leave) for stop in one.stops), (one.back, None)]
    for arrive, leave in ends:
        if begin is not None and arrive is not None:
            driven += arrive - begin - sum(_shared(pause, (begin, arrive)) for pause in one.pauses)
        begin = leave
    return driven


def goals_of(
    found: ObjectivesOfYear, books: Sequence[DistrictBook], *, counted: bool
) -> tuple[tuple[Goal, ...], tuple[Goal, ...]]:
    """Return each sector against its objectives: over all districts, and in each district; what is behind comes first.

    counted
        Whether the week of the books is approved, and so among the visits of the year already.
    """
    week = Counter(
        (book.district, stop.sector)
        for book in books
        for each in book.rounds
        for stop in each.stops
        if stop.arm == "risk" and not counted
    )
    by_sector = Counter[str]()
    for (_, sector), count in week.items():
        by_sector[sector] += count
    over_all = [_goal(one, by_sector[one.sector]) for one in found.visits.sectors]
    places = [_goal(one, week[one.district or "", one.sector]) for one in found.visits.places]
    return _behind_first(over_all), _behind_first(places)


def _goal(one: Standing, week: int) -> Goal:
    return Goal(
        sector=one.sector,
        district=one.district or "",
        meant=one.meant,
        due=one.due,
        done=one.done,
        visits=one.visits,
        week=week,
    )


def _behind_first(goals: Iterable[Goal]) -> tuple[Goal, ...]:
    return tuple(sorted(goals, key=lambda one: (one.gap, one.sector, one.district)))


def _shared(one: tuple[float, float], other: tuple[float, float]) -> float:
    return max(0.0, min(one[1], other[1]) - max(one[0], other[0]))
