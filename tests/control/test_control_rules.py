"""The questions and indicators as data: complete, reachable, and never alarming by what is ordinary."""

from collections import Counter
from datetime import date

from builders_control import the_rules

CATALOGUE = the_rules().on(date(2026, 3, 10))
ESTABLISHED = [(q, e) for q in CATALOGUE.questions.values() for e in q.establishes]


def test_there_are_67_indicators_in_the_sizes_of_the_table():
    """DR 10, CR 10, RV 16, EX 9, CD 15, VD 7."""
    sizes = Counter(indicator.dimension for indicator in CATALOGUE.indicators.values())
    assert sizes == {"DR": 10, "CR": 10, "RV": 16, "EX": 9, "CD": 15, "VD": 7}
    strong = {indicator.id for indicator in CATALOGUE.indicators.values() if indicator.strength == "strong"}
    assert strong == {"DR01", "CR01", "EX01", "CD01", "CD02", "CD03", "CD04"}


def test_the_ten_national_groups_are_there():
    """BE-A to BE-J, as context."""
    assert list(CATALOGUE.national_groups) == [f"BE-{letter}" for letter in "ABCDEFGHIJ"]


def test_every_question_of_the_facts_is_asked():
    """Q01 to Q25, each by one question at least."""
    asked = {question.asks for question in CATALOGUE.questions.values()}
    assert {f"Q{n:02d}" for n in range(1, 26)} <= asked


def test_every_offence_and_indicator_can_be_found():
    """What no answer can establish would be law that nobody checks."""
    assert {e.offence for _, e in ESTABLISHED if e.offence} == set(CATALOGUE.offences)
    assert {e.indicator for _, e in ESTABLISHED if e.indicator} == set(CATALOGUE.indicators)


def test_an_indicator_can_be_found_by_each_question_that_the_facts_name():
    """The column Q of the table holds."""
    for indicator in CATALOGUE.indicators.values():
        reached = {question.asks for question, e in ESTABLISHED if e.indicator == indicator.id}
        assert set(indicator.questions) <= reached, indicator.id


def test_only_what_was_observed_or_told_establishes_a_sign_of_abuse():
    """A register or a document alone never does: only ordinary indicators may be merely checked."""
    for question, e in ESTABLISHED:
        if e.indicator and not CATALOGUE.indicators[e.indicator].ordinary:
            assert e.how in ("observed", "told"), (question.id, e.answer)


def test_each_answer_establishes_one_thing_a_line_and_nothing_twice():
    """A line names an offence, an indicator, an offence of which it shows a circumstance, or a point to clarify."""
    for question in CATALOGUE.questions.values():
        lines = [(e.answer, e.offence, e.indicator, e.of, e.to_clarify) for e in question.establishes]
        assert len(set(lines)) == len(lines), question.id
        assert all(sum(named is not None for named in line[1:]) == 1 for line in lines), question.id


def test_questions_about_abuse_are_sensitive():
    """They are left out of what others may read."""
    for question, e in ESTABLISHED:
        if e.indicator and question.section == "observations":
            assert question.sensitive, question.id


def test_choices_have_distinct_keys_and_only_choices_have_any():
    """A choice is known by its key for ever."""
    for question in CATALOGUE.questions.values():
        keys = [choice.key for choice in question.choices]
        assert len(set(keys)) == len(keys), question.id
        assert bool(keys) == (question.kind in ("choice", "choices")), question.id


def test_every_question_can_be_answered_without_pointing_to_anything():
    """Whoever asks must be able to note that all is well."""
    for question in CATALOGUE.questions.values():
        answers = {choice.key for choice in question.choices} or {"true", "false"}
        assert answers - {e.answer for e in question.establishes}, question.id
