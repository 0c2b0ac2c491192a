"""The devices of one's people: invited by a code that is shown once, listed, and revoked."""

from collections.abc import Callable

import pytest
from builders_dashboards import HEAD, INSPECTOR, SUPERVISOR
from streamlit.testing.v1 import AppTest

from inspection import acts
from inspection.errors import AccessRefused
from inspection.trust import AppContext

Draw = Callable[..., AppTest]


def words(app: AppTest) -> str:
    """Everything that the screen says, tables included."""
    kinds = ("title", "markdown", "caption", "info", "warning", "error", "success", "text")
    parts = [str(e.value) for kind in kinds for e in app.get(kind)]
    return "\n".join([*parts, *(t.value.to_string() for t in app.table)])


def press(app: AppTest, label: str) -> AppTest:
    """Press the button with a label."""
    next(b for b in app.button if b.label == label).click()
    return app.run()


def invited(app: AppTest) -> AppTest:
    """Invite the inspector's device."""
    next(b for b in app.selectbox if b.label == "Person").set_value(INSPECTOR)
    return press(app, "Make the code")


def code_of(app: AppTest) -> str:
    """The code that is shown."""
    shown = next(e.value for e in app.get("text") if "Code:" in e.value)
    return shown.splitlines()[0].removeprefix("Code: ")


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
@pytest.mark.few(2)
def test_the_screen_is_drawn_in_four_languages(screen: Draw, lang: str) -> None:
    """With nobody's device yet, or with some."""
    app = screen("devices", SUPERVISOR, lang)
    assert not app.exception
    assert "screen." not in words(app)


def test_a_code_is_shown_once_and_enrols_a_device_that_is_then_revoked(screen: Draw, house: AppContext) -> None:
    """Drawn again the code is gone; the device stands in the list until it is revoked."""
    app = invited(screen("devices", HEAD))
    assert not app.exception
    assert app.get("image")
    code = code_of(app)
    assert code not in words(app.run())
    enrolled = acts.staff.enrol_device(house.acting(), code, "the kitchen telephone")
    app = screen("devices", HEAD)
    assert "the kitchen telephone" in words(app)
    next(b for b in app.selectbox if b.label == "Device").set_value(enrolled.device_id)
    app = press(app, "Revoke")
    assert "wipe itself" in words(app)
    with pytest.raises(AccessRefused):
        acts.staff.device_user(house.acting(), enrolled.device_id, enrolled.secret)
    assert "revoked" in words(app)


def test_a_head_invites_nobody_of_another_district(screen: Draw) -> None:
    """Only the people that they answer for are offered."""
    options = next(b for b in screen("devices", HEAD).selectbox if b.label == "Person").options
    assert options
    assert all("liege" in option for option in options)
