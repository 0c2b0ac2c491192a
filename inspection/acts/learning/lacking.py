"""Selections whose frame was not kept, since none were yet or a run was killed; with what proves one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from inspection.acts.learning.frames import frames_of
from inspection.life_cycles import PlanState
from inspection.store.weeks import ChosenRow, PlanRow, SelectionRow
from inspection.time_of import IsoWeek, day_in_brussels
from inspection.trust import Context, audited_transaction


@dataclass(frozen=True, kw_only=True)
class LackingFrame:
    """A plan some of whose districts have no frame.

    taken_on
        The day as of which its registers were read.
    frame_sha256
        Hash of everybody who was eligible then: who is found now must be the same.
    snapshots
        Signal to register and day, as the reasons of whoever was chosen say.
    points
        Workplace to the points that it was chosen with.
    drawn, inclusion
        Who was drawn by lot, and stratum to the chance of it, as far as it is known.
    """

    plan_id: str
    week: str
    taken_on: date
    districts: tuple[str, ...]
    frame_sha256: str
    snapshots: Mapping[str, str] = field(repr=False)
    points: Mapping[str, int] = field(repr=False)
    drawn: frozenset[str] = field(repr=False)
    inclusion: Mapping[str, float] = field(repr=False)


def frames_lacking(context: Context, since: date) -> list[LackingFrame]:
    """Return the approved plans from a week on some of whose frames were never kept; the look is recorded.

    A version that replans a week is drawn from the frame of the first plan, and lacks none.

    Errors: `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        tx.require("eligible.keep", service=context.settings.service)
        tx.record("eligible.keep", context.by, stream="reading", facts={"kind": "frames_lacking"})
    kept = {plan for plan, _ in frames_of(context.store, context.settings.service)}
    with context.store.read() as session:
        mine = select(PlanRow).where(
            col(PlanRow.service) == context.settings.service,
            col(PlanRow.week) >= str(IsoWeek.of(since)),
            col(PlanRow.supersedes).is_(None),
            (col(PlanRow.state) == PlanState.APPROVED) | col(PlanRow.id).in_(_superseded()),
        )
        plans = [plan for plan in session.exec(mine.order_by(col(PlanRow.week))) if plan.id not in kept]
        return [found for plan in plans if (found := _lacking(session, plan)) is not None]


def _superseded() -> Any:
    return select(PlanRow.supersedes).where(
        col(PlanRow.state) == PlanState.APPROVED, col(PlanRow.supersedes).is_not(None)
    )


def _lacking(session: Session, plan: PlanRow) -> LackingFrame | None:
    selections = session.exec(select(SelectionRow).where(col(SelectionRow.plan_id) == plan.id)).all()
    if not selections:
        return None
    ids = [row.id for row in selections]
    chosen = session.exec(select(ChosenRow).where(col(ChosenRow.selection_id).in_(ids))).all()
    return LackingFrame(
        plan_id=plan.id,
        week=plan.week,
        taken_on=min(day_in_brussels(plan.proposed_at), IsoWeek.parse(plan.week).monday),
        districts=tuple(sorted(row.district for row in selections)),
        frame_sha256=selections[0].frame_sha256,
        snapshots={reason["signal"]: reason["snapshot"] for row in chosen for reason in row.reasons},
        points={row.workplace: row.points for row in chosen},
        drawn=frozenset(row.workplace for row in chosen if row.arm == "random"),
        inclusion={
            row.stratum: row.inclusion_probability
            for row in chosen
            if row.stratum is not None and row.inclusion_probability is not None
        },
    )
