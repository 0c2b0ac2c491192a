"""What waits for me: alerts, answers that are overdue, legal deadlines that are near."""

from datetime import timedelta

import streamlit as st

from dashboards.desk import Desk, current_desk
from dashboards.widgets.office.waiting import alert_rows, clock_rows, names_of, overdue_rows
from dashboards.widgets.shared.looking import look_at_list
from dashboards.widgets.shared.notices import head, press
from inspection import acts
from inspection.store.queries import ClockView, running_clocks
from inspection.store.views import AlertView
from inspection.time_of import now, today

_AHEAD = timedelta(days=14)


def show() -> None:
    """Show what waits for whoever is working."""
    desk = current_desk()
    head(desk.say("home.title"))
    mine, late, clocks = look_at_list(desk, "waiting", lambda: _waiting(desk))
    with st.container(horizontal=True):
        st.metric(desk.say("home.alerts"), len(mine), border=True)
        st.metric(desk.say("home.overdue"), len(late), border=True)
        st.metric(desk.say("home.clocks"), len(clocks), border=True)
    st.subheader(desk.say("home.alerts"))
    names = names_of(desk) if mine else {}
    alert_rows(desk, mine, names)
    _take_on(desk, mine, names)
    st.subheader(desk.say("home.overdue"))
    overdue_rows(desk, late)
    st.subheader(desk.say("home.clocks"))
    clock_rows(desk, clocks)
    _stop(desk, clocks)
    st.caption(desk.say("source.store", at=desk.moment(now())))


def _waiting(desk: Desk) -> tuple[list[AlertView], list[acts.chasing.Overdue], list[ClockView]]:
    clocks = running_clocks(desk.app.store, today() + _AHEAD, desk.district, reader=desk.user)
    return acts.alerts.alerts_for(desk.acting()), _late(desk), clocks


def _late(desk: Desk) -> list[acts.chasing.Overdue]:
    """Return what is overdue here and in this service, but for ordered work that is not for these eyes."""
    hidden = acts.access.hidden_from(desk.acting())
    return [
        one
        for one in acts.chasing.overdue(desk.acting())
        if one.service == desk.user.service and desk.district in (None, one.district) and one.reference not in hidden
    ]


def _take_on(desk: Desk, mine: list[AlertView], names: dict[str, str]) -> None:
    if not mine or not desk.may("alert.see"):
        return
    label = desk.say("home.which_alert")
    number = st.selectbox(
        label, range(1, len(mine) + 1), format_func=lambda n: f"{n} · {desk.alert(mine[n - 1], names)}"
    )
    if st.button(desk.say("home.see")):
        alert = mine[number - 1].id
        press(desk, lambda: acts.alerts.see_alert(desk.acting(), alert), desk.say("home.seen"))


def _stop(desk: Desk, clocks: list[ClockView]) -> None:
    if not clocks or not desk.may("clock.stop"):
        return
    label = desk.say("home.which_clock")
    number = st.selectbox(label, range(1, len(clocks) + 1), format_func=lambda n: f"{n} · {desk.clock(clocks[n - 1])}")
    if st.button(desk.say("home.stop")):
        clock = clocks[number - 1].id
        press(desk, lambda: acts.chasing.stop_clock(desk.acting(), clock), desk.say("home.stopped"))
