"""A provider of identities that lies on demand: a real server with real keys, and a knob for each thing it says."""

import hmac
import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from inspection.acts import identity
from inspection.acts.identity import provider
from inspection.proof_settings import ProofSettings, ProviderSettings
from inspection.trust import AppContext, Context

CLIENT = "vigie"


@dataclass
class Forger:
    """What the provider says next.

    claims
        Laid over those of the next token; None takes one away.
    sign
        Makes the token from its claims; by default with the key that the provider publishes.
    """

    issuer: str
    key: RSAKey
    at: datetime
    subject: str = "somebody"
    nonce: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    sign: Callable[[dict[str, Any]], str] | None = None
    keys: list[dict[str, Any]] | None = None
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    status: dict[str, int] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)

    def id_token(self) -> str:
        """Return the next ID token."""
        now = int(self.at.timestamp())
        said = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": self.subject,
            "iat": now,
            "exp": now + 300,
            "auth_time": now,
            "nonce": self.nonce,
            "sid": "session-at-the-provider",
            **self.claims,
        }
        said = {name: value for name, value in said.items() if value is not None}
        return self.sign(said) if self.sign else signed(said, self.key)

    def answer(self, path: str, sent: dict[str, str]) -> tuple[int, Any]:
        """Return what is answered at an address."""
        self.asked.append((path, sent))
        said = {
            "/.well-known/openid-configuration": {**metadata_of(self.issuer), **self.metadata},
            "/keys": {"keys": self.keys if self.keys is not None else [self.key.as_dict(private=False)]},
            "/userinfo": {"sub": self.subject, **self.userinfo},
        }
        if path == "/token":
            return self.status.get(path, 200), {
                "access_token": "opaque",
                "token_type": "Bearer",
                "id_token": self.id_token(),
                **self.more,
            }
        return self.status.get(path, 200), said.get(path, {})


def metadata_of(issuer: str) -> dict[str, Any]:
    """What a provider publishes of itself."""
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/auth",
        "token_endpoint": f"{issuer}/token",
        "userinfo_endpoint": f"{issuer}/userinfo",
        "jwks_uri": f"{issuer}/keys",
        "end_session_endpoint": f"{issuer}/end",
    }


def signed(claims: Mapping[str, Any], key: RSAKey | ECKey, alg: str = "RS256", **header: Any) -> str:
    """A token signed with a key."""
    return jwt.encode({"alg": alg, "kid": key.kid, **header}, dict(claims), key, algorithms=[alg])


def unsigned(claims: Mapping[str, Any], alg: str = "none", **header: str) -> str:
    """A token that nobody signed."""
    parts = (json.dumps({"alg": alg, "typ": "JWT", **header}), json.dumps(claims))
    return ".".join(urlsafe_b64encode(part.encode()).rstrip(b"=").decode() for part in parts) + "."


def signed_by_secret(claims: Mapping[str, Any], secret: bytes, kid: str) -> str:
    """A token under a secret, by hand: libraries refuse to take a public key for one."""
    begun = unsigned(claims, "HS256", kid=kid)[:-1]
    return f"{begun}.{urlsafe_b64encode(hmac.digest(secret, begun.encode(), 'sha256')).rstrip(b'=').decode()}"


@contextmanager
def a_provider(at: datetime) -> Iterator[Forger]:
    """Start a provider on a port of its own."""
    key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})
    forger = Forger("", key, at)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(urlsplit(self.path).path, {"authorization": self.headers.get("Authorization", "")})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent = {name: values[0] for name, values in parse_qs(body).items()}
            self._say(self.path, {**sent, "authorization": self.headers.get("Authorization", "")})

        def _say(self, path: str, sent: dict[str, str]) -> None:
            status, said = forger.answer(path, sent)
            body = said if isinstance(said, bytes) else json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    forger.issuer = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    provider.forget_provider()
    try:
        yield forger
    finally:
        server.shutdown()
        server.server_close()
        provider.forget_provider()


def with_provider(house: AppContext, forger: Forger, **fields: Any) -> AppContext:
    """The house with this provider in front of it."""
    proof = ProofSettings(provider=ProviderSettings(issuer=forger.issuer, client_id=CLIENT, **fields))
    return replace(house, settings=replace(house.settings, proof=proof))


def brought_back(forger: Forger, asked: provider.ProviderAsked, **fields: str) -> provider.ProviderAnswer:
    """What a browser brings back that went where it was told; the provider remembers the nonce that it brought."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(asked.address).query).items()}
    forger.nonce = query["nonce"]
    return provider.ProviderAnswer(**{"state": query["state"], "code": "a-code", "issuer": forger.issuer, **fields})


def by_provider(forger: Forger, here: Context, **fields: str) -> identity.SignedIn | provider.Unlinked:
    """Sign in by the provider, from the beginning to the end."""
    asked = provider.ask_provider(here)
    return provider.sign_in_by_provider(here, asked.pending, brought_back(forger, asked, **fields))
