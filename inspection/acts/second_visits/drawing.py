"""The lot over closed doors, held each time that a week is planned, over the weeks that are over by then."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from sqlmodel import Session, col, select

from inspection.life_cycles import ControlOutcome, PlanState
from inspection.store.controls import ControlRow
from inspection.store.core import new_id
from inspection.store.weeks import ChosenRow, PlannedVisitRow, PlanRow, SecondVisitRow, SelectionRow
from inspection.targeting.evaluating import is_followed_up
from inspection.time_of import IsoWeek
from inspection.trust import AppContext, AuditedTransaction, Context, audited_transaction
from sectors.rules.selection import MeasuringRules


def draw_second_visits(context: Context, on: date) -> int:
    """Hold the lot over every drawn door that its week did not see, once; returns how many it owes a second visit.

    A week counts from the day after its last, as long as a second visit can still be made in time. No door is picked:
    closed, refused, never answered or without a place in a round, each has the same chance, and the lot was settled by
    the seed of the week before anybody knew who would open.

    Errors: `AccessRefused`.
    """
    rules = context.app.catalogue(on).measuring
    with audited_transaction(context) as tx:
        tx.require("plan.prepare", service=context.settings.service)
        rows = [
            _row(tx, plan, chosen, rules, seed)
            for plan, chosen, seed in _shut(tx.session, context.app, on, rules.follow_up_days)
        ]
        if not rows:
            tx.mark_unchanged()
            return 0
        tx.session.add_all(rows)
        drawn = sum(row.is_drawn for row in rows)
        for plan, doors in sorted(Counter(row.plan_id for row in rows).items()):
            owed = sum(row.is_drawn for row in rows if row.plan_id == plan)
            tx.record("second_visit.draw", plan, stream="plan", facts={"doors": doors, "drawn": owed})
    return drawn


def _row(tx: AuditedTransaction, plan: PlanRow, chosen: ChosenRow, rules: MeasuringRules, seed: int) -> SecondVisitRow:
    return SecondVisitRow(
        id=new_id(),
        service=plan.service,
        plan_id=plan.id,
        week=plan.week,
        district=chosen.district,
        workplace=chosen.workplace,
        chance=rules.follow_up_share,
        is_drawn=is_followed_up(chosen.workplace, share=rules.follow_up_share, seed=seed),
        owed_until=IsoWeek.parse(plan.week).days[-1] + timedelta(days=rules.follow_up_days),
        drawn_by=tx.by,
        drawn_at=tx.at,
    )


def _shut(session: Session, app: AppContext, on: date, days: int) -> Iterator[tuple[PlanRow, ChosenRow, int]]:
    """Yield the draws of the weeks that are over and can still be followed up, that nobody saw and no lot was held
    of, each with the seed of its selection.
    """
    known = select(SecondVisitRow.id).where(
        col(SecondVisitRow.plan_id) == col(PlanRow.id), col(SecondVisitRow.workplace) == col(ChosenRow.workplace)
    )
    wanted = (
        select(PlanRow, ChosenRow, SelectionRow.seed)
        .join(SelectionRow, col(SelectionRow.plan_id) == col(PlanRow.id))
        .join(ChosenRow, col(ChosenRow.selection_id) == col(SelectionRow.id))
        .join(PlannedVisitRow, col(PlannedVisitRow.chosen_id) == col(ChosenRow.id), isouter=True)
        .join(ControlRow, col(ControlRow.id) == col(PlannedVisitRow.control_id), isouter=True)
        .where(
            col(PlanRow.state) == PlanState.APPROVED,
            col(PlanRow.service) == app.settings.service,
            col(PlanRow.week).between(str(IsoWeek.of(on - timedelta(days=days + 1))), str(IsoWeek.of(on))),
            col(ChosenRow.arm) == "random",
            col(ChosenRow.inclusion_probability).is_not(None),
            col(ControlRow.id).is_(None) | (col(ControlRow.outcome) != ControlOutcome.DONE),
            ~known.exists(),
        )
        .order_by(col(ChosenRow.id))
    )
    for plan, chosen, seed in session.exec(wanted).all():
        last = IsoWeek.parse(plan.week).days[-1]
        if last < on <= last + timedelta(days=days):
            yield plan, chosen, seed
