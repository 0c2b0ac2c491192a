"""A control filled in at the desk in a real Chromium: a tick shows what follows from it, and no half word is lost."""

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
from inspection.i18n import LANGUAGES

pytestmark = IN_CHROMIUM
PAGES = ("visit", "persons/1", "person/P1", "place", "site/seen", "site/hearings")


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Give the address of an office on a home with an approved week, and the code of a visit of it."""
    home: Path = tmp_path_factory.mktemp("form") / "home"
    with a_home(home) as opened:
        acts.workplaces.remember_workplaces(opened.acting(at=AT), known([a_part("liege")]))
        an_approved_week(opened)
        visit = acts.weeks.team_visits(opened.acting(INSPECTOR))[0]
        with shell_of(opened) as url:
            yield url, visit.code


def test_a_control_is_filled_in_page_by_page(form: tuple[str, str], browser: Browser) -> None:
    """Begun from the list; a tick is kept and shows what it asks for; half-typed words are back after Reload."""
    office, code = form
    watched = Watched(browser, DESK)
    page = watched.page
    way = _begun(page, office, code)
    with page.expect_response(lambda answer: answer.request.method == "POST" and "/visit" in answer.url):
        page.locator("input[name=outcome][value=done]").check()
    expect(page.locator("[data-progress=visit]")).to_have_text("2/3")
    page.locator("button[value=next]").click()
    page.wait_for_url("**/persons/1")
    page.locator("input[name='p1.name']").fill("A. B.")
    page.locator("button[value=next]").click()
    page.wait_for_url("**/place")
    expect(page.locator("[data-question=wp_obstruction_facts]")).to_be_hidden()
    page.locator("input[name='w.wp_obstruction'][value=obstructed]").check()
    expect(page.locator("[data-question=wp_obstruction_facts]")).to_be_visible()
    with page.expect_response("**/kept"):
        page.locator("[name='w.wp_obstruction_facts']").fill("the cook held the do")
    page.reload()
    expect(page.locator("[name='w.wp_obstruction_facts']")).to_have_value("the cook held the do")
    page.goto(f"{way}/site/seen")
    page.locator("#state").select_option("fled")
    page.locator("#doing").fill("washed up")
    page.locator("#entry button.main").click()
    page.wait_for_url("**told=kept")
    expect(page.locator("dd", has_text="washed up")).to_be_visible()
    watched.close()


@pytest.mark.tour
def test_of_two_windows_both_texts_are_seen(form: tuple[str, str], browser: Browser) -> None:
    """The field holds what was typed, what stands in the draft is beside it, and the next press takes the field."""
    office, code = form
    watched = Watched(browser, DESK)
    page = watched.page
    way = _begun(page, office, code)
    page.goto(f"{way}/persons/1")
    second = watched.context.new_page()
    second.goto(f"{way}/persons/1")
    cell = "textarea[name='p1.c.documents']"
    for one, words in ((second, "D1b there"), (page, "D1c here")):
        one.locator(cell).fill(words)
        if one is page and one.locator("[data-take=typed]").count():
            one.locator("[data-take=typed]").first.click()
        one.locator("button[name=then][value='']").click()
        if one is second:
            one.wait_for_url("**told=kept")
    expect(page.locator("#refused")).to_be_visible()
    expect(page.locator(cell)).to_have_value("D1c here")
    expect(page.locator(".two-texts .typed").first).to_have_text("D1b – there")
    shoot(page, "form-two-texts")
    assert faults_of(page) == []
    page.locator("button[name=then][value='']").click()
    page.wait_for_url("**told=kept")
    expect(page.locator(cell)).to_have_value("D1c – here")
    watched.close()


@pytest.mark.tour
@pytest.mark.parametrize(("lang", "width", "theme"), [
    *((lang, width, "light") for lang in LANGUAGES for width in (DESK, PHONE)),
    ("fr", DESK, "dark"), ("nl", PHONE, "dark"),
])  # fmt: skip
def test_every_page_fits_and_has_no_fault(
    form: tuple[str, str], browser: Browser, lang: str, width: int, theme: str
) -> None:
    """In four languages, at a desk and on a telephone, light and dark."""
    office, code = form
    watched = Watched(browser, width, theme)
    page = watched.page
    way = _begun(page, office, code, lang)
    page.goto(f"{way}/persons/1")
    if page.locator("a.ref").count() == 0:
        page.locator("form[action$='/person'] button").click()
    faults = []
    for one in ("", *PAGES):
        page.goto(f"{way}/{one}" if one else f"{office}/control")
        shoot(page, f"form-{one.replace('/', '-') or 'opening'}-{lang}-{width}-{theme}")
        faults += [f"{one}: {fault}" for fault in faults_of(page)]
        faults += [] if fits(page) else [f"{one} does not fit"]
    assert faults == []
    watched.close()


def _begun(page: Page, office: str, code: str, lang: str = "en") -> str:
    """Sign in, and open the control of the visit; returns its address."""
    page.goto(f"{office}/sign-in")
    page.context.add_cookies([{"name": "vigie_language", "value": lang, "url": office}])
    page.goto(f"{office}/sign-in?next=/control")
    page.locator("#name").fill(INSPECTOR)
    page.locator("#password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#unplanned").wait_for()
    begin, go_on = page.locator(f"form:has(input[value='{code}']) button"), page.locator("a[href$='/visit']")
    (begin if begin.count() else go_on.first).click()
    page.wait_for_url("**/visit")
    return page.url.removesuffix("/visit")
