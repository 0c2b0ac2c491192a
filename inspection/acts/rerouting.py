"""Sends a referral that one office refused to another, so that it never ends with a refusal."""

from datetime import datetime

from sqlmodel import col, select

from inspection.acts.answers import Answered
from inspection.acts.control_rows import concluded, filled
from inspection.acts.offices import Office
from inspection.acts.offices import office as this_office
from inspection.acts.referring import queue, report_of
from inspection.errors import ReferralFault
from inspection.referral import Addressee, bundle
from inspection.store import ControlRow, DecisionRow, DeliveryRow, ReferralRow
from inspection.time_of import day_in_brussels, now
from inspection.trust import Trail, ask, recorded
from sectors import Catalogue


def reroute(
    delivery_id: str, recipient: str, by: str, *, at: datetime | None = None, office: Office | None = None
) -> Answered:
    """Queue the referral of a refused delivery for another office; the same again changes nothing.

    Arguments: `recipient` an office of the rules that may see a case.
    Errors: `ReferralFault` when the delivery was not refused, or the office has the referral already.
    """
    here, at = office or this_office(), at or now()
    with recorded(here.store, by=by, at=at) as trail:
        refused = trail.session.get(DeliveryRow, delivery_id)
        if refused is None or refused.state != "refused":
            raise _fault(
                "Only a refused delivery is rerouted", delivery_id, "Look at the referral's deliveries.", "720"
            )
        referral = trail.session.get_one(ReferralRow, refused.referral_id)
        ask(trail.session, by, "delivery.reroute", district=referral.district, service=referral.service)
        known = _known(trail, referral, recipient)
        if known is not None and known.replaces == refused.id:
            trail.idle()
            return _queued(known, referral)
        if known is not None:
            raise _fault("This office has the referral already", recipient, "Name another office.", "721")
        return _queued(_queue(trail, here, referral, refused, recipient), referral)


def _queue(trail: Trail, here: Office, referral: ReferralRow, refused: DeliveryRow, recipient: str) -> DeliveryRow:
    catalogue = here.catalogue(day_in_brussels(trail.at))
    addressee = _addressee(refused, recipient, catalogue)
    control = trail.session.get_one(ControlRow, referral.control_id)
    decision = trail.session.get_one(DecisionRow, referral.decision_id)
    report = report_of(trail, referral, decision, filled(trail.store, control), concluded(trail.store, control))
    made = bundle(addressee, report, catalogue)
    delivery = queue(trail, referral, addressee, made, replaces=refused.id)
    trail.session.flush()
    return delivery


def _addressee(refused: DeliveryRow, recipient: str, catalogue: Catalogue) -> Addressee:
    known = catalogue.recipients.get(recipient)
    if known is None or known.may_see != "bundle":
        raise _fault("This office may not see a case", recipient, "Name one of recipients.yaml that may.", "722")
    language = next((lang for lang in known.languages if lang == refused.language), known.languages[0])
    return Addressee(
        recipient=recipient,
        reason="minor" if refused.reason == "minor" else "place_of_facts",
        language=language,
        transports=known.transports,
        answer_hours=known.answer_hours,
        reminder_hours=known.reminder_hours,
    )


def _known(trail: Trail, referral: ReferralRow, recipient: str) -> DeliveryRow | None:
    mine = select(DeliveryRow).where(
        col(DeliveryRow.referral_id) == referral.id, col(DeliveryRow.recipient) == recipient
    )
    return trail.session.exec(mine).first()


def _queued(row: DeliveryRow, referral: ReferralRow) -> Answered:
    return Answered(
        delivery_id=row.id,
        reference=referral.reference,
        recipient=row.recipient,
        state=row.state,
        answered_at=row.answered_at,
        is_closed=referral.state == "closed",
    )


def _fault(what: str, where: str, advice: str, code: str) -> ReferralFault:
    return ReferralFault(what, where=where, advice=advice, code=code)
