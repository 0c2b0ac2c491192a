"""Ordered visits as a table, the form that registers one, and the form that ends one that nobody answered yet."""

from collections.abc import Iterable, Sequence
from datetime import date

import streamlit as st

from dashboards.desk import Desk
from dashboards.numbers import number_of, workplace_of
from dashboards.widgets.shared import notices, offices, places
from inspection import acts
from inspection.time_of import today

_MADE = "orders_made"
_ENDS = ("withdrawn_by_magistrate", "registered_by_mistake")


def order_table(desk: Desk, orders: Sequence[acts.orders.Ordered]) -> None:
    """Show orders, the earliest last day first; a table wraps, and few columns fit a telephone."""
    st.table(
        [
            {
                desk.say("orders.order"): f"{one.reference} · {desk.say(f'orders.state.{one.state}')}",
                desk.say("word.workplace"): f"{number_of(one.workplace)} · {desk.place(one.district)}",
                desk.say("orders.authority"): f"{desk.recipient(one.authority)} · {one.authority_reference}",
                desk.say("orders.not_after"): desk.day(one.not_after) if one.not_after else "–",
                desk.say("orders.planned"): "; ".join(_planned(desk, stop) for stop in one.planned) or "–",
            }
            for one in orders
        ],
        hide_index=True,
    )


@st.fragment
def order_form(desk: Desk) -> None:
    """Let somebody register a visit; only this part is drawn again while it is filled in."""
    n = st.session_state.get(_MADE, 0)  # once one was registered the form begins anew
    with st.container(border=True):
        st.markdown(f"**{desk.say('orders.make')}**")
        label, how = desk.say("holds.subject.workplace"), desk.say("holds.help.workplace")
        number = st.text_input(label, help=how, max_chars=44, key=f"order_number_{n}")
        st.caption(desk.say("orders.where"))
        place = places.municipality_field(desk)
        authority = offices.magistrate_field(desk, (), desk.say("orders.authority"), is_open=True)
        label, how = desk.say("orders.reference"), desk.say("orders.sealed")
        reference = st.text_input(label, help=how, max_chars=80, key=f"order_reference_{n}")
        last = st.date_input(desk.say("orders.not_after"), value=None, min_value=today(), format="DD/MM/YYYY")
        is_whole = bool(number.strip() and authority and reference.strip())
        if st.button(desk.say("orders.make_it"), type="primary", disabled=not is_whole, icon=":material/gavel:"):
            not_after = last if isinstance(last, date) else None
            notices.press(
                desk,
                lambda: _made(desk, number, authority, reference, not_after, place),
                lambda made: desk.say("orders.made", reference=made.reference),
            )


def withdraw_form(desk: Desk, orders: Sequence[acts.orders.Ordered]) -> None:
    """Let somebody end an order that no control answered."""
    waiting = [one for one in orders if one.state == "open"]
    if not waiting:
        return
    with st.form("withdraw_order", border=True):
        st.markdown(f"**{desk.say('orders.withdraw')}**")
        order = which_order(desk, waiting)
        reason = reason_field(desk, _ENDS)
        if not st.form_submit_button(desk.say("orders.withdraw_it"), icon=":material/event_busy:"):
            return
        if order is None or reason is None:
            st.warning(desk.say("orders.choose"))
        else:
            notices.press(
                desk,
                lambda: acts.orders.withdraw_order(desk.acting(), order, reason=reason),
                lambda ended: "\n\n".join([desk.say("orders.ended"), *to_tell(desk, ended.planned)]),
            )


def which_order(desk: Desk, orders: Sequence[acts.orders.Ordered]) -> str | None:
    """Ask for one of these orders; returns its reference, None until somebody chose: what is done cannot be undone."""
    words = {one.reference: f"{one.reference} · {number_of(one.workplace)}" for one in orders}
    choose = desk.say("referral.choose")
    chosen: str | None = st.selectbox(
        desk.say("orders.order"), list(words), None, words.__getitem__, placeholder=choose
    )
    return chosen


def reason_field(desk: Desk, reasons: Sequence[str]) -> str | None:
    """Ask for a reason, as the word that is recorded; None until somebody chose."""
    choose = desk.say("referral.choose")
    chosen: str | None = st.selectbox(
        desk.say("orders.reason"), reasons, None, lambda r: desk.say(f"orders.reason.{r}"), placeholder=choose
    )
    return chosen


def to_tell(desk: Desk, stops: Iterable[acts.orders.OrderedStop]) -> list[str]:
    """Return who is to be rung: a sheet that is printed already knows nothing of what was ended."""
    return [desk.say("orders.tell", team=stop.team, day=desk.day(stop.day)) for stop in stops]


def _planned(desk: Desk, stop: acts.orders.OrderedStop) -> str:
    said = f"{stop.team}, {desk.day(stop.day)}"
    return said if stop.is_permitted else f"{said} ({desk.say('orders.not_permitted')})"


def _made(
    desk: Desk, number: str, authority: str, reference: str, not_after: date | None, place: str | None
) -> acts.orders.Ordered:
    made = acts.orders.order_visit(
        desk.acting(),
        workplace_of(number, "ordered visit"),
        authority=authority,
        authority_reference=reference,
        not_after=not_after,
        place=place,
    )
    st.session_state[_MADE] = st.session_state.get(_MADE, 0) + 1
    return made
