"""Sends a referral that one office refused to another, so that it never ends with a refusal."""

from datetime import datetime

from inspection.acts import bundles, outbox
from inspection.acts.changes.effects import write_whole
from inspection.acts.referrals import Answered, answered, close_if_answered, district_asked
from inspection.errors import ReferralFault
from inspection.life_cycles import DeliveryState
from inspection.referral.model import Addressee
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context, answers_alike, audited_transaction
from sectors import Catalogue


@answers_alike("delivery.reroute", "REFER-720")
def reroute(context: Context, delivery_id: str, recipient: str) -> Answered:
    """Queue the referral of a refused delivery for another office; the same again changes nothing.

    An office that has the referral already is written to no second time, but for one that was told of a lodging only:
    that gets the whole now. Naming it settles a refusal as a duplicate, and one by an office of its own kind; an
    auditor who has the case is no police cell that takes it on.

    Arguments: `recipient` an office of the rules that may see a case.
    Errors: `ReferralFault` 720 when the delivery was not refused, 721 when the office has the referral already and
    settles nothing, or refused the case itself, 722 for one that may see no case, 723 for what was withdrawn or
    recalled; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        refused = tx.session.get(DeliveryRow, delivery_id)
        none = ReferralFault("REFER-720", delivery_id=delivery_id)
        if refused is None or refused.state != DeliveryState.REFUSED:
            raise none
        referral = tx.session.get_one(ReferralRow, refused.referral_id)
        bundles.refuse_unseen(context, tx.session, referral, none)
        # Whoever said yes in a joint action elsewhere is told of the refusal, and must be able to act on it.
        tx.require("delivery.reroute", district=district_asked(referral, context.by), service=referral.service)
        standing = outbox.last_to_each(tx.session, referral)
        is_stopped = refused.ended_at is not None and standing[refused.recipient].id != refused.id
        if is_stopped or outbox.is_withdrawn(tx.session, referral.id):
            raise ReferralFault("REFER-723", reference=referral.reference)
        if any(one.replaces == refused.id for one in outbox.written_to(tx.session, referral, recipient)):
            tx.mark_unchanged()
            return answered(tx, standing[recipient], referral)
        addressee = _addressee(refused, recipient, context.app.catalogue(day_in_brussels(context.at)))
        if recipient in standing and not _may_be_told_more(context.app, standing[recipient], addressee, context.at):
            return _settle(tx, referral, refused, standing[recipient])
        return answered(tx, write_whole(tx, referral, addressee, replaces=refused.id), referral)


def _may_be_told_more(app: AppContext, having: DeliveryRow, addressee: Addressee, at: datetime) -> bool:
    """Tell whether an office that has the referral as concerned only can take it on whole, though it may have refused
    what concerned it.
    """
    is_told = having.ended_at is None and having.message != "recall"
    return is_told and outbox.knows_less(having, addressee.reason, app.catalogue(day_in_brussels(at)))


def _settle(tx: AuditedTransaction, referral: ReferralRow, refused: DeliveryRow, having: DeliveryRow) -> Answered:
    """End a refusal by the office that has the case already: there is nothing to send it."""
    known = tx.app.catalogue(day_in_brussels(tx.at)).recipients
    of_a_kind = known[having.recipient].kind == known[refused.recipient].kind
    takes_it = having.state != DeliveryState.REFUSED and having.ended_at is None and having.message != "recall"
    if not (takes_it and (refused.refused_reason == "duplicate" or of_a_kind)):
        raise ReferralFault("REFER-721", recipient=having.recipient)
    if refused.ended_at is not None:
        tx.mark_unchanged()
        return answered(tx, having, referral)
    refused.ended_at = tx.at
    facts = {"state": refused.state, "has_it": having.recipient}
    tx.record("delivery.end", refused.id, stream="referral", facts=facts)
    close_if_answered(tx, referral.id)
    return answered(tx, having, referral)


def _addressee(refused: DeliveryRow, recipient: str, catalogue: Catalogue) -> Addressee:
    known = catalogue.recipients.get(recipient)
    if known is None or not known.gets_bundles:
        raise ReferralFault("REFER-722", recipient=recipient)
    return bundles.addressee_like(refused, known)
