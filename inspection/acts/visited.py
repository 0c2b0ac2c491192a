"""What a control answers: the planned visit whose code it carries, and complaints about the place."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from inspection.control import Control
from inspection.errors import ControlFault
from inspection.store import Complaint, ControlRow, Plan, PlannedVisit


def find_visit(session: Session, control: Control, service: str) -> PlannedVisit | None:
    """Return the approved visit that this control answers; None for an unplanned one."""
    if control.visit is None:
        return None
    wanted = (
        select(PlannedVisit)
        .join(Plan, col(Plan.id) == col(PlannedVisit.plan_id))
        .where(
            col(PlannedVisit.code) == control.visit.upper(),
            col(PlannedVisit.workplace) == control.workplace,
            col(PlannedVisit.service) == service,
            col(Plan.state) == "approved",
        )
        .order_by(col(Plan.week).desc())
    )
    visit = session.exec(wanted).first()
    if visit is None:
        raise _fault("This visit code belongs to no approved visit of this workplace", control.visit, "230")
    if visit.control_id not in (None, control.control_id):
        raise _fault("Another control already answered this visit", control.visit, "231")
    return visit


def answer(session: Session, control: Control, visit: PlannedVisit | None, row: ControlRow) -> None:
    """Close what this control answers: the planned visit, and complaints once somebody was really there."""
    if visit is not None:
        visit.control_id = row.id
        visit.state = "carried_out" if control.outcome == "done" else "not_carried_out"
    if control.outcome == "done":
        for complaint in _open_complaints(session, row):
            complaint.visited_by = row.id


def _open_complaints(session: Session, row: ControlRow) -> Sequence[Complaint]:
    kept = select(Complaint).where(
        col(Complaint.workplace) == row.workplace,
        col(Complaint.service) == row.service,
        col(Complaint.state) == "kept",
        col(Complaint.visited_by).is_(None),
    )
    return session.exec(kept).all()


def _fault(what: str, where: str, code: str) -> ControlFault:
    advice = "Check the code on the carry sheet, or leave it out for an unplanned control."
    return ControlFault(what, where=where, advice=advice, code=code)
