"""One line of what happened with a case, and what such lines are made from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session

from inspection.referral.model import CallMade
from inspection.store.core import Store
from inspection.store.referrals import DeliveryRow, ReferralRow


@dataclass(frozen=True, kw_only=True)
class Event:
    """One line.

    what
        "decided", "queued", "attempt", "opened", "called", "answered", "deadline", "taken_on", "asked", "replied",
        "escalated", "checked", "change", "change_end", "recall", "deletion", "embargo", "embargo_end", "outcome",
        "sent_on", "rung_on_site".
    who
        Id of an office, "" for us.
    how
        A code that says more: the way and outcome of an attempt, the role of who answered, an answer, a reason.
    by
        Id of the user of ours who did it; "" where the system did or nobody of ours.
    until, last_day
        A moment that was promised or set, or the last day of an embargo.
    about
        Reference of a person.
    words, telephone
        What was said, and a direct number that was given; None as long as nobody said why they look, "" where there
        is nothing.
    """

    at: datetime
    what: str
    who: str = ""
    how: tuple[str, ...] = ()
    by: str = ""
    about: str = ""
    until: datetime | None = None
    last_day: date | None = None
    words: str | None = field(default=None, repr=False)
    telephone: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Told:
    """What the lines are made from: a case, its deliveries, and how its sealed words are opened, if at all."""

    session: Session
    store: Store
    referral: ReferralRow
    deliveries: Sequence[DeliveryRow]
    with_words: bool
    at: datetime
    on_site: Sequence[CallMade] = ()  # the calls that the report tells of: they stand sealed in the control

    @property
    def ids(self) -> list[str]:
        """The ids of the deliveries."""
        return [row.id for row in self.deliveries]

    def office(self, delivery_id: str) -> str:
        """Return whose delivery it is."""
        return next(row.recipient for row in self.deliveries if row.id == delivery_id)

    def words(self, place: str, id_: str, sealed: bytes | None) -> str | None:
        """Return what was said, where it may be shown."""
        if not self.with_words:
            return None
        return self.store.unseal(place, id_, sealed) if sealed else ""
