"""Whose account at the provider of identities is whose here: one each, by keyed hashes."""

from sqlmodel import Session, col, select

from inspection.errors import AccessRefused
from inspection.sealing import canonical_json, pseudonym
from inspection.store.core import new_id
from inspection.store.people import IdentityLinkRow, UserRow
from inspection.trust import AuditedTransaction, Context


def subject_key(context: Context, claim: str, value: str) -> str:
    """Return by what somebody, or a session of theirs, is found that a provider names; it may be a national number."""
    named = canonical_json([context.settings.proof.provider.issuer, claim, value])
    return pseudonym(f"subject {named}", "identity", keys=context.store.keys)


def linked_user(session: Session, context: Context, subject: str) -> UserRow | None:
    """Return whoever is linked to somebody at the provider, whether or not they may come in; None for nobody."""
    mine = select(UserRow).join(IdentityLinkRow, col(IdentityLinkRow.user_id) == col(UserRow.id))
    here = mine.where(col(IdentityLinkRow.subject_key) == subject)
    return session.exec(here.where(col(IdentityLinkRow.service) == context.settings.service)).first()


def bind(tx: AuditedTransaction, user: UserRow, subject: str) -> None:
    """Link somebody at the provider to a user, inside an act; an earlier link of theirs is replaced.

    Errors: `AccessRefused` 070 for somebody at the provider who is another user here already.
    """
    known = tx.session.exec(select(IdentityLinkRow).where(col(IdentityLinkRow.subject_key) == subject)).first()
    if known is not None and known.user_id != user.id:
        raise AccessRefused("ACCESS-070")
    if known is not None:
        return
    mine = select(IdentityLinkRow).where(col(IdentityLinkRow.user_id) == user.id)
    row = tx.session.exec(mine).first() or IdentityLinkRow(
        id=new_id(), service=user.service, user_id=user.id, subject_key=subject, made_at=tx.at
    )
    row.subject_key, row.made_at = subject, tx.at
    tx.add(row)
    tx.record("provider.link", row.id, stream="identity", facts={"user": user.id})
