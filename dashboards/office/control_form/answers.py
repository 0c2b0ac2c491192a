"""The questions of a page: those that are asked by now, and what is to be said of each answer beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dashboards.office.asking import Asked
from inspection.control.begun import accepts_in, answers_in, asked_in, needed_in
from inspection.control.checklists import Checklist
from inspection.control.conclusions import stopping_paths
from inspection.i18n import t
from inspection.registers import identify_number
from sectors.rules.checklists import Question, Section

_FEWEST_DIGITS: Final = 7  # fewer are no number of a register


@dataclass(frozen=True)
class Part:
    """A section of the list with its questions, asked or not yet."""

    section: Section
    questions: tuple[Question, ...]


def parts_of(form: Checklist, scope: str) -> list[Part]:
    """Return the sections that ask of the workplace, or of a person, in the order of the list."""
    found = (
        Part(one, tuple(q for q in form.questions if q.section == one.key and q.scope == scope))
        for one in form.sections
    )
    return [part for part in found if part.questions]


def questions_of(form: Checklist, scope: str) -> list[Question]:
    """Return the questions of a scope, in the order in which the page has them."""
    return [question for part in parts_of(form, scope) for question in part.questions]


def beside(asked: Asked, control: Mapping[str, Any], form: Checklist, ref: str) -> dict[str, Any]:
    """Return which questions are asked by now, and by question the lines beside its answer: (colour, text).

    A wrong answer is told at once, and so is what stops a control and the evidence that an answer calls for.
    """
    now_asked = asked_in(control, form, ref)
    notes = {q.id: lines for q in now_asked if (lines := list(_lines(asked, control, form, q, ref)))}
    return {
        "asked_now": [q.id for q in now_asked],
        "notes": notes,
        "sections_done": _done(form, now_asked, control, ref),
    }


def _done(form: Checklist, now_asked: Sequence[Question], control: Mapping[str, Any], ref: str) -> dict[str, str]:
    """Return how many questions of a section are answered, of how many that are asked."""
    given = answers_in(control, ref)
    found = {}
    for section in form.sections:
        ids = [q.id for q in now_asked if q.section == section.key]
        found[f"section.{section.key}"] = f"{sum(given.get(id_) is not None for id_ in ids)}/{len(ids)}"
    return found


def _lines(
    asked: Asked, control: Mapping[str, Any], form: Checklist, question: Question, ref: str
) -> Iterable[tuple[str, str]]:
    lang = asked.look.lang
    value = answers_in(control, ref).get(question.id)
    if question.constraint_message and not accepts_in(control, form, question, ref):
        yield "late", question.constraint_message.say(lang)
    for path in stopping_paths({question.id: value}, asked.catalogue):
        yield "late", f"{path.label.say(lang)}. {path.hint.say(lang)}"
    if question.kind == "identifier" and (said := number_said(asked, value)):
        yield "soft", said
    for need in needed_in(control, form, question, ref):
        words = f": {need.label.say(lang)}" if need.label else ""
        yield "soon", f"{asked.say(f'control.needs.{need.kind}')}{words}"


def number_said(asked: Asked, typed: object) -> str:
    """Return what kind of number was typed, by its check digits; "" where nothing is to be said.

    Anything may stand there, and nothing is refused: somebody without a number is a normal case.
    """
    text = str(typed or "")
    if sum(map(str.isdigit, text)) < _FEWEST_DIGITS:
        return ""
    kind = identify_number(text)
    return f"✓ {t(f'field.number.{kind}', asked.look.lang)}" if kind else t("field.number.none", asked.look.lang)
