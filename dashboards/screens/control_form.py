"""The control form: every answer is kept when it is given, so that a reload loses nothing."""

import streamlit as st

from dashboards.desk import Desk, desk
from dashboards.filling import WORKPLACE, asked_of, current, list_for, progress
from dashboards.widgets.control_form.choosing import choose
from dashboards.widgets.control_form.form_head import about, kept
from dashboards.widgets.control_form.onsite import onsite
from dashboards.widgets.control_form.persons import persons
from dashboards.widgets.control_form.questions import ask
from dashboards.widgets.control_form.saving import saving
from dashboards.widgets.control_form.visit_head import visit_head
from dashboards.widgets.shared.notices import attempt, done
from inspection import acts
from inspection.control.checklists import Checklist

_VISIT, _ONSITE, _END = "visit", "onsite", "end"


def show() -> None:
    """Show the choice of a control, or the one that the address names."""
    here = desk()
    draft_id = st.query_params.get("draft")
    st.title(here.say("control.title"))
    done()
    filling = attempt(here, lambda: current(here, draft_id)) if draft_id else None
    if filling is None:
        choose(here)
        return
    about(here, filling)
    _form(here, filling)


@st.fragment
def _form(here: Desk, filling: acts.controls.Filling) -> None:
    """Show one part of the form at a time; only this part is drawn again at an answer."""
    form = list_for(here, filling)
    parts = [_VISIT, *(section.key for section in form.sections), _ONSITE, _END]
    if st.session_state.get("part") not in parts:
        st.session_state["part"] = _VISIT
    names = {s.key: f"{s.label.say(here.lang)} {progress(filling, form, s.key)}" for s in form.sections}
    names |= {_VISIT: here.say("control.the_visit"), _ONSITE: here.say("onsite.title")}
    names[_END] = here.say("control.the_end")
    st.pills(here.say("control.part"), parts, format_func=names.__getitem__, key="part", required=True)
    kept(here)
    part = st.session_state["part"]
    if part == _VISIT:
        visit_head(here, filling)
    elif part == _ONSITE:
        onsite(here, filling)
    elif part == _END:
        saving(here, filling)
    else:
        _questions(here, filling, form, part)
    if part != _END:
        st.button(here.say("control.next"), on_click=_next, args=(parts, part), icon=":material/arrow_forward:")


def _next(parts: list[str], part: str) -> None:
    st.session_state["part"] = parts[parts.index(part) + 1]


def _questions(here: Desk, filling: acts.controls.Filling, form: Checklist, section: str) -> None:
    for question in (q for q in asked_of(filling, form, WORKPLACE) if q.section == section):
        ask(here, filling, form, question, WORKPLACE)
    if any(q.section == section and q.scope == "person" for q in form.questions):
        persons(here, filling, form, section)
