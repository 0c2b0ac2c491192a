"""What every control says of itself: how it ended, when somebody was there, on which day the facts lie."""

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from dashboards.desk import Desk
from dashboards.filling import keep
from dashboards.widgets.control_parts.origins import ORIGIN, origin_words
from dashboards.widgets.control_parts.visit_times import visit_time
from inspection import acts
from inspection.life_cycles import ControlOutcome

_LANGUAGES = ("fr", "nl", "de")


def visit_head(desk: Desk, filling: acts.controls.Filling) -> None:
    """Show and keep the fields of the visit itself."""
    raw = filling.control
    said = raw["outcome"] if is_outcome_said(filling) else None
    _field(desk, filling, "outcome", said, lambda value: _ended(filling, value), st.selectbox, index=None,
           placeholder="–", options=tuple(ControlOutcome), format_func=lambda o: desk.say(f"outcome.{o}"))  # fmt: skip
    zero, one, two, three = st.columns(4)
    with zero:
        first = raw.get("facts_from")
        _field(desk, filling, "facts_from", date.fromisoformat(first) if first else None,
               lambda value: {"facts_from": value.isoformat() if value else None},
               st.date_input, format="DD/MM/YYYY")  # fmt: skip
    with one:
        _field(desk, filling, "facts_on", date.fromisoformat(raw["facts_on"]),
               lambda value: {"facts_on": value.isoformat()}, st.date_input, format="DD/MM/YYYY")  # fmt: skip
    with two:
        visit_time(desk, filling, "entered")
    with three:
        visit_time(desk, filling, "left")
    _field(desk, filling, "report_language", raw["report_language"], lambda value: {"report_language": value},
           st.selectbox, options=_LANGUAGES, format_func=lambda lang: desk.say(f"language.{lang}"))  # fmt: skip
    if raw.get("visit") is None:
        _field(desk, filling, "origin", raw.get("origin"), lambda value: {"origin": value}, st.selectbox, index=None,
               placeholder="–", help=desk.say("control.origin_help"), options=ORIGIN,
               format_func=origin_words(desk))  # fmt: skip


def is_outcome_said(filling: acts.controls.Filling) -> bool:
    """Tell whether somebody chose how the control ended; a draft begins as one that is carried out."""
    return filling.corrects or filling.control["outcome"] != "done" or bool(st.session_state.get(_said(filling)))


def _ended(filling: acts.controls.Filling, value: ControlOutcome | None) -> dict[str, Any]:
    """Note that somebody said it: the input itself is forgotten when another part of the form is shown."""
    st.session_state[_said(filling)] = value is not None
    return {"outcome": value or "done"}


def _said(filling: acts.controls.Filling) -> str:
    return f"o:{filling.id}:outcome_said"


def _field(
    desk: Desk,
    filling: acts.controls.Filling,
    name: str,
    start: Any,
    changes: Callable[[Any], dict[str, Any]],
    widget: Callable[..., Any],
    **more: Any,
) -> None:
    key = f"h:{filling.id}:{name}"
    if key not in st.session_state:
        st.session_state[key] = start

    def changed() -> None:
        filling.control.update(changes(st.session_state[key]))
        keep(desk, filling)

    widget(desk.say(f"control.{name}"), key=key, on_change=changed, **more)
