"""How addressees are reached, on pages: what would change is shown, proposed as shown, and decided by somebody else."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders_acts import a_user
from builders_identity import an_account
from office_shell import DIRECTION, INSPECTOR, Caller, a_home, make_stale, token_in, words

from inspection import acts
from inspection.acts.staff import plan_person
from inspection.i18n import LANGUAGES
from inspection.time_of import now, today
from inspection.trust import AppContext

PAGE, LIEGE, ADMIN = "/administration/addressees", "/administration/addressees/aud-liege", "admin-1"
FIELDS = {"way_1": "file_drop", "way_2": "telephone", "telephone": "+32 4 000 00 01", "source": "their letter"}
_SIGNED_IN: dict[tuple[Path, str], Caller] = {}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home with an administrator who has an account."""
    with a_home(tmp_path_factory.mktemp("addressees") / "home") as house:
        made = a_user(ADMIN, "administrator", None)
        plan_person(house.acting(DIRECTION), {k: v for k, v in made.items() if k != "service"}, today())
        an_account(house, ADMIN, now())
        yield house


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    """That the rules load with a proposal is tried by its act: it takes most of a second."""
    monkeypatch.setattr("inspection.acts.addressees.proposing.try_over", lambda *_: None)


def of(house: AppContext, user: str) -> Caller:
    """The browser of somebody who has signed in through the door; one for each, since a password is slow on purpose."""
    if (house.home, user) not in _SIGNED_IN:
        _SIGNED_IN[house.home, user] = Caller(house)
        assert _SIGNED_IN[house.home, user].sign_in(user).status_code == 303
    return _SIGNED_IN[house.home, user]


def send(caller: Caller, **fields: str) -> object:
    """Send the form of one addressee."""
    return caller.send(LIEGE, LIEGE, starts_on=today().isoformat(), **{**FIELDS, **fields})


def test_what_would_change_is_shown_proposed_and_decided_by_another(home: AppContext) -> None:
    """Looked at, what was typed stays kept; of an earlier look nothing is proposed; who proposed it has no button."""
    admin, direction = of(home, ADMIN), of(home, DIRECTION)
    look = send(admin, do="look", kept_page=LIEGE, kept_fields="telephone")
    assert look.headers["x-looked-at"] == "1"
    assert "none +32 4 000 00 01" in words(look.text)
    assert 'value="+32 4 000 00 01"' in look.text
    shown = re.search(r'name="shown" value="([0-9a-f]{64})"', look.text)[1]
    assert send(admin, do="propose", shown=shown, telephone="+32 4 000 00 02").status_code == 409
    told = send(admin, do="propose", shown=shown)
    assert told.headers["location"].startswith(f"{PAGE}?told=reach_proposed")
    assert 'name="proposal"' not in admin.get(PAGE).text
    page = direction.get(PAGE).text
    fields = dict(re.findall(r'name="(proposal|shown)" value="([^"]+)"', page))
    make_stale(home, direction.token)
    led = direction.post(f"{PAGE}/decide", {"form_token": token_in(page), "yes": "1", **fields})
    assert led.headers["location"].startswith("/me/prove")
    direction.sign_in(DIRECTION)
    assert "+32 4 000 00 01" not in direction.get(LIEGE).text
    done = direction.send(f"{PAGE}/decide", PAGE, yes="1", **fields)
    assert done.headers["location"].endswith("told=reach_decided")
    assert "+32 4 000 00 01" in direction.get(LIEGE).text  # in force already, in the process that runs
    (made,) = acts.addressees.list_proposed(home.acting(DIRECTION))
    assert (made.state, made.decided_by) == ("approved", DIRECTION)
    assert "accepted" in words(direction.get(PAGE).text)


@pytest.mark.parametrize(
    ("wrong", "place"), [({"mail": "nobody"}, "mail"), ({"source": ""}, "source"), ({"starts_on": ""}, "starts_on")]
)
def test_what_cannot_be_used_is_told_at_its_place(home: AppContext, wrong: dict[str, str], place: str) -> None:
    """And stays in the form."""
    answer = of(home, DIRECTION).send(LIEGE, LIEGE, **{"starts_on": today().isoformat(), **FIELDS, **wrong})
    assert answer.status_code == 422
    assert f"Place to mend: {place}" in words(answer.text)
    assert 'value="+32 4 000 00 01"' in answer.text


def test_an_administrator_opens_every_page_through_the_door(home: AppContext) -> None:
    """Each part that the first page offers them, and none of the others."""
    admin = of(home, ADMIN)
    offered = set(re.findall(r'href="(/administration/[a-z-]+)"', admin.get("/administration").text))
    assert {PAGE, "/administration/people", "/administration/outside", "/administration/absences"} <= offered
    for path in sorted(offered):
        answer = admin.get(path)
        assert (answer.status_code, answer.text.count("<h1")) == (200, 1), path
    for path in (
        "/administration/people/new",
        f"/administration/people/{INSPECTOR}",
        "/administration/teams/liege-1",
        LIEGE,
    ):
        assert admin.get(path).status_code == 200, path
    for path in ("/administration/retention", "/administration/registers", "/administration/import"):
        assert path in offered or admin.get(path).status_code == 404, path


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(1)
def test_pages_are_in_each_language(home: AppContext, lang: str) -> None:
    caller = of(home, DIRECTION)
    caller.client.cookies.set("vigie_language", lang)
    for path in (PAGE, LIEGE):
        assert not re.search(r"\b(screen|admin)\.[a-z_]+\b", words(caller.get(path).text)), path


def test_an_inspector_has_no_such_page(home: AppContext) -> None:
    caller = of(home, INSPECTOR)
    assert caller.get(PAGE).status_code == 404
    assert caller.get(LIEGE).status_code == 404
