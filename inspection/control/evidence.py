"""What the answers of a control establish, question by question and person by person."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from inspection.control import checklists
from inspection.control.expressions.evaluating import evaluate
from inspection.control.filled import AnswerValue, Control, PersonFound
from sectors.rules.checklists import Establishes, Question


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One answer that establishes something; `person` is None for an answer about the workplace.

    concerns
        References of the persons found whom it concerns: the one that was asked, or those whom the rules say.
    """

    question: str
    person: str | None
    points_to: Establishes
    concerns: tuple[str, ...] = ()


def without_unasked_answers(control: Control, asking: "checklists.Asking") -> Control:
    """Return the control with the answers that count: without those that linger where a question is not asked."""
    persons = (
        person.model_copy(update={"answers": asking.live(control.answers, person.answers)})
        for person in control.persons
    )
    return control.model_copy(update={"answers": asking.live(control.answers), "persons": tuple(persons)})


def gather(
    control: Control, questions: Mapping[str, Question], law: Mapping[str, Question] | None = None
) -> tuple[Evidence, ...]:
    """Return all that the answers establish: of the workplace first, then of each person by reference.

    law
        The same questions by the rules of the day of the facts: they say which offence an answer establishes. What
        counts as a sign of abuse is said by `questions`, of the day of the control; and so is everything about a
        question that did not exist on the day of the facts.
    """
    persons = sorted(control.persons, key=lambda person: person_order(person.ref))
    read = _AnswersRead(control, questions, questions if law is None else law)
    return (*read.of(None), *(found for person in persons for found in read.of(person)))


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
    """Return the persons whose own answers the evidence is, each once."""
    return tuple(sorted({found.person for found in evidence if found.person is not None}, key=person_order))


def concerned(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """Return the persons that the evidence concerns, each once."""
    return tuple(sorted({ref for found in evidence for ref in found.concerns}, key=person_order))


def questions_of(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """Return the questions that the evidence came from, each once."""
    return tuple(sorted({found.question for found in evidence}))


class _AnswersRead:
    """What the answers of one control establish, by the questions as asked and by the law of the facts."""

    def __init__(self, control: Control, asked: Mapping[str, Question], law: Mapping[str, Question]) -> None:
        self._control, self._asked, self._law = control, checklists.asking_of(asked), checklists.asking_of(law)

    def of(self, person: PersonFound | None) -> Iterator[Evidence]:
        """Yield what the answers about the workplace establish, or those of a person."""
        answers = self._control.answers if person is None else person.answers
        for key in sorted(answers.keys() & self._asked.questions.keys()):
            given = answer_keys(answers[key])
            for meaning in self._meanings(key):
                if meaning.establishes.answer in given and self._holds(meaning, person):
                    yield Evidence(
                        question=key,
                        person=person.ref if person else None,
                        points_to=meaning.establishes,
                        concerns=(person.ref,) if person else self._concerned(meaning),
                    )

    def _meanings(self, key: str) -> Iterator["checklists.Meaning"]:
        law = self._law if key in self._law.questions else self._asked
        yield from (one for one in law.rules(key).meanings if one.establishes.indicator is None)
        yield from (one for one in self._asked.rules(key).meanings if one.establishes.indicator is not None)

    def _holds(self, meaning: "checklists.Meaning", person: PersonFound | None) -> bool:
        return meaning.when is None or evaluate(meaning.when, self._control.answers, person.answers if person else {})

    def _concerned(self, meaning: "checklists.Meaning") -> tuple[str, ...]:
        if meaning.establishes.concerns is None:
            return ()
        return tuple(
            person.ref
            for person in sorted(self._control.persons, key=lambda one: person_order(one.ref))
            if meaning.concerns is None or evaluate(meaning.concerns, self._control.answers, person.answers)
        )


def answer_keys(value: AnswerValue) -> frozenset[str]:
    """Return an answer as the keys that a rule names it by."""
    if isinstance(value, bool):
        return frozenset({"true" if value else "false"})
    if isinstance(value, list):
        return frozenset(value)
    return frozenset({value}) if isinstance(value, str) else frozenset()
