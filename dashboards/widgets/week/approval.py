"""The button that releases a week: bound to the hash of exactly this plan, and pressed by a second person."""

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.notices import press
from inspection import acts
from inspection.store.views import PlanView
from inspection.time_of import IsoWeek


def approval(desk: Desk, plan: PlanView) -> None:
    """Show who proposed and approved a plan, its hash, and the button where it still waits."""
    with st.container(border=True):
        st.markdown(f"**{desk.say(f'rounds.state.{plan.state}')}**")
        st.caption(desk.say("rounds.proposed", by=plan.proposed_by, at=desk.moment(plan.proposed_at)))
        st.caption(desk.say("rounds.hash"))
        st.code(plan.sha256, language=None, wrap_lines=True)
        if plan.state == "approved":
            st.caption(desk.say("rounds.approved", by=plan.approved_by, at=desk.moment(plan.approved_at)))
            return
        looked = st.checkbox(desk.say("rounds.looked"), key=f"looked_{plan.id}")
        if st.button(desk.say("rounds.approve"), type="primary", disabled=not looked):
            week = IsoWeek.parse(plan.week)
            press(
                desk,
                lambda: acts.weeks.approve_week(desk.acting(), week, plan.sha256, service=plan.service),
                desk.say("rounds.approved_now", week=plan.week),
            )
