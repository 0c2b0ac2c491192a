"""Evidence that answers call for and that is not there: pointed out, never a reason to refuse a control."""

from collections.abc import Iterator
from typing import Literal

from inspection.control.checklists import Answers, Asking, Checklist
from inspection.control.filled import Control
from sectors.rules.checklists import Need

Missing = tuple[str, str | None, Literal["photo", "comment"]]


def missing_needs(control: Control, checklist: Checklist) -> tuple[Missing, ...]:
    """Return what is missing as (question, person or None for the workplace, kind), in the order of the form.

    A photograph is an attachment to that question and person that is no signature; a comment stands by itself, or
    beside any of their attachments. An inspector may lack either for good reason: it is shown and nothing more.
    """
    return missing_of(control, checklist.asking)


def missing_of(control: Control, asking: Asking) -> tuple[Missing, ...]:
    """Return the same after the rules of questions that need not be those of one checklist."""
    found = [*_missing(control, asking, None, control.answers)]
    for person in control.persons:
        found += _missing(control, asking, person.ref, person.answers)
    return tuple(found)


def _missing(control: Control, asking: Asking, person: str | None, answers: Answers) -> Iterator[Missing]:
    of_person = None if person is None else answers
    scope = "workplace" if person is None else "person"
    calling = (question for question in asking.questions.values() if question.needs and question.scope == scope)
    for question in (one for one in calling if asking.is_asked(one, control.answers, of_person)):
        for need in asking.needed(question, answers.get(question.id), control.answers, of_person):
            if not _is_met(need, control, (question.id, person)):
                yield question.id, person, need.kind


def _is_met(need: Need, control: Control, place: tuple[str, str | None]) -> bool:
    attached = [one for one in control.attachments if (one.question, one.person) == place]
    if need.kind == "photo":
        return any(one.kind != "signature" for one in attached)
    written = [one.words for one in control.comments if (one.question, one.person) == place]
    return any(words.strip() for words in (*written, *(one.comment for one in attached)))
