"""Listens for silence: what is overdue is asked, not waited for; each reminder and escalation is made once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from inspection.acts.alerts import Alarm, Ring, end_alerts, not_ended, raise_alert
from inspection.acts.chasing.ended import ended
from inspection.acts.chasing.outcomes import ask_outcomes, missed_promises, missing_outcomes, outcomes_due, to_ask
from inspection.acts.chasing.silences import awaited, refused, stale_numbers, unanswered, unanswered_notices
from inspection.acts.chasing.waiting import clocks, unconfirmed_partners, undecided
from inspection.acts.follow_ups import waiting_follow_ups
from inspection.acts.watch import breach_alarms
from inspection.life_cycles import DeliveryState
from inspection.referral import delivery
from inspection.store.records import AlertRow
from inspection.store.referrals import DeliveryRow
from inspection.trust import AuditedTransaction, Context, audited_transaction, require_permission

_BATCH = 200


@dataclass(frozen=True, kw_only=True)
class Overdue:
    """A delivery whose answer is missing after its deadline."""

    delivery_id: str
    reference: str
    recipient: str
    district: str
    service: str
    due_at: datetime
    state: DeliveryState


@dataclass(frozen=True)
class _New:
    """An alarm that nobody raised before, with whom to ring."""

    alarm: Alarm
    rings: Ring | None


@dataclass(frozen=True)
class Chased:
    """What one run raised anew, nothing when everything was said before; and how many alerts it ended."""

    raised: int
    overdue: int
    ended: int = 0


def overdue(context: Context) -> list[Overdue]:
    """Return the deliveries whose answer is missing at a moment, the longest overdue first."""
    with context.store.read() as session:
        require_permission(session, context, "delivery.list")
        late = list(awaited(session, _is_overdue(context.at)))
    found = [
        Overdue(
            delivery_id=d.id,
            reference=r.reference,
            recipient=d.recipient,
            district=r.district,
            service=r.service,
            due_at=d.answer_due_at or context.at,
            state=d.state,
        )
        for d, r in late
    ]
    return sorted(found, key=lambda o: (o.due_at, o.delivery_id))


def _is_overdue(at: datetime) -> ColumnElement[bool]:
    """Return, as a condition of a query, that an awaited answer is overdue."""
    return delivery.is_past(col(DeliveryRow.answer_due_at), at)


def chase(context: Context) -> Chased:
    """Raise what is due at a moment: reminders, escalations, refusals that nobody rerouted, undecided suspicions, legal
    clocks, partners of joint actions that have not confirmed, what is owed after a decision; and ask magistrates'
    offices for outcomes that are due, on the portal alone. Alerts of what is over end.

    Escalation is a dated act on our side and no end: the addressee's deadline has passed, so the house climbs its own
    ladder, one rung for each further period without an answer.
    """
    with context.store.read() as session:
        require_permission(session, context, "deadlines.chase", service=context.settings.service)
        due = outcomes_due(session, context.app, context.at)
        alarms = [
            *unanswered(session, context.app, context.at),
            *refused(session, context.at),
            *stale_numbers(session, context.app, context.at),
            *undecided(session, context.app, context.at),
            *clocks(session, context.at),
            *unconfirmed_partners(session, context.app, context.at),
            *unanswered_notices(session, context.at),
            *waiting_follow_ups(session, context.app, context.at),
            *missing_outcomes(context.app, due, context.at),
            *missed_promises(session, context.app, context.at),
            *breach_alarms(session, context.app, context.at),
        ]
        asked = to_ask(session, due)
        new = _new(session, alarms)
        over = ended(session, context.app, context.at, alarms)
        late = sum(1 for _ in awaited(session, _is_overdue(context.at)))
    ask_outcomes(context, asked)
    raised = 0
    for start in range(0, len(new), _BATCH):
        raised += _raise(context, new[start : start + _BATCH])
    gone = sum(_end(context, over[start : start + _BATCH]) for start in range(0, len(over), _BATCH))
    return Chased(raised, late, gone)


def _new(session: Session, alarms: Sequence[Alarm]) -> list[_New]:
    """Leave out what was raised before and did not end, so that what everybody was told long ago holds up no writer."""
    subjects: dict[str, set[str]] = {}
    for alarm in alarms:
        subjects.setdefault(alarm.kind, set()).add(alarm.subject)
    told = {key for kind, mine in subjects.items() for key in _told(session, kind, sorted(mine))}
    return [_New(alarm, alarm.rings() if alarm.rings else None) for alarm in alarms if alarm.key not in told]


def _told(session: Session, kind: str, subjects: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """Yield the keys of the alerts of a kind about these subjects; by kind first, as they are found by index."""
    for start in range(0, len(subjects), _BATCH):
        some = col(AlertRow.subject).in_(subjects[start : start + _BATCH])
        yield from session.exec(
            select(AlertRow.kind, AlertRow.subject, AlertRow.step).where(col(AlertRow.kind) == kind, some, not_ended())
        )


def _raise(context: Context, new: Sequence[_New]) -> int:
    with audited_transaction(context) as tx:
        tx.require("deadlines.chase")
        raised = sum(_one(tx, one.alarm, one.rings) for one in new)
        if not raised:
            tx.mark_unchanged()
    return raised


def _end(context: Context, ids: Sequence[str]) -> int:
    with audited_transaction(context) as tx:
        tx.require("deadlines.chase")
        gone = end_alerts(tx, col(AlertRow.id).in_(ids))
        if not gone:  # somebody took them on meanwhile
            tx.mark_unchanged()
    return gone


def _one(tx: AuditedTransaction, a: Alarm, rings: Ring | None) -> bool:
    return raise_alert(tx, *a.key, a.district, a.service, role=a.role, user=a.user, rings=rings)
