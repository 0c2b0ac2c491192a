"""The calendar of joint actions: the next eight weeks, who comes, what a partner answered, and a form to book one."""

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from dashboards.desk import Desk, current_desk
from dashboards.widgets.shared.notices import head
from dashboards.widgets.week.actions import action_table, answer_form
from dashboards.widgets.week.booking import booking_form
from inspection import acts
from inspection.store.queries import ActionView
from inspection.time_of import now, today

_AHEAD = timedelta(weeks=8)


def show() -> None:
    """Show the joint actions that this person may see, week by week."""
    desk = current_desk()
    head(desk.say("actions.title"), desk.say("actions.how"))
    places = desk.districts() if desk.district else [None, *desk.districts()]
    everything = desk.say("word.all")
    one, _ = st.columns([1, 2])
    district = one.selectbox(
        desk.say("word.district"),
        places,
        format_func=lambda d: desk.place(d) if d else everything,
        key="actions_district",
    )
    first = today()
    found = acts.joint_actions.actions_of(desk.acting(), since=first, until=first + _AHEAD, district=district)
    shown = [action for action in found if action.state != "called_off"]
    if shown:
        _weeks(desk, shown)
    else:
        st.info(desk.say("actions.none"), icon=":material/info:")
    st.caption(desk.say("source.store", at=desk.moment(now())))
    if desk.may("partner.confirm"):
        answer_form(desk, [a for a in shown if a.is_open and desk.district in (None, a.district)])
    if desk.may("action.book"):
        booking_form(desk)


def _weeks(desk: Desk, shown: Sequence[ActionView]) -> None:
    for week in dict.fromkeys(action.week for action in shown):
        st.subheader(f"{desk.say('word.week')} {week}")
        action_table(desk, [action for action in shown if action.week == week])
