"""The people found and the findings to pass on, beside a control in the office."""

from collections.abc import Callable

import pytest
from builders_acts import LIEGE, a_control
from builders_control import a_person
from builders_control_view import entries, opened, press, turned, words
from builders_dashboards import INSPECTOR, SUPERVISOR
from builders_protection import NAME
from streamlit.testing.v1 import AppTest

from inspection import acts
from inspection.trust import AppContext

Draw = Callable[..., AppTest]
ANSWERS = {"doc_payslip_given": False, "q09_permit": "absent"}


def saved(house: AppContext, **fields) -> str:
    """A finished control with a worker and somebody who may be a minor; its id."""
    people = [a_person(1, ANSWERS, name=NAME, hearing_language="ro"), a_person(2, under_age=True)]
    return acts.controls.save(house.acting(INSPECTOR), a_control(persons=people, **fields), place=LIEGE).control_id


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
@pytest.mark.few(2)
def test_both_parts_are_drawn_in_four_languages_without_a_name(screen: Draw, house: AppContext, lang: str) -> None:
    """References only, and no hole in the words; the look at the people is recorded, once."""
    control = saved(house)
    app = opened(screen, control, INSPECTOR, lang=lang, part="people")
    for part in ("people", "exchange", "people"):
        app = turned(app, part)
        assert not app.exception
        assert "screen." not in words(app)
        assert NAME not in words(app)
    assert entries(house, control, "protection.see") == 1


def test_consent_is_recorded_a_centre_is_rung_and_agreement_withdrawn(screen: Draw, house: AppContext) -> None:
    """From the form to the script, the next centre, and back."""
    control = saved(house)
    app = press(opened(screen, control, INSPECTOR, part="people"), "Record")
    assert "Choose the language" in words(app)
    assert acts.protection.protection_of(house.acting(INSPECTOR), control)[0].wanted_contact is None
    next(b for b in app.selectbox if b.label == "Explained in").set_value("ro")
    next(r for r in app.radio if r.label == "Answer").set_value("given")
    app = press(app, "Record")
    assert "Sürya" in words(app)
    next(t for t in app.toggle if t.label.startswith("Show what to say")).set_value(True)
    app = app.run()
    assert "04 232 40 30" in words(app)
    assert "Langue : roumain" in words(app)
    app = press(app, "Full")
    assert "PAG-ASA" in words(app)
    app = press(app, "The person withdraws agreement")
    assert "nothing more is sent" in words(app)
    first, second = acts.protection.protection_of(house.acting(INSPECTOR), control)
    assert (first.wanted_contact, first.waiting) == (False, None)
    assert second.guardian_told is True


def test_who_is_not_in_the_field_sees_the_facts_and_no_form(screen: Draw, house: AppContext) -> None:
    """Consent is what a person told an inspector: the office reads it."""
    app = opened(screen, saved(house), SUPERVISOR, part="people")
    assert not app.exception
    assert not [b for b in app.button if b.label == "Record"]


def test_findings_are_passed_on_once_somebody_confirms(screen: Draw, house: AppContext) -> None:
    """Each service with its own findings; what was passed on is offered no more."""
    control = saved(house)
    app = opened(screen, control, INSPECTOR, part="exchange")
    assert len([b for b in app.button if b.label == "Confirm and pass on"]) == 2
    app = press(app, "Confirm and pass on")
    assert not app.exception
    assert len([b for b in app.button if b.label == "Confirm and pass on"]) == 1
    assert [one.recipient for one in acts.exchanges.exchanges(house.acting(INSPECTOR))] == ["tsw"]


def test_what_a_service_answers_is_noted_where_it_was_passed_on(screen: Draw, house: AppContext) -> None:
    """Nothing is chosen beforehand; a refusal keeps its reason, and the answer is asked for no more."""
    control = saved(house)
    made = acts.exchanges.pass_on(house.acting(INSPECTOR), control, "tsw")
    app = opened(screen, control, INSPECTOR, part="exchange")
    assert made.reference in words(app)
    app = press(app, "Record the answer")
    assert "Choose the service's answer." in [w.value for w in app.warning]
    answer = next(box for box in app.selectbox if box.label == "Answer")
    answer.set_value("not_competent")
    app = press(app, "Record the answer")
    assert not app.exception
    [told] = acts.exchanges.exchanges(house.acting(INSPECTOR), control_id=control)
    assert (told.state, told.reason) == ("refused", "not_competent")
    assert not [b for b in app.button if b.label == "Record the answer"]
    assert "Refused: not competent" in words(app)


def test_a_diplomatic_household_stands_out_on_the_screen(screen: Draw, house: AppContext) -> None:
    """The card that stops, above every part; and nothing to pass on."""
    app = opened(screen, saved(house, answers={"wp_diplomatic": True}), INSPECTOR, part="exchange")
    assert any("stop here" in str(e.value) for e in app.error)
    assert "Nothing to pass on now" in words(app)
