"""A magistrate's agreement that the notices of a control be given: when one is needed, recorded, and enough."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from inspection.acts import exchanges, orders, protection
from inspection.errors import ReferralFault
from inspection.life_cycles import Decision
from inspection.store.controls import ChainAgreementRow, ControlRow, DecisionRow
from inspection.store.core import new_id
from inspection.store.orders import JudicialControlRow, is_in_force
from inspection.store.referrals import EmbargoRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import Context, answers_alike, audited_transaction

_EVER = datetime.min.replace(tzinfo=UTC)


@answers_alike("chain.agree", "REFER-780")
def record_agreement(context: Context, control_id: str, agreement: exchanges.MagistratePermission) -> None:
    """Record that a magistrate agrees to the notices of a control; it counts until the suspicion is decided anew.

    Errors: `ReferralFault` 780 for no control, 806 for the agreement of somebody else, or without its words;
    `AccessRefused`.
    """
    known = context.app.catalogue(day_in_brussels(context.at)).recipients.get(agreement.authority)
    if known is None or known.kind not in orders.MAGISTRATES or not agreement.words.strip():
        raise ReferralFault("REFER-806")
    with audited_transaction(context) as tx:
        row = protection.find_control(context, tx.session, control_id)
        tx.require("chain.agree", district=protection.own_district(row, context.by), service=row.service)
        id_, store = new_id(), tx.store
        made = ChainAgreementRow(
            id=id_,
            control_id=row.id,
            authority=store.seal("chain_agreement.authority", id_, agreement.authority, case=row.id),
            words=store.seal("chain_agreement.words", id_, agreement.words.strip(), case=row.id),
            recorded_by=tx.by,
            recorded_at=tx.at,
        )
        tx.session.add(made)
        tx.session.flush()
        tx.record("chain.agree", row.id, stream="judicial", purpose="referral")


def waits(session: Session, row: ControlRow, at: datetime) -> bool:
    """Tell whether the notices of a control wait for a magistrate: to be said in the restricted part only.

    They wait while a suspicion is yes or undecided, and while a magistrate has the file, until an agreement is recorded
    that is later than the decision, and than an embargo that is in force.
    """
    reasons = list(_reasons(session, row, at))
    if not reasons:
        return False
    mine = select(ChainAgreementRow.recorded_at).where(col(ChainAgreementRow.control_id) == row.id)
    agreed = max(session.exec(mine), default=None)
    return agreed is None or agreed < max(reasons)


def _reasons(session: Session, row: ControlRow, at: datetime) -> Iterator[datetime]:
    """Yield the moment of each thing for which a magistrate is asked first; the earliest of all where it has none."""
    if row.positive and row.decision is None:
        yield row.positive_since or _EVER
    if row.decision in (Decision.YES, Decision.UNDECIDED):
        yield _EVER
        decided = select(DecisionRow.recorded_at).where(
            col(DecisionRow.control_id) == row.id, col(DecisionRow.decision) != Decision.NO
        )
        yield from session.exec(decided)
    if session.get(JudicialControlRow, row.id) is not None:
        yield _EVER
    for referral in session.exec(select(ReferralRow).where(col(ReferralRow.control_id) == row.id)):
        yield referral.opened_at
        in_force = is_in_force(day_in_brussels(at))
        yield from session.exec(
            select(EmbargoRow.recorded_at).where(col(EmbargoRow.referral_id) == referral.id, in_force)
        )
