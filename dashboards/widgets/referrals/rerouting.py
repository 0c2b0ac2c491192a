"""A referral that its addressee refused: sent to another office, since a refusal ends nothing."""

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.referrals.referral_reading import forget_referrals
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.offices import further_offices
from inspection import acts
from inspection.store.views import DeliveryView


def reroute_form(desk: Desk, delivery: DeliveryView) -> None:
    """Let somebody send a refused referral to another office; nothing at all where it was not refused."""
    if delivery.state != "refused":
        return
    with st.form("reroute", border=True):
        st.markdown(f"**{desk.say('reroute.title')}**")
        office = st.selectbox(
            desk.say("reroute.office"),
            further_offices(desk, (delivery.recipient,)),
            None,
            desk.recipient,
            placeholder=desk.say("referral.choose"),
        )
        if st.form_submit_button(desk.say("reroute.send"), type="primary", icon=":material/forward:"):
            press(desk, lambda: _sent(desk, delivery, office or ""), desk.say("reroute.sent"))


def _sent(desk: Desk, delivery: DeliveryView, office: str) -> None:
    acts.changes.reroute(desk.acting(), delivery.id, office)
    forget_referrals()
