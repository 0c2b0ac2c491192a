"""Every screen walked: nothing of a person is shown without an entry that names who, what, case and purpose.

The screens are those of the menu. A new one is walked too; one that opens something shows it by a step of `STEPS`.
"""

from collections.abc import Callable

import pytest
from builders_control_view import opened, press, reasoned, turned, words
from builders_dashboards import DIRECTION, HEAD, INSPECTOR
from builders_looks import Planted, ends, plant, seen_in, unexplained
from streamlit.testing.v1 import AppTest

from dashboards.menu import SCREENS
from inspection import acts
from inspection.store.queries import user
from inspection.time_of import now
from inspection.trust import AppContext, may_see

Draw = Callable[..., AppTest]
PARTS = (
    "found",
    "answers",
    "onsite",
    "checks",
    "exhibits",
    "people",
    "exchange",
    "chain",
    "guarded",
)


@pytest.fixture(scope="module")
def planted(house: AppContext) -> tuple[Planted, ...]:
    """Give twenty referrals, and a change of one that waits for a second person."""
    made = plant(house, now())
    acts.changes.propose_change(house.acting(INSPECTOR), made[0].reference, "correction", "Geheim01 was wrong.")
    return made


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
def test_each_part_of_a_control_shows_nobody_without_an_entry(
    screen: Draw, house: AppContext, planted: tuple[Planted, ...], by: str
) -> None:
    """Its maker is asked nothing; a head says why; both stand in the trail with the case."""
    one, before = planted[1], ends(house)
    app = opened(screen, one.control, by)
    seen: set[int] = set()
    for part in PARTS:
        app = turned(app, part)
        if part == "guarded":
            app = press(app, "Open the guarded part")
        seen |= seen_in(words(app))
        assert unexplained(house, planted, seen_in(words(app)), by, before) == [], part
    assert seen == {one.n}


@pytest.mark.parametrize("by", [INSPECTOR, HEAD])
def test_each_part_of_a_referral_shows_nobody_without_an_entry(
    screen: Draw, house: AppContext, planted: tuple[Planted, ...], by: str
) -> None:
    """Corrections, recalls, embargoes and outcomes speak of a case, and of nobody in it."""
    before, app = ends(house), screen("referrals", by)
    parts = next(b for b in app.button_group if b.key == "ref_part").options
    assert len(parts) > 2
    for part in ("change", "recall", "embargo", "told")[: len(parts)]:
        app = next(b for b in app.button_group if b.key == "ref_part").set_value(part).run()
        assert seen_in(words(app)) | seen_in(typed(app)) == set(), part
    assert unexplained(house, planted, set(), by, before) == []


def test_the_words_of_a_change_are_shown_for_a_reason(
    screen: Draw, house: AppContext, planted: tuple[Planted, ...]
) -> None:
    """A head who reads what was proposed says why first; both stand in the trail."""
    before = ends(house)
    app = press(screen("referrals", HEAD), "Read the proposal")
    assert seen_in(words(app)) == set()
    app = reasoned(app, purpose="handle_referral")
    assert seen_in(words(app)) == {1}
    assert unexplained(house, planted, {1}, HEAD, before) == []


def test_before_a_reason_a_control_shows_nobody(screen: Draw, house: AppContext, planted: tuple[Planted, ...]) -> None:
    """The masked parts are all that there are, and the question stands above them; the next control asks anew."""
    first, second = planted[2], planted[3]
    app = screen("control_view", HEAD)
    app = next(b for b in app.selectbox if b.key == "controls_one").set_value(first.control).run()
    assert [b for b in app.selectbox if (b.key or "").startswith("why_purpose_")]
    for part in ("found", "answers", "onsite"):
        assert seen_in(words(turned(app, part))) == set()
    assert not [b for b in app.button_group if "guarded" in b.options]
    app = opened(screen, first.control, HEAD, part="answers")
    assert seen_in(words(app)) == {first.n}
    app = next(b for b in app.selectbox if b.key == "controls_one").set_value(second.control).run()
    assert seen_in(words(app)) == set()
