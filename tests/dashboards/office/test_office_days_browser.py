"""The office on a day: thirty questions in three clicks each, every page without faults, and the way of each role.

One house for all; what changes it stands last.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from board_questions import MOST_CLICKS
from browsers import IN_CHROMIUM
from english_left import english_on
from office_browsing import DESK, PHONE, Watched, faults_of, fits, shoot
from office_days import ADMINISTRATOR, COLLEAGUE, DIRECTION, Days, office_days
from office_pages import NOBODY, addresses_of
from office_questions import HIGH, QUESTIONS, Asks, unseen
from office_walks import WALKS, Walking, sign_in
from playwright.sync_api import Browser
from served_house import served

from inspection.i18n import LANGUAGES

pytestmark = IN_CHROMIUM


_OPEN = 12  # windows at once: those of everybody in one width, look and language, and some


@dataclass
class Place:
    """The served home; whoever signs in does so once for each width, look and language, while that is asked for."""

    days: Days
    url: str
    seats: dict[tuple[object, ...], Watched] = field(default_factory=dict)

    def seat(self, browser: Browser, user: str, width: int = DESK, lang: str = "en", theme: str = "light") -> Watched:
        """A browser in which somebody has signed in, or nobody."""
        key = (user, width, lang, theme)
        if key not in self.seats:
            if len(self.seats) >= _OPEN:  # with some ninety of them Chromium hardly answers
                self.seats.pop(next(iter(self.seats))).close()
            seen = Watched(browser, width, theme)
            seen.page.set_viewport_size({"width": width, "height": HIGH})
            chosen = {"name": "vigie_language", "value": lang, "url": self.url}
            seen.context.add_cookies([chosen] if user == NOBODY else self.days.cookies(user, self.url, lang))
            self.seats[key] = seen
        return self.seats[key]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Give the address of the real server on the home."""
    with office_days(tmp_path_factory.mktemp("days") / "home") as days, served(days.house.home) as url:
        made = Place(days, url)
        yield made
        for seen in made.seats.values():
            seen.close()


def test_there_are_thirty() -> None:
    """Each has its answer, and none needs more than three clicks; every role asks."""
    assert [one.n for one in QUESTIONS] == list(range(1, 31))
    assert all(one.answers and len(one.clicks) <= MOST_CLICKS for one in QUESTIONS)
    assert len({one.role for one in QUESTIONS}) == 4


@pytest.mark.parametrize(
    "one",
    [
        pytest.param(one, marks=() if one.n in (9, 10, 15, 23, 28) else pytest.mark.tour, id=str(one.n))
        for one in QUESTIONS
    ],
)
def test_a_question_is_answered_in_three_clicks(browser: Browser, place: Place, one: Asks) -> None:
    """From the first page, and its answer is seen without scrolling."""
    seen = place.seat(browser, one.role)
    assert unseen(seen.page, place.url, one, place.days.named | place.days.cases) == [], one.question


def looked_at(browser: Browser, place: Place, lang: str, width: int, theme: str) -> list[str]:
    """Open every page: what axe finds serious, what scrolls sideways, and what is left in English."""
    found = []
    for user, way in addresses_of(place.days):
        seen = place.seat(browser, user, width, lang, theme)
        answer = seen.page.goto(f"{place.url}{way}")
        assert answer is not None
        assert answer.status == (404 if "nothing" in way.partition("?")[0] else 200), (user, way)
        found += [f"{way}: {fault}" for fault in faults_of(seen.page)]
        found += [] if fits(seen.page) else [f"{way} scrolls sideways"]
        found += [] if lang == "en" else [f"{way} says “{text}”" for text in english_on(seen.page, lang)]
        name = "-".join((user or "nobody", *way.replace("?", "/").split("/")))[:80]
        shoot(seen.page, f"every-{name}-{width}-{theme}-{lang}")
    return found


@pytest.mark.tour
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_in_every_way(browser: Browser, place: Place, lang: str, width: int, theme: str) -> None:
    """Four languages, both widths, light and dark."""
    assert looked_at(browser, place, lang, width, theme) == []


def test_a_table_sorts_and_back_undoes_it(browser: Browser, place: Place) -> None:
    """A second press turns it round; both stand in the address."""
    page = place.seat(browser, DIRECTION).page
    page.goto(f"{place.url}/administration/people")
    first = page.locator("#persons tbody th").first
    before = first.inner_text()
    for _ in range(2):
        page.locator("#persons thead a").first.click()
    page.wait_for_url("**/administration/people?sort=-persons.0#persons")
    assert first.inner_text() != before
    for _ in range(2):
        page.go_back()
    assert first.inner_text() == before


def test_a_calendar_gets_a_password_that_is_shown_once(browser: Browser, place: Place) -> None:
    """On a telephone; after Reload of the page's address it is gone."""
    seen = place.seat(browser, COLLEAGUE, PHONE)
    seen.page.goto(f"{place.url}/documents/calendar")
    seen.page.get_by_role("button", name="Make a password").click()
    assert seen.page.locator(".once").count() == 3
    assert fits(seen.page)
    seen.page.goto(f"{place.url}/documents/calendar")
    assert seen.page.locator(".once").count() == 0
    assert seen.page.get_by_role("button", name="Revoke").count() == 1


def walked(browser: Browser, place: Place, name: str, width: int, lang: str, theme: str, acts: bool) -> None:
    """Walk a role's day: every page on the way fits, and axe finds nothing serious on it."""
    one = WALKS[name]
    seen = place.seat(browser, one.role, width, lang, theme)
    walk = Walking(seen.page, place.days, place.url, lang, acts, _looks(seen, f"{name}-{width}-{theme}-{lang}"))
    one.walk(walk)


def _looks(seen: Watched, told: str) -> Callable[[str], None]:
    def look(what: str) -> None:
        assert fits(seen.page), what
        assert faults_of(seen.page) == [], what
        shoot(seen.page, f"day-{what}-{told}")

    return look


@pytest.mark.tour
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("lang", ["fr", "nl"])
@pytest.mark.parametrize("name", WALKS)
def test_a_day_in_two_languages(browser: Browser, place: Place, name: str, lang: str, width: int, theme: str) -> None:
    """Both widths, light and dark; nothing is changed."""
    walked(browser, place, name, width, lang, theme, acts=False)


def test_an_administrator_signs_in_and_does_the_day(browser: Browser, place: Place) -> None:
    """By name and password."""
    seen = Watched(browser, DESK)
    sign_in(seen.page, place.url, ADMINISTRATOR)
    seen.context.add_cookies([{"name": "vigie_language", "value": "fr", "url": place.url}])
    look = _looks(seen, "administrator-done")
    WALKS["administrator"].walk(Walking(seen.page, place.days, place.url, "fr", True, look))
    seen.close()


@pytest.mark.parametrize(
    ("name", "width", "lang"),
    [("supervisor", DESK, "fr"), ("inspector", PHONE, "nl"), ("bureau", DESK, "nl"), ("roster", DESK, "fr")],
)
def test_a_day_is_done(browser: Browser, place: Place, name: str, width: int, lang: str) -> None:
    """Each role does what its day asks for."""
    walked(browser, place, name, width, lang, "light", acts=True)
