"""The head of the control form: which place it is about, and that the last answer was kept."""

import streamlit as st

from dashboards.desk import Desk
from dashboards.numbers import number_of
from dashboards.widgets.shared.looking import look_at_workplace
from dashboards.widgets.shared.notices import refusal
from inspection import acts
from inspection.errors import AccessRefused


def about(desk: Desk, filling: acts.controls.Filling) -> None:
    """Name the workplace."""
    subject = filling.control["workplace"]
    try:
        known = look_at_workplace(desk, subject)
    except AccessRefused:  # elsewhere, in a joint action: the form opens, with the number only
        known = None
    name = known.name if known and known.name else number_of(subject)
    st.markdown(f"**{name}** · {desk.sector(filling.control['sector'])}")
    if known and known.address:
        st.caption(known.address)
    if filling.corrects:
        st.warning(desk.say("control.corrects"), icon=":material/edit:")


def kept(desk: Desk) -> None:
    """Say when the last answer was kept, or why it was not."""
    fault, at = st.session_state.pop("keep_fault", None), st.session_state.get("kept_at")
    if fault is not None:
        refusal(desk, fault)
    st.caption(desk.say("control.kept", at=desk.moment(at)) if at else desk.say("control.keeps"))
