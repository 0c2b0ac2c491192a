"""Policy: what the coordination cell asked for, and what departments did; reports that tell of it are documents."""

import streamlit as st

from dashboards.desk import current_desk
from dashboards.widgets.policy.initiatives import add_initiative_form, initiative_table
from dashboards.widgets.policy.measures import add_measure_form, change_measure_form, measure_table
from dashboards.widgets.shared.notices import head
from inspection import acts
from inspection.time_of import now


def show() -> None:
    """Show both registers with the forms that keep them."""
    desk = current_desk()
    head(desk.say("policy.title"), desk.say("policy.how"))
    measures, initiatives = st.tabs([desk.say(f"policy.tab.{name}") for name in ("measures", "done")])
    with measures:
        known = acts.reports.measures(desk.acting())
        measure_table(desk, known)
        left, right = st.columns(2)
        with left:
            add_measure_form(desk)
        if known:
            with right:
                change_measure_form(desk, known)
    with initiatives:
        initiative_table(desk, acts.reports.initiatives(desk.acting()))
        add_initiative_form(desk)
    st.caption(desk.say("source.store", at=desk.moment(now())))
