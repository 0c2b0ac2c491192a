"""What waits for me: alerts, answers that are overdue, legal deadlines that are near."""

from datetime import timedelta

import streamlit as st

from dashboards.desk import FIELD_ROLES, Desk, desk
from dashboards.widgets.office.waiting import alert_rows, clock_rows, names_of, overdue_rows
from dashboards.widgets.shared.notices import done, press
from inspection import acts
from inspection.store.queries import ClockView, alerts, running_clocks
from inspection.store.views import AlertView
from inspection.time_of import now, today

_AHEAD = timedelta(days=14)


def show() -> None:
    """Show what waits for whoever is working."""
    here = desk()
    st.title(here.say("home.title"))
    done()
    mine = [a for a in alerts(here.office.store) if _is_for(here, a)]
    late = _late(here)
    clocks = running_clocks(here.office.store, today() + _AHEAD, here.district, reader=here.user)
    with st.container(horizontal=True):
        st.metric(here.say("home.alerts"), len(mine), border=True)
        st.metric(here.say("home.overdue"), len(late), border=True)
        st.metric(here.say("home.clocks"), len(clocks), border=True)
    st.subheader(here.say("home.alerts"))
    names = names_of(here) if mine else {}
    alert_rows(here, mine, names)
    _take_on(here, mine, names)
    st.subheader(here.say("home.overdue"))
    overdue_rows(here, late)
    st.subheader(here.say("home.clocks"))
    clock_rows(here, clocks)
    _stop(here, clocks)
    st.caption(here.say("source.store", at=here.moment(now())))


def _late(here: Desk) -> list[acts.chasing.Overdue]:
    """Return what is overdue here and in this service, but for ordered work that is not for these eyes."""
    hidden = acts.access.hidden_from(here.user.id, now(), office=here.office)
    return [
        one
        for one in acts.chasing.overdue(now(), office=here.office)
        if one.service == here.user.service and here.district in (None, one.district) and one.reference not in hidden
    ]


def _is_for(here: Desk, alert: AlertView) -> bool:
    if alert.for_user is not None:
        return alert.for_user == here.user.id
    return alert.for_role == here.user.role and here.district in (None, alert.district)


def _take_on(here: Desk, mine: list[AlertView], names: dict[str, str]) -> None:
    if not mine or here.user.role == "auditor_dpo":
        return
    label = here.say("home.which_alert")
    number = st.selectbox(
        label, range(1, len(mine) + 1), format_func=lambda n: f"{n} · {here.alert(mine[n - 1], names)}"
    )
    if st.button(here.say("home.see")):
        alert = mine[number - 1].id
        press(here, lambda: acts.alerts.see_alert(alert, here.user.id, office=here.office), here.say("home.seen"))


def _stop(here: Desk, clocks: list[ClockView]) -> None:
    if not clocks or here.user.role not in FIELD_ROLES:
        return
    label = here.say("home.which_clock")
    number = st.selectbox(label, range(1, len(clocks) + 1), format_func=lambda n: f"{n} · {here.clock(clocks[n - 1])}")
    if st.button(here.say("home.stop")):
        clock = clocks[number - 1].id
        press(here, lambda: acts.chasing.stop_clock(clock, here.user.id, office=here.office), here.say("home.stopped"))
