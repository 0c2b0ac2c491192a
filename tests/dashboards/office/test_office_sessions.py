"""My sessions and devices: each with how it was proven, mine alone, and ended by a button; proving again."""

import pytest
from builders_identity import PASSWORD
from houses import as_user
from office_shell import DIRECTION, DPO, INSPECTOR, OTHER, Caller, make_stale, token_in, whose, words

from inspection import acts
from inspection.store.queries import user


@pytest.fixture
def mine(home) -> Caller:
    """Give a browser of the inspector, who has no other session."""
    made = Caller(home)
    made.sign_in()
    made.send("/sign-out-everywhere")
    made.sign_in()
    return made


def session_of(token: str) -> str:
    """The id of a session."""
    return acts.identity.principal_of(as_user(acts.app()), token).credential


def test_each_session_stands_there_with_how_it_was_proven(mine: Caller, home) -> None:
    """This one is marked and has no button; those of others are not there."""
    second, stranger = Caller(home), Caller(home)
    second.sign_in()
    stranger.sign_in(OTHER)
    page = mine.get("/me/sessions").text
    said = words(page)
    assert "2 sessions are open in your name." in said
    assert page.count(">this one<") == 1
    assert said.count("by password") >= 2
    assert f'value="{session_of(second.token)}"' in page
    assert session_of(mine.token) not in page
    assert session_of(stranger.token) not in page


def test_one_is_ended_by_its_button(mine: Caller, home) -> None:
    """At once, and the list says so; a second time changes nothing."""
    second = Caller(home)
    second.sign_in()
    session = session_of(second.token)
    for _ in range(2):
        answer = mine.send("/me/sessions/end", session=session)
        assert answer.headers["location"] == "/me/sessions?told=ended"
    assert "The session has ended." in words(mine.get("/me/sessions?told=ended").text)
    assert (whose(second.token), whose(mine.token)) == (None, INSPECTOR)
    assert second.get("/office").status_code == 303


def test_a_session_of_somebody_else_is_told_as_one_that_is_none(mine: Caller, home) -> None:
    """And it goes on."""
    stranger = Caller(home)
    stranger.sign_in(OTHER)
    told = {
        words(mine.send("/me/sessions/end", session=session).text)
        for session in (session_of(stranger.token), "no-such-session", "", "x" * 3000)
    }
    assert len(told) == 1
    assert "ACCESS-120" in told.pop()
    assert whose(stranger.token) == OTHER


def test_ones_own_devices_and_no_others(mine: Caller, home) -> None:
    """A telephone is revoked by its owner; that of somebody else is told as one that is none."""
    ours, theirs = (_a_device(home, one) for one in (INSPECTOR, OTHER))
    page = mine.get("/me/sessions").text
    assert f"telephone of {INSPECTOR}" in words(page)
    assert f'value="{theirs}"' not in page
    refused = [mine.send("/me/devices/revoke", device=one) for one in (theirs, "no-such-device")]
    assert {(answer.status_code, words(answer.text)) for answer in refused} == {(404, words(refused[0].text))}
    assert mine.send("/me/devices/revoke", device=ours).headers["location"] == "/me/sessions?told=revoked"
    state = {one.id: one.state for one in acts.devices.list_devices(home.acting(DIRECTION))}
    assert (state[ours], state[theirs]) == ("revoked", "known")


def _a_device(home, owner: str) -> str:
    invited = acts.devices.invite_device(home.acting(owner), owner, "field")
    return acts.devices.enrol_device(home.acting(), invited.code, f"telephone of {owner}").device_id


def test_whoever_can_have_no_device_sees_no_list_of_them(home) -> None:
    """And the page is drawn."""
    dpo = Caller(home)
    dpo.sign_in(DPO)
    page = dpo.get("/me/sessions")
    assert page.status_code == 200
    assert "devices in the field" not in words(page.text)


def test_a_proof_gives_a_new_token_and_leads_back(mine: Caller, home) -> None:
    """The session goes on, the token of before opens nothing, and a form that was open before is still taken."""
    before, form = mine.token, token_in(mine.get("/me/prove").text)
    make_stale(home, before)
    answer = mine.post("/me/prove", {"form_token": form, "password": PASSWORD, "next": "/me/sessions"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/me/sessions")
    assert (whose(before), whose(mine.token)) == (None, INSPECTOR)
    again = token_in(mine.get("/me/sessions").text)
    assert again.partition(".")[0] == form.partition(".")[0]
    principal = acts.identity.principal_of(as_user(acts.app()), mine.token)
    assert principal.is_fresh(as_user(acts.app()).at, 1)


def test_a_wrong_password_proves_nothing(mine: Caller, home) -> None:
    """The session goes on as it was; the way stays the one that was asked for."""
    before = mine.token
    make_stale(home, before)
    answer = mine.send("/me/prove", password="not the password", next="/me/sessions")
    assert (answer.status_code, mine.token) == (401, before)
    assert 'name="next" value="/me/sessions"' in answer.text
    assert not acts.identity.principal_of(as_user(acts.app()), before).is_fresh(as_user(acts.app()).at, 15)


@pytest.mark.parametrize("way", ["//evil.example", "https://evil.example/", "/sign-out", "javascript:alert(1)"])
@pytest.mark.few(1)
def test_a_proof_leads_nowhere_else(mine: Caller, way: str) -> None:
    """Also where it stands in the page."""
    assert "evil" not in mine.client.get("/me/prove", params={"next": way}, headers={"accept": "text/html"}).text
    assert mine.send("/me/prove", password=PASSWORD, next=way).headers["location"] == "/office"


def test_whoever_left_has_no_session(home) -> None:
    """The look at a page is refused as soon as the roster says so."""
    from builders_acts import a_roster

    gone = Caller(home)
    gone.sign_in(OTHER)
    roster = a_roster()
    roster["users"] = [one for one in roster["users"] if one["id"] != OTHER]
    acts.staff.import_roster(home.acting(), roster)
    left = user(home.store, OTHER)
    assert left is not None
    assert not left.is_active
    assert gone.get("/office").status_code == 303
    acts.staff.import_roster(home.acting(), a_roster())
