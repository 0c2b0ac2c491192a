"""The end of the form: what is missing, what would follow, the inspector's decision, and the two ways to save."""

from collections.abc import Callable

import streamlit as st

from dashboards.desk import Desk
from dashboards.filling import correct, filled, finish, forget, list_for, missing, out_of_range, save
from dashboards.widgets.control_form.visit_head import is_outcome_said
from dashboards.widgets.control_parts import conclusion, suspicion, visit_times
from dashboards.widgets.shared.notices import attempt, refusal
from inspection import acts
from inspection.control.checklists import Checklist
from inspection.control.conclusions import missing_needs
from inspection.control.filled import Control
from inspection.errors import InspectionError


def saving(desk: Desk, filling: acts.controls.Filling) -> None:
    """Show the last part of the form."""
    if filling.corrects:
        st.caption(desk.say("control.decision_stays"))
    else:
        suspicion.suspicion(desk, filling)
    left_out, refused = missing(desk, filling), out_of_range(desk, filling)
    for key, which in (("missing", left_out), ("out_of_range", refused)):
        if which:
            st.warning(desk.say(f"control.{key}", which="; ".join(q.label.say(desk.lang) for q in which)))
    if not is_outcome_said(filling):
        st.warning(desk.say("control.no_outcome"))
    if not visit_times.is_leaving_said(filling):
        st.warning(desk.say("control.no_leaving"))
    is_open = bool(left_out or refused) or not (is_outcome_said(filling) and visit_times.is_leaving_said(filling))
    if filling.corrects:
        _correction(desk, filling, is_open)
    else:
        _ends(desk, filling, is_open)
    draft = attempt(desk, lambda: filled(desk, filling))
    if draft is not None:
        _evidence(desk, draft, list_for(desk, filling))
        made = attempt(desk, lambda: acts.controls.preview_control(desk.acting(), draft, place=filling.place))
        if made is not None:
            conclusion.conclusion(desk, made, draft.facts_on)


def _ends(desk: Desk, filling: acts.controls.Filling, is_open: bool) -> None:
    with st.container(horizontal=True):
        said = filling.control["suspicion"] or {}
        if said.get("decision") == "yes" and st.button(desk.say("control.refer_now"), type="primary"):
            _refer(desk, filling)
        if st.button(desk.say("control.finish"), type="primary", disabled=is_open):
            _close(desk, filling, lambda: finish(desk, filling))
    st.caption(desk.say("control.after"))


def _correction(desk: Desk, filling: acts.controls.Filling, is_open: bool) -> None:
    """Ask why the control is corrected; its first words stay, and so does what followed from them until now."""
    because = st.text_area(desk.say("control.because"), max_chars=2_000, key=f"c:{filling.id}:because")
    if st.button(desk.say("control.correct"), type="primary", disabled=is_open or not because.strip()):
        _close(desk, filling, lambda: correct(desk, filling, because.strip()))


def _evidence(desk: Desk, draft: Control, form: Checklist) -> None:
    """Say which photographs and words are still expected; an inspector may lack them for good reason."""
    lacking = missing_needs(draft, form)
    if lacking:
        words = (
            f"{form.by_id[id_].label.say(desk.lang)}{f' ({ref})' if ref else ''}: {desk.say(f'control.needs.{kind}')}"
            for id_, ref, kind in lacking
        )
        st.info(desk.say("control.evidence", which="; ".join(words)), icon=":material/photo_camera:")


def _refer(desk: Desk, filling: acts.controls.Filling) -> None:
    saved = attempt(desk, lambda: save(desk, filling))
    if saved is not None and saved.reference:
        st.success(desk.say("control.referred", reference=saved.reference), icon=":material/outgoing_mail:")


def _close(desk: Desk, filling: acts.controls.Filling, end: Callable[[], acts.controls.Saved]) -> None:
    try:
        saved = end()
    except InspectionError as fault:
        refusal(desk, fault)
        return
    if filling.corrects and not saved.is_new:
        st.info(desk.say("control.unchanged"))
        return
    forget()
    st.query_params.pop("draft", None)
    st.session_state["done"] = _said(desk, filling, saved)
    st.rerun()


def _said(desk: Desk, filling: acts.controls.Filling, saved: acts.controls.Saved) -> str:
    if filling.corrects:
        return desk.say("control.corrected")
    key = "control.saved_referred" if saved.reference else "control.saved"
    return desk.say(key, findings=saved.findings, clocks=saved.clocks, reference=saved.reference or "")
