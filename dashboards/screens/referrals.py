"""What is done to a referral beside its page: corrected, recalled, kept apart, linked; and what waits for a second one.

The list of answers that are due is the board of the office; how one delivery is answered is on the page of its case.
"""

import streamlit as st

from dashboards.desk import Desk, current_desk
from dashboards.widgets.referrals import after_decision, changes, entering_for, links, recalls, referral_parts
from dashboards.widgets.referrals.deliveries import called
from dashboards.widgets.shared.looking import look, look_at_list
from dashboards.widgets.shared.notices import head
from dashboards.widgets.shared.ways import to_page
from inspection import acts
from inspection.store.views import DeliveryView
from inspection.time_of import now


def show() -> None:
    """Show what waits, and one referral to work with."""
    desk = current_desk()
    head(desk.say("referrals.title"))
    to_page(desk.say("board.to_board"), "/board")
    changes.waiting_part(desk)
    after_decision.follow_ups_part(desk)
    entering_for.entering_part(desk)
    if desk.may("delivery.call"):
        _one(desk)
    recalls.breaches_part(desk)
    st.caption(desk.say("source.store", at=desk.moment(now())))


def _one(desk: Desk) -> None:
    """Let somebody choose a delivery, that of the case first which an address names, and work with its referral."""
    listed = look_at_list(
        desk,
        "deliveries",
        lambda seen: acts.chasing.list_deliveries(desk.acting(), district=desk.district, again=seen),
        desk.district,
    )
    if not listed:
        return
    st.subheader(desk.say("referrals.one"))
    named = st.query_params.get("case", "")
    ids = {one.id: one for one in sorted(listed, key=lambda one: (one.reference != named, -one.queued_at.timestamp()))}
    chosen = st.selectbox(
        desk.say("referrals.delivery"), list(ids), format_func=lambda i: called(desk, ids[i]), key="ref_one"
    )
    _opened(desk, ids[chosen])


def _opened(desk: Desk, delivery: DeliveryView) -> None:
    look(desk, "referral", delivery.id, lambda: delivery, delivery.district, masked=True)
    to_page(desk.say("board.to_page"), f"/board/{delivery.reference}")
    referral_parts.referral_parts(desk, delivery.reference)
    links.links_part(desk, delivery.reference)
