"""The end of the form: what is missing, what would follow, the inspector's decision, and the two ways to save."""

import streamlit as st

from dashboards.desk import Desk
from dashboards.filling import filled, finish, missing, save
from dashboards.widgets.conclusion import conclusion
from dashboards.widgets.notices import attempt, refusal
from dashboards.widgets.suspicion import suspicion
from inspection import acts
from inspection.errors import InspectionError


def saving(here: Desk, filling: acts.Filling) -> None:
    """Show the last part of the form."""
    suspicion(here, filling)
    left_out = missing(here, filling)
    if left_out:
        st.warning(here.say("control.missing", which="; ".join(q.label.say(here.lang) for q in left_out)))
    with st.container(horizontal=True):
        said = filling.control["suspicion"] or {}
        if said.get("decision") == "yes" and st.button(here.say("control.refer_now"), type="primary"):
            _refer(here, filling)
        if st.button(here.say("control.finish"), type="primary", disabled=bool(left_out)):
            _finish(here, filling)
    st.caption(here.say("control.after"))
    draft = attempt(here, lambda: filled(here, filling))
    if draft is not None:
        made = attempt(here, lambda: acts.preview_control(draft, here.user.id, place=filling.place, office=here.office))
        if made is not None:
            conclusion(here, made)


def _refer(here: Desk, filling: acts.Filling) -> None:
    saved = attempt(here, lambda: save(here, filling))
    if saved is not None and saved.reference:
        st.success(here.say("control.referred", reference=saved.reference), icon=":material/outgoing_mail:")


def _finish(here: Desk, filling: acts.Filling) -> None:
    try:
        saved = finish(here, filling)
    except InspectionError as fault:
        refusal(here, fault)
        return
    st.session_state.pop("filling", None)
    st.query_params.pop("draft", None)
    key = "control.saved_referred" if saved.reference else "control.saved"
    st.session_state["done"] = here.say(
        key, findings=saved.findings, clocks=saved.clocks, reference=saved.reference or ""
    )
    st.rerun()
