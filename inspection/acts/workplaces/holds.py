"""Holds: somebody competent makes a place unavailable until a day; no ground is asked, and none is kept.

An ordinary closing (annual leave, works in the street) is placed by the same act. That is what makes a hold look like
any other: whoever reads a plan sees that a place is unavailable, and never who said so.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from sqlmodel import Session, col, select

from inspection.acts import alerts
from inspection.acts.workplaces.availability import holds_on, plain_address, subject_key, unavailable
from inspection.errors import PlanningFault
from inspection.life_cycles import PlanState, VisitState
from inspection.planning import bookings, problem
from inspection.store.controls import ControlRow
from inspection.store.core import new_id
from inspection.store.records import AlertRow
from inspection.store.views import view_of
from inspection.store.weeks import HoldRow, PlannedStopRow, PlannedVisitRow, PlanRow
from inspection.territory import WORKPLACE
from inspection.time_of import IsoWeek, day_in_brussels, moment_of
from inspection.trust import AppContext, AuditedTransaction, Context, audited_transaction

HoldKind = Literal["workplace", "enterprise", "address"]
_SHAPES = {"workplace": WORKPLACE, "enterprise": r"[01]\d{9}", "address": r"\d{5} .+"}


@dataclass(frozen=True)
class PlannedThere:
    """A visit of an approved week that a hold no longer allows: the team is to be told by telephone."""

    team: str
    day: date
    code: str


@dataclass(frozen=True, kw_only=True)
class PlacedHold:
    """A hold as whoever placed it may see it; `planned` is what approved weeks still send there."""

    id: str
    kind: str
    subject: str = field(repr=False)
    authority: str | None = field(repr=False)
    until: date
    placed_by: str
    placed_at: datetime
    lifted_on: date | None = None
    planned: tuple[PlannedThere, ...] = ()


def place_hold(
    context: Context,
    kind: HoldKind,
    subject: str,
    until: date,
    *,
    place: str | None = None,
    authority: str | None = None,
) -> PlacedHold:
    """Make an enterprise, a workplace or an address unavailable until a day, that day included.

    The same hold again, by the same person, is no second one: it would stand when the first is lifted.

    Arguments: `subject` a workplace's key, an enterprise number, or street and number; `place` the REFNIS code of the
    municipality of an address; `authority` id of the recipient who asked, None for the office's own.
    Result: the hold, with the visits of approved weeks that it stops.
    Errors: `PlanningFault` 401 to 405, which never repeats the subject; `AccessRefused`.
    """
    plain = _plain_subject(kind, subject, place)
    day = day_in_brussels(context.at)
    if until < day:
        raise PlanningFault("PLAN-402")
    if authority is not None and authority not in context.app.catalogue(day).recipients:
        raise PlanningFault("PLAN-405")
    with audited_transaction(context) as tx:
        tx.require("hold.place", service=context.settings.service)
        row = _row(context, kind, plain, until, authority)
        before = _placed(tx.session, context.app, row)
        if before is None:
            tx.add(row)
            tx.record("hold.place", row.id, stream="hold", facts={"kind": kind, "until": until.isoformat()})
        else:
            row = before
            tx.mark_unchanged()
        return _seen(context.app, row, _planned(tx.session, context.app, row, context.at))


def lift_hold(context: Context, hold_id: str) -> PlacedHold:
    """End a hold before its day; a second time changes nothing.

    Errors: `PlanningFault` 403 for a hold that does not exist, or that is somebody else's; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        user = tx.require("hold.lift", service=context.settings.service)
        row = tx.session.get(HoldRow, hold_id)
        if row is None or not _may_see(row, user.id, user.role, context.settings.service):
            raise PlanningFault("PLAN-403")
        if row.lifted_on is None:
            row.lifted_on, row.lifted_by = day_in_brussels(context.at), context.by
            tx.record("hold.lift", row.id, stream="hold", facts={"until": row.until.isoformat()})
        else:
            tx.mark_unchanged()
        return _seen(context.app, row)


def holds_of(context: Context) -> list[PlacedHold]:
    """Return the holds that stand and that somebody placed, all of the service for the direction; the look is recorded.

    Other supervisors do not see them: whoever asked for one told one person.
    """
    with audited_transaction(context) as tx:
        user = tx.require("hold.list", service=context.settings.service)
        tx.record("hold.list", context.by, stream="reading", facts={"kind": "holds"})
    wanted = select(HoldRow).where(col(HoldRow.lifted_on).is_(None), col(HoldRow.until) >= day_in_brussels(context.at))
    with context.store.read() as session:
        rows = session.exec(wanted.order_by(col(HoldRow.until), col(HoldRow.id))).all()
    return [_seen(context.app, row) for row in rows if _may_see(row, user.id, user.role, context.settings.service)]


def show_hold(context: Context, hold_id: str) -> PlacedHold:
    """Return one hold with the visits of approved weeks that still go there; the look is recorded with its id.

    Errors: `PlanningFault` 403 for a hold that does not exist, or that is somebody else's; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        user = tx.require("hold.list", service=context.settings.service)
        row = tx.session.get(HoldRow, hold_id)
        if row is None or not _may_see(row, user.id, user.role, context.settings.service):
            raise PlanningFault("PLAN-403")
        tx.record("hold.list", row.id, stream="reading", facts={"kind": "hold"})
        is_standing = row.lifted_on is None and row.until >= day_in_brussels(context.at)
        return _seen(context.app, row, _planned(tx.session, context.app, row, context.at) if is_standing else ())


def tell_holders(tx: AuditedTransaction, control: ControlRow) -> None:
    """Alert whoever placed a hold that a control took place there: it is kept, and nobody else is told."""
    for hold in holds_on(tx.session, tx.app, control.workplace, control.facts_on):
        before = select(AlertRow.id).where(col(AlertRow.kind) == "place_unavailable", col(AlertRow.subject) == hold.id)
        turn = len(tx.session.exec(before).all())
        alerts.raise_alert(
            tx,
            "place_unavailable",
            hold.id,
            turn,
            control.district,
            control.service,
            role="supervisor",
            user=hold.placed_by,
        )


def stops_unavailable(
    session: Session, app: AppContext, plan_id: str, at: datetime, by: HoldRow | None = None
) -> list[PlannedThere]:
    """Return the visits of a plan that would still go where, and when, nobody may be; `by` one hold alone."""
    wanted = (
        select(PlannedVisitRow, PlannedStopRow)
        .join(PlannedStopRow, col(PlannedStopRow.visit_id) == col(PlannedVisitRow.id))
        .where(col(PlannedVisitRow.plan_id) == plan_id, col(PlannedVisitRow.state) == VisitState.PLANNED)
        .order_by(col(PlannedStopRow.day), col(PlannedStopRow.team_id), col(PlannedStopRow.start))
    )
    ahead = ((v, stop) for v, stop in session.exec(wanted) if moment_of(stop.day, stop.start) > at)
    found = [(visit, stop, _days(stop)) for visit, stop in ahead]
    days = sorted({day for *_, mine in found for day in mine})
    closed = unavailable(session, app, {visit.workplace for visit, *_ in found}, days, by)
    return [
        PlannedThere(stop.team_id, stop.day, visit.code)
        for visit, stop, mine in found
        if any((visit.workplace, day) in closed for day in mine)
    ]


def _days(stop: PlannedStopRow) -> tuple[date, ...]:
    value = problem.Stop(visit="", arrive=stop.arrive, start=stop.start, leave=stop.leave)
    return tuple(bookings.days_on_site(problem.Round(team=stop.team_id, day=stop.day, stops=()), value))


def _planned(session: Session, app: AppContext, hold: HoldRow, at: datetime) -> tuple[PlannedThere, ...]:
    last_night = day_in_brussels(at) - timedelta(days=1)  # a round of a Sunday may end on Monday
    approved = select(PlanRow.id).where(
        col(PlanRow.state) == PlanState.APPROVED,
        col(PlanRow.service) == hold.service,
        col(PlanRow.week) >= str(IsoWeek.of(last_night)),
    )
    found = [one for plan_id in session.exec(approved) for one in stops_unavailable(session, app, plan_id, at, hold)]
    return tuple(found)


def _plain_subject(kind: str, subject: str, place: str | None) -> str:
    plain = subject.strip()
    if kind == "enterprise":
        plain = re.sub(r"[.\s]", "", plain).removeprefix("BE")
    if kind == "address":
        if place is None or not re.fullmatch(r"\d{5}", place):
            raise PlanningFault("PLAN-404")
        plain = plain_address(plain, place)
    if not re.fullmatch(_SHAPES.get(kind, "never^"), plain):
        raise PlanningFault("PLAN-401")
    return plain


def _row(context: Context, kind: str, plain: str, until: date, authority: str | None) -> HoldRow:
    id, store = new_id(), context.store  # noqa: A001  what it is called in every table
    return HoldRow(
        id=id,
        service=context.settings.service,
        kind=kind,
        subject_key=subject_key(store.keys, kind, plain),
        subject=store.seal("hold.subject", id, plain),
        authority=store.seal("hold.authority", id, authority) if authority else None,
        until=until,
        placed_by=context.by,
        placed_at=context.at,
    )


def _placed(session: Session, app: AppContext, row: HoldRow) -> HoldRow | None:
    """Return the hold that is here already of the same, until the same day, by the same person for the same office."""
    mine = select(HoldRow).where(
        col(HoldRow.subject_key) == row.subject_key,
        col(HoldRow.service) == row.service,
        col(HoldRow.until) == row.until,
        col(HoldRow.placed_by) == row.placed_by,
        col(HoldRow.lifted_on).is_(None),
    )
    said = _seen(app, row).authority
    return next((one for one in session.exec(mine) if _seen(app, one).authority == said), None)


def _may_see(row: HoldRow, user: str, role: str, service: str) -> bool:
    return row.service == service and (row.placed_by == user or role == "direction")


def _seen(app: AppContext, row: HoldRow, planned: tuple[PlannedThere, ...] = ()) -> PlacedHold:
    store = app.store
    return view_of(
        PlacedHold,
        row,
        subject=store.unseal("hold.subject", row.id, row.subject),
        authority=store.unseal("hold.authority", row.id, row.authority) if row.authority else None,
        planned=planned,
    )
