"""Taking every proof of somebody away, as the direction: of a lost device, or of whoever must not come in today."""

from sqlmodel import col, delete

from inspection.acts import texts
from inspection.acts.identity.ending import end_all
from inspection.acts.identity.guarding import rules_of
from inspection.acts.identity.proving import require_fresh
from inspection.errors import AccessRefused
from inspection.store.people import AccountRow, EnrolmentRow, IdentityLinkRow, PasskeyRow, UserRow
from inspection.trust import Context, audited_transaction


def withdraw_proofs(context: Context, user: str) -> int:
    """Take password, passkeys, link and open codes of somebody away, and end their sessions; returns how many.

    A new code of enrolment lets them in again.

    Errors: `AccessRefused` 072, 076 without a proof of a moment ago; 080 for nobody of this service.
    """
    require_fresh(context, rules_of(context))
    with audited_transaction(context) as tx:
        tx.require("session.end_others", service=context.settings.service)
        owner = tx.session.get(UserRow, user)
        if owner is None or owner.service != context.settings.service:
            raise AccessRefused("ACCESS-080")
        tx.session.exec(delete(AccountRow).where(col(AccountRow.id) == owner.id))
        for table in (PasskeyRow, IdentityLinkRow):
            tx.session.exec(delete(table).where(col(table.user_id) == owner.id))
        unused = col(EnrolmentRow.user_id) == owner.id, col(EnrolmentRow.used_at).is_(None)
        tx.session.exec(delete(EnrolmentRow).where(*unused))
        count = end_all(tx, owner.id)
        texts.forget_all_of(tx, owner.id)
        tx.record("proofs.withdraw", owner.id, stream="identity", facts={"sessions_ended": count})
    return count
