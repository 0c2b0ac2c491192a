"""Do the answers fit their checklist? Every fault is named by question and person reference, never by its value."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from inspection.control import filled
from sectors.rules.checklists import Question

_ID = re.compile(r"[a-z0-9_]{1,64}")


@dataclass(frozen=True)
class Objection:
    """One thing that is wrong with a filled control: a code of `ControlFault`, and words without any value.

    part
        The field of the control in which it lies, "" for the whole.
    question, person
        Id of the question and reference of the person that it is about, where it is about one.
    """

    code: str
    text: str
    part: str = ""
    question: str | None = None
    person: str | None = None


def answer_faults(
    answers: Mapping[str, filled.AnswerValue],
    questions: Mapping[str, Question],
    scope: Literal["workplace", "person"],
    person: str | None = None,
) -> Iterator[Objection]:
    """Yield what is wrong with the answers of the workplace, or of the person `person`."""
    of = f" of {person}" if person else ""
    for key, value in answers.items():
        question = questions.get(key)
        if question is None:
            named = key if _ID.fullmatch(key) else "(not an id)"
            yield Objection("CONTROL-041", f"unknown question {named}{of}", "answers", person=person)
        elif question.scope != scope:
            wrong = f"{key}{of} is asked of the {question.scope}, not of the {scope}"
            yield Objection("CONTROL-044", wrong, "answers", key, person)
        elif value is not None:
            yield from _value_faults(question, value, person)


def _value_faults(question: Question, value: filled.AnswerValue, person: str | None) -> Iterator[Objection]:
    of = f" of {person}" if person else ""
    if not _FITS[question.kind](value):
        wrong = f"{question.id}{of} is not a valid {question.kind}"
        yield Objection("CONTROL-042", wrong, "answers", question.id, person)
    elif question.choices and not set(_chosen(value)) <= {choice.key for choice in question.choices}:
        wrong = f"{question.id}{of} has a choice that the checklist does not offer"
        yield Objection("CONTROL-043", wrong, "answers", question.id, person)


def _chosen(value: filled.AnswerValue) -> list[str]:
    return value if isinstance(value, list) else [str(value)]


def _is_number(value: filled.AnswerValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= filled.NUMBER_LIMIT


def _is_count(value: filled.AnswerValue) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= filled.COUNT_LIMIT


def _is_day(value: filled.AnswerValue) -> bool:
    if not (isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII)):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


_FITS: Mapping[str, Callable[[filled.AnswerValue], bool]] = {
    "yes_no": lambda value: isinstance(value, bool),
    "choice": lambda value: isinstance(value, str),
    "choices": lambda value: isinstance(value, list) and len(set(value)) == len(value),
    "integer": _is_count,
    "number": _is_number,
    "text": lambda value: isinstance(value, str) and len(value) <= filled.TEXT_LENGTH,
    "time": lambda value: isinstance(value, str) and bool(re.fullmatch(filled.TIME_PATTERN, value, re.ASCII)),
    "date": _is_day,
    "identifier": lambda value: isinstance(value, str) and len(value) <= filled.IDENTIFIER_LENGTH,
}
