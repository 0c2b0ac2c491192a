"""What a reception centre answers to a contact request, and another service to a finding that was passed on to it."""

from dataclasses import replace

from sqlmodel import col, select

from inspection.acts import exchanges, protection
from inspection.acts.portal.values import AnswersContact, AnswersFinding, Said
from inspection.errors import ReferralFault
from inspection.life_cycles import ExchangeAnswer, RefusalReason
from inspection.store.protection import NoticeRow
from inspection.trust import AuditedTransaction

_KINDS = {"contact": "centre", "finding": "exchange"}


def contact(tx: AuditedTransaction, said: Said, word: AnswersContact) -> None:
    """Note what a centre answers: reached, and nothing says any more which it was; full or refused, and the next comes.

    The trail says that the house took it in, never by whom it was said: that would tell who went where.
    """
    tx.require("portal.contact", office=said.office, service=tx.context.settings.service)
    row = heard_notice(tx, said)
    protection.take_centre_answer(as_the_house(tx), row, word.answer, "portal")


def finding(tx: AuditedTransaction, said: Said, word: AnswersFinding) -> None:
    """Record what a service answers to a finding; its own words stand beside a refusal."""
    tx.require("portal.finding", office=said.office, service=tx.context.settings.service)
    row = heard_notice(tx, said)
    answer = ExchangeAnswer(word.answer)
    reason = RefusalReason.OTHER if answer == ExchangeAnswer.REFUSED else None
    exchanges.take_exchange_answer(tx, row, answer, reason, words=word.words)
    facts = {"word": said.word_id, "kind": word.kind}
    tx.record("portal.hear", row.id, stream="notice", facts=facts)


def heard_notice(tx: AuditedTransaction, said: Said) -> NoticeRow:
    """Return the notice of a word of somebody whose right was asked, if it lies with their office.

    Errors: `ReferralFault` 783, the same for a notice that lies with another office by now.
    """
    wanted = select(NoticeRow).where(col(NoticeRow.reference) == said.reference)
    row = tx.session.exec(wanted).first()
    if row is None or (row.kind, row.service) != (_KINDS.get(said.copy_kind), tx.context.settings.service):
        raise ReferralFault("REFER-783")
    if protection.recipient_of_notice(tx.store, row) != said.office:
        raise ReferralFault("REFER-783")
    return row


def as_the_house(tx: AuditedTransaction) -> AuditedTransaction:
    """Return the same transaction in which the house acts: what it writes and records names nobody outside."""
    house = tx.app.acting_as_flow("portal", tx.at)
    return replace(tx, context=house)
