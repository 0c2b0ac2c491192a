"""One question of a checklist as an input that keeps its answer the moment that it is given."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import streamlit as st

from dashboards.desk import Desk
from dashboards.filling import accepts, answers_of, keep, needed
from dashboards.widgets.control_parts.identifiers import number_said
from dashboards.widgets.control_view.control_head import stop_cards
from inspection import acts
from inspection.control.checklists import Checklist
from sectors.rules.checklists import Question

_ICONS = {"photo": ":material/photo_camera:", "comment": ":material/comment:"}


def ask(desk: Desk, filling: acts.controls.Filling, form: Checklist, question: Question, person: str) -> None:
    """Show a question with its answer so far, what is wrong with that answer, and the evidence that it calls for."""
    key = f"a:{filling.id}:{person}:{question.id}"
    if key not in st.session_state:
        st.session_state[key] = _to_widget(question, answers_of(filling, person).get(question.id))
    label = question.label.say(desk.lang) + (" *" if question.required else "")
    hint = question.hint.say(desk.lang) if question.hint else None
    _INPUTS[question.kind](desk, question, label, hint, key, lambda: _changed(desk, filling, question, person, key))
    if question.kind == "identifier":
        number_said(desk, answers_of(filling, person).get(question.id))
    if question.constraint_message and not accepts(filling, form, question, person):
        st.error(question.constraint_message.say(desk.lang), icon=":material/error:")
    stop_cards(desk, {question.id: answers_of(filling, person).get(question.id)})
    for need in needed(filling, form, question, person):
        words = f": {need.label.say(desk.lang)}" if need.label else ""
        st.caption(f"{_ICONS[need.kind]} {desk.say(f'control.needs.{need.kind}')}{words}")


def _changed(desk: Desk, filling: acts.controls.Filling, question: Question, person: str, key: str) -> None:
    answers = answers_of(filling, person)
    value = _from_widget(question, st.session_state[key])
    if value is None:
        answers.pop(question.id, None)
    else:
        answers[question.id] = value
    keep(desk, filling)


def _to_widget(question: Question, value: Any) -> Any:
    if question.kind == "yes_no":
        return None if value is None else ("yes" if value else "no")
    if question.kind == "choices":
        return value or []
    if question.kind in ("text", "identifier"):
        return value or ""
    if value is not None and question.kind in ("time", "date"):
        return time.fromisoformat(value) if question.kind == "time" else date.fromisoformat(value)
    return value


def _from_widget(question: Question, value: Any) -> Any:
    if question.kind == "yes_no":
        return None if value is None else value == "yes"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return value.strip() or None if isinstance(value, str) else value if value != [] else None


Input = Callable[[Desk, Question, str, str | None, str, Callable[[], None]], object]


def _yes_no(desk: Desk, _: Question, label: str, hint: str | None, key: str, changed: Callable[[], None]) -> object:
    words = {"yes": desk.say("word.yes"), "no": desk.say("word.no")}
    return st.pills(label, list(words), format_func=words.__getitem__, key=key, help=hint, on_change=changed)


def _pills(mode: Any) -> Input:
    def show(
        desk: Desk, question: Question, label: str, hint: str | None, key: str, changed: Callable[[], None]
    ) -> object:
        words = {choice.key: choice.label.say(desk.lang) for choice in question.choices}
        return st.pills(
            label,
            list(words),
            selection_mode=mode,
            format_func=words.__getitem__,
            key=key,
            help=hint,
            on_change=changed,
        )

    return show


def _input(widget: Callable[..., object], **more: Any) -> Input:
    def show(_: Desk, __: Question, label: str, hint: str | None, key: str, changed: Callable[[], None]) -> object:
        return widget(label, key=key, help=hint, on_change=changed, **more)

    return show


_INPUTS: dict[str, Input] = {
    "yes_no": _yes_no,
    "choice": _pills("single"),
    "choices": _pills("multi"),
    "integer": _input(st.number_input, value=None, min_value=0, max_value=1_000_000, step=1),
    "number": _input(st.number_input, value=None, step=0.01, format="%.2f"),
    "text": _input(st.text_area, max_chars=10_000),
    "time": _input(st.time_input, value=None, step=300),
    "date": _input(st.date_input, value=None, min_value=date(1920, 1, 1), format="DD/MM/YYYY"),
    "identifier": _input(st.text_input, max_chars=64),
}
