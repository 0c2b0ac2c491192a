"""Whether an expression is true of answers."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import eq, ge, gt, le, lt, ne
from typing import Any, Final

from inspection.control.filled import AnswerValue
from sectors.expressions import (
    All,
    Answered,
    AnyOf,
    Compare,
    Count,
    Expression,
    Kind,
    Literal,
    Not,
    OneOf,
    Operator,
    Own,
    Selected,
    Value,
)

_SIGNS: Final[Mapping[Operator, Callable[[Any, Any], bool]]] = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}

Answers = Mapping[str, AnswerValue]


def evaluate(parsed: Expression, answers: Answers, person: Answers | None = None, own: AnswerValue = None) -> bool:
    """Tell whether an expression is true.

    answers, person
        Of the workplace, and of the person that is asked about; an answer of a type that its question does not have
        counts as none, since a draft is read here before anybody has checked it.
    own
        The answer itself, where the expression has a dot.
    """
    return _Given(answers, person or {}, own).holds(parsed)


def is_answered(kind: Kind, value: AnswerValue) -> bool:
    """Tell whether a value is an answer of its kind: an empty text and an empty list are none."""
    if kind == "yes_no":
        return isinstance(value, bool)
    if kind == "number":
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    return isinstance(value, list if kind == "choices" else str) and bool(value)


@dataclass(frozen=True)
class _Given:
    answers: Answers
    person: Answers
    own: AnswerValue

    def holds(self, part: Expression) -> bool:
        match part:
            case All(parts):
                return all(self.holds(each) for each in parts)
            case AnyOf(parts):
                return any(self.holds(each) for each in parts)
            case Not(inner):
                return not self.holds(inner)
            case Answered(of):
                return self._value(of) is not None
            case Selected(of, choice):
                return choice in (self._value(of) or ())
            case OneOf(of, choices):
                return self._value(of) in choices
            case Compare(left, sign, right):
                one, other = self._value(left), self._value(right)
                return one is not None and other is not None and _SIGNS[sign](one, other)

    def _value(self, of: Value) -> Any:
        """Return a value; None where it is unanswered."""
        if isinstance(of, Literal):
            return of.value
        if isinstance(of, Count):
            chosen = self._value(of.of)
            return None if chosen is None else len(chosen)
        if isinstance(of, Own):
            found = self.own
        else:
            found = (self.answers if of.scope == "workplace" else self.person).get(of.question)
        return found if is_answered(of.kind, found) else None
