"""Builders of questions with rules, and random expressions over them with random answers, for a given seed."""

from collections.abc import Sequence
from typing import Any

from inspection.control import Checklist
from sectors import Choice, Question, Section, Text

KEYS = ("red", "green", "blue")
WORDS = ("bakery", "0123456789", "5.0", "Ça va ?", "yes")
TIMES = ("00:00", "06:05", "18:30", "18:31", "23:59")
DAYS = ("1999-12-31", "2026-02-28", "2026-03-01", "2028-02-29")
NUMBERS = (-3, 0, 0.1, 2, 2.5, 14, 1_000_000)
KINDS = ("yes_no", "choice", "choices", "integer", "number", "text", "time", "date", "identifier")


def a_text(words: str = "x") -> Text:
    """The same words in every language."""
    return Text(fr=words, nl=words, de=words, en=words)


def a_question(
    id_: str, kind: str, *, scope: str = "person", choices: Sequence[str] = (), **rules: Any
) -> Question:  # fmt: skip
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
