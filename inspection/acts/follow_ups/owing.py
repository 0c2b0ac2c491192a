"""Which follow-ups a control gives rise to by now, after a save or a decision; those that lost their ground end."""

from collections.abc import Mapping
from datetime import timedelta

from sqlmodel import Session, col, select

from inspection.acts.follow_ups.opening import (
    Span,
    close_follow_up,
    end_of,
    follow_ups_of,
    open_follow_up,
    start_of,
    working_day_after,
)
from inspection.control.conclusions import Conclusion
from inspection.control.filled import Control
from inspection.life_cycles import Decision, FollowUpKind, FollowUpOutcome, FollowUpState, PersonNow
from inspection.store.controls import ControlRow, DecisionRow
from inspection.store.people import UserRow
from inspection.store.referrals import FollowUpRow, ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction


def weigh_follow_ups(tx: AuditedTransaction, row: ControlRow, control: Control, conclusion: Conclusion) -> None:
    """Open what a control asks for by now, inside the act that saved it or decided on it, and end what it no longer
    asks for.

    A no against a gravest fact is to be read; who stayed where the suspicion is, is to be looked after. Neither takes
    anything from the inspector.
    """
    _no_to_read(tx, row, conclusion)
    _persons_to_see(tx, row, control)


def contacts_of(session: Session, service: str) -> list[UserRow]:
    """Return the contacts for trafficking of a service who are active, in order of their ids."""
    mine = select(UserRow).where(col(UserRow.service) == service, col(UserRow.active), col(UserRow.thb_contact))
    return list(session.exec(mine.order_by(col(UserRow.id))))


def found_out(session: Session, row: ControlRow) -> Mapping[str, PersonNow]:
    """Return by person where they were found since the control was saved last: what a later save says, it says anew."""
    checks = follow_ups_of(session, row.id, FollowUpKind.PERSON_CHECK)
    told = sorted((one for one in checks if one.now_at and _is_later(one, row)), key=lambda one: one.n)
    return {one.subject: PersonNow(one.now_at or "") for one in told}


def _is_later(owed: FollowUpRow, row: ControlRow) -> bool:
    return owed.closed_at is not None and owed.closed_at >= row.saved_at


def _no_to_read(tx: AuditedTransaction, row: ControlRow, conclusion: Conclusion) -> None:
    said = _own_decision(tx.session, row) if "grave" in conclusion.proposal.patterns else None
    wanted = (
        said.id if said is not None and said.decision == Decision.NO and not _is_referred(tx.session, row) else None
    )
    for one in follow_ups_of(tx.session, row.id, FollowUpKind.NO_REVIEW):
        if one.state == FollowUpState.OPEN and one.subject != wanted:
            close_follow_up(tx, one, FollowUpOutcome.OVERTAKEN)
    if wanted is None or follow_ups_of(tx.session, row.id, FollowUpKind.NO_REVIEW, wanted):
        return
    today = day_in_brussels(tx.at)
    due = working_day_after(today, tx.app.catalogue(today).deadlines.no_review_working_days)
    contact = next((one for one in contacts_of(tx.session, row.service) if one.id != row.saved_by), None)
    span = Span(starts_at=tx.at, due_at=end_of(due))
    open_follow_up(tx, FollowUpKind.NO_REVIEW, row, wanted, span, for_user=contact.id if contact else None)


def _persons_to_see(tx: AuditedTransaction, row: ControlRow, control: Control) -> None:
    """Look after who stayed where a yes stands, or a positive proposal that nobody has denied."""
    is_suspected = _is_referred(tx.session, row) or (row.positive and row.decision != Decision.NO)
    since = found_out(tx.session, row)
    staying = {one.ref for one in control.persons if since.get(one.ref, one.now_at) == PersonNow.STAYED}
    wanted = staying if is_suspected else set()
    known = follow_ups_of(tx.session, row.id, FollowUpKind.PERSON_CHECK)
    for one in known:
        if one.state == FollowUpState.OPEN and one.subject not in wanted:
            close_follow_up(tx, one, FollowUpOutcome.OVERTAKEN)
    for ref in sorted(wanted - {one.subject for one in known if one.outcome != FollowUpOutcome.OVERTAKEN}):
        open_follow_up(tx, FollowUpKind.PERSON_CHECK, row, ref, check_span(tx), for_user=row.saved_by)


def check_span(tx: AuditedTransaction) -> Span:
    """Return when somebody who stayed is looked after: the next day, whether people work on it or not."""
    today = day_in_brussels(tx.at)
    day = today + timedelta(days=tx.app.catalogue(today).deadlines.person_check_days)
    return Span(starts_at=start_of(day), due_at=end_of(day))


def _own_decision(session: Session, row: ControlRow) -> DecisionRow | None:
    """Return the latest decision of who made the control."""
    mine = select(DecisionRow).where(col(DecisionRow.control_id) == row.id, col(DecisionRow.decided_by) == row.saved_by)
    return session.exec(mine.order_by(col(DecisionRow.n).desc())).first()


def _is_referred(session: Session, row: ControlRow) -> bool:
    return session.exec(select(ReferralRow.id).where(col(ReferralRow.control_id) == row.id)).first() is not None
