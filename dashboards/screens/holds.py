"""Places that may not be visited until a day: those that I placed, a form to place one, and one to lift one."""

import streamlit as st

from dashboards.desk import current_desk
from dashboards.widgets.shared.notices import head
from dashboards.widgets.week.holding import hold_table, lift_form, place_form
from inspection import acts
from inspection.time_of import now


def show() -> None:
    """Show the holds of whoever works; the look is recorded, and nobody sees those of a colleague."""
    desk = current_desk()
    head(desk.say("holds.title"), desk.say("holds.how"))
    found = acts.workplaces.holds_of(desk.acting())
    if found:
        hold_table(desk, found)
    else:
        st.info(desk.say("holds.none"), icon=":material/info:")
    st.caption(desk.say("source.store", at=desk.moment(now())))
    left, right = st.columns(2)
    with left:
        place_form(desk)
    if found:
        with right:
            lift_form(desk, found)
