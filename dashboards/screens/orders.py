"""Visits that a magistrate ordered: those that are open to me, and for the office the forms that make and end them."""

import streamlit as st

from dashboards.desk import OFFICE_ROLES, desk
from dashboards.widgets.referrals.order_access import access_form, let_have_form
from dashboards.widgets.referrals.ordering import order_form, order_table, withdraw_form
from dashboards.widgets.shared.notices import done
from inspection import acts
from inspection.time_of import now


def show() -> None:
    """Show the orders that whoever works may see; the look is recorded, and no role alone opens one."""
    here = desk()
    st.title(here.say("orders.title"))
    done()
    st.caption(here.say("orders.how"))
    found = acts.orders.orders_of(here.user.id, office=here.office)
    if found:
        order_table(here, found)
    else:
        st.info(here.say("orders.none"), icon=":material/info:")
    st.caption(here.say("source.store", at=here.moment(now())))
    if here.user.role not in OFFICE_ROLES:
        return
    left, right = st.columns(2)
    with left:
        order_form(here)
    if found:
        with right:
            access_form(here, found)
            let_have_form(here, found)
            withdraw_form(here, found)
