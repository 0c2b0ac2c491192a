"""What offices were to say later: how a case went on, and the call that they promised."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from inspection.acts import orders, outbox
from inspection.acts.alerts import Alarm, alarm, registrars, rung
from inspection.referral.outcomes import next_outcome_due
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import (
    WITHOUT_BUNDLE,
    CallRow,
    DeliveryRow,
    OutcomeToldRow,
    ReferralRow,
    TakenOnRow,
)
from inspection.time_of import day_in_brussels, months_later
from inspection.trust import AppContext, Context, audited_transaction

_ASK = "outcome.ask"


@dataclass(frozen=True)
class OutcomeDue:
    """An office of a magistrate that is asked how a case went on: by which delivery it took it on, and which time."""

    delivery: DeliveryRow
    referral: ReferralRow
    day: date
    months: int


def missing_outcomes(session: Session, app: AppContext, at: datetime) -> Iterable[Alarm]:
    """Tell the coordination, once for each asking, of an outcome that was asked for and did not come.

    Nobody outside is chased for it: it is asked on the portal, and the magistrate tells what may be told.
    """
    today = day_in_brussels(at)
    late = timedelta(days=app.catalogue(today).deadlines.outcome_late_days)
    for due in _due(session, app, today):
        if today > due.day + late:
            yield alarm("outcome_missing", due.delivery.id, due.months, due.referral, "supervisor")


def to_ask(session: Session, app: AppContext, at: datetime) -> list[OutcomeDue]:
    """Return what is to be asked now and was not asked before, as the trail says."""
    due = list(_due(session, app, day_in_brussels(at)))
    asked = _asked(session, sorted({one.delivery.id for one in due}))
    return [one for one in due if (one.delivery.id, one.months) not in asked]


def ask_outcomes(context: Context, due: Sequence[OutcomeDue]) -> None:
    """Record that outcomes are asked; the portal shows it, and nothing else does."""
    if not due:
        return
    with audited_transaction(context) as tx:
        tx.require("deadlines.chase", service=context.settings.service)
        for one in due:
            facts = {"recipient": one.delivery.recipient, "months": one.months}
            tx.record(_ASK, one.delivery.id, stream="referral", facts=facts)


def missed_promises(session: Session, app: AppContext, at: datetime) -> Iterable[Alarm]:
    """Tell the head of the team of a promised call that nobody noted, once for each promise that holds."""
    minutes = app.catalogue(day_in_brussels(at)).deadlines.ring_back_late_minutes
    registered = registrars(session)
    for taken, row, referral in _promises(session, at - timedelta(minutes=minutes)):
        if taken.rings_back_at is not None and not _has_rung(session, taken, row):
            step = int(taken.rings_back_at.timestamp() // 60)
            yield alarm("ring_back_missed", row.id, step, referral, *rung(referral.control_id, registered))


def _due(session: Session, app: AppContext, today: date) -> Iterator[OutcomeDue]:
    rules = app.catalogue(today).deadlines
    for row, referral in _taken_on(session, app, today):
        told = select(OutcomeToldRow.outcome, col(OutcomeToldRow.told_on)).where(
            col(OutcomeToldRow.referral_id) == referral.id, col(OutcomeToldRow.recipient) == row.recipient
        )
        since = day_in_brussels(row.answered_at or row.queued_at)
        found = next_outcome_due(since, session.exec(told).all(), today, rules)
        if found is not None and found[0] <= today:
            yield OutcomeDue(row, referral, *found)


def _taken_on(session: Session, app: AppContext, today: date) -> Iterator[tuple[DeliveryRow, ReferralRow]]:
    """Yield the first reports that magistrates' offices took on so long ago that something may be asked."""
    catalogue = app.catalogue(today)
    rules = catalogue.deadlines
    offices = sorted(one.id for one in catalogue.recipients.values() if one.kind in orders.MAGISTRATES)
    wanted = (
        select(DeliveryRow, ReferralRow)
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .where(col(DeliveryRow.state) == "acknowledged", col(DeliveryRow.supplements).is_(None))
        .where(col(DeliveryRow.recipient).in_(offices), col(DeliveryRow.ended_at).is_(None))
        .order_by(col(DeliveryRow.id))
        .options(WITHOUT_BUNDLE)
    )
    earliest = months_later(today, -rules.outcome_chased_months)
    latest = months_later(today, -rules.outcome_months[0])
    return (
        (row, referral)
        for row, referral in session.exec(wanted).all()
        if row.answered_at is not None and earliest <= day_in_brussels(row.answered_at) <= latest
        if row.reason in catalogue.shares and catalogue.shares[row.reason].is_of_case
        if outbox.last_to_each(session, referral)[row.recipient].message not in ("withdrawal", "recall")
    )


def _asked(session: Session, deliveries: Sequence[str]) -> set[tuple[str, int]]:
    mine = select(AuditEntryRow).where(
        col(AuditEntryRow.stream) == "referral",
        col(AuditEntryRow.act) == _ASK,
        col(AuditEntryRow.subject).in_(deliveries),
    )
    return {(entry.subject, entry.facts["months"]) for entry in session.exec(mine)} if deliveries else set()


def _promises(session: Session, before: datetime) -> Iterator[tuple[TakenOnRow, DeliveryRow, ReferralRow]]:
    """Yield what was said last by each office of each case, where its moment to ring back has passed."""
    wanted = (
        select(TakenOnRow, DeliveryRow, ReferralRow)
        .join(DeliveryRow, col(DeliveryRow.id) == col(TakenOnRow.delivery_id))
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .where(col(DeliveryRow.ended_at).is_(None))
        .order_by(col(TakenOnRow.noted_at), col(TakenOnRow.id))
        .options(WITHOUT_BUNDLE)
    )
    last = {(row.referral_id, row.recipient): (taken, row, referral) for taken, row, referral in session.exec(wanted)}
    return (one for one in last.values() if one[0].rings_back_at is not None and one[0].rings_back_at < before)


def _has_rung(session: Session, taken: TakenOnRow, row: DeliveryRow) -> bool:
    """Tell whether a call with the office about the case was noted after the promise."""
    mine = (
        select(CallRow.id)
        .join(DeliveryRow, col(DeliveryRow.id) == col(CallRow.delivery_id))
        .where(col(DeliveryRow.referral_id) == row.referral_id, col(DeliveryRow.recipient) == row.recipient)
        .where(col(CallRow.at) > taken.noted_at)
    )
    return session.exec(mine).first() is not None
