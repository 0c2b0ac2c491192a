"""What is still open about trafficking: questions without an answer that are wanted before anybody reads an all-clear.

A rule sees only what was said and written down. Where it stops one step short of a proposal and somebody was not asked,
"no pattern" would be read as an all-clear that nobody gave; so it would beside a sign of exploitation.
"""

from collections.abc import Iterator
from functools import cached_property

from inspection.control.checklists import Asking, is_given
from inspection.control.evidence import answer_keys, person_order
from inspection.control.filled import AnswerValue, Control
from inspection.control.trafficking.elements import MINOR, Mark, Purpose, Shown, marks_of, shown_of_each
from inspection.control.trafficking.proposal import OpenQuestion, Proposal, SignSeen, Subject
from inspection.control.trafficking.signs import offences_of_minors, shown_by
from sectors import Catalogue
from sectors.rules.checklists import Question
from sectors.rules.trafficking import Sign


def left_open(control: Control, asking: Asking, made: Proposal, catalogue: Catalogue) -> tuple[OpenQuestion, ...]:
    """Return the questions that are asked and not answered, and that are wanted before the proposal stays negative.

    Each with the persons who have no answer yet: first, in the order of the checklist, those that would settle what was
    seen (a strong sign, a dimension of human dignity, of whom it concerns), then those of which one answer could make
    the proposal positive (of several choices that may be ticked together, one counts as an answer). Empty where the
    proposal is positive, and where nothing but what the ordinary checks establish points to it yet: every undeclared
    cook would be asked everything.
    """
    if not made.is_open:
        return ()
    signs = tuple(_signs(made, catalogue))
    could, settling, others = _Could(control, made, catalogue), [], []
    for question in asking.questions.values():
        places = list(_unanswered(control, asking, question))
        enough = could.turn(question) if places else frozenset()
        asked_by = {place: _asked_by(signs, question, place) for place in places}
        settling += _named(question, [p for p in places if asked_by[p]], enough, asked_by)
        others += _named(question, [p for p in places if p in enough and not asked_by[p]], enough, asked_by)
    return (*settling, *others)


class _Could:
    """What one answer more would make of what stands of a control."""

    def __init__(self, control: Control, made: Proposal, catalogue: Catalogue) -> None:
        self._purpose, self._minors_only = Purpose(catalogue), offences_of_minors(catalogue)
        self._shown = shown_of_each(marks_of(control, self._purpose, made.minors))

    def turn(self, question: Question) -> frozenset[Subject]:
        """Return where some answer to a question would be enough: one about the workplace, for anybody."""
        return frozenset(
            place
            for more in self._additions(question)
            for who, shown in self._shown.items()
            if self._purpose.way(shown | more)
            for place in (None, who)
        )

    def _additions(self, question: Question) -> set[Shown]:
        """Return what each answer to a question would show."""
        return {more for value in self._values(question) if (more := self._marks(question, value))}

    def _values(self, question: Question) -> Iterator[AnswerValue]:
        """Yield the answers that show anything: keys, counts that are reached, times in a span."""
        signs = [sign for sign, _ in self._signs.get(question.id, ())]
        keys = {one.answer for one in question.establishes} | {key for sign in signs for key in sign.answers}
        yield from ((key == "true") if question.kind == "yes_no" else key for key in sorted(keys))
        yield from (sign.at_least for sign in signs if sign.at_least is not None)
        yield from (sign.within[0] for sign in signs if sign.within is not None)

    def _marks(self, question: Question, value: AnswerValue) -> Shown:
        offences = {one.offence for one in question.establishes if one.answer in answer_keys(value)}
        minor = {MINOR} if offences & self._minors_only else set()
        return frozenset(mark for sign, mark in self._signs.get(question.id, ()) if shown_by(value, sign)) | minor

    @cached_property
    def _signs(self) -> dict[str, list[tuple[Sign, Mark]]]:
        found: dict[str, list[tuple[Sign, Mark]]] = {}
        for mark, part in self._purpose.parts():
            for sign in part.signs:
                found.setdefault(sign.question, []).append((sign, mark))
        return found


def _signs(made: Proposal, catalogue: Catalogue) -> Iterator[tuple[SignSeen, tuple[str, ...]]]:
    """Yield what was seen that no ordinary check establishes, each with the questions that would settle it."""
    yield from ((sign, catalogue.strong_signs[sign.key].settled_by) for sign in made.strong)
    for sign in made.dignity:
        if not sign.ordinary:
            yield sign, catalogue.dignity_factors[sign.key].settled_by


def _asked_by(
    signs: tuple[tuple[SignSeen, tuple[str, ...]], ...], question: Question, place: Subject
) -> tuple[str, ...]:
    """Return which signs a question would settle: of everybody for what was seen of the workplace."""
    return tuple(
        dict.fromkeys(
            sign.key
            for sign, settled_by in signs
            if question.id in settled_by and (place is None or not sign.persons or place in sign.persons)
        )
    )


def _unanswered(control: Control, asking: Asking, question: Question) -> Iterator[Subject]:
    if question.scope == "workplace":
        if asking.is_asked(question, control.answers) and not is_given(control.answers.get(question.id)):
            yield None
        return
    for person in control.persons:
        if asking.is_asked(question, control.answers, person.answers) and not is_given(person.answers.get(question.id)):
            yield person.ref


def _named(
    question: Question, places: list[Subject], enough: frozenset[Subject], asked_by: dict[Subject, tuple[str, ...]]
) -> list[OpenQuestion]:
    """Return a question with the persons who have no answer to it, apart by whether theirs could be enough."""
    return [
        OpenQuestion(
            question=question.id,
            persons=tuple(sorted((place for place in here if place is not None), key=person_order)),
            turns=turns,
            asked_by=tuple(dict.fromkeys(key for place in here for key in asked_by[place])),
        )
        for turns in (True, False)
        if (here := [place for place in places if (place in enough) is turns])
    ]
