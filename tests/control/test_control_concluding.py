"""What follows from a control, where a situation cannot say it."""

from dataclasses import asdict, replace
from datetime import date

import pytest
from builders_control import a_competence, a_control, a_person, a_raw_control, a_suspicion, the_rules, what_follows
from builders_first_reports import SIGNS, TOLD

from inspection.control.conclusions import conclude, findings_and_clocks


def test_the_same_control_gives_the_same_conclusion_whatever_the_order():
    """Persons and answers in another order change nothing but nothing."""
    persons = [a_person(10, {"q02_dimona": "absent", "q11_pay": "token"}), a_person(2, {"q02_dimona": "late"})]
    one, other = what_follows(persons=persons), what_follows(persons=persons[::-1])
    assert one == other
    assert one.findings[1].persons == ("P2", "P10")


@pytest.mark.parametrize("more", [{}, {"suspicion": a_suspicion()}, {"answers": SIGNS}])
def test_findings_and_clocks_alone_are_those_of_the_whole_conclusion(more):
    """A list that shows no more than these tells what the page of each control tells."""
    control = a_control(persons=[a_person(1, {"q02_dimona": "absent", "q11_pay": "token"})], **more)
    whole = conclude(control, the_rules(), a_competence())
    assert findings_and_clocks(control, the_rules(), a_competence()) == (whole.findings, whole.clocks)
    assert whole.findings


def test_an_indicator_seen_twice_keeps_the_stronger_way_and_both_questions():
    """Papers told of by a worker and found in the employer's drawer are one indicator, observed."""
    conclusion = what_follows(
        answers={"q08_found_with_employer": True}, persons=[a_person(1, {"q08_papers_held": "employer"})]
    )
    (seen,) = conclusion.proposal.indicators
    assert (seen.indicator, seen.how, seen.persons) == ("CD01", "observed", ("P1",))
    assert seen.questions == ("q08_found_with_employer", "q08_papers_held")


def test_a_dimension_names_its_indicators_even_when_it_is_not_positive():
    """The inspector sees why, and why not."""
    conclusion = what_follows(persons=[a_person(1, {"q09_stay": "absent", "q02_dimona": "absent"})])
    by_dimension = {result.dimension: result for result in conclusion.proposal.dimensions}
    assert by_dimension["RV"].indicators == ("RV02",)
    assert by_dimension["EX"].indicators == ("EX06",)
    assert list(by_dimension) == ["DR", "CR", "RV", "EX", "CD", "VD"]


def test_the_suspicion_of_the_inspector_changes_nothing_in_what_the_rules_say():
    """Proposal and decision are two things: neither overrules the other; only the choice of what follows is gone."""
    persons = [a_person(1, {"q02_dimona": "absent"})]
    yes, no, undecided = (what_follows(persons=persons, suspicion=a_suspicion(d)) for d in ("yes", "no", "undecided"))
    assert [no, undecided] == [what_follows(persons=persons)] * 2
    assert (yes.proposal, yes.clocks) == (no.proposal, no.clocks)
    assert [replace(f, open_consequences=()) for f in yes.findings] == [
        replace(f, open_consequences=()) for f in no.findings
    ]


@pytest.mark.parametrize(
    "told",
    [
        {"q20_journey": ["debt_works"]},
        {"q24_violence": ["at_recruitment"]},
        {"q24_violence": ["sold"]},
        {"q18_address_known": "isolated"},
        {"q17_freedom": ["cannot_quit"]},
        {"q21_promises": ["job"]},
        {"pt_age": "child"},
    ],
    ids=[
        "debt bondage",
        "violence at recruitment",
        "sold",
        "isolated",
        "cannot quit",
        "deceived on the job",
        "a child",
    ],
)
def test_no_strong_sign_reads_as_an_all_clear(told):
    """Alone, without any other answer: it is proposed, or the questions around it are named with who was not asked."""
    made = what_follows(persons=[a_person(1, told)]).proposal
    assert made.positive or {person for one in made.left_open for person in one.persons} == {"P1"}


def test_a_suspicion_leaves_nothing_to_choose():
    """An inspector who suspects trafficking, on whatever grounds, cannot settle it with a warning or a deadline."""
    answers = {"q05_work_rules": ["no_rules"]}
    (ordinary,) = what_follows(answers=answers).findings
    (suspected,) = what_follows(answers=answers, suspicion=a_suspicion("yes")).findings
    assert (ordinary.consequence, len(ordinary.open_consequences)) == ("deadline", 4)
    assert (suspected.consequence, suspected.open_consequences) == ("pv", ("pv",))


def test_what_belongs_to_a_proposed_exploitation_has_a_warning_until_somebody_decides():
    """The choice is open while nobody decided; a yes closes it, and a reasoned no ends the warning."""
    case = {"answers": SIGNS, "persons": [a_person(1, {**TOLD, "q02_dimona": "absent"})]}
    law = the_rules().on(date(2026, 3, 10))
    connected = {key for key in law.exploitation.offences if law.offence(key).discretion}
    proposed, refused = what_follows(**case), what_follows(**case, suspicion=a_suspicion("no", "paid since"))
    suspected = what_follows(**case, suspicion=a_suspicion("yes"))
    mine = [one for one in proposed.findings if one.offence in connected]
    assert proposed.proposal.positive
    assert [one.offence for one in mine] == list(proposed.awaits_decision) != []
    assert all(len(one.open_consequences) > 1 for one in (*mine, *refused.findings) if one.offence in connected)
    assert {one.open_consequences for one in suspected.findings} == {("pv",)}
    assert (refused.awaits_decision, suspected.awaits_decision) == ((), ())


def test_a_crime_outside_the_social_law_leaves_nothing_to_choose():
    """Unfit housing is referred, whatever the rest of the control may end in."""
    question, answer = next(
        (q, e.answer)
        for q in the_rules().on(date(2026, 3, 10)).questions.values()
        for e in q.establishes
        if e.offence == "HOUSING"
    )
    given = {question.id: [answer] if question.kind == "choices" else answer}
    asked = {"answers": given} if question.scope == "workplace" else {"persons": [a_person(1, given)]}
    found = {finding.offence: finding for finding in what_follows(**asked).findings}
    assert (found["HOUSING"].consequence, found["HOUSING"].open_consequences) == ("pv", ("pv",))


def test_the_copy_of_the_report_is_shown_as_conditional():
    """Its clock runs from the finding whether or not a report follows, and says that it counts only if one does."""
    conclusion = what_follows(persons=[a_person(1, {"q02_dimona": "absent"})], answers={"cl_consequence": "warning"})
    assert {clock.key: clock.only_if for clock in conclusion.clocks} == {
        "pv_copy": "pv",
        "administrative_limitation": None,
    }


def test_a_deadline_to_comply_asks_for_a_visit_even_where_nothing_else_was_found():
    """It runs from the control to the day that was set; the other clocks only tell somebody."""
    conclusion = what_follows(answers={"cl_comply_by": "2026-04-11", "cl_notice_on": "2026-03-10"})
    assert {clock.key: clock.asks for clock in conclusion.clocks} == {
        "deadline_to_comply": "visit",
        "wage_joint_liability": "alert",
    }
    (comply,) = [clock for clock in conclusion.clocks if clock.asks == "visit"]
    assert (comply.starts_on.isoformat(), comply.due_on.isoformat()) == ("2026-03-10", "2026-04-11")


def test_the_report_in_a_language_of_another_territory_is_remarked_and_stops_nothing():
    """The place gives the report's language; a wrong one is said, never an obstacle."""
    control = a_control(report_language="de", persons=[a_person(1, {"q02_dimona": "absent"})])
    conclusion = conclude(control, the_rules(), a_competence(("fr", "nl")))
    assert conclusion.remarks == ("report_language", "report_language_choice")
    assert len(conclusion.findings) == 1
    assert conclude(control, the_rules(), a_competence(("de",))).remarks == ()


def test_the_copy_of_the_report_counts_from_the_day_of_entry_in_brussels():
    """Half past midnight in Brussels is still yesterday in UTC."""
    raw = {"entered_at": "2026-03-10T23:30:00Z", "left_at": "2026-03-11T01:00:00Z", "facts_on": "2026-03-11"}
    conclusion = what_follows(persons=[a_person(1, {"q02_dimona": "absent"})], **raw)
    (copy,) = [clock for clock in conclusion.clocks if clock.key == "pv_copy"]
    assert (copy.starts_on.isoformat(), copy.due_on.isoformat()) == ("2026-03-12", "2026-03-25")


def test_a_closed_door_leaves_nothing_to_conclude():
    """No answer, no finding, no clock, no proposal."""
    conclusion = what_follows(outcome="closed", answers={"fm_head_count": None})
    assert (conclusion.findings, conclusion.clocks, conclusion.proposal.indicators) == ((), (), ())
    assert not conclusion.proposal.positive


def test_an_offence_that_the_law_did_not_know_yet_is_said_and_not_found():
    """Rules laid over in memory: the same answer, a law without the offence."""

    class Earlier:
        sha256 = the_rules().sha256

        def on(self, day):
            catalogue = the_rules().on(day)
            offences = {key: offence for key, offence in catalogue.offences.items() if key != "SS_DIMONA_IN"}
            return catalogue.model_copy(update={"offences": offences})

        def changes(self, after, until):
            return the_rules().changes(after, until)

    control = a_control(persons=[a_person(1, {"q02_dimona": "absent"})])
    conclusion = conclude(control, Earlier(), a_competence())  # type: ignore[arg-type]
    assert conclusion.findings == ()
    assert conclusion.not_in_force == ("SS_DIMONA_IN",)


def test_a_conclusion_speaks_of_persons_by_reference_only():
    """Findings are stored apart from names, and may be shown to more people."""
    person = a_person(1, {"q02_dimona": "absent"}, name="SECRET", birth_date="2010-05-01", hearing_language="SECRET")
    assert "SECRET" not in str(asdict(what_follows(persons=[person])))
    assert a_raw_control(persons=[person])["persons"][0]["name"] == "SECRET"
