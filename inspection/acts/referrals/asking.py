"""What an office asks about its referral, and what the house answers; the clock of the office runs on meanwhile."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from inspection.acts import access, alerts, bundles
from inspection.acts.referrals.answering import district_asked
from inspection.acts.referrals.taking_on import LONGEST
from inspection.errors import PortalFault
from inspection.store.controls import ControlRow
from inspection.store.core import Store, new_id
from inspection.store.referrals import DeliveryRow, QuestionRow, ReferralRow
from inspection.store.views import view_of
from inspection.trust import AuditedTransaction, Context, answers_alike, audited_transaction


@dataclass(frozen=True, kw_only=True)
class AskedQuestion:
    """A question of an office, and our answer: "" where nobody has answered it."""

    id: str
    reference: str
    recipient: str
    words: str = field(repr=False)
    asked_at: datetime
    answer: str = field(default="", repr=False)
    answered_at: datetime | None = None
    answered_by: str | None = None


def ask(tx: AuditedTransaction, row: DeliveryRow, referral: ReferralRow, words: str, at: datetime) -> None:
    """Keep inside an act what an office asks, and tell whoever opened the referral and the head of the team.

    Errors: `PortalFault` PORTAL-203 without words, or with too many.
    """
    _refuse_unfit(words)
    asked = len(question_rows(tx.session, referral.id, row.recipient))
    id_ = new_id()
    sealed = tx.store.seal("referral_question.words", id_, words.strip(), case=referral.control_id)
    tx.add(QuestionRow(id=id_, delivery_id=row.id, words=sealed, asked_by=tx.by, asked_at=at))
    tx.record("referral.ask", row.id, stream="referral", facts={"recipient": row.recipient, "question": id_})
    bundles.notify_team(tx, "question_asked", referral, subject=row.id, n=asked)


@answers_alike("question.answer", "PORTAL-206", "REFER-702")
def answer_question(context: Context, question_id: str, words: str) -> AskedQuestion:
    """Answer a question of an office; the office reads it on the portal. The same words again change nothing.

    Errors: `PortalFault` PORTAL-206 for no question, 207 for one that was answered in other words, 203 without
    words, or with too many; `AccessRefused`.
    """
    _refuse_unfit(words)
    with audited_transaction(context) as tx:
        row = tx.session.get(QuestionRow, question_id)
        if row is None:
            raise PortalFault("PORTAL-206")
        delivery, referral = bundles.delivery_of(context, tx.session, row.delivery_id)
        tx.require("question.answer", district=district_asked(referral, context.by), service=referral.service)
        if row.answer is None:
            _answer(tx, row, delivery, words)
        elif tx.store.unseal("referral_question.answer", row.id, row.answer) == words.strip():
            tx.mark_unchanged()
        else:
            raise PortalFault("PORTAL-207")
        return asked_question(tx.store, row, delivery.recipient, referral.reference)


@answers_alike("question.answer", "REFER-750")
def questions_of(context: Context, reference: str) -> list[AskedQuestion]:
    """Return what offices asked about a referral, the latest last, with what was answered; the look is recorded.

    Errors: `ReferralFault` 750; `AccessRefused`, also where no reason to look is given.
    """
    with audited_transaction(context) as tx:
        referral = bundles.known_referral(context, tx.session, reference)
        tx.require("question.answer", district=district_asked(referral, context.by), service=referral.service)
        control = tx.session.get_one(ControlRow, referral.control_id)
        access.reveal_control(tx, "question.read", control, subject=referral.reference, facts={"kind": "questions"})
        found = questions(tx.session, referral.id)
        return [asked_question(tx.store, row, delivery.recipient, referral.reference) for row, delivery in found]


def questions(session: Session, referral_id: str) -> list[tuple[QuestionRow, DeliveryRow]]:
    """Return inside an act what was asked about a referral and by which delivery, the latest last."""
    mine = (
        select(QuestionRow, DeliveryRow)
        .join(DeliveryRow, col(DeliveryRow.id) == col(QuestionRow.delivery_id))
        .where(col(DeliveryRow.referral_id) == referral_id)
    )
    return list(session.exec(mine.order_by(col(QuestionRow.asked_at), col(QuestionRow.id))))


def question_rows(session: Session, referral_id: str, office: str) -> list[QuestionRow]:
    """Return inside an act what one office asked about a referral, the latest last."""
    return [row for row, delivery in questions(session, referral_id) if delivery.recipient == office]


def asked_question(store: Store, row: QuestionRow, recipient: str, reference: str) -> AskedQuestion:
    """Return a question and its answer, unsealed."""
    return view_of(
        AskedQuestion,
        row,
        reference=reference,
        recipient=recipient,
        words=store.unseal("referral_question.words", row.id, row.words),
        answer=store.unseal("referral_question.answer", row.id, row.answer) if row.answer else "",
    )


def _answer(tx: AuditedTransaction, row: QuestionRow, delivery: DeliveryRow, words: str) -> None:
    case = tx.session.get_one(ReferralRow, delivery.referral_id).control_id
    row.answer = tx.store.seal("referral_question.answer", row.id, words.strip(), case=case)
    row.answered_by, row.answered_at = tx.by, tx.at
    tx.session.add(row)
    facts = {"recipient": delivery.recipient, "question": row.id}
    open_ones = select(QuestionRow.id).where(
        col(QuestionRow.delivery_id) == delivery.id, col(QuestionRow.answer).is_(None)
    )
    if tx.session.exec(open_ones).first() is None:
        alerts.end_alerts_about(tx, "question_asked", delivery.id)
    tx.record("question.answer", delivery.id, stream="referral", facts=facts)


def _refuse_unfit(words: str) -> None:
    if not words.strip() or len(words) > LONGEST:
        raise PortalFault("PORTAL-203", longest=LONGEST)
