"""Talking to the provider of identities: what it publishes, and a code for tokens. Outside of every transaction.

Its addresses and keys are remembered for a while; a key that nobody knew is asked for again. Nothing is followed
elsewhere, no proxy of the machine stands between, and an answer longer than it should be is none.
"""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from inspection.acts.identity.guarding import rules_of
from inspection.errors import AccessRefused
from inspection.proof_settings import ProviderSettings, is_safe_address
from inspection.trust import Context

if TYPE_CHECKING:
    import httpx

_MOST_BYTES = 1_000_000
_REFUSED = 400  # of a code; a client that the provider does not know is a fault of the house
_KNOWN: dict[str, Provider] = {}
_TURN = threading.Lock()
_ADDRESSES = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True)
class Provider:
    """What a provider publishes of itself, and when that was asked."""

    metadata: Mapping[str, Any]
    keys: Mapping[str, Any]
    asked_at: datetime

    def has_key(self, key_id: str | None) -> bool:
        """Tell whether a key is among those that it published when it was asked."""
        return key_id is None or any(key.get("kid") == key_id for key in self.keys.get("keys", ()))


def provider_of(context: Context, key_id: str | None = None) -> Provider:
    """Return the provider that the settings name, asked again when that is long ago, or for a key that nobody knew.

    Errors: `AccessRefused` 161 without one, 160 when it does not answer as it should.
    """
    here, rules = context.settings.proof.provider, rules_of(context)
    if not here.is_there:
        raise AccessRefused("ACCESS-161")
    with _TURN:
        known = _KNOWN.get(here.issuer)
        age = context.at - known.asked_at if known else None
        is_good = age is not None and timedelta() <= age < timedelta(minutes=rules.provider_cached_minutes)
        is_just_asked = age is not None and timedelta() <= age < timedelta(seconds=rules.provider_seconds)
        if known is None or not is_good or not (known.has_key(key_id) or is_just_asked):
            known = _KNOWN[here.issuer] = _asked(context, here)
        return known


def forget_provider() -> None:
    """Ask the provider again at the next call, as after a change of settings."""
    with _TURN:
        _KNOWN.clear()


def tokens_for(context: Context, provider: Provider, code: str, verifier: str) -> Mapping[str, Any]:
    """Return the tokens that a provider gives for a code, to whoever began asking for it.

    Errors: `AccessRefused` 160 when it does not answer; a code that it refuses gives no tokens, and an empty answer.
    """
    from authlib.oauth2.auth import ClientAuth
    from authlib.oauth2.rfc6749.parameters import prepare_token_request

    here = context.settings.proof
    given = {"code": code, "redirect_uri": way_back(context), "code_verifier": verifier}
    body = prepare_token_request("authorization_code", "", **given)
    secret = here.provider.secret()
    auth = ClientAuth(here.provider.client_id, secret or None, _way_to_prove(provider, secret))
    headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
    url, headers, body = auth.prepare("POST", str(provider.metadata["token_endpoint"]), headers, body)
    return _fetched(context, "token", "POST", url, headers=headers, content=body)


def more_about(context: Context, provider: Provider, access_token: str) -> Mapping[str, Any] | str:
    """Return what the userinfo endpoint says: claims, or a signed token of them; nothing where there is none."""
    url = str(provider.metadata.get("userinfo_endpoint") or "")
    if not url or not access_token:
        return {}
    with _answered(context, "userinfo", "GET", url, headers={"Authorization": f"Bearer {access_token}"}) as answer:
        body = _read(answer, "userinfo")
        is_signed = answer.headers.get("content-type", "").startswith("application/jwt")
        return body.decode("ascii", "replace") if is_signed else _object(body, "userinfo")


def way_back(context: Context) -> str:
    """Return the one address to which a provider leads back; it is written so in the provider's list too."""
    return f"{context.settings.proof.url}/sign-in/provider-back"


def _asked(context: Context, here: ProviderSettings) -> Provider:
    metadata = _fetched(context, "discovery", "GET", f"{here.issuer.rstrip('/')}/.well-known/openid-configuration")
    are_safe = all(is_safe_address(str(metadata.get(name, "")).partition("?")[0]) for name in _ADDRESSES)
    if metadata.get("issuer") != here.issuer or not are_safe:
        raise AccessRefused("ACCESS-160", step="discovery")
    keys = _fetched(context, "keys", "GET", str(metadata["jwks_uri"]))
    return Provider(metadata, keys, context.at)


def _way_to_prove(provider: Provider, secret: str) -> str:
    if not secret:
        return "none"
    ways = provider.metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]
    return "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"


def _fetched(context: Context, step: str, method: str, url: str, **given: Any) -> Mapping[str, Any]:
    with _answered(context, step, method, url, **given) as answer:
        if step == "token" and answer.status_code == _REFUSED:
            return {}
        return _object(_read(answer, step), step)


@contextmanager
def _answered(context: Context, step: str, method: str, url: str, **given: Any) -> Iterator[httpx.Response]:
    import httpx  # only who signs in by a provider pays for it

    seconds = rules_of(context).provider_seconds
    trusted = ssl.create_default_context()  # what this machine trusts: a provider inside has a certificate of its own
    try:
        with (
            httpx.Client(verify=trusted, timeout=seconds, trust_env=False, follow_redirects=False) as client,
            client.stream(method, url, **given) as answer,
        ):
            yield answer
    except httpx.HTTPError:
        raise AccessRefused("ACCESS-160", step=step) from None


def _read(answer: httpx.Response, step: str) -> bytes:
    body = b""
    for part in answer.iter_bytes():
        body += part
        if len(body) > _MOST_BYTES:
            raise AccessRefused("ACCESS-160", step=step)
    if not answer.is_success:
        raise AccessRefused("ACCESS-160", step=step)
    return body


def _object(body: bytes, step: str) -> Mapping[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise AccessRefused("ACCESS-160", step=step)
    return found
