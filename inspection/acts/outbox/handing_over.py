"""The outbox: one thing at a time is leased, sent outside any transaction, and recorded once.

Bundles, notices and lists leave by the same loop; each says by an `Outgoing` of its own what is due, what is sent and
what is written of it. A key in what is sent makes a second sending harmless: the addressee has one effect of both.

A lost lease has one meaning. The lease of a process that was slow or died runs out, and another takes the row up.
Whoever sent it first may still come back: that it was sent is a fact, and is recorded where nobody has recorded it yet;
that it failed is said by the process that holds the lease now, and by no other.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Generic, TypeVar

from sqlmodel import Session

from inspection.acts.outbox.leasing import Delivered, Leasable, acquire_lease, postpone, release_lease
from inspection.acts.outbox.sending import sent_in_time
from inspection.failpoints import failpoint
from inspection.referral.model import Bundle, Sent, Transport
from inspection.trust import AuditedTransaction, Context, audited_transaction, require_in_service

R = TypeVar("R", bound=Leasable)


@dataclass(frozen=True)
class _Leased(Generic[R]):
    """A row that this process may send, by which way, and the lease that says so."""

    row: R
    way: Transport
    lease: str
    attempt: int


class Outgoing(ABC, Generic[R]):
    """What differs between the kinds of things that leave; one is made for each run.

    name
        Of its points at which a test may kill the process, and of its transaction.
    act
        What the table of rights calls sending it.
    """

    name: ClassVar[str]
    act: ClassVar[str]

    def __init__(self, context: Context, ways: Sequence[Transport]) -> None:
        self.app, self.context, self.ways = context.app, context, ways

    @abstractmethod
    def due(self, session: Session, at: datetime) -> tuple[R, Transport] | None:
        """Return the first row that is due and has a way here, the oldest first."""

    @abstractmethod
    def bundle(self, context: Context, row: R) -> Bundle:
        """Return what is sent."""

    @abstractmethod
    def current(self, session: Session, row: R) -> R:
        """Return the row as it stands now."""

    @abstractmethod
    def is_waiting(self, row: R) -> bool:
        """Tell whether what became of a sending is still to be recorded; a kind may not, once stopped."""

    @abstractmethod
    def started(self, tx: AuditedTransaction, row: R, way: Transport) -> None:
        """Write that a sending begins."""

    @abstractmethod
    def sent(self, tx: AuditedTransaction, row: R, way: Transport, attempt: int, sent: Sent) -> None:
        """Write that it was sent, at which attempt."""

    @abstractmethod
    def failed(self, tx: AuditedTransaction, row: R, way: Transport, attempt: int, fault: Exception) -> None:
        """Write that it failed, at which attempt, and tell whoever can do something about it."""

    @abstractmethod
    def unreached(self, context: Context) -> int:
        """Return how many are due and have no way here: somebody must carry them."""


def hand_over(kind: Outgoing[R], *, limit: int) -> Delivered:
    """Hand over up to `limit` of what is due, the oldest first; several processes may do so at once.

    Result: how many were sent, failed (tried again later by themselves), or need a person.
    Errors: `AccessRefused`; what is wrong with one is kept with it, and the next one leaves.
    """
    counts: Counter[str] = Counter()
    with kind.context.store.one_look():  # that holds up no writer: all but a few turns find nothing
        require_in_service(kind.context, kind.act)
        if not _is_due(kind, kind.context.refreshed()):
            return Delivered(0, 0, kind.unreached(kind.context.refreshed()))
    for _ in range(limit):
        context = kind.context.refreshed()
        leased = _leased(kind, context) if _is_due(kind, context) else None
        if leased is None:
            break
        failpoint(f"{kind.name}.leased")
        counts[_send(kind, leased)] += 1
    return Delivered(counts["sent"], counts["failed"], kind.unreached(kind.context.refreshed()))


def _is_due(kind: Outgoing[R], context: Context) -> bool:
    with context.store.read() as session:
        return kind.due(session, context.at) is not None


def _leased(kind: Outgoing[R], context: Context) -> _Leased[R] | None:
    with audited_transaction(context) as tx:
        tx.require(kind.act, service=context.settings.service)
        found = kind.due(tx.session, context.at)
        if found is None:
            tx.mark_unchanged()
            return None
        row, way = found
        lease = acquire_lease(row, context.at, context.settings.lease_seconds)
        kind.started(tx, row, way)
        return _Leased(row, way, lease, row.attempts)


def _send(kind: Outgoing[R], leased: _Leased[R]) -> str:
    """Send, then record; an outcome that nobody recorded is sent again with the same key.

    Everything is caught here, at the rim: one that does not open, or a transport with a fault of its own, must not hold
    up what stands behind it. Of what went wrong the code or the kind is kept, never the text.
    """
    context = kind.context.refreshed()
    try:
        sent = sent_in_time(context.app, leased.way, kind.bundle(context, leased.row), context.at)
        failpoint(f"{kind.name}.sent")
        _record_sent(kind, leased, sent)
    except Exception as fault:  # noqa: BLE001  see above
        _record_failed(kind, leased, fault)
        return "failed"
    failpoint(f"{kind.name}.recorded")
    return "sent"


def _record_sent(kind: Outgoing[R], leased: _Leased[R], sent: Sent) -> None:
    with audited_transaction(replace(kind.context, at=sent.at), kind.name) as tx:
        row = kind.current(tx.session, leased.row)
        if not kind.is_waiting(row):
            tx.mark_unchanged()
            return
        release_lease(row)
        kind.sent(tx, row, leased.way, leased.attempt, sent)


def _record_failed(kind: Outgoing[R], leased: _Leased[R], fault: Exception) -> None:
    context = kind.context.refreshed()  # the sending may have taken long: the next try waits from now on
    with audited_transaction(context) as tx:
        row = kind.current(tx.session, leased.row)
        if row.lease_by != leased.lease or not kind.is_waiting(row):
            tx.mark_unchanged()
            return
        release_lease(row)
        kind.failed(tx, row, leased.way, leased.attempt, fault)
        postpone(row, context.at, context.settings.retry_seconds)
