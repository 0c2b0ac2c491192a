"""Who may call at all: under the names of this house only, and from its own pages only, before anything is read.

A page of another site can lead a browser here under a name of its own (DNS rebinding), open a websocket, or post a
form; the browser then says so in `Host` and `Origin`, and that is where it ends.
"""

import re
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response

from dashboards.guard.refusing import refuse
from inspection.settings import Settings

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?")
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
# No browser, or a form that proves itself by a header of its own, or what a provider of identities signed.
_CLIENTS_OF_OTHERS = ("/openrosa/", "/field/", "/sign-in/provider-ended")
# What a server in front of an application writes of who is there, and what Streamlit reads so. None stands in front of
# this house: whoever calls wrote it.
_CLAIMS = (
    *("x-forwarded-user", "x-forwarded-email", "x-forwarded-groups", "x-forwarded-preferred", "x-forwarded-access"),
    *("x-auth-", "x-authenticated-", "x-remote-", "remote-", "x-user", "x-webauth-", "x-jwt-", "x-streamlit-user"),
    *("ssl-client-", "x-ssl-", "x-client-cert", "x-amzn-oidc-", "x-goog-", "x-ms-client-principal", "cf-access-"),
    *("x-vigie-user", "x-vigie-principal", "x-vigie-session", "x-vigie-role", "x-vigie-service"),
)
# What Streamlit serves and nobody here needs: figures of the process, a way in for programs, a sign-in of its own.
_CLOSED = re.compile(
    r"/+_stcore/+(metrics|agent|script-health-check)(/.*)?|/+auth/+(login|logout)/*|/+(oauth2callback|script-health-check)/*"
)


class Doors:
    """Refuses what comes under a foreign name (421), from a foreign page (403), or asks for what nobody is given (404).

    What a client says of who it is, in the headers that a server in front would write, is taken away: a session in the
    store proves that, and nothing else. The origin is answered for here, so Streamlit is not told it: for one that it
    does not know, it would ask a server on the internet which address this machine has.
    """

    def __init__(self, inner: Any, here: Settings) -> None:
        self._inner, self._names = inner, here.host_names

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Let in, or answer at once."""
        if scope["type"] not in ("http", "websocket"):
            await self._inner(scope, receive, send)
            return
        refused = self._refusal(scope)
        if refused is None:
            others = [(name, value) for name, value in scope["headers"] if not _is_kept_back(name)]
            await self._inner({**scope, "headers": others}, receive, send)
        else:
            await refuse(refused, scope, receive, send)

    def _refusal(self, scope: Any) -> Response | None:
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or not self._is_ours(hosts[0]):
            return PlainTextResponse("This office does not answer under that name.\n", 421)
        if origins and origins not in ([f"http://{hosts[0]}"], [f"https://{hosts[0]}"]):
            return PlainTextResponse("This office takes nothing from a page of another site.\n", 403)
        if not origins and _needs_origin(scope):
            return PlainTextResponse("This office takes this from a page of its own only.\n", 403)
        return PlainTextResponse("Not found\n", 404) if _CLOSED.fullmatch(scope["path"]) else None

    def _is_ours(self, host: str) -> bool:
        match = _HOST.fullmatch(host)
        return match is not None and match[1] in self._names


def _is_kept_back(name: bytes) -> bool:
    """Tell whether a header stays here; servers read `_` and `-` alike, so a claim is known by either."""
    said = name.decode("latin-1").lower().replace("_", "-")
    return said == "origin" or said.startswith(_CLAIMS)


def _needs_origin(scope: Any) -> bool:
    """Tell whether only a browser has business here, which always says from where it comes."""
    if scope["type"] == "websocket":
        return True
    return scope["method"] not in _READING and not scope["path"].startswith(_CLIENTS_OF_OTHERS)
