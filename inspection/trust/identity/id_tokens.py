"""What a provider of identities says in its tokens, believed only where everything about them is as it must be.

Signatures are verified by the keys that the provider publishes, never by one that a token brings, and with an
asymmetric algorithm only: whoever knows the client's secret cannot write a token.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import Any

ALGORITHMS = ("RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512")
_KINDS = frozenset({"RSA", "EC"})
_LOGGED_OUT = "http://schemas.openid.net/event/backchannel-logout"
_LONGEST = 20_000  # characters


class NoProofError(ValueError):
    """A token is not what it must be; which of its parts, for the tests alone."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a token must say to be the answer to what was asked.

    oldest
        When the person must have proven who they are at the earliest.
    levels
        Values of `acr` of which one must have been reached; none asks for none.
    """

    issuer: str
    client_id: str
    at: datetime
    skew: timedelta
    nonce: str = ""
    oldest: datetime | None = None
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a token that holds says of somebody; `proven_at` is when they proved it to the provider."""

    claims: Mapping[str, Any]
    proven_at: datetime


def read_id_token(token: str, keys: Mapping[str, Any], asked: Asked, access_token: str = "") -> Said:
    """Return what an ID token says, with signature, issuer, audience, times, nonce, level and age as asked.

    Arguments: `keys` as the provider publishes them; `access_token` that came with it, which it may name by its hash.
    Errors: `NoProofError`.
    """
    from authlib.oidc.core import CodeIDToken
    from joserfc.errors import JoseError

    header, claims = _decoded(token, keys)
    here = {"client_id": asked.client_id, "access_token": access_token}
    read = CodeIDToken(claims, header, options=_options(asked), params=here)
    try:
        read.validate(now=int(asked.at.timestamp()), leeway=int(asked.skew.total_seconds()))
    except (JoseError, ValueError, TypeError) as fault:
        raise NoProofError(str(fault)) from None
    _require(_is_nonce(claims, asked), "nonce")
    _require(not asked.levels or claims.get("acr") in asked.levels, "acr")
    return Said(claims=claims, proven_at=_proven_at(claims, asked))


def read_logout_token(token: str, keys: Mapping[str, Any], asked: Asked) -> Mapping[str, Any]:
    """Return what a provider says of somebody who signed out there: `sid`, `sub`, or both, and `jti`.

    Errors: `NoProofError`.
    """
    from authlib.oauth2.claims import JWTClaims
    from joserfc.errors import JoseError

    header, claims = _decoded(token, keys)
    try:
        read = JWTClaims(claims, header, options=_options(asked, "iat", "jti"))
        read.validate(now=int(asked.at.timestamp()), leeway=int(asked.skew.total_seconds()))
    except (JoseError, ValueError, TypeError) as fault:
        raise NoProofError(str(fault)) from None
    events = claims.get("events")
    _require(isinstance(events, dict) and isinstance(events.get(_LOGGED_OUT), dict), "events")
    _require("nonce" not in claims and ("sid" in claims or "sub" in claims), "kind")
    _require(asked.oldest is None or _moment(claims, "iat") >= asked.oldest, "iat")
    return claims


def read_signed(token: str, keys: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the claims of a token whose signature alone counts, as of userinfo; errors as the others."""
    return _decoded(token, keys)[1]


def _decoded(token: str, keys: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    _require(len(token) <= _LONGEST, "length")
    usable = [key for key in keys.get("keys", ()) if key.get("kty") in _KINDS and key.get("use", "sig") == "sig"]
    try:
        read = jwt.decode(token, KeySet.import_key_set({"keys": usable}), algorithms=ALGORITHMS)
    except (JoseError, ValueError, TypeError, KeyError) as fault:
        raise NoProofError(type(fault).__name__) from None
    return dict(read.header), dict(read.claims)


def _options(asked: Asked, *others: str) -> dict[str, Any]:
    return {
        "iss": {"essential": True, "value": asked.issuer},
        "aud": {"essential": True, "value": asked.client_id},
        **{name: {"essential": True} for name in others},
    }


def _is_nonce(claims: Mapping[str, Any], asked: Asked) -> bool:
    """Tell whether a token was made for this very question."""
    said = claims.get("nonce")
    return isinstance(said, str) and asked.nonce != "" and compare_digest(said.encode(), asked.nonce.encode())


def _proven_at(claims: Mapping[str, Any], asked: Asked) -> datetime:
    """Return when the person proved it: never later than now, and not before what was asked for."""
    moment = _moment(claims, "auth_time")
    _require(asked.oldest is None or moment >= asked.oldest - asked.skew, "auth_time")
    _require(moment <= asked.at + asked.skew, "auth_time")
    return min(moment, asked.at)


def _moment(claims: Mapping[str, Any], name: str) -> datetime:
    value = claims.get(name)
    _require(isinstance(value, int | float) and not isinstance(value, bool), name)
    try:
        return datetime.fromtimestamp(float(str(value)), UTC)
    except (ValueError, OverflowError, OSError):
        raise NoProofError(name) from None


def _require(is_so: bool, what: str) -> None:
    if not is_so:
        raise NoProofError(what)
