"""Where plans place what a magistrate ordered: sealed beside each plan, and opened here only."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from inspection.life_cycles import PlanState
from inspection.planning import bookings, problem
from inspection.reporting.week import BookRound, read_rounds
from inspection.store.core import Store
from inspection.store.orders import JudicialPermissionRow, JudicialStopRow, is_standing
from inspection.store.weeks import PlanRow


@dataclass(frozen=True, kw_only=True, order=True)
class OrderedStop:
    """A team-day in which a plan that stands places an ordered visit.

    is_permitted
        Whether the team may see it: without that, its sheet holds no such visit and nobody goes.
    """

    day: date
    team: str
    is_permitted: bool


def planned_stops(session: Session, store: Store, order: str, on: date) -> tuple[OrderedStop, ...]:
    """Return where an order is planned from a day on, in proposed and approved plans, the earliest first."""
    return planned_of(session, store, {order}, on).get(order, ())


def planned_of(
    session: Session, store: Store, orders: Collection[str], on: date
) -> Mapping[str, tuple[OrderedStop, ...]]:
    """Return the same of several orders, by their ids; those that no plan places are left out."""
    mine = (
        select(JudicialStopRow)
        .join(PlanRow, col(PlanRow.id) == col(JudicialStopRow.plan_id))
        .where(col(JudicialStopRow.order_id).in_(orders), col(PlanRow.state) != PlanState.REPLACED)
    )
    stops = session.exec(mine).all()
    permitted = _permitted(session, {one.order_id for one in stops})
    found: dict[str, set[OrderedStop]] = defaultdict(set)
    for stop in stops:
        for one in stop_rounds(store, stop):
            if one.day >= on:
                is_permitted = one.team in permitted[stop.order_id]
                found[stop.order_id].add(OrderedStop(day=one.day, team=one.team, is_permitted=is_permitted))
    return {order: tuple(sorted(stops)) for order, stops in found.items()}


def permitted_teams(session: Session, order: str) -> frozenset[str]:
    """Return the teams that may see an order."""
    return frozenset(_permitted(session, {order})[order])


def _permitted(session: Session, orders: Collection[str]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    teams = select(JudicialPermissionRow.order_id, JudicialPermissionRow.reader).where(
        col(JudicialPermissionRow.order_id).in_(orders),
        col(JudicialPermissionRow.reader_kind) == "team",
        is_standing(),
    )
    for order, team in session.exec(teams):
        found[order].add(team)
    return found


def stop_rounds(store: Store, stop: JudicialStopRow) -> tuple[BookRound, ...]:
    """Return the rounds in which a plan places an order, with its own stops alone, unsealed."""
    return read_rounds(store.unseal("judicial_stop.body", stop.id, stop.body))


def days_of(one: BookRound) -> Iterator[date]:
    """Yield the calendar days on which a round's team is on site, the next one too where it runs past midnight."""
    there = problem.Round(team=one.team, day=one.day, stops=())
    for stop in one.stops:
        yield from bookings.days_on_site(
            there, problem.Stop(visit=stop.code, arrive=stop.arrive, start=stop.start, leave=stop.leave)
        )
