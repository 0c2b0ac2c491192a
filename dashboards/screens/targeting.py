"""Targeting: how well it does, whom it treats how, which cards are proposed, and which papers were signed."""

import streamlit as st

from dashboards.desk import current_desk
from dashboards.widgets.shared.notices import head, warned
from dashboards.widgets.targeting.measured import EVALUATION, GROUPS, PAPERS, measured_parts, teaches_nothing_yet
from dashboards.widgets.targeting.proposals import earlier_decisions, proposed_cards
from dashboards.widgets.targeting.reading import card_of_today, read_anew
from inspection.time_of import now


def show() -> None:
    """Show what was measured until today in tabs; the look is recorded, once in a session."""
    desk = current_desk()
    head(desk.say("targeting.title"), desk.say("targeting.how"))
    card = card_of_today(desk)
    warned([desk.say("targeting.demo")] if card.is_demo else [])
    names = ("measured", "groups", "proposals", "cards", "papers")
    measured, groups, proposals, cards, papers = st.tabs([desk.say(f"targeting.tab.{name}") for name in names])
    with measured:
        teaches_nothing_yet(desk, card)
        measured_parts(desk, card, EVALUATION)
    with groups:
        measured_parts(desk, card, GROUPS)
    with proposals:
        proposed_cards(desk, card)
        earlier_decisions(desk)
    with cards:
        measured_parts(desk, card, ("cards",))
    with papers:
        measured_parts(desk, card, PAPERS)
    st.button(desk.say("targeting.again"), on_click=read_anew, icon=":material/refresh:")
    st.caption(desk.say("source.store", at=desk.moment(now())))
