"""What offices were to say later: how a case went on, and the call that they promised."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, or_, select

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
    for rings_back_at, row, referral in session.exec(_broken_promises(at - timedelta(minutes=minutes))):
        step = int(rings_back_at.timestamp() // 60)
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


def _broken_promises(before: datetime) -> Any:
    """Return the query of what each office said last of each case, its moment to ring back passed, and no call since.

    Asked in the database: the promises that were kept are as many as the cases ever taken on.
    """
    later, its, ringing, rung_by = aliased(TakenOnRow), aliased(DeliveryRow), aliased(CallRow), aliased(DeliveryRow)
    said_since = (
        select(later.id)
        .join(its, col(its.id) == col(later.delivery_id))
        .where(col(its.referral_id) == col(DeliveryRow.referral_id), col(its.recipient) == col(DeliveryRow.recipient))
        .where(col(its.ended_at).is_(None))
        .where(
            or_(
                col(later.noted_at) > col(TakenOnRow.noted_at),
                and_(col(later.noted_at) == col(TakenOnRow.noted_at), col(later.id) > col(TakenOnRow.id)),
            )
        )
    )
    rung_since = (
        select(ringing.id)
        .join(rung_by, col(rung_by.id) == col(ringing.delivery_id))
        .where(col(rung_by.referral_id) == col(DeliveryRow.referral_id))
        .where(col(rung_by.recipient) == col(DeliveryRow.recipient), col(ringing.at) > col(TakenOnRow.noted_at))
    )
    return (
        select(TakenOnRow.rings_back_at, DeliveryRow, ReferralRow)
        .join(DeliveryRow, col(DeliveryRow.id) == col(TakenOnRow.delivery_id))
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .where(col(DeliveryRow.ended_at).is_(None), col(TakenOnRow.rings_back_at) < before)
        .where(~said_since.exists(), ~rung_since.exists())
        .order_by(col(TakenOnRow.noted_at), col(TakenOnRow.id))
        .options(WITHOUT_BUNDLE)
    )
