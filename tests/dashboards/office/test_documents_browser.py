"""The shelf, a draft with its chart and the page of calendars in a real Chromium: by keyboard and file, axe, widths."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from browsers import IN_CHROMIUM
from builders_board import a_case
from builders_identity import PASSWORD, an_account
from builders_policy import a_measure
from houses import as_user
from office_browsing import DESK, PHONE, Watched, faults_of, fits, shoot
from office_shell import DIRECTION, INSPECTOR, a_home
from playwright.sync_api import Browser
from served_house import served

from inspection import acts
from inspection.i18n import LANGUAGES
from inspection.time_of import BRUSSELS, day_in_brussels, now
from inspection.trust import AppContext

pytestmark = IN_CHROMIUM
BY = "supervisor-liege"


def month_before(day: date) -> date:
    """The first day of the month before."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


@dataclass(frozen=True)
class Place:
    """A served home with two months of referrals: one published, one that waits."""

    house: AppContext
    url: str
    draft: str

    def seat(
        self, browser: Browser, user: str, width: int = DESK, lang: str = "en", theme: str = "light", high: int = 900
    ) -> Watched:
        """A browser in which somebody has signed in."""
        seen = Watched(browser, width, theme)
        seen.page.set_viewport_size({"width": width, "height": high})
        token = acts.identity.sign_in(as_user(self.house), user, PASSWORD).token
        seen.context.add_cookies(
            [
                {"name": "vigie_session", "value": token, "url": self.url, "httpOnly": True},
                {"name": "vigie_language", "value": lang, "url": self.url},
            ]
        )
        return seen


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Give the address of the real server on such a home."""
    with a_home(tmp_path_factory.mktemp("shelf") / "home") as house:
        last = month_before(day_in_brussels(now()))
        before = month_before(last)
        an_account(house, BY, now())
        for first in (before, last):
            for n in range(7):
                at = datetime.combine(first + timedelta(days=n + 2), time(10), BRUSSELS)
                a_case(house, 100 * first.month + n, at=at)
        acts.reports.add_measure(house.acting(BY, now()), a_measure(decided_on=before, due_on=last))
        for first in (before, last):
            made = acts.reports.propose_report(house.acting(BY, now()), "bureau", f"{first:%Y-%m}")
            if first == before:
                acts.reports.approve_report(house.acting(DIRECTION, now()), "bureau", made.report.key, made.sha256)
        with served(house.home) as url:
            yield Place(house, url, f"/documents/report/bureau/{last:%Y-%m}/draft")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_axe_finds_nothing_serious(browser: Browser, place: Place, lang: str) -> None:
    """On the shelf, on a note with its chart, and where a calendar gets its password."""
    for user, ways in (
        (BY, ("/documents", "/documents?kind=table&sort=what", place.draft)),
        (INSPECTOR, ("/documents/calendar",)),
    ):
        seen = place.seat(browser, user, lang=lang)
        for way in ways:
            assert seen.page.goto(place.url + way).status == 200  # type: ignore[union-attr]
            assert faults_of(seen.page) == [], way
        seen.close()


def test_a_calendar_gets_a_password_that_is_shown_once(browser: Browser, place: Place) -> None:
    """On a telephone; after Reload of the page's address it is gone."""
    seen = place.seat(browser, INSPECTOR, PHONE)
    seen.page.goto(f"{place.url}/documents/calendar")
    seen.page.get_by_role("button", name="Make a password").click()
    assert seen.page.locator(".once").count() == 3
    assert fits(seen.page)
    shoot(seen.page, "documents-calendar-390")
    seen.page.goto(f"{place.url}/documents/calendar")
    assert seen.page.locator(".once").count() == 0
    assert seen.page.get_by_role("button", name="Revoke").count() == 1
    seen.close()


def test_a_supervisor_finds_reads_and_approves_the_note_in_three_clicks(browser: Browser, place: Place) -> None:
    """From the first page: Documents, Read and approve, Approve; the chart and the three sentences are in view."""
    seen = place.seat(browser, DIRECTION)
    page = seen.page
    page.goto(f"{place.url}/office")
    page.get_by_role("navigation").get_by_role("link", name="Documents").click()
    page.get_by_role("link", name="Read and approve").click()
    assert page.get_by_text("One measure is late").is_visible()
    assert page.locator("figure.drawn svg[role=img]").bounding_box()["y"] < 900  # type: ignore[index]
    button = page.get_by_role("button", name="Approve and publish")
    assert button.bounding_box()["y"] < 900  # type: ignore[index]
    with page.expect_download() as taken:
        page.get_by_role("button", name="Workbook (XLSX)").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
    for width, theme in ((DESK, "light"), (DESK, "dark"), (PHONE, "light")):
        other = place.seat(browser, DIRECTION, width, "fr", theme)
        for way, name in (("/documents", "shelf"), (place.draft, "draft")):
            other.page.goto(place.url + way)
            assert fits(other.page), (way, width)
            assert other.page.locator(".pages, .shelf").first.is_visible(), (way, width)
            shoot(other.page, f"documents-{name}-{width}-{theme}")
        other.close()
    button.click()
    page.get_by_text("Approved as a whole and published.").wait_for()
    seen.close()
