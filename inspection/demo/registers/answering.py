"""Answers to a checklist: neutral ones, and those that point to an offence or a sign that is wanted.

Everything comes from the questions themselves: which answers exist, and what each points to. Only the mix of
infringements is ours, after facts/law.md 6.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from inspection.control.checklists import Asking
from sectors.expressions import references
from sectors.rules.checklists import Question

Answer = bool | int | str | list[str]
Answers = dict[str, Answer]

# what an infringement is about, its share among positive controls, and the offences that stand for it
_Mix = Mapping[str, tuple[float, tuple[str, ...]]]
_MIX: _Mix = {
    "dimona": (0.45, ("SS_DIMONA_IN",)),
    "part_time_documents": (0.30, ("DOC_PT_SCHEDULE", "DOC_PT_CONTRACT", "DOC_PT_DEVIATION")),
    "status": (0.07, ("SS_STUDENT", "SS_FLEXI", "SS_FALSE_SELF")),
    "pay_and_time": (0.06, ("PAY_UNPAID", "TIME_MAX", "PAY_CBA")),
    "foreign": (0.05, ("FW_NO_PERMIT",)),
    "other": (0.035, ("WELFARE", "SS_DMFA_MISSING")),
}
# those of the highest level; how often each is found is ours
_GRAVE: _Mix = {
    "hours_kept_silent": (0.50, ("SS_DIMONA_HOURS",)),
    "posting": (0.25, ("FW_LIMOSA", "DOC_POSTED")),
    "stay": (0.15, ("FW_NO_STAY",)),
    "fraud": (0.10, ("SS_FRAUD",)),
}
_SITE = ("SS_CIAW", "SS_30BIS_DECL")
GRAVE_OFFENCES = frozenset(offence for _, offences in _GRAVE.values() for offence in offences)
MIX_OFFENCES = frozenset(offence for _, offences in _MIX.values() for offence in offences) | frozenset(_SITE)
_SIGNS = ("EX01", "EX02", "EX04", "CD01", "CD03", "CD12", "DR08", "VD01")


@dataclass
class Filled:
    """The answers of one control: about the workplace, and about each person."""

    workplace: Answers = field(default_factory=dict)
    persons: list[Answers] = field(default_factory=list)


def neutral(questions: Iterable[Question], people: int) -> Filled:
    """Return answers that point to nothing: declared, in order, free, at home."""
    questions = tuple(questions)
    about = {scope: _neutral_of(questions, scope) for scope in ("workplace", "person")}
    filled = Filled(about["workplace"], [dict(about["person"]) for _ in range(people)])
    filled.workplace["fm_head_count"] = people
    return filled


def _neutral_of(questions: tuple[Question, ...], scope: str) -> Answers:
    answers = {q.id: _neutral(q) for q in questions if q.scope == scope}
    return {key: answer for key, answer in answers.items() if answer is not None}


def _neutral(question: Question) -> Answer | None:
    telling = {e.answer for e in question.establishes}
    if question.kind == "yes_no":
        return "true" not in telling if telling else None
    if question.kind in ("choice", "choices"):
        first = next(choice.key for choice in question.choices if choice.key not in telling)
        return [first] if question.kind == "choices" else first
    return None


def infringe(
    filled: Filled, questions: tuple[Question, ...], sector: str, rng: np.random.Generator, *, is_grave: bool
) -> None:
    """Change answers so that one infringement, sometimes two, follows from them.

    is_grave
        Whether the first is one of the highest level; a second one never is.
    """
    for n in range(1 + int(rng.random() < 0.25)):
        mix = _GRAVE if is_grave and n == 0 else _MIX
        subjects, shares = list(mix), np.array([share for share, _ in mix.values()])
        offences = mix[str(rng.choice(subjects, p=shares / shares.sum()))][1]
        if mix is _MIX and sector == "construction" and rng.random() < 0.35:
            offences = _SITE
        point_to(filled, questions, str(rng.choice(offences)), rng)


def show_signs(filled: Filled, questions: tuple[Question, ...], count: int, rng: np.random.Generator) -> None:
    """Change answers so that `count` signs of exploitation follow from them."""
    for sign in rng.permutation(_SIGNS)[:count]:
        point_to(filled, questions, str(sign), rng)


def point_to(filled: Filled, questions: tuple[Question, ...], key: str, rng: np.random.Generator) -> None:
    """Give an answer that points to the offence or indicator `key`, of some persons where it is asked of persons."""
    ways = [(q, e.answer) for q in questions for e in q.establishes if key in (e.offence, e.indicator)]
    plain = [(q, answer) for q, answer in ways if _points(q, answer) == 1] or ways
    if not filled.persons:
        plain = [(q, answer) for q, answer in plain if q.scope == "workplace"]
    if not plain:
        return
    question, answer = plain[int(rng.integers(len(plain)))]
    asking, value = Asking({q.id: q for q in questions}), _as_value(question, answer)
    if question.scope == "workplace":
        _answer(filled.workplace, question, value, asking, filled.workplace, None)
        return
    affected = rng.permutation(len(filled.persons))[: 1 + int(rng.integers(len(filled.persons)))]
    for person in (filled.persons[int(n)] for n in affected):
        _answer(person, question, value, asking, filled.workplace, person)


def _answer(
    answers: Answers, question: Question, value: Answer, asking: Asking, workplace: Answers, person: Answers | None
) -> None:  # fmt: skip
    """Give an answer, and take back the neutral ones by which the question would not be asked."""
    answers[question.id] = value
    relevant = asking.rules(question.id).relevant
    if relevant is not None and not asking.is_asked(question, workplace, person):
        for id_ in references(relevant):
            answers.pop(id_, None)


def _points(question: Question, answer: str) -> int:
    """Return to how many things an answer points: the plain ones come first."""
    return sum(e.answer == answer for e in question.establishes)


def _as_value(question: Question, answer: str) -> Answer:
    if question.kind == "yes_no":
        return answer == "true"
    return [answer] if question.kind == "choices" else answer


def as_json(answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return answers in a fixed order."""
    return dict(sorted(answers.items()))
