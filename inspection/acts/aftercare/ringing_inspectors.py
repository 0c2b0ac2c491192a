"""The inspector was rung for what a first report left open: noted, whoever rang and whatever came of it."""

from inspection.acts import follow_ups
from inspection.acts.aftercare.known_follow_ups import waiting_follow_up
from inspection.errors import ReferralFault
from inspection.life_cycles import FollowUpKind, FollowUpOutcome
from inspection.trust import Context, audited_transaction


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
