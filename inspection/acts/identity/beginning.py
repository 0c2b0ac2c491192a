"""Beginning a session, however it was proven, and giving it a new token with each further proof."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete

from inspection.acts.identity.guarding import rules_of
from inspection.acts.identity.recognising import in_the_name_of, live_session, require_own_door
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


def at_the_door(context: Context) -> Context:
    """Return the context of an act that finds out who acts: until it has, nobody of the house does."""
    return context.app.at_the_door(context.at)


def goes_on_as(tx: AuditedTransaction, user: UserRow, method: Method = "password") -> UserRow:
    """Let an act go on in the name of whoever has just proven who they are; returns their row.

    Errors: `AccessRefused` for whoever may have no session.
    """
    tx.context = in_the_name_of(tx.context, user, method)
    return tx.require("session.begin", service=user.service)


def begun(
    tx: AuditedTransaction,
    user: UserRow,
    kind: SessionKind,
    method: Method,
    *,
    proven_at: datetime | None = None,
    provider_key: str | None = None,
) -> tuple[SessionRow, str]:
    """Begin a session of somebody who may have one, inside an act, and record it; returns it with its token.

    Arguments: `proven_at` where the proof is older than this act; `provider_key` of the session at the provider.
    Errors: `PortalFault` PORTAL-103 at the wrong door.
    """
    require_own_door(tx.context, user)
    token, key = _new_key(tx.context, kind)
    rules = rules_of(tx.context)
    _forget_old(tx.session, user.id, tx.at - timedelta(days=rules.kept_days))
    row = SessionRow(
        id=new_id(),
        service=tx.context.settings.service,
        user_id=user.id,
        kind=kind,
        token_key=key,
        method=method,
        proven_at=proven_at or tx.at,
        begun_at=tx.at,
        seen_at=tx.at,
        ends_at=ends_at(kind, tx.at, rules),
        provider_key=provider_key,
    )
    tx.add(row)
    tx.record("session.begin", row.id, stream=_STREAM, facts={"kind": kind, "method": method})
    return row, token


def proven_again(
    tx: AuditedTransaction,
    row: SessionRow,
    method: Method,
    *,
    proven_at: datetime | None = None,
    provider_key: str | None = None,
) -> str:
    """Note a further proof of a session, and return its new token: the old one opens nothing any more."""
    token, row.token_key = _new_key(tx.context, "command" if row.kind == "command" else "browser")
    row.method, row.proven_at, row.seen_at = method, proven_at or tx.at, tx.at
    row.provider_key = provider_key or row.provider_key
    tx.session.add(row)
    tx.record("session.step_up", row.id, stream=_STREAM, facts={"method": method})
    return token


def leave(tx: AuditedTransaction, token: str, kind: SessionKind) -> None:
    """End the session that the browser showed before, if it is one: nobody goes on in one that was slipped in."""
    if not token:
        return
    try:
        row, user = live_session(tx.session, tx.context, token, kind)
    except AccessRefused:
        return
    row.ended_at, row.ended_by = tx.at, user.id
    tx.session.add(row)
    tx.record("session.end", row.id, stream=_STREAM, facts={"why": "replaced"})


def _new_key(context: Context, kind: SessionKind) -> tuple[str, str]:
    token = new_token()
    key = token_key(token, kind, keys=context.store.keys)
    assert key is not None  # noqa: S101  it was made by the rule that it is read by
    return token, key


def _forget_old(session: Session, user_id: str, before: datetime) -> None:
    session.exec(delete(SessionRow).where(col(SessionRow.user_id) == user_id, col(SessionRow.ends_at) < before))
