"""Copying from paper in a real Chromium: what is typed or ticked outlives Reload, on a desk and on a telephone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsers import IN_CHROMIUM
from builders_acts import AT, a_part
from builders_dashboards import known
from builders_identity import PASSWORD
from builders_joint import an_approved_week
from office_browsing import DESK, PHONE, Watched, faults_of, fits, shoot
from office_shell import INSPECTOR, a_home
from playwright.sync_api import Browser, Page, expect
from without_screens import shell_of

from inspection import acts
from inspection.control.on_paper import paper_code
from inspection.i18n import LANGUAGES

pytestmark = IN_CHROMIUM


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Give the address of an office on a home with an approved week, and the code of a page of it."""
    home: Path = tmp_path_factory.mktemp("paper") / "home"
    with a_home(home) as opened:
        acts.workplaces.remember_workplaces(opened.acting(at=AT), known([a_part("liege")]))
        an_approved_week(opened)
        context = opened.acting(INSPECTOR)
        visit = acts.weeks.team_visits(context)[0]
        sha256 = acts.records.checklist_on(context.app, visit.sector, visit.day).sha256
        with shell_of(opened) as url:
            yield url, paper_code(visit.code, sha256, 1)


def test_what_is_copied_outlives_reload_and_fits(paper: tuple[str, str], browser: Browser) -> None:
    """A tick and words without a press; then kept by one; at two widths without faults."""
    office, code = paper
    watched = Watched(browser, DESK)
    page = watched.page
    _open(page, office, code)
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/paper/" in answer.url):
        page.locator("input[name='p1.t.documents.in_order']").check()
    with page.expect_response("**/kept"):
        page.locator("textarea[name='p1.c.pay_and_time']").fill("F7b paid late")
    page.reload()
    expect(page.locator("input[name='p1.t.documents.in_order']")).to_be_checked()
    expect(page.locator("textarea[name='p1.c.pay_and_time']")).to_have_value("F7b paid late")
    page.locator("button[name=then][value='']").click()
    page.wait_for_url("**told=kept")
    expect(page.locator("textarea[name='p1.c.pay_and_time']")).to_have_value("F7b – paid late")
    expect(page.locator(".understood").first).to_be_visible()
    cells = page.locator("tbody tr").first.locator(":scope > *")
    assert cells.count() == page.locator("thead th").count(), "what tells that text is kept is no cell of the grid"
    assert not _faults(watched, office, page.url.partition("?")[0], "fr")
    watched.close()


@pytest.mark.tour
@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "fr"])
def test_the_pages_fit_in_every_language(paper: tuple[str, str], browser: Browser, lang: str) -> None:
    """A desk and a telephone, without faults."""
    watched = Watched(browser, DESK)
    _open(watched.page, *paper)
    assert not _faults(watched, paper[0], watched.page.url, lang)
    watched.close()


def _open(page: Page, office: str, code: str) -> None:
    """Sign in, and open a page by its code as a reader at the desk types it."""
    page.goto(f"{office}/sign-in?next=/paper")
    page.locator("input[name=name]").fill(INSPECTOR)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/paper")
    page.locator("#code").fill(code.lower())
    page.keyboard.press("Enter")
    page.wait_for_url("**/1/1")


def _faults(watched: Watched, office: str, first: str, lang: str) -> list[str]:
    page, found = watched.page, []
    watched.context.add_cookies([{"name": "vigie_language", "value": lang, "url": office}])
    for n, way in enumerate((f"{office}/paper", first, first.replace("/1/1", "/2/1"))):
        page.goto(way)
        for width in (DESK, PHONE):
            page.set_viewport_size({"width": width, "height": 900})
            shoot(page, f"paper-{n}-{lang}-{width}")
            found += [] if fits(page) else [f"page {n} scrolls sideways at {width}"]
        found += [f"page {n}: {one}" for one in faults_of(page)]
    return found
