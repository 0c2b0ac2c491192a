"""Which questions are asked, which answers are accepted and what they call for, over questions made for the purpose."""

import json

import pytest
from builders_expressions import a_form, a_question

from inspection.control.checklists import asked, is_asked

SLEEPS = a_question("sleeps", "choice", choices=("own", "employer"))
PRICE = a_question("price", "number", relevant="sleeps = 'employer'", constraint=". >= 0 and not . > 5000")
WHO = a_question("who_owns", "text", relevant="answered(price)")
FOUND = a_question(
    "found",
    "yes_no",
    scope="workplace",
    needs=[{"when": ". = true", "kind": "photo"}, {"when": ". = true", "kind": "comment"}],
)
FORM = a_form(SLEEPS, PRICE, WHO, FOUND)


def test_a_question_is_asked_only_while_its_rule_is_true():
    """Unanswered is false; the order is that of the list."""
    assert [q.id for q in asked(FORM, {}, {}, "person")] == ["sleeps"]
    assert [q.id for q in asked(FORM, {}, {"sleeps": "employer", "price": 10}, "person")] == [
        "sleeps",
        "price",
        "who_owns",
    ]
    assert [q.id for q in asked(FORM, {}, None, "workplace")] == ["found"]


def test_an_answer_that_lingers_counts_for_nothing_in_other_rules():
    """The price was asked once; since the person sleeps at home, neither it nor what follows from it is asked."""
    answers = {"sleeps": "own", "price": 10, "who_owns": "somebody"}
    assert not is_asked(FORM, WHO, {}, answers)
    assert FORM.asking.live({}, answers) == {"sleeps": "own"}
    assert FORM.asking.live({"unknown": 1}) == {"unknown": 1}


@pytest.mark.parametrize(("price", "accepted"), [(None, True), (0, True), (5000, True), (5000.5, False), (-1, False)])
def test_an_answer_is_held_against_its_constraint_only_where_there_is_one(price: float | None, accepted: bool):
    """Nothing answered is nothing wrong."""
    assert FORM.asking.accepts(PRICE, price, {}, {}) is accepted


def test_an_answer_calls_for_evidence():
    """Both kinds, in the order of the question; a "no" calls for none."""
    assert [need.kind for need in FORM.asking.needed(FOUND, True, {})] == ["photo", "comment"]
    assert FORM.asking.needed(FOUND, False, {}) == ()
    assert FORM.asking.needed(FOUND, None, {}) == ()


def test_the_field_form_holds_what_is_drawn_and_no_rule():
    """Rules travel as a module; the form says which questions have any."""
    form = FORM.field_form()
    json.dumps(form)
    by_id = {question["id"]: question for question in form["questions"]}
    assert by_id["price"]["has_rules"]
    assert not by_id["sleeps"]["has_rules"]
    assert by_id["found"]["needs"] == [{"kind": "photo", "label": None}, {"kind": "comment", "label": None}]
    assert by_id["price"]["constraint_message"] == dict.fromkeys(("fr", "nl", "de", "en"), "out of range")
    assert "relevant" not in json.dumps(form)
    assert not by_id["price"]["repeats"]
    assert by_id["price"]["signs"] == []
    assert (form["id"], form["sha256"]) == (FORM.id, FORM.sha256)


def test_the_module_reads_an_answer_only_while_its_question_is_asked():
    """What lingers is null to the browser's rules as well."""
    module = FORM.rules_module()
    assert '"price": (w, p) => (typeof p["sleeps"]' in module
    assert '"who_owns": {relevant: (w, p) => (Number.isFinite(live["price"](w, p)))}' in module
    assert '"sleeps": {' not in module
