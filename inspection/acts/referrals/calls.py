"""Telephone calls about a referral: to an office that was written to, and to one that gets no bundle."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.acts import alerts, bundles, protection, records
from inspection.acts.referrals.answering import Answered, answered, district_asked, move, unless_contradicted
from inspection.acts.referrals.contradicting import contradicts, note_contradiction
from inspection.acts.referrals.taking_on import Taking, take_on
from inspection.control import conclusions
from inspection.errors import PortalFault, ReferralFault
from inspection.life_cycles import DeliveryState
from inspection.referral import delivery, portal_ids
from inspection.referral.delivery import Role
from inspection.referral.references import check_reference
from inspection.store.controls import ControlRow
from inspection.store.core import new_id
from inspection.store.referrals import CallRow, DeliveryRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, Context, answers_alike, audited_transaction
from sectors.rules.recipients import Recipient


@dataclass(frozen=True, kw_only=True)
class Called:
    """A call to an office that gets no bundle: it is noted, and answers nothing."""

    reference: str
    recipient: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What was said on the telephone, and to whom by role."""

    who_role: Role
    instruction: str
    acknowledged: bool
    number: str | None
    by: str
    at: datetime


@answers_alike("delivery.call", "REFER-702")
def log_call(
    context: Context,
    delivery_id: str,
    who_role: Role,
    instruction: str,
    acknowledged: bool,
    *,
    number: str | None = None,
    taking: Taking | None = None,
    figures: str | None = None,
) -> Answered:
    """Log a telephone call about a delivery: it is a delivery by itself, and the answer too if it was taken on.

    The written bundle is still handed over, whatever was said.

    Arguments: `who_role` the role of whoever answered, never a name; `instruction` what was asked of the inspector,
    sealed; `number` that was called, by default the one of the roster at that moment, else the recipient's own;
    `taking` who of the office takes it on, and when they ring back; `figures` that they read from their page of the
    portal, so that the acknowledgement is proven.
    Errors: `ReferralFault` for an unknown delivery or an incomplete call, PORTAL-201 to 204 for who takes it on, 209
    for wrong figures, 210 for either where nothing was acknowledged, or 301 where the office takes on what it refused:
    the call is kept, and the head of the team is told; `AccessRefused`.
    """
    if not acknowledged and (taking is not None or figures is not None):
        raise PortalFault("PORTAL-210")
    with audited_transaction(context) as tx:
        row, referral = bundles.delivery_of(context, tx.session, delivery_id)
        tx.require("delivery.call", district=district_asked(referral, context.by), service=referral.service)
        _refuse_wrong_figures(context.app, referral, row.recipient, figures)
        said = _Said(
            who_role=who_role,
            instruction=instruction,
            acknowledged=acknowledged,
            number=number,
            by=context.by,
            at=context.at,
        )
        ring = alerts.ring_office(tx.session, context.app, row.recipient, context.at)
        call = _call(referral, row.recipient, said, context.app, ring.number)
        call.delivery_id = row.id
        tx.session.add(call)
        event = DeliveryState.ACKNOWLEDGED if acknowledged else DeliveryState.DELIVERED
        facts = {"recipient": row.recipient, "role": who_role, "acknowledged": acknowledged}
        facts |= {"read_back": True} if figures is not None else {}
        tx.record("delivery.call", row.id, stream="referral", facts=facts)
        if contradicts(row.state, event):
            note_contradiction(tx, row, referral, event, "telephone")
        elif event == DeliveryState.ACKNOWLEDGED or row.state in (DeliveryState.QUEUED, DeliveryState.SENT):
            move(tx, row, event)
        if taking is not None and row.state == DeliveryState.ACKNOWLEDGED:
            take_on(tx, row, taking, "telephone", context.at)
        logged = answered(tx, row, referral)
    return unless_contradicted(logged, event)


def _refuse_wrong_figures(app: AppContext, referral: ReferralRow, office: str, figures: str | None) -> None:
    """Refuse figures that are not those of the office's page: whoever reads them does not have it before them."""
    if figures is not None and not portal_ids.is_read_back(referral.id, office, figures, keys=app.store.keys):
        raise PortalFault("PORTAL-209", recipient=office)


@answers_alike("delivery.call", "REFER-750")
def call_office(
    context: Context,
    reference: str,
    recipient: str,
    who_role: Role,
    instruction: str,
    *,
    agreed: bool = False,
    number: str | None = None,
) -> Called:
    """Log a call about a referral to an office that gets no bundle: a reception centre, the local police.

    Arguments: `agreed` that the person concerned agrees, without which no centre is told; `instruction` what was said,
    sealed; `number` that was called, by default the office's own.
    Errors: `ReferralFault` for an unknown reference, an office that is not telephoned or has a delivery of its own, a
    centre without the person's agreement or after it was withdrawn (788), the police where the control stopped (789),
    or an incomplete call; `AccessRefused`.
    """
    said = _Said(
        who_role=who_role, instruction=instruction, acknowledged=False, number=number, by=context.by, at=context.at
    )
    with audited_transaction(context) as tx:
        referral = _referral(context, tx.session, check_reference(reference))
        tx.require("delivery.call", district=district_asked(referral, context.by), service=referral.service)
        known = _telephoned(tx.session, context.app, referral, recipient, context.at, agreed=agreed)
        _refuse_against_the_person(tx.session, context.app, referral, known)
        call = _call(
            referral,
            known.id,
            said,
            context.app,
            alerts.ring_office(tx.session, context.app, known.id, context.at).number,
        )
        call.referral_id, call.recipient = referral.id, known.id
        tx.session.add(call)
        facts = {"recipient": known.id, "role": who_role, "agreed": agreed}
        tx.record("referral.call", referral.id, stream="referral", basis="spc_communication", facts=facts)
    return Called(reference=referral.reference, recipient=known.id, at=context.at)


def _telephoned(
    session: Session, app: AppContext, referral: ReferralRow, recipient: str, at: datetime, *, agreed: bool
) -> Recipient:
    known = app.catalogue(day_in_brussels(at)).recipients.get(recipient)
    if known is None or "telephone" not in known.transports:
        raise ReferralFault("REFER-730", recipient=recipient)
    if known.gets_bundles and _is_written_to(session, referral, recipient):
        raise ReferralFault("REFER-731", recipient=recipient)
    if known.needs_agreement and not agreed:
        raise ReferralFault("REFER-732", recipient=recipient)
    return known


def _refuse_against_the_person(session: Session, app: AppContext, referral: ReferralRow, known: Recipient) -> None:
    """Refuse a centre where everybody said no or agrees no longer, and the police where the control had to stop."""
    row = session.get_one(ControlRow, referral.control_id)
    if known.needs_agreement and protection.is_against(protection.consents_of(session, row.id)):
        raise ReferralFault("REFER-788", control_id=known.id)
    control = records.load_control(app.store, row)
    stopped = conclusions.stopping_paths(control.answers, app.catalogue(day_in_brussels(control.entered_at)))
    if known.kind == "local_police" and any("police_call" in path.forbids for path in stopped):
        raise ReferralFault("REFER-789", control_id=known.id)


def _is_written_to(session: Session, referral: ReferralRow, recipient: str) -> bool:
    """Tell whether an office has a delivery of its own; a magistrate on duty who has none may be rung all the same."""
    mine = select(DeliveryRow.id).where(
        col(DeliveryRow.referral_id) == referral.id, col(DeliveryRow.recipient) == recipient
    )
    return session.exec(mine).first() is not None


def _referral(context: Context, session: Session, reference: str) -> ReferralRow:
    found = session.exec(select(ReferralRow).where(col(ReferralRow.reference) == reference)).first()
    unknown = ReferralFault("REFER-750")
    if found is None:
        raise unknown
    bundles.refuse_unseen(context, session, found, unknown)
    return found


def _call(referral: ReferralRow, recipient: str, said: _Said, app: AppContext, of_roster: str | None) -> CallRow:
    number = said.number or of_roster
    if number is not None:
        delivery.CallRecord(
            reference=referral.reference,
            recipient=recipient,
            number=number,
            spoken_with=said.who_role,
            by=said.by,
            at=said.at,
            instruction=said.instruction,
            acknowledged=said.acknowledged,
        )
    id = new_id()  # noqa: A001
    sealed = None
    if said.instruction.strip():
        sealed = app.store.seal("telephone_call.instruction", id, said.instruction, case=referral.control_id)
    return CallRow(
        id=id,
        at=said.at,
        by=said.by,
        who_role=said.who_role,
        number=number,
        acknowledged=said.acknowledged,
        instruction=sealed,
    )
