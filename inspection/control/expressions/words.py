"""From an expression to words, for paper: a line that a person can follow where no program skips a question."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from inspection.i18n import Lang, t
from inspection.time_of import day_text
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
    Own,
    Selected,
    Value,
)
from sectors.rules.checklists import Question

_SIGNS: Final[Mapping[str, str]] = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}


def to_words(parsed: Expression, questions: Mapping[str, Question], lang: Lang, own: Question | None = None) -> str:
    """Say a rule as "only if …" or "unless …".

    questions
        By id, for the labels of what the rule reads.
    own
        The question whose answer a dot stands for, where the rule has one.
    """
    words = _Words(questions, lang, own)
    excepted = _exceptions(parsed)
    if excepted is not None:
        return t("rule.unless", lang, what=words.said(excepted))
    return t("rule.only_if", lang, what=words.said(parsed))


def _exceptions(parsed: Expression) -> Expression | None:
    """Return what makes a rule false, where it says nothing else: "not a and not b" is "unless a or b"."""
    if isinstance(parsed, Not):
        return parsed.part
    if isinstance(parsed, All):
        parts = [part.part for part in parsed.parts if isinstance(part, Not)]
        return AnyOf(tuple(parts)) if len(parts) == len(parsed.parts) else None
    return None


class _Words:
    def __init__(self, questions: Mapping[str, Question], lang: Lang, own: Question | None) -> None:
        self._questions, self._lang, self._own = questions, lang, own

    def said(self, part: Expression) -> str:
        match part:
            case All(parts) | AnyOf(parts):
                return self._joined(part, parts)
            case Not(Answered(of)):
                return self._t("rule.unanswered", question=self._label(of))
            case Not(inner):
                return self._t("rule.not", what=self.said(inner))
            case Answered(of):
                return self._t("rule.answered", question=self._label(of))
            case Selected(of, choice):
                return self._is(of, (choice,))
            case OneOf(of, choices):
                return self._is(of, choices)
            case Compare():
                return self._compared(part)

    def _joined(self, part: Expression, parts: tuple[Expression, ...]) -> str:
        joint = "rule.and" if isinstance(part, All) else "rule.or"
        inner = [f"({self.said(each)})" if isinstance(each, All | AnyOf) else self.said(each) for each in parts]
        return f" {self._t(joint)} ".join(inner)

    def _is(self, of: Answer | Own, choices: tuple[str, ...]) -> str:
        return self._t("rule.is", question=self._label(of), value=" / ".join(self._choice(of, key) for key in choices))

    def _compared(self, compare: Compare) -> str:
        left, right = self._name(compare.left), self._name(compare.right, beside=compare.left)
        if compare.sign in _SIGNS:
            return f"{left} {_SIGNS[compare.sign]} {right}"
        return self._t("rule.is" if compare.sign == "=" else "rule.is_not", question=left, value=right)

    def _name(self, value: Value, beside: Value | None = None) -> str:
        if isinstance(value, Count):
            return self._t("rule.count", question=self._label(value.of))
        if not isinstance(value, Literal):
            return self._label(value)
        if value.kind == "yes_no":
            return self._t("sheet.yes" if value.value else "sheet.no")
        if value.kind == "choice" and isinstance(beside, Answer | Own):
            return self._choice(beside, str(value.value))
        return day_text(date.fromisoformat(str(value.value))) if value.kind == "date" else str(value.value)

    def _label(self, of: Answer | Own) -> str:
        question = self._question(of)
        return self._t("rule.quoted", text=_short(question.label.say(self._lang))) if question else self._t("rule.this")

    def _choice(self, of: Answer | Own, key: str) -> str:
        question = self._question(of)
        labels = {choice.key: choice.label.say(self._lang) for choice in question.choices} if question else {}
        return labels.get(key, key)

    def _question(self, of: Answer | Own) -> Question | None:
        return self._own if isinstance(of, Own) else self._questions[of.question]

    def _t(self, key: str, **values: str) -> str:
        return t(key, self._lang, **values)


def _short(label: str) -> str:
    """Return a label up to its first bracket, colon or question mark: enough to find the question by."""
    cut = min((at for at in map(label.find, ("(", ":", "?")) if at > 0), default=len(label))
    return label[:cut].strip()
