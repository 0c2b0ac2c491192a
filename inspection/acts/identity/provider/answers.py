"""What a provider of identities answered: somebody's keyed name there, or nobody where anything is not as asked."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import Any

from inspection.acts.identity.guarding import rules_of
from inspection.acts.identity.pending import Pending
from inspection.acts.identity.provider.asking import Provider, more_about, provider_of, tokens_for
from inspection.acts.identity.provider.links import subject_key
from inspection.trust import Context
from inspection.trust.identity import Asked, NoProofError, Said, read_id_token, read_signed


@dataclass(frozen=True, kw_only=True)
class ProviderAnswer:
    """What a browser brings back from the provider, as the address says it."""

    state: str = field(default="", repr=False)
    code: str = field(default="", repr=False)
    issuer: str = ""


@dataclass(frozen=True)
class Proven:
    """Somebody as the provider names them, by keyed hashes."""

    subject: str
    session: str | None
    at: datetime


def proven_by(context: Context, way: Pending, answer: ProviderAnswer) -> Proven | None:
    """Return who proved it, where everything about the answer is as it was asked for; None for all else."""
    here = context.settings.proof.provider
    is_answer = compare_digest(answer.state.encode(), way.facts["state"].encode())
    if not is_answer or not answer.code or answer.issuer not in ("", here.issuer):
        return None
    provider = provider_of(context)
    if provider.metadata.get("authorization_response_iss_parameter_supported") and not answer.issuer:
        return None
    tokens = tokens_for(context, provider, answer.code, way.facts["verifier"])
    token, access = str(tokens.get("id_token") or ""), str(tokens.get("access_token") or "")
    try:
        provider = provider_of(context, key_id_of(token))
        said = read_id_token(token, provider.keys, _asked(context.refreshed(), way), access)
        name = _name(context, provider, said, access)
    except NoProofError:
        return None
    sid = said.claims.get("sid")
    session = subject_key(context, "session", str(sid)) if isinstance(sid, str) and sid else None
    return Proven(subject_key(context, here.claim, name), session, said.proven_at)


def _asked(context: Context, way: Pending) -> Asked:
    here, rules = context.settings.proof.provider, rules_of(context)
    is_step_up = bool(way.facts["session"])
    since = timedelta() if is_step_up else timedelta(minutes=rules.provider_sign_in_minutes)
    return Asked(
        issuer=here.issuer,
        client_id=here.client_id,
        at=context.at,
        skew=timedelta(seconds=rules.provider_skew_seconds),
        nonce=way.facts["nonce"],
        oldest=datetime.fromisoformat(way.facts["at"]) - since,
        levels=here.levels(is_step_up=is_step_up),
    )


def _name(context: Context, provider: Provider, said: Said, access: str) -> str:
    """Return what names a person, from the ID token, else from userinfo, which must be about the same person."""
    claim = context.settings.proof.provider.claim
    claims: Mapping[str, Any] = said.claims
    if claim not in claims:
        more = more_about(context, provider, access)
        claims = read_signed(more, provider.keys) if isinstance(more, str) else more
        if claims.get("sub") != said.claims["sub"]:
            raise NoProofError("userinfo")
    name = claims.get(claim)
    if not isinstance(name, str) or not name.strip():
        raise NoProofError("claim")
    return name.strip()


def key_id_of(token: str) -> str | None:
    """Return which key a token says to be signed with; nothing of it is believed before that key verified it."""
    try:
        head = json.loads(urlsafe_b64decode(token.partition(".")[0][:2000] + "=="))
        return str(head["kid"])
    except (ValueError, KeyError, TypeError):
        return None
