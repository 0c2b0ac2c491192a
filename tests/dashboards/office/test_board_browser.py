"""Board and case page in a real Chromium: news by itself, by keyboard, filters in the address, axe, widths."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from board_home import AUDITORATE, BY, CELL, HEAD, a_board
from board_questions import HIGH
from browsers import IN_CHROMIUM
from builders_board import delivery_to
from builders_identity import PASSWORD
from houses import as_user
from office_browsing import DESK, PHONE, Watched, faults_of, fits, shoot
from playwright.sync_api import Browser, expect
from without_screens import shell_of

from inspection import acts
from inspection.i18n import LANGUAGES
from inspection.trust import AppContext

pytestmark = IN_CHROMIUM


@dataclass(frozen=True)
class Place:
    """A served home with referrals of every state."""

    house: AppContext
    cases: dict[str, str]
    url: str

    def seat(
        self, browser: Browser, user: str = HEAD, width: int = DESK, lang: str = "en", theme: str = "light"
    ) -> Watched:
        """A browser in which somebody has signed in."""
        seen = Watched(browser, width, theme)
        seen.page.set_viewport_size({"width": width, "height": HIGH})
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
    """Give the address of such a home."""
    with a_board(tmp_path_factory.mktemp("board") / "home") as (house, cases), shell_of(house) as url:
        yield Place(house, cases, url)


def test_an_act_stands_on_an_open_board_by_itself(browser: Browser, place: Place) -> None:
    """Nobody presses anything; the reader's place, the filter and what was typed there stay."""
    seen = place.seat(browser)
    page = seen.page
    page.goto(f"{place.url}/board?office={AUDITORATE}")
    page.get_by_label("Place, municipality or reference").fill("half ty")
    row = page.locator("tr", has_text=place.cases["soon"])
    expect(row).to_contain_text("not answered" if row.get_by_text("not answered").count() else "delivered")
    link = row.get_by_role("link", name=re.compile("Restaurant"))
    link.focus()
    delivery = delivery_to(place.house, place.cases["soon"], AUDITORATE)
    acts.referrals.log_call(place.house.acting(BY), delivery, "magistrate", "On prend.", True)
    expect(row).to_have_count(0)
    assert page.get_by_label("Place, municipality or reference").input_value() == "half ty"
    seen.close()


def test_a_call_is_noted_by_keyboard_alone(browser: Browser, place: Place) -> None:
    """Board, case, the number, the form beside it: the fields that only a yes needs appear with it."""
    seen = place.seat(browser)
    page = seen.page
    page.goto(f"{place.url}/board/{place.cases['late']}?to={CELL}")
    expect(page.get_by_label("Who takes it on")).to_be_hidden()
    page.get_by_label("What was said").focus()
    page.keyboard.type("Le dossier part ce soir.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_label("Who takes it on")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("inv")
    page.get_by_role("button", name="Note the call").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The call is noted.")
    expect(page.locator("main")).to_contain_text("taken on by: investigator")
    seen.close()


def test_back_and_reload_keep_the_filters(browser: Browser, place: Place) -> None:
    """They stand in the address."""
    seen = place.seat(browser)
    page = seen.page
    page.goto(f"{place.url}/board")
    page.get_by_role("link", name=re.compile("^Refused")).click()
    page.get_by_role("link", name=re.compile("903")).first.click()
    page.go_back()
    page.reload()
    expect(page.get_by_role("link", name=re.compile("^Refused"))).to_have_attribute("aria-current", "true")
    seen.close()


def looked_at(browser: Browser, place: Place, lang: str, width: int, theme: str) -> list[str]:
    """Open the board and every kind of case; return what axe finds serious, and what scrolls sideways."""
    seen, found = place.seat(browser, HEAD, width, lang, theme), []
    paths = {"board": "/board", "empty": "/board?tab=embargo&q=nothing"}
    paths |= {name: f"/board/{place.cases[name]}" for name in ("late", "asked", "taken")}
    paths["refused"] = f"/board/{place.cases['refused']}?to={CELL}"
    for name, path in paths.items():
        seen.page.goto(f"{place.url}{path}")
        found += [f"{path}: {fault}" for fault in faults_of(seen.page)]
        found += [] if fits(seen.page) else [f"{path} scrolls sideways"]
        shoot(seen.page, f"{name}-{width}-{theme}-{lang}")
    seen.close()
    return found


@pytest.mark.parametrize(("lang", "width", "theme"), [("nl", PHONE, "dark")])  # the others: `make tour`
def test_the_board_can_be_read_by_everybody(browser: Browser, place: Place, lang: str, width: int, theme: str) -> None:
    """axe finds nothing serious, and nothing scrolls sideways."""
    assert looked_at(browser, place, lang, width, theme) == []


@pytest.mark.tour
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_board_in_every_way(browser: Browser, place: Place, lang: str, width: int, theme: str) -> None:
    """Four languages, both widths, light and dark."""
    assert looked_at(browser, place, lang, width, theme) == []
