"""Hands notices over where an office has an automatic way.

A notice that was stopped meanwhile is not sent: whether it still may be is asked in the transaction that leases it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.acts import bundles, protection
from inspection.acts.outbox import Delivered, Outgoing, fault_code, first_way, hand_over, is_free
from inspection.life_cycles import NoticeState, NoticeTry
from inspection.referral.bundle import notice_bundle
from inspection.referral.model import Bundle, Sent, Transport
from inspection.store.protection import NoticeRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context


def deliver_notices(
    context: Context, transports: Sequence[Transport] | Mapping[str, Transport], *, limit: int = 50
) -> Delivered:
    """Hand over up to `limit` notices that are due, the oldest first; the same one twice has one key.

    Errors: `AccessRefused`; what is wrong with one notice is kept with it, and the next one leaves.
    """
    ways = list(transports.values()) if isinstance(transports, Mapping) else list(transports)
    return hand_over(_Notices(context, ways), limit=limit)


class _Notices(Outgoing[NoticeRow]):
    """Notices to centres, guardians and other services."""

    name = "notice"
    act = "notice.send"

    def due(self, session: Session, at: datetime) -> tuple[NoticeRow, Transport] | None:
        for row in _due(session, at):
            way = _way(self.app, row, self.ways, at)
            if way is not None:
                return row, way
        return None

    def bundle(self, context: Context, row: NoticeRow) -> Bundle:
        to = protection.office_of(context.app, row, context.at)
        assert to is not None  # noqa: S101  it had a way a moment ago
        return notice_bundle(protection.notice_of(context.store, row), to)

    def current(self, session: Session, row: NoticeRow) -> NoticeRow:
        return session.get_one(NoticeRow, row.id)

    def is_waiting(self, row: NoticeRow) -> bool:
        return row.state == NoticeState.QUEUED

    def started(self, tx: AuditedTransaction, row: NoticeRow, way: Transport) -> None:
        row.attempts += 1
        facts = {"kind": row.kind, "way": way.name}
        tx.record("notice.start", row.id, stream="notice", facts=facts)

    def sent(self, tx: AuditedTransaction, row: NoticeRow, way: Transport, attempt: int, sent: Sent) -> None:
        row.state, row.sent_at = NoticeState.SENT, sent.at
        protection.add_try(tx, row, way.name, NoticeTry.SENT, n=attempt)

    def failed(self, tx: AuditedTransaction, row: NoticeRow, way: Transport, attempt: int, fault: Exception) -> None:
        protection.add_try(tx, row, way.name, NoticeTry.FAILED, n=attempt, fault=fault_code(fault))
        # A child who is alone does not wait for the notice's deadline.
        if row.attempts >= self.app.catalogue(day_in_brussels(tx.at)).deadlines.failed_attempts_alert:
            bundles.notify_team_head(tx, "notice_failing", row)

    def unreached(self, context: Context) -> int:
        with context.store.read() as session:
            rows = [
                row
                for row in _due(session, context.at)
                if protection.office_of(context.app, row, context.at) is not None
            ]
        return sum(_way(context.app, row, self.ways, context.at) is None for row in rows)


def _due(session: Session, at: datetime) -> list[NoticeRow]:
    waits = (
        col(NoticeRow.state) == NoticeState.QUEUED,
        col(NoticeRow.next_at) <= at,
        is_free(NoticeRow.lease_until, at),
    )
    wanted = select(NoticeRow).where(*waits).order_by(col(NoticeRow.queued_at), col(NoticeRow.id))
    return list(session.exec(wanted))


def _way(app: AppContext, row: NoticeRow, ways: Sequence[Transport], at: datetime) -> Transport | None:
    to = protection.office_of(app, row, at)
    return None if to is None else first_way(to.id, to.transports, ways)
