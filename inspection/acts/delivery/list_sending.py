"""Hands published lists over by each addressee's own way, as bundles are: a lease, the sending, then the record.

A list is sent also when it is empty, so that silence means failure: one that does not leave is told to a person.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session, col, select

from inspection.acts.alerts import raise_alert
from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.acts.delivery.list_bundles import list_bundle
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
from inspection.failpoints import failpoint
from inspection.referral.model import Transport
from inspection.reporting.cases import ReferralList
from inspection.store.orders import Place, hidden_referrals
from inspection.store.records import Alert
from inspection.store.referrals import ListSending, PublishedList, ReferralRow
from inspection.time_of import IsoWeek, day_in_brussels, now
from inspection.trust import Trail, ask, recorded

_FAILING = "list_failing"
_MOST = 200  # in one run; more than there are addressees


@dataclass(frozen=True)
class _Leased:
    published: PublishedList
    way: Transport
    lease: str


def deliver_lists(
    transports: Sequence[Transport],
    by: str = "system",
    *,
    limit: int = _MOST,
    at: datetime | None = None,
    office: Office | None = None,
) -> Delivered:
    """Hand over up to `limit` published lists that are due, the oldest first; the same one twice has one key.

    Result: how many were sent, failed (tried again later by themselves), or have no way of this installation.
    Errors: `AccessRefused`; what is wrong with one list is kept with it, and the next one leaves.
    """
    here = office or this_office()
    counts: Counter[str] = Counter()
    for _ in range(_waiting(here, limit, at or now())):
        leased = _lease(here, transports, by, at or now())
        if leased is None:
            break
        counts[_send(here, leased, by, at)] += 1
    return Delivered(counts["sent"], counts["failed"], _tell_unreached(here, transports, by, at or now()))


def _waiting(here: Office, limit: int, at: datetime) -> int:
    """Return how many are due, `limit` at most: a look that holds up no writer, since all but a few turns find none."""
    with here.store.read() as session:
        return min(limit, len(_due(session, here.settings.service, at)))


def _lease(here: Office, ways: Sequence[Transport], by: str, at: datetime) -> _Leased | None:
    with recorded(here.store, by=by, at=at) as trail:
        ask(trail.session, by, "list.send", service=here.settings.service)
        for sending, published in _due(trail.session, here.settings.service, at):
            way = _way(here, published, ways, at)
            if way is not None:
                lease = hold(sending, at, here.settings.lease_seconds)
                sending.attempts += 1
                facts = {"attempt": sending.attempts, "way": way.name}
                trail.record("list.start", published.id, stream="list", facts=facts)
                return _Leased(published, way, lease)
        trail.idle()
        return None


def _due(session: Session, service: str, at: datetime) -> list[tuple[ListSending, PublishedList]]:
    wanted = (
        select(ListSending, PublishedList)
        .join(PublishedList, col(PublishedList.id) == col(ListSending.list_id))
        .where(col(ListSending.sent_at).is_(None), col(ListSending.next_at) <= at)
        .where(is_free(ListSending.lease_until, at), col(PublishedList.service) == service)
        .order_by(col(ListSending.queued_at), col(ListSending.list_id))
    )
    return list(session.exec(wanted))


def _way(here: Office, published: PublishedList, ways: Sequence[Transport], at: datetime) -> Transport | None:
    """Return the addressee's first way as the rules stand now; None also for one that is an addressee no more."""
    to = here.catalogue(day_in_brussels(at)).recipients.get(published.recipient)
    return None if to is None else first_way(to.id, to.transports, ways)


def _send(here: Office, leased: _Leased, by: str, at: datetime | None) -> str:
    """Send outside any transaction; of what goes wrong the code or the kind is kept, never the text."""
    fault: Exception | None = None
    try:
        failpoint("list.leased")
        content = shown_list(here, read_list(leased.published.body), at or now())
        sent_in_time(here, leased.way, list_bundle(content, here), at or now())
    except Exception as trouble:  # noqa: BLE001  one list with a fault of its own must not hold up the next
        fault = trouble
    failpoint("list.sent")
    with recorded(here.store, by=by, at=at or now()) as trail:  # it may have taken long, and waits from now on
        sending = trail.session.get_one(ListSending, leased.published.id)
        if sending.lease_by != leased.lease:
            trail.idle()  # whoever took the lease over records it; the addressee has one effect of both
        else:
            _record(here, trail, sending, leased, fault)
    return "failed" if fault else "sent"


def _record(here: Office, trail: Trail, sending: ListSending, leased: _Leased, fault: Exception | None) -> None:
    let_go(sending)
    facts: dict[str, Any] = {"attempt": sending.attempts, "way": leased.way.name}
    if fault is None:
        sending.sent_at, sending.way = trail.at, leased.way.name
        trail.record("list.sent", sending.list_id, stream="list", facts=facts)
        return
    postpone(sending, trail.at, here.settings.retry_seconds)
    trail.record("list.failed", sending.list_id, stream="list", facts=facts | {"fault": fault_code(fault)})
    if is_to_tell(fault, sending.attempts, here.catalogue(day_in_brussels(trail.at)).deadlines):
        _tell(trail, sending.list_id, leased.published.service)


def _tell_unreached(here: Office, ways: Sequence[Transport], by: str, at: datetime) -> int:
    """Tell once of each list for which this installation has no way; returns how many there are."""
    with here.store.read() as session:
        due = [published for _, published in _due(session, here.settings.service, at)]
        unreached = [one for one in due if _way(here, one, ways, at) is None]
        known = set(session.exec(select(Alert.subject).where(col(Alert.kind) == _FAILING))) if unreached else set()
    if new := [one for one in unreached if one.id not in known]:
        with recorded(here.store, by=by, at=at) as trail:
            raised = [_tell(trail, one.id, one.service) for one in new]
            if not any(raised):  # another process was faster
                trail.idle()
    return len(unreached)


def _tell(trail: Trail, list_id: str, service: str) -> bool:
    return raise_alert(trail, _FAILING, list_id, 1, "", service, role="direction")


def shown_list(here: Office, content: ReferralList, at: datetime) -> ReferralList:
    """Return a published list without what may not stand in it any more: it may have waited for days to leave."""
    day = day_in_brussels(at)
    place = list_place(here.catalogue(day).recipients[content.recipient].kind)
    hidden = select(ReferralRow.reference).where(col(ReferralRow.id).in_(hidden_referrals(place, day)))
    with here.store.read() as session:
        gone = set(session.exec(hidden))
    return replace(content, rows=tuple(row for row in content.rows if row.reference not in gone))


def list_place(kind: str) -> Place:
    """Return which list an office of a kind reads, as embargoes and permissions name it."""
    return "police_list" if kind == "police_directorate" else "magistrate_list"


def unsent_lists(week: IsoWeek, *, office: Office | None = None) -> list[str]:
    """Return the addressees whose list of a week has not left."""
    here = office or this_office()
    waiting = (
        select(PublishedList.recipient)
        .join(ListSending, col(ListSending.list_id) == col(PublishedList.id))
        .where(col(PublishedList.week) == str(week), col(PublishedList.service) == here.settings.service)
        .where(col(ListSending.sent_at).is_(None))
    )
    with here.store.read() as session:
        return sorted(session.exec(waiting))


def read_list(body: Any) -> ReferralList:
    """Return a list as it was published."""
    return TypeAdapter(ReferralList).validate_python(body)
