"""Visits of approved weeks that no control answered yet, as far as whoever asks may know of them."""

from datetime import date

from sqlmodel import Session, col, select

from inspection.acts import weeks
from inspection.acts.stories.values import Planned
from inspection.errors import AccessRefused
from inspection.life_cycles import PlanState, VisitState
from inspection.store import queries
from inspection.store.views import UserView
from inspection.store.weeks import PlannedStopRow, PlannedVisitRow, PlanRow
from inspection.time_of import day_in_brussels
from inspection.trust import Context, require_permission


def planned(
    session: Session, context: Context, workplace: str, reader: UserView | None, on: date
) -> tuple[Planned, ...]:
    """Return the open visits of a workplace, the latest first.

    Whoever answers for weeks sees all of them; anybody else those of their own team, on the days that teams may know.
    """
    wanted = (
        select(PlannedVisitRow.code, PlannedStopRow)
        .join(PlannedStopRow, col(PlannedStopRow.visit_id) == col(PlannedVisitRow.id))
        .join(PlanRow, col(PlanRow.id) == col(PlannedVisitRow.plan_id))
        .where(
            col(PlannedVisitRow.workplace) == workplace,
            col(PlannedVisitRow.service) == context.settings.service,
            col(PlannedVisitRow.control_id).is_(None),
            col(PlannedVisitRow.state) == VisitState.PLANNED,
            col(PlanRow.state) == PlanState.APPROVED,
        )
        .order_by(col(PlannedStopRow.day).desc(), col(PlannedStopRow.start).desc())
    )
    found = tuple(
        Planned(code=code, day=stop.day, start=stop.start, team=stop.team_id, is_over=stop.day < on)
        for code, stop in session.exec(wanted)
    )
    if _sees_ahead(session, context):
        return found
    own = [one for one in found if reader is not None and one.team == reader.team]
    return weeks.shown_days(context.app, context.at, own)


def _sees_ahead(session: Session, context: Context) -> bool:
    """Tell whether somebody sees the visits of every team, those of later days too."""
    try:
        require_permission(session, context, "plan.see_ahead", service=context.settings.service)
    except AccessRefused:
        return False
    return True


def may_know_visit(session: Session, context: Context, workplace: str, code: str) -> bool:
    """Tell whether somebody may know of a planned visit: a part of a search, inside its look."""
    reader = queries.user(context.store, context.by)
    on = day_in_brussels(context.at)
    return any(one.code == code for one in planned(session, context, workplace, reader, on))
