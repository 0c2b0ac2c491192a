"""A referral that its addressee refused: sent to another office, since a refusal ends nothing."""

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.referrals.referral_reading import forget_referrals
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.offices import further_offices
from inspection import acts
from inspection.store.views import DeliveryView


def reroute_form(here: Desk, delivery: DeliveryView) -> None:
    """Let somebody send a refused referral to another office; nothing at all where it was not refused."""
    if delivery.state != "refused":
        return
    with st.form("reroute", border=True):
        st.markdown(f"**{here.say('reroute.title')}**")
        office = st.selectbox(
            here.say("reroute.office"),
            further_offices(here, (delivery.recipient,)),
            None,
            here.recipient,
            placeholder=here.say("referral.choose"),
        )
        if st.form_submit_button(here.say("reroute.send"), type="primary", icon=":material/forward:"):
            press(here, lambda: _sent(here, delivery, office or ""), here.say("reroute.sent"))


def _sent(here: Desk, delivery: DeliveryView, office: str) -> None:
    acts.changes.reroute(delivery.id, office, here.user.id, office=here.office)
    forget_referrals()
