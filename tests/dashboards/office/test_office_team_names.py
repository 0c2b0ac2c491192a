"""A team is called by its name wherever a page tells of one: its id is for the roster, and for whoever keeps that."""

import re
from collections.abc import Iterator

import pytest
from office_days import Days, office_days
from office_pages import NOBODY, addresses_of
from office_shell import Caller, words

IDS = re.compile(r"(?<![\w-])(?:liege|namur)-[12]\b(?![-\w])")
ROSTER = ("/administration/people", "/administration/teams", "/administration/import")  # where the id is kept


@pytest.fixture(scope="module")
def days(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Days]:
    """Give the home of the days of the office."""
    with office_days(tmp_path_factory.mktemp("names") / "home") as made:
        yield made


def test_no_page_of_the_office_calls_a_team_by_its_id(days: Days) -> None:
    """Neither in what is read, nor in what a choice offers; some pages tell of teams, so this finds something."""
    callers: dict[str, Caller] = {}
    told, named = {}, 0
    for user, path in addresses_of(days):
        if user == NOBODY or path.startswith(ROSTER):
            continue
        if user not in callers:
            callers[user] = Caller(days.house)
            callers[user].sign_in(user)
        said = words(callers[user].get(path).text)
        told |= {path: IDS.findall(said)} if IDS.search(said) else {}
        named += "Team 1, liege" in said
    assert told == {}
    assert named >= 10
