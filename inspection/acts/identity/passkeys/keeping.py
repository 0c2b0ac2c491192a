"""Passkeys of one's own: making one after a proof of a moment ago or with a code of enrolment, listing, taking away."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import col, func, select

from inspection.acts.identity.beginning import SignedIn, at_the_door, begun, leave
from inspection.acts.identity.enrolling import owner_of_code, used_code
from inspection.acts.identity.guarding import rules_of
from inspection.acts.identity.passkeys.checks import (
    PasskeyAsked,
    credential_key,
    made_passkey,
    new_challenge,
    options_to_make,
)
from inspection.acts.identity.passkeys.proving import credentials_of
from inspection.acts.identity.pending import Pending, opened, sealed, settled
from inspection.acts.identity.proving import require_fresh, require_proof
from inspection.acts.identity.recognising import as_principal
from inspection.acts.identity.ways import ways_to_prove
from inspection.errors import AccessRefused
from inspection.store.core import new_id
from inspection.store.people import PasskeyRow, SessionRow
from inspection.trust import AuditedTransaction, Context, audited_transaction

if TYPE_CHECKING:
    from webauthn.registration.verify_registration_response import VerifiedRegistration

_STREAM, _MINE, _BY_CODE = "identity", "passkey.mine", "passkey.code"
_LONGEST_LABEL = 60  # characters


@dataclass(frozen=True, kw_only=True)
class PasskeyView:
    """A passkey as its owner's list shows it."""

    id: str
    label: str = field(repr=False)
    made_at: datetime
    used_at: datetime


def ask_new_passkey(context: Context) -> PasskeyAsked:
    """Begin making a passkey of one's own; `AccessRefused` 072, 076 without a proof of a moment ago."""
    require_fresh(context, rules_of(context))
    return _asked(context, context.by, _MINE)


def ask_passkey_for_code(context: Context, code: str) -> PasskeyAsked:
    """Begin making a passkey with a code of enrolment, which stays good until it is made; `AccessRefused` 071."""
    return _asked(context, owner_of_code(context, code), _BY_CODE)


def keep_passkey(context: Context, pending: str, answer: str, origin: str, label: str) -> PasskeyView:
    """Keep a passkey that one's device made.

    Errors: `AccessRefused` 070 for what was not begun here, 162 for one that does not hold, 072, 076 as when it began.
    """
    require_fresh(context, rules_of(context))
    way = opened(context, _MINE, pending)
    if way.facts["user"] != context.by:
        raise AccessRefused("ACCESS-070")
    made = _made(context, way, answer, origin)
    with audited_transaction(context) as tx:
        tx.require("passkey.keep", service=context.settings.service)
        if not settled(tx, way, "passkey", context.by, holds=True):
            raise AccessRefused("ACCESS-070")
        row = _kept(tx, context.by, made, label)
    return _view(context, row)


def redeem_with_passkey(
    context: Context, code: str, pending: str, answer: str, origin: str, label: str, *, replacing: str = ""
) -> SignedIn:
    """Keep a passkey made with a code of enrolment, and begin a session of its owner; the code is good no more.

    Errors: `AccessRefused` 071 for the code, 070 for what was not begun here, 162 for a passkey that does not hold.
    """
    way = opened(context, _BY_CODE, pending)
    if owner_of_code(context, code) != way.facts["user"]:
        raise AccessRefused("ACCESS-070")
    made = _made(context, way, answer, origin)
    with audited_transaction(at_the_door(context), "enrolment") as tx:
        user = used_code(tx, code)
        if not settled(tx, way, "passkey", user.id, holds=True):
            raise AccessRefused("ACCESS-070")
        tx.require("passkey.keep", service=user.service)
        _kept(tx, user.id, made, label)
        leave(tx, replacing, "browser")
        row, token = begun(tx, user, "browser", "passkey")
    return SignedIn(principal=as_principal(row, user), ends_at=row.ends_at, token=token)


def my_passkeys(context: Context) -> list[PasskeyView]:
    """Return one's own passkeys, the oldest first; the look is recorded. Errors: `AccessRefused` 072."""
    require_proof(context)
    with audited_transaction(context) as tx:
        tx.require("passkey.list", service=context.settings.service)
        tx.record("passkey.list", context.by, stream="reading", facts={"kind": "passkeys"})
        mine = select(PasskeyRow).where(col(PasskeyRow.user_id) == context.by).order_by(col(PasskeyRow.id))
        rows = list(tx.session.exec(mine))
    return [_view(context, row) for row in rows]


def remove_passkey(context: Context, passkey: str) -> None:
    """Take one of one's own passkeys away; sessions of one's own that a passkey proved end, but for the one that asks.

    Errors: `AccessRefused` 163 for one that is somebody else's, does not exist or is one's only proof; 072, 076.
    """
    proof = require_fresh(context, rules_of(context))
    with audited_transaction(context) as tx:
        tx.require("passkey.keep", service=context.settings.service)
        row = tx.session.get(PasskeyRow, passkey)
        if row is None or row.user_id != context.by:
            raise AccessRefused("ACCESS-163")
        tx.session.delete(row)
        tx.session.flush()
        if not ways_to_prove(tx.session, context.by):
            raise AccessRefused("ACCESS-163")
        ended = _end_sessions(tx, proof.credential)
        tx.record("passkey.remove", row.id, stream=_STREAM, facts={"sessions_ended": ended})


def _end_sessions(tx: AuditedTransaction, but: str) -> int:
    mine = select(SessionRow).where(col(SessionRow.user_id) == tx.by, col(SessionRow.method) == "passkey")
    rows = list(tx.session.exec(mine.where(col(SessionRow.ended_at).is_(None), col(SessionRow.id) != but)))
    for row in rows:
        row.ended_at, row.ended_by = tx.at, tx.by
        tx.session.add(row)
    return len(rows)


def _asked(context: Context, user: str, what: str) -> PasskeyAsked:
    with context.store.read() as session:
        known = credentials_of(session, context, user)
    challenge = new_challenge()
    pending = sealed(context, what, {"challenge": challenge, "user": user})
    return PasskeyAsked(options=options_to_make(context, user, challenge, known), pending=pending)


def _made(context: Context, way: Pending, answer: str, origin: str) -> VerifiedRegistration:
    made = made_passkey(context, answer, way.facts["challenge"], origin)
    if made is None:
        raise AccessRefused("ACCESS-162", most=rules_of(context).passkeys_each)
    return made


def _kept(tx: AuditedTransaction, user: str, made: VerifiedRegistration, label: str) -> PasskeyRow:
    most, id_ = rules_of(tx.context).passkeys_each, new_id()
    key = credential_key(tx.context, made.credential_id)
    is_known = tx.session.exec(select(PasskeyRow.id).where(col(PasskeyRow.credential_key) == key)).first() is not None
    count = tx.session.exec(select(func.count()).where(col(PasskeyRow.user_id) == user)).one()
    if is_known or count >= most:
        raise AccessRefused("ACCESS-162", most=most)
    row = PasskeyRow(
        id=id_,
        service=tx.context.settings.service,
        user_id=user,
        credential_key=key,
        credential=tx.store.seal_bytes("passkey.credential", id_, made.credential_id),
        public_key=tx.store.seal_bytes("passkey.public_key", id_, made.credential_public_key),
        sign_count=made.sign_count,
        label=tx.store.seal("passkey.label", id_, _plain(label)),
        made_at=tx.at,
        used_at=tx.at,
    )
    tx.add(row)
    tx.record("passkey.keep", row.id, stream=_STREAM, facts={"synced": int(made.credential_backed_up)})
    return row


def _plain(label: str) -> str:
    return "".join(letter for letter in label if letter.isprintable()).strip()[:_LONGEST_LABEL] or "-"


def _view(context: Context, row: PasskeyRow) -> PasskeyView:
    label = context.store.unseal("passkey.label", row.id, row.label)
    return PasskeyView(id=row.id, label=label, made_at=row.made_at, used_at=row.used_at)
