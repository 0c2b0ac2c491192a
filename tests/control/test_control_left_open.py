"""What a conclusion leaves open: questions that would settle what was seen, or of which one answer could turn it."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from builders_control import DAY, a_competence, a_person, a_raw_control, is_proposed, the_checklist, the_rules
from builders_generated_controls import targeted

from inspection.control.conclusions import conclude
from inspection.control.reading import read_control
from inspection.control.trafficking import Proposal
from inspection.errors import ControlFault
from sectors.rules.checklists import Question

ONE_SHORT = {"q14_safety": ["degrading"]}  # supports a set, and no more
PAY = {"q11_pay": "token"}
TODAY = the_rules().on(DAY)
# nobody was locked in, hurt, sold or bound by debts, and no child was at work
NOTHING_GRAVE_SEEN = {"q17_seen": ["nothing"], "q15_rooms_seen": ["nothing"]}
NOTHING_GRAVE_TOLD = {
    "q14_injuries": ["nothing"],
    "q24_violence": ["nothing"],
    "q20_journey": ["own"],
    "pt_age": "nothing",
    "q08_papers_held": "self",
    "q17_freedom": ["free"],
}
STRONG = [
    (key, sign.question, answer)
    for key, strong in TODAY.strong_signs.items()
    for sign in strong.signs
    for answer in sign.answers
]


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
    assert (made.positive, made.left_open, made.is_open) == (False, (), False)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.few(1)
def test_every_answer_tried_gives_the_same_questions(seed: int) -> None:
    """On action days, where something was found and not enough: each question, each person, each answer, one by one."""
    rng = Random(f"left open {seed}")
    raw = next(raw for raw in iter(lambda: targeted(rng), None) if proposed(raw).left_open)
    assert enough_by_one(raw) == {(question, who) for question, who, changed in one_answer_more(raw) if turns(changed)}


@pytest.mark.battery(reason="each answer of three persons, 11 s")
def test_so_does_every_answer_where_people_are_judged_apart() -> None:
    """What is missing of one person is asked of that person: the answer of another would complete nothing."""
    people = [{"pt_age": "child"}, PAY | {"q08_papers_held": "employer"}, {"q15_sleeps": "workplace"}]
    raw = a_raw_control(answers={"fm_head_count": 3}, persons=[a_person(n, told) for n, told in enumerate(people, 1)])
    told = enough_by_one(raw)
    assert told == {(question, who) for question, who, changed in one_answer_more(raw) if turns(changed)}
    assert {who for question, who in told if question == "q11_pay"} == {"P3"}
    assert {who for question, who in told if question == "q08_papers_held"} == {"P3"}
    assert {who for question, who in told if question == "q17_freedom"} == {"P1", "P2", "P3"}
    assert {who for question, who in told if question == "q10_start"} == {"P1"}


@pytest.mark.parametrize(("key", "question", "answer"), STRONG, ids=[f"{key} {answer}" for key, _, answer in STRONG])
def test_a_strong_sign_alone_leaves_its_question_open(key: str, question: str, answer: str) -> None:
    """Nothing grave was found by whoever was asked: the sign and the questions around it stand all the same."""
    made = alone(question, answer)
    assert not made.positive
    assert key in [sign.key for sign in made.strong]
    asked = {one.question: one for one in made.left_open if key in one.asked_by}
    assert asked
    assert asked.keys() <= set(TODAY.strong_signs[key].settled_by)
    assert all(one.asked_by for one in made.left_open[: len(asked)])


def test_a_strong_sign_asks_of_whom_it_concerns() -> None:
    """P2 told that quitting is not dared; P1 did not, and is not asked everything."""
    made = found(NOTHING_GRAVE_TOLD, NOTHING_GRAVE_TOLD | {"q17_freedom": ["cannot_quit"]}, answers=NOTHING_GRAVE_SEEN)
    asked = [one for one in made.left_open if "cannot_quit" in one.asked_by]
    assert asked
    assert {one.persons for one in asked} == {("P2",)}
    assert made.left_open[: len(asked)] == tuple(asked)


@pytest.mark.parametrize(
    ("sign", "strong", "dignity"),
    [({"q17_freedom": ["cannot_quit"]}, ["cannot_quit"], ["watched"]), ({"q15_sleeps": "unfit"}, [], ["lodging"])],
    ids=["a strong sign", "a dimension of dignity"],
)
def test_a_sign_stands_when_everything_was_asked(sign: dict[str, Any], strong: list[str], dignity: list[str]) -> None:
    """Then no question is left to ask, and the sign is named still: the decision is the inspector's."""
    questions = [q for q in the_checklist("restaurants").questions if q.scope == "person" and q.choices]
    harmless = {"q15_sleeps": "own", "q12_deductions": ["nothing"], "q11_how_paid": "own_account"}
    told = {q.id: [q.choices[0].key] if q.kind == "choices" else q.choices[0].key for q in questions} | harmless
    told |= {q.id: False for q in the_checklist("restaurants").questions if q.scope == "person" and q.kind == "yes_no"}
    seen = NOTHING_GRAVE_SEEN | {"q14_safety": ["in_order"], "q08_found_with_employer": False}
    seen |= {"q19_instructions_seen": False}
    made = found(told | {"q25_rights_known": True} | sign, answers=seen)
    assert [one.key for one in made.strong] == strong
    assert [one.key for one in made.dignity if not one.ordinary] == dignity
    assert (made.positive, made.left_open, made.is_open) == (False, (), True)


def test_the_pattern_of_the_ilo_alone_leaves_the_question_open() -> None:
    """It proposes nothing, and it is no all-clear."""
    told = {"q10_hours": "excessive", "q12_deductions": ["fines"], "q21_promises": ["job", "conditions"]}
    made = found(told, answers={})
    assert (made.positive, made.patterns, made.is_open) == (False, ("ilo",), True)
    assert {one.question for one in made.left_open} >= {"q11_pay", "q15_sleeps", "q17_freedom"}


def test_what_would_settle_it_comes_first() -> None:
    """Marks of violence: by whom is asked before anything else of which an answer could be enough."""
    made = found({"q14_injuries": ["marks"]}, answers={})
    first = made.left_open[0]
    assert "marks_of_violence" in first.asked_by
    settling = [bool(one.asked_by) for one in made.left_open]
    assert settling == sorted(settling, reverse=True)
    assert {one.question: one.turns for one in made.left_open}["q24_violence"]


def test_what_the_ilo_calls_strong_is_strong_or_grave() -> None:
    """Every answer that establishes one of the seven, and that somebody saw or told: none leaves nothing open."""
    grave = [fact for fact in TODAY.dignity_facts.values() if fact.dignity == "grave"]
    named = {
        (sign.question, answer)
        for one in (*TODAY.strong_signs.values(), *grave)
        for sign in one.signs
        for answer in sign.answers
    }
    strong = {key for key, indicator in TODAY.indicators.items() if indicator.strength == "strong"}
    assert len(strong) == 7
    pointing = {(q.id, e.answer) for q in TODAY.questions.values() for e in q.establishes if e.indicator in strong}
    assert pointing <= named


def alone(question: str, answer: str) -> Proposal:
    """What the rules say where one answer alone is not what it should be, and nothing grave was found."""
    asked = TODAY.questions[question]
    value: Any = [answer] if asked.kind == "choices" else answer == "true" if asked.kind == "yes_no" else answer
    if asked.scope == "workplace":
        return found(NOTHING_GRAVE_TOLD, answers=NOTHING_GRAVE_SEEN | {question: value})
    return found(NOTHING_GRAVE_TOLD | {question: value}, answers=NOTHING_GRAVE_SEEN)


def enough_by_one(raw: dict[str, Any]) -> set[tuple[str, str | None]]:
    """Where the conclusion says that one answer would be enough."""
    return {(one.question, who) for one in proposed(raw).left_open if one.turns for who in one.persons or (None,)}


def turns(raw: dict[str, Any]) -> bool:
    """Whether a control that can be filled in is proposed."""
    try:
        return is_proposed(read_control(raw, the_checklist))
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
    """Every answer that a rule could know: each choice, yes and no, numbers small and large, times of day and night."""
    if question.kind == "yes_no":
        return [True, False]
    if question.kind == "integer":
        return [0, 1, 2, 5, 10, 50]
    if question.kind == "time":
        return ["04:00", "12:00", "20:30", "23:00"]
    keys = [choice.key for choice in question.choices]
    return [[key] for key in keys] if question.kind == "choices" else keys
