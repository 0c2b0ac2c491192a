"""Referrals: deliveries with states, overdue first; what waits for a second person; one referral, part by part."""

import streamlit as st

from dashboards.desk import Desk, current_desk
from dashboards.widgets.referrals import after_decision, changes, entering_for, links, recalls, referral_parts
from dashboards.widgets.referrals.deliveries import called, delivery_table, overdue_first, what_is_due
from dashboards.widgets.shared.looking import look, look_at_list
from dashboards.widgets.shared.notices import head
from inspection import acts
from inspection.referral.delivery import is_overdue, left_after_refusal
from inspection.store.views import DeliveryView
from inspection.time_of import now

_SHOWN = ("open", "overdue", "all")


def show() -> None:
    """Show the deliveries that this person may follow."""
    desk, at = current_desk(), now()
    head(desk.say("referrals.title"))
    st.link_button(desk.say("board.to_board"), "/board", icon=":material/view_list:")
    changes.waiting_part(desk)
    after_decision.follow_ups_part(desk)
    entering_for.entering_part(desk)
    one, two, _ = st.columns(3)
    places = desk.districts() if desk.district else [None, *desk.districts()]
    everything = desk.say("word.all")
    district = one.selectbox(
        desk.say("word.district"), places, format_func=lambda d: desk.place(d) if d else everything, key="ref_district"
    )
    which = two.selectbox(
        desk.say("referrals.which"), _SHOWN, format_func=lambda s: desk.say(f"referrals.{s}"), key="ref_which"
    )
    listed = look_at_list(
        desk,
        "deliveries",
        lambda look: acts.chasing.list_deliveries(desk.acting(), district=district, again=look),
        district,
    )
    late = sum(is_overdue(d, at) for d in listed)
    left = left_after_refusal(listed)
    shown = [d for d in overdue_first(listed, at, left) if _is_shown(d, which, is_overdue(d, at), d.id in left)]
    if left:
        st.error(desk.say("referrals.left", n=len(left)), icon=":material/forward:")
    if late:
        st.warning(desk.say("referrals.late", n=late), icon=":material/schedule:")
    delivery_table(desk, shown, at, left)
    st.caption(desk.say("source.store", at=desk.moment(at)))
    if shown and desk.may("delivery.call"):
        _one(desk, shown)
    recalls.breaches_part(desk)


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
    look(desk, "referral", delivery.id, lambda: delivery, delivery.district, masked=True)
    what_is_due(desk, delivery, now())
    st.link_button(desk.say("board.to_page"), f"/board/{delivery.reference}", icon=":material/open_in_new:")
    referral_parts.referral_parts(desk, delivery)
    links.links_part(desk, delivery.reference)
