"""Signing in and out: one answer for every refusal, a new session each time, and ways that stay within the house."""

from urllib.parse import urlencode

import pytest
from builders_identity import PASSWORD
from houses import as_user
from office_shell import DIRECTION, HERE, INSPECTOR, OTHER, Caller, token_in, whose, words
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboards.guard import SESSION_COOKIE
from dashboards.office import office_routes
from inspection import acts
from inspection.errors import AccessRefused
from inspection.i18n import LANGUAGES


def test_nobody_gets_a_page_before_signing_in(caller: Caller) -> None:
    """Each leads to the sign-in, which leads back; a form leads there too, and is not sent again."""
    for path in ("/office", "/me/sessions", "/enrolments", "/me/prove", "/week_rounds", "/office/anything"):
        answer = caller.get(path)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/sign-in?next={path.replace('/', '%2F')}")
    for path in ("/me/sessions/end", "/sign-out-everywhere", "/enrolments", "/me/prove", "/me/devices/revoke"):
        answer = caller.post(path)
        assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")


def test_a_local_account_opens_the_office(caller: Caller) -> None:
    """A cookie that no script reads, and the page that was asked for, else the first."""
    answer = caller.sign_in()
    assert (answer.status_code, answer.headers["location"]) == (303, "/office")
    (said,) = [c for c in answer.headers.get_list("set-cookie") if c.startswith(SESSION_COOKIE)]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(said.split("; "))
    assert whose(caller.token) == INSPECTOR
    assert caller.token not in answer.headers["location"]
    page = caller.get("/office")
    assert page.status_code == 200
    assert INSPECTOR in page.text
    assert caller.token not in page.text
    assert caller.sign_in(next="/week_rounds?week=1").headers["location"] == "/week_rounds?week=1"


def test_one_answer_for_every_refusal(caller: Caller) -> None:
    """An unknown name, a wrong password, no account, the system: the same page but for what was typed."""
    told = set()
    for name in (INSPECTOR, "nobody", "head-liege", "system", ""):
        answer = caller.sign_in(name, "not the password at all")
        assert (answer.status_code, caller.token) == (401, "")
        told.add(answer.text.replace(f'maxlength="100" value="{name}"', "…"))
    assert len(told) == 1
    assert "ACCESS-070" in told.pop()


def test_the_wait_is_told_of_every_name_alike(caller: Caller) -> None:
    """After many wrong passwords not even the right one opens; what is said is the same for a name that nobody has."""
    told = {}
    for name in (INSPECTOR, "nobody-at-all"):
        for _ in range(7):
            answer = caller.sign_in(name, "not the password at all")
        told[name] = answer.text.replace(name, "…")
    assert told[INSPECTOR] == told["nobody-at-all"]
    refused = caller.sign_in()
    assert (refused.status_code, refused.text.replace(INSPECTOR, "…")) == (401, told[INSPECTOR])
    assert "After 5 wrong passwords each further one costs a wait: 15 seconds" in words(refused.text)


def test_a_session_that_was_planted_is_not_gone_on_in(caller: Caller, home) -> None:
    """The token is a new one each time, and the browser's earlier session ends."""
    caller.sign_in(OTHER)
    planted = caller.token
    victim = Caller(home)
    victim.client.cookies.set(SESSION_COOKIE, planted)
    victim.sign_in(INSPECTOR)
    assert whose(planted) is None
    made = {c.value for c in victim.client.cookies.jar if c.name == SESSION_COOKIE and c.value != planted}
    assert [whose(token) for token in made] == [INSPECTOR]


@pytest.mark.parametrize(
    ("wanted", "way"),
    [
        ("/control?draft=01-ab&x=1", "/control?draft=01-ab&x=1"),
        ("/me/sessions", "/me/sessions"),
        ("/board/R-26-000123-4?to=aud-liege", "/board/R-26-000123-4?to=aud-liege"),
        ("/case/0a1b/files/first_report.pdf", "/case/0a1b/files/first_report.pdf"),
        ("/case/../files", "/office"),
        ("/", "/office"),
        ("", "/office"),
        ("//evil.example", "/office"),
        ("/\\evil.example", "/office"),
        ("https://evil.example", "/office"),
        ("/sign-out", "/office"),
        ("/a\r\nSet-Cookie: x", "/office"),
        ("javascript:alert(1)", "/office"),
        ('"><script>', "/office"),
    ],
)
@pytest.mark.few(2)
def test_the_way_back_stays_within_the_house(caller: Caller, wanted: str, way: str) -> None:
    """Also where it is written into the page."""
    assert caller.sign_in(next=wanted).headers["location"] == way
    page = caller.get(f"/sign-in?{urlencode({'next': wanted})}")
    assert "evil" not in page.text
    assert "<script>" not in page.text


def test_what_was_typed_is_shown_as_text(caller: Caller) -> None:
    """A name is no mark-up."""
    page = caller.sign_in('"><script>alert(1)</script>', "x").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_signing_out_ends_the_session_and_takes_the_cookie(caller: Caller) -> None:
    """What was kept of the token opens nothing; a second time is no fault, and nobody is told why."""
    caller.sign_in()
    token = caller.token
    answer = caller.send("/sign-out")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?told=out")
    assert (caller.token, whose(token)) == ("", None)
    assert "You are signed out." in words(caller.get("/sign-in?told=out").text)
    assert caller.post("/sign-out").headers["location"] == "/sign-in?told=out"
    caller.client.cookies.set(SESSION_COOKIE, token)
    assert caller.get("/office").status_code == 303


def test_signing_out_everywhere_ends_every_session(caller: Caller, home) -> None:
    """Of this person, in each browser and at the command, and of nobody else."""
    others = [Caller(home), Caller(home)]
    others[0].sign_in()
    others[1].sign_in(OTHER)
    command = acts.identity.sign_in(as_user(acts.app()), INSPECTOR, PASSWORD, "command").token
    caller.sign_in()
    mine = caller.token
    assert caller.send("/sign-out-everywhere").headers["location"] == "/sign-in?told=everywhere"
    assert [whose(token) for token in (mine, others[0].token, others[1].token)] == [None, None, OTHER]
    assert others[0].get("/office").status_code == 303
    with pytest.raises(AccessRefused):
        acts.identity.principal_of(as_user(acts.app()), command, "command")


def test_a_page_of_another_site_neither_signs_in_nor_out(caller: Caller) -> None:
    """Its form is refused at the door, and so is one that does not say from where it comes."""
    caller.sign_in()
    token = token_in(caller.get("/office").text)
    for origin in ("http://evil.example", "null", "http://127.0.0.1:9999", ""):
        for path in ("/sign-in", "/sign-out", "/sign-out-everywhere", "/language"):
            assert caller.post(path, {"form_token": token}, origin=origin).status_code == 403
    assert caller.client.post("/sign-out", data={"form_token": token}).status_code == 403
    assert whose(caller.token) == INSPECTOR


def test_behind_tls_the_cookie_never_leaves_in_clear(home) -> None:
    """Under a name that is not this machine's own, by a name that no other host can plant."""
    served = TestClient(Starlette(routes=office_routes()), base_url="https://vigie.internal", follow_redirects=False)
    answer = served.post("/sign-in", data={"name": INSPECTOR, "password": PASSWORD})
    (said,) = [c for c in answer.headers.get_list("set-cookie") if SESSION_COOKIE in c]
    assert said.startswith(f"__Host-{SESSION_COOKIE}=")
    assert "Secure" in said


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_in_the_readers_language(caller: Caller, lang: str) -> None:
    """As the browser asks; it names the other three in their own words, and says that no proof is asked nowhere."""
    caller.client.cookies.clear()
    page = caller.get("/sign-in", **{"accept-language": f"{lang}-BE, en;q=0.5"})
    assert f'<html lang="{lang}">' in page.text
    assert page.text.count('aria-pressed="true"') == 2  # language and look
    assert all(f'lang="{one}"' in page.text for one in LANGUAGES)
    for other in ("demo", "Démonstration", "Vorführung"):
        assert other not in page.text


def test_a_session_that_ended_under_a_part_of_a_page_opens_the_whole_sign_in(caller: Caller) -> None:
    """htmx is told to go there, and swaps no sign-in into somebody's page."""
    answer = caller.get("/sign-in?next=/office", **{"hx-request": "true"})
    assert (answer.headers["hx-redirect"], answer.text) == (f"{HERE}/sign-in?next=/office", "")


def test_whoever_is_signed_in_already_is_told(caller: Caller) -> None:
    """And can go on, or sign in as somebody else."""
    caller.sign_in(DIRECTION)
    assert f"You are signed in: {DIRECTION}." in words(caller.get("/sign-in").text)
