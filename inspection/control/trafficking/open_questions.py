"""What is still open about trafficking: questions without an answer that are wanted before anybody reads an all-clear.

A rule sees only what was said and written down. Where it stops one step short of a proposal and somebody was not asked,
"no pattern" would be read as an all-clear that nobody gave; so it would beside a strong sign.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from inspection.control.checklists import Asking, is_given
from inspection.control.evidence import answer_keys, person_order
from inspection.control.filled import AnswerValue, Control
from inspection.control.trafficking.indicators import agree, dimensions_of
from inspection.control.trafficking.proposal import IndicatorSeen, OpenQuestion, Proposal, seen_as
from inspection.control.trafficking.signs import shown_by
from inspection.control.trafficking.victims import (
    Mark,
    Subject,
    grave_of,
    is_against_dignity,
    marks_of,
    signs_of_marks,
    victims,
)
from sectors import Catalogue
from sectors.rules.checklists import Question
from sectors.rules.trafficking import Sign


def left_open(control: Control, asking: Asking, made: Proposal, catalogue: Catalogue) -> tuple[OpenQuestion, ...]:
    """Return the questions that are asked and not answered, and that are wanted before the proposal stays negative.

    In the order of the checklist, each with the persons who have no answer yet: first where one answer could make the
    proposal positive (of several choices that may be ticked together, one counts as an answer), then where a strong
    sign asks for it: every question of its dimension and of exploitation, of whom the sign concerns. Empty where the
    proposal is positive, and where nothing but what the ordinary checks establish points to it yet: every undeclared
    cook would be asked everything.
    """
    if made.positive or not _is_begun(made, catalogue):
        return ()
    open_ones, found = _Open(control, made, catalogue), []
    for question in asking.questions.values():
        places = list(_unanswered(control, asking, question))
        enough = open_ones.turning(question) if places else frozenset()
        turning = [place for place in places if place in enough]
        asked = [place for place in places if place not in turning and open_ones.is_asked_by_a_sign(question, place)]
        found += [*_named(question, turning, turns=True), *_named(question, asked, turns=False)]
    return tuple(found)


@dataclass(frozen=True)
class _Open:
    """What stands of a control, and what one answer more would make of it."""

    control: Control
    made: Proposal
    catalogue: Catalogue

    def turning(self, question: Question) -> frozenset[Subject]:
        """Return where some answer to a question would make the proposal positive."""
        return frozenset(
            place
            for value in self._values(question)
            for place in ({None, *self._victims} if self._agrees(question, value) else self._marked(question, value))
        )

    def is_asked_by_a_sign(self, question: Question, place: Subject) -> bool:
        """Tell whether a strong sign asks for a question: of everybody for what was seen of the workplace."""
        points_to = {
            known.dimension
            for one in question.establishes
            if one.indicator is not None and one.how != "checked"
            if not (known := self.catalogue.indicators[one.indicator]).ordinary
        }
        core = self.catalogue.indicator_rule.core_dimension
        return any(
            not points_to.isdisjoint({core, self.catalogue.strong_signs[sign.key].dimension})
            and (place is None or not sign.persons or place in sign.persons)
            for sign in self.made.strong
        )

    @cached_property
    def _victims(self) -> dict[Subject, frozenset[Mark]]:
        return victims(marks_of(self.control, self.catalogue))

    @cached_property
    def _signs(self) -> dict[str, list[tuple[Sign, Mark]]]:
        found: dict[str, list[tuple[Sign, Mark]]] = {}
        for mark, signs in signs_of_marks(self.catalogue):
            for sign in signs:
                found.setdefault(sign.question, []).append((sign, mark))
        return found

    def _values(self, question: Question) -> Iterator[AnswerValue]:
        """Yield the answers that establish or show anything: keys, counts that are reached, times in a span."""
        signs = [sign for sign, _ in self._signs.get(question.id, ())]
        keys = {one.answer for one in question.establishes} | {key for sign in signs for key in sign.answers}
        yield from ((key == "true") if question.kind == "yes_no" else key for key in sorted(keys))
        yield from (sign.at_least for sign in signs if sign.at_least is not None)
        yield from (sign.within[0] for sign in signs if sign.within is not None)

    def _agrees(self, question: Question, value: AnswerValue) -> bool:
        rule = self.catalogue.indicator_rule
        return agree(dimensions_of(self._indicators(question, value), rule), rule)

    def _marked(self, question: Question, value: AnswerValue) -> Iterator[Subject]:
        """Yield where an answer would make a set of factors or a grave sign whole: of the workplace, for anybody."""
        more = frozenset(mark for sign, mark in self._signs.get(question.id, ()) if shown_by(value, sign))
        for place, shown in self._victims.items() if more else ():
            if is_against_dignity(shown | more, self.catalogue) or grave_of(shown | more, self.catalogue):
                yield from {None, place}

    def _indicators(self, question: Question, value: AnswerValue) -> list[IndicatorSeen]:
        """Return what would be seen: what is told where it was checked only counts in its place."""
        seen = {one.indicator: one for one in self.made.indicators}
        for one in question.establishes:
            if one.answer not in answer_keys(value) or one.indicator is None or _is_told(seen.get(one.indicator)):
                continue
            known = self.catalogue.indicators[one.indicator]
            seen[known.id] = seen_as(known, one.how, (question.id,))
        return list(seen.values())


def _is_begun(made: Proposal, catalogue: Catalogue) -> bool:
    factors = [catalogue.dignity_factors[factor.key] for factor in made.dignity]
    return bool(
        made.strong
        or any(not factor.ordinary for factor in factors)
        or any(dimension.positive for dimension in made.dimensions)
    )


def _is_told(seen: IndicatorSeen | None) -> bool:
    return seen is not None and seen.how != "checked"


def _unanswered(control: Control, asking: Asking, question: Question) -> Iterator[Subject]:
    if question.scope == "workplace":
        if asking.is_asked(question, control.answers) and not is_given(control.answers.get(question.id)):
            yield None
        return
    for person in control.persons:
        if asking.is_asked(question, control.answers, person.answers) and not is_given(person.answers.get(question.id)):
            yield person.ref


def _named(question: Question, places: list[Subject], *, turns: bool) -> Iterator[OpenQuestion]:
    if places:
        persons = sorted((place for place in places if place is not None), key=person_order)
        yield OpenQuestion(question=question.id, persons=tuple(persons), turns=turns)
