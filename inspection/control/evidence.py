"""What the answers of a control establish, question by question and person by person."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from inspection.control.asking import Asking
from inspection.control.model import AnswerValue, Control
from sectors import Establishes, Question


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One answer that establishes something; `person` is None for an answer about the workplace."""

    question: str
    person: str | None
    points_to: Establishes


def counted(control: Control, asking: Asking) -> Control:
    """Return the control with the answers that count: without those that linger where a question is not asked."""
    persons = (
        person.model_copy(update={"answers": asking.live(control.answers, person.answers)})
        for person in control.persons
    )
    return control.model_copy(update={"answers": asking.live(control.answers), "persons": tuple(persons)})


def gather(control: Control, questions: Mapping[str, Question]) -> tuple[Evidence, ...]:
    """Return all that the answers establish: of the workplace first, then of each person by reference."""
    persons = sorted(control.persons, key=lambda person: person_order(person.ref))
    return (
        *_from(control.answers, None, questions),
        *(found for person in persons for found in _from(person.answers, person.ref, questions)),
    )


def events_of(control: Control, questions: Mapping[str, Question]) -> dict[str, date]:
    """Return the days of the events that the answers name; of two answers about one event, the later day."""
    found: dict[str, date] = {}
    for question in questions.values():
        day = control.answers.get(question.id)
        if question.event is not None and isinstance(day, str):
            given = date.fromisoformat(day)
            found[question.event] = max(given, found.get(question.event, given))
    return found


def leaves_choice(control: Control, questions: Mapping[str, Question]) -> bool:
    """Tell whether no answer takes from the inspector the choice of what follows."""
    return not any(q.ends_discretion and control.answers.get(q.id) is True for q in questions.values())


def person_order(ref: str) -> int:
    """Sort P2 before P10."""
    return int(ref[1:])


def persons_of(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """Return the persons that the evidence concerns, each once."""
    return tuple(sorted({found.person for found in evidence if found.person is not None}, key=person_order))


def questions_of(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """Return the questions that the evidence came from, each once."""
    return tuple(sorted({found.question for found in evidence}))


def _from(
    answers: Mapping[str, AnswerValue], person: str | None, questions: Mapping[str, Question]
) -> Iterator[Evidence]:
    for key in sorted(answers.keys() & questions.keys()):
        given = answer_keys(answers[key])
        for points_to in questions[key].establishes:
            if points_to.answer in given:
                yield Evidence(question=key, person=person, points_to=points_to)


def answer_keys(value: AnswerValue) -> frozenset[str]:
    """Return an answer as the keys that a rule names it by."""
    if isinstance(value, bool):
        return frozenset({"true" if value else "false"})
    if isinstance(value, list):
        return frozenset(value)
    return frozenset({value}) if isinstance(value, str) else frozenset()
