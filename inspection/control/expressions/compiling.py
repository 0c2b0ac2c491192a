"""What compiling an expression has in common in every language: walking the tree, and asking first for an answer."""

from abc import ABC, abstractmethod
from typing import ClassVar

from sectors.expressions import (
    All,
    Answer,
    Answered,
    AnyOf,
    Compare,
    Count,
    Expression,
    Literal,
    Not,
    OneOf,
    Operator,
    Own,
    Selected,
    Value,
)


class Compiler(ABC):
    """Turns an expression into the text of another language; every part that is not atomic stands in brackets."""

    both: ClassVar[str]
    either: ClassVar[str]

    def compiled(self, part: Expression) -> str:
        """Return the text of an expression."""
        match part:
            case All(parts):
                return joined([self.compiled(each) for each in parts], self.both)
            case AnyOf(parts):
                return joined([self.compiled(each) for each in parts], self.either)
            case Not(inner):
                return self.negated(self.compiled(inner))
            case Answered(of):
                return f"({self.there(of)})"
            case Selected(of, choice):
                return self.selected(of, choice)
            case OneOf(of, choices):
                return self.one_of(of, choices)
            case Compare():
                return self._compared(part)

    def _compared(self, compare: Compare) -> str:
        """No language's own rule for comparing nothing with something is trusted: what is read is asked for first."""
        sides = dict.fromkeys((compare.left, compare.right))
        read = [side.of if isinstance(side, Count) else side for side in sides if not isinstance(side, Literal)]
        test = f"{self.value(compare.left)} {self.sign(compare.sign)} {self.value(compare.right)}"
        return joined([*(self.there(of) for of in read), test], self.both)

    @abstractmethod
    def negated(self, text: str) -> str:
        """Return the contrary of a compiled part."""

    @abstractmethod
    def there(self, of: Answer | Own) -> str:
        """Return the test whether there is an answer, without brackets."""

    @abstractmethod
    def selected(self, of: Answer | Own, choice: str) -> str:
        """Return the test whether a choice is among several."""

    @abstractmethod
    def one_of(self, of: Answer | Own, choices: tuple[str, ...]) -> str:
        """Return the test whether the answer is one of several choices."""

    @abstractmethod
    def value(self, of: Value) -> str:
        """Return a value as it is compared."""

    @abstractmethod
    def sign(self, sign: Operator) -> str:
        """Return the sign of a comparison."""


def joined(parts: list[str], joint: str) -> str:
    """Join parts in brackets."""
    return f"({f' {joint} '.join(parts)})"
