"""What waits for me: alerts, answers that are overdue, legal deadlines that are near."""

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from dashboards.desk import Desk, current_desk
from dashboards.widgets.office.waiting import alert_rows, clock_rows, names_of, overdue_rows
from dashboards.widgets.shared.looking import look_at_list
from dashboards.widgets.shared.notices import head, press
from inspection import acts
from inspection.acts.access import ListLook
from inspection.store.queries import ClockView
from inspection.store.views import AlertView
from inspection.time_of import now, today

_AHEAD = timedelta(days=14)


def show() -> None:
    """Show what waits for whoever is working."""
    desk = current_desk()
    head(desk.say("home.title"))
    waiting, names = look_at_list(desk, "waiting", lambda look: _waiting(desk, look))
    mine, late, clocks = waiting.alerts, waiting.overdue, waiting.clocks
    with st.container(horizontal=True):
        st.metric(desk.say("home.alerts"), len(mine), border=True)
        st.metric(desk.say("home.overdue"), len(late), border=True)
        st.metric(desk.say("home.clocks"), len(clocks), border=True)
    st.subheader(desk.say("home.alerts"))
    alert_rows(desk, mine, names)
    _take_on(desk, mine, names)
    st.subheader(desk.say("home.overdue"))
    overdue_rows(desk, late)
    st.subheader(desk.say("home.clocks"))
    clock_rows(desk, clocks)
    _stop(desk, clocks)
    st.caption(desk.say("source.store", at=desk.moment(now())))


def _waiting(desk: Desk, look: ListLook) -> tuple[acts.chasing.Waiting, dict[str, str]]:
    waiting = acts.chasing.what_waits(desk.acting(), today() + _AHEAD, again=look)
    return waiting, names_of(desk, look) if waiting.alerts else {}


def _take_on(desk: Desk, mine: Sequence[AlertView], names: dict[str, str]) -> None:
    if not mine or not desk.may("alert.see"):
        return
    label = desk.say("home.which_alert")
    number = st.selectbox(
        label, range(1, len(mine) + 1), format_func=lambda n: f"{n} · {desk.alert(mine[n - 1], names)}"
    )
    if st.button(desk.say("home.see")):
        alert = mine[number - 1].id
        press(desk, lambda: acts.alerts.see_alert(desk.acting(), alert), desk.say("home.seen"))


def _stop(desk: Desk, clocks: Sequence[ClockView]) -> None:
    if not clocks or not desk.may("clock.stop"):
        return
    label = desk.say("home.which_clock")
    number = st.selectbox(label, range(1, len(clocks) + 1), format_func=lambda n: f"{n} · {desk.clock(clocks[n - 1])}")
    if st.button(desk.say("home.stop")):
        clock = clocks[number - 1].id
        press(desk, lambda: acts.chasing.stop_clock(desk.acting(), clock), desk.say("home.stopped"))
