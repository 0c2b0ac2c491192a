"""What the names of an expression stand for: questions that exist, may be read, and have the type that is meant."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from sectors.expressions.tokens import ExpressionFault, Token
from sectors.expressions.tree import Answer, Compare, Kind, Literal, Operator, Own, Value
from sectors.rules.checklists import Question

_KINDS: Final[Mapping[str, Kind]] = {
    "yes_no": "yes_no",
    "choice": "choice",
    "choices": "choices",
    "integer": "number",
    "number": "number",
    "text": "text",
    "identifier": "text",
    "time": "time",
    "date": "date",
}
_TIME: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_ORDERED: Final[frozenset[Kind]] = frozenset({"number", "time", "date"})


class Names:
    """The questions that one question's rule may read."""

    def __init__(self, questions: Mapping[str, Question], asker: Question, *, own: bool) -> None:
        self._questions, self._asker, self._own = questions, asker, own

    def answer(self, token: Token) -> Answer:
        """Return the answer that a name stands for; raises `ExpressionFault` where it may not be read."""
        question = self._questions.get(token.text)
        if question is None:
            raise ExpressionFault(f"names an unknown question '{token.text}'", "Check its spelling.")
        if question.id == self._asker.id:
            raise ExpressionFault(f"names its own question '{token.text}'", "Write a dot for the answer itself.")
        if question.scope == "person" and self._asker.scope == "workplace":
            raise ExpressionFault(
                f"reads '{token.text}', which is asked of each person",
                "A question about the workplace may read other questions about the workplace only.",
            )
        return Answer(question.id, question.scope, _KINDS[question.kind])

    def own(self) -> Own:
        """Return the answer itself; raises `ExpressionFault` where there is none yet."""
        if not self._own:
            raise ExpressionFault(
                "uses the dot, but the question is not answered yet", "The dot stands in a constraint or a need only."
            )
        return Own(_KINDS[self._asker.kind])

    def choice(self, of: Answer | Own, token: Token) -> str:
        """Return the key of a choice; raises `ExpressionFault` where the question does not offer it."""
        question = self._asker if isinstance(of, Own) else self._questions[of.question]
        key, offered = token.text.strip("'"), [choice.key for choice in question.choices]
        if key not in offered:
            raise ExpressionFault(
                f"names a choice '{key}' that {question.id} does not offer", f"It offers: {', '.join(offered)}."
            )
        return key

    def literal(self, token: Token, beside: Value) -> Literal:
        """Return the value that a word stands for beside a value of known kind; raises `ExpressionFault`."""
        if token.kind == "number" and beside.kind == "number":
            return Literal(float(token.text) if "." in token.text else int(token.text), "number")
        if token.text in ("true", "false") and beside.kind == "yes_no":
            return Literal(token.text == "true", "yes_no")
        text = token.text[1:-1]
        if token.kind == "text" and beside.kind == "choice" and isinstance(beside, Answer | Own):
            return Literal(self.choice(beside, token), "choice")
        if token.kind == "text" and _is_a(beside.kind, text):
            return Literal(text, beside.kind)
        raise ExpressionFault(f"compares {_NAMES[beside.kind]} with {token.text}", f"Write {_WRITE[beside.kind]}.")


def compare(left: Value, sign: Operator, right: Value) -> Compare:
    """Return a comparison of two values; raises `ExpressionFault` where the kinds do not go together."""
    if left.kind != right.kind or left.kind == "choices":
        raise ExpressionFault(
            f"compares {_NAMES[left.kind]} with {_NAMES[right.kind]}", f"Write {_WRITE[left.kind]} beside it."
        )
    if left.kind == "choice" and not isinstance(right, Literal):
        raise ExpressionFault("compares two questions with choices", "Compare each with the key of a choice.")
    if sign not in ("=", "!=") and left.kind not in _ORDERED:
        raise ExpressionFault(f"asks for the order of {_NAMES[left.kind]}", "Only = and != make sense here.")
    return Compare(left, sign, right)


def _is_a(kind: Kind, text: str) -> bool:
    if kind == "time":
        return _TIME.fullmatch(text) is not None
    if kind == "date":
        return _is_day(text)
    return kind == "text" and bool(text.strip())


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


_NAMES: Final[Mapping[Kind, str]] = {
    "yes_no": "a yes or no",
    "choice": "a choice",
    "choices": "several choices",
    "number": "a number",
    "text": "a text",
    "time": "a time",
    "date": "a day",
}
_WRITE: Final[Mapping[Kind, str]] = {
    "yes_no": "true or false, without quotes",
    "choice": "the key of one of its choices between quotes",
    "choices": "selected(question, 'key') or count(question)",
    "number": "a number",
    "text": "a text between quotes, or answered(question) to ask whether there is one",
    "time": "a time such as '18:30'",
    "date": "a day such as '2026-01-31'",
}
