"""In which ways somebody can prove who they are: what they have, and what this house has set up."""

from sqlmodel import Session, col, select

from inspection.acts.identity.recognising import live_session
from inspection.store.people import AccountRow, IdentityLinkRow, PasskeyRow
from inspection.trust import Context
from inspection.trust.identity import SessionKind


def ways_to_prove(session: Session, user: str) -> tuple[str, ...]:
    """Return the ways that somebody has: "passkey", "provider", "password"."""
    has = {
        "passkey": select(PasskeyRow.id).where(col(PasskeyRow.user_id) == user),
        "provider": select(IdentityLinkRow.id).where(col(IdentityLinkRow.user_id) == user),
        "password": select(AccountRow.id).where(col(AccountRow.id) == user),
    }
    return tuple(way for way, query in has.items() if session.exec(query.limit(1)).first() is not None)


def ways_to_step_up(context: Context, token: str, kind: SessionKind = "browser") -> tuple[str, ...]:
    """Return in which ways the owner of a session can prove again who they are; `AccessRefused` 072 for no session."""
    with context.store.read() as session:
        found = ways_to_prove(session, live_session(session, context, token, kind)[1].id)
    return tuple(way for way in found if way != "provider" or context.settings.proof.provider.is_there)


def has_passkeys(context: Context) -> bool:
    """Tell whether anybody of this house has a passkey: a page for one is of no use before."""
    with context.store.read() as session:
        any_one = select(PasskeyRow.id).where(col(PasskeyRow.service) == context.settings.service)
        return session.exec(any_one.limit(1)).first() is not None


def ways_to_sign_in(context: Context) -> tuple[str, ...]:
    """Return the ways that this house has set up, whoever comes: the provider first where there is one."""
    return (*(("provider",) if context.settings.proof.provider.is_there else ()), "passkey", "password")
