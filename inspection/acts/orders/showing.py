"""One order as whoever may see it sees it: where plans send somebody, who has to be rung, and who else may see it."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.acts.orders.judicial import Ordered, order_seen_by, seen_order
from inspection.acts.orders.stops import OrderedStop, planned_stops
from inspection.life_cycles import OrderShown
from inspection.store.orders import JudicialPermissionRow, JudicialRecipientRow, is_standing
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction, may


@dataclass(frozen=True, kw_only=True)
class OrderAccess:
    """Somebody who may see an order: a user, a team or a list; since when, and by whom."""

    kind: str
    reader: str
    permitted_by: str
    permitted_at: datetime


@dataclass(frozen=True, kw_only=True)
class ShownOrder:
    """An order on a page of its own.

    to_ring
        Team-days whose sheets may hold it still though nobody goes any more: the team could see it, and it was
        withdrawn or closed to them since.
    access, offices
        Who may see it, and the ids of offices that may have its referral; None for whoever cannot close it to anybody.
    """

    order: Ordered
    to_ring: tuple[OrderedStop, ...]
    access: tuple[OrderAccess, ...] | None
    offices: frozenset[str] | None


def show_order(context: Context, order: str) -> ShownOrder:
    """Return one order; the look is recorded with its id.

    Arguments: `order` its id or reference.
    Errors: `PlanningFault` 409 as for `permit`; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        user = tx.require("order.list", service=context.settings.service)
        row = order_seen_by(context, tx.session, order)
        tx.record("order.list", row.id, stream="reading", facts={"kind": "order"})
        seen = seen_order(tx.session, context.store, row)
        stops = planned_stops(tx.session, context.store, row.id, day_in_brussels(context.at))
        is_ended, is_shown = seen.state == OrderShown.WITHDRAWN, may(user, "order.revoke")
        gone = _once_permitted(tx.session, row.id) if seen.state != OrderShown.VISITED else frozenset()
        return ShownOrder(
            order=replace(seen, planned=() if is_ended else stops),
            to_ring=tuple(one for one in stops if one.team in gone and (is_ended or not one.is_permitted)),
            access=_access(tx.session, row.id) if is_shown else None,
            offices=_offices(tx.session, row.id) if is_shown else None,
        )


def _access(session: Session, order: str) -> tuple[OrderAccess, ...]:
    mine = select(JudicialPermissionRow).where(col(JudicialPermissionRow.order_id) == order, is_standing())
    rows = session.exec(mine.order_by(col(JudicialPermissionRow.permitted_at), col(JudicialPermissionRow.id)))
    return tuple(
        OrderAccess(
            kind=row.reader_kind, reader=row.reader, permitted_by=row.permitted_by, permitted_at=row.permitted_at
        )
        for row in rows
    )


def _offices(session: Session, order: str) -> frozenset[str]:
    mine = select(JudicialRecipientRow.recipient).where(col(JudicialRecipientRow.order_id) == order)
    return frozenset(session.exec(mine))


def _once_permitted(session: Session, order: str) -> frozenset[str]:
    """Return the teams that could ever see an order, whether they still can or not."""
    mine = select(JudicialPermissionRow.reader).where(
        col(JudicialPermissionRow.order_id) == order, col(JudicialPermissionRow.reader_kind) == "team"
    )
    return frozenset(session.exec(mine))
