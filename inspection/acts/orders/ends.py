"""An order withdrawn, a permission revoked: nothing is deleted, each end is a row of its own and says why."""

from dataclasses import replace

from sqlmodel import Session, col, select

from inspection.acts.orders.judicial import Ordered, OrderReader, order_seen_by, permissions, seen_order, with_planned
from inspection.acts.orders.visits import alert_unpermitted, end_order_alerts
from inspection.errors import PlanningFault
from inspection.life_cycles import OrderShown, PlanState
from inspection.store.core import new_id
from inspection.store.orders import JudicialRevocationRow, JudicialStopRow, JudicialWithdrawalRow
from inspection.store.weeks import PlanRow
from inspection.trust import Context, audited_transaction


def withdraw_order(context: Context, order: str, *, reason: str) -> Ordered:
    """End an order that nobody answered yet; a second time changes nothing.

    No plan owes it a visit any more, and no sheet carries it that is written from now on.

    Arguments: `order` its id or reference; `reason` a word such as "withdrawn_by_magistrate", never a sentence.
    Result: the order, with the team-days whose sheets may hold it already: those teams are to be told.
    Errors: `PlanningFault` 409 as for `permit`, 411 for a reason that is no word, 412 for an order that was answered;
    `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        tx.require("order.withdraw", service=context.settings.service)
        row = order_seen_by(context, tx.session, order)
        _check(reason)
        before = with_planned(tx.session, context.store, seen_order(tx.session, context.store, row), context.at)
        if before.state == OrderShown.VISITED:
            raise PlanningFault("PLAN-412")
        if before.state == OrderShown.WITHDRAWN:
            tx.mark_unchanged()
            return before
        made = JudicialWithdrawalRow(
            id=new_id(), order_id=row.id, reason=reason, withdrawn_by=context.by, withdrawn_at=context.at
        )
        tx.add(made)
        end_order_alerts(tx, row.id)
        tx.record("order.withdraw", row.id, stream="judicial", facts={"reason": reason})
        return _ended(before)


def revoke(context: Context, order: str, kind: OrderReader, reader: str, *, reason: str) -> Ordered:
    """End the permission of one user, one team or one list; a second time changes nothing.

    Where an approved week sends the team there, nobody goes any more; whoever registered the order is told of it.

    Arguments: as for `permit`; `reason` a word such as "left_the_team".
    Result: the order, with where plans send somebody and whether that team is still permitted.
    Errors: `PlanningFault` 409, 411; 413 for the permission of whoever registered the order; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        tx.require("order.revoke", service=context.settings.service)
        row = order_seen_by(context, tx.session, order)
        _check(reason)
        if (kind, reader) == ("user", row.ordered_by):
            raise PlanningFault("PLAN-413")
        standing = permissions(tx.session, row.id, kind, reader)
        for one in standing:
            tx.session.add(
                JudicialRevocationRow(
                    id=new_id(), permission_id=one.id, reason=reason, revoked_by=context.by, revoked_at=context.at
                )
            )
            facts = {"kind": kind, "reader": reader, "reason": reason}
            tx.record("order.revoke", row.id, stream="judicial", facts=facts)
        tx.session.flush()
        if not standing:
            tx.mark_unchanged()
        elif kind == "team" and context.by != row.ordered_by:
            for plan in _approved(tx.session, row.id):
                alert_unpermitted(tx, plan)
        return with_planned(tx.session, context.store, seen_order(tx.session, context.store, row), context.at)


def _check(reason: str) -> None:
    if not reason.replace("_", "").isalpha() or not reason.islower():
        raise PlanningFault("PLAN-411")


def _ended(before: Ordered) -> Ordered:
    """Return what was withdrawn, with the team-days that were permitted to carry it."""
    return replace(
        before, state=OrderShown.WITHDRAWN, planned=tuple(stop for stop in before.planned if stop.is_permitted)
    )


def _approved(session: Session, order_id: str) -> list[PlanRow]:
    wanted = select(PlanRow).join(JudicialStopRow, col(JudicialStopRow.plan_id) == col(PlanRow.id))
    mine = wanted.where(col(JudicialStopRow.order_id) == order_id, col(PlanRow.state) == PlanState.APPROVED)
    return list(session.exec(mine.order_by(col(PlanRow.id))))
