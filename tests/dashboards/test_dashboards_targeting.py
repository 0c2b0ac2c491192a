"""The screen of targeting, drawn without a browser: what was measured, and a second person who decides on a card."""

from collections.abc import Callable

import pytest
from builders_dashboards import DIRECTION, INSPECTOR, SUPERVISOR, words
from builders_learning import a_country, a_proposal
from streamlit.testing.v1 import AppTest

from inspection import acts
from inspection.life_cycles import CardState
from inspection.store.queries import user
from inspection.trust import AppContext, may_see

Draw = Callable[..., AppTest]
APPROVE, REJECT = "Approve this card", "Reject"


@pytest.fixture(scope="module")
def proposed(house: AppContext) -> str:
    """A card that the schedule proposed; returns the hash of the proposal."""
    a_country(house)
    return acts.learning.propose_card(house.acting(), a_proposal()).sha256


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
def test_a_house_without_visits_is_told_how_figures_come(screen: Draw, lang: str) -> None:
    """In every language; with source and day."""
    app = screen("targeting", SUPERVISOR, lang)
    assert not app.exception
    assert len(app.tabs) == 5
    assert app.info


@pytest.mark.battery(reason="the act is tried in every run")
def test_a_second_person_rejects_with_a_reason(screen: Draw, house: AppContext, proposed: str) -> None:
    """Whoever may not decide has no button; the button waits for a look and a reason; the card in force stays."""
    assert not [b for b in screen("targeting", SUPERVISOR).button if b.label in (APPROVE, REJECT)]
    app = screen("targeting", DIRECTION)
    assert {b.label: b.disabled for b in app.button}[APPROVE]
    app.checkbox(key=f"looked_{proposed}").set_value(True)
    app.text_input(key=f"why_{proposed}").set_value("too few controls")
    app.run()
    app.button(key=f"reject_{proposed}").click()
    app.run()
    assert not app.exception
    (made,) = acts.learning.list_proposals(house.acting(DIRECTION))
    assert (made.state, made.decided_by, made.reason) == (CardState.REJECTED, DIRECTION, "too few controls")
    assert "rejected" in words(app)
    assert "too few controls" in words(app)


def test_an_inspector_has_no_such_screen(house: AppContext) -> None:
    """The menu follows the right; the data protection officer sees it."""
    assert not may_see(user(house.store, INSPECTOR), "targeting")
    assert may_see(user(house.store, "dpo-1"), "targeting")
