"""Hands published lists over by each addressee's own way, as bundles are.

A list is sent also when it is empty, so that silence means failure: one that does not leave is told to a person.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from inspection.acts import access, alerts, bundles
from inspection.acts.delivery.list_bundles import list_bundle
from inspection.acts.outbox import Delivered, Outgoing, fault_code, first_way, hand_over, is_free, is_to_tell
from inspection.errors import InspectionError
from inspection.referral.bundle import DATA
from inspection.referral.model import Bundle, Sent, Transport
from inspection.reporting.cases import ReferralList
from inspection.store.orders import Listing
from inspection.store.records import AlertRow
from inspection.store.referrals import DeliveryRow, ListSendingRow, PublishedListRow, ReferralRow
from inspection.time_of import IsoWeek, day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context, audited_transaction, require_in_service

_FAILING = "list_failing"
_MOST = 200  # in one run; more than there are addressees


def deliver_lists(context: Context, transports: Sequence[Transport], *, limit: int = _MOST) -> Delivered:
    """Hand over up to `limit` published lists that are due, the oldest first; the same one twice has one key.

    Result: how many were sent, failed (tried again later by themselves), or have no way of this installation.
    Errors: `AccessRefused`; what is wrong with one list is kept with it, and the next one leaves.
    """
    return hand_over(_Lists(context, transports), limit=limit)


class _Lists(Outgoing[ListSendingRow]):
    """Published lists of one service."""

    name = "list"
    act = "list.send"

    def due(self, session: Session, at: datetime) -> tuple[ListSendingRow, Transport] | None:
        for sending, published in _due(session, self.app.settings.service, at):
            way = _way(self.app, published, self.ways, at)
            if way is not None:
                return sending, way
        return None

    def bundle(self, context: Context, row: ListSendingRow) -> Bundle:
        with context.store.read() as session:
            body = session.get_one(PublishedListRow, row.list_id).body
        return list_bundle(shown_list(context.app, read_list(body), context.at), context.app)

    def current(self, session: Session, row: ListSendingRow) -> ListSendingRow:
        return session.get_one(ListSendingRow, row.list_id)

    def is_waiting(self, row: ListSendingRow) -> bool:
        return row.sent_at is None

    def started(self, tx: AuditedTransaction, row: ListSendingRow, way: Transport) -> None:
        row.attempts += 1
        tx.record("list.start", row.list_id, stream="list", facts=_facts(row.attempts, way))

    def sent(self, tx: AuditedTransaction, row: ListSendingRow, way: Transport, attempt: int, sent: Sent) -> None:
        row.sent_at, row.way = sent.at, way.name
        alerts.end_alerts_about(tx, _FAILING, row.list_id)
        tx.record("list.sent", row.list_id, stream="list", facts=_facts(attempt, way))

    def failed(
        self, tx: AuditedTransaction, row: ListSendingRow, way: Transport, attempt: int, fault: Exception
    ) -> None:
        facts = _facts(attempt, way) | {"fault": fault_code(fault)}
        tx.record("list.failed", row.list_id, stream="list", facts=facts)
        if is_to_tell(fault, row.attempts, self.app.catalogue(day_in_brussels(tx.at)).deadlines):
            _tell(tx, row.list_id, self.app.settings.service)

    def unreached(self, context: Context) -> int:
        """Tell once of each list for which this installation has no way; returns how many there are."""
        with context.store.read() as session:
            due = [published for _, published in _due(session, context.settings.service, context.at)]
            unreached = [one.id for one in due if _way(context.app, one, self.ways, context.at) is None]
            known = (
                set(session.exec(select(AlertRow.subject).where(col(AlertRow.kind) == _FAILING)))
                if unreached
                else set()
            )
        if new := [one for one in unreached if one not in known]:
            with audited_transaction(context) as tx:
                raised = [_tell(tx, one, context.settings.service) for one in new]
                if not any(raised):  # another process was faster
                    tx.mark_unchanged()
        return len(unreached)


def _facts(attempt: int, way: Transport) -> dict[str, Any]:
    return {"attempt": attempt, "way": way.name}


def _due(session: Session, service: str, at: datetime) -> list[tuple[ListSendingRow, PublishedListRow]]:
    wanted = (
        select(ListSendingRow, PublishedListRow)
        .join(PublishedListRow, col(PublishedListRow.id) == col(ListSendingRow.list_id))
        .where(col(ListSendingRow.sent_at).is_(None), col(ListSendingRow.next_at) <= at)
        .where(is_free(ListSendingRow.lease_until, at), col(PublishedListRow.service) == service)
        .order_by(col(ListSendingRow.queued_at), col(ListSendingRow.list_id))
    )
    return list(session.exec(wanted))


def _way(app: AppContext, published: PublishedListRow, ways: Sequence[Transport], at: datetime) -> Transport | None:
    """Return the addressee's first way as the rules stand now; None also for one that is an addressee no more."""
    to = app.catalogue(day_in_brussels(at)).recipients.get(published.recipient)
    return None if to is None else first_way(to.id, to.transports, ways)


def _tell(tx: AuditedTransaction, list_id: str, service: str) -> bool:
    return alerts.raise_alert(tx, _FAILING, list_id, 1, "", service, role="direction")


def shown_list(app: AppContext, content: ReferralList, at: datetime) -> ReferralList:
    """Return a published list as it leaves: without what may not stand in it any more, and with whom to ring for each.

    It may have waited for days. The numbers are those of the office's own bundles, and are not kept with the list.
    """
    day = day_in_brussels(at)
    place = list_place(app.catalogue(day).recipients[content.recipient].kind)
    hidden = select(ReferralRow.reference).where(~access.may_be_shown(place, day))
    with app.store.read() as session:
        gone = set(session.exec(hidden))
        rows = [row for row in content.rows if row.reference not in gone]
        return replace(
            content,
            rows=tuple(replace(row, ring=_ring(app, session, row.reference, content.recipient)) for row in rows),
        )


def _ring(app: AppContext, session: Session, reference: str, recipient: str) -> str:
    """Return whom an office rings about a referral, as its newest bundle says; "" where nothing can be read of it."""
    newest = (
        select(DeliveryRow)
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .where(col(ReferralRow.reference) == reference, col(DeliveryRow.recipient) == recipient)
        .order_by(col(DeliveryRow.queued_at).desc(), col(DeliveryRow.id).desc())
    )
    row = session.exec(newest).first()
    try:
        data = dict(bundles.bundle_of(app.store, row).files).get(DATA) if row is not None else None
    except InspectionError:
        return ""
    told = {} if data is None else json.loads(data)
    return str((told.get("ring_back") or {}).get("telephone") or told.get("contact_telephone") or "")


def list_place(kind: str) -> Listing:
    """Return which list an office of a kind reads, as embargoes and permissions name it."""
    return "police_list" if kind == "police_directorate" else "magistrate_list"


def unsent_lists(context: Context, week: IsoWeek) -> list[str]:
    """Return the addressees whose list of a week has not left."""
    require_in_service(context, "list.publish")
    waiting = (
        select(PublishedListRow.recipient)
        .join(ListSendingRow, col(ListSendingRow.list_id) == col(PublishedListRow.id))
        .where(col(PublishedListRow.week) == str(week), col(PublishedListRow.service) == context.settings.service)
        .where(col(ListSendingRow.sent_at).is_(None))
    )
    with context.store.read() as session:
        return sorted(session.exec(waiting))


def read_list(body: Any) -> ReferralList:
    """Return a list as it was published."""
    return TypeAdapter(ReferralList).validate_python(body)
