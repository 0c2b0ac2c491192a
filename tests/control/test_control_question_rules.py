"""The rules of the product's own questions: what they hide, what they refuse, and what they must never hide."""

from typing import Any

import pytest
from builders_control import DAY, a_control, a_person, a_raw_control, the_checklist, the_rules, what_follows

from inspection.control.checklists import Asking, is_asked
from inspection.control.conclusions import missing_needs
from inspection.control.reading import read_control
from inspection.errors import ControlFault

FORM = the_checklist("agriculture")
QUESTIONS = the_rules().on(DAY).questions
PHOTO = {
    "sha256": "0" * 64,
    "kind": "photo",
    "media_type": "image/jpeg",
    "bytes": 1000,
    "question": "q08_found_with_employer",
    "taken_at": "2026-03-10T18:00:00Z",
}


def test_no_rule_hides_a_sign_of_abuse():
    """What may be observed or told of exploitation is always asked, whatever else was answered."""
    hidden = [
        question.id
        for question in QUESTIONS.values()
        if question.relevant is not None
        and (
            question.section == "observations" or any(e.indicator and e.how != "checked" for e in question.establishes)
        )
    ]
    assert hidden == []


def test_what_points_to_an_offence_is_never_hidden_for_want_of_an_answer():
    """A question may be skipped because an answer says that it has no object, not because nobody asked yet."""
    asking = Asking(QUESTIONS)
    telling = [question for question in QUESTIONS.values() if question.establishes]
    assert [question.id for question in telling if not asking.is_asked(question, {}, {})] == []


def test_every_question_that_must_be_answered_is_always_asked():
    """Otherwise a control could be finished or not depending on another answer."""
    assert [q.id for q in QUESTIONS.values() if q.required and q.relevant is not None] == []


@pytest.mark.parametrize(
    ("question", "workplace", "person", "is_open"),
    [
        ("wp_obstruction_facts", {"wp_obstruction": "none"}, {}, False),
        ("wp_obstruction_facts", {"wp_obstruction": "obstructed"}, {}, True),
        ("pr_interpreter", {}, {}, True),
        ("pr_interpreter", {}, {"q25_language": "understands"}, False),
        ("q04_copy", {}, {"q04_contract": "none"}, False),
        ("q04_copy", {}, {"q04_contract": "differs"}, True),
        ("q05_part_time", {}, {"q03_status": "self_employed"}, True),  # said, not yet held against the facts
        ("q05_part_time", {}, {"q03_status": "self_employed", "q03_status_holds": "matches"}, False),
        ("doc_payslip_given", {}, {"q03_status": "self_employed", "q03_status_holds": "false_self_employed"}, True),
        ("doc_occasional_form", {}, {"q03_status": "student"}, False),
        ("doc_occasional_form", {}, {"q03_status": "occasional"}, True),
        ("q02_declared_at", {}, {}, False),
        ("q02_declared_at", {}, {"q02_dimona": "during_control"}, True),
        ("q02_looked_up_at", {}, {"q02_dimona": "absent"}, True),
        ("q02_looked_up_at", {}, {"q02_dimona": "not_checked"}, False),
        ("q02_worker_knew", {}, {"q02_dimona": "before"}, False),
        ("q02_worker_knew", {}, {"q02_dimona": "absent"}, True),
        ("q02_dimona", {}, {"q03_status": "employee"}, True),
        ("q02_dimona", {}, {"q03_status": "agency"}, True),
        ("q02_dimona", {}, {"q03_status": "posted"}, False),
        ("q02_dimona", {}, {"q03_status": "posted", "q03_status_holds": "employee_here"}, True),
        ("q02_dimona", {}, {"q03_status": "self_employed", "q03_status_holds": "unclear"}, False),  # for a human first
        ("q02_dimona", {}, {"q03_status": "self_employed", "q03_status_holds": "false_self_employed"}, True),
        ("q02_worker_knew", {}, {"q03_status": "posted"}, False),
        ("q07_limosa", {}, {"q03_status": "employee"}, False),
        ("q07_limosa", {}, {"q03_status": "posted"}, True),
        ("q07_limosa", {}, {"q03_status": "posted", "q03_status_holds": "employee_here"}, False),
        ("wp_violence", {"wp_obstruction": "violent"}, {}, False),
        ("wp_violence_facts", {"wp_obstruction": "violent"}, {}, True),
        ("wp_violence_facts", {"wp_violence": False}, {}, False),
        ("cl_knowing_of", {"cl_knowing_facts": ["nothing"]}, {}, False),
        ("cl_knowing_words", {"cl_knowing_facts": ["hid"]}, {}, True),
        ("q09_permit", {}, {"q09_stay": "not_needed"}, False),
        ("q09_permit", {}, {"q09_stay": "absent"}, False),
        ("q09_permit", {}, {"q09_stay": "special"}, True),
        ("q09_employer_checked", {}, {"q09_stay": "absent"}, True),
        ("q09_professional_card", {}, {"q09_stay": "valid", "q03_status": "employee"}, False),
        ("q09_professional_card", {}, {"q09_stay": "valid", "q03_status": "self_employed"}, True),
        ("q15_rent_eur", {}, {"q15_sleeps": "own"}, False),
        ("q15_roommates", {}, {"q15_sleeps": "workplace"}, True),
        ("q15_promised_other", {}, {"q15_sleeps": "own"}, True),  # lodging may have been promised and never given
        ("cl_comply_by", {"cl_consequence": "information"}, {}, False),
        ("cl_comply_by", {"cl_consequence": "pv"}, {}, True),
    ],
)
def test_a_question_is_asked_where_it_has_an_object(question: str, workplace: Any, person: Any, is_open: bool):
    """One line for each rule, and for each case in which it might be got wrong."""
    assert is_asked(FORM, QUESTIONS[question], workplace, person) is is_open


def test_an_answer_to_what_is_not_asked_is_no_fault_and_establishes_nothing():
    """It lingers from before the person turned out to be a citizen of the Union."""
    found = what_follows(persons=[a_person(1, {"q09_stay": "not_needed", "q09_permit": "absent"})])
    assert [finding.offence for finding in found.findings] == []
    asked = what_follows(persons=[a_person(1, {"q09_stay": "valid", "q09_permit": "absent"})])
    assert [finding.offence for finding in asked.findings] == ["FW_NO_PERMIT"]


@pytest.mark.parametrize(
    ("first", "seen", "accepted"),
    [
        ("18:40", "18:40", True),
        ("18:40", "18:39", False),
        ("23:50", "00:10", True),  # after midnight
        ("09:00", "00:10", False),
        (None, "00:10", True),
    ],
)
def test_nobody_is_seen_before_the_first_observation(first: str | None, seen: str, accepted: bool):
    """Nights run over midnight."""
    asking, question = FORM.asking, QUESTIONS["q01_seen_at"]
    assert asking.accepts(question, seen, {"fm_first_seen_at": first}, {}) is accepted


def test_a_finished_control_is_refused_and_an_unfinished_one_waits_for_its_correction():
    """A suspicion that leaves from an unfinished control is not held back by a slip of the thumb."""
    persons = [a_person(1, {"q10_days_off": 20})]
    with pytest.raises(ControlFault) as caught:
        a_control(persons=persons)
    assert caught.value.code == "CONTROL-050"
    assert "q10_days_off of P1" in caught.value.what
    assert "20" not in caught.value.what
    assert a_control(persons=persons, left_at=None).persons[0].answers["q10_days_off"] == 20


def test_missing_evidence_is_pointed_out_and_refuses_nothing():
    """Papers found with the employer call for a photograph and for words beside it."""
    answers = {"q08_found_with_employer": True}
    assert _missing(answers) == [
        ("q08_found_with_employer", None, "photo"),
        ("q08_found_with_employer", None, "comment"),
    ]
    assert _missing(answers, PHOTO) == [("q08_found_with_employer", None, "comment")]
    assert _missing(answers, {**PHOTO, "comment": "in a drawer, two passports"}) == []
    assert _missing(answers, {**PHOTO, "kind": "signature", "comment": "x"}) == [
        ("q08_found_with_employer", None, "photo")
    ]


def test_words_without_a_photograph_are_a_comment_too():
    """On the same question of the same person; what calls for a photograph still lacks it."""
    comment = {"question": "q08_found_with_employer", "written_at": "2026-03-10T18:00:00Z", "words": "in a drawer"}
    control = a_raw_control(answers={"q08_found_with_employer": True}, persons=[a_person(1)])

    def missing(**changed: Any) -> list[str]:
        read = read_control({**control, "comments": [{**comment, **changed}]}, the_checklist)
        return [kind for _, _, kind in missing_needs(read, the_checklist("restaurants"))]

    assert missing() == ["photo"]
    assert missing(words="  ") == missing(person="P1") == missing(question=None) == ["photo", "comment"]


def test_what_a_person_shows_is_asked_of_that_person():
    """A photograph of somebody else is not theirs."""
    persons = [a_person(n, {"q14_injuries": ["marks"]}) for n in (1, 2)]
    photo = {**PHOTO, "question": "q14_injuries", "person": "P2", "comment": "left hand"}
    control = read_control(a_raw_control(persons=persons, attachments=[photo]), the_checklist)
    found = missing_needs(control, the_checklist("restaurants"))
    assert found == (("q14_injuries", "P1", "photo"), ("q14_injuries", "P1", "comment"))


def test_the_conclusion_of_a_finished_control_remarks_on_missing_evidence():
    """Not while it is being filled in: the photograph may come."""
    answers = {"q08_found_with_employer": True}
    assert what_follows(answers=answers).remarks == ("report_language_choice", "evidence_missing")
    assert what_follows(answers=answers, left_at=None).remarks == ("report_language_choice",)


def _missing(answers: dict[str, Any], *attachments: dict[str, Any]) -> list[tuple[str, str | None, str]]:
    control = read_control(a_raw_control(answers=answers, attachments=list(attachments)), the_checklist)
    return list(missing_needs(control, the_checklist("restaurants")))
