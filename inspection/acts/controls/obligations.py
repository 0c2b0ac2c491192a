"""What a control answers: the planned visit whose code it carries, complaints about the place, a joint action."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from inspection.acts import joint_actions, orders
from inspection.control.filled import Control
from inspection.errors import ControlFault
from inspection.life_cycles import ClockState, ComplaintState, ControlOutcome, Decision, PlanState, VisitState
from inspection.store.controls import ClockRow, ControlRow
from inspection.store.weeks import ComplaintRow, PlannedVisitRow, PlanRow
from inspection.trust import AppContext, AuditedTransaction


def match_visit(session: Session, app: AppContext, control: Control) -> tuple[PlannedVisitRow | None, str | None]:
    """Return the approved visit that a control answers, None for an unplanned one, and a code that fitted none.

    A code that fits nothing is refused, so that it can be corrected; but with a yes in the control nothing waits for a
    code: it is stored as unplanned, and somebody matches it afterwards. The code of an ordered visit fits, and no plan
    holds it.
    """
    if control.visit is None:
        return None, None
    try:
        return _find(session, control, control.visit, app.settings.service), None
    except ControlFault:
        if orders.is_ordered_code(session, app.store, control):
            return None, None
        if control.suspicion is None or control.suspicion.decision != Decision.YES:
            raise
    return None, control.visit


def _find(session: Session, control: Control, code: str, service: str) -> PlannedVisitRow:
    wanted = (
        select(PlannedVisitRow)
        .join(PlanRow, col(PlanRow.id) == col(PlannedVisitRow.plan_id))
        .where(
            col(PlannedVisitRow.code) == code.upper(),
            col(PlannedVisitRow.workplace) == control.workplace,
            col(PlannedVisitRow.service) == service,
            col(PlanRow.state) == PlanState.APPROVED,
        )
        .order_by(col(PlanRow.week).desc())
    )
    visit = session.exec(wanted).first()
    if visit is None:
        raise ControlFault("CONTROL-230", visit=code)
    if visit.control_id not in (None, control.control_id):
        raise ControlFault("CONTROL-231", visit=code)
    return visit


def answer(tx: AuditedTransaction, control: Control, visit: PlannedVisitRow | None, row: ControlRow) -> None:
    """Close what a closed control answers: the planned visit; complaints, due clocks and a booked
    action once somebody was really there.

    One that is still being made only holds its visit: nobody else answers that, and its arm stays hidden. What a
    correction no longer answers is open again.
    """
    session = tx.session
    for held in _held(session, row, visit):
        held.control_id, held.state = None, VisitState.PLANNED
    for complaint in _not_visited(session, row):
        complaint.visited_by = None
    for clock in _not_answered(session, row):
        clock.state, clock.stopped_by, clock.stopped_at, clock.visited_by = ClockState.RUNNING, None, None, None
        tx.record("clock.run", clock.id, stream="control", facts={"key": clock.key, "visited_by": row.id})
    if visit is not None:
        visit.control_id = row.id
    if control.left_at is None:
        return
    if visit is not None:
        visit.state = VisitState.CARRIED_OUT if control.outcome == ControlOutcome.DONE else VisitState.NOT_CARRIED_OUT
    if control.outcome == ControlOutcome.DONE:
        joint_actions.close_actions(session, row)
        for complaint in _open_complaints(session, row):
            complaint.visited_by = row.id
        for clock in _due_clocks(session, row):
            clock.state, clock.stopped_by, clock.stopped_at = ClockState.STOPPED, row.saved_by, tx.at
            clock.visited_by = row.id
            tx.record("clock.stop", clock.id, stream="control", facts={"key": clock.key, "visited_by": row.id})


def _held(session: Session, row: ControlRow, visit: PlannedVisitRow | None) -> Sequence[PlannedVisitRow]:
    """Return visits that the control held, or answered, by another code before it went on or was corrected."""
    mine = select(PlannedVisitRow).where(col(PlannedVisitRow.control_id) == row.id)
    return [held for held in session.exec(mine) if visit is None or held.id != visit.id]


def _not_visited(session: Session, row: ControlRow) -> Sequence[ComplaintRow]:
    """Return complaints that a control answered before its correction, which says that nobody was there for them."""
    answered = select(ComplaintRow).where(col(ComplaintRow.visited_by) == row.id)
    return [
        one for one in session.exec(answered) if row.outcome != ControlOutcome.DONE or one.workplace != row.workplace
    ]


def _open_complaints(session: Session, row: ControlRow) -> Sequence[ComplaintRow]:
    kept = select(ComplaintRow).where(
        col(ComplaintRow.workplace) == row.workplace,
        col(ComplaintRow.service) == row.service,
        col(ComplaintRow.state) == ComplaintState.KEPT,
        col(ComplaintRow.visited_by).is_(None),
    )
    return session.exec(kept).all()


def _due_clocks(session: Session, row: ControlRow) -> Sequence[ClockRow]:
    """Return the clocks of earlier controls that asked for this visit: otherwise they would ask for it every week."""
    due = (
        select(ClockRow)
        .join(ControlRow, col(ControlRow.id) == col(ClockRow.control_id))
        .where(
            col(ClockRow.state) == ClockState.RUNNING,
            col(ClockRow.asks) == "visit",
            col(ClockRow.due_on) <= row.facts_on,
            col(ControlRow.workplace) == row.workplace,
            col(ControlRow.service) == row.service,
            col(ControlRow.id) != row.id,
        )
        .order_by(col(ClockRow.id))
    )
    return session.exec(due).all()


def _not_answered(session: Session, row: ControlRow) -> Sequence[ClockRow]:
    """Return clocks that a control stopped before its correction, which says that nobody was there, or too early."""
    stopped = session.exec(select(ClockRow).where(col(ClockRow.visited_by) == row.id)).all()
    still = {
        clock.id
        for clock in stopped
        if row.outcome == ControlOutcome.DONE
        and clock.due_on <= row.facts_on
        and session.get_one(ControlRow, clock.control_id).workplace == row.workplace
    }
    return [clock for clock in stopped if clock.id not in still]
