"""Who may call at all: foreign names and foreign pages are refused before anything is read, on a real server too."""

import base64
import secrets
import socket
from typing import Any

import pytest
from builders_dashboards import SUPERVISOR
from builders_sessions import signed_in
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient, WebSocketDenialResponse

from dashboards.guard import SESSION_COOKIE, Doors
from inspection.errors import SettingsFault
from inspection.settings import FieldSettings, Settings, settings
from inspection.trust import AppContext


async def _answer(request: Any) -> PlainTextResponse:
    return PlainTextResponse(request.headers.get("origin", "no origin"))


def _caller(**fields: Any) -> TestClient:
    """A client of an office behind its doors, in which everything is open."""
    inner = Starlette(routes=[Route("/{path:path}", _answer, methods=["GET", "POST", "PUT"])])
    return TestClient(Doors(inner, Settings(home=fields.pop("home"), **fields)), base_url="http://localhost:8501")


@pytest.fixture
def caller(tmp_path) -> TestClient:
    """Give a client of an office with a public address and one name more."""
    return _caller(home=tmp_path, field=FieldSettings(url="https://vigie.internal/"), hosts=("probe.internal",))


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8501", 200),
        ("127.0.0.1:8501", 200),
        ("[::1]:8501", 200),
        ("localhost", 200),
        ("vigie.internal", 200),  # the public address
        ("probe.internal:80", 200),  # of VIGIE_HOSTS
        ("evil.example", 421),
        ("evil.example:8501", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example", 421),
        ("localhost:8501@evil.example", 421),
        ("evil.example/localhost", 421),
        ("localhost.", 421),
        ("LOCALHOST", 421),  # a browser writes names in small letters
        ("", 421),
        ("192.0.2.1:8501", 421),
        ("localhost:99999999", 421),
    ],
)
def test_only_names_of_this_house_are_answered(caller: TestClient, host: str, status: int) -> None:
    """A name that somebody else pointed at this machine is told that nobody answers under it."""
    assert caller.get("/", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (None, 200),
        ("http://localhost:8501", 200),
        ("https://localhost:8501", 200),  # the office behind a server that speaks TLS
        ("http://localhost", 403),  # another port is another site
        ("http://localhost:9999", 403),
        ("http://127.0.0.1:8501", 403),  # another name of this machine is another site too
        ("https://vigie.internal", 403),
        ("http://evil.example", 403),
        ("null", 403),
        ("", 403),
    ],
)
def test_only_pages_of_this_house_are_answered(caller: TestClient, origin: str | None, status: int) -> None:
    """What comes from a page is answered where the page was served under the name that it calls."""
    assert caller.get("/", headers={} if origin is None else {"origin": origin}).status_code == status


def test_whoever_changes_something_says_from_where(caller: TestClient) -> None:
    """A browser always does; clients of others, which are none, and the field form have proofs of their own."""
    assert caller.post("/sign-in").status_code == 403
    assert caller.put("/_stcore/upload_file/x").status_code == 403
    assert caller.post("/sign-in", headers={"origin": "http://localhost:8501"}).status_code == 200
    for path in ("/openrosa/submission", "/field/api/controls"):
        assert caller.post(path).status_code == 200
        assert caller.post(path, headers={"origin": "http://evil.example"}).status_code == 403


def test_the_screens_are_not_told_an_origin(caller: TestClient) -> None:
    """For one that it does not know, Streamlit would ask the internet for the address of this machine."""
    assert caller.get("/", headers={"origin": "http://localhost:8501"}).text == "no origin"


@pytest.mark.parametrize(
    "name",
    [
        *("X-Forwarded-User", "x-forwarded-email", "X_Forwarded_User", "Remote-User", "REMOTE_USER", "X-Remote-User"),
        *("X-Auth-Request-Email", "X-Authenticated-User", "X-WebAuth-User", "X-Streamlit-User", "X-SSL-Client-S-DN"),
        *("X-Vigie-User", "X-Vigie-Principal", "x_vigie_session", "X-Ms-Client-Principal-Name", "Cf-Access-Jwt"),
    ],
)
def test_nobody_is_who_a_header_says(tmp_path, name: str) -> None:
    """What a client claims reaches neither a route nor a websocket; what the form needs does."""
    heard: list[tuple[str, set[str]]] = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        heard.append((scope["type"], {key.decode() for key, _ in scope["headers"]}))
        if scope["type"] == "http":
            await PlainTextResponse("ok")(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.close", "code": 1000})

    client = TestClient(Doors(inner, Settings(home=tmp_path)), base_url="http://localhost:8501")
    told = {"host": "localhost:8501", name: "direction-1", "X-Vigie-Field": "1", "Cookie": "vigie_session=x"}
    client.get("/", headers=told)
    with client.websocket_connect("/_stcore/stream", headers={**told, "origin": "http://localhost:8501"}):
        pass
    assert [kind for kind, _ in heard] == ["http", "websocket"]
    for _, names in heard:
        assert name.lower() not in names
        assert {"x-vigie-field", "cookie", "host"} <= names


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [
        ("localhost:8501", "http://localhost:8501", None),
        ("127.0.0.1:8501", "http://127.0.0.1:8501", None),
        ("vigie.internal", "https://vigie.internal", None),
        ("evil.example", "http://evil.example", 421),
        ("evil.example", "http://localhost:8501", 421),
        ("localhost:8501", "http://evil.example", 403),
        ("localhost:8501", "http://localhost:9999", 403),
        ("localhost:8501", "null", 403),
        ("localhost:8501", "", 403),
    ],
)
def test_only_pages_of_this_house_open_a_websocket(tmp_path, host: str, origin: str, status: int | None) -> None:
    """By each name that is ours and by none of others; what is refused has the status of the same page."""

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": 1000})

    here = Settings(home=tmp_path, field=FieldSettings(url="https://vigie.internal/"))
    client = TestClient(Doors(inner, here), base_url="http://localhost:8501")
    headers = {"host": host} | ({"origin": origin} if origin else {})
    if status is None:
        with client.websocket_connect("/_stcore/stream", headers=headers):
            return
    with (
        pytest.raises(WebSocketDenialResponse) as refused,
        client.websocket_connect("/_stcore/stream", headers=headers),
    ):
        pass
    assert refused.value.status_code == status


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore//metrics/", "/%5fstcore/metrics"])
def test_figures_of_the_process_are_for_nobody(caller: TestClient, path: str) -> None:
    """How many sessions there are, and of whom, is no public matter."""
    assert caller.get(path).status_code == 404


@pytest.mark.parametrize("hosts", ["http://vigie.internal", "vigie.internal:80", "*", "a b/"])
def test_a_name_that_is_none_is_refused_at_start(hosts: str) -> None:
    """No star and no address: each name is written out."""
    with pytest.raises(SettingsFault, match="VIGIE_HOSTS"):
        settings({"VIGIE_HOSTS": hosts})


def test_names_are_read_from_the_environment() -> None:
    """Besides this machine's own, and the one of the address that devices in the field use."""
    here = settings({"VIGIE_HOSTS": "Probe.internal, other.internal", "VIGIE_FIELD_URL": "https://vigie.internal"})
    own = {"localhost", "127.0.0.1", "[::1]"}
    assert here.host_names == own | {"probe.internal", "other.internal", "vigie.internal"}


def _asked(address: str, path: str, host: str, *lines: str, method: str = "GET") -> str:
    """Send a request by hand and return the first line of what comes back."""
    port = int(address.rpartition(":")[2])
    text = "\r\n".join((f"{method} {path} HTTP/1.1", f"Host: {host}", *lines, "", ""))
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(text.encode())
        return connection.recv(4096).split(b"\r\n")[0].decode()


def _handshake(address: str, host: str, *lines: str, token: str) -> str:
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    upgrade = ("Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}")
    return _asked(address, "/_stcore/stream", host, *upgrade, f"Cookie: {SESSION_COOKIE}={token}", *lines)


def test_a_rebound_page_opens_no_websocket_of_the_real_server(with_screens: str, office: AppContext) -> None:
    """Neither with both names foreign, as after DNS rebinding, nor with one of them, nor with none; ours opens."""
    own, token = with_screens.removeprefix("http://"), signed_in(office, SUPERVISOR).token
    assert " 101 " in _handshake(with_screens, own, f"Origin: {with_screens}", token=token)
    assert " 421 " in _handshake(with_screens, "evil.example", "Origin: http://evil.example", token=token)
    assert " 421 " in _handshake(with_screens, "evil.example", f"Origin: {with_screens}", token=token)
    assert " 403 " in _handshake(with_screens, own, "Origin: http://evil.example", token=token)
    assert " 403 " in _handshake(with_screens, own, "Origin: null", token=token)
    assert " 403 " in _handshake(with_screens, own, token=token)


@pytest.mark.parametrize("path", ["/", "/healthz", "/field/", "/field/api/me", "/openrosa/formList", "/sign-in"])
def test_no_route_of_the_real_server_answers_under_a_foreign_name(with_screens: str, path: str) -> None:
    """Screens, health, field form, forms of others, sign-in."""
    assert " 421 " in _asked(with_screens, path, "evil.example")
    assert " 403 " in _asked(with_screens, path, with_screens.removeprefix("http://"), "Origin: http://evil.example")
    assert " 421 " not in _asked(with_screens, path, with_screens.removeprefix("http://"))


@pytest.mark.battery(reason="a server of its own, 8 s")
def test_figures_of_the_real_server_are_closed(with_screens: str) -> None:
    """Streamlit serves them to everybody."""
    for path in ("/_stcore/metrics", "//_stcore//metrics/"):
        assert " 404 " in _asked(with_screens, path, with_screens.removeprefix("http://"))
