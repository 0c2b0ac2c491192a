"""What a magistrate's office says of a referral: an embargo, its end, and how it went on."""

from datetime import date
from typing import cast, get_args

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.referrals.referral_reading import forget_referrals
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.offices import channel_field, magistrate_field
from inspection import acts
from inspection.time_of import today


def embargo_part(here: Desk, stands: acts.changes.Standing) -> None:
    """Show the embargoes in force, and let a head record another, or their end."""
    for one in stands.embargoes:
        until = (
            here.say("embargo.until_day", day=here.day(one.until)) if one.until else here.say("embargo.until_lifted")
        )
        asked = here.say(
            "embargo.asked_by", office=here.recipient(one.asked_by), how=here.say(f"channel.{one.channel}")
        )
        st.warning(f"{until} {asked}", icon=":material/visibility_off:")
    left, right = st.columns(2)
    with left:
        _embargo(here, stands)
    if stands.embargoes:
        with right:
            _lift(here, stands)


def told_part(here: Desk, stands: acts.changes.Standing) -> None:
    """Let somebody record what a magistrate chose to tell; it is counted, and shown nowhere."""
    with st.form("told", border=True):
        st.caption(here.say("told.note"))
        office = magistrate_field(here, stands.offices, here.say("told.office"))
        outcomes = get_args(acts.changes.ToldOutcome)
        outcome = st.selectbox(
            here.say("told.outcome"),
            outcomes,
            None,
            lambda o: here.say(f"told.outcome.{o}"),
            placeholder=here.say("referral.choose"),
        )
        on = st.date_input(here.say("told.on"), value=today(), max_value=today(), format="DD/MM/YYYY")
        if st.form_submit_button(here.say("told.record"), type="primary", icon=":material/check:"):
            press(here, lambda: _note(here, stands, office, outcome, on), here.say("told.recorded"))


def _embargo(here: Desk, stands: acts.changes.Standing) -> None:
    with st.form("embargo", border=True):
        st.markdown(f"**{here.say('embargo.title')}**")
        st.caption(here.say("embargo.note"))
        office = magistrate_field(here, stands.offices, here.say("embargo.office"))
        channel = channel_field(here)
        until = st.date_input(here.say("embargo.until"), value=None, min_value=today(), format="DD/MM/YYYY")
        if st.form_submit_button(here.say("embargo.record"), type="primary", icon=":material/visibility_off:"):
            press(here, lambda: _embargoed(here, stands, office, channel, until), here.say("embargo.recorded"))


def _embargoed(
    here: Desk, stands: acts.changes.Standing, asked_by: str, channel: acts.changes.Channel, until: date | None
) -> None:
    acts.changes.embargo(stands.reference, asked_by, channel, here.user.id, until=until, office=here.office)
    forget_referrals()


def _lift(here: Desk, stands: acts.changes.Standing) -> None:
    with st.form("lift_embargo", border=True):
        st.markdown(f"**{here.say('embargo.lift')}**")
        st.caption(here.say("embargo.lift_note"))
        office = magistrate_field(here, stands.offices, here.say("embargo.lift_office"))
        channel = channel_field(here)
        if st.form_submit_button(here.say("embargo.lift_it"), icon=":material/visibility:"):
            press(here, lambda: _lifted(here, stands, office, channel), here.say("embargo.lifted"))


def _lifted(here: Desk, stands: acts.changes.Standing, asked_by: str, channel: acts.changes.Channel) -> None:
    acts.changes.lift_embargo(stands.reference, asked_by, channel, here.user.id, office=here.office)
    forget_referrals()


def _note(
    here: Desk, stands: acts.changes.Standing, office: str, outcome: acts.changes.ToldOutcome | None, on: date
) -> None:
    chosen = cast("acts.changes.ToldOutcome", outcome or "")  # the act refuses what nobody chose
    acts.changes.note_outcome(stands.reference, office, chosen, here.user.id, told_on=on, office=here.office)
