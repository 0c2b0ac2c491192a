"""What must be visited, and what must be left alone: queries that the week's selection starts from."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from inspection.acts import orders
from inspection.acts.second_visits import second_mandates
from inspection.life_cycles import ClockState, ComplaintState, ControlOutcome, PlanState, VisitState
from inspection.store.controls import ClockRow, ControlRow
from inspection.store.orders import hidden_controls
from inspection.store.weeks import ComplaintRow, PlannedStopRow, PlannedVisitRow, PlanRow
from inspection.targeting.model import Mandate
from inspection.time_of import IsoWeek, moment_of
from inspection.trust import AppContext, Context, require_permission


def open_mandates(context: Context, district: str | None, on: date) -> list[Mandate]:
    """Return the visits that are owed on a day: complaints kept and not yet visited, clocks that ask for one, second
    visits to closed doors that the lot fell on, and what magistrates ordered.

    Where a workplace is owed a visit for an ordinary reason too, that visit answers the order: the order lends it its
    deadline and is not named.

    Result: ordered by workplace and id; a workplace may have several.
    """
    app = context.app
    kept = select(ComplaintRow).where(
        col(ComplaintRow.state) == ComplaintState.KEPT,
        col(ComplaintRow.visited_by).is_(None),
        col(ComplaintRow.service) == app.settings.service,
        col(ComplaintRow.received_at) < moment_of(on + timedelta(days=1), 0),
    )
    clocks = (
        select(ClockRow, ControlRow)
        .join(ControlRow, col(ControlRow.id) == col(ClockRow.control_id))
        .where(
            col(ClockRow.state) == ClockState.RUNNING,
            col(ClockRow.asks) == "visit",
            col(ClockRow.due_on) <= on,
            col(ControlRow.service) == app.settings.service,
        )
    )
    if district is not None:
        kept = kept.where(col(ComplaintRow.district) == district)
        clocks = clocks.where(col(ControlRow.district) == district)
    with app.store.read() as session:
        require_permission(session, context, "plan.prepare", service=app.settings.service)
        found = [
            Mandate(workplace=c.workplace, origin="complaint", origin_id=c.id, not_after=c.not_after)
            for c in session.exec(kept)
        ]
        of_orders = set(session.exec(hidden_controls()))
        found += [
            Mandate(
                workplace=control.workplace,
                origin="judicial" if control.id in of_orders else "clock",
                origin_id=clock.id,
            )
            for clock, control in session.exec(clocks)
        ]
        found += second_mandates(session, app.settings.service, on, district)
        found += [
            Mandate(workplace=workplace, origin="judicial", origin_id=order.id, not_after=order.not_after)
            for order, workplace in orders.open_orders(session, app, on, district)
        ]
    return sorted(_folded(found), key=lambda m: (m.workplace, m.origin_id))


def _folded(found: Iterable[Mandate]) -> Iterable[Mandate]:
    """Yield the mandates, those of orders only where nothing else asks for a visit to the workplace."""
    several = list(found)
    ordinary = {m.workplace for m in several if m.origin != "judicial"}
    deadlines: dict[str, date] = {}
    for m in several:
        if m.origin == "judicial" and m.not_after is not None:
            deadlines[m.workplace] = min(m.not_after, deadlines.get(m.workplace, m.not_after))
    for m in several:
        if m.workplace not in ordinary:
            yield m
        elif m.origin != "judicial":
            asked = [day for day in (m.not_after, deadlines.get(m.workplace)) if day is not None]
            yield replace(m, not_after=min(asked, default=None))


def cooling_off(context: Context, on: date, week: IsoWeek | None = None) -> frozenset[str]:
    """Return the workplaces that the risk arm leaves alone on a day: seen by this service, by its selection rules.

    With the week that is being planned, also those that another approved week still visits so near to it. Lots and
    duties do not ask. What magistrates ordered is kept in no such row, and a visit counts whether or not its place is
    unavailable by now: what is left out tells nothing of either.
    """
    app = context.app
    length = timedelta(days=app.catalogue(on).selection.cooling_off_days)
    seen = select(ControlRow.workplace).where(
        col(ControlRow.facts_on) > on - length,
        col(ControlRow.facts_on) <= on,
        col(ControlRow.outcome) == ControlOutcome.DONE,
        col(ControlRow.service) == app.settings.service,
    )
    with app.store.read() as session:
        require_permission(session, context, "plan.prepare", service=app.settings.service)
        found = frozenset(session.exec(seen))
        return found if week is None else found | frozenset(session.exec(_to_be_seen(app, week, on)))


def _to_be_seen(app: AppContext, week: IsoWeek, on: date) -> SelectOfScalar[str]:
    """Return the query of the workplaces that other approved weeks still visit within the cooling-off of this one."""
    length = timedelta(days=app.catalogue(week.monday).selection.cooling_off_days)
    return (
        select(PlannedVisitRow.workplace)
        .join(PlannedStopRow, col(PlannedStopRow.visit_id) == col(PlannedVisitRow.id))
        .join(PlanRow, col(PlanRow.id) == col(PlannedVisitRow.plan_id))
        .where(
            col(PlannedVisitRow.service) == app.settings.service,
            col(PlannedVisitRow.state) == VisitState.PLANNED,
            col(PlanRow.state) == PlanState.APPROVED,
            col(PlanRow.week) != str(week),
            col(PlannedStopRow.day) >= on,
            col(PlannedStopRow.day) > week.monday - length,
            col(PlannedStopRow.day) < week.days[-1] + length,
        )
    )
