"""Whose session a token is: absent, wrong, over and revoked are answered alike, so that nothing is learnt from it."""

from datetime import timedelta
from typing import cast

from sqlmodel import Session, col, select

from inspection.acts.identity.guarding import rules_of
from inspection.errors import AccessRefused
from inspection.store.people import SessionRow, UserRow
from inspection.trust import Context, may
from inspection.trust.identity import Method, Principal, SessionKind, is_alive, token_key


def principal_of(context: Context, token: str, kind: SessionKind = "browser") -> Principal:
    """Return who has proven to be whom with a session, and note that it is in use.

    kind
        Where the token was shown: one of a browser opens nothing at the command, and the other way round.

    Errors: `AccessRefused` 072, the same for each reason.
    """
    with context.store.read() as session:
        row, user = live_session(session, context, token, kind)
    if context.at - row.seen_at >= timedelta(seconds=rules_of(context).touch_seconds):
        with context.store.write() as session:  # no act: the trail says when it began and ended
            row, user = live_session(session, context, token, kind)
            row.seen_at = context.at
            session.add(row)
    return as_principal(row, user)


def live_session(session: Session, context: Context, token: str, kind: SessionKind) -> tuple[SessionRow, UserRow]:
    """Return a session that is good at this moment, with its user; `AccessRefused` 072 for anything else."""
    key = token_key(token, kind, keys=context.store.keys)
    row = session.exec(select(SessionRow).where(col(SessionRow.token_key) == key)).first() if key else None
    if row is None or row.kind != kind or not _is_good(context, row):
        raise AccessRefused("ACCESS-072")
    user = session.get(UserRow, row.user_id)
    if user is None or not is_ours(context, user):
        raise AccessRefused("ACCESS-072")
    return row, user


def is_ours(context: Context, user: UserRow) -> bool:
    """Tell whether a user is one who may sign in here: active, of this service, and no schedule."""
    return user.active and user.service == context.settings.service and may(user, "session.begin")


def as_principal(row: SessionRow, user: UserRow) -> Principal:
    """Return what a session proves; the role is that of today's roster, not of the day on which it began."""
    return Principal(
        user=user.id,
        service=row.service,
        roles=frozenset({user.role}),
        method=cast(Method, row.method),
        proven_at=row.proven_at,
        credential=row.id,
    )


def _is_good(context: Context, row: SessionRow) -> bool:
    kind = cast(SessionKind, row.kind)
    is_here = row.ended_at is None and row.service == context.settings.service
    is_believed = row.method != "demo" or context.settings.is_demo  # the mark may have been taken away since
    return is_here and is_believed and is_alive(kind, row.seen_at, row.ends_at, context.at, rules_of(context))
