"""Who else of one's own office and role is let into the portal: only they can stand in for one."""

from sqlalchemy import bindparam
from sqlmodel import col, select

from inspection.store.people import UserRow
from inspection.trust import Asker, AuditedTransaction, Context, asker_of, audited_transaction

_LIKE_ME = (
    select(UserRow.id)
    .where(
        col(UserRow.office) == bindparam("office"),
        col(UserRow.role) == bindparam("role"),
        col(UserRow.service) == bindparam("service"),
        col(UserRow.active).is_(True),
        col(UserRow.id) != bindparam("me"),
    )
    .order_by(col(UserRow.id))
)


def colleagues(context: Context) -> tuple[str, ...]:
    """Return the ids of those who can stand in for whoever asks; the look is recorded.

    Errors: `AccessRefused` for whoever has no such right.
    """
    with audited_transaction(context) as tx:
        return colleagues_in(tx, asker_of(tx.session, context, "deputy.list"))


def colleagues_in(tx: AuditedTransaction, asker: Asker) -> tuple[str, ...]:
    """Return them inside the transaction of a page that shows more."""
    me = asker.require("deputy.list", service=tx.context.settings.service)
    tx.record("deputy.list", tx.by, stream="reading", facts={"kind": "colleagues"})
    if me.office is None:
        return ()
    asked = {"office": me.office, "role": me.role, "service": me.service, "me": me.id}
    return tuple(tx.session.exec(_LIKE_ME, params=asked))
