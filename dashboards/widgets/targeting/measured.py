"""What was measured, part by part, each with its source and its day; where nothing is, what would make it be there."""

from collections.abc import Sequence

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.targeting.blocks import draw_blocks
from inspection.reporting.model_card import CardSpeaker, ModelCard, card_parts

EVALUATION = ("data", "prevalence", "lift", "calibration")
GROUPS = ("fairness", "what_if", "proxies")
PAPERS = ("papers", "ground", "limits")


def measured_parts(desk: Desk, card: ModelCard, names: Sequence[str]) -> None:
    """Show parts of a model card; each says from which visits it was counted, and when."""
    parts = card_parts(card, CardSpeaker(desk.lang, desk.rules))
    for name in names:
        if not parts[name]:
            continue
        draw_blocks(parts[name])
        if name in _FROM_VISITS:
            days = {part: desk.day(getattr(card, part)) for part in ("first", "last", "on")}
            st.caption(desk.say("targeting.source", **days))


_FROM_VISITS = (*EVALUATION, "fairness", "what_if")


def teaches_nothing_yet(desk: Desk, card: ModelCard) -> None:
    """Say what has to happen before there is something to measure, or to learn from."""
    if not any(one.made for one in card.visits):
        st.info(desk.say("targeting.nothing_visited"), icon=":material/info:")
