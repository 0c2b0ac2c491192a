"""The control form: every answer is kept when it is given, so that a reload loses nothing."""

import streamlit as st

from dashboards.desk import Desk, current_desk
from dashboards.filling import WORKPLACE, asked_of, current, list_for, progress
from dashboards.widgets.control_form import choosing, form_head, onsite, persons, questions, saving, visit_head
from dashboards.widgets.shared.notices import attempt, head
from inspection import acts
from inspection.control.checklists import Checklist

_VISIT, _ONSITE, _END = "visit", "onsite", "end"


def show() -> None:
    """Show the choice of a control, or the one that the address names."""
    desk = current_desk()
    draft_id = st.query_params.get("draft")
    head(desk.say("control.title"))
    filling = attempt(desk, lambda: current(desk, draft_id)) if draft_id else None
    if filling is None:
        choosing.choose(desk)
        return
    form_head.about(desk, filling)
    _form(desk, filling)


@st.fragment
def _form(desk: Desk, filling: acts.controls.Filling) -> None:
    """Show one part of the form at a time; only this part is drawn again at an answer."""
    form = list_for(desk, filling)
    parts = [_VISIT, *(section.key for section in form.sections), _ONSITE, _END]
    if st.session_state.get("part") not in parts:
        st.session_state["part"] = _VISIT
    names = {s.key: f"{s.label.say(desk.lang)} {progress(filling, form, s.key)}" for s in form.sections}
    names |= {_VISIT: desk.say("control.the_visit"), _ONSITE: desk.say("onsite.title")}
    names[_END] = desk.say("control.the_end")
    st.pills(desk.say("control.part"), parts, format_func=names.__getitem__, key="part", required=True)
    form_head.kept(desk)
    part = st.session_state["part"]
    if part == _VISIT:
        visit_head.visit_head(desk, filling)
    elif part == _ONSITE:
        onsite.onsite(desk, filling)
    elif part == _END:
        saving.saving(desk, filling)
    else:
        _questions(desk, filling, form, part)
    if part != _END:
        st.button(desk.say("control.next"), on_click=_next, args=(parts, part), icon=":material/arrow_forward:")


def _next(parts: list[str], part: str) -> None:
    st.session_state["part"] = parts[parts.index(part) + 1]


def _questions(desk: Desk, filling: acts.controls.Filling, form: Checklist, section: str) -> None:
    for question in (q for q in asked_of(filling, form, WORKPLACE) if q.section == section):
        questions.ask(desk, filling, form, question, WORKPLACE)
    if any(q.section == section and q.scope == "person" for q in form.questions):
        persons.persons(desk, filling, form, section)
