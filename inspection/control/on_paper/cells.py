"""A cell of the paper's grid: exceptions by number and letter, such as `D1b D3ac D5=19,5`, then words as they are.

What reads like a code and is none stays among the words, and is named: nothing that was written is dropped.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from string import ascii_lowercase
from typing import Final

from inspection.control.filled import NUMBER_LIMIT, AnswerValue
from inspection.control.on_paper.layout import Numbered
from sectors.rules.checklists import Question

_TOKEN: Final = re.compile(r"[\s,;]*(([A-Za-z]\d{1,2})(?:=(\S+?)|([A-Za-z]+)))(?=[\s;]|,(?!\d)|$)")
_BETWEEN: Final = re.compile(r"[\s,;]*(?:–\s+)?")
_LIKE_A_CODE: Final = re.compile(r"\b[A-Z]\d{1,2}(?:[a-z]{1,11}\b|=\S)")
_TIME: Final = re.compile(r"([01]?\d|2[0-3])[:hHuU.]([0-5]\d)")
_DAY: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_YES, _NO = frozenset("ojy"), frozenset("n")  # oui, ja, yes; non, nee, nein, no
_WORDS_AFTER: Final = " – "


@dataclass(frozen=True)
class ReadCell:
    """What a cell says.

    words
        What follows the codes, as it was written.
    unread
        Parts of the words that look like a code and are none.
    """

    answers: Mapping[str, AnswerValue] = field(repr=False)
    words: str = field(repr=False)
    unread: tuple[str, ...] = field(default=(), repr=False)


def read_cell(numbered: Sequence[Numbered], text: str) -> ReadCell:
    """Return what a cell says; codes stand first, and the first part that is none begins the words.

    A second code for one question takes the place of the first, but for several choices, which add up.
    """
    known = {one.code: one.question for one in numbered}
    answers: dict[str, AnswerValue] = {}
    at = 0
    while (found := _TOKEN.match(text, at)) is not None:
        question = known.get(found[2].upper())
        value = _value(question, found[3], found[4]) if question is not None else None
        if question is None or value is None:
            break
        earlier = answers.get(question.id)
        answers[question.id] = _together(earlier, value) if isinstance(value, list) else value
        at = found.end()
    between = _BETWEEN.match(text, at)
    words = text[between.end() if between else at :].strip()
    return ReadCell(answers, words, tuple(one[0] for one in _LIKE_A_CODE.finditer(words)))


def put_cell(numbered: Sequence[Numbered], answers: Mapping[str, AnswerValue], words: str) -> str:
    """Return a cell as `read_cell` reads it: the answers by their codes, in the order of the list, then the words."""
    codes = [written(one, answers.get(one.question.id)) for one in numbered]
    return _WORDS_AFTER.join(part for part in (" ".join(filter(None, codes)), words) if part)


def written(one: Numbered, value: AnswerValue) -> str:
    """Return the code that says an answer, as on paper; "" for none, and for one that no code can say."""
    question = one.question
    if value is None:
        return ""
    if question.kind == "yes_no":
        return f"{one.code}{'o' if value else 'n'}"
    if question.kind in ("choice", "choices"):
        letters = dict(zip((choice.key for choice in question.choices), ascii_lowercase, strict=False))
        keys = value if isinstance(value, list) else [str(value)]
        return one.code + "".join(letters[key] for key in keys) if keys and set(keys) <= letters.keys() else ""
    text = shown_value(question, value)
    return f"{one.code}={text}" if text and not re.search(r"\s", text) else ""


def shown_value(question: Question, value: AnswerValue) -> str:
    """Return a number, time, day or words as they stand on paper."""
    if value is None:
        return ""
    if question.kind == "date" and (day := _day(str(value))) is not None:
        return f"{date.fromisoformat(day):%d/%m/%Y}"
    return str(value)


def _together(earlier: AnswerValue, value: list[str]) -> list[str]:
    return [*earlier, *(one for one in value if one not in earlier)] if isinstance(earlier, list) else value


def _value(question: Question, given: str | None, letters: str | None) -> AnswerValue:
    """Return the answer that a code gives; None where the question does not take it."""
    if question.kind in ("yes_no", "choice", "choices"):
        return _chosen(question, (given or letters or "").lower())
    return typed_value(question, given) if given else None


def typed_value(question: Question, text: str) -> AnswerValue:
    """Return what was written beside a question that asks for a number, a time, a day or words; None for none of it."""
    text = text.strip()
    if question.kind == "time":
        found = _TIME.fullmatch(text)
        return f"{int(found[1]):02}:{found[2]}" if found else None
    if question.kind == "date":
        return _day(text)
    if question.kind in ("integer", "number"):
        return _number(question, text.replace(",", "."))
    return text or None


def _chosen(question: Question, letters: str) -> AnswerValue:
    if question.kind == "yes_no":
        return True if letters in _YES else False if letters in _NO else None
    keys = dict(zip(ascii_lowercase, (choice.key for choice in question.choices), strict=False))
    if not letters or any(letter not in keys for letter in letters):
        return None
    if question.kind == "choice":
        return keys[letters] if len(letters) == 1 else None
    return list(dict.fromkeys(keys[letter] for letter in letters))


def _number(question: Question, text: str) -> int | float | None:
    if re.fullmatch(r"-?\d{1,10}(\.\d{1,6})?", text, re.ASCII) is None or abs(float(text)) > NUMBER_LIMIT:
        return None
    if question.kind == "integer":
        return int(text) if "." not in text else None
    return float(text) if "." in text else int(text)


def _day(text: str) -> str | None:
    found = _DAY.fullmatch(text)
    try:
        if found is None:
            return date.fromisoformat(text).isoformat()
        return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
    except ValueError:
        return None
