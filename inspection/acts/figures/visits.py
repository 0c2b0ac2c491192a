"""The visits of approved weeks, as figures count them: by arm, with what was drawn and not seen kept as such."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from inspection.acts.figures.scope import Scope
from inspection.reporting.facts import VisitFact
from inspection.store.controls import ControlRow, FindingRow
from inspection.store.weeks import Chosen, Plan, PlannedStop, PlannedVisit, Selection
from inspection.time_of import IsoWeek


def visit_facts(session: Session, scope: Scope) -> Iterable[VisitFact]:
    """Yield every visit of an approved week of the period: placed in a round, answered without one, or not placed."""
    apart = set(session.exec(scope.kept_apart()))
    closed = select(ControlRow.id).where(col(ControlRow.outcome) == "done", col(ControlRow.left_at).is_not(None))
    done = set(session.exec(closed))
    with_finding = set(session.exec(select(FindingRow.control_id).distinct()))
    for visit, week, chosen, day in _planned(session, scope):
        if visit.control_id in apart:
            continue
        has_finding = visit.control_id in with_finding if visit.control_id in done else None
        on = day or IsoWeek.parse(week).monday
        if scope.first <= on <= scope.last:
            yield _fact(on, visit.district, visit.sector, visit.arm, visit.state, chosen, has_finding=has_finding)
    for chosen, week in _unplaced(session, scope):
        on = IsoWeek.parse(week).monday
        if scope.first <= on <= scope.last:
            yield _fact(on, chosen.district, chosen.sector, chosen.arm, "unplaced", chosen, has_finding=None)


def _planned(session: Session, scope: Scope) -> Iterable[tuple[PlannedVisit, str, Chosen | None, date | None]]:
    days = select(PlannedStop.visit_id, func.min(PlannedStop.day).label("day")).group_by(col(PlannedStop.visit_id))
    first = days.subquery()
    wanted = (
        select(PlannedVisit, Plan.week, Chosen, first.c.day)
        .join(Plan, col(Plan.id) == col(PlannedVisit.plan_id))
        .join(Chosen, col(Chosen.id) == col(PlannedVisit.chosen_id), isouter=True)
        .join(first, first.c.visit_id == col(PlannedVisit.id), isouter=True)
        .where(
            col(Plan.state) == "approved",
            col(Plan.service) == scope.service,
            col(Plan.week).between(*_weeks(scope)),
        )
        .order_by(col(PlannedVisit.id))
    )
    return session.exec(wanted).all()


def _unplaced(session: Session, scope: Scope) -> Iterable[tuple[Chosen, str]]:
    """Return who had to be visited and found no place; whom the risk arm offered was never owed a visit."""
    wanted = (
        select(Chosen, Plan.week)
        .join(Selection, col(Selection.id) == col(Chosen.selection_id))
        .join(Plan, col(Plan.id) == col(Selection.plan_id))
        .join(PlannedVisit, col(PlannedVisit.chosen_id) == col(Chosen.id), isouter=True)
        .where(
            col(Plan.state) == "approved",
            col(Plan.service) == scope.service,
            col(Plan.week).between(*_weeks(scope)),
            col(Chosen.arm) != "risk",
            col(PlannedVisit.id).is_(None),
        )
        .order_by(col(Chosen.id))
    )
    return session.exec(wanted).all()


def _weeks(scope: Scope) -> tuple[str, str]:
    return str(IsoWeek.of(scope.first)), str(IsoWeek.of(scope.last))


def _fact(
    on: date, district: str, sector: str, arm: str, state: str, chosen: Chosen | None, *, has_finding: bool | None
) -> VisitFact:
    return VisitFact(
        on=on,
        district=district,
        sector=sector,
        arm=arm,
        state=state,
        stratum=chosen.stratum if chosen else None,
        inclusion_probability=chosen.inclusion_probability if chosen else None,
        has_finding=has_finding,
    )
