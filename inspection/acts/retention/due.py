"""What is due: a record whose time is over."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Due:
    """A record whose time is over; a legal hold on it, or on what it belongs to, keeps it."""

    subject: str
    belongs_to: str
