"""Every screen walked: nothing of a person is shown without an entry that names who, what, case and purpose.

The screens are those of the menu. A new one is walked too; one that opens something shows it by a step of `STEPS`.
"""

from collections.abc import Callable

import pytest
from builders_control_view import words
from builders_dashboards import DIRECTION, HEAD, INSPECTOR
from builders_looks import Planted, ends, plant, seen_in, unexplained
from streamlit.testing.v1 import AppTest

from dashboards.menu import SCREENS
from inspection import acts
from inspection.store.queries import user
from inspection.time_of import now
from inspection.trust import AppContext, may_see

Draw = Callable[..., AppTest]


@pytest.fixture(scope="module")
def planted(house: AppContext) -> tuple[Planted, ...]:
    """Give twenty referrals."""
    return plant(house, now())


def typed(app: AppTest) -> str:
    """What stands in the fields of a screen."""
    return "\n".join(str(one.value) for kind in ("text_input", "text_area", "selectbox") for one in app.get(kind))


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


@pytest.mark.parametrize("by", [INSPECTOR, HEAD])
def test_a_control_that_is_typed_again_is_a_look_by_its_maker(
    screen: Draw, house: AppContext, planted: tuple[Planted, ...]
) -> None:
    """The form holds every name and number in its fields: whoever opens it for a correction is in the trail."""
    one = planted[4]
    draft, before = acts.controls.begin_correction(house.acting(INSPECTOR), one.control), ends(house)
    app, seen = screen("control_form", INSPECTOR, draft=draft.id), set[int]()
    for part in next(b for b in app.button_group if b.key == "part").options:
        app = next(b for b in app.button_group if b.key == "part").set_value(part).run()
        seen |= seen_in(words(app)) | seen_in(typed(app))
    assert seen == {one.n}
    assert unexplained(house, planted, seen, INSPECTOR, before) == []
