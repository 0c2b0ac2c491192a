"""The devices of my people: which are known, one invited by a code that is shown once, and one revoked."""

import streamlit as st

from dashboards.desk import current_desk
from dashboards.widgets.office.device_forms import device_table, invitation, invite_form, revoke_form
from dashboards.widgets.shared.notices import attempt, head
from inspection import acts
from inspection.time_of import now


def show() -> None:
    """Show the devices that this person answers for; the look at the list is recorded."""
    desk = current_desk()
    head(desk.say("devices.title"), desk.say("devices.how"))
    invitation(desk)
    found = attempt(desk, lambda: acts.staff.list_devices(desk.acting())) or []
    if found:
        device_table(desk, found)
    else:
        st.info(desk.say("devices.none"), icon=":material/info:")
    st.caption(desk.say("source.store", at=desk.moment(now())))
    left, right = st.columns(2)
    with left:
        invite_form(desk)
    with right:
        revoke_form(desk, [device for device in found if device.state == "known"])
