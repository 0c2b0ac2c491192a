"""Hands queued bundles over: what is due, what is sent, and what is written of it; the outbox does the rest."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam
from sqlmodel import Session, col, select

from inspection.acts import bundles, referrals
from inspection.acts.outbox import Delivered, Outgoing, fault_code, first_way, hand_over, is_free, is_to_tell
from inspection.life_cycles import AttemptOutcome, DeliveryState
from inspection.referral import delivery
from inspection.referral.model import Bundle, Sent, Transport
from inspection.store.core import new_id
from inspection.store.referrals import WITHOUT_BUNDLE, AttemptRow, DeliveryRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction, Context, require_permission

_LOOKED_AT = 20  # rows that are read at a time while the first that has a way is sought


def deliver(
    context: Context, transports: Sequence[Transport] | Mapping[str, Transport], *, limit: int = 50
) -> Delivered:
    """Hand over up to `limit` bundles that are due, the oldest first; several processes may do so at once.

    Arguments: `transports` what this installation has; each addressee's own order decides which is used for it.
    Result: how many were sent, failed (tried again later by themselves), or need a person.
    """
    ways = list(transports.values()) if isinstance(transports, Mapping) else list(transports)
    return hand_over(_Bundles(context, ways), limit=limit)


def due(context: Context) -> frozenset[str]:
    """Return the ids of the deliveries that are to be handed over now: one cheap look, which holds up no writer.

    Whoever waits for the next turn looks here, and goes at once when there is one that was not there before.
    """
    with context.store.read() as session:
        require_permission(session, context, "delivery.send", service=context.settings.service)
        return frozenset(session.exec(_DUE, params={"at": context.at}))


def _due(at: Any) -> list[ColumnElement[bool]]:
    """Return what makes a delivery one to hand over at a moment, or at one that a question brings."""
    return [
        col(DeliveryRow.sent_at).is_(None),
        col(DeliveryRow.ended_at).is_(None),
        col(DeliveryRow.state) != DeliveryState.REFUSED,
        col(DeliveryRow.next_at) <= at,
        is_free(DeliveryRow.lease_until, at),
    ]


_DUE = select(DeliveryRow.id).where(*_due(bindparam("at")))  # asked several times a second


class _Bundles(Outgoing[DeliveryRow]):
    """Bundles of referrals: one a delivery."""

    name = "delivery"
    act = "delivery.send"

    def due(self, session: Session, at: datetime) -> tuple[DeliveryRow, Transport] | None:
        rows = select(DeliveryRow).where(*_due(at)).order_by(col(DeliveryRow.queued_at), col(DeliveryRow.id))
        for row in session.exec(rows.options(WITHOUT_BUNDLE).execution_options(yield_per=_LOOKED_AT)):
            way = first_way(row.recipient, row.transports, self.ways)
            if way is not None:
                return row, way
        return None

    def bundle(self, context: Context, row: DeliveryRow) -> Bundle:
        return bundles.whole_bundle(context.app, bundles.minimise_bundle(context, row))

    def current(self, session: Session, row: DeliveryRow) -> DeliveryRow:
        return session.get_one(DeliveryRow, row.id)

    def is_waiting(self, row: DeliveryRow) -> bool:
        return row.sent_at is None  # what was withdrawn under way has left all the same, and that is recorded

    def started(self, tx: AuditedTransaction, row: DeliveryRow, way: Transport) -> None:
        tx.session.refresh(row, ["bundle"])
        row.attempts += 1
        facts = {"attempt": row.attempts, "transport": way.name, "bundle": row.bundle_key}
        tx.record("delivery.start", row.id, stream="referral", facts=facts)

    def sent(self, tx: AuditedTransaction, row: DeliveryRow, way: Transport, attempt: int, sent: Sent) -> None:
        row.state = delivery.next_state(row.state, sent.state)
        row.sent_at = sent.at
        if sent.state == DeliveryState.DELIVERED:
            row.delivered_at = row.delivered_at or sent.at
        tx.session.add(_attempt(row, way, attempt, sent.at, AttemptOutcome(sent.state), receipt=sent.receipt))
        facts = {"attempt": attempt, "transport": way.name, "state": row.state}
        tx.record("delivery.sent", row.id, stream="referral", facts=facts)
        referrals.close_if_answered(tx, row.referral_id)

    def failed(self, tx: AuditedTransaction, row: DeliveryRow, way: Transport, attempt: int, fault: Exception) -> None:
        code = fault_code(fault)
        tx.session.add(_attempt(row, way, attempt, tx.at, AttemptOutcome.FAILED, fault=code))
        tx.record("delivery.failed", row.id, stream="referral", facts={"attempt": attempt, "fault": code})
        deadlines = self.app.catalogue(day_in_brussels(tx.at)).deadlines
        if row.ended_at is None and is_to_tell(fault, row.attempts, deadlines):  # nobody carries what has ended
            referral = tx.session.get_one(ReferralRow, row.referral_id)
            bundles.notify_team_head(tx, "delivery_failing", referral, subject=row.id)

    def unreached(self, context: Context) -> int:
        with context.store.read() as session:
            waiting = (
                select(DeliveryRow)
                .where(*_due(context.at), col(DeliveryRow.state) == DeliveryState.QUEUED)
                .options(WITHOUT_BUNDLE)
            )
            rows = session.exec(waiting).all()
        return sum(first_way(row.recipient, row.transports, self.ways) is None for row in rows)


def _attempt(
    row: DeliveryRow,
    way: Transport,
    attempt: int,
    at: datetime,
    outcome: AttemptOutcome,
    *,
    fault: str | None = None,
    receipt: str | None = None,
) -> AttemptRow:
    return AttemptRow(
        id=new_id(),
        delivery_id=row.id,
        n=attempt,
        transport=way.name,
        at=at,
        outcome=outcome,
        fault=fault,
        receipt=receipt,
    )
