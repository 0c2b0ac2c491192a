"""Hands notices over where an office has an automatic way: a lease, the sending outside any transaction, the record.

A notice that was stopped meanwhile is not sent: whether it still may be is asked in the transaction that leases it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.acts.outbox import Delivered, fault_code, first_way, hold, is_free, let_go, postpone, sent_in_time
from inspection.acts.protection import add_try, notice_of, office_of
from inspection.acts.referrals import tell_head
from inspection.failpoints import failpoint
from inspection.referral.bundle import notice_bundle
from inspection.referral.model import Transport
from inspection.store.protection import NoticeRow
from inspection.time_of import day_in_brussels, now
from inspection.trust import Trail, ask, recorded
from sectors.rules import Recipient


@dataclass(frozen=True)
class _Leased:
    row: NoticeRow
    to: Recipient
    way: Transport
    lease: str


def deliver_notices(
    transports: Sequence[Transport] | Mapping[str, Transport],
    by: str = "system",
    *,
    limit: int = 50,
    at: datetime | None = None,
    office: Office | None = None,
) -> Delivered:
    """Hand over up to `limit` notices that are due, the oldest first; the same one twice has one key.

    Errors: `AccessRefused`; what is wrong with one notice is kept with it, and the next one leaves.
    """
    here = office or this_office()
    ways = list(transports.values()) if isinstance(transports, Mapping) else list(transports)
    counts: Counter[str] = Counter()
    for _ in range(limit):
        moment = at or now()
        leased = _lease(here, ways, by, moment)
        if leased is None:
            break
        counts[_send(here, leased, by, at)] += 1
    return Delivered(counts["sent"], counts["failed"], _by_hand(here, ways, by, at or now()))


def _lease(here: Office, ways: Sequence[Transport], by: str, at: datetime) -> _Leased | None:
    with recorded(here.store, by=by, at=at) as trail:
        ask(trail.session, by, "notice.send")
        for row in _due(trail, at):
            to = office_of(here, row, at)
            way = first_way(to.id, to.transports, ways) if to else None
            if to and way:
                lease = hold(row, at, here.settings.lease_seconds)
                trail.record("notice.start", row.id, stream="notice", facts={"kind": row.kind, "way": way.name})
                return _Leased(row, to, way, lease)
        trail.idle()
        return None


def _due(trail: Trail, at: datetime) -> list[NoticeRow]:
    waits = (col(NoticeRow.state) == "queued", col(NoticeRow.next_at) <= at, is_free(NoticeRow.lease_until, at))
    wanted = select(NoticeRow).where(*waits).order_by(col(NoticeRow.queued_at), col(NoticeRow.id))
    return list(trail.session.exec(wanted))


def _send(here: Office, leased: _Leased, by: str, at: datetime | None) -> str:
    """Send outside any transaction; of what goes wrong the code or the kind is kept, never the text."""
    fault = None
    try:
        failpoint("notice.leased")
        sent_in_time(here, leased.way, notice_bundle(notice_of(here.store, leased.row), leased.to), at or now())
    except Exception as trouble:  # noqa: BLE001  one notice with a fault of its own must not hold up the next
        fault = fault_code(trouble)
    failpoint("notice.sent")
    with recorded(here.store, by=by, at=at or now()) as trail:  # it may have taken long, and waits from now on
        row = trail.session.get_one(NoticeRow, leased.row.id)
        if row.lease_by != leased.lease:
            trail.idle()  # stopped, or taken over by another, while it was on its way
        else:
            _record(here, trail, row, leased, fault)
    return "failed" if fault else "sent"


def _record(here: Office, trail: Trail, row: NoticeRow, leased: _Leased, fault: str | None) -> None:
    let_go(row)
    if fault is None:
        row.state, row.sent_at = "sent", trail.at
    add_try(trail, row, leased.way.name, "failed" if fault else "sent", fault=fault)
    if fault is not None:
        postpone(row, trail.at, here.settings.retry_seconds)
        _tell(here, trail, row)


def _tell(here: Office, trail: Trail, row: NoticeRow) -> None:
    """Tell a person of a notice that does not leave: a child who is alone does not wait for its deadline."""
    if row.attempts >= here.catalogue(day_in_brussels(trail.at)).deadlines.failed_attempts_alert:
        tell_head(trail, "notice_failing", row)


def _by_hand(here: Office, ways: Sequence[Transport], by: str, at: datetime) -> int:
    with recorded(here.store, by=by, at=at) as trail:
        trail.idle()
        offices = [office_of(here, row, at) for row in _due(trail, at)]
    return sum(to is not None and first_way(to.id, to.transports, ways) is None for to in offices)
