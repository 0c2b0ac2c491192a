"""From the text of a rule to its tree, by descent: `or` binds weakest, then `and`, then `not`."""

from collections.abc import Callable, Mapping
from typing import Final, cast

from sectors.expressions.naming import Names, compare
from sectors.expressions.tokens import ExpressionFault, Token, tokens
from sectors.expressions.tree import (
    All,
    Answer,
    Answered,
    AnyOf,
    Count,
    Expression,
    Not,
    OneOf,
    Operator,
    Own,
    Selected,
    Value,
)
from sectors.rules.checklists import Question

DEEPEST: Final = 20
_RESERVED: Final = frozenset({"and", "or", "not", "in", "true", "false", "answered", "selected", "count"})


def parse(text: str, questions: Mapping[str, Question], asker: Question, *, own: bool = False) -> Expression:
    """Read an expression and hold it against the questions.

    questions
        Those of the catalogue or of one checklist, by id.
    asker
        The question whose rule it is: a question about the workplace cannot read what is asked of a person.
    own
        Whether a dot may stand for the answer itself (in a constraint or a need).

    Raises `ExpressionFault` with what is wrong and what to write instead.
    """
    reader = _Reader(tokens(text), Names(questions, asker, own=own))
    found = reader.expression()
    reader.end()
    return found


class _Reader:
    def __init__(self, words: tuple[Token, ...], names: Names) -> None:
        self._words, self._names = words, names
        self._at = self._depth = 0

    def expression(self) -> Expression:
        self._depth += 1
        if self._depth > DEEPEST:
            raise ExpressionFault(f"has brackets more than {DEEPEST} deep", "Say it with fewer brackets.")
        found = self._row("or", lambda: self._row("and", self._negation, All), AnyOf)
        self._depth -= 1
        return found

    def end(self) -> None:
        if self._word.kind != "end":
            raise self._unexpected("'and', 'or' or the end")

    def _row(
        self, joint: str, part: Callable[[], Expression], made: Callable[[tuple[Expression, ...]], Expression]
    ) -> Expression:
        parts = [part()]
        while self._take(joint):
            parts.append(part())
        return parts[0] if len(parts) == 1 else made(tuple(parts))

    def _negation(self) -> Expression:
        turns = 0
        while self._take("not"):
            turns += 1
        found = self._statement()
        return found if turns % 2 == 0 else Not(found)

    def _statement(self) -> Expression:
        if self._take("("):
            found = self.expression()
            self._need(")")
            return found
        if self._take("answered"):
            self._need("(")
            of = self._answer()
            self._need(")")
            return Answered(of)
        if self._take("selected"):
            return self._selected()
        return self._comparison(self._value())

    def _selected(self) -> Expression:
        self._need("(")
        of = self._answer()
        if of.kind != "choices":
            raise ExpressionFault(
                "uses 'selected' on an answer that is no list of choices", "Compare it with = or in instead."
            )
        self._need(",")
        choice = self._choice(of)
        self._need(")")
        return Selected(of, choice)

    def _comparison(self, left: Value) -> Expression:
        if self._take("in"):
            return self._one_of(left)
        sign = self._word
        if sign.kind != "sign":
            raise self._unexpected("a comparison such as = or in")
        self._at += 1
        right = self._word
        if right.kind in ("number", "text") or right.text in ("true", "false"):
            self._at += 1
            return compare(left, cast("Operator", sign.text), self._names.literal(right, left))
        return compare(left, cast("Operator", sign.text), self._value())

    def _one_of(self, left: Value) -> Expression:
        if left.kind != "choice" or isinstance(left, Count):
            raise ExpressionFault("uses 'in' on an answer that is no choice", "Join comparisons by 'or' instead.")
        self._need("(")
        choices = [self._choice(cast("Answer | Own", left))]
        while self._take(","):
            choices.append(self._choice(cast("Answer | Own", left)))
        self._need(")")
        return OneOf(cast("Answer | Own", left), tuple(choices))

    def _value(self) -> Value:
        if not self._take("count"):
            return self._answer()
        self._need("(")
        of = self._answer()
        if of.kind != "choices":
            raise ExpressionFault("counts an answer that is no list of choices", "Use 'count' on such a question only.")
        self._need(")")
        return Count(of)

    def _answer(self) -> Answer | Own:
        if self._take("."):
            return self._names.own()
        word = self._word
        if word.kind != "name" or word.text in _RESERVED:
            raise self._unexpected("the id of a question")
        self._at += 1
        return self._names.answer(word)

    def _choice(self, of: Answer | Own) -> str:
        word = self._word
        if word.kind != "text":
            raise self._unexpected("the key of a choice between single quotes")
        self._at += 1
        return self._names.choice(of, word)

    @property
    def _word(self) -> Token:
        return self._words[self._at]

    def _take(self, text: str) -> bool:
        taken = self._word.text == text and self._word.kind in ("name", "mark")
        self._at += taken
        return taken

    def _need(self, text: str) -> None:
        if not self._take(text):
            raise self._unexpected(f"'{text}'")

    def _unexpected(self, wanted: str) -> ExpressionFault:
        word = self._word
        found = "ends" if word.kind == "end" else f"has {word.text}"
        return ExpressionFault(f"{found} at character {word.at} where {wanted} should stand", "Correct it there.")
