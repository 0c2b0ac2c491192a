"""`vigie login` by a browser (RFC 8252): this machine listens on a port of its own until the office sends a code there.

The secret that goes with the code never leaves this process before it is exchanged, so a code that somebody else reads
on its way is good for nothing.
"""

from __future__ import annotations

import json
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass, field
from hmac import compare_digest
from http.server import BaseHTTPRequestHandler, HTTPServer
from time import monotonic
from urllib.parse import parse_qs, urlencode, urlsplit

from inspection.errors import AccessRefused
from inspection.proof_settings import is_safe_address
from inspection.trust.identity import challenge_of, new_token

_PATH = "/signed-in"
_LOOK_SECONDS = 1.0
_ANSWER_SECONDS = 30


@dataclass(frozen=True, kw_only=True)
class Given:
    """What the office gave: the credential of the command, whose it is, and until when it is good."""

    user: str
    ends_at: str
    token: str = field(repr=False)


def by_browser(office: str, tell: Callable[[str], None], *, minutes: int, opens: bool = True) -> Given:
    """Let whoever is signed in at the office's page decide, and return what the office gave.

    Arguments: `office` its address; `tell` prints a line; `opens` whether to open the page besides naming it.
    Errors: `AccessRefused` 164 for an office that would be asked in clear, when nobody allowed it in time, and when the
    office refused the code.
    """
    if not is_safe_address(office):
        raise AccessRefused("ACCESS-164")
    verifier, state = new_token(), new_token()
    with _listening() as listener:
        way = f"http://127.0.0.1:{listener.server_port}{_PATH}"
        asked = {"redirect_uri": way, "code_challenge": challenge_of(verifier), "state": state}
        address = f"{office}/command/authorize?{urlencode(asked)}"
        tell(f"Open this page on this machine, and allow it: {address}")
        if opens:
            webbrowser.open(address)
        listener.expect(office, state)
        code = listener.wait(minutes * 60)
    return _given(office, code, verifier, way)


class _Listener(HTTPServer):
    """Waits for the one answer that bears the state of this process; whatever else calls is sent away."""

    office, state, code = "", "", ""

    def expect(self, office: str, state: str) -> None:
        self.office, self.state = office, state

    def wait(self, seconds: float) -> str:
        """Return the code; "" when none came in time."""
        until, self.timeout = monotonic() + seconds, _LOOK_SECONDS
        while not self.code and monotonic() < until:
            self.handle_request()
        return self.code


class _Handler(BaseHTTPRequestHandler):
    server: _Listener
    timeout = _ANSWER_SECONDS  # whoever opens a connection and says nothing holds nobody up for long

    def do_GET(self) -> None:
        """Take the code, and lead the browser back to the office."""
        parts = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        is_ours = parts.path == _PATH and compare_digest(given.get("state", "").encode(), self.server.state.encode())
        if not is_ours or self.headers.get("Host") != f"127.0.0.1:{self.server.server_port}":
            self.send_error(404)
            return
        self.server.code = given.get("code", "")
        self.send_response(303)
        self.send_header("Location", f"{self.server.office}/command/done")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Log nothing: the address bears a code."""


def _listening() -> _Listener:
    return _Listener(("127.0.0.1", 0), _Handler)


def _given(office: str, code: str, verifier: str, way: str) -> Given:
    import httpx

    if not code:
        raise AccessRefused("ACCESS-164")
    sent = {"code": code, "code_verifier": verifier, "redirect_uri": way}
    parts = urlsplit(office)
    headers = {"Origin": f"{parts.scheme}://{parts.netloc}"}
    try:
        with httpx.Client(trust_env=False, timeout=_ANSWER_SECONDS) as client:
            answer = client.post(f"{office}/command/token", data=sent, headers=headers)
        told = json.loads(answer.content) if answer.is_success else {}
        return Given(user=told["user"], ends_at=told["ends_at"], token=told["token"])
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        raise AccessRefused("ACCESS-164") from None
