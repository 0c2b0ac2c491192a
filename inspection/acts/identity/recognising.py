"""Whose session a token is: absent, wrong, over and revoked are answered alike, so that nothing is learnt from it."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import timedelta
from typing import cast

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from inspection.acts.identity.guarding import rules_of
from inspection.errors import AccessRefused, PortalFault
from inspection.store.core import OUTSIDE_ROLES
from inspection.store.people import SessionRow, UserRow
from inspection.time_of import day_in_brussels
from inspection.trust import Context, may
from inspection.trust.access import HasRole
from inspection.trust.identity import Method, Principal, SessionKind, is_alive, token_key

_Find = Callable[[Session], tuple[SessionRow, UserRow]]
_BY_TOKEN = (  # asked by every page: to put it together anew takes longer than its answer
    select(SessionRow, UserRow)
    .join(UserRow, col(UserRow.id) == col(SessionRow.user_id))
    .where(col(SessionRow.token_key) == bindparam("key"))
)


def principal_of(context: Context, token: str, kind: SessionKind = "browser", *, in_use: bool = True) -> Principal:
    """Return who has proven to be whom with a session, and note that it is in use.

    kind
        Where the token was shown: one of a browser opens nothing at the command, and the other way round.
    in_use
        False for what a page asks by itself: nobody need sit before it.

    Errors: `AccessRefused` 072, the same for each reason.
    """
    if not in_use:
        with context.store.read() as session:
            return as_principal(*live_session(session, context, token, kind))
    return _in_use(context, lambda session: live_session(session, context, token, kind))


def renewed(context: Context, principal: Principal) -> Principal:
    """Return a principal as its session stands now, and note that it is in use: for a page that stays open.

    It takes what this process made before, never an id that somebody names.

    Errors: `AccessRefused` 072 where the session was ended or is over, or its user left.
    """
    return _in_use(context, lambda session: _same_session(session, context, principal))


def still_open(context: Context, sessions: Collection[str]) -> frozenset[str]:
    """Return which of some sessions are good at this moment, by their ids; nothing is noted as being in use."""
    wanted = select(SessionRow, UserRow).join(UserRow, col(UserRow.id) == col(SessionRow.user_id))
    with context.store.read() as session:
        rows = session.exec(wanted.where(col(SessionRow.id).in_(sessions)))
        return frozenset(row.id for row, user in rows if _is_good(context, row) and _may_be_here(context, user))


def demo_principal(context: Context, user_id: str) -> Principal:
    """Return somebody of a demo home as proven by nothing at all.

    Errors: `AccessRefused` 084 for any other home, 070 for a user that nobody is.
    """
    if not context.settings.is_demo:
        raise AccessRefused("ACCESS-084")
    with context.store.read() as session:
        user = session.get(UserRow, user_id)
        if user is None or not is_ours(context, user):
            raise AccessRefused("ACCESS-070")
    roles = frozenset({user.role})
    return Principal(
        user=user.id, service=user.service, roles=roles, method="demo", proven_at=context.at, credential="demo"
    )


def live_session(session: Session, context: Context, token: str, kind: SessionKind) -> tuple[SessionRow, UserRow]:
    """Return a session that is good at this moment, with its user; `AccessRefused` 072 for anything else."""
    key = token_key(token, kind, keys=context.store.keys)
    found = session.exec(_BY_TOKEN, params={"key": key}).first() if key else None
    row, user = found if found is not None and found[0].kind == kind else (None, None)
    return _refused_else(context, row, user)


def in_the_name_of(context: Context, user: UserRow, method: Method) -> Context:
    """Return the context of an act by somebody who proved right now who they are, before there is a session of it."""
    made = Principal(
        user=user.id,
        service=user.service,
        roles=frozenset({user.role}),
        method=method,
        proven_at=context.at,
        credential=method,
    )
    return replace(context, principal=made)


def session_by_id(session: Session, context: Context, id_: str) -> tuple[SessionRow, UserRow]:
    """Return a session in a browser that is good at this moment, by its id, with its user; errors as `live_session`."""
    row = session.get(SessionRow, id_)
    return _good(session, context, row if row is not None and row.kind == "browser" else None)


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


def _in_use(context: Context, find: _Find) -> Principal:
    with context.store.read() as session:
        row, user = find(session)
    touch = timedelta(seconds=rules_of(context).touch_seconds)
    if context.at - row.seen_at >= touch:
        with context.store.write() as session:  # no act: the trail says when it began and ended
            row, user = find(session)
            row.seen_at = context.at
            session.add(row)
    return as_principal(row, user)


def _same_session(session: Session, context: Context, principal: Principal) -> tuple[SessionRow, UserRow]:
    row = session.get(SessionRow, principal.credential)
    return _good(session, context, row if row is not None and row.user_id == principal.user else None)


def _good(session: Session, context: Context, row: SessionRow | None) -> tuple[SessionRow, UserRow]:
    return _refused_else(context, row, session.get(UserRow, row.user_id) if row is not None else None)


def _refused_else(context: Context, row: SessionRow | None, user: UserRow | None) -> tuple[SessionRow, UserRow]:
    if row is None or user is None or not _is_good(context, row) or not _may_be_here(context, user):
        raise AccessRefused("ACCESS-072")
    return row, user


def _may_be_here(context: Context, user: UserRow) -> bool:
    return is_at_their_door(context, user) and is_ours(context, user)


def _is_good(context: Context, row: SessionRow) -> bool:
    kind = cast(SessionKind, row.kind)
    is_here = row.ended_at is None and row.service == context.settings.service
    is_believed = row.method != "demo" or context.settings.is_demo  # a home that is the demo's no more believes nobody
    return is_here and is_believed and is_alive(kind, row.seen_at, row.ends_at, context.at, rules_of(context))


def is_at_their_door(context: Context, user: HasRole) -> bool:
    """Tell whether this home is where somebody signs in: people of offices outside on the portal, all others here."""
    return context.settings.is_portal == (user.role in OUTSIDE_ROLES)


def require_own_door(context: Context, user: UserRow) -> None:
    """Refuse whoever has proven who they are at the wrong door; `PortalFault` PORTAL-103."""
    if not is_at_their_door(context, user):
        raise PortalFault("PORTAL-103", door="office" if context.settings.is_portal else "portal")


def is_ours(context: Context, user: UserRow) -> bool:
    """Tell whether somebody is of this house, or let in from outside on this day."""
    on = day_in_brussels(context.at)
    is_let_in = (user.first_day or on) <= on <= (user.last_day or on)
    return user.active and is_let_in and user.service == context.settings.service and may(user, "session.begin")
