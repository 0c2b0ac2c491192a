"""The inspector decides on a suspicion of trafficking; a yes leaves at once, and nobody can hold it back."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from inspection.acts import alerts, bundles, follow_ups, outbox, records
from inspection.control.conclusions import Conclusion
from inspection.control.filled import Control, Form, SuspicionDecision
from inspection.errors import AccessRefused, ControlFault
from inspection.life_cycles import Decision, FollowUpOutcome
from inspection.store.controls import ControlRow, DecisionRow
from inspection.store.people import UserRow
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.trust import AuditedTransaction, Context, answers_alike, audited_transaction, may, require_in_service


@dataclass(frozen=True, kw_only=True)
class Referral:
    """A referral as others may speak of it: its reference, and who must get it."""

    id: str
    reference: str
    control_id: str
    district: str
    recipients: tuple[str, ...]
    is_new: bool


@answers_alike("suspicion.decide", "CONTROL-241")
def decide(
    context: Context, control_id: str, decision: Decision, *, grounds: str, forms: Sequence[Form] = ("economic",)
) -> Referral | None:
    """Record a decision; on yes open the referral and queue its deliveries in the same transaction.

    Who made the control decides. The head of that team may add a yes, never a no or an "undecided": it stands beside
    the inspector's decision and takes nothing from it. A yes after a yes opens nothing again, but writes to whom it
    adds and tells the others what has changed; after a withdrawal it is a new suspicion, in whatever words. A no after
    a yes is recorded and calls nothing back, since the addressees have it already. What may follow from the findings is
    weighed anew by the decision that stands.

    Arguments: `grounds` of a yes, or the reason of a no; sealed.
    Result: the referral of a yes, else None.
    Errors: `ControlFault` for an unknown control or a decision without grounds; `AccessRefused`.
    """
    said = SuspicionDecision(decision=decision, grounds=grounds, forms=tuple(forms), decided_at=context.at)
    records.require_grounds(control_id, said)
    with audited_transaction(context, name="suspicion") as tx:
        row = tx.session.get(ControlRow, control_id)
        if row is None:
            raise ControlFault("CONTROL-241", control_id=control_id)
        user = tx.require("suspicion.decide", district=row.district, service=row.service)
        if decision not in _open_to(user, row):
            tx.require("record.consult", subject=row.id, district=row.district, service=row.service)
            raise AccessRefused("ACCESS-050")
        known = _referral(tx, row, is_new=False)
        is_anew = decision == Decision.YES and known is not None and outbox.is_withdrawn(tx.session, known.id)
        if records.is_repeated(tx, row, said) and not is_anew:
            tx.mark_unchanged()
            return known if decision == Decision.YES else None
        made = records.add_decision(tx, row, said)
        control = records.load_control(tx.store, row)
        conclusion = records.weigh_again(tx, row) or records.load_conclusion(tx.store, row)
        if follow_ups.settle_entry(tx, row) == FollowUpOutcome.CORRECTED:
            bundles.notify_control_head(tx, "entry_denied", row)
        followed = _follow(tx, row, made, control, conclusion)
        follow_ups.weigh_follow_ups(tx, row, control, conclusion)
        return followed


def decisions_open_to(context: Context, control_id: str) -> tuple[Decision, ...]:
    """Return what somebody may decide on a control, for a screen to offer it; nothing where they may decide nothing."""
    require_in_service(context, "record.consult")
    with context.store.read() as session:
        row, user = session.get(ControlRow, control_id), session.get(UserRow, context.by)
        if row is None or user is None or not user.active or user.service != row.service:
            return ()
        return _open_to(user, row) if may(user, "suspicion.decide") else ()


def _follow(
    tx: AuditedTransaction, row: ControlRow, made: DecisionRow, control: Control, conclusion: Conclusion
) -> Referral | None:
    if made.decision == Decision.YES:
        known = _referral(tx, row, is_new=False)
        bundles.open_referral(tx, row, made, control, conclusion)
        return _referral(tx, row, is_new=known is None)
    if made.decision == Decision.UNDECIDED and row.positive:
        alerts.raise_alert(tx, "undecided", row.id, 0, row.district, row.service, role="inspector", user=row.saved_by)
    return None


def _open_to(user: UserRow, row: ControlRow) -> tuple[Decision, ...]:
    """Return everything to who made the control, and a yes to the head of that team; nobody else decides."""
    if user.id == row.saved_by:
        return tuple(Decision)
    is_head = user.role == "team_head" and user.team_id is not None and user.team_id == row.team_id
    return (Decision.YES,) if is_head else ()


def _referral(tx: AuditedTransaction, row: ControlRow, *, is_new: bool) -> Referral | None:
    found = tx.session.exec(select(ReferralRow).where(col(ReferralRow.control_id) == row.id)).first()
    if found is None:
        return None
    mine = select(DeliveryRow.recipient).where(col(DeliveryRow.referral_id) == found.id).order_by(col(DeliveryRow.id))
    recipients = tuple(dict.fromkeys(tx.session.exec(mine)))
    return Referral(
        id=found.id,
        reference=found.reference,
        control_id=row.id,
        district=row.district,
        recipients=recipients,
        is_new=is_new,
    )
