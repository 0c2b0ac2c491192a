"""An office takes a referral on, sends it back, or asks: as if it had been typed to us or said on the telephone."""

from datetime import datetime

from inspection.acts import bundles, referrals
from inspection.acts.portal.fitting import taking_in
from inspection.acts.portal.hearing.cases import HeardCase, heard_case
from inspection.acts.portal.hearing.looks import seen_deliveries
from inspection.acts.portal.values import Acknowledges, Asks, Refuses, Said, SendsOn
from inspection.life_cycles import DeliveryState, RefusalReason
from inspection.referral.delivery import Receipt
from inspection.store.referrals import DeliveryRow
from inspection.trust import AuditedTransaction

_CONTRADICTS = "REFER-301"


def answered(tx: AuditedTransaction, said: Said, word: Acknowledges | Refuses | Asks | SendsOn) -> str:
    """Take in what an office says of its referral; returns the code of an answer that contradicts, which is noted."""
    match word:
        case Acknowledges():
            return _acknowledged(tx, said, word)
        case Refuses():
            return _refused(tx, said, word)
        case Asks():
            tx.require("portal.ask", office=said.office, service=tx.context.settings.service)
            case_ = heard_case(tx, said)
            referrals.ask(tx, case_.newest, case_.referral, word.words, _said_at(tx, said))
        case SendsOn():
            tx.require("portal.send_on", office=said.office, service=tx.context.settings.service)
            case_ = heard_case(tx, said)
            referrals.send_on(tx, case_.newest, word.words, _said_at(tx, said))
            _heard(tx, case_.newest, said)
    return ""


def _acknowledged(tx: AuditedTransaction, said: Said, word: Acknowledges) -> str:
    tx.require("portal.acknowledge", office=said.office, service=tx.context.settings.service)
    case = heard_case(tx, said)
    receipt = Receipt(reference=said.reference, recipient=said.office, by=tx.by, at=_said_at(tx, said))
    row = _taken(tx, case, receipt)
    _heard(tx, row, said)
    if row.state != DeliveryState.ACKNOWLEDGED:
        return _CONTRADICTS
    before = referrals.take_on(tx, row, taking_in(word), "portal", receipt.at)
    if before is not None:
        bundles.notify_team(tx, "taken_on", case.referral, subject=row.id, n=before)
    return ""


def _refused(tx: AuditedTransaction, said: Said, word: Refuses) -> str:
    tx.require("portal.refuse", office=said.office, service=tx.context.settings.service)
    case = heard_case(tx, said)
    receipt = Receipt(
        reference=said.reference,
        recipient=said.office,
        by=tx.by,
        at=_said_at(tx, said),
        answer=DeliveryState.REFUSED,
        reason=RefusalReason(word.reason),
    )
    row = _taken(tx, case, receipt, words=word.words)
    _heard(tx, row, said)
    return "" if row.state == DeliveryState.REFUSED else _CONTRADICTS


def _taken(tx: AuditedTransaction, case: HeardCase, receipt: Receipt, *, words: str = "") -> DeliveryRow:
    """Record an answer by the one way that all answers go; returns the delivery that tells how the case stands then."""
    done = referrals.take_answer(
        tx, case.rows, case.referral, receipt, how="portal", words=words, seen=seen_deliveries(tx, case)
    )
    return next(row for row in case.rows if row.id == done.delivery_id)


def _heard(tx: AuditedTransaction, row: DeliveryRow, said: Said) -> None:
    facts = {"recipient": said.office, "word": said.word_id, "kind": said.word.kind}
    tx.record("portal.hear", row.id, stream="referral", facts=facts)


def _said_at(tx: AuditedTransaction, said: Said) -> datetime:
    """Return when it was said, by the portal's clock, which is ours: what waited while the office was down counts."""
    return min(said.said_at, tx.at)
