"""A week's plan: proposed with everything that defends it, then approved by a second person, bound to its hash."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NewType

from sqlmodel import Session, col, select

from inspection.acts import joint_actions, orders, workplaces
from inspection.acts.weeks.books import hash_of
from inspection.acts.weeks.codes import visit_codes
from inspection.acts.weeks.parts import DistrictPart
from inspection.acts.weeks.superseding import supersede
from inspection.acts.weeks.week_rows import store_parts
from inspection.errors import PlanningFault
from inspection.life_cycles import PlanState
from inspection.reporting.week import BookRound
from inspection.store.core import new_id
from inspection.store.weeks import PlanDistrictRow, PlanRow
from inspection.time_of import IsoWeek
from inspection.trust import (
    AuditedTransaction,
    Context,
    audited_transaction,
    require_apart,
    require_permission,
)
from inspection.trust.identity import Principal

PlanId = NewType("PlanId", str)


@dataclass(frozen=True)
class Approved:
    """An approved week."""

    plan_id: PlanId
    week: str
    service: str
    sha256: str
    approved_by: str
    approved_at: datetime


def propose_week(
    context: Context,
    week: IsoWeek,
    *,
    service: str,
    parts: Sequence[DistrictPart],
    asked_by: Principal | None = None,
    seed_by_hand: bool = False,
    restricted: Sequence[BookRound] | None = None,
) -> PlanId:
    """Store next week's selection and rounds as proposed.

    The same week with the same content again is the plan that is there already; with another content it takes the place
    of one that was only proposed, never of one that was approved.

    Arguments: `asked_by` who ran it by hand where the system proposes, and `seed_by_hand` whether they chose the seed,
    which draws the random arm: flagged, and they cannot approve it. `restricted` the rounds that were planned for the
    orders of magistrates: kept beside the plan, in no book of it.
    Result: an opaque id.
    Errors: `PlanningFault` when a district of it is approved already; `AccessRefused`.
    """
    sha256, districts = hash_of(week, service, parts), sorted(p.district for p in parts)
    with audited_transaction(context) as tx:
        for district in (None, *districts):
            tx.require("plan.propose", district=district, service=service)
            if asked_by is not None:
                require_permission(
                    tx.session, context, "plan.propose", district=district, service=service, of=asked_by.user
                )
        current = _current(tx.session, service, str(week), districts)
        same = next((p for p in current if p.sha256 == sha256), None)
        if same is not None:
            if (
                restricted is None
                or same.state != PlanState.PROPOSED
                or not orders.store_restricted(tx, same, restricted)
            ):
                tx.mark_unchanged()
            return PlanId(same.id)
        _refuse_approved(current, str(week))
        plan = _plan(context, week, service, districts, sha256)
        plan.asked_by, plan.seed_by_hand = asked_by.user if asked_by else None, seed_by_hand
        _replace(tx, current, plan)
        tx.add(plan)
        codes = visit_codes(service, str(week), parts)
        store_parts(tx, plan, parts, codes)
        joint_actions.write_back(tx, plan)
        if restricted is not None:
            orders.store_restricted(tx, plan, restricted)
        tx.record("plan.propose", plan.id, stream="plan", facts=_facts(plan, parts))
    return PlanId(plan.id)


def refuse_approved_week(
    context: Context, week: IsoWeek, districts: Sequence[str], *, service: str | None = None
) -> None:
    """Refuse to plan a week of which a district is approved: asked before the minutes that planning it would take.

    `propose_week` asks again, since somebody may approve meanwhile. Errors: `PlanningFault` 222.
    """
    service = service or context.settings.service
    with context.store.read() as session:
        require_permission(session, context, "plan.prepare", service=service)
        _refuse_approved(_current(session, service, str(week), districts), str(week))


def approve_week(context: Context, week: IsoWeek, sha256: str, *, service: str | None = None) -> Approved:
    """Approve the proposed plan of a week that has exactly this hash; a second time changes nothing.

    A version that replans an approved week takes its place, and takes over what was answered meanwhile. Whoever
    registered an order that it gives to a team without a recorded permission is told.

    Errors: `PlanningFault` when no plan has this hash (it was replaced since it was looked at), when it
    sends somebody where nobody may be any more, or when a version comes too
    late (see `supersede`); `AccessRefused`, 041 where the same person proposed it or had it proposed.
    """
    service = service or context.settings.service
    with audited_transaction(context) as tx:
        tx.require("plan.approve", service=service)
        plan = _by_hash(tx.session, service, str(week), sha256)
        made_by = (plan.changes or {}).get("made_by", ())
        require_apart(context, "plan.approve", "plan.propose", plan.proposed_by, plan.asked_by, *made_by)
        if plan.state == PlanState.APPROVED:
            tx.mark_unchanged()
        else:
            if plan.supersedes is not None:
                supersede(tx, plan)
            _refuse_changed(tx, plan)
            plan.state, plan.approved_by, plan.approved_at = PlanState.APPROVED, context.by, context.at
            tx.record("plan.approve", plan.id, stream="plan", facts={"week": plan.week, "sha256": plan.sha256})
            orders.alert_unpermitted(tx, plan)
        return Approved(
            PlanId(plan.id),
            plan.week,
            plan.service,
            plan.sha256,
            plan.approved_by or context.by,
            plan.approved_at or context.at,
        )


def _current(session: Session, service: str, week: str, districts: Sequence[str]) -> Sequence[PlanRow]:
    """Return the plans of the week that are not replaced and share a district."""
    wanted = (
        select(PlanRow)
        .join(PlanDistrictRow, col(PlanDistrictRow.plan_id) == col(PlanRow.id))
        .where(
            col(PlanRow.service) == service,
            col(PlanRow.week) == week,
            col(PlanRow.state) != PlanState.REPLACED,
            col(PlanDistrictRow.district).in_(districts),
        )
    )
    return session.exec(wanted.distinct().order_by(col(PlanRow.id))).all()


def _by_hash(session: Session, service: str, week: str, sha256: str) -> PlanRow:
    plan = session.exec(
        select(PlanRow).where(
            col(PlanRow.service) == service,
            col(PlanRow.week) == week,
            col(PlanRow.sha256) == sha256,
            col(PlanRow.state) != PlanState.REPLACED,
        )
    ).first()
    if plan is None:
        raise PlanningFault("PLAN-221", week=week)
    return plan


def _refuse_approved(current: Sequence[PlanRow], week: str) -> None:
    if any(plan.state == PlanState.APPROVED for plan in current):
        raise PlanningFault("PLAN-222", week=week)


def _refuse_changed(tx: AuditedTransaction, plan: PlanRow) -> None:
    """Refuse without naming a visit: whoever approves a week is not told what became unavailable, or why.

    A version has its answers by now: what was visited or has begun stops nothing.
    """
    if workplaces.stops_unavailable(tx.session, tx.app, plan.id, tx.at):
        again = "PlanRow" if plan.supersedes is None else "Replan"
        raise PlanningFault("PLAN-223", again=again, week=plan.week)


def _replace(tx: AuditedTransaction, current: Sequence[PlanRow], plan: PlanRow) -> None:
    for old in current:
        old.state, old.replaced_by = PlanState.REPLACED, plan.id
        tx.record("plan.replace", old.id, stream="plan", facts={"by": plan.id})


def _plan(context: Context, week: IsoWeek, service: str, districts: Sequence[str], sha256: str) -> PlanRow:
    return PlanRow(
        id=new_id(),
        service=service,
        district=districts[0] if len(districts) == 1 else None,
        week=str(week),
        state=PlanState.PROPOSED,
        sha256=sha256,
        rules_sha256=context.app.rules.sha256,
        proposed_by=context.by,
        proposed_at=context.at,
    )


def _facts(plan: PlanRow, parts: Sequence[DistrictPart]) -> dict[str, Any]:
    placed = sum(len(r.stops) for p in parts for r in p.plan.rounds)
    asked = {"asked_by": plan.asked_by, "seed_by_hand": plan.seed_by_hand}
    return {"week": plan.week, "sha256": plan.sha256, "districts": len(parts), "stops": placed, **asked}
