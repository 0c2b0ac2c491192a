"""Beginning a session, however it was proven: a row, a token that nobody had before, the end of the one before it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete

from inspection.acts.identity.guarding import rules_of
from inspection.acts.identity.recognising import live_session
from inspection.errors import AccessRefused
from inspection.store.core import new_id
from inspection.store.people import SessionRow, UserRow
from inspection.trust import AuditedTransaction, Context
from inspection.trust.identity import Method, Principal, SessionKind, ends_at, new_token, token_key

_STREAM = "identity"


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """A session that is good from now on; its token is given this once."""

    principal: Principal
    ends_at: datetime
    token: str = field(repr=False)


def begun(tx: AuditedTransaction, user: UserRow, kind: SessionKind, method: Method) -> tuple[SessionRow, str]:
    """Begin a session inside an act that found out who it is, record it, and return it with its token."""
    token, key = new_key(tx.context, kind)
    rules = rules_of(tx.context)
    _forget_old(tx.session, user.id, tx.at - timedelta(days=rules.kept_days))
    row = SessionRow(
        id=new_id(),
        service=tx.context.settings.service,
        user_id=user.id,
        kind=kind,
        token_key=key,
        method=method,
        proven_at=tx.at,
        begun_at=tx.at,
        seen_at=tx.at,
        ends_at=ends_at(kind, tx.at, rules),
    )
    tx.add(row)
    tx.record("session.begin", row.id, stream=_STREAM, facts={"kind": kind, "method": method})
    return row, token


def leave(tx: AuditedTransaction, token: str, kind: SessionKind) -> None:
    """End the session that a browser showed before, if it is one: nobody goes on in one that was slipped in."""
    if not token:
        return
    try:
        row, user = live_session(tx.session, tx.context, token, kind)
    except AccessRefused:
        return
    row.ended_at, row.ended_by = tx.at, user.id
    tx.session.add(row)
    tx.record("session.end", row.id, stream=_STREAM, facts={"why": "replaced"})


def new_key(context: Context, kind: SessionKind) -> tuple[str, str]:
    """Return a token that nobody had before, and by what it is found."""
    token = new_token()
    key = token_key(token, kind, keys=context.store.keys)
    assert key is not None  # noqa: S101  it was made by the rule that it is read by
    return token, key


def _forget_old(session: Session, user_id: str, before: datetime) -> None:
    session.exec(delete(SessionRow).where(col(SessionRow.user_id) == user_id, col(SessionRow.ends_at) < before))
