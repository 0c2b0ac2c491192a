"""Signing out at the provider of identities too, and ending sessions here when somebody signed out there."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session, col, or_, select

from inspection.acts.identity.beginning import at_the_door
from inspection.acts.identity.guarding import rules_of
from inspection.acts.identity.provider.answers import key_id_of
from inspection.acts.identity.provider.asking import provider_of
from inspection.acts.identity.provider.links import linked_user, subject_key
from inspection.acts.identity.recognising import live_session
from inspection.errors import AccessRefused
from inspection.proof_settings import is_safe_address
from inspection.sealing import pseudonym
from inspection.store.people import SessionRow, SpentProofRow
from inspection.trust import SYSTEM, Context, audited_transaction
from inspection.trust.identity import Asked, NoProofError, read_logout_token

_STREAM = "identity"


def came_by_provider(context: Context, token: str) -> bool:
    """Tell whether whoever shows this token signed in at the provider, and may want to sign out there too."""
    try:
        with context.store.read() as session:
            row = live_session(session, context, token, "browser")[0]
    except AccessRefused:
        return False
    return context.settings.proof.provider.is_there and (row.method == "oidc" or row.provider_key is not None)


def way_out(context: Context) -> str:
    """Return where a browser signs out at the provider, "" where that has no such address or does not answer.

    The provider asks the person to confirm: what it said of them at the sign-in is not kept here, so that it cannot be
    shown to it again.
    """
    try:
        end = provider_of(context).metadata.get("end_session_endpoint")
    except AccessRefused:
        return ""
    if not isinstance(end, str) or not is_safe_address(end.partition("?")[0]):
        return ""
    here = context.settings.proof
    given = {"client_id": here.provider.client_id, "post_logout_redirect_uri": f"{here.url}/sign-in"}
    return f"{end}{'&' if '?' in end else '?'}{urlencode(given)}"


def end_by_provider(context: Context, logout_token: str) -> int:
    """End the sessions of somebody who signed out at the provider, as it says itself, once; returns how many.

    Errors: `AccessRefused` 070 for a token that does not hold or was shown before, told alike; 160, 161.
    """
    rules, here = rules_of(context), context.settings.proof.provider
    provider = provider_of(context, key_id_of(logout_token))
    asked = Asked(
        issuer=here.issuer,
        client_id=here.client_id,
        at=context.at,
        skew=timedelta(seconds=rules.provider_skew_seconds),
        oldest=context.at - timedelta(minutes=rules.pending_minutes),
    )
    try:
        said = read_logout_token(logout_token, provider.keys, asked)
    except NoProofError:
        raise AccessRefused("ACCESS-070") from None
    spent = SpentProofRow(
        id=pseudonym(f"logout {said['jti']}", "identity", keys=context.store.keys),
        expires_at=context.at + timedelta(minutes=2 * rules.pending_minutes),
    )
    with audited_transaction(at_the_door(context)) as tx:
        if tx.session.get(SpentProofRow, spent.id) is not None:
            raise AccessRefused("ACCESS-070")
        rows = _meant(tx.session, context, said)
        if not rows:
            tx.mark_unchanged()
            return 0
        tx.session.add(spent)
        for row in rows:
            row.ended_at, row.ended_by = tx.at, SYSTEM
            tx.session.add(row)
            tx.record("session.end", row.id, stream=_STREAM, facts={"kind": row.kind, "why": "provider"})
    return len(rows)


def _meant(session: Session, context: Context, said: Mapping[str, Any]) -> list[SessionRow]:
    """Return the open sessions that a provider means: of one session there, else of somebody whom it names."""
    open_ones = select(SessionRow).where(col(SessionRow.ended_at).is_(None))
    here = open_ones.where(col(SessionRow.service) == context.settings.service)
    if "sid" in said:
        key = subject_key(context, "session", str(said["sid"]))
        return list(session.exec(here.where(col(SessionRow.provider_key) == key)))
    claim = context.settings.proof.provider.claim
    user = linked_user(session, context, subject_key(context, claim, str(said.get(claim, ""))))
    theirs = here.where(or_(col(SessionRow.method) == "oidc", col(SessionRow.provider_key).is_not(None)))
    return list(session.exec(theirs.where(col(SessionRow.user_id) == user.id))) if user else []
