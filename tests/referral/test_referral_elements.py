"""By the elements of the offence: every observation with who, how, when and its exhibit."""

from dataclasses import replace
from datetime import date

import pytest
from builders_control import a_control, a_person, the_rules
from builders_first_reports import SHA, WORDS, a_full_report, a_rich_control

from inspection.referral.report import answers_that_speak, attach, elements_of
from sectors.reader import load_rules

CATALOGUE = the_rules().on(date(2026, 3, 10))
FORMS = ("economic",)


def found(control, minors=(), exhibits=(), forms=FORMS):
    """The observations of each element that something speaks for."""
    every = elements_of(control, CATALOGUE, minors, exhibits, forms)
    return {e.element: e.observations for e in every if e.observations}


def test_an_ordinary_control_speaks_for_nothing():
    """No element has an observation; each that the form has is still there, to be named among what is not known."""
    every = elements_of(a_control(), CATALOGUE, (), (), FORMS)
    assert not any(e.observations for e in every)
    assert {CATALOGUE.elements[e.element].part for e in every} == {"act", "purpose", "aggravating"}


def test_the_purpose_is_that_of_the_forms_that_were_named():
    """Sexual exploitation is no purpose of an economic suspicion, and the other way about."""
    for forms in (("economic",), ("sexual",), ("economic", "begging")):
        named = {e.element for e in elements_of(a_control(), CATALOGUE, (), (), forms)}
        purposes = {key: e.forms for key, e in CATALOGUE.elements.items() if e.part == "purpose"}
        assert {key for key in named if key in purposes} == {k for k, of in purposes.items() if set(of) & set(forms)}


def test_every_form_of_exploitation_has_a_purpose_and_nearly_every_indicator_an_element():
    """A new form or a recruitment sign without a place on page 2 is noticed."""
    assert {form for e in CATALOGUE.elements.values() for form in e.forms} == set(CATALOGUE.forms)
    placed = {key for e in CATALOGUE.elements.values() for key in e.indicators}
    assert set(CATALOGUE.indicators) - placed == {
        "EX05",
        "EX06",
        "EX09",
    }  # what the ordinary checks show, and schooling


def test_what_was_told_carries_its_hearing_and_what_was_photographed_its_photo():
    """The minute is the closest that the control holds, and says of what it is the time."""
    control = a_rich_control()
    exhibits = a_full_report().exhibits
    seen = {(o.question, o.person): o for o in found(control, exhibits=exhibits)["work_against_dignity"]}
    rooms, pay, other = (seen[k] for k in (("q15_rooms_seen", None), ("q11_pay", "P1"), ("q11_pay", "P2")))
    assert (rooms.how, rooms.minute, rooms.minute_of, rooms.exhibits) == ("observed", "18:51", "photo", (1,))
    assert (pay.how, pay.minute, pay.minute_of) == ("told", "19:05", "hearing")
    assert (other.minute, other.minute_of) == ("18:42", "seen")
    assert seen["q17_seen", None].minute_of == "entry"


def test_words_on_an_answer_go_with_its_observation():
    """In the order in which they were written; what is on no such answer of that person stays in the house."""
    every = found(a_rich_control(comments=WORDS))
    seen = {(o.question, o.person): o.words for o in every["work_against_dignity"]}
    assert seen["q15_rooms_seen", None] == ("Mattresses above the kitchen", "and behind the oven")
    assert (seen["q11_pay", "P1"], seen["q11_pay", "P2"]) == (("Paid in meals",), ())
    assert "UNSAID" not in str([o.words for observations in every.values() for o in observations])
    assert "Mattresses" not in repr(every)


def test_only_the_answers_that_speak_are_quoted():
    """Of three answers to one question, those of the element; what was checked is not called seen."""
    control = a_control(persons=[a_person(1, {"q20_journey": ["own", "arranged", "debt_works"]})])
    seen = found(control)
    assert seen["recruited"][0].answers == ("arranged",)
    assert seen["controlled"][0].answers == ("debt_works",)
    unpaid = found(a_control(persons=[a_person(1, {"q11_pay": "below"})]))["work_against_dignity"][0]
    assert unpaid.how == "checked"


def test_a_minor_aggravates_without_any_answer():
    """By age alone."""
    (one,) = found(a_control(persons=[a_person(1)]), minors=("P1",))["minor"]
    assert (one.question, one.person) == (None, "P1")


def test_an_answer_that_is_not_asked_speaks_for_nothing():
    """It lingers from before another answer changed."""
    lingering = {"q03_status": "partner", "q03_status_holds": "matches", "q05_part_time": ["no_contract"]}
    assert found(a_control(persons=[a_person(1, lingering)])) == {}


def test_files_that_show_something_are_exhibits_and_others_are_not():
    """By question and person; a signature goes with who told something."""
    places, spoke = answers_that_speak(a_rich_control(), CATALOGUE, FORMS)
    assert ("q15_rooms_seen", None) in places
    assert ("fm_hidden", None) not in places
    assert spoke == {"P1", "P2"}


@pytest.mark.parametrize(
    ("most", "states"), [(30, ["attached", "attached"]), (15, ["attached", "follows"]), (0, ["follows", "follows"])]
)
def test_what_is_too_large_follows(most, states):
    """As many as fit, in the order of the control; none is cut, and the rest is named by its hash."""
    (one,) = a_full_report().exhibits
    held = [replace(one, number=n, sha256=f"{n}" * 64, size_bytes=10, state="follows") for n in (1, 2)]
    assert [e.state for e in attach(held, (), most)] == states
    assert [e.state for e in attach(held, ("1" * 64,), 10)] == ["sent", "attached"]
    assert attach([replace(one, state="awaited")], (), most)[0].state == "awaited"
    assert SHA not in one.name


def test_the_names_of_files_tell_nothing():
    """A number and an ending."""
    assert [e.name for e in a_full_report().exhibits] == ["exhibit-01.jpg"]


def test_local_rules_may_add_a_sign(tmp_path):
    """A magistrate who wants an answer under another element writes a dated line."""
    (tmp_path / "local.yaml").write_text(
        'elements: {authority_abused: {dated: {2026-01-01: {signs: [{question: q06_fraud, answers: ["true"]}],'
        ' source: "decision", confidence: M}}}}'
    )
    catalogue = load_rules([tmp_path]).on(date(2026, 3, 10))
    every = elements_of(a_control(answers={"q06_fraud": True}), catalogue, (), (), FORMS)
    assert [e.element for e in every if e.observations] == ["authority_abused"]
