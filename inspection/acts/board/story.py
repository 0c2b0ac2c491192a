"""What happened with a case, line by line: every attempt, call, opening, answer, question, change and escalation."""

from collections.abc import Callable, Iterator

from sqlmodel import col, or_, select

from inspection.acts.board.changed import changes, embargoes, outcomes, recalls, sendings_on
from inspection.acts.board.events import Event, Told
from inspection.life_cycles import FollowUpKind, FollowUpState
from inspection.referral import delivery
from inspection.store.records import AlertRow
from inspection.store.referrals import (
    AttemptRow,
    CallRow,
    FollowUpRow,
    OpeningRow,
    QuestionRow,
    ReceiptRow,
    TakenOnRow,
)


def story(told: Told) -> tuple[Event, ...]:
    """Return every line of a case, the latest first."""
    lines = [line for part in _PARTS for line in part(told)]
    return tuple(sorted(lines, key=lambda line: line.at, reverse=True))


def _sending(told: Told) -> Iterator[Event]:
    yield Event(at=told.referral.opened_at, what="decided", by=told.referral.opened_by)
    for row in told.deliveries:
        yield Event(at=row.queued_at, what="queued", who=row.recipient, how=(row.message,), until=row.answer_due_at)
        if row.answer_due_at is not None and delivery.is_past(row.answer_due_at, row.answered_at or told.at):
            yield Event(at=row.answer_due_at, what="deadline", who=row.recipient)
    for one in told.session.exec(select(AttemptRow).where(col(AttemptRow.delivery_id).in_(told.ids))):
        how = (one.transport, one.outcome, *([one.fault] if one.fault else []))
        yield Event(at=one.at, what="attempt", who=told.office(one.delivery_id), how=how)


def _answers(told: Told) -> Iterator[Event]:
    session = told.session
    for opening in session.exec(select(OpeningRow).where(col(OpeningRow.delivery_id).in_(told.ids))):
        yield Event(at=opening.opened_at, what="opened", who=told.office(opening.delivery_id))
    for receipt in session.exec(select(ReceiptRow).where(col(ReceiptRow.delivery_id).in_(told.ids))):
        how = (receipt.answer, receipt.reason or "", receipt.how)
        words = told.words("receipt.words", receipt.id, receipt.words)
        who = told.office(receipt.delivery_id)
        yield Event(at=receipt.at, what="answered", who=who, how=how, by=receipt.by, words=words)
    for taken in session.exec(select(TakenOnRow).where(col(TakenOnRow.delivery_id).in_(told.ids))):
        yield Event(
            at=taken.noted_at,
            what="taken_on",
            who=told.office(taken.delivery_id),
            how=(taken.taker, taken.how),
            by=taken.noted_by,
            until=taken.rings_back_at,
            words=told.words("taken_on.words", taken.id, taken.words),
            telephone=told.words("taken_on.telephone", taken.id, taken.telephone),
        )


def _calls(told: Told) -> Iterator[Event]:
    about = or_(col(CallRow.delivery_id).in_(told.ids), col(CallRow.referral_id) == told.referral.id)
    for call in told.session.exec(select(CallRow).where(about)):
        yield Event(
            at=call.at,
            what="called",
            who=call.recipient or told.office(call.delivery_id or ""),
            how=(call.who_role, "taken_on" if call.acknowledged else ""),
            by=call.by,
            words=told.words("telephone_call.instruction", call.id, call.instruction),
        )


def _on_site(told: Told) -> Iterator[Event]:
    """Yield the calls that the inspector made from the workplace, with what was said, where it may be shown."""
    for call in told.on_site:
        yield Event(
            at=call.at,
            what="rung_on_site",
            how=(call.role, call.outcome),
            by=told.referral.opened_by,
            words=call.instruction,
        )


def _questions(told: Told) -> Iterator[Event]:
    for row in told.session.exec(select(QuestionRow).where(col(QuestionRow.delivery_id).in_(told.ids))):
        who = told.office(row.delivery_id)
        words = told.words("referral_question.words", row.id, row.words)
        yield Event(at=row.asked_at, what="asked", who=who, words=words)
        if row.answered_at is not None:
            words = told.words("referral_question.answer", row.id, row.answer)
            yield Event(at=row.answered_at, what="replied", who=who, by=row.answered_by or "", words=words)


def _ours(told: Told) -> Iterator[Event]:
    """Yield what our own ladder told, and who of ours looked for persons."""
    alerts = select(AlertRow).where(col(AlertRow.subject).in_(told.ids), col(AlertRow.kind).like("delivery_%"))
    for alert in told.session.exec(alerts):
        how = (alert.kind, alert.for_role)
        yield Event(at=alert.raised_at, what="escalated", who=told.office(alert.subject), how=how)
    checks = select(FollowUpRow).where(
        col(FollowUpRow.control_id) == told.referral.control_id,
        col(FollowUpRow.kind) == FollowUpKind.PERSON_CHECK,
        col(FollowUpRow.state) == FollowUpState.CLOSED,
    )
    for check in told.session.exec(checks):
        if check.closed_at is not None:
            yield Event(
                at=check.closed_at,
                what="checked",
                how=(check.outcome or "", check.now_at or ""),
                about=check.subject,
                by=check.closed_by or "",
                words=told.words("follow_up.words", check.id, check.words),
            )


_PARTS: tuple[Callable[[Told], Iterator[Event]], ...] = (
    *(_sending, _answers, _calls, _on_site, _questions, _ours),
    *(changes, recalls, embargoes, outcomes, sendings_on),
)
