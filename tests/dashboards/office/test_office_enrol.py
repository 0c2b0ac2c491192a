"""Enrolling: a code sets a password once; the direction alone makes codes, after a proof of a moment ago."""

import re

import pytest
from builders_identity import PASSWORD
from office_shell import DIRECTION, DPO, INSPECTOR, Caller, make_stale, token_in, words
from sqlmodel import func, select

from inspection.store.people import EnrolmentRow

NEW = "six slow trains before noon"


def a_code(direction: Caller, user: str) -> str:
    """Make a code on the page of the direction."""
    page = direction.send("/enrolments", "/enrolments", user=user).text
    (code,) = re.findall(r'id="code">([0-9A-Z-]+)<', page)
    return str(code)


def redeem(caller: Caller, code: str, password: str = NEW, again: str | None = None):
    """Send the form of a code."""
    return caller.post("/enrol", {"code": code, "password": password, "again": password if again is None else again})


@pytest.fixture
def direction(home) -> Caller:
    """Give the browser of the direction, who has just signed in."""
    made = Caller(home)
    made.sign_in(DIRECTION)
    return made


def codes(home) -> int:
    """How many codes were ever made."""
    with home.store.read() as session:
        return session.exec(select(func.count()).select_from(EnrolmentRow)).one()


def test_a_code_sets_a_password_once(caller: Caller, direction: Caller) -> None:
    """Typed in small letters too; the page says under which name to sign in; the code is good no more."""
    code = a_code(direction, "head-liege")
    done = redeem(caller, code.lower())
    assert done.status_code == 200
    assert "Your user name: head-liege" in words(done.text)
    assert caller.token == ""
    assert caller.sign_in("head-liege", NEW).status_code == 303
    assert "ACCESS-071" in redeem(Caller(direction.house), code).text


def test_a_code_is_shown_this_once(direction: Caller) -> None:
    """Only in the answer to who made it, which is kept by no cache; never in an address."""
    code = a_code(direction, "head-namur")
    again = direction.get("/enrolments")
    assert code not in again.text
    assert again.headers["cache-control"] == "no-store"


def test_what_cannot_be_taken_leaves_the_code_good(caller: Caller, direction: Caller) -> None:
    """Two that differ, one that is too short, one that is the name; then it is good all the same."""
    code = a_code(direction, "insp-namur-2")
    assert "The two passwords are not the same." in words(redeem(caller, code, NEW, "another one altogether").text)
    for weak in ("short", "insp-namur-2", "aaaaaaaaaaaaaaaa"):
        refused = redeem(caller, code, weak)
        assert (refused.status_code, "ACCESS-077" in refused.text) == (403, True)
        assert weak not in words(refused.text)
    assert redeem(caller, code).status_code == 200


@pytest.mark.parametrize("code", ["", "0000-0000-0000-0000", "'; drop table account; --", "x" * 5000])
def test_a_code_that_is_none(caller: Caller, code: str) -> None:
    """One answer for unknown, used, replaced and over; nothing is set."""
    answer = redeem(caller, code)
    assert (answer.status_code, "ACCESS-071" in answer.text) == (401, True)


def test_an_earlier_code_is_good_no_more(caller: Caller, direction: Caller) -> None:
    """Told as one that nobody made."""
    first, second = (a_code(direction, "supervisor-namur") for _ in range(2))
    assert redeem(caller, first).status_code == 401
    assert redeem(caller, second).status_code == 200


def test_whoever_makes_no_codes_finds_no_such_page(caller: Caller, home) -> None:
    """Reading or sending: answered as an address that nobody has."""
    before = codes(home)
    for user in (INSPECTOR, DPO):
        caller.sign_in(user)
        absent = caller.get("/office/no-such-page")
        for answer in (caller.get("/enrolments"), caller.send("/enrolments", user="head-liege")):
            assert answer.status_code == absent.status_code == 404
            assert words(answer.text) == words(absent.text)
        assert "/enrolments" not in caller.get("/office").text
    assert codes(home) == before


def test_a_proof_of_a_moment_ago_is_asked(direction: Caller, home) -> None:
    """Else the page leads to the proof and back, the form too; no code is made."""
    token = token_in(direction.get("/enrolments").text)
    make_stale(home, direction.token)
    before = codes(home)
    for answer in (
        direction.get("/enrolments"),
        direction.post("/enrolments", {"form_token": token, "user": "head-liege"}),
    ):
        assert (answer.status_code, answer.headers["location"]) == (303, "/me/prove?next=%2Fenrolments")
    assert codes(home) == before
    answer = direction.send("/me/prove", "/me/prove", password=PASSWORD, next="/enrolments")
    assert answer.headers["location"] == "/enrolments"
    assert a_code(direction, "head-liege")


def test_nobody_makes_a_code_for_themselves_or_for_nobody(direction: Caller, home) -> None:
    """They are not offered, and refused where they are sent all the same."""
    page = direction.get("/enrolments").text
    assert f'value="{DIRECTION}"' not in page
    before = codes(home)
    for user, code in ((DIRECTION, "ACCESS-078"), ("nobody", "ACCESS-080"), ("system", "ACCESS-080")):
        answer = direction.send("/enrolments", "/enrolments", user=user)
        assert (answer.status_code, code in answer.text) == (403, True)
    assert codes(home) == before
