"""Every unaccompanied minor is told to the guardianship service at once, whatever is decided on a suspicion."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from inspection.acts import outbox, records
from inspection.acts.protection.notices import callback, find_control, own_district, queue_notice
from inspection.control.conclusions import Conclusion
from inspection.control.filled import Control, PersonFound
from inspection.errors import ReferralFault
from inspection.store.controls import ControlRow
from inspection.store.protection import NoticeRow
from inspection.store.referrals import ReferralRow
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext, AuditedTransaction, Context, answers_alike, audited_transaction


@dataclass(frozen=True, kw_only=True)
class GuardianTold:
    """The notice by which the guardianship service is told; `is_new` is False where it was told of the person before.

    reference
        None where the referral of the control tells it.
    """

    control_id: str
    person: str
    reference: str | None
    is_new: bool


@answers_alike("guardian.notify", "REFER-780")
def notify_guardian(context: Context, control_id: str, person: str) -> GuardianTold:
    """Tell the guardianship service of a person who may be an unaccompanied minor; doubt is enough, and no answer is
    awaited of anybody before.

    A control that is saved with a minor alone in it does so by itself, finished or not.

    Errors: `ReferralFault` 780 for no control, 781 for nobody of this reference; `AccessRefused`.
    """
    with audited_transaction(context, name="guardian") as tx:
        row = find_control(context, tx.session, control_id)
        tx.require("guardian.notify", district=own_district(row, context.by), service=row.service)
        found = [one for one in records.load_control(tx.store, row).persons if one.ref == person]
        if not found:
            raise ReferralFault("REFER-781")
        known = _told(tx.session, row.id).get(person)
        if known is not None:
            tx.mark_unchanged()
            return GuardianTold(control_id=row.id, person=person, reference=known.reference, is_new=False)
        made = _queue(tx, row, found)
        return GuardianTold(control_id=row.id, person=person, reference=made.reference, is_new=True)


def tell_guardian(tx: AuditedTransaction, row: ControlRow, control: Control, conclusion: Conclusion) -> None:
    """Queue a notice about the minors of a saved control who are alone, inside the act that saves it.

    One whom a notice told already is not told twice, and a referral that tells the service of minors tells of all.
    """
    if told_by_referral(tx.session, tx.app, row, tx.at):
        return
    told = _told(tx.session, row.id)
    minors = set(conclusion.proposal.minors) - told.keys()
    alone = [person for person in control.persons if person.ref in minors and person.accompanied is not True]
    if alone:
        _queue(tx, row, alone)


def _queue(tx: AuditedTransaction, row: ControlRow, persons: Sequence[PersonFound]) -> NoticeRow:
    """Queue what the service is told: who, in which language, where they are now; nothing of the control itself."""
    catalogue = tx.app.catalogue(day_in_brussels(tx.at))
    guardian = catalogue.recipients[catalogue.protection.guardian]
    values = {
        "report_language": row.report_language,
        "callback": callback(tx, row),
        "minors": [_minor(person) for person in persons],
    }
    hours = guardian.answer_hours
    return queue_notice(
        tx,
        row,
        "guardian",
        guardian.id,
        values,
        persons=[person.ref for person in persons],
        due_at=tx.at + timedelta(hours=hours) if hours else None,
    )


def _minor(person: PersonFound) -> dict[str, str]:
    born = person.birth_date.isoformat() if person.birth_date else ""
    return {
        "person": person.ref,
        "name": person.name or "",
        "born": born,
        "language": person.hearing_language or "",
        "where_now": person.whereabouts,
    }


def _told(session: Session, control_id: str) -> dict[str, NoticeRow]:
    """Return by person the notice that told of them."""
    mine = select(NoticeRow).where(col(NoticeRow.control_id) == control_id, col(NoticeRow.kind) == "guardian")
    return {person: notice for notice in session.exec(mine) for person in notice.persons}


def told_by_referral(session: Session, app: AppContext, row: ControlRow, at: datetime) -> bool:
    """Tell whether the guardianship service hears of a control's minors by its referral.

    Not by one that was withdrawn, recalled from it, or stopped before it left: that tells it nothing, or to forget.
    """
    guardian = app.catalogue(day_in_brussels(at)).protection.guardian
    referral = session.exec(select(ReferralRow).where(col(ReferralRow.control_id) == row.id)).first()
    last = outbox.last_to_each(session, referral).get(guardian) if referral is not None else None
    if referral is None or last is None or outbox.is_withdrawn(session, referral.id):
        return False
    is_stopped = last.ended_at is not None and not outbox.has_left(last)
    return last.message not in ("withdrawal", "recall") and not is_stopped
