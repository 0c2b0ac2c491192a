"""The visits of approved weeks, as figures count them: by arm, with what was drawn and not seen kept as such."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import func
from sqlmodel import Session, col, select

from inspection.acts.figures.scope import Scope
from inspection.acts.second_visits import second_looks
from inspection.life_cycles import ControlOutcome, PlanState, VisitState
from inspection.reporting.facts import StratumFact, VisitFact
from inspection.store.controls import ControlRow, FindingRow
from inspection.store.weeks import ChosenRow, PlannedStopRow, PlannedVisitRow, PlanRow, SelectionRow
from inspection.time_of import IsoWeek


def visit_facts(session: Session, scope: Scope) -> Iterable[VisitFact]:
    """Yield every visit of an approved week of the period: placed in a round, answered without one, or not placed."""
    apart = set(session.exec(scope.kept_apart()))
    closed = select(ControlRow.id).where(
        col(ControlRow.outcome) == ControlOutcome.DONE, col(ControlRow.left_at).is_not(None)
    )
    done = set(session.exec(closed))
    with_finding = set(session.exec(select(FindingRow.control_id).distinct()))
    looks = second_looks(session, scope.service, IsoWeek.of(scope.first), IsoWeek.of(scope.last))

    def second(chosen: ChosenRow | None, plan: str, *, is_done: bool) -> Mapping[str, Any]:
        look = looks.get((plan, chosen.workplace)) if chosen is not None and chosen.arm == "random" else None
        if look is None or is_done:
            return {}
        seen = look.control_id is not None and look.control_id not in apart
        found = look.control_id in with_finding if seen else None
        return {"second_chance": look.lot.chance, "is_second_owed": look.lot.is_drawn, "second_has_finding": found}

    for visit, week, chosen, day in _planned(session, scope):
        if visit.control_id in apart:
            continue
        has_finding = visit.control_id in with_finding if visit.control_id in done else None
        on = day or IsoWeek.parse(week).monday
        if scope.first <= on <= scope.last:
            fact = _fact(on, visit.district, visit.sector, visit.arm, visit.state, chosen, has_finding=has_finding)
            yield replace(fact, **second(chosen, visit.plan_id, is_done=has_finding is not None))
    for row, plan in _unplaced(session, scope):
        on = IsoWeek.parse(plan.week).monday
        if scope.first <= on <= scope.last:
            fact = _fact(on, row.district, row.sector, row.arm, "unplaced", row, has_finding=None)
            yield replace(fact, **second(row, plan.id, is_done=False))


def stratum_facts(session: Session, scope: Scope) -> Iterable[StratumFact]:
    """Yield how many workplaces each stratum held, for every district and week approved in the period.

    A week counts where its Monday does. One that was put together before sizes were kept has none.
    """
    wanted = (
        select(SelectionRow)
        .join(PlanRow, col(PlanRow.id) == col(SelectionRow.plan_id))
        .where(
            col(PlanRow.state) == PlanState.APPROVED,
            col(PlanRow.service) == scope.service,
            col(PlanRow.week).between(*_weeks(scope)),
        )
        .order_by(col(SelectionRow.week), col(SelectionRow.district))
    )
    for row in session.exec(wanted):
        monday = IsoWeek.parse(row.week).monday
        for name, (_, size) in sorted(row.strata.items()):
            district, _, sector = name.rpartition("|")
            if size and scope.first <= monday <= scope.last:
                yield StratumFact(on=monday, district=district, sector=sector, size=size)


def _planned(session: Session, scope: Scope) -> Iterable[tuple[PlannedVisitRow, str, ChosenRow | None, date | None]]:
    days = select(PlannedStopRow.visit_id, func.min(PlannedStopRow.day).label("day")).group_by(
        col(PlannedStopRow.visit_id)
    )
    first = days.subquery()
    wanted = (
        select(PlannedVisitRow, PlanRow.week, ChosenRow, first.c.day)
        .join(PlanRow, col(PlanRow.id) == col(PlannedVisitRow.plan_id))
        .join(ChosenRow, col(ChosenRow.id) == col(PlannedVisitRow.chosen_id), isouter=True)
        .join(first, first.c.visit_id == col(PlannedVisitRow.id), isouter=True)
        .where(
            col(PlanRow.state) == PlanState.APPROVED,
            col(PlanRow.service) == scope.service,
            col(PlanRow.week).between(*_weeks(scope)),
        )
        .order_by(col(PlannedVisitRow.id))
    )
    return session.exec(wanted).all()


def _unplaced(session: Session, scope: Scope) -> Iterable[tuple[ChosenRow, PlanRow]]:
    """Return who had to be visited and found no place; whom the risk arm offered was never owed a visit."""
    wanted = (
        select(ChosenRow, PlanRow)
        .join(SelectionRow, col(SelectionRow.id) == col(ChosenRow.selection_id))
        .join(PlanRow, col(PlanRow.id) == col(SelectionRow.plan_id))
        .join(PlannedVisitRow, col(PlannedVisitRow.chosen_id) == col(ChosenRow.id), isouter=True)
        .where(
            col(PlanRow.state) == PlanState.APPROVED,
            col(PlanRow.service) == scope.service,
            col(PlanRow.week).between(*_weeks(scope)),
            col(ChosenRow.arm) != "risk",
            col(PlannedVisitRow.id).is_(None),
        )
        .order_by(col(ChosenRow.id))
    )
    return session.exec(wanted).all()


def _weeks(scope: Scope) -> tuple[str, str]:
    return str(IsoWeek.of(scope.first)), str(IsoWeek.of(scope.last))


def _fact(
    on: date,
    district: str,
    sector: str,
    arm: str,
    state: VisitState | Literal["unplaced"],
    chosen: ChosenRow | None,
    *,
    has_finding: bool | None,
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
