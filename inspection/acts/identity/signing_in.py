"""Signing in with a local account: one answer for every reason to refuse, after the same work.

The password is compared before the transaction opens, since that takes long on purpose and everybody else would wait;
what was found before is looked at again inside, so that guesses sent at once are counted one by one.
"""

from dataclasses import dataclass
from datetime import datetime

from inspection.acts.identity.beginning import SignedIn, at_the_door, begun, goes_on_as, leave, proven_again
from inspection.acts.identity.guarding import count_failure, forget_failures, is_open, name_key
from inspection.acts.identity.recognising import as_principal, is_ours, live_session
from inspection.errors import AccessRefused
from inspection.store.people import AccountRow, UserRow
from inspection.trust import AuditedTransaction, Context, audited_transaction
from inspection.trust.identity import SessionKind, fits, fits_nobody

_LONGEST_NAME = 100
_STREAM = "identity"


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
    with audited_transaction(at_the_door(context), "sign_in") as tx:
        user = _admitted(tx, name, tried)
        if user is not None:
            leave(tx, replacing, kind)
            row, token = begun(tx, user, kind, "password")
    if user is None:
        raise AccessRefused("ACCESS-070")
    return SignedIn(principal=as_principal(row, user), ends_at=row.ends_at, token=token)


def step_up(context: Context, token: str, password: str, kind: SessionKind = "browser") -> SignedIn:
    """Prove again who one is, inside a session: it goes on with a new token, and the old one opens nothing.

    Errors: `AccessRefused` 072 for no session, 070 as `sign_in` does.
    """
    with context.store.read() as session:
        name = live_session(session, context, token, kind)[1].id
    tried = _tried(context, name, password)
    with audited_transaction(at_the_door(context), "step_up") as tx:
        row, _ = live_session(tx.session, context, token, kind)
        user = _admitted(tx, name, tried)
        if user is not None:
            fresh = proven_again(tx, row, "password")
    if user is None:
        raise AccessRefused("ACCESS-070")
    return SignedIn(principal=as_principal(row, user), ends_at=row.ends_at, token=fresh)


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
    return goes_on_as(tx, user)
