"""A duty that waits, for whoever may end it; nobody else learns that there is one."""

from inspection.acts import duties
from inspection.errors import ReferralFault
from inspection.life_cycles import DutyKind, DutyState
from inspection.store.controls import ControlRow
from inspection.store.referrals import DutyRow
from inspection.trust import AuditedTransaction


def waiting_duty(tx: AuditedTransaction, duty_id: str, kind: DutyKind) -> tuple[DutyRow, ControlRow]:
    """Return a duty that waits, with its control, inside the act that ends it.

    Errors: `ReferralFault` 770, the same for none, for one that is done, of another kind, or not for whoever asks;
    `AccessRefused`.
    """
    user = tx.require("duty.end", service=tx.app.settings.service)
    duty = tx.session.get(DutyRow, duty_id)
    if duty is None or duty.state != DutyState.OPEN or duty.kind != kind:
        raise ReferralFault("REFER-770", kind=kind)
    row = tx.session.get_one(ControlRow, duty.control_id)
    if not duties.may_do(tx.context, tx.session, user, duty, row):
        raise ReferralFault("REFER-770", kind=kind)
    return duty, row
