"""Signing in and proving it again with a passkey: no name is typed, and nothing that could be told to somebody else."""

from sqlmodel import Session, col, select

from inspection.acts.identity.beginning import SignedIn, at_the_door, begun, goes_on_as, leave, proven_again
from inspection.acts.identity.passkeys.checks import (
    PasskeyAsked,
    credential_key,
    named_credential,
    new_challenge,
    options_to_use,
    used_passkey,
)
from inspection.acts.identity.pending import Pending, opened, sealed, settled
from inspection.acts.identity.recognising import as_principal, is_ours, live_session
from inspection.errors import AccessRefused
from inspection.store.people import PasskeyRow, UserRow
from inspection.trust import AuditedTransaction, Context, audited_transaction

_WAY = "passkey"


def ask_passkey(context: Context, token: str = "") -> PasskeyAsked:
    """Begin a proof with a passkey: of whoever comes, or with a session's token a further one of its owner.

    Errors: `AccessRefused` 072 for a token that is none.
    """
    session_id, known = "", []
    if token:
        with context.store.read() as session:
            row, user = live_session(session, context, token, "browser")
            session_id, known = row.id, credentials_of(session, context, user.id)
    challenge = new_challenge()
    facts = {"challenge": challenge, "session": session_id}
    return PasskeyAsked(options=options_to_use(context, challenge, known), pending=sealed(context, _WAY, facts))


def sign_in_by_passkey(context: Context, pending: str, answer: str, origin: str, *, replacing: str = "") -> SignedIn:
    """Begin a session for whoever has the passkey that a device answered with.

    Arguments: `pending` what this browser kept; `answer` the device's, as JSON; `origin` of the page that asked it;
    `replacing` the token that the browser showed before.
    Errors: `AccessRefused` 070 for every proof that does not hold, told alike.
    """
    way = opened(context, _WAY, pending)
    with audited_transaction(at_the_door(context), "sign_in") as tx:
        user = _proven(tx, way, answer, origin, session_id="")
        if user is not None:
            leave(tx, replacing, "browser")
            row, token = begun(tx, user, "browser", "passkey")
    if user is None:
        raise AccessRefused("ACCESS-070")
    return SignedIn(principal=as_principal(row, user), ends_at=row.ends_at, token=token)


def step_up_by_passkey(context: Context, token: str, pending: str, answer: str, origin: str) -> SignedIn:
    """Prove again who one is, with a passkey: the session goes on with a new token, and the old one opens nothing.

    Errors: `AccessRefused` 072 for no session; 070 as `sign_in_by_passkey`, also for somebody else's passkey.
    """
    way = opened(context, _WAY, pending)
    with audited_transaction(at_the_door(context), "step_up") as tx:
        row, owner = live_session(tx.session, context, token, "browser")
        user = _proven(tx, way, answer, origin, session_id=row.id, owner=owner)
        if user is not None:
            fresh = proven_again(tx, row, "passkey")
    if user is None:
        raise AccessRefused("ACCESS-070")
    return SignedIn(principal=as_principal(row, user), ends_at=row.ends_at, token=fresh)


def credentials_of(session: Session, context: Context, user: str) -> list[bytes]:
    """Return by which ids the devices of somebody know their passkeys."""
    mine = session.exec(select(PasskeyRow).where(col(PasskeyRow.user_id) == user))
    return [context.store.unseal_bytes("passkey.credential", row.id, row.credential) for row in mine]


def _proven(
    tx: AuditedTransaction, way: Pending, answer: str, origin: str, *, session_id: str, owner: UserRow | None = None
) -> UserRow | None:
    """Return whose passkey proved it, and go on in their name; None where anything about it does not hold."""
    row = _named(tx, answer)
    user = tx.session.get(UserRow, row.user_id) if row else None
    is_theirs = owner is None or (user is not None and user.id == owner.id)
    holds = row is not None and user is not None and is_ours(tx.context, user)
    holds = holds and is_theirs and way.facts["session"] == session_id
    count = _verified(tx, row, way, answer, origin) if holds and row else None
    if not settled(tx, way, "passkey", user.id if user else None, holds=count is not None):
        return None
    assert row is not None and user is not None and count is not None  # noqa: S101, PT018  it holds
    row.sign_count, row.used_at = count, tx.at
    tx.session.add(row)
    return goes_on_as(tx, user)


def _verified(tx: AuditedTransaction, row: PasskeyRow, way: Pending, answer: str, origin: str) -> int | None:
    key = tx.store.unseal_bytes("passkey.public_key", row.id, row.public_key)
    challenge = way.facts["challenge"]
    found = used_passkey(tx.context, answer, challenge, origin, public_key=key, sign_count=row.sign_count)
    return None if found is None else found.new_sign_count


def _named(tx: AuditedTransaction, answer: str) -> PasskeyRow | None:
    credential = named_credential(answer)
    if credential is None:
        return None
    key = credential_key(tx.context, credential)
    found = select(PasskeyRow).where(col(PasskeyRow.credential_key) == key)
    return tx.session.exec(found.where(col(PasskeyRow.service) == tx.context.settings.service)).first()
