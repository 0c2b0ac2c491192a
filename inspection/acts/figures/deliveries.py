"""Deliveries, our own escalations, and links of cases as figures count them: one delivery an office and a referral."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.acts.figures.scope import Scope
from inspection.life_cycles import DeliveryState
from inspection.referral import delivery
from inspection.reporting.facts import DeliveryFact, EscalationFact, LinkFact
from inspection.store.records import AlertRow
from inspection.store.referrals import DeliveryRow, LinkDecisionRow, ReferralRow
from inspection.time_of import day_in_brussels


def delivery_facts(session: Session, scope: Scope) -> Iterable[DeliveryFact]:
    """Yield the first deliveries that were queued in the period."""
    wanted = (
        select(DeliveryRow, ReferralRow.district)
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .where(
            col(ReferralRow.service) == scope.service,
            col(ReferralRow.control_id).not_in(scope.kept_apart()),
            col(DeliveryRow.supplements).is_(None),
            col(DeliveryRow.queued_at) >= scope.since,
            col(DeliveryRow.queued_at) < scope.until,
        )
        .order_by(col(DeliveryRow.id))
    )
    taken_over = set(session.exec(select(DeliveryRow.replaces).where(col(DeliveryRow.replaces).is_not(None))))
    for row, district in session.exec(wanted):
        yield DeliveryFact(
            on=day_in_brussels(row.queued_at),
            district=district,
            recipient_kind=scope.kind_of(row.recipient),
            state=row.state,
            timeliness=_timeliness(row, scope.at),
            minutes=_minutes(row),
            rerouted=row.id in taken_over,
        )


def escalation_facts(session: Session, scope: Scope) -> Iterable[EscalationFact]:
    """Yield the rungs that were climbed in the period because an answer was missing."""
    wanted = (
        select(AlertRow)
        .join(DeliveryRow, col(DeliveryRow.id) == col(AlertRow.subject))
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .where(
            col(AlertRow.kind) == "delivery_overdue",
            col(AlertRow.service) == scope.service,
            col(AlertRow.raised_at) >= scope.since,
            col(AlertRow.raised_at) < scope.until,
            col(ReferralRow.control_id).not_in(scope.kept_apart()),
        )
        .order_by(col(AlertRow.id))
    )
    for alert in session.exec(wanted):
        yield EscalationFact(on=day_in_brussels(alert.raised_at), district=alert.district, role=alert.for_role)


def link_facts(session: Session, scope: Scope) -> Iterable[LinkFact]:
    """Yield the links that people decided on, by the decision that stands; both cases must be ones that are counted."""
    counted = select(ReferralRow.id).where(
        col(ReferralRow.service) == scope.service, col(ReferralRow.control_id).not_in(scope.kept_apart())
    )
    wanted = select(LinkDecisionRow).where(
        col(LinkDecisionRow.one_id).in_(counted), col(LinkDecisionRow.other_id).in_(counted)
    )
    standing = {row.reference: row for row in session.exec(wanted.order_by(col(LinkDecisionRow.n)))}
    for row in standing.values():
        if scope.since <= row.decided_at < scope.until:
            yield LinkFact(on=day_in_brussels(row.decided_at), ground=row.ground, decision=row.decision)


def _timeliness(row: DeliveryRow, at: datetime) -> str:
    if row.answer_due_at is None:
        return "not_awaited"
    if row.answered_at is not None:
        return "in_time" if row.answered_at <= row.answer_due_at else "late"
    return "overdue" if delivery.is_overdue(row, at) else "running"


def _minutes(row: DeliveryRow) -> float | None:
    if row.state != DeliveryState.ACKNOWLEDGED or row.answered_at is None:
        return None
    return max(0.0, (row.answered_at - row.queued_at).total_seconds() / 60)
