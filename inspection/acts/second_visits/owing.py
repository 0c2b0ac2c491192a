"""The second visits that are owed on a day: drawn, in time, not made yet and in no approved week."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session, col, select

from inspection.life_cycles import ControlOutcome, PlanState, VisitState
from inspection.store.controls import ControlRow
from inspection.store.weeks import PlannedVisitRow, PlanRow, SecondVisitRow
from inspection.targeting.model import Mandate
from inspection.time_of import IsoWeek

_Answer = tuple[str, str | None]  # week and outcome; None for a visit that is still to be made


def second_mandates(session: Session, service: str, on: date, district: str | None = None) -> Iterator[Mandate]:
    """Yield a mandate for each second visit that is owed; for who was asked already.

    It is owed once: a second door that stays shut is an answer too, and whatever other reason brought a team there
    within the time answers it.
    """
    mine = select(SecondVisitRow).where(
        col(SecondVisitRow.is_drawn), col(SecondVisitRow.owed_until) >= on, col(SecondVisitRow.service) == service
    )
    if district is not None:
        mine = mine.where(col(SecondVisitRow.district) == district)
    rows = session.exec(mine.order_by(col(SecondVisitRow.id))).all()
    visits = _visits(session, service, {row.workplace for row in rows}, min((row.week for row in rows), default=""))
    for row in rows:
        if not any(_settles(row, one, on) for one in visits.get(row.workplace, ())):
            yield Mandate(workplace=row.workplace, origin="second_visit", origin_id=row.id, not_after=row.owed_until)


def _settles(row: SecondVisitRow, visit: _Answer, on: date) -> bool:
    """Tell whether a visit of an approved week leaves nothing owed: the first one after all, or a later one."""
    week, outcome = visit
    if week <= row.week:
        return week == row.week and outcome == ControlOutcome.DONE
    return outcome is not None or IsoWeek.parse(week).days[-1] >= on


def _visits(session: Session, service: str, workplaces: set[str], since: str) -> dict[str, list[_Answer]]:
    wanted = (
        select(PlannedVisitRow.workplace, PlanRow.week, ControlRow.outcome)
        .join(PlanRow, col(PlanRow.id) == col(PlannedVisitRow.plan_id))
        .join(ControlRow, col(ControlRow.id) == col(PlannedVisitRow.control_id), isouter=True)
        .where(
            col(PlanRow.state) == PlanState.APPROVED,
            col(PlanRow.service) == service,
            col(PlanRow.week) >= since,
            col(ControlRow.id).is_not(None) | (col(PlannedVisitRow.state) == VisitState.PLANNED),
        )
    )
    found: dict[str, list[_Answer]] = {}
    if workplaces:
        for workplace, week, outcome in session.exec(wanted):
            if workplace in workplaces:
                found.setdefault(workplace, []).append((week, outcome))
    return found
