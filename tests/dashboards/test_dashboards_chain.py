"""The chain of a control on screen: its drawing for everybody, what is due and what waits in the guarded part only."""

from collections.abc import Callable

import pytest
from builders_acts import LIEGE, later
from builders_chain import CONTRACTOR, a_chain_control, saved_chain
from builders_control import a_person
from builders_control_view import opened, press, turned, words
from builders_dashboards import INSPECTOR
from streamlit.testing.v1 import AppTest

from inspection.acts.chain_notices import notices, propose
from inspection.acts.controls import correct_control
from inspection.trust import AppContext

Draw = Callable[..., AppTest]
NOT_YET, WAITS = "No notice is proposed yet.", "Waits for the magistrate"
TAKE_AWAY = "Take away the notices that are no longer due"


def _drawing(app: AppTest) -> str:
    return "\n".join(str(code.value) for code in app.code)


def test_a_notice_is_proposed_signed_and_printed(screen: Draw, house: AppContext) -> None:
    """What is due opens at a click in the guarded part; then it stands in the plain one."""
    app = opened(screen, saved_chain(house, by=INSPECTOR), user=INSPECTOR, part="chain")
    assert not app.exception
    assert CONTRACTOR in _drawing(app)
    assert NOT_YET in words(app)
    app = press(press(turned(app, "guarded"), "Open the guarded part"), "See what is to be notified")
    app = press(app, "Propose these notices")
    assert not app.exception
    app = turned(app, "chain")
    assert NOT_YET not in words(app)
    assert "Proposed, not signed" in words(app)


@pytest.mark.battery(reason="a notice is proposed, signed and printed in every run")
def test_what_is_no_longer_due_can_be_taken_away(screen: Draw, house: AppContext) -> None:
    """A corrected control makes nothing due: what was proposed before still stands, until it is taken away."""
    control = saved_chain(house, by=INSPECTOR)
    propose(house.acting(INSPECTOR, later(hours=1)), control)
    lawful = a_chain_control(control_id=control, persons=[a_person(1)])
    correct_control(house.acting(INSPECTOR, later(hours=2)), lawful, "may stay", place=LIEGE)
    app = opened(screen, control, user=INSPECTOR, part="guarded")
    app = press(press(app, "Open the guarded part"), "See what is to be notified")
    app = press(app, TAKE_AWAY)
    assert not app.exception
    assert TAKE_AWAY not in [button.label for button in app.button]
    assert notices(house.acting(INSPECTOR, later(hours=3)), control_id=control) == ()


def test_the_plain_part_says_the_same_of_a_control_that_waits(screen: Draw, house: AppContext) -> None:
    """Nobody infers a suspicion; the guarded part says that it waits, and takes the agreement."""
    faces = []
    for fields in ({}, {"signs": True, "decision": "yes"}):
        app = opened(screen, saved_chain(house, by=INSPECTOR, **fields), user=INSPECTOR, part="chain")
        faces.append((_drawing(app), [c.value for c in app.caption if "from " not in c.value]))
        assert NOT_YET in words(app)
        assert WAITS not in words(app)
    assert faces[0] == faces[1]
    app = press(press(turned(app, "guarded"), "Open the guarded part"), "See what is to be notified")
    assert WAITS in words(app)
