"""How late something is, or how much time is left: one number and its unit, as people say it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

Unit = Literal["days", "hours", "minutes"]
_LENGTHS: tuple[tuple[Unit, timedelta], ...] = (
    ("days", timedelta(days=1)),
    ("hours", timedelta(hours=1)),
    ("minutes", timedelta(minutes=1)),
)


@dataclass(frozen=True, kw_only=True)
class Span:
    """So many days, hours or minutes; late, or still to come."""

    is_late: bool
    n: int
    unit: Unit


def span(due_at: datetime, at: datetime) -> Span:
    """Return how late a deadline is at a moment, or how much time is left.

    Only what has passed whole is counted: after 47 hours something is one day late, and with 47 hours left there is one
    day left. Nothing is said in less than one minute. It is the time that really passes: a night on which the clock is
    set back has an hour more.

    Arguments: two moments with their zones.
    """
    due, now = due_at.astimezone(UTC), at.astimezone(UTC)
    length = abs(now - due)
    unit, one = next(((unit, one) for unit, one in _LENGTHS if length >= one), _LENGTHS[-1])
    return Span(is_late=due < now, n=max(1, length // one), unit=unit)
