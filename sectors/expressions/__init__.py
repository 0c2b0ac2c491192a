"""The small language in which a question says when it is asked, what its answer must be, and what evidence it needs.

`parse` reads an expression once and holds every name, type and choice against the questions; what comes out is a small
frozen tree that the faces evaluate or compile. The grammar is in docs/reference/expressions.md.
"""

from sectors.expressions.parsing import parse
from sectors.expressions.tokens import ExpressionFault
from sectors.expressions.tree import (
    All,
    Answer,
    Answered,
    AnyOf,
    Compare,
    Count,
    Expression,
    Kind,
    Literal,
    Not,
    OneOf,
    Own,
    Selected,
    Sign,
    Value,
    references,
)

__all__ = [
    "All",
    "Answer",
    "Answered",
    "AnyOf",
    "Compare",
    "Count",
    "Expression",
    "ExpressionFault",
    "Kind",
    "Literal",
    "Not",
    "OneOf",
    "Own",
    "Selected",
    "Sign",
    "Value",
    "parse",
    "references",
]
