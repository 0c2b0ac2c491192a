"""Every screen walked: nothing of a person is shown without an entry that names who, what, case and purpose.

The screens are those of the menu. A new one is walked too; one that opens something shows it by a step of `STEPS`.
"""

from collections.abc import Callable

import pytest
from builders_dashboards import DIRECTION, HEAD, INSPECTOR, words
from builders_looks import Planted, ends, plant, seen_in, unexplained
from streamlit.testing.v1 import AppTest

from dashboards.menu import SCREENS
from inspection.store.queries import user
from inspection.time_of import now
from inspection.trust import AppContext, may_see

Draw = Callable[..., AppTest]


@pytest.fixture(scope="module")
def planted(house: AppContext) -> tuple[Planted, ...]:
    """Give twenty referrals."""
    return plant(house, now())


def module_of(key: str) -> str:
    """The module that a screen of the menu lies in."""
    show = next(one.show for one in SCREENS if one.key == key)
    return show.__module__.rpartition(".")[2]


@pytest.mark.parametrize("by", [INSPECTOR, HEAD, DIRECTION])
@pytest.mark.few(1)
def test_a_screen_as_it_opens_shows_nobody_without_an_entry(
    screen: Draw, house: AppContext, planted: tuple[Planted, ...], by: str
) -> None:
    """Every screen of the menu, as its role first sees it: lists speak of cases, and of no person."""
    for one in SCREENS:
        if not may_see(user(house.store, by), one.key):
            continue
        before = ends(house)
        app = screen(module_of(one.key), by)
        seen = seen_in(words(app))
        assert unexplained(house, planted, seen, by, before) == [], one.key
        assert seen == set(), one.key
