"""A second answer that says the opposite of the first: noted, told to the house, and nothing moves.

An office that refused and now takes a case on, or the reverse, may leave it with two offices or with none. The answer
that came first holds; whoever leads the team rings, and then corrects, recalls or sends it elsewhere.
"""

from typing import Final, Literal

from inspection.acts import bundles
from inspection.errors import ReferralFault
from inspection.store.referrals import DeliveryRow, ReferralRow
from inspection.trust import AuditedTransaction

ANSWERED: Final = ("acknowledged", "refused")
Channel = Literal["typed_reference", "signed", "telephone", "portal"]
# One alert a channel: who rang after a slip of typing must hear of a signature that says the same.
_STEPS: Final[dict[str, int]] = {"typed_reference": 1, "signed": 2, "telephone": 3, "portal": 4}


def contradicts(state: str, answer: str) -> bool:
    """Tell whether an answer is the opposite of the one that a delivery has."""
    return state in ANSWERED and answer in ANSWERED and state != answer


def note_contradiction(
    tx: AuditedTransaction,
    row: DeliveryRow,
    referral: ReferralRow,
    answer: str,
    how: Channel,
    *,
    reason: str | None = None,
) -> None:
    """Note inside an act what an office answers against its first answer, and tell the head of the team.

    Once for each channel: the same again changes nothing and tells nobody. No state moves.
    """
    if not bundles.notify_team_head(tx, "delivery_contradicted", referral, subject=row.id, step=_STEPS[how]):
        tx.mark_unchanged()
        return
    facts = {"recipient": row.recipient, "holds": row.state, "answer": answer, "reason": reason, "how": how}
    tx.record("delivery.contradict", row.id, stream="referral", facts=facts)


def contradiction(state: str, answer: str, recipient: str) -> ReferralFault:
    """Return the fault for whoever brought such an answer, once it is noted."""
    return ReferralFault("REFER-301", state=state, answer=answer, recipient=recipient)
