"""A follow-up that waits, for whoever may end it; nobody else learns that there is one."""

from inspection.acts import follow_ups
from inspection.errors import ReferralFault
from inspection.life_cycles import FollowUpKind, FollowUpState
from inspection.store.controls import ControlRow
from inspection.store.referrals import FollowUpRow
from inspection.trust import AuditedTransaction


def waiting_follow_up(tx: AuditedTransaction, follow_up_id: str, kind: FollowUpKind) -> tuple[FollowUpRow, ControlRow]:
    """Return a follow-up that waits, with its control, inside the act that ends it.

    Errors: `ReferralFault` 770, the same for none, for one that is done, of another kind, or not for whoever asks;
    `AccessRefused`.
    """
    user = tx.require("follow_up.end", service=tx.app.settings.service)
    owed = tx.session.get(FollowUpRow, follow_up_id)
    if owed is None or owed.state != FollowUpState.OPEN or owed.kind != kind:
        raise ReferralFault("REFER-770", kind=kind)
    row = tx.session.get_one(ControlRow, owed.control_id)
    if not follow_ups.may_do(tx.context, tx.session, user, owed, row):
        raise ReferralFault("REFER-770", kind=kind)
    return owed, row
