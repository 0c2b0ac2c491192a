"""Who may see an ordered visit: one user, one team or one list at a time, and the offices that a magistrate adds."""

from collections.abc import Mapping, Sequence
from typing import get_args

import streamlit as st

from dashboards.desk import EVERYWHERE, FIELD_ROLES, Desk
from dashboards.widgets.referrals.ordering import reason_field, to_tell, which_order
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.offices import further_offices
from inspection import acts
from inspection.store.queries import teams, users

_ENDS = ("no_longer_needed", "left_the_team", "given_by_mistake")


@st.fragment
def access_form(here: Desk, orders: Sequence[acts.orders.Ordered]) -> None:
    """Let somebody open an order to a reader, or close it again; only this part is drawn again meanwhile."""
    with st.container(border=True):
        st.markdown(f"**{here.say('orders.access')}**")
        st.caption(here.say("orders.access_note"))
        order = which_order(here, orders)
        kinds = get_args(acts.orders.OrderReader)
        kind = st.radio(
            here.say("orders.kind"), kinds, format_func=lambda k: here.say(f"orders.kind.{k}"), horizontal=True
        )
        readers = _readers(here, kind)
        reader = st.selectbox(
            here.say("orders.reader"), list(readers), None, readers.__getitem__, placeholder=here.say("referral.choose")
        )
        reason = reason_field(here, _ENDS)
        is_open = order is None or reader is None
        with st.container(horizontal=True):
            if st.button(here.say("orders.permit_it"), disabled=is_open, type="primary", icon=":material/key:"):
                press(here, lambda: _opened(here, order, kind, reader), _said(here, "orders.permitted", kind))
            is_open = is_open or reason is None
            if st.button(here.say("orders.revoke_it"), disabled=is_open, icon=":material/key_off:"):
                said = _said(here, "orders.revoked", kind)
                press(
                    here,
                    lambda: _closed(here, order, kind, reader, reason),
                    lambda seen: "\n\n".join([said, *_gone(here, seen, kind, reader)]),
                )


def let_have_form(here: Desk, orders: Sequence[acts.orders.Ordered]) -> None:
    """Let somebody note that the magistrate lets a further office have the referral of an order."""
    with st.form("let_have", border=True):
        st.markdown(f"**{here.say('orders.let_have')}**")
        order = which_order(here, orders)
        office = st.selectbox(
            here.say("reroute.office"), further_offices(here, ()), None, here.recipient,
            placeholder=here.say("referral.choose"),
        )  # fmt: skip
        if not st.form_submit_button(here.say("orders.let_have_it"), icon=":material/forward:"):
            return
        if order is None or office is None:
            st.warning(here.say("orders.choose"))
        else:
            press(
                here,
                lambda: acts.referrals.let_have(order, office, here.user.id, office=here.office),
                here.say("orders.let_had"),
            )


def _said(here: Desk, key: str, kind: acts.orders.OrderReader) -> str:
    """Say what was done; of a team also how its sheet follows, if the week is approved already."""
    return here.say(key) + (f"\n\n{here.say('orders.sheets')}" if kind == "team" else "")


def _readers(here: Desk, kind: acts.orders.OrderReader) -> Mapping[str, str]:
    if kind == "list":
        return {key: here.say(f"orders.list.{key}") for key in acts.orders.LISTS}
    if kind == "team":
        ours = (team for team in teams(here.office.store) if team.service == here.user.service)
        return {team.id: f"{team.id} · {here.place(team.district)}" for team in ours}
    people = EVERYWHERE | FIELD_ROLES
    mine = (one for one in users(here.office.store) if one.service == here.user.service and one.role in people)
    return {one.id: f"{one.id} · {here.say(f'role.{one.role}')}" for one in mine}


def _opened(here: Desk, order: str | None, kind: acts.orders.OrderReader, reader: str | None) -> acts.orders.Ordered:
    return acts.orders.permit(order, kind, reader, here.user.id, office=here.office)


def _closed(here: Desk, order: str, kind: acts.orders.OrderReader, reader: str, reason: str) -> acts.orders.Ordered:
    return acts.orders.revoke(order, kind, reader, here.user.id, reason=reason, office=here.office)


def _gone(here: Desk, seen: acts.orders.Ordered, kind: str, reader: str | None) -> list[str]:
    """Return what a team is to be told that may see a visit no more which its sheet may hold already."""
    mine = (stop for stop in seen.planned if kind == "team" and stop.team == reader and not stop.is_permitted)
    return to_tell(here, mine)
