"""What a replanned week must not tell: ordered visits go along unseen, and a place that is unavailable falls out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from flows.replan_parts import OpenPart
from inspection import acts
from inspection.planning import (
    Cause,
    Difference,
    Replanned,
    Round,
    Stop,
    Visit,
    WeekPlan,
    Why,
    days_on_site,
    set_apart,
    take_out,
)
from inspection.reporting import BookRound, BookStop
from inspection.store import teams
from inspection.time_of import IsoWeek, moment_of

ORDERED = "#ordered"
Pairs = frozenset[tuple[str, date]]


@dataclass(frozen=True, kw_only=True)
class Guarded:
    """A district as its planner is asked, and what nobody may learn of it.

    part
        With the ordered visits, which keep team, day and hour; without what is unavailable and had no place anyway.
    left_out
        The visits that are not offered, required ones among them: they stay unplaced as they were.
    """

    part: OpenPart
    ordered: tuple[BookRound, ...]
    left_out: tuple[Visit, ...]

    @property
    def announced(self) -> list[str]:
        """The ordered visits: they keep team, day and hour."""
        return [visit.id for visit in self.part.visits if visit.id.endswith(ORDERED)]


def guarded(here: acts.Office, part: OpenPart, ordered: Iterable[BookRound], week: IsoWeek) -> Guarded:
    """Return a district with the ordered visits in its rounds, and without phantoms: an unavailable place that had
    no place in the plan would push others aside for a visit that nobody makes."""
    own = tuple(one for one in ordered if one.district == part.district)
    closed = _closed(here, part.visits, week)
    placed = {stop.visit for each in part.plan.rounds for stop in each.stops}
    offered = [_offered(visit, closed) if visit.id not in placed else visit for visit in part.visits]
    left_out = tuple(before for before, now in zip(part.visits, offered, strict=True) if not now.days)
    visits = (*(visit for visit in offered if visit.days), *_visits(own))
    return Guarded(
        part=replace(part, visits=visits, plan=replace(part.plan, rounds=_merged(part.plan.rounds, own))),
        ordered=own,
        left_out=left_out,
    )


def shown(
    here: acts.Office, one: Guarded, replanned: Replanned, week: IsoWeek, at: datetime
) -> tuple[Replanned, tuple[BookRound, ...]]:
    """Return what everybody may read of a replanned district, and the rounds of what was ordered.

    A stop that has begun stays, also where the place became unavailable since. Neither what fell out nor what was
    ordered is a change or the cause of one.
    """
    visits = (*replanned.question.visits, *(v for v in one.part.visits if v not in replanned.question.visits))
    closed = _closed(here, visits, week) - _begun(replanned.plan, visits, at)
    left = take_out(replanned.plan, visits, closed)
    public, apart = set_apart(left, visits, {stop.workplace for each in one.ordered for stop in each.stops})
    public = replace(public, unplaced={**public.unplaced, **_still_missing(one, public)})
    places = {visit.id: visit.workplace for visit in visits}
    unseen = {places[s.visit] for each in apart.rounds for s in each.stops}
    unseen |= {s.workplace for each in one.ordered for s in each.stops}
    unseen |= {places[visit] for visit in _gone(replanned.plan, left)}
    offered = tuple(v for v in (*replanned.question.visits, *one.left_out) if not v.id.endswith(ORDERED))
    told = tuple(_told(each, unseen) for each in replanned.differences if each.workplace not in unseen)
    question = replace(replanned.question, visits=offered)
    return replace(replanned, plan=public, differences=told, question=question), _as_book(here, apart, one.ordered)


def _closed(here: acts.Office, visits: Iterable[Visit], week: IsoWeek) -> Pairs:
    days = (*week.days, week.days[-1] + timedelta(days=1))
    return acts.workplaces_under_hold({visit.workplace for visit in visits}, days, office=here)


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
    return replace(one, cause=Cause(kind="better_use")) if one.cause.other in unseen else one


def _as_book(here: acts.Office, apart: WeekPlan, ordered: Sequence[BookRound]) -> tuple[BookRound, ...]:
    """Return the ordered stops as they are planned now; a round of another team gets that team's members."""
    crews = {team.id: team for team in teams(here.store)}
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
        for each in apart.rounds
        for stop in each.stops
    )
