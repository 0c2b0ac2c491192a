"""From an expression to JavaScript: an expression that needs no library and no `eval`."""

import json
from collections.abc import Callable
from typing import Final

from inspection.control.expressions.compiling import Compiler
from inspection.control.expressions.xpath import number
from sectors.expressions import Answer, Count, Expression, Literal, Operator, Own, Value

_SIGNS: Final[dict[Operator, str]] = {"=": "===", "!=": "!=="}


def to_javascript(parsed: Expression, read: Callable[[Answer], str] | None = None) -> str:
    """Compile to JavaScript over plain objects of answers by question id: `w` the workplace's, `p` the person's.

    `v` is the answer itself, where the expression has a dot. What has another type than its question is unanswered.

    read
        From an answer to the code that reads it; by default straight from `w` or `p`.
    """
    return _JavaScript(read or read_directly).compiled(parsed)


def read_directly(answer: Answer) -> str:
    """Return the JavaScript that reads an answer, whether or not its question is asked."""
    return f"{'w' if answer.scope == 'workplace' else 'p'}[{json.dumps(answer.question)}]"


class _JavaScript(Compiler):
    both, either = "&&", "||"

    def __init__(self, read: Callable[[Answer], str]) -> None:
        self._reader = read

    def negated(self, text: str) -> str:
        return f"!{text}"

    def there(self, of: Answer | Own) -> str:
        read = self._read(of)
        if of.kind == "yes_no":
            return f'typeof {read} === "boolean"'
        if of.kind == "number":
            return f"Number.isFinite({read})"
        if of.kind == "choices":
            return f"Array.isArray({read}) && {read}.length > 0"
        return f'typeof {read} === "string" && {read} !== ""'

    def selected(self, of: Answer | Own, choice: str) -> str:
        read = self._read(of)
        return f"(Array.isArray({read}) && {read}.includes({json.dumps(choice)}))"

    def one_of(self, of: Answer | Own, choices: tuple[str, ...]) -> str:
        return f"{json.dumps(choices)}.includes({self._read(of)})"

    def sign(self, sign: Operator) -> str:
        return _SIGNS.get(sign, sign)

    def value(self, of: Value) -> str:
        if isinstance(of, Literal):
            return number(of) if of.kind == "number" else json.dumps(of.value)
        return f"{self._read(of.of)}.length" if isinstance(of, Count) else self._read(of)

    def _read(self, of: Answer | Own) -> str:
        return "v" if isinstance(of, Own) else self._reader(of)
