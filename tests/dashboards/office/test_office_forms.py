"""Forms: taken from a page of the same session only, and read under a cap."""

import pytest
from office_shell import INSPECTOR, OTHER, Caller, token_in, whose
from starlette.routing import Route

from dashboards.office import office_routes

OPEN = {  # of whoever has no session yet
    *("/sign-in", "/sign-in/demo", "/enrol", "/language", "/theme"),
    *("/sign-in/passkey", "/sign-in/passkey-ask", "/sign-in/passkey-enrol", "/sign-in/passkey-enrol-ask"),
    *("/sign-in/provider-link", "/sign-in/provider-ended", "/command/token"),
}
FORMS = sorted(route.path for route in office_routes() if isinstance(route, Route) and "POST" in (route.methods or ()))


def test_every_form_is_open_by_name_or_asks_for_a_token() -> None:
    """A new one is found here."""
    assert set(FORMS) > OPEN
    assert {"/sign-out", "/sign-out-everywhere", "/me/sessions/end", "/me/prove", "/enrolments"} < set(FORMS) - OPEN


@pytest.mark.parametrize("path", [path for path in FORMS if path not in OPEN])
@pytest.mark.few(2)
def test_a_form_of_another_session_is_refused(caller: Caller, home, path: str) -> None:
    """Without a token, with a wrong one, with that of somebody else, with that of one's own session of before."""
    stranger = Caller(home)
    stranger.sign_in(OTHER)
    others = token_in(stranger.get("/office").text)
    caller.sign_in()
    before = token_in(caller.get("/office").text)
    caller.sign_in()
    own = token_in(caller.get("/office").text)
    assert len({own, before, others}) == 3
    for token in ({}, {"form_token": ""}, {"form_token": "0" * 64}, {"form_token": others}, {"form_token": before}):
        answer = caller.post(path, {"session": "x", "device": "x", "user": "x", "password": "x", **token})
        assert (answer.status_code, "ACCESS-121" in answer.text) == (403, True)
    assert whose(caller.token) == INSPECTOR


def test_a_token_is_no_secret_of_the_session(caller: Caller) -> None:
    """Neither the cookie's token nor the session's id stands in it."""
    caller.sign_in()
    token = token_in(caller.get("/office").text)
    assert len(token.partition(".")[0]) == 64
    assert token not in caller.token


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"name=" + b"x" * 20_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % n for n in range(200)), "application/x-www-form-urlencoded"),
        (b'{"name": "insp-liege-1"}', "application/json"),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"name=x", "text/plain"),
    ],
)
def test_what_is_no_form_is_refused(caller: Caller, body: bytes, media_type: str) -> None:
    """Before anything is looked up."""
    headers = {"origin": "http://127.0.0.1:8501", "content-type": media_type, "accept": "text/html"}
    answer = caller.client.post("/sign-in", content=body, headers=headers)
    assert (answer.status_code, "ACCESS-122" in answer.text) == (400, True)


def test_bytes_that_are_no_text_are_no_fault_of_ours(caller: Caller) -> None:
    """They open nothing."""
    headers = {"origin": "http://127.0.0.1:8501", "content-type": "application/x-www-form-urlencoded"}
    answer = caller.client.post("/sign-in", content=b"name=%ff%00&password=%ff", headers=headers)
    assert answer.status_code == 401
