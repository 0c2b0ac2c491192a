"""Thirty questions of police, magistrates and the team head, each in three clicks and without scrolling."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from board_home import a_board
from board_questions import HIGH, MOST_CLICKS, QUESTIONS, Asks, unseen
from browsers import IN_CHROMIUM
from builders_identity import PASSWORD
from houses import as_user
from office_browsing import DESK
from playwright.sync_api import Browser, BrowserContext
from portal_house import POLICE, a_case, a_portal_home, lay
from served_house import served

from inspection import acts
from inspection.time_of import now

pytestmark = IN_CHROMIUM


class Desk:
    """The server of the house or of the portal on a home of its own, started when the first question needs it."""

    def __init__(self, kind: str, factory: pytest.TempPathFactory, kept: ExitStack) -> None:
        home = factory.mktemp(kind) / "home"
        self.is_portal = kind == "portal"
        if self.is_portal:
            self.house = kept.enter_context(a_portal_home(home))
            lay(self.house, "b" * 32, a_case(now(), "R-26-000044-9", office=POLICE, others=()))
            self.url = kept.enter_context(served(home, process="portal_process.py"))
        else:
            self.house, _ = kept.enter_context(a_board(home))
            self.url = kept.enter_context(served(home, process="office_process.py"))

    def seat(self, browser: Browser, user: str) -> BrowserContext:
        """A browser in English in which somebody has signed in."""
        seen = browser.new_context(viewport={"width": DESK, "height": HIGH}, locale="en-GB")
        seen.set_default_timeout(20_000)
        cookies = {"vigie_language": "en"}
        if self.is_portal:
            picked, said = {"user": user, "next": "/"}, {"origin": self.url}
            seen.request.post(f"{self.url}/sign-in/demo", form=picked, headers=said)
        else:
            cookies["vigie_session"] = acts.identity.sign_in(as_user(self.house), user, PASSWORD).token
        seen.add_cookies([{"name": name, "value": value, "url": self.url} for name, value in cookies.items()])
        return seen


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Desk]]:
    """Give the servers; each is started on its own, since a process has one home at a time."""
    with ExitStack() as kept:
        yield {kind: Desk(kind, tmp_path_factory, kept) for kind in ("house", "portal")}


def test_there_are_thirty() -> None:
    """Each has its answer, and none needs more than three clicks."""
    assert [one.n for one in QUESTIONS] == list(range(1, 31))
    assert all(one.answers and len(one.clicks) <= MOST_CLICKS for one in QUESTIONS)


@pytest.mark.few(5)  # of team head, direction, police cell and magistrate
@pytest.mark.parametrize("one", QUESTIONS, ids=lambda one: f"{one.server}-{one.n}")
def test_a_question_is_answered_in_three_clicks(browser: Browser, desks: dict[str, Desk], one: Asks) -> None:
    """From where its asker lands, and its answer is seen without scrolling."""
    desk = desks[one.server]
    seen = desk.seat(browser, one.role)
    assert unseen(seen.new_page(), desk.url, one) == [], one.question
    seen.close()
