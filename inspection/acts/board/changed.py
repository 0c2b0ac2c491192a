"""What was changed of a case after it left: changes under four eyes, recalls, embargoes, and what was told later."""

from collections.abc import Iterator

from sqlmodel import col, select

from inspection.acts.board.events import Event, Told
from inspection.store.referrals import (
    EmbargoEndRow,
    EmbargoRow,
    InquiryWordsRow,
    OutcomeToldRow,
    RecallDeletionRow,
    RecallRow,
    ReferralChangeEndRow,
    ReferralChangeRow,
    SentOnRow,
)


def changes(told: Told) -> Iterator[Event]:
    """Yield what somebody proposed, and what a second person made of it."""
    mine = col(ReferralChangeRow.referral_id) == told.referral.id
    ended = col(ReferralChangeEndRow.change_id) == col(ReferralChangeRow.id)
    wanted = select(ReferralChangeRow, ReferralChangeEndRow).join(ReferralChangeEndRow, ended, isouter=True)
    for row, end in told.session.exec(wanted.where(mine)):
        words = told.words("referral_change.reason", row.id, row.reason)
        yield Event(at=row.proposed_at, what="change", how=(row.kind,), by=row.proposed_by, words=words)
        if end is not None:
            yield Event(at=end.ended_at, what="change_end", how=(row.kind, end.outcome), by=end.ended_by)


def recalls(told: Told) -> Iterator[Event]:
    """Yield what was recalled from a wrong office, and that it was deleted there."""
    deleted = col(RecallDeletionRow.recall_id) == col(RecallRow.id)
    wanted = select(RecallRow, RecallDeletionRow).join(RecallDeletionRow, deleted, isouter=True)
    for row, end in told.session.exec(wanted.where(col(RecallRow.delivery_id).in_(told.ids))):
        who = told.office(row.delivery_id)
        yield Event(at=row.recalled_at, what="recall", who=who, by=row.recalled_by)
        if end is not None:
            yield Event(at=end.confirmed_at, what="deletion", who=who, how=(end.channel,), by=end.confirmed_by)


def embargoes(told: Told) -> Iterator[Event]:
    """Yield embargoes, whoever asked for them, and their end."""
    mine = col(EmbargoRow.referral_id) == told.referral.id
    ended = col(EmbargoEndRow.embargo_id) == col(EmbargoRow.id)
    wanted = select(EmbargoRow, EmbargoEndRow).join(EmbargoEndRow, ended, isouter=True)
    for row, end in told.session.exec(wanted.where(mine)):
        how = (row.channel,)
        yield Event(at=row.recorded_at, what="embargo", who=row.asked_by, how=how, last_day=row.until)
        if end is not None:
            yield Event(at=end.ended_at, what="embargo_end", who=end.asked_by, how=(end.channel,))


def outcomes(told: Told) -> Iterator[Event]:
    """Yield what magistrates told of how it went on."""
    beside = col(InquiryWordsRow.outcome_id) == col(OutcomeToldRow.id)
    wanted = select(OutcomeToldRow, InquiryWordsRow).join(InquiryWordsRow, beside, isouter=True)
    for row, inquiry in told.session.exec(wanted.where(col(OutcomeToldRow.referral_id) == told.referral.id)):
        words = told.words("inquiry_words.words", inquiry.id, inquiry.words) if inquiry is not None else None
        yield Event(at=row.recorded_at, what="outcome", who=row.recipient, how=(row.outcome,), words=words)


def sendings_on(told: Told) -> Iterator[Event]:
    """Yield what an office of the district police sent on to the central cell."""
    for row in told.session.exec(select(SentOnRow).where(col(SentOnRow.referral_id) == told.referral.id)):
        words = told.words("sent_on.words", row.id, row.words)
        yield Event(at=row.sent_at, what="sent_on", who=row.sent_by, how=(row.sent_to,), words=words)
