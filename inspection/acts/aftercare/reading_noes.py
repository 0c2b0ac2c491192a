"""A no against a gravest fact is read by somebody else: it stays as it is, or a yes is set beside it.

The inspector loses nothing: their no stays where it was said, and the trail says who read it. Nobody can undo a yes,
so that whoever reads one can only add.
"""

from collections.abc import Sequence

from inspection.acts import bundles, follow_ups, records
from inspection.acts.aftercare.known_follow_ups import waiting_follow_up
from inspection.control.filled import Form, SuspicionDecision
from inspection.errors import ReferralFault
from inspection.life_cycles import Decision, FollowUpKind, FollowUpOutcome
from inspection.trust import Context, audited_transaction


def leave_no(context: Context, follow_up_id: str, reason: str) -> None:
    """Record that a no was read and stays as it is, with the reason; sealed.

    Errors: `ReferralFault` 770 for nothing that waits for whoever asks, 771 without a reason; `AccessRefused`.
    """
    _require_words(reason)
    with audited_transaction(context, name="suspicion") as tx:
        owed, _ = waiting_follow_up(tx, follow_up_id, FollowUpKind.NO_REVIEW)
        follow_ups.close_follow_up(tx, owed, FollowUpOutcome.LEFT_AS_IS, words=reason)


def refer_no(context: Context, follow_up_id: str, grounds: str, *, forms: Sequence[Form] = ("economic",)) -> str:
    """Set a yes beside an inspector's no: the referral leaves at once, in the same transaction.

    Arguments: `grounds` of the yes, sealed. Result: the reference of the referral.
    Errors: `ReferralFault` 770 for nothing that waits for whoever asks, 771 without grounds; `AccessRefused`.
    """
    _require_words(grounds)
    said = SuspicionDecision(decision=Decision.YES, grounds=grounds, forms=tuple(forms), decided_at=context.at)
    with audited_transaction(context, name="suspicion") as tx:
        owed, row = waiting_follow_up(tx, follow_up_id, FollowUpKind.NO_REVIEW)
        follow_ups.close_follow_up(tx, owed, FollowUpOutcome.REFERRED, words=grounds)
        decided = records.add_decision(tx, row, said)
        conclusion = records.weigh_again(tx, row) or records.load_conclusion(tx.store, row)
        control = records.load_control(tx.store, row)
        made = bundles.open_referral(tx, row, decided, control, conclusion)
        follow_ups.weigh_follow_ups(tx, row, control, conclusion)
        return made.reference


def _require_words(words: str) -> None:
    if not words.strip():
        raise ReferralFault("REFER-771")
