"""The life of a delivery: which state may follow which, by when an answer is due, when a referral is closed.

queued → sent → delivered → acknowledged | refused. A later state may be reached directly (a telephone call that is the
answer). *Overdue* is no state: it follows from the deadline and the moment at which one asks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from inspection.errors import ReferralFault
from inspection.life_cycles import DeliveryState
from inspection.referral.model import Addressee

_ANSWERED = frozenset({DeliveryState.ACKNOWLEDGED, DeliveryState.REFUSED})
TRANSITIONS: Mapping[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.QUEUED: frozenset(DeliveryState) - {DeliveryState.QUEUED},
    DeliveryState.SENT: frozenset({DeliveryState.DELIVERED, *_ANSWERED}),
    DeliveryState.DELIVERED: _ANSWERED,
    DeliveryState.ACKNOWLEDGED: frozenset(),
    DeliveryState.REFUSED: frozenset(),
}
Told_co = TypeVar("Told_co", covariant=True)
# What a delivery may say that somebody has to take on: the report, or what stands in its place.
_REPORTS = frozenset({"report", "correction"})


class Deadline(Protocol[Told_co]):
    """A moment, or a column of moments: what a comparison tells of it is yes or no, or a condition of a query."""

    def __lt__(self, at: datetime, /) -> Told_co: ...


class Awaited(Protocol):
    """A delivery as far as its answer goes; the store's row and what screens show have these fields too."""

    @property
    def id(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def answer_due_at(self) -> datetime | None: ...
    @property
    def replaces(self) -> str | None: ...
    @property
    def message(self) -> str: ...
    @property
    def ended_at(self) -> datetime | None: ...


class Reminded(Awaited, Protocol):
    """A delivery whose addressee is rung before the answer is due."""

    @property
    def reminder_at(self) -> datetime | None: ...


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A delivery as a plain value; `replaces` is the id of a refused one that was rerouted here."""

    id: str
    recipient: str
    state: DeliveryState
    queued_at: datetime
    answer_due_at: datetime | None
    reminder_at: datetime | None
    replaces: str | None = None
    message: str = "report"
    ended_at: datetime | None = None


def open_delivery(id_: str, addressee: Addressee, queued_at: datetime) -> Delivery:
    """Return a queued delivery with its deadlines."""
    return Delivery(
        id=id_,
        recipient=addressee.recipient,
        state=DeliveryState.QUEUED,
        queued_at=queued_at,
        answer_due_at=due_at(queued_at, addressee.answer_hours),
        reminder_at=due_at(queued_at, addressee.reminder_hours),
    )


def due_at(queued_at: datetime, hours: int | None) -> datetime | None:
    """Return the moment `hours` after queueing; None where nothing is awaited.

    Counted from the queue, not from the sending: what cannot be sent must become overdue too.
    """
    return None if hours is None else queued_at + timedelta(hours=hours)


def next_state(state: DeliveryState, event: DeliveryState) -> DeliveryState:
    """Return the state after an event, which is the state that it reports.

    The same event again, or one that comes late (delivered after acknowledged), changes nothing: messages repeat and
    overtake each other. Raises ReferralFault where an answer contradicts the one that was given; what becomes
    of a contradiction is said in `acts.referrals.contradicting`.
    """
    if event in TRANSITIONS[state]:
        return event
    if event == state or state in TRANSITIONS[event]:
        return state
    raise ReferralFault("REFER-302", state=state, event=event)


def is_open(delivery: Awaited) -> bool:
    """Tell whether an answer is awaited and has not come; of what has ended nobody awaits one.

    The one rule of it: screens, lists, figures and the chase ask here.
    """
    is_answered = delivery.state in _ANSWERED
    return delivery.answer_due_at is not None and delivery.ended_at is None and not is_answered


def is_past(due_at: Deadline[Told_co], at: datetime) -> Told_co:
    """Tell whether a deadline has passed: at the very deadline it has not yet. Of a column, a condition of a query."""
    return due_at < at


def is_overdue(delivery: Awaited, at: datetime) -> bool:
    """Tell whether the answer is missing after its deadline."""
    return is_open(delivery) and delivery.answer_due_at is not None and is_past(delivery.answer_due_at, at)


def is_reminder_due(delivery: Reminded, at: datetime) -> bool:
    """Tell whether it is time to ring: no answer, and the reminder's moment has come."""
    return is_open(delivery) and delivery.reminder_at is not None and at >= delivery.reminder_at


def is_closed(deliveries: Iterable[Awaited]) -> bool:
    """Tell whether a referral is closed: every awaited delivery acknowledged, or refused and rerouted.

    A referral without any awaited delivery is not closed: nobody has answered it.
    """
    every = list(deliveries)
    awaited = [delivery for delivery in every if delivery.answer_due_at is not None]
    rerouted = {delivery.replaces for delivery in every}
    return bool(awaited) and all(
        one.state == DeliveryState.ACKNOWLEDGED or (one.state == DeliveryState.REFUSED and one.id in rerouted)
        for one in awaited
    )


def left_after_refusal(deliveries: Iterable[Awaited]) -> set[str]:
    """Return the ids of awaited reports that were refused and that nobody has sent to another office.

    A refusal ends nothing: until then whoever is concerned has nobody who took them on. What was withdrawn or recalled
    goes nowhere any more, and a message about that is no report. The one rule: screen and ladder ask here.
    """
    every = list(deliveries)
    rerouted = {delivery.replaces for delivery in every}
    return {
        d.id
        for d in every
        if d.state == DeliveryState.REFUSED
        and d.message in _REPORTS
        and d.answer_due_at is not None
        and d.ended_at is None
        and d.id not in rerouted
    }
