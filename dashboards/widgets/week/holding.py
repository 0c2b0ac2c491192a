"""Holds as a table, the form that places one, and the form that lifts one; none of them asks for a ground."""

from collections.abc import Sequence
from datetime import date
from typing import get_args

import streamlit as st

from dashboards.desk import Desk
from dashboards.numbers import number_of, workplace_of
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.places import municipality_field, municipality_name
from inspection import acts
from inspection.time_of import today


def hold_table(here: Desk, holds: Sequence[acts.workplaces.PlacedHold]) -> None:
    """Show holds, the first to end first; who noted them, where they may be those of several people."""
    is_mine = all(hold.placed_by == here.user.id for hold in holds)
    st.table(
        [
            {
                here.say("holds.kind"): here.say(f"holds.kind.{hold.kind}"),
                here.say("holds.subject"): _plain(here, hold),
                here.say("holds.until"): here.day(hold.until),
                here.say("holds.authority"): _asked_by(here, hold.authority),
            }
            | ({} if is_mine else {here.say("holds.placed_by"): hold.placed_by})
            for hold in holds
        ],
        hide_index=True,
    )


@st.fragment
def place_form(here: Desk) -> None:
    """Let somebody make a place unavailable; only this part is drawn again while it is filled in."""
    with st.container(border=True):
        st.markdown(f"**{here.say('holds.place')}**")
        kinds = get_args(acts.workplaces.HoldKind)
        kind = st.radio(
            here.say("holds.kind"), kinds, format_func=lambda k: here.say(f"holds.kind.{k}"), horizontal=True
        )
        text = st.text_input(here.say(f"holds.subject.{kind}"), help=here.say(f"holds.help.{kind}"), max_chars=120)
        where = municipality_field(here) if kind == "address" else None
        until = st.date_input(here.say("holds.until"), value=None, min_value=today(), format="DD/MM/YYYY")
        offices = [None, *sorted(here.rules.recipients, key=here.recipient)]
        authority = st.selectbox(
            here.say("holds.authority"),
            offices,
            format_func=lambda i: _asked_by(here, i),
            help=here.say("holds.sealed"),
        )
        is_whole = bool(text.strip() and until and (where or kind != "address"))
        if st.button(here.say("holds.place_it"), type="primary", disabled=not is_whole, icon=":material/event_busy:"):
            assert isinstance(until, date)  # noqa: S101  the button waits for it
            press(here, lambda: _place(here, kind, text, until, where, authority), lambda made: _placed(here, made))


def lift_form(here: Desk, holds: Sequence[acts.workplaces.PlacedHold]) -> None:
    """Let somebody end a hold before its day."""
    with st.form("lift_hold", border=True):
        st.markdown(f"**{here.say('holds.lift')}**")
        ids = {hold.id: f"{_plain(here, hold)} · {here.day(hold.until)}" for hold in holds}
        chosen = st.selectbox(here.say("holds.which"), list(ids), format_func=ids.__getitem__)
        if st.form_submit_button(here.say("holds.lift_it"), icon=":material/event_available:"):
            press(
                here,
                lambda: acts.workplaces.lift_hold(chosen, here.user.id, office=here.office),
                lambda _: here.say("holds.lifted"),
            )


def _place(
    here: Desk, kind: acts.workplaces.HoldKind, text: str, until: date, where: str | None, authority: str | None
) -> acts.workplaces.PlacedHold:
    subject = workplace_of(text, "hold") if kind == "workplace" else text
    return acts.workplaces.place_hold(
        kind, subject, until, here.user.id, place=where, authority=authority, office=here.office
    )


def _placed(here: Desk, made: acts.workplaces.PlacedHold) -> str:
    """Say what was placed and, where approved weeks still go there, which teams are to be rung."""
    said = here.say("holds.placed", until=here.day(made.until))
    calls = [here.say("holds.tell", team=p.team, day=here.day(p.day), code=p.code) for p in made.planned]
    return "\n\n".join([said, *calls])


def _asked_by(here: Desk, authority: str | None) -> str:
    return here.recipient(authority) if authority else here.say("holds.own")


def _plain(here: Desk, hold: acts.workplaces.PlacedHold) -> str:
    if hold.kind == "address":
        refnis, _, street = hold.subject.partition(" ")
        return f"{street}, {municipality_name(here, refnis)}"
    return number_of(hold.subject) if hold.kind == "workplace" else hold.subject
