"""Sends a referral that one office refused to another, so that it never ends with a refusal."""

from datetime import datetime

from inspection.acts.answers import Answered, answered, close_if_answered, district_asked
from inspection.acts.changes.effects import write_whole
from inspection.acts.context import Office
from inspection.acts.context import office as this_office
from inspection.acts.outbox import is_withdrawn, knows_less, last_to_each, written_to
from inspection.acts.referrals import addressee_like, refuse_unseen
from inspection.errors import ReferralFault
from inspection.referral.model import Addressee
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.time_of import day_in_brussels, now
from inspection.trust import Trail, ask, recorded
from sectors.rules import Catalogue


def reroute(
    delivery_id: str, recipient: str, by: str, *, at: datetime | None = None, office: Office | None = None
) -> Answered:
    """Queue the referral of a refused delivery for another office; the same again changes nothing.

    An office that has the referral already is written to no second time, but for one that was told of a lodging only:
    that gets the whole now. Naming it settles a refusal as a duplicate, and one by an office of its own kind; an
    auditor who has the case is no police cell that takes it on.

    Arguments: `recipient` an office of the rules that may see a case.
    Errors: `ReferralFault` 720 when the delivery was not refused, 721 when the office has the referral already and
    settles nothing, or refused the case itself, 722 for one that may see no case, 723 for what was withdrawn or
    recalled; `AccessRefused`.
    """
    here, at = office or this_office(), at or now()
    with recorded(here.store, by=by, at=at) as trail:
        refused = trail.session.get(DeliveryRow, delivery_id)
        none = ReferralFault("REFER-720", delivery_id=delivery_id)
        if refused is None or refused.state != "refused":
            raise none
        referral = trail.session.get_one(ReferralRow, refused.referral_id)
        refuse_unseen(trail.session, here, referral, by, none)
        # Whoever said yes in a joint action elsewhere is told of the refusal, and must be able to act on it.
        ask(trail.session, by, "delivery.reroute", district=district_asked(referral, by), service=referral.service)
        standing = last_to_each(trail.session, referral)
        is_stopped = refused.ended_at is not None and standing[refused.recipient].id != refused.id
        if is_stopped or is_withdrawn(trail.session, referral.id):
            raise ReferralFault("REFER-723", reference=referral.reference)
        if any(one.replaces == refused.id for one in written_to(trail.session, referral, recipient)):
            trail.idle()
            return answered(trail, standing[recipient], referral)
        addressee = _addressee(refused, recipient, here.catalogue(day_in_brussels(at)))
        if recipient in standing and not _may_be_told_more(here, standing[recipient], addressee, at):
            return _settle(trail, here, referral, refused, standing[recipient])
        return answered(trail, write_whole(trail, here, referral, addressee, replaces=refused.id), referral)


def _may_be_told_more(here: Office, having: DeliveryRow, addressee: Addressee, at: datetime) -> bool:
    """Tell whether an office that has the referral as concerned only can take it on whole, though it may have refused
    what concerned it.
    """
    is_told = having.ended_at is None and having.message != "recall"
    return is_told and knows_less(having, addressee.reason, here.catalogue(day_in_brussels(at)))


def _settle(trail: Trail, here: Office, referral: ReferralRow, refused: DeliveryRow, having: DeliveryRow) -> Answered:
    """End a refusal by the office that has the case already: there is nothing to send it."""
    known = here.catalogue(day_in_brussels(trail.at)).recipients
    of_a_kind = known[having.recipient].kind == known[refused.recipient].kind
    takes_it = having.state != "refused" and having.ended_at is None and having.message != "recall"
    if not (takes_it and (refused.refused_reason == "duplicate" or of_a_kind)):
        raise ReferralFault("REFER-721", recipient=having.recipient)
    if refused.ended_at is not None:
        trail.idle()
        return answered(trail, having, referral)
    refused.ended_at = trail.at
    facts = {"state": refused.state, "has_it": having.recipient}
    trail.record("delivery.end", refused.id, stream="referral", facts=facts)
    close_if_answered(trail, referral.id)
    return answered(trail, having, referral)


def _addressee(refused: DeliveryRow, recipient: str, catalogue: Catalogue) -> Addressee:
    known = catalogue.recipients.get(recipient)
    if known is None or known.may_see != "bundle":
        raise ReferralFault("REFER-722", recipient=recipient)
    return addressee_like(refused, known)
