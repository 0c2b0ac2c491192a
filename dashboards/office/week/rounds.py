"""Rounds as the page shows them, whether a book holds them or an edit that is tried would make them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboards.office.week.addresses import WEEK, address
from dashboards.office.week.lanes import Day, Span, day_of
from dashboards.office.week.maps import Point, Way
from dashboards.office.week.words import Words
from inspection.planning.problem import Round
from inspection.reporting.week import BookRound, DistrictBook
from inspection.weeks.replanned import OpenPlan

Key = tuple[str, date]


@dataclass(frozen=True, kw_only=True)
class StopView:
    """A stop, without why it was chosen."""

    workplace: str
    name: str
    municipality: str
    point: Point
    start: float
    leave: float


@dataclass(frozen=True, kw_only=True)
class RoundView:
    """A round in the order of its stops."""

    team: str
    day: date
    office: Point
    leaves: float | None
    back: float | None
    pauses: tuple[tuple[float, float], ...]
    stops: tuple[StopView, ...]

    @property
    def key(self) -> Key:
        """Return (team, day)."""
        return self.team, self.day


def of_book(one: BookRound) -> RoundView:
    """Return a round as it stands."""
    stops = tuple(
        StopView(
            workplace=stop.workplace,
            name=stop.name,
            municipality=stop.municipality,
            point=(stop.lon, stop.lat),
            start=stop.start,
            leave=stop.leave,
        )
        for stop in one.stops
    )
    return RoundView(
        team=one.team,
        day=one.day,
        office=one.office,
        leaves=one.leaves,
        back=one.back,
        pauses=one.pauses,
        stops=stops,
    )


def of_plan(plan: OpenPlan, rounds: Iterable[Round], book: DistrictBook) -> tuple[RoundView, ...]:
    """Return rounds that an edit would make; what whoever edits may not know of is not among the stops."""
    towns = {stop.workplace: stop.municipality for each in book.rounds for stop in each.stops}
    towns |= {one.workplace: one.municipality for one in book.unplaced}
    return tuple(_of_plan(plan, each, towns) for each in rounds)


def _of_plan(plan: OpenPlan, each: Round, towns: Mapping[str, str]) -> RoundView:
    known, day = plan.question.known, plan.question.roster[each.key]
    stops = tuple(
        StopView(
            workplace=known[stop.visit].workplace,
            name=plan.name(known[stop.visit].workplace),
            municipality=towns.get(known[stop.visit].workplace, ""),
            point=known[stop.visit].point,
            start=stop.start,
            leave=stop.leave,
        )
        for stop in each.stops
        if stop.visit not in plan.question.unseen
    )
    return RoundView(
        team=each.team,
        day=each.day,
        office=day.office,
        leaves=each.leaves,
        back=each.back,
        pauses=each.pauses,
        stops=stops,
    )


@dataclass(frozen=True, kw_only=True)
class Showing:
    """What is drawn: the rounds as they stand, as they would be, and which workplaces the edit names.

    changed
        The team-days that the edit changes.
    query
        What the address of a stop keeps: plan and district.
    """

    words: Words
    now: Sequence[RoundView]
    after: Sequence[RoundView]
    named: frozenset[str]
    changed: frozenset[Key]
    query: Mapping[str, str]

    def way_to(self, stop: StopView, day: date) -> str:
        """Return the address at which a stop is looked at."""
        return address(WEEK, **self.query, day=day.isoformat(), visit=stop.workplace)

    def ways(self, day: date | None, touched: Collection[date] = ()) -> list[Way]:
        """Return the rounds to draw on the map: as they would be, with what they were in dashes.

        touched
            Days that an edit changes, drawn too.
        """
        days = None if day is None else {day, *touched}
        changed = self.changed
        old = [each for each in self.now if each.key in changed]
        return [
            *(self._way(each, "new old") for each in old if days is None or each.day in days),
            *(
                self._way(each, "new" if each.key in changed else "")
                for each in self.after
                if days is None or each.day in days
            ),
        ]

    def _way(self, each: RoundView, kind: str) -> Way:
        stops = tuple((stop.point, stop.municipality, self.way_to(stop, each.day)) for stop in each.stops)
        return Way(team=self.words.team(each.team), office=each.office, stops=stops, kind=kind)

    def lanes(self, day: date) -> Day:
        """Return a day by team."""
        before = {each.key: each for each in self.now}
        keys = sorted({each.key for each in (*self.now, *self.after) if each.day == day})
        after = {each.key: each for each in self.after}
        return day_of([self._row(before.get(key), after.get(key)) for key in keys])

    def _row(self, before: RoundView | None, after: RoundView | None) -> tuple[str, str, list[Span]]:
        each = after or before
        assert each is not None  # noqa: S101  a key comes from one of the two
        spans = [self._span(stop, each.day, "stop") for stop in after.stops] if after else []
        here = {stop.workplace for stop in after.stops} if after else set()
        left = [stop for stop in before.stops if stop.workplace not in here] if before else []
        spans += [self._span(stop, each.day, "stop gone") for stop in left]
        spans += [Span(kind="rest", start=first, end=last) for first, last in (after.pauses if after else ())]
        is_known = after is not None and after.leaves is not None and after.back is not None
        told = f"{self.words.clock(after.leaves)}–{self.words.clock(after.back)}" if after and is_known else ""
        return self.words.team(each.team), told, spans

    def _span(self, stop: StopView, day: date, kind: str) -> Span:
        mark = " on" if kind == "stop" and stop.workplace in self.named else ""
        return Span(
            kind=kind + mark,
            start=stop.start,
            end=stop.leave,
            title=stop.name,
            told=f"{self.words.clock(stop.start)}–{self.words.clock(stop.leave)}",
            address=self.way_to(stop, day),
        )
