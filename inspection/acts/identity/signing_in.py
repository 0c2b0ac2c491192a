"""Signing in with a local account: one answer for every reason to refuse, after the same work.

The password is compared before the transaction opens, since that takes long on purpose and everybody else would wait;
what was found before is looked at again inside, so that guesses sent at once are counted one by one.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete

from inspection.acts.identity.ending import end_row
from inspection.acts.identity.guarding import count_failure, forget_failures, is_open, name_key, rules_of
from inspection.acts.identity.recognising import as_principal, is_ours, live_session
from inspection.errors import AccessRefused
from inspection.store.core import new_id
from inspection.store.people import AccountRow, SessionRow, UserRow
from inspection.trust import SYSTEM, AuditedTransaction, Context, audited_transaction
from inspection.trust.identity import Method, Principal, SessionKind, ends_at, fits, fits_nobody, new_token, token_key

_LONGEST_NAME = 100
_STREAM = "identity"


@dataclass(frozen=True, kw_only=True)
class SignedIn:
    """A session that is good from now on; its token is given this once."""

    principal: Principal
    ends_at: datetime
    token: str = field(repr=False)


@dataclass(frozen=True)
class _Tried:
    """What was found of a name before the transaction: whether the password fits which state of the account."""

    fits: bool
    password_since: datetime | None


def sign_in(
    context: Context, name: str, password: str, kind: SessionKind = "browser", *, replacing: str = ""
) -> SignedIn:
    """Begin a session for whoever has this name and password; it always has a new token.

    replacing
        The token that the browser showed before: its session ends, and nobody goes on in one that was slipped in.

    Errors: `AccessRefused` 070, the same for an unknown name, a wrong password, somebody who left, too many guesses.
    """
    name = name.strip()[:_LONGEST_NAME]
    name = name if name.isprintable() else ""
    tried = _tried(context, name, password)
    with audited_transaction(replace(context, by=SYSTEM, principal=None), "sign_in") as tx:
        user = _admitted(tx, name, tried)
        if user is not None:
            row, token = _begun(tx, user, kind, "password", replacing)
    if user is None:
        raise AccessRefused("ACCESS-070")
    return SignedIn(principal=as_principal(row, user), ends_at=row.ends_at, token=token)


def sign_in_demo(context: Context, name: str, kind: SessionKind = "browser", *, replacing: str = "") -> SignedIn:
    """Begin a session for somebody of a demo home, who proves nothing: nothing in it is real.

    It is a session as any other; it opens nothing from the moment on which the home's mark is gone.

    Errors: `AccessRefused` 084 for any other home, 070 for a user that nobody is.
    """
    if not context.settings.is_demo:
        raise AccessRefused("ACCESS-084")
    with audited_transaction(replace(context, by=SYSTEM, principal=None), "sign_in") as tx:
        user = tx.session.get(UserRow, name)
        if user is None or not is_ours(tx.context, user):
            raise AccessRefused("ACCESS-070")
        tx.context = replace(tx.context, by=user.id)
        tx.require("session.begin", service=user.service)
        row, token = _begun(tx, user, kind, "demo", replacing)
    return SignedIn(principal=as_principal(row, user), ends_at=row.ends_at, token=token)


def step_up(context: Context, token: str, password: str, kind: SessionKind = "browser") -> SignedIn:
    """Prove again who one is, inside a session: it goes on with a new token, and the old one opens nothing.

    Errors: `AccessRefused` 072 for no session, 070 as `sign_in` does.
    """
    with context.store.read() as session:
        name = live_session(session, context, token, kind)[1].id
    tried = _tried(context, name, password)
    with audited_transaction(replace(context, by=SYSTEM, principal=None), "step_up") as tx:
        row, _ = live_session(tx.session, context, token, kind)
        user = _admitted(tx, name, tried)
        if user is not None:
            fresh = _new_key(context, kind)
            row.token_key, row.proven_at, row.seen_at = fresh[1], context.at, context.at
            tx.session.add(row)
            tx.record("session.step_up", row.id, stream=_STREAM, facts={"method": row.method})
    if user is None:
        raise AccessRefused("ACCESS-070")
    return SignedIn(principal=as_principal(row, user), ends_at=row.ends_at, token=fresh[0])


def _tried(context: Context, name: str, password: str) -> _Tried:
    """Compare a password; where there is nothing to compare with, or nobody may try now, the same time goes by."""
    with context.store.read() as session:
        account = session.get(AccountRow, name)
        may_try = is_open(session, context, name_key(context, name))
    if account is None or not may_try:
        return _Tried(fits_nobody(password), None)
    kept = context.store.unseal("account.password", account.id, account.password)
    return _Tried(fits(kept, password), account.password_since)


def _admitted(tx: AuditedTransaction, name: str, tried: _Tried) -> UserRow | None:
    """Return whoever may come in, and go on in their name; a wrong password is counted and recorded."""
    key = name_key(tx.context, name)
    user, account = tx.session.get(UserRow, name), tx.session.get(AccountRow, name)
    subject = user.id if user is not None else "nobody"
    if not is_open(tx.session, tx.context, key):
        tx.mark_unchanged()  # neither counted nor recorded: a flood of guesses fills no table
        return None
    is_same = account is not None and account.password_since == tried.password_since
    if user is None or not (tried.fits and is_same and is_ours(tx.context, user)):
        count = count_failure(tx.session, tx.context, key)
        tx.record("session.refuse", subject, stream=_STREAM, facts={"failures": count})
        return None
    forget_failures(tx.session, tx.context, key)
    tx.context = replace(tx.context, by=user.id)
    return tx.require("session.begin", service=user.service)


def _begun(
    tx: AuditedTransaction, user: UserRow, kind: SessionKind, method: Method, replacing: str
) -> tuple[SessionRow, str]:
    """Begin a session, and end the one that was shown before."""
    _leave(tx, replacing, kind)
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
        proven_at=tx.at,
        begun_at=tx.at,
        seen_at=tx.at,
        ends_at=ends_at(kind, tx.at, rules),
    )
    tx.add(row)
    tx.record("session.begin", row.id, stream=_STREAM, facts={"kind": kind, "method": method})
    return row, token


def _leave(tx: AuditedTransaction, token: str, kind: SessionKind) -> None:
    if not token:
        return
    try:
        row, user = live_session(tx.session, tx.context, token, kind)
    except AccessRefused:
        return
    end_row(tx, row, by=user.id)
    tx.record("session.end", row.id, stream=_STREAM, facts={"why": "replaced"})


def _new_key(context: Context, kind: SessionKind) -> tuple[str, str]:
    token = new_token()
    key = token_key(token, kind, keys=context.store.keys)
    assert key is not None  # noqa: S101  it was made by the rule that it is read by
    return token, key


def _forget_old(session: Session, user_id: str, before: datetime) -> None:
    session.exec(delete(SessionRow).where(col(SessionRow.user_id) == user_id, col(SessionRow.ends_at) < before))
