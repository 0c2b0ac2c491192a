"""One question as a row of an XLSForm, with its labels in four languages and the limits that the server keeps too."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from inspection.control.checklists.asking import QuestionRules
from inspection.control.expressions.xpath import to_xpath
from inspection.control.filled import COUNT_LIMIT, IDENTIFIER_LENGTH, NUMBER_LIMIT, TEXT_LENGTH
from inspection.i18n import LANGUAGES, Lang, t
from sectors.rules import Question, Text

Row = dict[str, Any]

TONGUES: Final[Mapping[Lang, str]] = {
    "fr": "Français (fr)",
    "nl": "Nederlands (nl)",
    "de": "Deutsch (de)",
    "en": "English (en)",
}
_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "yes_no": ("select_one yes_no", ""),
    "choice": ("select_one {id}", ""),
    "choices": ("select_multiple {id}", ""),
    "integer": ("integer", f". >= 0 and . <= {COUNT_LIMIT}"),
    "number": ("decimal", f". >= -{NUMBER_LIMIT} and . <= {NUMBER_LIMIT}"),
    "text": ("text", f"string-length(.) <= {TEXT_LENGTH}"),
    "time": ("time", ""),
    "date": ("date", ""),
    "identifier": ("text", f"string-length(.) <= {IDENTIFIER_LENGTH}"),
}


def labels(text: Text, column: str = "label") -> Row:
    """Return a text of the rules as the columns of its four languages."""
    return {f"{column}::{tongue}": text.say(lang) for lang, tongue in TONGUES.items()}


def said(key: str, column: str = "label") -> Row:
    """Return a text of the catalogues as the columns of its four languages."""
    return {f"{column}::{TONGUES[lang]}": t(key, lang) for lang in LANGUAGES}


def begin(name: str, titles: Row, relevant: str | None = None) -> Row:
    """Return the row that begins a group shown as one page."""
    shown = {"relevant": relevant} if relevant else {}
    return {"type": "begin group", "name": name, **titles, "appearance": "field-list", **shown}


def end(name: str) -> Row:
    """Return the row that ends a group."""
    return {"type": "end group", "name": name}


def question_rows(question: Question, rules: QuestionRules, known: frozenset[str]) -> Iterator[Row]:
    """Yield the row of a question, and those of the evidence that its answer may call for.

    known
        Ids of the questions in the form; a rule that reads another one reads it as unanswered.
    """

    def path_of(id_: str) -> str:
        return f"${{{id_}}}" if id_ in known else "''"

    yield _asked(question, rules, path_of)
    if rules.needs:
        own = path_of(question.id)
        when = " or ".join(to_xpath(when, path_of, own) for _, when in rules.needs)
        told = next((need.label for need, _ in rules.needs if need.label is not None), None)
        yield from _evidence(question.id, labels(told) if told else said("xform.photo"), when)


def evidence_fields(id_: str) -> tuple[str, str, str]:
    """Return the fields of the evidence for a question: the picture, when it was taken, and a comment on it."""
    return f"{id_}_photo", f"{id_}_photo_at", f"{id_}_photo_comment"


def _evidence(id_: str, asks: Row, when: str) -> Iterator[Row]:
    photo, taken_at, comment = evidence_fields(id_)
    yield {"type": "image", "name": photo, **asks, "relevant": when, "parameters": "max-pixels=2048"}
    yield {"type": "dateTime", "name": taken_at, "calculation": "now()", "trigger": f"${{{photo}}}"}
    yield {
        "type": "text",
        "name": comment,
        **said("xform.comment"),
        "relevant": f"${{{photo}}} != ''",
        "constraint": f"string-length(.) <= {TEXT_LENGTH}",
        **said("xform.out_of_range", "constraint_message"),
    }


def _asked(question: Question, rules: QuestionRules, path_of: Callable[[str], str]) -> Row:
    kind, limit = _KINDS[question.kind]
    row = {"type": kind.format(id=question.id), "name": question.id, **labels(question.label)}
    if question.hint:
        row |= labels(question.hint, "hint")
    if question.required:
        row["required"] = "${outcome} = 'done' and ${left_at} != ''"
    if rules.relevant is not None:
        row["relevant"] = to_xpath(rules.relevant, path_of)
    if rules.constraint is not None:
        limit = f"{f'{limit} and ' if limit else ''}{to_xpath(rules.constraint, path_of)}"
    if limit:
        row |= {"constraint": limit, **said("xform.out_of_range", "constraint_message")}
    if question.constraint_message is not None:
        row |= labels(question.constraint_message, "constraint_message")
    return row
