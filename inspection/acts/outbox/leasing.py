"""Leases: how long what could not be handed over waits, and what nobody else is handing over just now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement
from sqlmodel import col, or_

from inspection.errors import InspectionError, ReferralFault
from inspection.referral.delivery import transports
from inspection.store.core import new_id
from sectors.rules.service import DeadlineRules

_LONGEST_WAIT = timedelta(hours=1)
_MOST_DOUBLINGS = 12


@dataclass(frozen=True)
class Delivered:
    """What one run did.

    by_hand
        What no given transport may carry: somebody must telephone.
    """

    sent: int = 0
    failed: int = 0
    by_hand: int = 0


class Leasable(Protocol):
    """A row of what is handed over: a bundle, a notice, a list."""

    next_at: datetime
    attempts: int
    lease_until: datetime | None
    lease_by: str | None


def acquire_lease(row: Leasable, at: datetime, seconds: int) -> str:
    """Hold a row for one sending; returns the lease, by which whoever sends knows later whether it is still theirs."""
    row.lease_until, row.lease_by = at + timedelta(seconds=seconds), new_id()
    return row.lease_by


def release_lease(row: Leasable) -> None:
    """Hold a row no longer."""
    row.lease_until, row.lease_by = None, None


def postpone(row: Leasable, at: datetime, first_seconds: int) -> None:
    """Have a row wait after its attempts so far: twice as long each time, an hour at most."""
    row.next_at = at + min(
        timedelta(seconds=first_seconds * 2 ** min(row.attempts - 1, _MOST_DOUBLINGS)), _LONGEST_WAIT
    )


def is_free(lease_until: Any, at: datetime) -> ColumnElement[bool]:
    """Return, as a condition of a query, that no other process holds a row: its lease ran out, or there is none."""
    return or_(col(lease_until).is_(None), col(lease_until) <= at)


def is_to_tell(fault: Exception, attempts: int, deadlines: DeadlineRules) -> bool:
    """Tell a person at once of what time does not mend; of an addressee that is away, after some attempts."""
    passes = isinstance(fault, ReferralFault | OSError) and not isinstance(fault, transports.LastingReferralFault)
    return not passes or attempts >= deadlines.failed_attempts_alert


def fault_code(fault: Exception) -> str:
    """Return what is kept of what went wrong: the code or the kind, never the text."""
    return fault.code if isinstance(fault, InspectionError) else type(fault).__name__
