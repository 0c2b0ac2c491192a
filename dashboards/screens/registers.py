"""Registers: how each stands, what was set aside or changed, and where addresses disagree."""

import streamlit as st

from dashboards.desk import current_desk
from dashboards.widgets.office.register_addresses import disagreements
from dashboards.widgets.office.register_health import aftermath, health_table, register_name
from dashboards.widgets.shared.notices import head
from dashboards.widgets.shared.ways import to_page
from inspection import acts
from inspection.time_of import now


def show() -> None:
    """Show the health of the registers; each look is recorded."""
    desk = current_desk()
    head(desk.say("registers.title"), desk.say("registers.how"))
    found = acts.registers.list_health(desk.acting())
    health_table(desk, found)
    if any(one.held for one in found):
        to_page(desk.say("registers.held"), "/administration/registers")
    st.subheader(desk.say("registers.looked_at"))
    keys = [one.register for one in found if one.snapshots or one.held]
    chosen = st.selectbox(
        desk.say("registers.which"), keys, index=None, format_func=lambda key: register_name(desk, key)
    )
    if chosen is not None:
        aftermath(desk, chosen)
    st.subheader(desk.say("registers.places"))
    disagreements(desk)
    st.caption(desk.say("source.store", at=desk.moment(now())))
