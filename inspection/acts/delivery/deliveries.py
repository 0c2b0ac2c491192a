"""Hands queued bundles over: a lease, the sending outside any transaction, then the record of what came of it.

At-least-once sending with a key that makes a second sending harmless: the addressee's side gives the one effect. A
process that dies between the two leaves its lease, and another takes the delivery up when that has run out. Whatever is
wrong with one delivery, it is noted, waits and is told; the next one leaves.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from inspection.acts.answers import close_if_answered
from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.acts.outbox import (
    Delivered,
    fault_code,
    first_way,
    hold,
    is_free,
    is_to_tell,
    let_go,
    postpone,
    sent_in_time,
)
from inspection.acts.referrals import narrowed, tell_head, whole_bundle
from inspection.failpoints import failpoint
from inspection.referral.delivery import next_state
from inspection.referral.model import DeliveryState, Sent, Transport
from inspection.store.core import new_id
from inspection.store.referrals import WITHOUT_BUNDLE, AttemptRow, DeliveryRow, ReferralRow
from inspection.time_of import day_in_brussels, now
from inspection.trust import ask, recorded

_LOOKED_AT = 20  # rows that are read at a time while the first that has a way is sought


@dataclass(frozen=True)
class _Leased:
    row: DeliveryRow
    transport: Transport
    lease: str


def deliver(
    transports: Sequence[Transport] | Mapping[str, Transport],
    by: str = "system",
    *,
    limit: int = 50,
    at: datetime | None = None,
    office: Office | None = None,
) -> Delivered:
    """Hand over up to `limit` bundles that are due, the oldest first; several processes may do so at once.

    Arguments: `transports` what this installation has; each addressee's own order decides which is used for it.
    Result: how many were sent, failed (tried again later by themselves), or need a person.
    """
    here = office or this_office()
    ways = list(transports.values()) if isinstance(transports, Mapping) else list(transports)
    counts: Counter[str] = Counter()
    for _ in range(limit):
        moment = at or now()
        leased = _lease(here, ways, by, moment)
        if leased is None:
            break
        failpoint("delivery.leased")
        counts[_send(here, leased, by, at)] += 1
    return Delivered(counts["sent"], counts["failed"], _by_hand(here, ways, at or now()))


def due(at: datetime | None = None, *, office: Office | None = None) -> frozenset[str]:
    """Return the ids of the deliveries that are to be handed over now: one cheap look, which holds up no writer.

    Whoever waits for the next turn looks here, and goes at once when there is one that was not there before.
    """
    here = office or this_office()
    with here.store.read() as session:
        return frozenset(session.exec(select(DeliveryRow.id).where(*_due(at or now()))))


def _due(at: datetime) -> list[ColumnElement[bool]]:
    """Return what makes a delivery one to hand over now."""
    return [
        col(DeliveryRow.sent_at).is_(None),
        col(DeliveryRow.ended_at).is_(None),
        col(DeliveryRow.state) != "refused",
        col(DeliveryRow.next_at) <= at,
        is_free(DeliveryRow.lease_until, at),
    ]


def _lease(here: Office, ways: Sequence[Transport], by: str, at: datetime) -> _Leased | None:
    with recorded(here.store, by=by, at=at) as trail:
        ask(trail.session, by, "delivery.send")
        found = _first_due(trail.session, ways, at)
        if found is None:
            trail.idle()
            return None
        row, transport = found
        lease = hold(row, at, here.settings.lease_seconds)
        row.attempts += 1
        facts = {"attempt": row.attempts, "transport": transport.name, "bundle": row.bundle_key}
        trail.record("delivery.start", row.id, stream="referral", facts=facts)
        return _Leased(row, transport, lease)


def _first_due(session: Session, ways: Sequence[Transport], at: datetime) -> tuple[DeliveryRow, Transport] | None:
    rows = select(DeliveryRow).where(*_due(at)).order_by(col(DeliveryRow.queued_at), col(DeliveryRow.id))
    for row in session.exec(rows.options(WITHOUT_BUNDLE).execution_options(yield_per=_LOOKED_AT)):
        transport = first_way(row.recipient, row.transports, ways)
        if transport is not None:
            session.refresh(row, ["bundle"])
            return row, transport
    return None


def _by_hand(here: Office, ways: Sequence[Transport], at: datetime) -> int:
    with here.store.read() as session:
        waiting = select(DeliveryRow).where(*_due(at), col(DeliveryRow.state) == "queued").options(WITHOUT_BUNDLE)
        rows = session.exec(waiting).all()
    return sum(first_way(row.recipient, row.transports, ways) is None for row in rows)


def _send(here: Office, leased: _Leased, by: str, at: datetime | None) -> str:
    """Send outside any transaction, then record; an outcome that nobody recorded is sent again with the same key.

    Everything is caught here, at the rim: a bundle that does not open, or a transport with a fault of its own, must not
    hold up what stands behind it. Of what went wrong the code or the kind is kept, never the text.
    """
    moment = at or now()
    try:
        leaves = narrowed(here, leased.row, by, moment)
        sent = sent_in_time(here, leased.transport, whole_bundle(here, leaves), moment)
        failpoint("delivery.sent")
        _record_success(here, leased, by, sent)
    except Exception as fault:  # noqa: BLE001  see above
        _record_failure(here, leased, by, at or now(), fault)  # it may have taken long, and waits from now on
        return "failed"
    failpoint("delivery.recorded")
    return "sent"


def _record_success(here: Office, leased: _Leased, by: str, sent: Sent) -> None:
    with recorded(here.store, by=by, at=sent.at, name="delivery") as trail:
        row = trail.session.get_one(DeliveryRow, leased.row.id)
        if row.sent_at is not None:
            trail.idle()  # whoever took the lease over was faster; the addressee has one effect of both
            return
        row.state = next_state(cast(DeliveryState, row.state), sent.state)
        row.sent_at = sent.at
        let_go(row)
        if sent.state == "delivered":
            row.delivered_at = row.delivered_at or sent.at
        trail.session.add(_attempt(row, leased, sent.at, sent.state, receipt=sent.receipt))
        facts = {"attempt": row.attempts, "transport": leased.transport.name, "state": row.state}
        trail.record("delivery.sent", row.id, stream="referral", facts=facts)
        close_if_answered(trail, row.referral_id)


def _record_failure(here: Office, leased: _Leased, by: str, at: datetime, fault: Exception) -> None:
    code = fault_code(fault)
    with recorded(here.store, by=by, at=at) as trail:
        row = trail.session.get_one(DeliveryRow, leased.row.id)
        if row.lease_by != leased.lease:
            trail.idle()
            return
        let_go(row)
        postpone(row, at, here.settings.retry_seconds)
        trail.session.add(_attempt(row, leased, at, "failed", fault=code))
        trail.record("delivery.failed", row.id, stream="referral", facts={"attempt": row.attempts, "fault": code})
        if is_to_tell(fault, row.attempts, here.catalogue(day_in_brussels(at)).deadlines):
            referral = trail.session.get_one(ReferralRow, row.referral_id)
            tell_head(trail, "delivery_failing", referral, subject=row.id)


def _attempt(
    row: DeliveryRow,
    leased: _Leased,
    at: datetime,
    outcome: str,
    *,
    fault: str | None = None,
    receipt: str | None = None,
) -> AttemptRow:
    return AttemptRow(
        id=new_id(),
        delivery_id=row.id,
        n=row.attempts,
        transport=leased.transport.name,
        at=at,
        outcome=outcome,
        fault=fault,
        receipt=receipt,
    )
