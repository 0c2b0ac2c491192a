"""Who may see an ordered visit: one user, one team or one list at a time, and the offices that a magistrate adds."""

from collections.abc import Mapping, Sequence
from typing import get_args

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.referrals.ordering import reason_field, to_tell, which_order
from dashboards.widgets.shared.notices import press
from dashboards.widgets.shared.offices import further_offices
from inspection import acts
from inspection.trust import may

_ENDS = ("no_longer_needed", "left_the_team", "given_by_mistake")


@st.fragment
def access_form(desk: Desk, orders: Sequence[acts.orders.Ordered]) -> None:
    """Let somebody open an order to a reader, or close it again; only this part is drawn again meanwhile."""
    with st.container(border=True):
        st.markdown(f"**{desk.say('orders.access')}**")
        st.caption(desk.say("orders.access_note"))
        order = which_order(desk, orders)
        kinds = get_args(acts.orders.OrderReader)
        kind = st.radio(
            desk.say("orders.kind"), kinds, format_func=lambda k: desk.say(f"orders.kind.{k}"), horizontal=True
        )
        readers = _readers(desk, kind)
        reader = st.selectbox(
            desk.say("orders.reader"), list(readers), None, readers.__getitem__, placeholder=desk.say("referral.choose")
        )
        reason = reason_field(desk, _ENDS)
        is_open = order is None or reader is None
        with st.container(horizontal=True):
            may_open = st.button(desk.say("orders.permit_it"), disabled=is_open, type="primary", icon=":material/key:")
            if may_open and order is not None and reader is not None:
                said = _said(desk, "orders.permitted", kind)
                press(desk, lambda: acts.orders.permit(desk.acting(), order, kind, reader), said)
            is_open = is_open or reason is None
            may_close = st.button(desk.say("orders.revoke_it"), disabled=is_open, icon=":material/key_off:")
            if may_close and order is not None and reader is not None and reason is not None:
                said = _said(desk, "orders.revoked", kind)
                press(
                    desk,
                    lambda: acts.orders.revoke(desk.acting(), order, kind, reader, reason=reason),
                    lambda seen: "\n\n".join([said, *_gone(desk, seen, kind, reader)]),
                )


def let_have_form(desk: Desk, orders: Sequence[acts.orders.Ordered]) -> None:
    """Let somebody note that the magistrate lets a further office have the referral of an order."""
    with st.form("let_have", border=True):
        st.markdown(f"**{desk.say('orders.let_have')}**")
        order = which_order(desk, orders)
        office = st.selectbox(
            desk.say("reroute.office"), further_offices(desk, ()), None, desk.recipient,
            placeholder=desk.say("referral.choose"),
        )  # fmt: skip
        if not st.form_submit_button(desk.say("orders.let_have_it"), icon=":material/forward:"):
            return
        if order is None or office is None:
            st.warning(desk.say("orders.choose"))
        else:
            press(
                desk,
                lambda: acts.bundles.authorise_recipient(desk.acting(), order, office),
                desk.say("orders.let_had"),
            )


def _said(desk: Desk, key: str, kind: acts.orders.OrderReader) -> str:
    """Say what was done; of a team also how its sheet follows, if the week is approved already."""
    return desk.say(key) + (f"\n\n{desk.say('orders.sheets')}" if kind == "team" else "")


def _readers(desk: Desk, kind: acts.orders.OrderReader) -> Mapping[str, str]:
    if kind == "list":
        return {key: desk.say(f"orders.list.{key}") for key in acts.orders.LISTS}
    if kind == "team":
        ours = acts.staff.working_teams(desk.acting())
        return {team.id: f"{team.id} · {desk.place(team.district)}" for team in ours}
    mine = (one for one in acts.staff.colleagues(desk.acting()) if may(one, "alert.see"))
    return {one.id: f"{one.id} · {desk.say(f'role.{one.role}')}" for one in mine}


def _gone(desk: Desk, seen: acts.orders.Ordered, kind: str, reader: str | None) -> list[str]:
    """Return what a team is to be told that may see a visit no more which its sheet may hold already."""
    mine = (stop for stop in seen.planned if kind == "team" and stop.team == reader and not stop.is_permitted)
    return to_tell(desk, mine)
