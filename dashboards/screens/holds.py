"""Places that may not be visited until a day: those that I placed, a form to place one, and one to lift one."""

import streamlit as st

from dashboards.desk import desk
from dashboards.widgets.shared.notices import done
from dashboards.widgets.week.holding import hold_table, lift_form, place_form
from inspection import acts
from inspection.time_of import now


def show() -> None:
    """Show the holds of whoever works; the look is recorded, and nobody sees those of a colleague."""
    here = desk()
    st.title(here.say("holds.title"))
    done()
    st.caption(here.say("holds.how"))
    found = acts.workplaces.holds_of(here.user.id, office=here.office)
    if found:
        hold_table(here, found)
    else:
        st.info(here.say("holds.none"), icon=":material/info:")
    st.caption(here.say("source.store", at=here.moment(now())))
    left, right = st.columns(2)
    with left:
        place_form(here)
    if found:
        with right:
            lift_form(here, found)
