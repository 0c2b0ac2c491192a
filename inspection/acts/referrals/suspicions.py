"""The inspector decides on a suspicion of trafficking; a yes leaves at once, and nobody can hold it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from inspection.acts.alerts import raise_alert
from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.acts.outbox import is_withdrawn
from inspection.acts.records import add_decision, concluded, filled, is_repeated, require_grounds, weigh_again
from inspection.acts.referrals.referring import open_referral
from inspection.control.filled import Decision, Form, SuspicionDecision
from inspection.errors import AccessRefused, ControlFault
from inspection.store.controls import ControlRow, DecisionRow
from inspection.store.people import User
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.time_of import now
from inspection.trust import Trail, ask, recorded


@dataclass(frozen=True, kw_only=True)
class Referral:
    """A referral as others may speak of it: its reference, and who must get it."""

    id: str
    reference: str
    control_id: str
    district: str
    recipients: tuple[str, ...]
    is_new: bool


def decide_suspicion(
    control_id: str,
    decision: Decision,
    *,
    grounds: str,
    by: str,
    forms: Sequence[Form] = ("economic",),
    at: datetime | None = None,
    office: Office | None = None,
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
    here, at = office or this_office(), at or now()
    said = SuspicionDecision(decision=decision, grounds=grounds, forms=tuple(forms), decided_at=at)
    require_grounds(control_id, said)
    with recorded(here.store, by=by, at=at, name="suspicion") as trail:
        row = trail.session.get(ControlRow, control_id)
        if row is None:
            raise ControlFault("CONTROL-241", control_id=control_id)
        user = ask(trail.session, by, "suspicion.decide", district=row.district, service=row.service)
        _refuse_others(user, row, decision)
        known = _referral(trail, row, is_new=False)
        is_anew = decision == "yes" and known is not None and is_withdrawn(trail.session, known.id)
        if is_repeated(trail, row, said) and not is_anew:
            trail.idle()
            return known if decision == "yes" else None
        made = add_decision(trail, row, said)
        weigh_again(trail, here, row)
        return _follow(trail, here, row, made, decision)


def _follow(trail: Trail, here: Office, row: ControlRow, made: DecisionRow, decision: Decision) -> Referral | None:
    if decision == "yes":
        known = _referral(trail, row, is_new=False)
        open_referral(trail, here, row, made, filled(trail.store, row), concluded(trail.store, row))
        return _referral(trail, row, is_new=known is None)
    if decision == "undecided" and row.positive:
        raise_alert(trail, "undecided", row.id, 0, row.district, row.service, role="inspector", user=row.saved_by)
    return None


def _refuse_others(user: User, row: ControlRow, decision: Decision) -> None:
    """Let pass who made the control, and a yes of the head of that team; nobody else decides, none need agree."""
    is_head = user.role == "team_head" and user.team_id is not None and user.team_id == row.team_id
    if user.id == row.saved_by or (is_head and decision == "yes"):
        return
    raise AccessRefused("ACCESS-050")


def _referral(trail: Trail, row: ControlRow, *, is_new: bool) -> Referral | None:
    found = trail.session.exec(select(ReferralRow).where(col(ReferralRow.control_id) == row.id)).first()
    if found is None:
        return None
    mine = select(DeliveryRow.recipient).where(col(DeliveryRow.referral_id) == found.id).order_by(col(DeliveryRow.id))
    recipients = tuple(dict.fromkeys(trail.session.exec(mine)))
    return Referral(
        id=found.id,
        reference=found.reference,
        control_id=row.id,
        district=row.district,
        recipients=recipients,
        is_new=is_new,
    )
