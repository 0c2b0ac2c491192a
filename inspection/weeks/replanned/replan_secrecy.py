"""What a replanned week must not tell: ordered visits go along unseen, and a place that is unavailable falls out.

This is so while it is planned. What is kept of its changes is told by `_told` in acts/weeks/replans.py, and what each
reader may know of a week by acts/weeks/knowing.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from inspection import acts
from inspection.planning.bookings import UNAVAILABLE, days_on_site, set_apart, take_out
from inspection.planning.problem import Round, Stop, Visit, WeekPlan, Why
from inspection.planning.replanning import Cause, CauseKind, Difference, Replanned
from inspection.reporting.week import BookRound, BookStop
from inspection.time_of import IsoWeek, moment_of
from inspection.trust import Context
from inspection.weeks.replanned.replan_parts import OpenPart

ORDERED = "#ordered"
Pairs = frozenset[tuple[str, date]]


@dataclass(frozen=True, kw_only=True)
class Guarded:
    """A district as its planner is asked, and what nobody may learn of it.

    part
        With the ordered visits, which keep team, day and hour; without what the plan says is unavailable.
    under_way
        Ordered stops of rounds that have begun, at places for which another visit came in: they stay as they are.
    left_out
        The visits that are not offered, required ones among them: they stay unplaced as they were.
    """

    part: OpenPart
    ordered: tuple[BookRound, ...]
    under_way: tuple[BookRound, ...]
    left_out: tuple[Visit, ...]

    @property
    def announced(self) -> list[str]:
        """The ordered visits: they keep team, day and hour."""
        return [visit.id for visit in self.part.visits if visit.id.endswith(ORDERED)]


def guarded(
    context: Context,
    part: OpenPart,
    ordered: Iterable[BookRound],
    week: IsoWeek,
    came_in: AbstractSet[str],
    at: datetime,
) -> Guarded:
    """Return a district with the ordered visits in its rounds, and without the required visits that the plan calls
    unavailable: they would push others aside for a visit that nobody makes.

    Whatever else is unavailable is offered, since leaving it out would change everybody's rounds.

    came_in, at
        Workplaces to which a visit was added that everybody may know of, and the moment as of which the week is planned
        again. The added visit answers the order too, so the ordered one is left out; where the round of the ordered one
        has begun by then, both are made, since to refuse the added one would tell of the other.
    """
    every = tuple(one for one in ordered if one.district == part.district)
    own = tuple(one for one in every if not came_in & {stop.workplace for stop in one.stops})
    under_way = tuple(one for one in every if one not in own and moment_of(one.day, one.shift[0]) <= at)
    closed = _closed(context, part.visits, week)
    places = {visit.id: visit.workplace for visit in part.visits}
    missing = {places[name] for name, why in part.plan.unplaced.items() if why.rule == UNAVAILABLE}
    offered = [_offered(visit, closed) if visit.workplace in missing else visit for visit in part.visits]
    left_out = tuple(before for before, now in zip(part.visits, offered, strict=True) if not now.days)
    visits = (*(visit for visit in offered if visit.days), *_visits(own))
    return Guarded(
        part=replace(part, visits=visits, plan=replace(part.plan, rounds=_merged(part.plan.rounds, own))),
        ordered=own,
        under_way=under_way,
        left_out=left_out,
    )


def untouched(context: Context, part: OpenPart, week: IsoWeek, at: datetime) -> OpenPart:
    """Return a district in which nothing happened, without what is unavailable by now: a version that still went there
    could not be approved, whatever happened elsewhere.

    at
        As for `shown`.
    """
    closed = _closed(context, part.visits, week) - _begun(part.plan, part.visits, at)
    closed = frozenset(pair for pair in closed if pair[0] not in part.answered)
    return replace(part, plan=take_out(part.plan, part.visits, closed))


def shown(
    context: Context, one: Guarded, replanned: Replanned, week: IsoWeek, at: datetime
) -> tuple[Replanned, tuple[BookRound, ...]]:
    """Return what everybody may read of a replanned district, and the rounds of what was ordered.

    A stop that has begun or is answered stays, also where the place became unavailable since. Neither what fell out nor
    what was ordered is a change or the cause of one, and no reason, help or alternative names it.

    at
        The moment of asking, and not the one from which the rest is planned again: what lies between the two has not
        been visited, and a version that still goes there could never be approved.
    """
    visits = (*replanned.question.visits, *(v for v in one.part.visits if v not in replanned.question.visits))
    closed = _closed(context, visits, week) - _begun(replanned.plan, visits, at)
    closed = frozenset(pair for pair in closed if pair[0] not in one.part.answered)
    left = take_out(replanned.plan, visits, closed)
    gone = _gone(replanned.plan, left)
    known = tuple(visit for visit in visits if visit.id not in gone)
    public, restricted = set_apart(left, known, {stop.workplace for each in one.ordered for stop in each.stops})
    public = replace(public, unplaced={**public.unplaced, **_still_missing(one, public)})
    places = {visit.id: visit.workplace for visit in visits}
    unseen = {places[s.visit] for each in restricted.rounds for s in each.stops}
    unseen |= {s.workplace for each in one.ordered for s in each.stops}
    unseen |= {places[visit] for visit in gone}
    offered = tuple(v for v in (*replanned.question.visits, *one.left_out) if not v.id.endswith(ORDERED))
    told = tuple(_told(each, unseen) for each in replanned.differences if each.workplace not in unseen)
    question, rounds = replace(replanned.question, visits=offered), _as_book(context, restricted, one.ordered)
    return replace(replanned, plan=public, differences=told, question=question), (*rounds, *one.under_way)


def _closed(context: Context, visits: Iterable[Visit], week: IsoWeek) -> Pairs:
    days = (*week.days, week.days[-1] + timedelta(days=1))
    return acts.workplaces.workplaces_under_hold(context, {visit.workplace for visit in visits}, days)


def _offered(visit: Visit, closed: Pairs) -> Visit:
    return replace(visit, days=frozenset(day for day in visit.days if (visit.workplace, day) not in closed))


def _visits(rounds: Sequence[BookRound]) -> list[Visit]:
    return [
        Visit(
            id=f"{stop.workplace}{ORDERED}",
            workplace=stop.workplace,
            point=(stop.lon, stop.lat),
            minutes=stop.leave - stop.start,
            value=0.0,
            windows=((stop.start, stop.start),),
            days=frozenset([each.day]),
            required=True,
        )
        for each in rounds
        for stop in each.stops
    ]


def _merged(rounds: Sequence[Round], ordered: Sequence[BookRound]) -> tuple[Round, ...]:
    merged = {(each.team, each.day): each for each in rounds}
    for one in ordered:
        made = Round(team=one.team, day=one.day, stops=(), leaves=one.leaves, back=one.back, pauses=one.pauses)
        held = merged.get((one.team, one.day), made)
        stops = (*held.stops, *(_stop(stop) for stop in one.stops))
        merged[one.team, one.day] = replace(held, stops=tuple(sorted(stops, key=lambda stop: stop.start)))
    return tuple(merged[key] for key in sorted(merged, key=lambda key: (key[1], key[0])))


def _stop(stop: BookStop) -> Stop:
    return Stop(visit=f"{stop.workplace}{ORDERED}", arrive=stop.arrive, start=stop.start, leave=stop.leave)


def _begun(plan: WeekPlan, visits: Iterable[Visit], at: datetime) -> Pairs:
    places = {visit.id: visit.workplace for visit in visits}
    return frozenset(
        (places[stop.visit], day)
        for each in plan.rounds
        for stop in each.stops
        if moment_of(each.day, stop.start) <= at
        for day in days_on_site(each, stop)
    )


def _gone(before: WeekPlan, after: WeekPlan) -> set[str]:
    kept = {stop.visit for each in after.rounds for stop in each.stops}
    return {stop.visit for each in before.rounds for stop in each.stops} - kept


def _still_missing(one: Guarded, plan: WeekPlan) -> Mapping[str, Why]:
    placed = {stop.visit for each in plan.rounds for stop in each.stops}
    known = one.part.plan.unplaced
    mine = {visit.id for visit in one.left_out if visit.required and visit.id not in placed}
    return {name: known[name] for name in sorted(mine) if name in known}


def _told(one: Difference, unseen: set[str]) -> Difference:
    return replace(one, cause=Cause(kind=CauseKind.BETTER_USE)) if one.cause.other in unseen else one


def _as_book(context: Context, restricted: WeekPlan, ordered: Sequence[BookRound]) -> tuple[BookRound, ...]:
    """Return the ordered stops as they are planned now; a round of another team gets that team's members."""
    crews = {team.id: team for team in acts.staff.working_teams(context)}
    was = {f"{stop.workplace}{ORDERED}": (each, stop) for each in ordered for stop in each.stops}
    return tuple(
        replace(
            was[stop.visit][0],
            team=each.team,
            day=each.day,
            language=crews[each.team].language,
            members=crews[each.team].members,
            stops=(replace(was[stop.visit][1], arrive=stop.arrive, start=stop.start, leave=stop.leave),),
            leaves=each.leaves,
            back=each.back,
            pauses=each.pauses,
        )
        for each in restricted.rounds
        for stop in each.stops
    )
