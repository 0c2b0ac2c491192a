"""What an expression is once it has been read: a small frozen tree in which every type is known."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal as OneLiteral

Kind = OneLiteral["yes_no", "choice", "choices", "number", "text", "time", "date"]
Operator = OneLiteral["=", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True)
class Answer:
    """The answer to another question, of the workplace or of the person that is being asked about."""

    question: str
    scope: OneLiteral["workplace", "person"]
    kind: Kind


@dataclass(frozen=True)
class Own:
    """The answer itself, written as a dot."""

    kind: Kind


@dataclass(frozen=True)
class Literal:
    """A value that the rule names: a number, a text, a choice's key, a time "HH:MM", a day, true or false."""

    value: bool | int | float | str
    kind: Kind


@dataclass(frozen=True)
class Count:
    """How many choices an answer holds."""

    of: Answer | Own
    kind: Kind = "number"


Value = Answer | Own | Literal | Count


@dataclass(frozen=True)
class Compare:
    """Two values of one kind, compared; false where either is unanswered."""

    left: Value
    sign: Operator
    right: Value


@dataclass(frozen=True)
class OneOf:
    """Whether the answer is one of these choices."""

    of: Answer | Own
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Selected:
    """Whether a choice is among those that the answer holds."""

    of: Answer | Own
    choice: str


@dataclass(frozen=True)
class Answered:
    """Whether there is an answer."""

    of: Answer | Own


@dataclass(frozen=True)
class Not:
    """The contrary: true also where the comparison below is false because something is unanswered."""

    part: "Expression"


@dataclass(frozen=True)
class All:
    """Every part is true."""

    parts: tuple["Expression", ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part is true."""

    parts: tuple["Expression", ...]


Expression = Compare | OneOf | Selected | Answered | Not | All | AnyOf


def references(expression: Expression) -> frozenset[str]:
    """Return the ids of the other questions that an expression reads."""
    return frozenset(value.question for value in _values(expression) if isinstance(value, Answer))


def _values(expression: Expression) -> Iterator[Value]:
    match expression:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _values(part)
        case Not(part):
            yield from _values(part)
        case Compare(left, _, right):
            yield from (side.of if isinstance(side, Count) else side for side in (left, right))
        case OneOf(of) | Selected(of) | Answered(of):
            yield of
