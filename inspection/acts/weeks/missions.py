"""Missions: the visits of one's own team, given out only shortly before their day.

A mission says where and when, and nothing of why: no reason, no points and no arm, as the sheet on paper holds none.
Whoever steals a device, or looks too early, learns of a few doors and not of two weeks. A visit under hold is no
mission; one that a magistrate ordered is one for a permitted team only.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import col, select

from inspection.acts import orders, workplaces
from inspection.acts.weeks.books import opened
from inspection.acts.weeks.secrecy import shown_until
from inspection.errors import ControlFault, TerritoryFault
from inspection.i18n import Lang
from inspection.life_cycles import PlanState, VisitState
from inspection.reporting.week import BookRound, BookStop
from inspection.store.people import UserRow
from inspection.store.queries import latest_rows, plans, visits
from inspection.store.weeks import WorkplaceRow
from inspection.time_of import IsoWeek, clock_text, day_in_brussels
from inspection.trust import AppContext

# What registers say of any workplace, whatever it was chosen for: shown for all alike, so that it tells of no reason.
KNOWN: Mapping[str, str] = {
    "nace_code": "kbo",
    "enterprise_started_on": "kbo",
    "started_on": "kbo",
    "dmfa_workers": "dmfa",
}


@dataclass(frozen=True, kw_only=True)
class KnownFact:
    """What a register said before the visit: beside an answer, never in its place.

    as_of
        Day of the register's snapshot; None where it is not known.
    """

    fact: str
    value: str = field(repr=False)
    source: str
    as_of: str | None


@dataclass(frozen=True, kw_only=True)
class Mission:
    """A visit of one's own team, as it goes into the field; `area` is a line of the routing table."""

    visit: str
    day: date
    start: str | None
    workplace: str
    name: str = field(repr=False)
    enterprise: str | None
    address: str = field(repr=False)
    lon: float
    lat: float
    sector: str
    area: str | None
    report_language: Lang
    known: tuple[KnownFact, ...] = field(default=(), repr=False)


def missions_at(app: AppContext, user: UserRow, at: datetime, *, with_ordered: bool = True) -> Iterator[Mission]:
    """Yield the missions that somebody's team may know of at a moment, in order, from the plans that were approved.

    with_ordered
        Also what a magistrate ordered, as far as the team was permitted to see it.
    """
    with app.store.one_look():
        found = list(_missions(app, user, at, with_ordered=with_ordered))
    yield from found


def _missions(app: AppContext, user: UserRow, at: datetime, *, with_ordered: bool) -> Iterator[Mission]:
    on, last = day_in_brussels(at), missions_until(app, at)
    weeks = dict.fromkeys((IsoWeek.of(on), IsoWeek.of(last)))
    found = [each for week in weeks for each in _stops(app, user, week, last, with_ordered=with_ordered)]
    places = {stop.workplace for _, stop in found}
    said = latest_rows(app.store, places)
    with app.store.read() as session:
        known = {row.id: row for row in session.exec(select(WorkplaceRow).where(col(WorkplaceRow.id).in_(places)))}
    for day, stop in found:
        yield _mission(app, user, day, stop, on, known.get(stop.workplace), said.get(stop.workplace))


def missions_until(app: AppContext, at: datetime) -> date:
    """Return the last day of which missions are given out at a moment: it begins within the hours that rules allow."""
    hours = app.catalogue(day_in_brussels(at)).planning.missions_open_hours
    last = day_in_brussels(at + timedelta(hours=hours))
    return min(last, shown_until(app, at) or last)


def _stops(
    app: AppContext, user: UserRow, week: IsoWeek, last: date, *, with_ordered: bool
) -> Iterator[tuple[date, BookStop]]:
    approved = [p for p in plans(app.store, str(week), user.service) if p.state == PlanState.APPROVED]
    for plan in approved if user.team_id else ():
        mine = visits(app.store, plan_id=plan.id, team=user.team_id)
        # a team's rounds stand in its district's book, also those to another district's visits
        books = opened(app.store, plan.id, {visit.district for visit in mine} | {user.district or ""})
        own = tuple(each for book in books for each in book.rounds)
        rounds = orders.rounds_with_ordered(app, plan.id, own) if with_ordered else own
        answered = {visit.code for visit in mine if visit.state != VisitState.PLANNED}
        shown = [one for one in rounds if one.team == user.team_id and one.day <= last]
        closed = _closed(app, shown)
        for round_ in shown:
            for stop in _open(round_, answered, closed):
                yield round_.day, stop


def _closed(app: AppContext, rounds: Sequence[BookRound]) -> Collection[tuple[str, date]]:
    """Return the workplaces of some rounds to which nobody may go, each with the days of it."""
    days = sorted({day for round_ in rounds for day in orders.days_of(round_)})
    with app.store.read() as session:
        return workplaces.unavailable(session, app, {stop.workplace for one in rounds for stop in one.stops}, days)


def _open(round_: BookRound, answered: set[str], closed: Collection[tuple[str, date]]) -> Iterator[BookStop]:
    """Yield the stops that nobody answered yet and at which somebody may be that day."""
    for stop in round_.stops:
        mine = orders.days_of(replace(round_, stops=(stop,)))
        if stop.code not in answered and not any((stop.workplace, day) in closed for day in mine):
            yield stop


def _mission(
    app: AppContext, user: UserRow, day: date, stop: BookStop, on: date, known: WorkplaceRow | None, said: str | None
) -> Mission:
    """Return one stop as a mission; `said` what registers said when the workplace was last chosen."""
    with app.store.read() as session:
        try:
            where = workplaces.place_of(session, app, stop.workplace, None, on).competence
        except (ControlFault, TerritoryFault):
            where = None
    languages = where.report_languages if where else ()
    spoken: Any = user.language
    return Mission(
        visit=stop.code,
        day=day,
        start=clock_text(stop.start),
        workplace=stop.workplace,
        name=stop.name,
        enterprise=known.enterprise if known else None,
        address=", ".join(part for part in (stop.address, f"{stop.postcode} {stop.municipality}".strip()) if part),
        lon=stop.lon,
        lat=stop.lat,
        sector=stop.sector,
        area=where.area if where else None,
        report_language=spoken if spoken in languages or not languages else languages[0],
        known=known_facts(said),
    )


def known_facts(said: str | None) -> tuple[KnownFact, ...]:
    """Return what registers said when the workplace was chosen, as far as it is told of every workplace alike.

    Arguments: `said` the rows of registers that were kept then, as JSON; None for none.
    """
    rows = json.loads(said) if said else {}
    values, days = rows.get("values", {}), _snapshot_days(rows.get("snapshots", {}))
    return tuple(
        KnownFact(fact=fact, value=str(values[fact]), source=source, as_of=days.get(source))
        for fact, source in KNOWN.items()
        if values.get(fact) is not None
    )


def _snapshot_days(snapshots: Mapping[str, str]) -> dict[str, str]:
    """Return the day of each register's snapshot from marks such as `kbo@2026-11-22`."""
    marks = (str(mark).partition("@") for mark in snapshots.values())
    return {register: day for register, _, day in marks if day}
