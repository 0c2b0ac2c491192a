"""A saved control put back into the form: corrected with a reason, or given up."""

from collections.abc import Callable

import pytest
from builders_acts import LIEGE, a_control
from builders_control_view import press, words
from builders_dashboards import HEAD, INSPECTOR
from streamlit.testing.v1 import AppTest

from inspection import acts
from inspection.trust import AppContext

Draw = Callable[..., AppTest]


@pytest.mark.battery(reason="a correction is tried by its acts in every run")
def test_who_saved_a_control_corrects_it_in_the_form(screen: Draw, house: AppContext) -> None:
    """As its page begins it, in the form of its draft, and back with a reason."""
    made = acts.controls.save(house.acting(INSPECTOR), a_control(), place=LIEGE).control_id
    acts.controls.begin_correction(house.acting(INSPECTOR), made)
    form = screen("control_form", INSPECTOR, draft=made)
    assert "You correct a saved control." in words(form)
    form = next(b for b in form.button_group if b.key == "part").set_value("end").run()
    assert "My decision" not in [group.label for group in form.button_group]
    save = next(b for b in form.button if b.label == "Save the correction")
    assert save.disabled
    next(area for area in form.text_area if area.label == "Why do you correct it?").set_value("counted again").run()
    assert "there is nothing to correct" in words(press(form, "Save the correction"))
    form.session_state["filling"].control["answers"]["fm_hidden"] = 2
    form = press(form, "Save the correction")
    assert not form.exception
    assert "The correction is saved" in words(form)
    assert [
        (one.kind, one.words) for one in acts.controls.reviews(house.acting(HEAD).because("supervision", made), made)
    ] == [("corrected", "counted again")]


def test_a_correction_that_was_given_up_does_not_come_back(screen: Draw, house: AppContext) -> None:
    """Begun again it is the control as it stands, though the session still held the other one."""
    made = acts.controls.save(house.acting(INSPECTOR), a_control(), place=LIEGE).control_id
    acts.controls.begin_correction(house.acting(INSPECTOR), made)
    form = screen("control_form", INSPECTOR, draft=made)
    form.session_state["filling"].control["answers"]["fm_hidden"] = 7
    del form.query_params["draft"]
    form = form.run()
    box = next(b for b in form.selectbox if b.label == "Draft")
    assert box.value.endswith("correction") if isinstance(box.value, str) else box.value.corrects
    form = press(form, "Give this draft up")
    acts.controls.begin_correction(house.acting(INSPECTOR), made)
    form.query_params["draft"] = made
    form = form.run()
    assert "fm_hidden" not in form.session_state["filling"].control["answers"]
