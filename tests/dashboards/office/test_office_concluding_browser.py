"""The end of a control in a real Chromium: what is missing leads on, words outlive Reload, a photograph is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from begun_drafts import EXPLOITED, a_draft
from browsers import IN_CHROMIUM
from builders_identity import PASSWORD
from office_browsing import DESK, PHONE, Watched, faults_of, fits, shoot
from office_shell import INSPECTOR, a_home
from playwright.sync_api import Browser, Page, expect
from without_screens import shell_of

from inspection.i18n import LANGUAGES
from inspection.trust import AppContext

pytestmark = IN_CHROMIUM
PICTURE = b"\xff\xd8\xff\xe0 a synthetic picture"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, AppContext]]:
    """Give the address of an office and its home."""
    home: Path = tmp_path_factory.mktemp("concluding") / "home"
    with a_home(home) as opened, shell_of(opened) as url:
        yield url, opened


def test_a_control_is_ended_at_the_desk(office: tuple[str, AppContext], browser: Browser, tmp_path: Path) -> None:
    """What is missing leads on, a ground outlives Reload, a yes leaves, a picture is kept; then it is saved."""
    url, house = office
    draft = a_draft(house, outcome=None, persons=[{"ref": "P1", "answers": EXPLOITED}])
    watched = Watched(browser, DESK)
    page, way = watched.page, f"{url}/control/{draft}/end"
    _sign_in(page, url, way)
    page.locator("#save .button").click()
    expect(page.locator("#refused a")).to_have_attribute("href", f"/control/{draft}/visit")
    with page.expect_response("**/kept"):
        page.locator("#grounds").fill("papers held")
    page.reload()
    expect(page.locator("#grounds")).to_have_value("papers held")
    page.locator("[name=decision][value=yes]").check()
    page.locator("#decide .button").click()
    page.wait_for_url("**told=referred*")
    expect(page.locator(".rings li")).not_to_have_count(0)
    assert not _faults(page, f"{way}?told=referred", "referred")
    picture = tmp_path / "picture.jpg"
    picture.write_bytes(PICTURE)
    page.goto(f"{way}/files")
    page.locator("#file").set_input_files(picture)
    page.locator("#words").fill("a locked door")
    page.locator("#add .button").click()
    page.wait_for_url("**told=kept")
    expect(page.locator("tbody tr")).to_have_count(1)
    assert not _faults(page, f"{way}/files", "files")
    page.goto(f"{url}/control/{draft}/visit")
    page.locator("[name=outcome][value=done]").check()
    page.locator("button[name=then][value='']").click()
    page.wait_for_url("**told=kept")
    page.goto(way)
    page.locator("#save .button").click()
    page.wait_for_url(f"**/inspections/{draft}?told=saved")
    watched.close()


@pytest.mark.tour
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_end_fits_in_every_language(office: tuple[str, AppContext], browser: Browser, lang: str) -> None:
    """What is missing, what follows and the exhibits: on a desk and a telephone, light and dark, without faults."""
    url, house = office
    persons = [{"ref": "P1", "answers": EXPLOITED}, {"ref": "P2", "answers": {}}]
    offenders = [{"ref": "O1", "role": "employer", "name": "Exemple"}]
    draft = a_draft(house, answers={"fm_hidden": 1}, persons=persons, offenders=offenders, outcome=None)
    watched = Watched(browser, DESK, "dark" if lang in ("nl", "de") else "light")
    _sign_in(watched.page, url, f"{url}/control/{draft}/end")
    watched.context.add_cookies([{"name": "vigie_language", "value": lang, "url": url}])
    found = [
        fault
        for part in ("end", "end/files")
        for fault in _faults(watched.page, f"{url}/control/{draft}/{part}", f"{part.replace('/', '-')}-{lang}")
    ]
    assert not found
    watched.close()


def _sign_in(page: Page, url: str, way: str) -> None:
    page.goto(f"{url}/sign-in")
    page.locator("input[name=name]").fill(INSPECTOR)
    page.locator("input[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/office")
    page.goto(way)


def _faults(page: Page, way: str, name: str) -> list[str]:
    page.goto(way)
    found = []
    for width in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        shoot(page, f"concluding-{name}-{width}")
        found += [] if fits(page) else [f"{name} scrolls sideways at {width}"]
    found += [f"{name}: {one}" for one in faults_of(page)]
    page.set_viewport_size({"width": DESK, "height": 900})
    return found
