"""Work that a magistrate ordered: a visit that is owed, and that only those see who were permitted to.

The order, its visit and its control stand in no list, link or figure. A permission names one user, one team or one
list; it is recorded, and it is all that opens a door: no role does.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal, get_args

from sqlmodel import Session, col, select

from inspection.acts import alerts, workplaces
from inspection.acts.orders.stops import OrderedStop, planned_of, planned_stops
from inspection.errors import PlanningFault
from inspection.life_cycles import OrderShown, OrderState
from inspection.sealing import keyed_hash, short_code
from inspection.store.core import Store, new_id
from inspection.store.orders import (
    JudicialOrderRow,
    JudicialPermissionRow,
    is_standing,
    permitted_orders,
    withdrawn_orders,
)
from inspection.store.people import TeamRow, UserRow
from inspection.store.queries import user
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context, audited_transaction

OrderReader = Literal["user", "team", "list"]
UNPERMITTED = "order_unpermitted"
LISTS = ("controls", "clocks", "referrals", "links", "cards", "figures")
MAGISTRATES = frozenset(
    {"labour_auditorate", "general_auditorate", "public_prosecutor", "general_prosecutor", "federal_prosecutor"}
)


@dataclass(frozen=True, kw_only=True)
class Ordered:
    """An order as whoever may see it sees it; `planned` is where plans send somebody, if the team is permitted.

    state
        "open", "visited" or "withdrawn".
    """

    id: str
    reference: str
    workplace: str = field(repr=False)
    district: str
    authority: str = field(repr=False)
    authority_reference: str = field(repr=False)
    not_after: date | None
    ordered_by: str
    ordered_at: datetime
    state: OrderShown
    planned: tuple[OrderedStop, ...] = ()


def order_visit(
    context: Context,
    workplace: str,
    *,
    authority: str,
    authority_reference: str,
    not_after: date | None = None,
    place: str | None = None,
) -> Ordered:
    """Register a visit that a magistrate ordered; whoever registers it is permitted to see it, and nobody else yet.

    The same order of the same file again, by the same person, is no second one: one control could answer only one.

    Arguments: `authority` id of the magistrate's office; `authority_reference` of their file, sealed; `not_after` the
    last day; `place` a REFNIS code or a canton's id, where nobody knows the workplace yet.
    Errors: `PlanningFault` 406 to 408; `ControlFault` when nobody knows where it is; `AccessRefused`.
    """
    day = day_in_brussels(context.at)
    known = context.app.catalogue(day).recipients.get(authority)
    if known is None or known.kind not in MAGISTRATES:
        raise PlanningFault("PLAN-406")
    if not authority_reference.strip():
        raise PlanningFault("PLAN-407")
    if not_after is not None and not_after < day:
        raise PlanningFault("PLAN-408")
    with audited_transaction(context) as tx:
        where = workplaces.place_of(tx.session, context.app, workplace, place, day).competence
        tx.require("order.make", district=where.arrondissement, service=context.settings.service)
        before = _registered(tx.session, context.store, workplace, authority, authority_reference.strip(), context.by)
        if before is not None:
            tx.mark_unchanged()
            return seen_order(tx.session, context.store, before)
        row = _row(context, workplace, where.arrondissement, authority, authority_reference.strip(), not_after)
        tx.add(row)
        _permit(tx, row, "user", context.by)
        tx.record("order.make", row.id, stream="judicial")
        return seen_order(tx.session, context.store, row)


def permit(context: Context, order: str, kind: OrderReader, reader: str) -> Ordered:
    """Record that one user, one team or one list may show an order; a second time changes nothing.

    Who was revoked may be permitted again.

    Arguments: `order` its id or reference; `reader` a user's or a team's id, or one of `LISTS`.
    Errors: `PlanningFault` 409 for an order that does not exist or was never permitted to `by`, 410 for an unknown
    reader; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        tx.require("order.permit", service=context.settings.service)
        row = order_seen_by(context, tx.session, order)
        if not _is_known(tx.session, kind, reader, row.service):
            raise PlanningFault("PLAN-410", kind=kind, lists=", ".join(LISTS))
        if permissions(tx.session, row.id, kind, reader):
            tx.mark_unchanged()
        else:
            _permit(tx, row, kind, reader)
            _end_unpermitted(tx, row)
        return seen_order(tx.session, context.store, row)


def _end_unpermitted(tx: AuditedTransaction, row: JudicialOrderRow) -> None:
    """End what was told of an order that goes to a team without permission, once every team on its way has one."""
    tx.session.flush()
    planned = planned_stops(tx.session, tx.store, row.id, day_in_brussels(tx.at))
    if all(stop.is_permitted for stop in planned):
        alerts.end_alerts_about(tx, UNPERMITTED, row.id)


def orders_of(context: Context) -> list[Ordered]:
    """Return the orders that somebody was permitted to see, the earliest deadline first; the look is recorded."""
    with audited_transaction(context) as tx:
        tx.require("order.list", service=context.settings.service)
        tx.record("order.list", context.by, stream="reading", facts={"kind": "orders"})
    with context.store.read() as session:
        rows = sorted(_permitted(context, session), key=lambda o: (o.not_after or date.max, o.id))
        ended = set(session.exec(withdrawn_orders())) if rows else set()
        seen = [seen_of(context.store, row, is_ended=row.id in ended) for row in rows]
        going = {one.id for one in seen if one.state != OrderShown.WITHDRAWN}
        planned = planned_of(session, context.store, going, day_in_brussels(context.at)) if going else {}
    return [replace(one, planned=planned.get(one.id, ())) for one in seen]


def with_planned(session: Session, store: Store, order: Ordered, at: datetime) -> Ordered:
    """Return an order with where plans send somebody for it from a day on; once withdrawn, nobody goes."""
    if order.state == OrderShown.WITHDRAWN:
        return order
    return replace(order, planned=planned_stops(session, store, order.id, day_in_brussels(at)))


def order_seen_by(context: Context, session: Session, order: str) -> JudicialOrderRow:
    """Return the order of an id or a reference, for somebody who was permitted to see it.

    Errors: `PlanningFault` 409, the same for an order that does not exist.
    """
    row = next((o for o in _permitted(context, session) if order.upper() in (o.reference, o.id.upper())), None)
    if row is None:
        raise PlanningFault("PLAN-409")
    return row


def permissions(session: Session, order_id: str, kind: str, reader: str) -> list[JudicialPermissionRow]:
    """Return the permissions of one reader that stand."""
    mine = select(JudicialPermissionRow).where(
        col(JudicialPermissionRow.order_id) == order_id,
        col(JudicialPermissionRow.reader_kind) == kind,
        col(JudicialPermissionRow.reader) == reader,
        is_standing(),
    )
    return list(session.exec(mine))


def workplace_key(store: Store, workplace: str) -> str:
    """Return the keyed hash by which an order is found from its workplace."""
    return keyed_hash(workplace, purpose="judicial", keys=store.keys)


def ordered_among(session: Session, store: Store, workplaces: Collection[str]) -> set[str]:
    """Return the workplaces that a magistrate ever ordered a visit to: what is learnt leaves them out."""
    keys = set(session.exec(select(JudicialOrderRow.workplace_key).where(col(JudicialOrderRow.workplace_key) != "")))
    return {one for one in workplaces if workplace_key(store, one) in keys} if keys else set()


def latest_order(session: Session, store: Store, workplace: str) -> JudicialOrderRow | None:
    """Return the order that a visit there answers: an open one, else the last, those that were withdrawn behind all."""
    mine = select(JudicialOrderRow).where(col(JudicialOrderRow.workplace_key) == workplace_key(store, workplace))
    is_withdrawn = col(JudicialOrderRow.id).in_(withdrawn_orders())
    ranked = mine.order_by(is_withdrawn, col(JudicialOrderRow.state), col(JudicialOrderRow.id).desc())
    return session.exec(ranked).first()


def is_withdrawn(session: Session, order_id: str) -> bool:
    """Tell whether an order was withdrawn."""
    return order_id in set(session.exec(withdrawn_orders()))


def workplace_of(store: Store, row: JudicialOrderRow) -> str:
    """Return the workplace of an order, unsealed: for the planner, which has to send somebody there."""
    return store.unseal("judicial_order.workplace", row.id, row.workplace)


def _permitted(context: Context, session: Session) -> list[JudicialOrderRow]:
    allowed = permitted_orders(user(context.store, context.by))
    wanted = select(JudicialOrderRow).where(col(JudicialOrderRow.id).in_(allowed))
    return list(session.exec(wanted.where(col(JudicialOrderRow.service) == context.settings.service)))


def _registered(
    session: Session, store: Store, workplace: str, authority: str, authority_reference: str, by: str
) -> JudicialOrderRow | None:
    """Return the open order that somebody registered before from the same file for the same place."""
    mine = select(JudicialOrderRow).where(
        col(JudicialOrderRow.workplace_key) == workplace_key(store, workplace),
        col(JudicialOrderRow.ordered_by) == by,
        col(JudicialOrderRow.state) == OrderState.OPEN,
        col(JudicialOrderRow.id).not_in(withdrawn_orders()),
    )
    seen = ((row, seen_order(session, store, row)) for row in session.exec(mine).all())
    said = (authority, authority_reference)
    return next((row for row, one in seen if (one.authority, one.authority_reference) == said), None)


def _is_known(session: Session, kind: str, reader: str, service: str) -> bool:
    if kind not in get_args(OrderReader):
        return False
    if kind == "list":
        return reader in LISTS
    found = session.get(UserRow, reader) if kind == "user" else session.get(TeamRow, reader)
    return found is not None and found.active and found.service == service


def _permit(tx: AuditedTransaction, row: JudicialOrderRow, kind: str, reader: str) -> None:
    made = JudicialPermissionRow(
        id=new_id(), order_id=row.id, reader_kind=kind, reader=reader, permitted_by=tx.by, permitted_at=tx.at
    )
    tx.session.add(made)
    tx.record("order.permit", row.id, stream="judicial", facts={"kind": kind, "reader": reader})


def _row(
    context: Context, workplace: str, district: str, authority: str, authority_reference: str, not_after: date | None
) -> JudicialOrderRow:
    id, store = new_id(), context.store  # noqa: A001  what it is called in every table
    return JudicialOrderRow(
        id=id,
        reference=short_code(f"order|{id}", 6),
        service=context.settings.service,
        district=district,
        workplace_key=workplace_key(store, workplace),
        workplace=store.seal("judicial_order.workplace", id, workplace),
        authority=store.seal("judicial_order.authority", id, authority),
        authority_reference=store.seal("judicial_order.authority_reference", id, authority_reference),
        not_after=not_after,
        ordered_by=context.by,
        ordered_at=context.at,
        state=OrderState.OPEN,
    )


def seen_order(session: Session, store: Store, row: JudicialOrderRow) -> Ordered:
    """Return an order as whoever may see it sees it."""
    return seen_of(store, row, is_ended=is_withdrawn(session, row.id))


def seen_of(store: Store, row: JudicialOrderRow, *, is_ended: bool) -> Ordered:
    """Return the same, where it is known whether it was withdrawn."""
    return Ordered(
        id=row.id,
        reference=row.reference,
        workplace=workplace_of(store, row),
        district=row.district,
        authority=store.unseal("judicial_order.authority", row.id, row.authority),
        authority_reference=store.unseal("judicial_order.authority_reference", row.id, row.authority_reference),
        not_after=row.not_after,
        ordered_by=row.ordered_by,
        ordered_at=row.ordered_at,
        state=OrderShown.WITHDRAWN if is_ended else OrderShown(row.state),
    )


def open_orders(
    session: Session, app: AppContext, on: date, district: str | None
) -> Iterable[tuple[JudicialOrderRow, str]]:
    """Yield the orders that no control answered yet and nobody withdrew, with their workplaces."""
    wanted = select(JudicialOrderRow).where(
        col(JudicialOrderRow.state) == OrderState.OPEN,
        col(JudicialOrderRow.service) == app.settings.service,
        col(JudicialOrderRow.id).not_in(withdrawn_orders()),
    )
    if district is not None:
        wanted = wanted.where(col(JudicialOrderRow.district) == district)
    for row in session.exec(wanted.order_by(col(JudicialOrderRow.id))):
        if day_in_brussels(row.ordered_at) <= on:
            yield row, workplace_of(app.store, row)
