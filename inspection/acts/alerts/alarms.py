"""Alarms: what to tell somebody of the house, who that is at each rung of its ladder, and when a rung is reached."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, exists, select

from inspection.acts.alerts.alerting import not_ended
from inspection.acts.alerts.on_call import Ring
from inspection.referral import delivery
from inspection.store.controls import ControlRow
from inspection.store.orders import JudicialControlRow, JudicialOrderRow
from inspection.store.records import AlertRow
from inspection.store.referrals import ReferralRow
from inspection.store.weeks import JointActionRow

# Who is told at each further period without an answer; the last one is told once, and stays told.
LADDER = ("team_head", "supervisor", "direction")


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """Something to tell somebody of the house, once for each kind, subject and step.

    rings
        Looks up whom to ring; asked only when the alarm is new, since rosters are long and most alarms are old.
    """

    kind: str
    subject: str
    step: int
    district: str
    service: str
    role: str
    user: str | None = None
    rings: Callable[[], Ring] | None = None

    @property
    def key(self) -> tuple[str, str, int]:
        return self.kind, self.subject, self.step


class Whose(NamedTuple):
    """Of which district and service something is: all that an alarm needs of a row."""

    district: str
    service: str


def alarm(
    kind: str,
    subject: str,
    step: int,
    of: ReferralRow | ControlRow | JointActionRow | Whose,
    role: str,
    user: str | None = None,
) -> Alarm:
    """Return an alarm about a row of one of ours, in its district."""
    return Alarm(kind=kind, subject=subject, step=step, district=of.district, service=of.service, role=role, user=user)


def told(kind: str, subject: Any, step: int) -> ColumnElement[bool]:
    """Return whether an alarm was raised and did not end by itself, as a condition of a query."""
    mine = col(AlertRow.kind) == kind, col(AlertRow.subject) == col(subject), col(AlertRow.step) == step
    return exists().where(*mine, not_ended())


def steps(queued_at: datetime, due_at: datetime, at: datetime) -> int:
    """Return how many rungs were passed: one at the deadline, one more for each further period of the same length."""
    if not delivery.is_past(due_at, at):
        return 0
    period = max(due_at - queued_at, timedelta(minutes=1))
    return min(1 + int((at - due_at) / period), len(LADDER))


def rung(control_id: str, registrars: Mapping[str, str], step: int = 1) -> tuple[str, str | None]:
    """Return for which role and whom a rung is: of ordered work, on every rung, only for who registered the order."""
    return ("supervisor", registrars[control_id]) if control_id in registrars else (LADDER[step - 1], None)


def registrars(session: Session) -> dict[str, str]:
    """Return by control who registered the order that it answers."""
    wanted = select(JudicialControlRow.control_id, JudicialOrderRow.ordered_by).join(
        JudicialOrderRow, col(JudicialOrderRow.id) == col(JudicialControlRow.order_id)
    )
    return dict(session.exec(wanted).all())
