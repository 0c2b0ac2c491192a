"""Who else of one's own office and role is let into the portal: only they can stand in for one."""

from sqlmodel import col, select

from inspection.store.people import UserRow
from inspection.trust import Context, audited_transaction, require_permission


def colleagues(context: Context) -> tuple[str, ...]:
    """Return the ids of those who can stand in for whoever asks; the look is recorded.

    Errors: `AccessRefused` for whoever has no such right.
    """
    with audited_transaction(context) as tx:
        me = require_permission(tx.session, context, "deputy.list", service=context.settings.service)
        tx.record("deputy.list", context.by, stream="reading", facts={"kind": "colleagues"})
        wanted = select(UserRow.id).where(
            col(UserRow.office) == me.office,
            col(UserRow.role) == me.role,
            col(UserRow.service) == me.service,
            col(UserRow.active).is_(True),
            col(UserRow.id) != me.id,
        )
        return tuple(tx.session.exec(wanted.order_by(col(UserRow.id)))) if me.office is not None else ()
