"""A suspicion that a colleague entered for an inspector, and the inspector's own control of the same event.

The device that was dead comes back with a control under an id of its own: it takes the place of what was entered, and
the referral goes on from it. Nothing is reported twice, and the colleague's yes stays beside whatever it says.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from inspection.acts.follow_ups.opening import Span, close_follow_up, follow_ups_of, open_follow_up
from inspection.life_cycles import ChainNoticeState, Decision, FollowUpKind, FollowUpOutcome, FollowUpState
from inspection.store.controls import ChainAgreementRow, ChainNoticeRow, ControlRow, DecisionRow
from inspection.store.core import new_id
from inspection.store.protection import NoticeRow
from inspection.store.referrals import FollowUpRow, ReferralRow
from inspection.territory import unnumbered_site
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction


def entry_of(session: Session, control_id: str) -> FollowUpRow | None:
    """Return the entry that a control is, or took the place of; None for any other control."""
    return next(reversed(follow_ups_of(session, control_id, FollowUpKind.ENTRY_CONFIRM)), None)


def is_entry(session: Session, row: ControlRow) -> bool:
    """Tell whether a control is nothing but what a colleague entered: one of the inspector's own may take its place."""
    owed = entry_of(session, row.id)
    return owed is not None and owed.subject == row.id


def owe_confirmation(tx: AuditedTransaction, row: ControlRow, told_at: datetime, *, is_entry: bool) -> None:
    """Let an inspector owe the confirmation of what was entered for them, inside the act that enters it.

    is_entry
        Whether the control is nothing but what was entered, so that one of the inspector's own may take its place.
    """
    known = entry_of(tx.session, row.id)
    if known is not None and known.state == FollowUpState.OPEN:
        return
    hours = tx.app.catalogue(day_in_brussels(tx.at)).deadlines.entry_confirm_hours
    span = Span(starts_at=tx.at, due_at=tx.at + timedelta(hours=hours))
    made = open_follow_up(tx, FollowUpKind.ENTRY_CONFIRM, row, row.id if is_entry else "", span, for_user=row.saved_by)
    if made is not None:
        made.entered_by, made.told_at = tx.by, told_at
        tx.session.add(made)
        tx.session.flush()


def settle_entry(tx: AuditedTransaction, row: ControlRow) -> FollowUpOutcome | None:
    """End what an inspector owes once they have decided of their own: a yes confirms it, a no says it was otherwise.

    Neither takes the colleague's yes back. Result: how it ended; None where nothing was owed, or nothing decided.
    """
    owed = entry_of(tx.session, row.id)
    if owed is None or owed.state != FollowUpState.OPEN or row.decision not in (Decision.YES, Decision.NO):
        return None
    outcome = FollowUpOutcome.CONFIRMED if row.decision == Decision.YES else FollowUpOutcome.CORRECTED
    close_follow_up(tx, owed, outcome)
    referral = tx.session.exec(select(ReferralRow).where(col(ReferralRow.control_id) == row.id)).first()
    if referral is not None:
        referral.opened_by = row.saved_by  # from here on the inspector is told of it, and may act on it anywhere
        tx.session.add(referral)
    tx.session.flush()
    return outcome


def take_over(tx: AuditedTransaction, row: ControlRow) -> ControlRow | None:
    """Let an inspector's new control take the place of the entry of the same event, inside the act that saves it.

    The same event is: entered for the same inspector, not confirmed yet, at the same workplace or, where one of the two
    knows none, in the same municipality, within some hours. Of several the nearest in time.

    Result: the control that was entered; None where none is of this event.
    """
    found = min(_of_one_event(tx, row), key=lambda one: abs(one.entered_at - row.entered_at), default=None)
    if found is None:
        return None
    put_in_place_of(tx, row, found)
    return found


def put_in_place_of(tx: AuditedTransaction, row: ControlRow, entered: ControlRow) -> None:
    """Move what followed from an entry to the control that takes its place: the yes, the referral, what is owed."""
    tx.session.flush()
    copies = {one.id: _copied(tx, row, one) for one in _yes_of_others(tx.session, entered)}
    referral = tx.session.exec(select(ReferralRow).where(col(ReferralRow.control_id) == entered.id)).first()
    if referral is not None:
        referral.control_id = row.id
        referral.decision_id = copies.get(referral.decision_id, referral.decision_id)
        tx.session.add(referral)
    for owed in tx.session.exec(select(FollowUpRow).where(col(FollowUpRow.control_id) == entered.id)):
        owed.control_id = row.id
    for notice in tx.session.exec(select(NoticeRow).where(col(NoticeRow.control_id) == entered.id)):
        notice.control_id = row.id
    _move_chain(tx, row, entered)
    entered.continued_as, entered.left_at = row.id, entered.left_at or row.left_at or entered.entered_at
    entered.positive = False
    tx.session.flush()
    tx.record("control.continue", entered.id, stream="control", facts={"as": row.id})


def _move_chain(tx: AuditedTransaction, row: ControlRow, entered: ControlRow) -> None:
    """Move the notices to a chain and what a magistrate agreed to: an agreement is copied, since none ever changes.

    What was signed stays so. Of two notices of the same, the one that nobody signed is taken away.
    """
    _move_chain_notices(tx, row, entered)
    for agreed in tx.session.exec(select(ChainAgreementRow).where(col(ChainAgreementRow.control_id) == entered.id)):
        made = new_id()
        texts = {
            name: tx.store.seal(place, made, tx.store.unseal(place, agreed.id, sealed), case=row.id)
            for name, sealed in (("authority", agreed.authority), ("words", agreed.words))
            for place in (f"chain_agreement.{name}",)
        }
        tx.session.add(
            ChainAgreementRow(
                id=made, control_id=row.id, recorded_by=agreed.recorded_by, recorded_at=agreed.recorded_at, **texts
            )
        )


def _move_chain_notices(tx: AuditedTransaction, row: ControlRow, entered: ControlRow) -> None:
    here = {_about(one): one for one in _notices_of(tx.session, row.id)}
    for notice in _notices_of(tx.session, entered.id):
        same = here.get(_about(notice))
        is_kept = same is None or (notice.state, same.state) == (ChainNoticeState.SIGNED, ChainNoticeState.PROPOSED)
        gone = same if is_kept else notice
        if gone is not None and gone.state == ChainNoticeState.PROPOSED:
            tx.record(
                "chain.take_away", gone.id, stream="notice", facts={"kind": gone.kind, "control": gone.control_id}
            )
            tx.session.delete(gone)
            tx.session.flush()
        if is_kept:
            body = tx.store.unseal("chain_notice.body", notice.id, notice.body)
            notice.control_id = row.id
            notice.body = tx.store.seal("chain_notice.body", notice.id, body, case=row.id)
            tx.session.add(notice)


def _notices_of(session: Session, control_id: str) -> list[ChainNoticeRow]:
    mine = select(ChainNoticeRow).where(col(ChainNoticeRow.control_id) == control_id)
    return list(session.exec(mine.order_by(col(ChainNoticeRow.id))))


def _about(notice: ChainNoticeRow) -> tuple[str, str, str]:
    return notice.kind, notice.addressee, notice.employer


def _of_one_event(tx: AuditedTransaction, row: ControlRow) -> Iterator[ControlRow]:
    hours = tx.app.catalogue(day_in_brussels(tx.at)).deadlines.entry_match_hours
    wanted = (
        select(ControlRow)
        .join(FollowUpRow, col(ControlRow.id) == col(FollowUpRow.control_id))
        .where(col(FollowUpRow.kind) == FollowUpKind.ENTRY_CONFIRM, col(FollowUpRow.state) == FollowUpState.OPEN)
        .where(col(FollowUpRow.subject) == col(ControlRow.id), col(ControlRow.saved_by) == row.saved_by)
        .where(col(ControlRow.service) == row.service, col(ControlRow.id) != row.id)
        .order_by(col(ControlRow.id))
    )
    for entered in tx.session.exec(wanted):
        is_near = abs(entered.entered_at - row.entered_at) <= timedelta(hours=hours)
        if is_near and is_one_place(entered, row):
            yield entered


def is_one_place(one: ControlRow, other: ControlRow) -> bool:
    """Tell whether two controls may be of one place; whoever knew no workplace said at least in which municipality."""
    if one.workplace == other.workplace:
        return True
    is_unknown = any(each.workplace == unnumbered_site(each.id) for each in (one, other))
    is_apart = one.refnis is not None and other.refnis is not None and one.refnis != other.refnis
    return is_unknown and one.area == other.area and not is_apart


def _yes_of_others(session: Session, entered: ControlRow) -> list[DecisionRow]:
    mine = select(DecisionRow).where(col(DecisionRow.control_id) == entered.id).order_by(col(DecisionRow.n))
    return [one for one in session.exec(mine) if one.decision == Decision.YES]


def _copied(tx: AuditedTransaction, row: ControlRow, said: DecisionRow) -> str:
    """Copy a yes to the control that goes on, by whom and of when it was; return the id of the copy."""
    numbers = select(func.max(col(DecisionRow.n))).where(col(DecisionRow.control_id) == row.id)
    made, last = new_id(), tx.session.exec(numbers).one() or 0
    copy = DecisionRow(
        id=made,
        control_id=row.id,
        n=last + 1,
        decision=said.decision,
        forms=list(said.forms),
        grounds=tx.store.seal(
            "suspicion_decision.grounds",
            made,
            tx.store.unseal("suspicion_decision.grounds", said.id, said.grounds),
            case=row.id,
        ),
        decided_at=said.decided_at,
        decided_by=said.decided_by,
        recorded_at=tx.at,
    )
    if said.decided_by == row.saved_by:
        row.decision = said.decision
    tx.session.add(copy)
    tx.session.flush()
    return made
