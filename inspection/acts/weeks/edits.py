"""A plan changed by hand: what was done, by whom, when and why; what results is a version with a hash of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select

from inspection.acts import joint_actions, orders
from inspection.acts.weeks.approving import PlanId
from inspection.acts.weeks.books import hash_of
from inspection.acts.weeks.parts import DistrictPart
from inspection.acts.weeks.reopening import standing_plan
from inspection.acts.weeks.replans import new_version, told_difference
from inspection.acts.weeks.week_rows import store_parts
from inspection.errors import PlanningFault
from inspection.life_cycles import PlanState
from inspection.planning.editing import EditReason
from inspection.planning.replanning import Difference
from inspection.reporting.week import BookRound
from inspection.store.weeks import PlanRow
from inspection.trust import AuditedTransaction, Context, audited_transaction

KINDS = ("moved", "swapped", "dropped", "pinned", "unpinned")


@dataclass(frozen=True, kw_only=True)
class HandEdit:
    """What somebody changed of a plan.

    kind
        One of `KINDS`.
    code, other
        Of the visit that is meant, and of the one with which it changed places.
    team, day
        Where it is now; None where it was taken out.
    hours
        (first, last) minute of the team's shift on that day, where somebody gave it others.
    """

    kind: str
    district: str
    code: str
    reason: EditReason
    other: str | None = None
    team: str | None = None
    day: date | None = None
    hours: tuple[float, float] | None = None


def edit_week(
    context: Context,
    plan_id: str,
    edit: HandEdit,
    differences: Sequence[Difference],
    *,
    parts: Sequence[DistrictPart],
    codes: Mapping[str, str],
    restricted: Sequence[BookRound] = (),
    expires_at: datetime | None = None,
) -> PlanId:
    """Store what an edit makes of a plan as proposed: in the place of a proposal, or beside the plan that is approved.

    Whoever made the plan or changed it cannot approve it; an approved one stands until the version is approved.

    Arguments: as for `replan_week`.
    Errors: `PlanningFault` PLAN-324 where nothing changed, PLAN-354 where another plan stands by now, or a version of
    the approved one waits already; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        old = standing_plan(tx, plan_id, edit.district)
        if old.state == PlanState.APPROVED:
            _refuse_waiting(tx, old)
        sha256 = hash_of(old.week, old.service, parts)
        if sha256 == old.sha256:
            raise PlanningFault("PLAN-324", week=old.week)
        plan = new_version(context, old, sha256)
        plan.changes = _told(context, old, edit, expires_at) | {
            "differences": [*_before(old, "differences"), *_differences(old, differences, edit.district, codes)]
        }
        if old.state == PlanState.PROPOSED:
            old.state, old.replaced_by = PlanState.REPLACED, plan.id
            tx.record("plan.replace", old.id, stream="plan", facts={"by": plan.id})
        tx.add(plan)
        store_parts(tx, plan, parts, codes)
        if plan.supersedes is None:
            joint_actions.write_back(tx, plan)
        orders.store_restricted(tx, plan, restricted)
        facts = {"week": plan.week, "sha256": plan.sha256, "of": old.id, "kind": edit.kind, "reason": edit.reason}
        tx.record("plan.edit", plan.id, stream="plan", facts=facts)
    return PlanId(plan.id)


def pin_visit(context: Context, plan_id: str, edit: HandEdit) -> None:
    """Hold a visit to its team and day, or let go of it: the plan says the same, so it keeps its hash and its state.

    Errors: `PlanningFault` PLAN-354; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        plan = standing_plan(tx, plan_id, edit.district)
        kept: dict[str, Any] = {"expires_at": None, "differences": [], "events": [], "pins": {}, **(plan.changes or {})}
        told = _told(context, plan, edit, None)
        pins = {code: where for code, where in kept["pins"].items() if code != edit.code}
        if edit.kind == "pinned" and edit.day is not None:
            pins[edit.code] = [edit.team, edit.day.isoformat()]
        plan.changes = {**kept, "at": told["at"], "events": [*kept["events"], told["events"][-1]], "pins": pins}
        facts = {"week": plan.week, "kind": edit.kind, "reason": edit.reason}
        tx.record("plan.edit", plan.id, stream="plan", facts=facts)


def _refuse_waiting(tx: AuditedTransaction, old: PlanRow) -> None:
    """Refuse a second version beside one that waits: that one is edited, so that nobody's work is thrown away."""
    waiting = select(PlanRow.id).where(col(PlanRow.supersedes) == old.id, col(PlanRow.state) == PlanState.PROPOSED)
    if tx.session.exec(waiting).first() is not None:
        raise PlanningFault("PLAN-354", plan=old.week)


def _told(context: Context, old: PlanRow, edit: HandEdit, expires_at: datetime | None) -> dict[str, Any]:
    """Return what is kept of an edit beside those before it: visit codes, teams, days; no workplace, no ground."""
    values: dict[str, Any] = {"code": edit.code, "reason": edit.reason}
    values |= {"by": context.by, "when": context.at.isoformat()}
    values |= {"other": edit.other} if edit.other else {}
    values |= {"team": edit.team} if edit.team else {}
    values |= {"first": edit.day.isoformat(), "last": edit.day.isoformat()} if edit.day else {}
    values |= {"starts": edit.hours[0], "ends": edit.hours[1]} if edit.hours else {}
    earlier = (old.changes or {}).get("expires_at") if old.state == PlanState.PROPOSED else None
    moments = [each for each in (earlier, expires_at.isoformat() if expires_at else None) if each]
    made_by = [*_before(old, "made_by"), *([old.proposed_by] if old.state == PlanState.PROPOSED else []), context.by]
    return {
        "at": context.at.isoformat(),
        "expires_at": min(moments, key=datetime.fromisoformat, default=None),
        "events": [
            *_before(old, "events"),
            {"kind": f"by_hand_{edit.kind}{'_hours' if edit.hours else ''}", "values": values},
        ],
        "made_by": list(dict.fromkeys(made_by)),
        "pins": (old.changes or {}).get("pins", {}),
    }


def _before(old: PlanRow, what: str) -> list[Any]:
    """Return what was kept of earlier changes of a proposal; an approved plan begins anew, but for a pin of its own."""
    return list((old.changes or {}).get(what, ())) if old.state == PlanState.PROPOSED else []


def _differences(
    old: PlanRow, found: Sequence[Difference], district: str, codes: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the differences, with the position of the edit among all that happened."""
    event = len(_before(old, "events"))
    told = [told_difference(one, district, codes) for one in found]
    return [{**one, "event": event if one["event"] is not None else None} for one in told]
