"""The inspector is rung for what a first report left open: by which number, and what came of it."""

from inspection.acts import follow_ups
from inspection.acts.aftercare.known_follow_ups import waiting_follow_up
from inspection.errors import ReferralFault
from inspection.life_cycles import FollowUpKind, FollowUpOutcome
from inspection.store.people import UserRow
from inspection.trust import Context, audited_transaction


def number_to_ring(context: Context, follow_up_id: str) -> str:
    """Return the telephone number of the inspector who is to be rung back, "" where none is known.

    Whoever owes the call needs the number: nobody else is told it. That they looked at what they owe is on record.

    Errors: `ReferralFault` 770 for nothing that waits for whoever asks; `AccessRefused`.
    """
    with audited_transaction(context) as tx:
        _, row = waiting_follow_up(tx, follow_up_id, FollowUpKind.CALL_BACK)
        tx.mark_unchanged()
        who = tx.session.get_one(UserRow, row.saved_by)
        return tx.store.unseal("app_user.telephone", who.id, who.telephone) if who.telephone else ""


def note_call_back(context: Context, follow_up_id: str, words: str) -> None:
    """Record that the inspector was rung back; `words`, what was said, are sealed.

    What they told is entered into the control itself: a supplement then says it, and closes the task without this.
    Errors: `ReferralFault` 770 for nothing that waits for whoever asks, 771 without words; `AccessRefused`.
    """
    if not words.strip():
        raise ReferralFault("REFER-771")
    with audited_transaction(context) as tx:
        owed, _ = waiting_follow_up(tx, follow_up_id, FollowUpKind.CALL_BACK)
        follow_ups.close_follow_up(tx, owed, FollowUpOutcome.CALLED, words=words)
