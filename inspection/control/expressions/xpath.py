"""From an expression to XPath 1.0, as XForms and the clients of ODK read it."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from inspection.control.expressions.compiling import Compiler, joined
from sectors.expressions import Answer, Count, Expression, Literal, Operator, Own, Value

XFORM_YES: Final = "yes"  # how an XForm writes the answers of a yes_no question
XFORM_NO: Final = "no"


def to_xpath(parsed: Expression, path_of: Callable[[str], str], own: str = ".") -> str:
    """Compile to XPath 1.0 with the functions that ODK clients have.

    path_of
        From a question's id to the path of its node, as seen from where the expression stands.
    own
        Path of the answer itself: a dot in a constraint.

    Empty nodes are unanswered, and to these clients so are nodes that are not relevant. A time is compared by its
    minute, because they hold it as a moment of some day; a day by its digits.
    """
    return _XPath(path_of, own).compiled(parsed)


class _XPath(Compiler):
    both, either = "and", "or"

    def __init__(self, path_of: Callable[[str], str], own: str) -> None:
        self._path_of, self._own = path_of, own

    def negated(self, text: str) -> str:
        return f"not({text})"

    def there(self, of: Answer | Own) -> str:
        return f"{self._path(of)} != ''"

    def selected(self, of: Answer | Own, choice: str) -> str:
        return f"selected({self._path(of)}, '{choice}')"

    def one_of(self, of: Answer | Own, choices: tuple[str, ...]) -> str:
        return joined([f"{self._path(of)} = '{choice}'" for choice in choices], self.either)

    def sign(self, sign: Operator) -> str:
        return sign

    def value(self, of: Value) -> str:
        if isinstance(of, Literal):
            return _literal(of)
        if isinstance(of, Count):
            return f"count-selected({self._path(of.of)})"
        path = self._path(of)
        if of.kind == "number":
            return f"number({path})"
        if of.kind == "time":
            return f"round(decimal-time({path}) * 1440)"
        return f"number(translate({path}, '-', ''))" if of.kind == "date" else path

    def _path(self, of: Answer | Own) -> str:
        return self._own if isinstance(of, Own) else self._path_of(of.question)


def _literal(literal: Literal) -> str:
    text = str(literal.value)
    if literal.kind == "yes_no":
        return f"'{XFORM_YES if literal.value else XFORM_NO}'"
    if literal.kind == "number":
        return number(literal)
    if literal.kind == "time":
        return str(int(text[:2]) * 60 + int(text[3:]))
    return text.replace("-", "") if literal.kind == "date" else f"'{text}'"


def number(literal: Literal) -> str:
    """Write a number without an exponent, which XPath 1.0 does not know."""
    return format(Decimal(repr(literal.value)), "f")
