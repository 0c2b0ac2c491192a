"""Builders of questions with rules, and random expressions over them with random answers, for a given seed."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from random import Random
from typing import Any

from inspection.control.checklists import Checklist
from inspection.control.expressions.xpath import XFORM_NO, XFORM_YES
from sectors.rules.checklists import Choice, Question, Section
from sectors.rules.values import Text

KEYS = ("red", "green", "blue", "greenish")
WORDS = ("bakery", "0123456789", "5.0", "Ça va ?", "yes", "true")
TIMES = ("00:00", "06:05", "18:30", "18:31", "23:59")
DAYS = ("1999-12-31", "2026-02-28", "2026-03-01", "2028-02-29")
NUMBERS = (-3, 0, 0.1, 2, 2.5, 14, 1_000_000)
KINDS = ("yes_no", "choice", "choices", "integer", "number", "text", "time", "date", "identifier")


def a_text(words: str = "x") -> Text:
    """The same words in every language."""
    return Text(fr=words, nl=words, de=words, en=words)


def a_question(id_: str, kind: str, *, scope: str = "person", choices: Sequence[str] = (), **rules: Any) -> Question:
    """A question; one with a constraint has a message as well."""
    if "constraint" in rules:
        rules.setdefault("constraint_message", a_text("out of range"))
    fields = {"section": "all", "asks": None, "domain": "ID", "label": a_text(id_), "source": "test", "confidence": "L"}
    made = tuple(Choice(key=key, label=a_text(key)) for key in choices)
    return Question.model_validate({"id": id_, "kind": kind, "scope": scope, "choices": made, **fields, **rules})


def a_form(*questions: Question) -> Checklist:
    """A checklist of one section."""
    return Checklist(
        id="test",
        version="test",
        sha256="0" * 64,
        label={"fr": "x", "nl": "x", "de": "x", "en": "x"},
        sections=(Section(key="all", label=a_text("all")),),
        questions=questions,
    )


@cache
def of_every_kind() -> dict[str, Question]:
    """Two questions of each kind for the workplace, and two for a person."""
    made = [
        a_question(f"{scope[0]}_{kind}_{n}", kind, scope=scope, choices=KEYS if kind.startswith("choice") else ())
        for scope in ("workplace", "person")
        for kind in KINDS
        for n in (1, 2)
    ]
    return {question.id: question for question in made}


def an_answer(question: Question, rng: Random) -> Any:
    """An answer that its question may get: none, an empty one, or one among those that the rules name and others."""
    if rng.random() < 0.25:
        return rng.choice([None, *({"choices": [[]], "text": [""], "identifier": [""]}.get(question.kind, []))])
    keys = [choice.key for choice in question.choices]
    some: Mapping[str, Callable[[], Any]] = {
        "yes_no": lambda: rng.random() < 0.5,
        "choice": lambda: rng.choice(keys),
        "choices": lambda: rng.sample(keys, rng.randint(1, len(keys))),
        "integer": lambda: rng.choice([int(n) for n in NUMBERS if n >= 0] + [3, 15]),
        "number": lambda: rng.choice([*NUMBERS, 14.000001, -0.5]),
        "text": lambda: rng.choice([*WORDS, "something else"]),
        "identifier": lambda: rng.choice([*WORDS, "5"]),
        "time": lambda: rng.choice([*TIMES, "18:29", "12:00"]),
        "date": lambda: rng.choice([*DAYS, "2026-03-02"]),
    }
    return some[question.kind]()


def answers_of(questions: Mapping[str, Question], scope: str, rng: Random) -> dict[str, Any]:
    """Answers to the questions of one scope, some left out."""
    mine = [question for question in questions.values() if question.scope == scope and rng.random() < 0.9]
    return {question.id: an_answer(question, rng) for question in mine}


def as_in_xml(question: Question, value: Any) -> str:
    """An answer as ODK clients write it in XML; the empty text for none."""
    if value in (None, "", []):
        return ""
    if question.kind == "yes_no":
        return XFORM_YES if value else XFORM_NO
    if question.kind == "time":
        return f"{value}:00.000+01:00"
    return " ".join(value) if question.kind == "choices" else str(value)


def an_expression(questions: Mapping[str, Question], asker: Question, rng: Random, *, own: bool, depth: int = 0) -> str:
    """The text of an expression that `asker` may have."""
    roll = rng.random()
    if depth < 3 and roll < 0.35:
        parts = [an_expression(questions, asker, rng, own=own, depth=depth + 1) for _ in range(rng.randint(2, 3))]
        return f"({rng.choice([' and ', ' or ']).join(parts)})"
    if roll < 0.5:
        return f"not {an_expression(questions, asker, rng, own=own, depth=depth + 1)}" if depth < 3 else "answered(.)"
    return _statement(questions, asker, rng, own=own)


def _statement(questions: Mapping[str, Question], asker: Question, rng: Random, *, own: bool) -> str:
    open_to = [
        q for q in questions.values() if q.id != asker.id and (asker.scope == "person" or q.scope == "workplace")
    ]
    question = asker if own and rng.random() < 0.4 else rng.choice(open_to)
    name = "." if question is asker else question.id
    if rng.random() < 0.15:
        return f"answered({name})"
    if question.kind == "choices":
        count = f"count({name}) {_sign(rng)} {rng.randint(0, 3)}"
        return count if rng.random() < 0.4 else f"selected({name}, '{rng.choice(KEYS)}')"
    if question.kind == "choice" and rng.random() < 0.5:
        return f"{name} in ({', '.join(repr(key) for key in rng.sample(KEYS, rng.randint(1, 3)))})"
    sign = _sign(rng) if question.kind in ("integer", "number", "time", "date") else rng.choice(["=", "!="])
    others = [q.id for q in open_to if _alike(q, question) and q is not question]
    if others and question.kind != "choice" and rng.random() < 0.3:
        return f"{name} {sign} {rng.choice(others)}"
    return f"{name} {sign} {_literal(question, rng)}"


def _alike(one: Question, other: Question) -> bool:
    family = {"integer": "number", "identifier": "text"}
    return family.get(one.kind, one.kind) == family.get(other.kind, other.kind)


def _sign(rng: Random) -> str:
    return rng.choice(["=", "!=", "<", "<=", ">", ">="])


def _literal(question: Question, rng: Random) -> str:
    kind = question.kind
    if kind == "yes_no":
        return rng.choice(["true", "false"])
    if kind in ("integer", "number"):
        return str(rng.choice(NUMBERS))
    words = {"choice": KEYS, "time": TIMES, "date": DAYS}.get(kind, WORDS)
    return f"'{rng.choice(words)}'"
