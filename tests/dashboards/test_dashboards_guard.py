"""The guard, over scopes: who is let in, who is led to the sign-in, and what what stands behind it is told of them."""

import asyncio
from typing import Any

import pytest
from behind_guard import calling
from builders_dashboards import INSPECTOR, SUPERVISOR
from builders_sessions import signed_in
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient, WebSocketDenialResponse

from dashboards.guard import SESSION_COOKIE, Doors, Guard, give_session, principal_in, session_token, take_session
from dashboards.guard.handles import HEADER, Handles, handles
from dashboards.guard.pages import Pages, pages
from dashboards.guard.resuming import page_shown, without_page
from dashboards.guard.ways import proof_wanted
from inspection import acts
from inspection.acts.devices import enrol_device, invite_device
from inspection.errors import StoreFault
from inspection.trust import AppContext

HERE = "http://127.0.0.1:8501"
OWN = {"origin": HERE, "host": "127.0.0.1:8501"}
HTML = {"accept": "text/html,application/xhtml+xml"}


class Behind:
    """What stands behind the guard, and notes what it was told."""

    def __init__(self) -> None:
        self.scopes: list[Any] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.scopes.append(scope)
        if scope["type"] == "http":
            principal = principal_in(scope)
            await JSONResponse({"user": principal.user if principal else None})(scope, receive, send)
        else:
            await receive()
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.close", "code": 1000})


@pytest.fixture
def behind() -> Behind:
    """Give something to be guarded."""
    return Behind()


@pytest.fixture
def caller(behind: Behind, house: AppContext, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """Give a client without a session, before doors and guard."""
    monkeypatch.setenv("VIGIE_HOME", str(house.home))
    return TestClient(Doors(Guard(behind, house), house.settings), base_url=HERE, follow_redirects=False)


def shown(caller: TestClient, token: str) -> TestClient:
    caller.cookies.set(SESSION_COOKIE, token)
    return caller


def test_whoever_signed_in_stands_in_the_scope(caller: TestClient, behind: Behind, house: AppContext) -> None:
    """With how and when it was proven, and by which session."""
    done = signed_in(house, SUPERVISOR)
    assert shown(caller, done.token).get("/referrals").json() == {"user": SUPERVISOR}
    found = principal_in(behind.scopes[0])
    assert found == done.principal
    assert found is not None
    assert (found.method, found.roles) == ("demo", {"supervisor"})


@pytest.mark.parametrize(
    "path", ["/", "/referrals?x=1", "/office/board/12", "/anything", "/_stcore/stream", "/media/a.png"]
)
def test_without_a_session_nothing_behind_hears_of_a_call(caller: TestClient, behind: Behind, path: str) -> None:
    """A page leads to the sign-in and back; anything else is answered without a word."""
    led = caller.get(path, headers=HTML)
    assert (led.status_code, led.headers["location"].partition("?")[0]) == (303, "/sign-in")
    for answer in (
        caller.get(path),
        caller.put(path, headers={"origin": HERE}),
        caller.delete(path, headers={"origin": HERE}),
    ):
        assert (answer.status_code, answer.content) == (401, b"")
    with pytest.raises(WebSocketDenialResponse) as refused, caller.websocket_connect(path, headers=OWN):
        pass
    assert (refused.value.status_code, refused.value.content) == (401, b"")
    assert behind.scopes == []


@pytest.mark.parametrize(
    "path",
    ["/sign-in/../referrals", "//sign-in", "/sign-in/a/b", "/SIGN-IN", "/healthz/", "/field/api", "/field/api/enrol/"],
)
def test_what_is_written_in_another_way_is_another_address(path: str) -> None:
    """The list of what is open is read to the letter."""
    assert proof_wanted({"type": "http", "method": "GET", "path": path}) != "none"
    assert proof_wanted({"type": "http", "method": "GET", "path": path}) != "asked" or path == "/sign-in/../referrals"


def test_a_session_is_good_for_as_long_as_the_store_says(caller: TestClient, house: AppContext) -> None:
    """Ended by an act, it opens nothing at the next call; the token of another kind of session never does."""
    done = signed_in(house, SUPERVISOR)
    assert shown(caller, done.token).get("/").status_code == 200
    acts.identity.sign_out(house.acting(), done.token)
    assert caller.get("/").status_code == 401


def test_a_store_that_is_away_lets_nobody_in(caller: TestClient, behind: Behind, house, monkeypatch) -> None:
    """It fails closed, and says that it is not the reader's fault."""
    done = signed_in(house, SUPERVISOR)

    def away(*_: object, **__: object) -> None:
        raise StoreFault("STORE-033")

    monkeypatch.setattr("inspection.acts.identity.principal_of", away)
    assert shown(caller, done.token).get("/").status_code == 503
    assert behind.scopes == []


@pytest.mark.parametrize(
    ("url", "name", "secure"),
    [
        ("http://127.0.0.1:8501", SESSION_COOKIE, False),
        ("http://localhost:8501", SESSION_COOKIE, False),
        ("https://localhost:8501", f"__Host-{SESSION_COOKIE}", True),
        ("https://vigie.internal", f"__Host-{SESSION_COOKIE}", True),
        ("http://vigie.internal", f"__Host-{SESSION_COOKIE}", True),  # a server in front that speaks TLS
    ],
)
def test_the_cookie_is_as_tight_as_the_way_allows(url: str, name: str, secure: bool) -> None:
    """No script, no other site, no other path; and where there is TLS, no other host can plant it."""
    host = url.partition("//")[2]
    scope = {"type": "http", "scheme": url.partition(":")[0], "path": "/", "query_string": b"", "method": "GET"}
    both = f"{SESSION_COOKIE}=plain; __Host-{SESSION_COOKIE}=tls".encode()
    request = Request({**scope, "headers": [(b"host", host.encode()), (b"cookie", both)]})
    answer = Response()
    give_session(request, answer, "secret")
    (said,) = answer.headers.getlist("set-cookie")
    parts = said.split("; ")
    assert parts[0] == f"{name}=secret"
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(parts)
    assert ("Secure" in parts) == secure
    assert not any(part.lower().startswith(("domain", "max-age", "expires")) for part in parts)
    assert session_token(request) == ("tls" if secure else "plain")
    gone = Response()
    take_session(request, gone)
    assert gone.headers["set-cookie"].startswith(f'{name}="";')
    assert "Max-Age=0" in gone.headers["set-cookie"]


def test_streamlit_is_told_by_the_guard_and_by_nobody_else(caller: TestClient, behind: Behind, house) -> None:
    """Whatever a client writes under that name is gone; what stands there is no token, and the same for one session."""
    done, other = signed_in(house, SUPERVISOR), signed_in(house, INSPECTOR)
    theirs = handles().give(other.principal)
    for token in (done.token, done.token, other.token):
        shown(caller, token)
        claims = {**OWN, HEADER: theirs, HEADER.upper(): theirs, HEADER.replace("-", "_"): theirs}
        with caller.websocket_connect("/_stcore/stream", headers=claims):
            pass
    told = [
        [value.decode() for name, value in one["headers"] if name.decode().replace("_", "-") == HEADER]
        for one in behind.scopes
    ]
    assert all(len(one) == 1 for one in told)
    (first,), (second,), (third,) = told
    assert first == second != third == theirs
    assert not {done.token, done.principal.credential, SUPERVISOR} & {first}
    assert handles().behind(first) == done.principal


def test_handles_are_forgotten_with_their_sessions(house: AppContext) -> None:
    """A handle stands for nothing once its session is over, and is not shown by a log."""
    kept, principal = Handles(), signed_in(house, SUPERVISOR).principal
    handle = kept.give(principal)
    assert kept.behind(handle) == principal
    assert handle not in repr(kept)
    kept.forget([principal.credential])
    assert kept.behind(handle) is None
    assert kept.behind("") is None


def _socket(*protocols: str) -> Any:
    headers = [(b"host", b"x"), *((b"sec-websocket-protocol", one.encode()) for one in protocols)]
    return {"type": "websocket", "headers": headers, "subprotocols": []}


@pytest.mark.parametrize(
    ("protocols", "page"),
    [
        ((), ""),
        (("streamlit",), ""),
        (("streamlit, x",), ""),
        (("streamlit, x, p1",), "p1"),
        (("streamlit,x,p1 , p2",), "p1"),
        (("streamlit", "x", "p1"), "p1"),  # in three headers
        (("streamlit, , p1",), "p1"),
    ],
)
def test_the_page_that_a_browser_wants_back_is_found(protocols: tuple[str, ...], page: str) -> None:
    """As Streamlit reads it, and wherever it hides; taken out, nothing of it is left."""
    scope = _socket(*protocols)
    assert page_shown(scope) == page
    assert page_shown(without_page(scope)) == ""


def test_a_page_belongs_to_the_session_that_opened_it(caller: TestClient, behind: Behind, house: AppContext) -> None:
    """Another is refused, its own goes on, and one that nobody opened here begins anew."""
    done, other = signed_in(house, SUPERVISOR), signed_in(house, INSPECTOR)
    pages().opened("p-own", done.principal.credential)
    for token, page, passes in (
        (other.token, "p-own", None),
        (done.token, "p-own", "p-own"),
        (done.token, "p-none", ""),
    ):
        shown(caller, token)
        headers = {**OWN, "sec-websocket-protocol": f"streamlit, x, {page}"}
        behind.scopes.clear()
        if passes is None:
            with (
                pytest.raises(WebSocketDenialResponse) as refused,
                caller.websocket_connect("/_stcore/stream", headers=headers),
            ):
                pass
            assert refused.value.status_code == 403
            assert behind.scopes == []
        else:
            with caller.websocket_connect("/_stcore/stream", headers=headers):
                pass
            assert page_shown(behind.scopes[0]) == passes


def test_files_belong_to_the_pages_that_were_given_them(caller: TestClient, house: AppContext) -> None:
    """The same file may be given to two; what one page was given is nothing to another person, and is forgotten."""
    kept = Pages()
    kept.opened("p1", "s1")
    kept.opened("p2", "s2")
    kept.given("/media/abc.png", "p1")
    assert kept.has_file("/media/abc.png", "s1")
    assert kept.has_file("/media/abc.jpg", "s1")  # Streamlit reads the name without its ending
    assert not kept.has_file("/media/abc.png", "s2")
    assert not kept.has_file("/media/other.png", "s1")
    kept.given("/media/abc.png", "p2")
    kept.given("/media/promise", "p1")
    kept.given_like("/media/made.pdf", "/media/promise")
    assert kept.has_file("/media/made.pdf", "s1")
    assert not kept.has_file("/media/made.pdf", "s2")
    kept.forget_files(["s1"])
    assert not kept.has_file("/media/abc.png", "s1")
    assert kept.has_file("/media/abc.png", "s2")
    assert kept.session_of("p1") == "s1"
    assert "s1" not in repr(kept)


def test_a_device_is_a_principal_of_its_own_kind(house: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """Proven when it was enrolled, never since; a browser's session opens nothing of the form, nor the other way."""
    monkeypatch.setenv("VIGIE_HOME", str(house.home))
    invited = invite_device(house.acting(INSPECTOR), INSPECTOR, "field")
    enrolled = enrol_device(house.acting(), invited.code, "")
    heard: list[Any] = []

    async def who(request: Request) -> Response:
        heard.append(principal_in(request))
        return Response("ok")

    client = calling([Route("/field/api/who", who), Route("/referrals", who)])
    client.cookies.set("vigie_field", f"{enrolled.device_id}.{enrolled.secret}")
    assert client.get("/field/api/who").status_code == 200
    (found,) = heard
    assert (found.user, found.method, found.credential) == (INSPECTOR, "device", enrolled.device_id)
    assert not found.is_fresh(house.acting().at, 0)
    assert client.get("/referrals").status_code == 401
    client.cookies.clear()
    client.cookies.set(SESSION_COOKIE, signed_in(house, INSPECTOR).token)
    assert client.get("/field/api/who").status_code == 401
    assert client.get("/referrals").status_code == 200


def test_a_life_of_the_server_passes_through(house: AppContext) -> None:
    """Starting and stopping is nobody's call."""
    heard: list[str] = []

    async def inner(scope: Any, receive: Any, send: Any) -> None:
        heard.append(scope["type"])

    asyncio.run(Guard(inner, house)({"type": "lifespan"}, None, None))
    assert heard == ["lifespan"]
