"""The guard of the real server, spoken to by hand: what a browser would not send is refused too."""

import base64
import json
import os
import re
import secrets
import socket
import subprocess
import sys
from typing import Any

import httpx
import pytest
from builders_dashboards import DIRECTION, INSPECTOR, SUPERVISOR
from builders_sessions import moved, signed_in
from by_hand import Streamlit, asked, handshake
from served_house import ROOT, served
from websockets.exceptions import ConnectionClosed

from dashboards.guard import SESSION_COOKIE, ways
from inspection import acts
from inspection.trust import AppContext


@pytest.fixture(scope="module")
def address(with_screens: str) -> str:
    """Give the address of the real server."""
    return with_screens


def test_foreign_names_and_pages_are_refused_with_a_good_cookie_too(address: str, office: AppContext) -> None:
    """On pages, routes and the websocket: the cookie does not count under a foreign name or from a foreign page."""
    token = signed_in(office, SUPERVISOR).token
    own = address.removeprefix("http://")
    for path in ("/", "/referrals", "/_stcore/host-config", "/media/a.png", "/static/x.js", "/sign-in"):
        assert asked(address, path, token, host="evil.example").status_code == 421
        assert asked(address, path, token, host=own, origin="http://evil.example").status_code == 403
    assert " 101 " in handshake(address, token=token)
    assert " 421 " in handshake(address, token=token, host="evil.example", origin="http://evil.example")
    assert " 403 " in handshake(address, token=token, origin="http://evil.example")
    assert " 403 " in handshake(address, token=token, origin="null")


def _first_line(address: str, path: str, host: str, *lines: str, method: str = "GET") -> str:
    """Send a request by hand and return the first line of what comes back."""
    port = int(address.rpartition(":")[2])
    text = "\r\n".join((f"{method} {path} HTTP/1.1", f"Host: {host}", *lines, "", ""))
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(text.encode())
        return connection.recv(4096).split(b"\r\n")[0].decode()


def _rebound(address: str, host: str, *lines: str, token: str) -> str:
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    upgrade = ("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}")
    return _first_line(address, "/_stcore/stream", host, *upgrade, f"Cookie: {SESSION_COOKIE}={token}", *lines)


def test_a_rebound_page_opens_no_websocket_of_the_real_server(address: str, office: AppContext) -> None:
    """Neither with both names foreign, as after DNS rebinding, nor with one of them, nor with none; ours opens."""
    own, token = address.removeprefix("http://"), signed_in(office, SUPERVISOR).token
    assert " 101 " in _rebound(address, own, f"Origin: {address}", token=token)
    assert " 421 " in _rebound(address, "evil.example", "Origin: http://evil.example", token=token)
    assert " 421 " in _rebound(address, "evil.example", f"Origin: {address}", token=token)
    assert " 403 " in _rebound(address, own, "Origin: http://evil.example", token=token)
    assert " 403 " in _rebound(address, own, "Origin: null", token=token)
    assert " 403 " in _rebound(address, own, token=token)


@pytest.mark.parametrize("path", ["/", "/healthz", "/field/", "/field/api/me", "/openrosa/formList", "/sign-in"])
def test_no_route_of_the_real_server_answers_under_a_foreign_name(address: str, path: str) -> None:
    """Screens, health, field form, forms of others, sign-in."""
    assert " 421 " in _first_line(address, path, "evil.example")
    assert " 403 " in _first_line(address, path, address.removeprefix("http://"), "Origin: http://evil.example")
    assert " 421 " not in _first_line(address, path, address.removeprefix("http://"))


def test_figures_of_the_real_server_are_closed(address: str) -> None:
    """Streamlit serves them to everybody."""
    for path in ("/_stcore/metrics", "//_stcore//metrics/"):
        assert " 404 " in _first_line(address, path, address.removeprefix("http://"))


def test_nobody_gets_a_socket_or_a_file_without_a_session(address: str, office: AppContext) -> None:
    """Neither with none, nor with a guess, nor with the token of the command, nor with a session that was ended."""
    done = signed_in(office, SUPERVISOR)
    acts.identity.sign_out(office.acting(), done.token)
    over = signed_in(office, SUPERVISOR)
    moved(office, over, seen_minutes=11)
    for token in ("", "x" * 43, done.principal.credential, done.token, over.token):
        assert " 401 " in handshake(address, token=token)
        for path in ("/index.html", "/media/a.png", "/_stcore/bidi-components/a/b.js", "/favicon.png"):
            answer = asked(address, path, token)
            assert (answer.status_code, answer.content) == (401, b"")
        assert asked(address, "/referrals", token, accept="text/html").status_code == 303


def test_the_page_of_another_session_is_not_resumed(address: str, office: AppContext) -> None:
    """Neither by another person, nor by the same person's other session, nor by nobody; its own session goes on."""
    done, same, other = (signed_in(office, who) for who in (SUPERVISOR, SUPERVISOR, INSPECTOR))
    with Streamlit(address, done.token) as first:
        page = first.page()
        for token in (same.token, other.token):
            assert " 403 " in handshake(address, token=token, page=page)
        assert " 401 " in handshake(address, page=page)
        assert first.drawn()  # it was not torn down either
    for token in (same.token, other.token):
        assert " 403 " in handshake(address, token=token, page=page)
    with Streamlit(address, done.token, page) as again:
        assert again.page() == page
    with Streamlit(address, other.token, "0" * 36) as new:
        assert new.page() not in (page, "0" * 36)


def test_a_page_of_a_session_that_ended_is_told_to_load_anew_and_nothing_else(address: str, office) -> None:
    """A browser that slept connects again: one word without content, and the end; so does a later session."""
    done, later = signed_in(office, SUPERVISOR), signed_in(office, SUPERVISOR)
    with Streamlit(address, done.token) as first:
        page = first.page()
    acts.identity.sign_out(office.acting(), done.token)
    assert " 401 " in handshake(address, token=done.token)
    for token in (done.token, later.token, "x" * 43):
        with Streamlit(address, token, page) as again:
            message = again.said()
            assert (message.WhichOneof("type"), message.auth_redirect.url) == ("auth_redirect", "")
            with pytest.raises(ConnectionClosed) as closed:
                again.said()
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 1008


def test_nobody_sends_a_file_to_the_page_of_another_session(address: str, office: AppContext) -> None:
    """Answered as for a page that does not exist; one's own page takes it, as far as the guard is concerned."""
    done, other = signed_in(office, SUPERVISOR), signed_in(office, INSPECTOR)
    with Streamlit(address, done.token) as first, Streamlit(address, other.token) as second:
        for page, status in ((first.page(), 404), ("nobody", 404), (second.page(), 403)):  # 403: its form has no token
            sent = httpx.put(
                f"{address}/_stcore/upload_file/{page}/f1",
                cookies={SESSION_COOKIE: other.token},
                headers={"origin": address},
                files={"f": b"x"},
                timeout=60,
            )
            assert sent.status_code == status


OPEN = {
    ("/office/static/letters.js", "GET"),  # which letters a screen wears: the same to all
    ("/healthz", "GET"),
    ("/_stcore/health", "GET"),
    ("/_stcore/host-config", "GET"),
    ("/sign-in", "GET"),
    ("/sign-in", "POST"),
    ("/sign-in/demo", "POST"),
    *((f"/sign-in/{name}", "GET") for name in ("provider", "provider-link", "provider-out")),
    *((f"/sign-in/{name}", "POST") for name in ("provider-link", "provider-ended")),
    *((f"/sign-in/{name}", way) for name in ("passkey", "passkey-enrol") for way in ("GET", "POST")),
    *((f"/sign-in/{name}", "POST") for name in ("passkey-ask", "passkey-enrol-ask")),
    ("/command/token", "POST"),
    ("/sign-out", "POST"),
    ("/enrol", "GET"),
    ("/enrol", "POST"),
    ("/language", "POST"),
    ("/theme", "POST"),
    ("/office/static", "GET"),
    ("/away", "GET"),
    ("/field", "GET"),
    ("/field/{name:path}", "GET"),
    ("/field/api/enrol", "POST"),
    ("/field/api/texts/{lang}.json", "GET"),
}
TOLD = """
import json
from streamlit import config
from dashboards.serving import application
served = application()._inner._inner._inner._inner._inner._build_starlette_app()
ways = [(type(one).__name__, one.path, sorted(getattr(one, "methods", None) or ["GET"])) for one in served.routes]
names = ("server.enableAgentApi", "server.trustedUserHeaders", "browser.gatherUsageStats", "client.showErrorDetails")
options = {name: config.get_option(name) for name in names}
print(json.dumps({"ways": ways, "options": options}))
"""


@pytest.fixture(scope="module")
def told(office: AppContext) -> dict[str, Any]:
    """Give every route of the application, and what Streamlit was told, whatever the environment says."""
    environ = {
        **os.environ,
        "VIGIE_HOME": str(office.home),
        "PYTHONPATH": str(ROOT),
        "STREAMLIT_SERVER_ENABLE_AGENT_API": "true",
        "STREAMLIT_SERVER_TRUSTED_USER_HEADERS": '{"X-Anybody": "vigie_session"}',
    }
    done = subprocess.run([sys.executable, "-c", TOLD], env=environ, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_no_route_but_a_few_is_open_to_whoever_has_no_session(told, address: str) -> None:
    """Every route of the application is asked for by hand; a new one is closed until the list of the guard names it."""
    is_open = set()
    for kind, path, methods in told["ways"]:
        concrete = _concrete(path)
        if kind == "WebSocketRoute":
            assert " 401 " in handshake(address), path
            continue
        for method in (one for one in methods if one not in ("HEAD", "OPTIONS")):
            answer = httpx.request(method, f"{address}{concrete}", headers={"origin": address}, timeout=60)
            if answer.status_code == 401 or (answer.status_code == 404 and answer.text == "Not found\n"):
                continue  # for a session or a device, or for nobody
            is_open.add((path, method))
    assert is_open == OPEN
    asked_for = [_concrete(path) for path, _ in OPEN] + ["/static/js/x.js"]  # of the package, no route
    assert [way.path for way in ways.OPEN if not any(re.fullmatch(way.path, one) for one in asked_for)] == []
    assert len(told["ways"]) > 30


def _concrete(path: str) -> str:
    """An address of a route; of a folder, that of a file that lies there."""
    return "/office/static/office.css" if path == "/office/static" else re.sub(r"\{[^}]*\}", "x", path) or "/x.js"


@pytest.mark.parametrize(
    "path",
    [
        *("/_stcore/metrics", "/_stcore/agent/interact", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp"),
        *("/_stcore/script-health-check", "/auth/login", "/auth/logout", "/oauth2callback"),
    ],
)
def test_what_streamlit_serves_and_nobody_needs_is_for_nobody(address: str, office: AppContext, path: str) -> None:
    """Figures of the process, a way in for programs, a sign-in of its own: not for the direction either."""
    token = signed_in(office, DIRECTION).token
    for method in ("GET", "POST"):
        answer = httpx.request(
            method, f"{address}{path}", headers={"origin": address}, cookies={SESSION_COOKIE: token}, timeout=60
        )
        assert answer.status_code == 404


def test_streamlit_hears_from_the_guard_alone_and_opens_no_way_for_programs(told) -> None:
    """Whatever a variable of the environment asks for."""
    assert told["options"] == {
        "server.enableAgentApi": False,
        "server.trustedUserHeaders": {"x-vigie-session": "vigie_session"},
        "browser.gatherUsageStats": False,  # of the file beside the screens, which is read too
        "client.showErrorDetails": "none",
    }


@pytest.mark.battery(reason="a server of its own, and a wait for what must not come: 27 s")
def test_nobody_is_asked_which_address_this_machine_has(office: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the process asks of the world would come to a listener here; whichever socket is tried, nothing does."""
    with socket.socket() as world:
        world.bind(("127.0.0.1", 0))
        world.listen()
        world.settimeout(0.01)
        for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{world.getsockname()[1]}")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        token = signed_in(office, SUPERVISOR).token
        with served(office.home) as address:
            for origin in ("http://evil.example", "null", "https://192.0.2.1", address):
                for host in ("evil.example", ""):
                    handshake(address, token=token, host=host, origin=origin)
            with Streamlit(address, token) as page:
                assert page.drawn()
        with pytest.raises(TimeoutError):
            world.accept()
