"""Referrals: deliveries with states, overdue first; what waits for a second person; one referral, part by part."""

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.referrals.changes import waiting_part
from dashboards.widgets.referrals.deliveries import called, delivery_table, overdue_first, what_is_due
from dashboards.widgets.referrals.links import links_part
from dashboards.widgets.referrals.recalls import breaches_part
from dashboards.widgets.referrals.referral_parts import referral_parts
from dashboards.widgets.shared.looking import look
from dashboards.widgets.shared.notices import done
from inspection import acts
from inspection.referral.delivery import is_overdue, left_after_refusal
from inspection.store.queries import deliveries
from inspection.store.views import DeliveryView
from inspection.time_of import now

_SHOWN = ("open", "overdue", "all")


def show() -> None:
    """Show the deliveries that this person may follow."""
    here, at = desk(), now()
    st.title(here.say("referrals.title"))
    done()
    waiting_part(here)
    one, two, _ = st.columns(3)
    places = here.districts() if here.district else [None, *here.districts()]
    everything = here.say("word.all")
    district = one.selectbox(
        here.say("word.district"), places, format_func=lambda d: here.place(d) if d else everything, key="ref_district"
    )
    which = two.selectbox(
        here.say("referrals.which"), _SHOWN, format_func=lambda s: here.say(f"referrals.{s}"), key="ref_which"
    )
    listed = look(here, "referral", f"list:{district or 'all'}", "referral", lambda: _listed(here, district), district)
    late = sum(is_overdue(d, at) for d in listed)
    left = left_after_refusal(listed)
    shown = [d for d in overdue_first(listed, at, left) if _is_shown(d, which, is_overdue(d, at), d.id in left)]
    if left:
        st.error(here.say("referrals.left", n=len(left)), icon=":material/forward:")
    if late:
        st.warning(here.say("referrals.late", n=late), icon=":material/schedule:")
    delivery_table(here, shown, at, left)
    st.caption(here.say("source.store", at=here.moment(at)))
    if shown and here.user.role != "auditor_dpo":
        _one(here, shown)
    breaches_part(here)


def _listed(desk: Desk, district: str | None) -> list[DeliveryView]:
    hidden = acts.access.hidden_from(desk.user.id, now(), office=desk.office)
    everybody = (d for d in deliveries(desk.office.store) if d.reference not in hidden)
    return [d for d in everybody if district in (None, d.district) and d.service == desk.user.service]


def _is_shown(delivery: DeliveryView, which: str, is_late: bool, is_left: bool) -> bool:
    if which == "overdue":
        return is_late
    return which == "all" or is_left or delivery.answered_at is None


def _one(desk: Desk, shown: list[DeliveryView]) -> None:
    st.subheader(desk.say("referrals.one"))
    ids = {d.id: d for d in shown}
    chosen = st.selectbox(
        desk.say("referrals.delivery"), list(ids), format_func=lambda i: called(desk, ids[i]), key="ref_one"
    )
    delivery = ids[chosen]
    look(desk, "referral", delivery.id, "referral", lambda: delivery, delivery.district)
    what_is_due(desk, delivery, now())
    referral_parts(desk, delivery)
    links_part(desk, delivery.reference)
