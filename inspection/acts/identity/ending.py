"""Ending sessions: one's own, one or all; the direction those of somebody else; and the list of one's own."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from sqlmodel import col, select

from inspection.acts import texts
from inspection.acts.identity.guarding import rules_of
from inspection.acts.identity.proving import require_proof
from inspection.acts.identity.recognising import as_principal, live_session
from inspection.errors import AccessRefused
from inspection.life_cycles import SessionState
from inspection.store.people import SessionRow, UserRow
from inspection.store.views import view_of
from inspection.trust import AuditedTransaction, Context, audited_transaction
from inspection.trust.identity import SessionKind, is_alive

_STREAM = "identity"


@dataclass(frozen=True, kw_only=True)
class SessionView:
    """A session as its owner's list shows it; `is_this` is the one that asks."""

    id: str
    kind: str
    method: str
    proven_at: datetime
    begun_at: datetime
    seen_at: datetime
    ends_at: datetime
    state: SessionState
    is_this: bool


def my_sessions(context: Context) -> list[SessionView]:
    """Return one's own sessions of these days, the latest first; the look is recorded.

    Errors: `AccessRefused` 072 for a name that is only said.
    """
    this, rules = require_proof(context).credential, rules_of(context)
    with audited_transaction(context) as tx:
        tx.require("session.list", service=context.settings.service)
        tx.record("session.list", context.by, stream="reading", facts={"kind": "sessions"})
        mine = select(SessionRow).where(col(SessionRow.user_id) == context.by).order_by(col(SessionRow.id).desc())
        rows = list(tx.session.exec(mine))

    def state(row: SessionRow) -> SessionState:
        kind = cast(SessionKind, row.kind)
        if row.ended_at is not None:
            return SessionState.ENDED
        return SessionState.OPEN if is_alive(kind, row.seen_at, row.ends_at, context.at, rules) else SessionState.OVER

    return [view_of(SessionView, row, state=state(row), is_this=row.id == this) for row in rows]


def sign_out(context: Context, token: str, kind: SessionKind = "browser") -> None:
    """End the session of a token; one that is none already is no fault: whoever leaves is not told why."""
    try:
        with context.store.read() as session:
            known = as_principal(*live_session(session, context, token, kind))
    except AccessRefused:
        return
    with audited_transaction(replace(context, principal=known)) as tx:
        tx.require("session.end", service=context.settings.service)
        row, _ = live_session(tx.session, context, token, kind)
        _end(tx, row)


def end_session(context: Context, session_id: str) -> None:
    """End one of one's own sessions, by its id in the list; a second time changes nothing.

    Errors: `AccessRefused` 081 for one that is somebody else's or does not exist, told alike.
    """
    require_proof(context)
    with audited_transaction(context) as tx:
        tx.require("session.end", service=context.settings.service)
        row = tx.session.get(SessionRow, session_id)
        if row is None or row.user_id != context.by:
            raise AccessRefused("ACCESS-081")
        if row.ended_at is not None:
            tx.mark_unchanged()
            return
        _end(tx, row)


def sign_out_everywhere(context: Context) -> int:
    """End every session of one's own, this one included; returns how many there were."""
    require_proof(context)
    with audited_transaction(context) as tx:
        tx.require("session.end", service=context.settings.service)
        count = end_all(tx, context.by)
        texts.forget_all_of(tx, context.by)
        tx.record("session.end_all", context.by, stream=_STREAM, facts={"count": count})
    return count


def end_sessions_of(context: Context, user: str) -> int:
    """End every session of somebody, as the direction: of a lost machine, or of whoever leaves; returns how many.

    Errors: `AccessRefused`; 080 for nobody of this service.
    """
    require_proof(context)
    with audited_transaction(context) as tx:
        tx.require("session.end_others", service=context.settings.service)
        owner = tx.session.get(UserRow, user)
        if owner is None or owner.service != context.settings.service:
            raise AccessRefused("ACCESS-080")
        count = end_all(tx, owner.id)
        tx.record("session.end_others", owner.id, stream=_STREAM, facts={"count": count})
    return count


def end_all(tx: AuditedTransaction, user: str) -> int:
    """End every session of somebody that nobody ended, inside another act, which records it."""
    open_ones = select(SessionRow).where(col(SessionRow.user_id) == user, col(SessionRow.ended_at).is_(None))
    rows = list(tx.session.exec(open_ones))
    for row in rows:
        end_row(tx, row, by=tx.by)
    return len(rows)


def end_row(tx: AuditedTransaction, row: SessionRow, *, by: str) -> None:
    """Write that a session is over, inside another act, which records it."""
    row.ended_at, row.ended_by = tx.at, by
    tx.session.add(row)


def _end(tx: AuditedTransaction, row: SessionRow) -> None:
    end_row(tx, row, by=tx.by)
    tx.record("session.end", row.id, stream=_STREAM, facts={"kind": row.kind})
