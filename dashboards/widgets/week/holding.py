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


def hold_table(desk: Desk, holds: Sequence[acts.workplaces.PlacedHold]) -> None:
    """Show holds, the first to end first; who noted them, where they may be those of several people."""
    is_mine = all(hold.placed_by == desk.user.id for hold in holds)
    st.table(
        [
            {
                desk.say("holds.kind"): desk.say(f"holds.kind.{hold.kind}"),
                desk.say("holds.subject"): _plain(desk, hold),
                desk.say("holds.until"): desk.day(hold.until),
                desk.say("holds.authority"): _asked_by(desk, hold.authority),
            }
            | ({} if is_mine else {desk.say("holds.placed_by"): hold.placed_by})
            for hold in holds
        ],
        hide_index=True,
    )


@st.fragment
def place_form(desk: Desk) -> None:
    """Let somebody make a place unavailable; only this part is drawn again while it is filled in."""
    with st.container(border=True):
        st.markdown(f"**{desk.say('holds.place')}**")
        kinds = get_args(acts.workplaces.HoldKind)
        kind = st.radio(
            desk.say("holds.kind"), kinds, format_func=lambda k: desk.say(f"holds.kind.{k}"), horizontal=True
        )
        text = st.text_input(desk.say(f"holds.subject.{kind}"), help=desk.say(f"holds.help.{kind}"), max_chars=120)
        where = municipality_field(desk) if kind == "address" else None
        until = st.date_input(desk.say("holds.until"), value=None, min_value=today(), format="DD/MM/YYYY")
        offices = [None, *sorted(desk.rules.recipients, key=desk.recipient)]
        authority = st.selectbox(
            desk.say("holds.authority"),
            offices,
            format_func=lambda i: _asked_by(desk, i),
            help=desk.say("holds.sealed"),
        )
        is_whole = bool(text.strip() and until and (where or kind != "address"))
        if st.button(desk.say("holds.place_it"), type="primary", disabled=not is_whole, icon=":material/event_busy:"):
            assert isinstance(until, date)  # noqa: S101  the button waits for it
            press(desk, lambda: _place(desk, kind, text, until, where, authority), lambda made: _placed(desk, made))


def lift_form(desk: Desk, holds: Sequence[acts.workplaces.PlacedHold]) -> None:
    """Let somebody end a hold before its day."""
    with st.form("lift_hold", border=True):
        st.markdown(f"**{desk.say('holds.lift')}**")
        ids = {hold.id: f"{_plain(desk, hold)} · {desk.day(hold.until)}" for hold in holds}
        chosen = st.selectbox(desk.say("holds.which"), list(ids), format_func=ids.__getitem__)
        if st.form_submit_button(desk.say("holds.lift_it"), icon=":material/event_available:"):
            press(desk, lambda: acts.workplaces.lift_hold(desk.acting(), chosen), lambda _: desk.say("holds.lifted"))


def _place(
    desk: Desk, kind: acts.workplaces.HoldKind, text: str, until: date, where: str | None, authority: str | None
) -> acts.workplaces.PlacedHold:
    subject = workplace_of(text, "hold") if kind == "workplace" else text
    return acts.workplaces.place_hold(desk.acting(), kind, subject, until, place=where, authority=authority)


def _placed(desk: Desk, made: acts.workplaces.PlacedHold) -> str:
    """Say what was placed and, where approved weeks still go there, which teams are to be rung."""
    said = desk.say("holds.placed", until=desk.day(made.until))
    calls = [desk.say("holds.tell", team=p.team, day=desk.day(p.day), code=p.code) for p in made.planned]
    return "\n\n".join([said, *calls])


def _asked_by(desk: Desk, authority: str | None) -> str:
    return desk.recipient(authority) if authority else desk.say("holds.own")


def _plain(desk: Desk, hold: acts.workplaces.PlacedHold) -> str:
    if hold.kind == "address":
        refnis, _, street = hold.subject.partition(" ")
        return f"{street}, {municipality_name(desk, refnis)}"
    return number_of(hold.subject) if hold.kind == "workplace" else hold.subject
