"""One referral, part by part: its answers, what may be changed, recalled or kept apart, and what was told later."""

from collections.abc import Callable

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.referrals.changes import change_part
from dashboards.widgets.referrals.deliveries import answer_form, call_form
from dashboards.widgets.referrals.magistrates import embargo_part, told_part
from dashboards.widgets.referrals.recalls import recall_part
from dashboards.widgets.referrals.referral_reading import standing
from dashboards.widgets.referrals.rerouting import reroute_form
from dashboards.widgets.shared.notices import attempt
from inspection import acts
from inspection.store.views import DeliveryView

_PARTS: dict[str, Callable[[Desk, acts.changes.Standing], None]] = {
    "change": change_part,
    "recall": recall_part,
    "embargo": embargo_part,
    "told": told_part,
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
        reroute_form(desk, delivery)
        left, right = st.columns(2)
        with left:
            call_form(desk, delivery)
        with right:
            answer_form(desk, delivery)
        return
    stands = attempt(desk, lambda: standing(desk, delivery.reference))
    if stands is not None:
        _PARTS[part](desk, stands)
