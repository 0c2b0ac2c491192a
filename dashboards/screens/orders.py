"""Visits that a magistrate ordered: those that are open to me, and for the office the forms that make and end them."""

import streamlit as st

from dashboards.desk import current_desk
from dashboards.widgets.referrals.order_access import access_form, let_have_form
from dashboards.widgets.referrals.ordering import order_form, order_table, withdraw_form
from dashboards.widgets.shared.notices import head
from inspection import acts
from inspection.time_of import now


def show() -> None:
    """Show the orders that whoever works may see; the look is recorded, and no role alone opens one."""
    desk = current_desk()
    head(desk.say("orders.title"), desk.say("orders.how"))
    found = acts.orders.orders_of(desk.acting())
    if found:
        order_table(desk, found)
    else:
        st.info(desk.say("orders.none"), icon=":material/info:")
    st.caption(desk.say("source.store", at=desk.moment(now())))
    if not desk.may("order.make"):
        return
    left, right = st.columns(2)
    with left:
        order_form(desk)
    if found:
        with right:
            access_form(desk, found)
            let_have_form(desk, found)
            withdraw_form(desk, found)
