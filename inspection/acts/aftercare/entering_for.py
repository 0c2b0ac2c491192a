"""A colleague on duty enters a suspicion in an inspector's name, whose telephone is dead; the inspector confirms later.

It leaves at once, as any yes does. It says that it was entered by a colleague and when it was told; the inspector may
add to it or say that it was otherwise, and undoes nothing: what has left has left.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from inspection.acts import access, bundles, follow_ups, protection, records, workplaces
from inspection.acts.aftercare.known_follow_ups import waiting_follow_up
from inspection.acts.aftercare.told import Told, control_told
from inspection.control import conclusions
from inspection.control.filled import Control, SuspicionDecision
from inspection.errors import AccessRefused, ReferralFault
from inspection.life_cycles import Decision, FollowUpKind
from inspection.sealing import keyed_hash
from inspection.store.controls import ControlRow
from inspection.store.people import UserRow
from inspection.store.referrals import ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AuditedTransaction, Context, audited_transaction, may


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What became of what a colleague entered.

    control_id
        The control that it is now: a new one, or the inspector's own of the same event where that was here already.
    is_new
        False where it was added to a control that was here, so that nothing was doubled.
    """

    control_id: str
    reference: str
    inspector: str
    entered_by: str
    told_at: datetime
    is_new: bool


def enter_for(context: Context, inspector: str, told: Told) -> Entered:
    """Enter an inspector's suspicion for them: an unfinished control in their name, and a yes that leaves at once.

    Whoever of the service was told it may enter it, in whatever district: nobody must be found first. Where the
    inspector's own control of the same event is here already, the yes is set beside it.

    Arguments: `inspector` a user of the service who makes controls.
    Errors: `ReferralFault` 771 without grounds, 774 for nobody who makes controls, or oneself; `ControlFault` where
    nobody knows the place; `AccessRefused`.
    """
    if not told.grounds.strip():
        raise ReferralFault("REFER-771")
    control = control_told(context, told)
    with context.store.read() as session:
        place = workplaces.place_of_control(session, context.app, control, told.place, day_in_brussels(context.at))
    conclusion = records.following(context.app, control, place.competence)
    with audited_transaction(context, name="entry") as tx:
        tx.require("suspicion.enter_for", service=context.settings.service)
        user = _inspector(tx, inspector)
        row = _row(tx, control, user, place, conclusion)
        known = _own_of_same_event(tx, row)
        if known is None:
            tx.session.add(row)
            tx.session.flush()
            records.keep_definition(tx, control.model_dump(include={"checklist", "sector", "entered_at"}))
            access.note_persons(tx, control)
            tx.record("control.enter_for", row.id, stream="control", facts={"for": user.id, "content": row.content_key})
        return _refer(tx, known or row, told, is_new=known is None)


def confirm_entry(context: Context, follow_up_id: str, *, words: str = "", as_control: str | None = None) -> str:
    """Confirm what a colleague entered in one's name; whoever has the case reads that it was confirmed.

    Arguments: `words` what is to be added or corrected, as grounds of one's own, sealed; `as_control` one's own control
    of the same event, where it was not recognised as one.
    Result: the reference of the referral.
    Errors: `ReferralFault` 770 for nothing that waits for whoever asks, 775 for a control that cannot take the place of
    the entry; `AccessRefused`.
    """
    with audited_transaction(context, name="entry") as tx:
        _, row = waiting_follow_up(tx, follow_up_id, FollowUpKind.ENTRY_CONFIRM)
        if as_control is not None and as_control != row.id:
            row = _moved(tx, row, as_control)
        last = [one for one in records.decisions_of(tx.session, tx.store, row.id) if one.decision == Decision.YES][-1]
        said = SuspicionDecision.model_validate(
            {
                "decision": "yes",
                "grounds": words.strip() or last.grounds,
                "forms": last.forms,
                "decided_at": context.at,
            }
        )
        decided = records.add_decision(tx, row, said)
        follow_ups.settle_entry(tx, row)
        conclusion = records.weigh_again(tx, row) or records.load_conclusion(tx.store, row)
        control = records.load_control(tx.store, row)
        made = bundles.open_referral(tx, row, decided, control, conclusion)
        follow_ups.weigh_follow_ups(tx, row, control, conclusion)
        return made.reference


def _inspector(tx: AuditedTransaction, user_id: str) -> UserRow:
    user = tx.session.get(UserRow, user_id)
    is_one = user is not None and user.active and user.service == tx.app.settings.service
    if user is None or not is_one or not may(user, "suspicion.decide") or user.id == tx.by:
        raise ReferralFault("REFER-774")
    return user


def _row(
    tx: AuditedTransaction, control: Control, user: UserRow, place: workplaces.Place, conclusion: conclusions.Conclusion
) -> ControlRow:
    key = keyed_hash(control, purpose="content", keys=tx.store.keys)
    return records.control_row(tx, control, user, place, conclusion, key, tx.app.settings.service)


def _own_of_same_event(tx: AuditedTransaction, row: ControlRow) -> ControlRow | None:
    """Return the control of the same event that is here already: the inspector's own, or what was entered before."""
    hours = tx.app.catalogue(day_in_brussels(tx.at)).deadlines.entry_match_hours
    wanted = select(ControlRow).where(
        col(ControlRow.saved_by) == row.saved_by,
        col(ControlRow.service) == row.service,
        col(ControlRow.continued_as).is_(None),
        col(ControlRow.entered_at) >= row.entered_at - timedelta(hours=hours),
        col(ControlRow.entered_at) <= row.entered_at + timedelta(hours=hours),
    )
    found = [one for one in tx.session.exec(wanted.order_by(col(ControlRow.id))) if follow_ups.is_one_place(one, row)]
    return min(found, key=lambda one: abs(one.entered_at - row.entered_at), default=None)


def _refer(tx: AuditedTransaction, row: ControlRow, told: Told, *, is_new: bool) -> Entered:
    said = SuspicionDecision(decision=Decision.YES, grounds=told.grounds, forms=told.forms, decided_at=tx.at)
    if not is_new and records.is_repeated(tx, row, said):
        tx.mark_unchanged()
        return _entered(tx, row, told, is_new=False)
    decided = records.add_decision(tx, row, said)
    follow_ups.owe_confirmation(tx, row, told.told_at, is_entry=is_new)
    conclusion = records.weigh_again(tx, row) or records.load_conclusion(tx.store, row)
    control = records.load_control(tx.store, row)
    bundles.open_referral(tx, row, decided, control, conclusion)
    follow_ups.weigh_follow_ups(tx, row, control, conclusion)
    protection.tell_guardian(tx, row, control, conclusion)
    return _entered(tx, row, told, is_new=is_new)


def _entered(tx: AuditedTransaction, row: ControlRow, told: Told, *, is_new: bool) -> Entered:
    tx.session.flush()
    return Entered(
        control_id=row.id,
        reference=_reference(tx.session, row.id),
        inspector=row.saved_by,
        entered_by=tx.by,
        told_at=told.told_at,
        is_new=is_new,
    )


def _reference(session: Session, control_id: str) -> str:
    return session.exec(select(ReferralRow.reference).where(col(ReferralRow.control_id) == control_id)).one()


def _moved(tx: AuditedTransaction, entered: ControlRow, control_id: str) -> ControlRow:
    """Let one's own control take the place of an entry that it was not recognised as."""
    row = tx.session.get(ControlRow, control_id)
    if row is None or row.saved_by != tx.by:
        raise AccessRefused("ACCESS-060")
    referred = tx.session.exec(select(ReferralRow.id).where(col(ReferralRow.control_id) == control_id)).first()
    if referred is not None or not follow_ups.is_entry(tx.session, entered):
        raise ReferralFault("REFER-775")
    follow_ups.put_in_place_of(tx, row, entered)
    return row
