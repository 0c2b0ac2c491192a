"""A workplace's page, the search, one's own day and the controls before a browser without a screen."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from builders_acts import LIEGE, SIGNS, a_control, a_yes
from builders_identity import an_account
from office_shell import INSPECTOR, Caller, a_home, words

from inspection import acts
from inspection.acts.workplaces import KnownWorkplace, NewComplaint
from inspection.i18n import LANGUAGES
from inspection.time_of import day_in_brussels, now, today
from inspection.trust import AppContext

FIRM, HEAD, COLLEAGUE, SUPERVISOR = "est:2123456789", "head-liege", "insp-liege-2", "supervisor-liege"
TWICE = (COLLEAGUE, SUPERVISOR)
ONE = "0197a000-0000-7000-8000-000000000001"
NUMBER = "93051822361"
PARTS = tuple(f"/inspections/{ONE}/{part}" for part in ("answers", "onsite", "people", "guarded"))
_SIGNED_IN: dict[tuple[Path, str], Caller] = {}
SEEN = {"q14_safety": SIGNS["q14_safety"]}


def furnish(house: AppContext, *users: str, secret: str = "") -> None:
    """Let the workplace be known, and be visited the day before yesterday; with a complaint or a suspicion besides."""
    at = now() - timedelta(hours=1)
    for user in users:
        an_account(house, user, now())
    known = KnownWorkplace(
        id=FIRM, district="liege", sector="restaurants", seen_on=at.date(), enterprise="0400000001",
        name="Exemple 4909", address="Rue du Test 4", refnis=LIEGE,
    )  # fmt: skip
    acts.workplaces.remember_workplaces(house.acting("system", at), [known])
    on = day_in_brussels(at - timedelta(days=2))
    more = {"answers": dict(SIGNS), "suspicion": a_yes(at)} if secret == "suspicion" else {"answers": SEEN}
    person = {"ref": "P1", "name": "Geheim", "national_number": NUMBER, "answers": {"q02_dimona": "absent"}}
    control = a_control(control_id=ONE, workplace=FIRM, persons=[person], on=on, **more)
    acts.controls.save(house.acting(INSPECTOR, at), control, place=LIEGE)
    if secret == "complaint":
        told = NewComplaint(workplace=FIRM, district="liege", text="Geheim", language="fr")
        made = acts.workplaces.register_complaint(house.acting(INSPECTOR, at), told)
        acts.workplaces.keep_complaint(house.acting(HEAD, at), made.id)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home with a workplace that was visited."""
    with a_home(tmp_path_factory.mktemp("places") / "home") as house:
        furnish(house, HEAD, COLLEAGUE, SUPERVISOR)
        yield house


def of(house: AppContext, user: str) -> Caller:
    """The browser of somebody who has signed in: one for each, since a password is slow on purpose."""
    if (house.home, user) not in _SIGNED_IN:
        _SIGNED_IN[house.home, user] = Caller(house)
        _SIGNED_IN[house.home, user].sign_in(user)
    return _SIGNED_IN[house.home, user]


def pages(folder: Path, secret: str) -> list[str]:
    """The pages of a house of its own, without what the browser's session alone makes different."""
    found = []
    with a_home(folder) as house:
        furnish(house, *TWICE, secret=secret)
        for user in TWICE:
            caller = of(house, user)
            for path in (
                f"/workplaces/{FIRM}",
                "/search?q=exemple",
                "/inspections?tab=all",
                f"/inspections/{ONE}",
                *PARTS,
            ):
                answer = caller.get(path)
                assert answer.status_code == 200, path
                found.append(_plain(answer.text))
    return found


def _plain(page: str) -> str:
    """A page without the tokens of its session, and the ids of deadlines, which are drawn anew in each house."""
    return re.sub(r'(name="form_token" value|data-owner|name="clock" value)="[^"]*"', r"\1", page)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Give the pages of the house in which nobody told or suspected anything."""
    return pages(tmp_path_factory.mktemp("twins") / "plain", "")


@pytest.mark.parametrize("secret", ["complaint", "suspicion"])
def test_pages_of_twins_are_the_same_bytes(plain: list[str], tmp_path: Path, secret: str) -> None:
    """Two houses that differ in one complaint, or one suspicion: story, search, list and control, for two readers."""
    assert pages(tmp_path / "secret", secret) == plain


def test_the_page_says_when_we_were_last_there(home: AppContext) -> None:
    """Name, address, last visit with what was found, a deadline with the days that are left; nobody's name."""
    page = of(home, COLLEAGUE).get(f"/workplaces/{FIRM}").text
    said = words(page)
    for wanted in ("Exemple 4909", "Rue du Test 4", "2.123.456.789", "Last visit", "offence", "left", "0400.000.001"):
        assert wanted in said, wanted
    assert f"/inspections/{ONE}" in page
    assert "Geheim" not in page
    assert "Days on which nobody goes there" not in said
    assert "Days on which nobody goes there" in words(of(home, HEAD).get(f"/workplaces/{FIRM}").text)
    assert "Why this place is looked at" in words(of(home, SUPERVISOR).get(f"/workplaces/{FIRM}").text)


def test_what_is_not_there_and_what_lies_elsewhere_are_told_alike(home: AppContext) -> None:
    """Also of a control."""
    other = of(home, "insp-namur-1")
    answers = [
        other.get(path)
        for path in (f"/workplaces/{FIRM}", "/workplaces/est:2999999999", f"/inspections/{ONE}", "/inspections/none")
    ]
    assert {one.status_code for one in answers} == {404}
    assert len({words(one.text) for one in answers}) == 1


def test_the_box_finds_by_name_and_never_a_person(home: AppContext) -> None:
    """It stands on every page; a person's number is neither looked for nor shown again."""
    caller = of(home, COLLEAGUE)
    assert 'action="/search"' in caller.get("/office").text
    page = caller.get("/search?q=exemple").text
    assert f'href="/workplaces/{FIRM}"' in page
    led = caller.get(f"/search?q={NUMBER}")
    assert (led.status_code, led.headers["location"]) == (303, "/search?told=person")
    assert "This is the number of a person" in words(caller.get("/search?told=person").text)
    for q in ("Geheim", "nothing at all"):
        assert "Nothing was found" in words(caller.get(f"/search?q={q}").text)


def test_somebody_is_found_in_an_open_case_with_a_purpose(home: AppContext) -> None:
    """By the exact number; without a good reason the page says so and keeps what was typed, but for the number."""
    caller = of(home, COLLEAGUE)
    page = caller.send("/search/person", "/search", number=NUMBER, purpose="prepare_control", case=ONE).text
    assert f'href="/inspections/{ONE}"' in page
    assert NUMBER not in page
    answer = caller.send("/search/person", "/search", number=NUMBER, purpose="prepare_control", case="R-26-000099-9")
    assert answer.status_code in (400, 403)
    assert 'value="R-26-000099-9"' in answer.text
    assert NUMBER not in answer.text


def test_my_day_teaches_while_it_is_empty_and_shows_what_came_back(home: AppContext) -> None:
    """The form in one tap, deadlines that count down, and a control that a head returned."""
    mine = of(home, INSPECTOR)
    said = words(mine.get("/day").text)
    assert "Open the form" in said
    assert "48 hours before their day" in said
    assert "left" in said
    of(home, HEAD).send(f"/inspections/{ONE}/return", f"/inspections/{ONE}", words="Geheim: say the hour")
    page = mine.get("/day").text
    assert f"/inspections/{ONE}#reviews" in page
    assert "Geheim" not in page
    assert "say the hour" in mine.get(f"/inspections/{ONE}").text


def test_my_day_opens_with_what_comes_and_not_with_a_day_that_is_over(
    home: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A visit of yesterday that nobody answered stands below, as what it is; the sentence above is of today."""
    stop = acts.weeks.Mission(
        visit="V-1", day=today(), start="25:30", workplace=FIRM, name="Exemple", enterprise=None, address="Rue 1",
        lon=5.57, lat=50.63, sector="restaurants", area=None, report_language="fr", known=(),
    )  # fmt: skip
    old = replace(stop, visit="V-0", day=today() - timedelta(days=1))
    monkeypatch.setattr(acts.weeks, "own_missions", lambda _: (old, stop))
    page = of(home, INSPECTOR).get("/day").text
    said = words(page)
    assert 'href="/field/#visit=V-1"' in page
    assert page.index("V-1") < page.index("Not yet entered, from") < page.index("V-0")
    assert "Nothing today" not in said
    assert said.count("25:30") == 3  # above, and at each of the two stops; no clock of the page can show it


def test_controls_sort_and_open(home: AppContext) -> None:
    """By every column, one's own and those of the district; nobody's name is a column or an order."""
    caller = of(home, COLLEAGUE)
    assert "You have saved no control yet" in words(caller.get("/inspections").text)
    for order in ("due", "day", "place", "sector", "outcome", "found", "nonsense"):
        page = caller.get(f"/inspections?tab=all&sort={order}").text
        assert f'href="/inspections/{ONE}"' in page
        assert INSPECTOR not in page[page.index("<main") :]


def test_a_control_opens_without_names_and_shows_them_for_a_reason(home: AppContext) -> None:
    """Its maker sees them at once; a colleague says why, and a bad reason shows nobody."""
    path = f"/inspections/{ONE}"
    assert "Geheim" in of(home, INSPECTOR).get(path).text
    caller = of(home, COLLEAGUE)
    assert "Geheim" not in caller.get(path).text
    assert "Geheim" not in caller.send(path, path, purpose="prepare_control", case="R-26-000099-9").text
    assert "Geheim" in caller.send(path, path, purpose="prepare_control", case=ONE).text


def test_dossiers_and_fields_are_given_for_the_reason_that_was_given(home: AppContext) -> None:
    """A file for each reader, and the parts of the report with a button each; without a reason the page asks for it."""
    path, mine = f"/inspections/{ONE}", of(home, INSPECTOR)
    page = mine.send(f"{path}/fields", path).text
    assert page.count("data-copy=") > 3
    for sent in ({"reader": "auditorate"}, {"reader": "offender", "offender": "employer"}):
        assert mine.send(f"{path}/dossier", path, **sent).content.startswith(b"%PDF")
    refused = of(home, COLLEAGUE).send(f"{path}/dossier", path)
    assert not refused.content.startswith(b"%PDF")
    assert 'id="why"' in refused.text


def test_a_deadline_is_stopped_and_a_number_noted(home: AppContext) -> None:
    """The page says so, and neither is asked for again."""
    path, mine = f"/inspections/{ONE}", of(home, INSPECTOR)
    clocks = re.findall(r'name="clock" value="([^"]+)"', mine.get(path).text)
    answer = mine.send(f"{path}/clock", path, clock=clocks[0])
    assert answer.headers["location"] == f"{path}?told=stopped"
    assert len(re.findall(r'name="clock" value="', mine.get(path).text)) == len(clocks) - 1
    noted = mine.send(f"{path}/report", path, epv="LI.69.99.1-26")
    assert noted.status_code == 303, words(noted.text)
    assert "LI.69.99.1-26" in mine.get(path).text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(2)
def test_every_page_has_its_words(home: AppContext, lang: str) -> None:
    """In each language: no key is missing, one heading."""
    caller = of(home, INSPECTOR)
    caller.client.cookies.set("vigie_language", lang)
    paths = (
        f"/workplaces/{FIRM}?registers=1",
        "/search",
        "/search?q=rue",
        "/day",
        "/inspections",
        f"/inspections/{ONE}",
    )
    for path in paths:
        page = caller.get(path).text
        assert (page.count("<h1"), page.count("<main")) == (1, 1), path
        assert f'<html lang="{lang}">' in page
    caller.client.cookies.set("vigie_language", "en")
