"""Where plans place what a magistrate ordered: sealed beside each plan, and opened here only."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

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
    mine = (
        select(JudicialStopRow)
        .join(PlanRow, col(PlanRow.id) == col(JudicialStopRow.plan_id))
        .where(col(JudicialStopRow.order_id) == order, col(PlanRow.state) != "replaced")
    )
    permitted = permitted_teams(session, order)
    rounds = (one for stop in session.exec(mine) for one in stop_rounds(store, stop))
    found = {OrderedStop(day=r.day, team=r.team, is_permitted=r.team in permitted) for r in rounds if r.day >= on}
    return tuple(sorted(found))


def permitted_teams(session: Session, order: str) -> frozenset[str]:
    """Return the teams that may see an order."""
    teams = select(JudicialPermissionRow.reader).where(
        col(JudicialPermissionRow.order_id) == order, col(JudicialPermissionRow.reader_kind) == "team", is_standing()
    )
    return frozenset(session.exec(teams))


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
