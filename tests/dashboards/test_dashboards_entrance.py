"""The entrance: who is picked gets a cookie that no script reads and no address carries; the way out takes it back."""

from collections.abc import Iterator
from typing import Any

import pytest
from builders_dashboards import INSPECTOR, SUPERVISOR
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboards.entrance.routes import entrance_routes
from dashboards.guard import SESSION_COOKIE, Doors, Guard, safe_way
from inspection import acts
from inspection.errors import AccessRefused
from inspection.i18n import LANGUAGES

HERE = "http://127.0.0.1:8501"
PAGE = {"accept": "text/html,application/xhtml+xml"}


async def _screen(request: Any) -> PlainTextResponse:
    return PlainTextResponse(f"screen {request.url.path}")


def caller(house: Any) -> TestClient:
    """A browser of its own before the office."""
    served = Starlette(routes=[*entrance_routes(), Route("/{path:path}", _screen)])
    return TestClient(Doors(Guard(served, house), house.settings), base_url=HERE, follow_redirects=False)


@pytest.fixture
def browser(house, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Give a browser that has not signed in."""
    monkeypatch.setenv("VIGIE_HOME", str(house.home))
    return caller(house)


def whose(token: str) -> str | None:
    """Whose session a token is, as the store says."""
    try:
        return acts.identity.principal_of(acts.acting(), token).user
    except AccessRefused:
        return None


def sign_in(browser: TestClient, user: str = SUPERVISOR, **fields: str) -> Any:
    """Post the form of the page."""
    return browser.post("/sign-in", data={"user": user, "next": "/", "lang": "en", **fields}, headers={"origin": HERE})


def test_nobody_gets_a_screen_before_signing_in(browser: TestClient) -> None:
    """Each leads to the entrance, which leads back; what is no screen goes on as it did."""
    answer = browser.get("/control?draft=abc", headers=PAGE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Fcontrol%3Fdraft%3Dabc")
    assert "screen" not in answer.text
    for path in ("/healthz", "/field/"):
        assert browser.get(path, headers=PAGE).status_code == 200
    for path in ("/_stcore/upload_file/a/b", "/static/a.js", "/media/a.png"):
        assert browser.get(path).status_code == 401


def test_the_cookie_is_for_this_browser_and_for_no_script(browser: TestClient, house) -> None:
    """HttpOnly, SameSite=Lax, and nowhere in an address; another browser with the same address is a guest."""
    answer = sign_in(browser, next="/week_rounds")
    assert (answer.status_code, answer.headers["location"]) == (303, "/week_rounds")
    (said,) = [c for c in answer.headers.get_list("set-cookie") if c.startswith(SESSION_COOKIE)]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(said.split("; "))
    assert "Secure" not in said  # this machine itself, without TLS
    token = browser.cookies[SESSION_COOKIE]
    assert len(token) > 40
    assert token not in answer.headers["location"]
    assert browser.get("/week_rounds", headers=PAGE).text == "screen /week_rounds"
    other = caller(house)
    for way in ("/week_rounds", f"/week_rounds?session={token}"):
        assert other.get(way, headers=PAGE).status_code == 303


def test_behind_tls_the_cookie_never_leaves_in_clear(house, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under a name that is not this machine's own."""
    monkeypatch.setenv("VIGIE_HOME", str(house.home))
    served = TestClient(Starlette(routes=entrance_routes()), base_url="https://vigie.internal", follow_redirects=False)
    answer = served.post("/sign-in", data={"user": SUPERVISOR, "next": "/", "lang": "en"})
    assert all("Secure" in cookie for cookie in answer.headers.get_list("set-cookie"))


def test_signing_out_ends_the_session_and_takes_the_cookie(browser: TestClient) -> None:
    """What was kept of the token opens nothing afterwards."""
    sign_in(browser)
    token = browser.cookies[SESSION_COOKIE]
    answer = browser.post("/sign-out", headers={"origin": HERE})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert SESSION_COOKIE not in browser.cookies
    assert whose(token) is None
    browser.cookies.set(SESSION_COOKIE, token)
    assert browser.get("/", headers=PAGE).status_code == 303


def test_another_person_on_this_browser_ends_the_first_session(browser: TestClient) -> None:
    """A second sign-in gives a new token; the old one is worth nothing."""
    sign_in(browser)
    first = browser.cookies[SESSION_COOKIE]
    sign_in(browser, INSPECTOR)
    assert whose(first) is None
    assert whose(browser.cookies[SESSION_COOKIE]) == INSPECTOR


def test_a_page_of_another_site_neither_signs_in_nor_out(browser: TestClient) -> None:
    """Its form is refused at the door, and so is one that does not say from where it comes."""
    sign_in(browser)
    for headers in ({"origin": "http://evil.example"}, {"origin": "null"}, {}):
        for path in ("/sign-in", "/sign-out"):
            assert browser.post(path, data={"user": INSPECTOR}, headers=headers).status_code == 403
    assert whose(browser.cookies[SESSION_COOKIE]) == SUPERVISOR


@pytest.mark.parametrize("user", ["", "nobody", "system", "x" * 900])
def test_who_cannot_be_picked_gets_nothing(browser: TestClient, user: str) -> None:
    """No session, no cookie, back to the page."""
    answer = sign_in(browser, user)
    assert (answer.status_code, SESSION_COOKIE in browser.cookies) == (303, False)
    assert answer.headers["location"].startswith("/sign-in")


def test_a_form_that_is_too_large_is_refused(browser: TestClient) -> None:
    """Nobody fills the memory from the entrance."""
    assert sign_in(browser, "x" * 10_000).status_code == 503
    assert SESSION_COOKIE not in browser.cookies


@pytest.mark.parametrize(
    ("wanted", "way"),
    [
        ("/", "/"),
        ("/control?draft=01-ab&x=1", "/control?draft=01-ab&x=1"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/sign-out", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_stays_within_the_office(wanted: str, way: str) -> None:
    """An address of a screen, or the first screen."""
    assert safe_way(wanted) == way


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_in_the_readers_language(browser: TestClient, lang: str) -> None:
    """As the browser asks, with a way to the other three, and it says that no proof is asked."""
    words = {"fr": "aucune preuve", "nl": "geen identiteitsbewijs", "de": "identitätsnachweis", "en": "no proof"}
    page = browser.get("/sign-in", headers={"accept-language": f"{lang}-BE, en;q=0.5"})
    assert page.status_code == 200
    assert f'<html lang="{lang}">' in page.text
    assert words[lang].lower() in page.text.lower()
    assert page.text.count("aria-current") == 1
    assert page.headers["cache-control"] == "no-store"
    assert "unsafe" not in page.headers["content-security-policy"]


def test_people_are_picked_by_role_and_district(browser: TestClient) -> None:
    """Those of the role and the district only; a made-up one is answered by the first."""
    page = browser.get("/sign-in", params={"role": "inspector", "district": "namur", "lang": "en"}).text
    assert "insp-namur-1" in page
    assert INSPECTOR not in page
    assert "insp-" in browser.get("/sign-in", params={"role": "'><script>", "district": "x"}).text
    assert "<script>" not in browser.get("/sign-in", params={"next": '"><script>'}).text


def test_what_the_page_is_drawn_with_is_two_files(browser: TestClient) -> None:
    """And no other of the folder."""
    assert browser.get("/sign-in/entrance.css").status_code == 200
    assert browser.get("/sign-in/entrance.js").status_code == 200
    for name in ("routes.py", "entrance.html"):
        assert browser.get(f"/sign-in/{name}").status_code == 404
