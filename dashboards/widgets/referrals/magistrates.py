"""What a magistrate's office says of a referral: an embargo, its end, and how it went on."""

from datetime import date
from typing import cast

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.referrals.referral_reading import forget_referrals
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.offices import channel_field, magistrate_field
from inspection import acts
from inspection.life_cycles import TOLD_OUTCOMES, ToldOutcome
from inspection.time_of import today


def embargo_part(desk: Desk, stands: acts.changes.Standing) -> None:
    """Show the embargoes in force, and let a head record another, or their end."""
    for one in stands.embargoes:
        until = (
            desk.say("embargo.until_day", day=desk.day(one.until)) if one.until else desk.say("embargo.until_lifted")
        )
        asked = desk.say(
            "embargo.asked_by", office=desk.recipient(one.asked_by), how=desk.say(f"channel.{one.channel}")
        )
        st.warning(f"{until} {asked}", icon=":material/visibility_off:")
    left, right = st.columns(2)
    with left:
        _embargo(desk, stands)
    if stands.embargoes:
        with right:
            _lift(desk, stands)


def told_part(desk: Desk, stands: acts.changes.Standing) -> None:
    """Let somebody record what a magistrate chose to tell; it is counted, and shown nowhere."""
    with st.form("told", border=True):
        st.caption(desk.say("told.note"))
        office = magistrate_field(desk, stands.offices, desk.say("told.office"))
        outcomes = TOLD_OUTCOMES
        outcome = st.selectbox(
            desk.say("told.outcome"),
            outcomes,
            None,
            lambda o: desk.say(f"told.outcome.{o}"),
            placeholder=desk.say("referral.choose"),
        )
        on = st.date_input(desk.say("told.on"), value=today(), max_value=today(), format="DD/MM/YYYY")
        if st.form_submit_button(desk.say("told.record"), type="primary", icon=":material/check:"):
            press(desk, lambda: _note(desk, stands, office, outcome, on), desk.say("told.recorded"))


def _embargo(desk: Desk, stands: acts.changes.Standing) -> None:
    with st.form("embargo", border=True):
        st.markdown(f"**{desk.say('embargo.title')}**")
        st.caption(desk.say("embargo.note"))
        office = magistrate_field(desk, stands.offices, desk.say("embargo.office"))
        channel = channel_field(desk)
        until = st.date_input(desk.say("embargo.until"), value=None, min_value=today(), format="DD/MM/YYYY")
        if st.form_submit_button(desk.say("embargo.record"), type="primary", icon=":material/visibility_off:"):
            press(desk, lambda: _embargoed(desk, stands, office, channel, until), desk.say("embargo.recorded"))


def _embargoed(
    desk: Desk, stands: acts.changes.Standing, asked_by: str, channel: acts.changes.Channel, until: date | None
) -> None:
    acts.changes.embargo(desk.acting(), stands.reference, asked_by, channel, until=until)
    forget_referrals()


def _lift(desk: Desk, stands: acts.changes.Standing) -> None:
    with st.form("lift_embargo", border=True):
        st.markdown(f"**{desk.say('embargo.lift')}**")
        st.caption(desk.say("embargo.lift_note"))
        office = magistrate_field(desk, stands.offices, desk.say("embargo.lift_office"))
        channel = channel_field(desk)
        if st.form_submit_button(desk.say("embargo.lift_it"), icon=":material/visibility:"):
            press(desk, lambda: _lifted(desk, stands, office, channel), desk.say("embargo.lifted"))


def _lifted(desk: Desk, stands: acts.changes.Standing, asked_by: str, channel: acts.changes.Channel) -> None:
    acts.changes.lift_embargo(desk.acting(), stands.reference, asked_by, channel)
    forget_referrals()


def _note(desk: Desk, stands: acts.changes.Standing, office: str, outcome: ToldOutcome | None, on: date) -> None:
    chosen = cast("ToldOutcome", outcome or "")  # the act refuses what nobody chose
    acts.changes.note_outcome(desk.acting(), stands.reference, office, chosen, told_on=on)
