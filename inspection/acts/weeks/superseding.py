"""A replanned week takes over from the one before: nothing that was answered meanwhile is lost."""

from datetime import datetime

from sqlmodel import col, select

from inspection.acts import joint_actions
from inspection.errors import PlanningFault
from inspection.life_cycles import PlanState, VisitState
from inspection.store.controls import ControlRow
from inspection.store.core import new_id
from inspection.store.weeks import ChosenRow, PlannedVisitRow, PlanRow, SelectionRow
from inspection.trust import AuditedTransaction


def supersede(tx: AuditedTransaction, plan: PlanRow) -> None:
    """Let a version take the place of the approved plan that it replans, inside the act of approval.

    Errors: `PlanningFault` PLAN-325 when another version was approved meanwhile, PLAN-326 when a round that this one
    changes has begun.
    """
    old = tx.session.get(PlanRow, plan.supersedes)
    if old is None or old.state != PlanState.APPROVED:
        raise PlanningFault("PLAN-325", week=plan.week)
    expires_at = (plan.changes or {}).get("expires_at")
    if expires_at is not None and datetime.fromisoformat(expires_at) <= tx.at:
        raise PlanningFault("PLAN-326", week=plan.week)
    _take_over_answers(tx, old, plan)
    joint_actions.write_back(tx, plan)
    old.state, old.replaced_by = PlanState.REPLACED, plan.id
    tx.record("plan.replace", old.id, stream="plan", facts={"by": plan.id})


def _take_over_answers(tx: AuditedTransaction, old: PlanRow, plan: PlanRow) -> None:
    """Give each visit that a control answers its answer in the new version, with or without a stop there."""
    session = tx.session
    mine = {
        v.workplace: v for v in session.exec(select(PlannedVisitRow).where(col(PlannedVisitRow.plan_id) == plan.id))
    }
    answered = select(PlannedVisitRow).where(
        col(PlannedVisitRow.plan_id) == old.id,
        (col(PlannedVisitRow.state) != VisitState.PLANNED) | col(PlannedVisitRow.control_id).is_not(None),
    )
    for before in session.exec(answered).all():
        visit = mine.get(before.workplace)
        if visit is None:
            visit = _without_a_stop(tx, before, plan)
            session.add(visit)
            session.flush()
        visit.state, visit.control_id = before.state, before.control_id
        for control in session.exec(select(ControlRow).where(col(ControlRow.visit_id) == before.id)):
            control.visit_id = visit.id


def _without_a_stop(tx: AuditedTransaction, before: PlannedVisitRow, plan: PlanRow) -> PlannedVisitRow:
    chosen = (
        select(ChosenRow.id)
        .join(SelectionRow, col(SelectionRow.id) == col(ChosenRow.selection_id))
        .where(col(SelectionRow.plan_id) == plan.id, col(ChosenRow.workplace) == before.workplace)
    )
    kept = ("service", "district", "code", "workplace", "sector", "arm", "required", "state", "control_id")
    return PlannedVisitRow(
        id=new_id(),
        plan_id=plan.id,
        chosen_id=tx.session.exec(chosen).first(),
        **{name: getattr(before, name) for name in kept},
    )
