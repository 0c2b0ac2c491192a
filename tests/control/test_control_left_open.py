"""What a conclusion leaves open: questions without an answer of which one could turn the proposal."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from builders_control import a_competence, a_person, a_raw_control, the_checklist, the_rules
from builders_generated_controls import targeted

from inspection.control import Proposal, conclude, read_control
from inspection.errors import ControlFault
from sectors import Question

ONE_SHORT = {"q14_safety": ["degrading"]}  # a weighty factor of human dignity, and no more
PAY = {"q11_pay": "token"}


def proposed(raw: dict[str, Any]) -> Proposal:
    """What the shipped rules say of a control."""
    return conclude(read_control(raw, the_checklist), the_rules(), a_competence()).proposal


def found(*people: dict[str, Any], answers: dict[str, Any]) -> Proposal:
    """What they say of a restaurant where these persons gave these answers."""
    persons = [a_person(n, told) for n, told in enumerate(people, 1)]
    return proposed(a_raw_control(answers={**answers, "fm_head_count": len(persons)}, persons=persons))


def test_one_answer_short_names_the_question_and_who_was_not_asked() -> None:
    """Two told of their pay, and P2 did not say where they sleep: that one answer would be enough."""
    made = found(PAY | {"q15_sleeps": "own"}, PAY, answers=ONE_SHORT)
    assert not made.positive
    assert {one.question: one.persons for one in made.left_open}["q15_sleeps"] == ("P2",)


def test_the_answer_that_was_wanting_turns_it() -> None:
    """And then nothing is open any more."""
    after = found(PAY | {"q15_sleeps": "workplace"}, answers=ONE_SHORT)
    assert (after.positive, after.left_open) == (True, ())


def test_what_the_ordinary_checks_establish_leaves_nothing_open() -> None:
    """Every undeclared cook without a contract would be asked everything, and nobody would heed it."""
    made = found({"q02_dimona": "absent", "q04_contract": "none"}, answers={})
    assert (made.positive, made.left_open) == (False, ())


@pytest.mark.parametrize("seed", range(2))
def test_every_answer_tried_gives_the_same_questions(seed: int) -> None:
    """On action days, where something was found and not enough: each question, each person, each answer, one by one."""
    rng = Random(f"left open {seed}")
    raw = next(raw for raw in iter(lambda: targeted(rng), None) if proposed(raw).left_open)
    told = {(one.question, who) for one in proposed(raw).left_open for who in one.persons or (None,)}
    assert told == {(question, who) for question, who, changed in one_answer_more(raw) if turns(changed)}


def turns(raw: dict[str, Any]) -> bool:
    """Whether a control that can be filled in is proposed."""
    try:
        return proposed(raw).positive
    except ControlFault:  # no such number
        return False


def one_answer_more(raw: dict[str, Any]) -> Iterator[tuple[str, str | None, dict[str, Any]]]:
    """Yield a control with one answer more than it has, for each that it could have."""
    questions = the_checklist(raw["sector"]).questions
    for question in questions:
        for answer in possible(question):
            if question.scope == "workplace" and not raw["answers"].get(question.id):
                yield question.id, None, {**raw, "answers": {**raw["answers"], question.id: answer}}
            for n, person in enumerate(raw["persons"] if question.scope == "person" else ()):
                if not person["answers"].get(question.id):
                    more = {**person, "answers": {**person["answers"], question.id: answer}}
                    yield (
                        question.id,
                        person["ref"],
                        {**raw, "persons": [*raw["persons"][:n], more, *raw["persons"][n + 1 :]]},
                    )


def possible(question: Question) -> list[Any]:
    """Every answer that a rule could know: each choice, yes and no, numbers small and large."""
    if question.kind == "yes_no":
        return [True, False]
    if question.kind == "integer":
        return [0, 1, 2, 5, 10, 50]
    keys = [choice.key for choice in question.choices]
    return [[key] for key in keys] if question.kind == "choices" else keys
