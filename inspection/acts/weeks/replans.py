"""A week replanned in mid-week: proposed beside the approved plan, with what happened and what it changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from inspection.acts import orders
from inspection.acts.weeks.approving import PlanId
from inspection.acts.weeks.books import hash_of
from inspection.acts.weeks.parts import DistrictPart
from inspection.acts.weeks.week_rows import store_parts
from inspection.errors import PlanningFault
from inspection.life_cycles import PlanState
from inspection.planning import replanning
from inspection.reporting.week import BookRound
from inspection.store.core import new_id
from inspection.store.weeks import PlanDistrictRow, PlanRow
from inspection.time_of import IsoWeek
from inspection.trust import Context, audited_transaction


@dataclass(frozen=True, kw_only=True)
class WeekChanges:
    """What happened to a week, and what its new version changes in each district.

    at
        The moment as of which it was replanned: what had begun by then stays.
    expires_at
        When the first round begins that the new version changes: it must be approved before. None: at any time.
    """

    at: datetime
    events: tuple[replanning.Event, ...]
    differences: Mapping[
        str, Sequence[replanning.Difference]
    ]  # by district; every district in which something happened is here
    expires_at: datetime | None


def replan_week(
    context: Context,
    week: IsoWeek,
    changes: WeekChanges,
    *,
    supersedes: str,
    parts: Sequence[DistrictPart],
    codes: Mapping[str, str],
    restricted: Sequence[BookRound] | None = None,
) -> PlanId:
    """Store a new version of an approved week as proposed; the approved one stands until this one is approved.

    The same version again is the one that is there; another takes the place of a version that was only proposed.

    A district in which nothing changed brings its old book, so that its hash in the list stays.

    Arguments: `supersedes` the id of the approved plan; `parts` every district of it; `codes` visit codes by workplace,
    the old ones unchanged; `restricted` the rounds of what magistrates ordered, kept beside it.
    Errors: `PlanningFault` PLAN-323 when that plan is not the approved one, or the parts are of other districts;
    PLAN-324 when nothing changed; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        old = _still_approved(tx.session, supersedes, str(week), sorted(part.district for part in parts))
        for district in (None, *sorted(changes.differences)):
            tx.require("plan.replan", district=district, service=old.service)
        sha256 = hash_of(old.week, old.service, parts)
        if sha256 == old.sha256:
            raise PlanningFault("PLAN-324", week=week)
        waiting = tx.session.exec(
            select(PlanRow).where(col(PlanRow.supersedes) == old.id, col(PlanRow.state) == PlanState.PROPOSED)
        ).all()
        same = next((plan for plan in waiting if plan.sha256 == sha256), None)
        if same is not None:
            if restricted is None or not orders.store_restricted(tx, same, restricted):
                tx.mark_unchanged()
            return PlanId(same.id)
        plan = new_version(context, old, sha256)
        plan.changes = _told(changes, codes)
        for one in waiting:
            one.state, one.replaced_by = PlanState.REPLACED, plan.id
            tx.record("plan.replace", one.id, stream="plan", facts={"by": plan.id})
        tx.add(plan)
        store_parts(tx, plan, parts, codes)
        if restricted is not None:
            orders.store_restricted(tx, plan, restricted)
        tx.record("plan.replan", plan.id, stream="plan", facts=_facts(plan, changes))
    return PlanId(plan.id)


def _still_approved(session: Session, plan_id: str, week: str, districts: Sequence[str]) -> PlanRow:
    old = session.get(PlanRow, plan_id)
    mine = select(PlanDistrictRow.district).where(col(PlanDistrictRow.plan_id) == plan_id)
    covered = sorted(session.exec(mine))
    if old is None or old.state != PlanState.APPROVED or old.week != week or covered != districts:
        raise PlanningFault("PLAN-323", week=week)
    return old


def new_version(context: Context, old: PlanRow, sha256: str) -> PlanRow:
    """Return a version of a plan, to be proposed: beside one that is approved, in the place of one that is not."""
    is_proposal = old.state == PlanState.PROPOSED
    return PlanRow(
        id=new_id(),
        service=old.service,
        district=old.district,
        week=old.week,
        state=PlanState.PROPOSED,
        sha256=sha256,
        rules_sha256=context.app.rules.sha256,
        proposed_by=context.by,
        proposed_at=context.at,
        asked_by=old.asked_by if is_proposal else None,
        seed_by_hand=old.seed_by_hand if is_proposal else False,
        supersedes=old.supersedes if is_proposal else old.id,
    )


def _told(changes: WeekChanges, codes: Mapping[str, str]) -> dict[str, Any]:
    """Return what is kept of the changes: visit codes, teams, days and hours; no workplace, no ground."""
    return {
        "at": changes.at.isoformat(),
        "expires_at": changes.expires_at.isoformat() if changes.expires_at else None,
        "events": [_event(event, codes) for event in changes.events],
        "differences": [
            told_difference(one, district, codes)
            for district, told in sorted(changes.differences.items())
            for one in told
        ],
    }


def _event(event: replanning.Event, codes: Mapping[str, str]) -> dict[str, Any]:
    match event:
        case replanning.TeamAbsent():
            values: dict[str, Any] = {"team": event.team, **_days(event.days)}
            return {"kind": "team_absent", "values": values}
        case replanning.SiteClosed():
            return {"kind": "site_closed", "values": {"code": codes.get(event.workplace, ""), **_days(event.days)}}
        case replanning.Overrun():
            return {"kind": "overrun", "values": {"team": event.team, **_days([event.day]), "back": event.back}}
        case replanning.MovedShift():
            first, last = event.shift
            values = {"team": event.team, **_days([event.day]), "starts": first, "ends": last}
            return {"kind": "moved_shift", "values": values}
        case replanning.NewVisit():
            return {"kind": "new_visit", "values": {"code": codes.get(event.visit.workplace, "")}}


def _days(days: Iterable[Any]) -> dict[str, str]:
    ordered = sorted(days)
    return {"first": ordered[0].isoformat(), "last": ordered[-1].isoformat()}


def told_difference(one: replanning.Difference, district: str, codes: Mapping[str, str]) -> dict[str, Any]:
    """Return what is kept of one difference: codes, teams, days and hours."""
    return {
        "code": codes[one.workplace],
        "district": district,
        "kind": one.kind,
        "before": [_slot(slot) for slot in one.before],
        "after": [_slot(slot) for slot in one.after],
        "cause": one.cause.kind,
        "event": one.cause.event,
        "other": codes[one.cause.other] if one.cause.other else None,
    }


def _slot(slot: replanning.Slot) -> dict[str, Any]:
    return {"team": slot.team, "day": slot.day.isoformat(), "start": round(slot.start, 3)}


def _facts(plan: PlanRow, changes: WeekChanges) -> dict[str, Any]:
    count = sum(len(told) for told in changes.differences.values())
    facts = {"week": plan.week, "sha256": plan.sha256, "supersedes": plan.supersedes}
    return {**facts, "events": len(changes.events), "differences": count}
