"""Administration in a real Chromium: it fits both widths, axe finds nothing serious, a table sorts by a click."""

from collections.abc import Iterator

import pytest
from browsers import IN_CHROMIUM
from builders_identity import PASSWORD
from houses import as_user
from office_browsing import DESK, PHONE, Watched, faults_of, fits, shoot
from office_shell import DIRECTION, INSPECTOR, a_home
from playwright.sync_api import Browser
from served_house import served

from inspection import acts
from inspection.time_of import today
from inspection.trust import AppContext

pytestmark = IN_CHROMIUM
PARTS = ("people", "absences", "import", "on-call", "devices", "outside", "registers", "deliveries", "looks")
MORE = ("retention", "flows", f"people/{INSPECTOR}", "teams/liege-1")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[AppContext, str]]:
    """Give the address of the real server on a house with an absence and a change to come."""
    with a_home(tmp_path_factory.mktemp("administration") / "home") as house:
        by = house.acting(DIRECTION)
        acts.staff.keep_absence(by, INSPECTOR, "leave", today(), today())
        moved = {"id": INSPECTOR, "role": "inspector", "district": "namur", "team": "namur-1", "language": "fr"}
        acts.staff.plan_person(by, moved, today().replace(year=today().year + 1, day=1))
        with served(house.home) as url:
            yield house, url


def _seat(browser: Browser, place: tuple[AppContext, str], width: int, theme: str, lang: str) -> Watched:
    seen = Watched(browser, width, theme)
    token = acts.identity.sign_in(as_user(place[0]), DIRECTION, PASSWORD).token
    kept = {"vigie_session": token, "vigie_language": lang}
    seen.context.add_cookies([{"name": name, "value": value, "url": place[1]} for name, value in kept.items()])
    return seen


@pytest.mark.parametrize(("width", "theme", "lang"), [(DESK, "light", "fr"), (PHONE, "dark", "de")])
@pytest.mark.few(1)
def test_pages_fit_and_have_no_serious_fault(
    browser: Browser, place: tuple[AppContext, str], width: int, theme: str, lang: str
) -> None:
    """Every page of administration, in one width, look and language."""
    seen = _seat(browser, place, width, theme, lang)
    for path in ("", *(f"/{one}" for one in (*PARTS, *MORE))):
        seen.page.goto(f"{place[1]}/administration{path}")
        assert fits(seen.page), path
        assert faults_of(seen.page) == [], path
        shoot(seen.page, f"administration{path.replace('/', '-')}-{width}-{theme}")
    seen.close()


def test_a_table_sorts_and_back_undoes_it(browser: Browser, place: tuple[AppContext, str]) -> None:
    seen = _seat(browser, place, DESK, "light", "en")
    page = seen.page
    page.goto(f"{place[1]}/administration/people")
    first = page.locator("#persons tbody th").first
    before = first.inner_text()
    page.locator("#persons thead a").first.click()
    page.locator("#persons thead a").first.click()
    page.wait_for_url("**/administration/people?sort=-persons.0#persons")
    assert first.inner_text() != before
    page.go_back()
    page.go_back()
    assert page.locator("#persons tbody th").first.inner_text() == before
    seen.close()
