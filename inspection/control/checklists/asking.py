"""Which questions are asked, given the answers so far; what an answer must satisfy; what evidence it calls for.

A question that is not asked counts for nothing: an answer may linger from before another answer changed, and is neither
a fault nor evidence of anything.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from inspection.control.checklists.identity_cache import cached_by_identity
from inspection.control.expressions.evaluating import evaluate
from inspection.control.filled import AnswerValue
from sectors.expressions import Expression, parse, references
from sectors.rules.checklists import EVERYBODY, Establishes, Need, Question

Answers = Mapping[str, AnswerValue]


@dataclass(frozen=True)
class Meaning:
    """What an answer establishes, its expressions read: when it does, and whom of the persons found it concerns."""

    establishes: Establishes
    when: Expression | None
    concerns: Expression | None


@dataclass(frozen=True)
class QuestionRules:
    """The expressions of one question, read; `needs` and `meanings` in the order of the question's own."""

    relevant: Expression | None
    constraint: Expression | None
    needs: tuple[tuple[Need, Expression], ...]
    meanings: tuple[Meaning, ...] = ()


@dataclass(frozen=True)
class Asking:
    """The questions of one list with their rules, each read when it is first needed."""

    questions: Mapping[str, Question]
    _read: dict[str, QuestionRules] = field(default_factory=dict, repr=False, compare=False)
    _named: dict[int, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)

    def rules(self, id_: str) -> QuestionRules:
        """Return the rules of a question; KeyError where the list does not have it."""
        if id_ not in self._read:
            self._read[id_] = self._parsed(self.questions[id_])
        return self._read[id_]

    def is_asked(self, question: Question, answers: Answers, person: Answers | None = None) -> bool:
        """Tell whether a question is asked; an answer that is not asked itself counts as none.

        answers, person
            Of the workplace, and of the person that is asked about.
        """
        if question.relevant is None:
            return True
        relevant = self.rules(question.id).relevant
        return relevant is None or self._holds(relevant, answers, person)

    def accepts(self, question: Question, value: AnswerValue, answers: Answers, person: Answers | None = None) -> bool:
        """Tell whether an answer satisfies the constraint of its question; no answer satisfies every one."""
        if question.constraint is None or not is_given(value):
            return True
        constraint = self.rules(question.id).constraint
        return constraint is None or self._holds(constraint, answers, person, value)

    def needed(
        self, question: Question, value: AnswerValue, answers: Answers, person: Answers | None = None
    ) -> tuple[Need, ...]:
        """Return the evidence that an answer calls for."""
        if not question.needs or not is_given(value):
            return ()
        needs = self.rules(question.id).needs
        return tuple(need for need, when in needs if self._holds(when, answers, person, value))

    def live(self, answers: Answers, person: Answers | None = None) -> dict[str, AnswerValue]:
        """Return the answers that count: of the workplace, or of `person`, without those of questions not asked.

        An answer to a question that the list does not have is left in, for others to judge.
        """
        own = answers if person is None else person
        return {id_: value for id_, value in own.items() if self._counts(id_, answers, person)}

    def _counts(self, id_: str, answers: Answers, person: Answers | None) -> bool:
        question = self.questions.get(id_)
        return question is None or self.is_asked(question, answers, person)

    def _holds(self, expression: Expression, answers: Answers, person: Answers | None, own: AnswerValue = None) -> bool:
        read = [id_ for id_ in self._references(expression) if self._counts(id_, answers, person)]
        return evaluate(expression, _only(read, answers), _only(read, person or {}), own)

    def _references(self, expression: Expression) -> frozenset[str]:
        """Return whom one of these rules reads, looked up once: it is asked for thousands of times in a control.

        Known by the rule's own id, which no other object gets: the rules live as long as the list.
        """
        if id(expression) not in self._named:
            self._named[id(expression)] = references(expression)
        return self._named[id(expression)]

    def _parsed(self, question: Question) -> QuestionRules:
        return QuestionRules(
            parse(question.relevant, self.questions, question) if question.relevant is not None else None,
            parse(question.constraint, self.questions, question, own=True) if question.constraint is not None else None,
            tuple((need, parse(need.when, self.questions, question, own=True)) for need in question.needs),
            tuple(self._meaning(question, found) for found in question.establishes),
        )

    def _meaning(self, question: Question, found: Establishes) -> Meaning:
        of_each = question.model_copy(update={"scope": "person"})  # whom it concerns is asked of each person found
        concerns = found.concerns if found.concerns != EVERYBODY else None
        return Meaning(
            found,
            parse(found.when, self.questions, question) if found.when is not None else None,
            parse(concerns, self.questions, of_each) if concerns is not None else None,
        )


@cached_by_identity
def asking_of(questions: Mapping[str, Question]) -> Asking:
    """Return the rules of questions; each expression is read once for all the days that share them."""
    return Asking(questions)


def is_given(value: AnswerValue) -> bool:
    """Tell whether a value is an answer at all: an empty text and an empty list are none."""
    return value is not None and value != "" and value != []


def _only(ids: list[str], answers: Answers) -> dict[str, AnswerValue]:
    return {id_: answers[id_] for id_ in ids if id_ in answers}


def asked_of(asking: Asking, scope: str, answers: Answers, person: Answers | None) -> Iterator[Question]:
    """Yield the questions of one scope that are asked, in the order of the list."""
    for question in asking.questions.values():
        if question.scope == scope and asking.is_asked(question, answers, person):
            yield question
