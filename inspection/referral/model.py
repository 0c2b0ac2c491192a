"""A suspicion on its way: who must get it, what they get, and what each delivery has become."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from sectors.model import Lang

DeliveryState = Literal["queued", "sent", "delivered", "acknowledged", "refused"]


@dataclass(frozen=True, kw_only=True)
class Suspicion:
    """What is needed to route an inspector's yes: the forms of exploitation, and whether minors are concerned."""

    forms: tuple[str, ...]
    minors: bool = False


@dataclass(frozen=True, kw_only=True)
class Addressee:
    """An office that must get the referral, why, and by when it must answer."""

    recipient: str
    reason: Literal["place_of_facts", "minor"]
    language: Lang
    transports: tuple[str, ...]
    answer_hours: int | None
    reminder_hours: int | None


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """What one addressee gets: files by name, and the key that makes a second sending harmless.

    key
        Hash over referral, addressee and content: the same bundle never has two effects.
    """

    reference: str
    recipient: str
    key: str
    files: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What a transport reports: accepted for delivery, or already delivered to the addressee's side."""

    state: Literal["sent", "delivered"]
    at: datetime
    receipt: str


class Transport(Protocol):
    """A way to an addressee. Sending twice with one bundle key has one effect, or the transport says that it cannot."""

    name: str
    deduplicates: bool

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        """Hand over a bundle; raises `ReferralFault` when the addressee cannot be reached now."""
        ...
