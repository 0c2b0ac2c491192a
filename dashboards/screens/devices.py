"""The devices of my people: which are known, one invited by a code that is shown once, and one revoked."""

import streamlit as st

from dashboards.desk import desk
from dashboards.widgets.office.device_forms import device_table, invitation, invite_form, revoke_form
from dashboards.widgets.shared.notices import attempt, done
from inspection import acts
from inspection.time_of import now


def show() -> None:
    """Show the devices that this person answers for; the look at the list is recorded."""
    here = desk()
    st.title(here.say("devices.title"))
    done()
    st.caption(here.say("devices.how"))
    invitation(here)
    found = attempt(here, lambda: acts.staff.list_devices(here.user.id, office=here.office)) or []
    if found:
        device_table(here, found)
    else:
        st.info(here.say("devices.none"), icon=":material/info:")
    st.caption(here.say("source.store", at=here.moment(now())))
    left, right = st.columns(2)
    with left:
        invite_form(here)
    with right:
        revoke_form(here, [device for device in found if device.state == "known"])
