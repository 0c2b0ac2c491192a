"""Ordered visits as a table, the form that registers one, and the form that ends one that nobody answered yet."""

from collections.abc import Iterable, Sequence
from datetime import date

import streamlit as st

from dashboards.desk import Desk
from dashboards.numbers import number_of, workplace_of
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.offices import magistrate_field
from dashboards.widgets.shared.places import municipality_field
from inspection import acts
from inspection.time_of import today

_MADE = "orders_made"
_ENDS = ("withdrawn_by_magistrate", "registered_by_mistake")


def order_table(here: Desk, orders: Sequence[acts.orders.Ordered]) -> None:
    """Show orders, the earliest last day first; a table wraps, and few columns fit a telephone."""
    st.table(
        [
            {
                here.say("orders.order"): f"{one.reference} · {here.say(f'orders.state.{one.state}')}",
                here.say("word.workplace"): f"{number_of(one.workplace)} · {here.place(one.district)}",
                here.say("orders.authority"): f"{here.recipient(one.authority)} · {one.authority_reference}",
                here.say("orders.not_after"): here.day(one.not_after) if one.not_after else "–",
                here.say("orders.planned"): "; ".join(_planned(here, stop) for stop in one.planned) or "–",
            }
            for one in orders
        ],
        hide_index=True,
    )


@st.fragment
def order_form(here: Desk) -> None:
    """Let somebody register a visit; only this part is drawn again while it is filled in."""
    n = st.session_state.get(_MADE, 0)  # once one was registered the form begins anew
    with st.container(border=True):
        st.markdown(f"**{here.say('orders.make')}**")
        label, how = here.say("holds.subject.workplace"), here.say("holds.help.workplace")
        number = st.text_input(label, help=how, max_chars=44, key=f"order_number_{n}")
        st.caption(here.say("orders.where"))
        place = municipality_field(here)
        authority = magistrate_field(here, (), here.say("orders.authority"), is_open=True)
        label, how = here.say("orders.reference"), here.say("orders.sealed")
        reference = st.text_input(label, help=how, max_chars=80, key=f"order_reference_{n}")
        last = st.date_input(here.say("orders.not_after"), value=None, min_value=today(), format="DD/MM/YYYY")
        is_whole = bool(number.strip() and authority and reference.strip())
        if st.button(here.say("orders.make_it"), type="primary", disabled=not is_whole, icon=":material/gavel:"):
            not_after = last if isinstance(last, date) else None
            press(
                here,
                lambda: _made(here, number, authority, reference, not_after, place),
                lambda made: here.say("orders.made", reference=made.reference),
            )


def withdraw_form(here: Desk, orders: Sequence[acts.orders.Ordered]) -> None:
    """Let somebody end an order that no control answered."""
    waiting = [one for one in orders if one.state == "open"]
    if not waiting:
        return
    with st.form("withdraw_order", border=True):
        st.markdown(f"**{here.say('orders.withdraw')}**")
        order = which_order(here, waiting)
        reason = reason_field(here, _ENDS)
        if not st.form_submit_button(here.say("orders.withdraw_it"), icon=":material/event_busy:"):
            return
        if order is None or reason is None:
            st.warning(here.say("orders.choose"))
        else:
            press(
                here,
                lambda: acts.orders.withdraw_order(order, here.user.id, reason=reason, office=here.office),
                lambda ended: "\n\n".join([here.say("orders.ended"), *to_tell(here, ended.planned)]),
            )


def which_order(here: Desk, orders: Sequence[acts.orders.Ordered]) -> str | None:
    """Ask for one of these orders; returns its reference, None until somebody chose: what is done cannot be undone."""
    words = {one.reference: f"{one.reference} · {number_of(one.workplace)}" for one in orders}
    choose = here.say("referral.choose")
    chosen: str | None = st.selectbox(
        here.say("orders.order"), list(words), None, words.__getitem__, placeholder=choose
    )
    return chosen


def reason_field(here: Desk, reasons: Sequence[str]) -> str | None:
    """Ask for a reason, as the word that is recorded; None until somebody chose."""
    choose = here.say("referral.choose")
    chosen: str | None = st.selectbox(
        here.say("orders.reason"), reasons, None, lambda r: here.say(f"orders.reason.{r}"), placeholder=choose
    )
    return chosen


def to_tell(here: Desk, stops: Iterable[acts.orders.OrderedStop]) -> list[str]:
    """Return who is to be rung: a sheet that is printed already knows nothing of what was ended."""
    return [here.say("orders.tell", team=stop.team, day=here.day(stop.day)) for stop in stops]


def _planned(here: Desk, stop: acts.orders.OrderedStop) -> str:
    said = f"{stop.team}, {here.day(stop.day)}"
    return said if stop.is_permitted else f"{said} ({here.say('orders.not_permitted')})"


def _made(
    here: Desk, number: str, authority: str, reference: str, not_after: date | None, place: str | None
) -> acts.orders.Ordered:
    made = acts.orders.order_visit(
        workplace_of(number, "ordered visit"),
        here.user.id,
        authority=authority,
        authority_reference=reference,
        not_after=not_after,
        place=place,
        office=here.office,
    )
    st.session_state[_MADE] = st.session_state.get(_MADE, 0) + 1
    return made
