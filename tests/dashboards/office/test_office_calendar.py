"""The calendar of teams before a browser without a screen: who is off, who speaks what; for who plans."""

from collections.abc import Iterator

import pytest
from builders_identity import an_account
from office_shell import INSPECTOR, Caller, a_home, words

from inspection.time_of import now
from inspection.trust import AppContext

HEAD = "head-liege"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home with its roster."""
    with a_home(tmp_path_factory.mktemp("calendar") / "home") as house:
        an_account(house, HEAD, now())
        yield house


def test_a_week_of_teams(home: AppContext) -> None:
    """The own district's team with its hours, days without it, languages; the other week is one press away."""
    caller = Caller(home)
    caller.sign_in(HEAD)
    said = words(caller.get("/calendar?week=2026-W49").text)
    assert "Teams, week 49" in said
    assert said.count("08:00–16:30") == 5
    assert said.count("not there") == 2
    assert "liege-1" in said
    assert "namur-1" not in said
    assert "No joint action in this week." in said
    assert "/calendar?week=2026-W50" in caller.get("/calendar?week=2026-W49").text
    assert caller.get("/calendar?week=nonsense").status_code == 200


def test_the_calendar_is_for_who_plans(home: AppContext) -> None:
    """An inspector has no such room, and the address is refused."""
    caller = Caller(home)
    caller.sign_in(INSPECTOR)
    assert 'href="/calendar"' not in caller.get("/office").text
    assert caller.get("/calendar").status_code >= 400
