"""What is still open about trafficking: questions without an answer of which one could turn the proposal.

A rule sees only what was said and written down. Where it stops one step short of a pattern and somebody was not asked,
"no pattern" would be read as an all-clear that nobody gave.
"""

from collections.abc import Iterator

from inspection.control.asking import Asking, is_given
from inspection.control.evidence import person_order
from inspection.control.indicators import agree, dimensions_of
from inspection.control.model import Control, IndicatorSeen, OpenQuestion, Proposal, SignSeen
from inspection.control.signs import is_contrary_to_dignity
from sectors import Catalogue, Question


def left_open(control: Control, asking: Asking, made: Proposal, catalogue: Catalogue) -> tuple[OpenQuestion, ...]:
    """Return the questions that are asked and not answered, and that could by one answer make a proposal positive.

    In the order of the checklist, each with the persons who have no answer yet. Of several choices that may be ticked
    together, one counts as an answer. Empty where the proposal is positive, and where nothing but what the ordinary
    checks establish points to it yet: every undeclared cook would be asked everything.
    """
    if made.positive or not _is_begun(made, catalogue):
        return ()
    turning = (question for question in asking.questions.values() if _could_turn(question, made, catalogue))
    return tuple(found for question in turning for found in _unanswered(control, asking, question))


def _is_begun(made: Proposal, catalogue: Catalogue) -> bool:
    factors = [catalogue.dignity_factors[factor.key] for factor in made.dignity]
    return any(not factor.ordinary for factor in factors) or any(dimension.positive for dimension in made.dimensions)


def _could_turn(question: Question, made: Proposal, catalogue: Catalogue) -> bool:
    rule = catalogue.indicator_rule
    return any(
        is_contrary_to_dignity((*made.dignity, *_factors(question, answer, made, catalogue)), catalogue)
        or agree(dimensions_of(_indicators(question, answer, made, catalogue), rule), rule)
        for answer in _answers(question, catalogue)
    )


def _answers(question: Question, catalogue: Catalogue) -> set[str | None]:
    """Return the answers that show or establish anything; None stands for a number that is large enough."""
    found: set[str | None] = {points_to.answer for points_to in question.establishes}
    for factor in catalogue.dignity_factors.values():
        for sign in factor.signs:
            if sign.question == question.id:
                found |= {*sign.answers} if sign.at_least is None else {None}
    return found


def _factors(question: Question, answer: str | None, made: Proposal, catalogue: Catalogue) -> Iterator[SignSeen]:
    have = {factor.key for factor in made.dignity}
    for key, factor in catalogue.dignity_factors.items():
        if key not in have and any(
            sign.question == question.id and (answer in sign.answers or (answer is None and sign.at_least is not None))
            for sign in factor.signs
        ):
            yield SignSeen(key=key, questions=(question.id,), persons=())


def _indicators(question: Question, answer: str | None, made: Proposal, catalogue: Catalogue) -> list[IndicatorSeen]:
    """Return what would be seen: what is told where it was checked only counts in its place."""
    seen = {one.indicator: one for one in made.indicators}
    for points_to in question.establishes:
        if points_to.answer != answer or points_to.indicator is None or _is_told(seen.get(points_to.indicator)):
            continue
        known = catalogue.indicators[points_to.indicator]
        seen[known.id] = IndicatorSeen(
            indicator=known.id,
            dimension=known.dimension,
            strength=known.strength,
            ordinary=known.ordinary,
            how=points_to.how,
            questions=(question.id,),
            persons=(),
        )
    return list(seen.values())


def _is_told(seen: IndicatorSeen | None) -> bool:
    return seen is not None and seen.how != "checked"


def _unanswered(control: Control, asking: Asking, question: Question) -> Iterator[OpenQuestion]:
    if question.scope == "workplace":
        if asking.is_asked(question, control.answers) and not is_given(control.answers.get(question.id)):
            yield OpenQuestion(question=question.id, persons=())
        return
    persons = [
        person.ref
        for person in control.persons
        if asking.is_asked(question, control.answers, person.answers) and not is_given(person.answers.get(question.id))
    ]
    if persons:
        yield OpenQuestion(question=question.id, persons=tuple(sorted(persons, key=person_order)))
