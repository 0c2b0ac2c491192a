"""Whose session a token is: absent, wrong, over and revoked are answered alike, so that nothing is learnt from it."""

from datetime import timedelta
from typing import cast

from sqlmodel import Session, col, select

from inspection.errors import AccessRefused
from inspection.store.people import SessionRow, UserRow
from inspection.time_of import day_in_brussels
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
    touch = timedelta(seconds=context.app.catalogue(day_in_brussels(context.at)).identity.touch_seconds)
    if context.at - row.seen_at >= touch:
        with context.store.write() as session:  # no act: the trail says when it began and ended
            row, user = live_session(session, context, token, kind)
            row.seen_at = context.at
            session.add(row)
    return as_principal(row, user)


def demo_principal(context: Context, user_id: str) -> Principal:
    """Return somebody of a demo home as proven by nothing at all.

    Errors: `AccessRefused` 084 for any other home, 072 for a user that nobody is.
    """
    if not context.settings.is_demo:
        raise AccessRefused("ACCESS-084")
    with context.store.read() as session:
        user = session.get(UserRow, user_id)
        if user is None or not is_ours(context, user):
            raise AccessRefused("ACCESS-072")
    roles = frozenset({user.role})
    return Principal(
        user=user.id, service=user.service, roles=roles, method="demo", proven_at=context.at, credential="demo"
    )


def live_session(session: Session, context: Context, token: str, kind: SessionKind) -> tuple[SessionRow, UserRow]:
    """Return a session that is good at this moment, with its user; `AccessRefused` 072 for anything else."""
    key = token_key(token, kind, keys=context.store.keys)
    row = session.exec(select(SessionRow).where(col(SessionRow.token_key) == key)).first() if key else None
    return _alive(session, context, row, kind)


def session_by_id(session: Session, context: Context, id_: str) -> tuple[SessionRow, UserRow]:
    """Return a session in a browser that is good at this moment, by its id, with its user; errors as `live_session`."""
    return _alive(session, context, session.get(SessionRow, id_), "browser")


def _alive(session: Session, context: Context, row: SessionRow | None, kind: SessionKind) -> tuple[SessionRow, UserRow]:
    if row is None or row.kind != kind or not _is_good(context, row):
        raise AccessRefused("ACCESS-072")
    user = session.get(UserRow, row.user_id)
    if user is None or not is_ours(context, user):
        raise AccessRefused("ACCESS-072")
    return row, user


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
    rules = context.app.catalogue(day_in_brussels(context.at)).identity
    kind = cast(SessionKind, row.kind)
    is_here = row.ended_at is None and row.service == context.settings.service
    return is_here and is_alive(kind, row.seen_at, row.ends_at, context.at, rules)


def is_ours(context: Context, user: UserRow) -> bool:
    """Tell whether somebody works here today and may have a session at all."""
    return user.active and user.service == context.settings.service and may(user, "session.begin")
