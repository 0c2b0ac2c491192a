"""The calendar of joint actions: the next eight weeks, who comes, what a partner answered, and a form to book one."""

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from dashboards.desk import BOOKING_ROLES, Desk, desk
from dashboards.widgets.shared.notices import done
from dashboards.widgets.week.actions import action_table, answer_form
from dashboards.widgets.week.booking import booking_form
from inspection import acts
from inspection.store.queries import ActionView
from inspection.time_of import now, today

_AHEAD = timedelta(weeks=8)


def show() -> None:
    """Show the joint actions that this person may see, week by week."""
    here = desk()
    st.title(here.say("actions.title"))
    done()
    st.caption(here.say("actions.how"))
    places = here.districts() if here.district else [None, *here.districts()]
    everything = here.say("word.all")
    one, _ = st.columns([1, 2])
    district = one.selectbox(
        here.say("word.district"),
        places,
        format_func=lambda d: here.place(d) if d else everything,
        key="actions_district",
    )
    first = today()
    found = acts.joint_actions.actions_of(
        here.user.id, since=first, until=first + _AHEAD, district=district, office=here.office
    )
    shown = [action for action in found if action.state != "called_off"]
    if shown:
        _weeks(here, shown)
    else:
        st.info(here.say("actions.none"), icon=":material/info:")
    st.caption(here.say("source.store", at=here.moment(now())))
    if here.user.role != "auditor_dpo":
        answer_form(here, [a for a in shown if a.is_open and here.district in (None, a.district)])
    if here.user.role in BOOKING_ROLES:
        booking_form(here)


def _weeks(here: Desk, shown: Sequence[ActionView]) -> None:
    for week in dict.fromkeys(action.week for action in shown):
        st.subheader(f"{here.say('word.week')} {week}")
        action_table(here, [action for action in shown if action.week == week])
