"""One referral, part by part: its answers, what may be changed, recalled or kept apart, and what was told later."""

from collections.abc import Callable

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.referrals import changes, deliveries, magistrates, recalls, referral_reading, rerouting
from dashboards.widgets.shared.notices import attempt
from inspection import acts
from inspection.store.views import DeliveryView

_PARTS: dict[str, Callable[[Desk, acts.changes.Standing], None]] = {
    "change": changes.change_part,
    "recall": recalls.recall_part,
    "embargo": magistrates.embargo_part,
    "told": magistrates.told_part,
}
_ANSWER = "answer"


def referral_parts(desk: Desk, delivery: DeliveryView) -> None:
    """Show the part that is chosen, of those that this role may work with."""
    mine = [_ANSWER, *(part for part in _PARTS if desk.may(f"referral.{part}"))]
    part = st.pills(
        desk.say("referral.part", reference=delivery.reference),
        mine,
        format_func=lambda p: desk.say(f"referral.part.{p}"),
        default=_ANSWER,
        required=True,
        key="ref_part",
    )
    if part == _ANSWER:
        rerouting.reroute_form(desk, delivery)
        left, right = st.columns(2)
        with left:
            deliveries.call_form(desk, delivery)
        with right:
            deliveries.answer_form(desk, delivery)
        return
    stands = attempt(desk, lambda: referral_reading.standing(desk, delivery.reference))
    if stands is not None:
        _PARTS[part](desk, stands)
