"""One referral, part by part: what may be changed, recalled or kept apart, and what was told later."""

from collections.abc import Callable

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.referrals import changes, magistrates, recalls, referral_reading
from dashboards.widgets.shared.notices import attempt
from inspection import acts

_PARTS: dict[str, Callable[[Desk, acts.changes.Standing], None]] = {
    "change": changes.change_part,
    "recall": recalls.recall_part,
    "embargo": magistrates.embargo_part,
    "told": magistrates.told_part,
}


def referral_parts(desk: Desk, reference: str) -> None:
    """Show the part that is chosen, of those that this role may work with; how it is answered is on its page."""
    mine = [part for part in _PARTS if desk.may(f"referral.{part}")]
    if not mine:
        return
    part = st.pills(
        desk.say("referral.part", reference=reference),
        mine,
        format_func=lambda p: desk.say(f"referral.part.{p}"),
        default=mine[0],
        required=True,
        key="ref_part",
    )
    stands = attempt(desk, lambda: referral_reading.standing(desk, reference))
    if stands is not None:
        _PARTS[part](desk, stands)
