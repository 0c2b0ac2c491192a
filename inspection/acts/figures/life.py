"""What became of referrals after they left, and test calls of duty numbers, as figures count them."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from inspection.acts.figures.scope import Scope
from inspection.reporting.facts import MagistrateOutcomeFact, RecallFact, TestCallFact
from inspection.store.protection import OnCallTestRow
from inspection.store.referrals import DeliveryRow, OutcomeToldRow, RecallDeletionRow, RecallRow, ReferralRow
from inspection.time_of import day_in_brussels


def told_facts(session: Session, scope: Scope) -> Iterable[MagistrateOutcomeFact]:
    """Yield one outcome a referral: the last that its magistrate told, if that was in the period."""
    wanted = (
        select(OutcomeToldRow, ReferralRow)
        .join(ReferralRow, col(ReferralRow.id) == col(OutcomeToldRow.referral_id))
        .where(col(ReferralRow.service) == scope.service, col(ReferralRow.control_id).not_in(scope.kept_apart()))
        .order_by(col(OutcomeToldRow.recorded_at), col(OutcomeToldRow.id))
    )
    last = {referral.id: (row, referral) for row, referral in session.exec(wanted)}
    for row, referral in last.values():
        if scope.first <= row.told_on <= scope.last:
            yield MagistrateOutcomeFact(on=row.told_on, district=referral.district, outcome=row.outcome)


def test_call_facts(session: Session, scope: Scope) -> Iterable[TestCallFact]:
    """Yield the test calls of the period."""
    wanted = select(OnCallTestRow).where(
        col(OnCallTestRow.service) == scope.service,
        col(OnCallTestRow.tested_at) >= scope.since,
        col(OnCallTestRow.tested_at) < scope.until,
    )
    for row in session.exec(wanted.order_by(col(OnCallTestRow.id))):
        on = day_in_brussels(row.tested_at)
        yield TestCallFact(on=on, recipient_kind=scope.kind_of(row.recipient), answered=row.outcome)


def recall_facts(session: Session, scope: Scope) -> Iterable[RecallFact]:
    """Yield the deliveries that were recalled in the period."""
    deleted = set(session.exec(select(RecallDeletionRow.recall_id)))
    wanted = (
        select(RecallRow, DeliveryRow.recipient, ReferralRow.district)
        .join(DeliveryRow, col(DeliveryRow.id) == col(RecallRow.delivery_id))
        .join(ReferralRow, col(ReferralRow.id) == col(DeliveryRow.referral_id))
        .where(
            col(ReferralRow.service) == scope.service,
            col(ReferralRow.control_id).not_in(scope.kept_apart()),
            col(RecallRow.recalled_at) >= scope.since,
            col(RecallRow.recalled_at) < scope.until,
        )
        .order_by(col(RecallRow.id))
    )
    for row, recipient, district in session.exec(wanted):
        yield RecallFact(
            on=day_in_brussels(row.recalled_at),
            district=district,
            recipient_kind=scope.kind_of(recipient),
            deleted="yes" if row.id in deleted else "no",
        )
