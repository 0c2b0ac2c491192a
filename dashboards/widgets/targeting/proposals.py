"""Proposed cards beside the cards in force, with evidence and backtest, and the two buttons of a second person."""

from collections.abc import Callable

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.notices import press
from dashboards.widgets.targeting.blocks import draw_blocks, plain
from dashboards.widgets.targeting.reading import read_anew
from inspection import acts
from inspection.acts.learning import ProposedCard
from inspection.life_cycles import CardState
from inspection.reporting.model_card import CardSpeaker, ModelCard, ProposalLine, proposal_part

_LONGEST = 180


def proposed_cards(desk: Desk, card: ModelCard) -> None:
    """Show the latest proposal of each sector; where there is none, how one comes about."""
    if not card.proposals:
        st.info(desk.say("targeting.no_proposals"), icon=":material/info:")
    say = CardSpeaker(desk.lang, desk.rules)
    for one in card.proposals:
        with st.container(border=True):
            draw_blocks(proposal_part(one, say))
            st.caption(desk.say("targeting.proposed", by=one.proposed_by, on=desk.day(one.proposed_on)))
            st.caption(desk.say("targeting.hash", sha=one.sha256))
            _decision(desk, one)


def earlier_decisions(desk: Desk) -> None:
    """Show every card that was ever proposed with what became of it and why, once somebody asks for it."""
    if st.toggle(desk.say("targeting.earlier"), key="earlier_cards"):
        found = acts.learning.list_proposals(desk.acting())
        if found:
            st.table([_row(desk, one) for one in found], hide_index=True)


def _decision(desk: Desk, one: ProposalLine) -> None:
    """Offer the decision to everybody but who proposed it: the act refuses them, a button would only promise."""
    if one.state != CardState.PROPOSED:
        if one.decided_on is not None:
            st.caption(desk.say("targeting.decided", by=one.decided_by, on=desk.day(one.decided_on)))
        return
    if not desk.may("card.decide"):
        st.caption(desk.say("targeting.who_decides"))
        return
    if desk.user.id in (one.proposed_by, one.asked_by):
        st.caption(desk.say("targeting.second_person"))
        return
    reason = st.text_input(
        desk.say("targeting.reason"),
        max_chars=_LONGEST,
        help=desk.say("targeting.reason_help"),
        key=f"why_{one.sha256}",
    )
    looked = st.checkbox(desk.say("targeting.looked"), key=f"looked_{one.sha256}")
    ready = bool(looked and reason.strip())
    with st.container(horizontal=True):
        if st.button(desk.say("targeting.approve"), key=f"approve_{one.sha256}", type="primary", disabled=not ready):
            press(desk, lambda: _decide(desk, one, CardState.APPROVED, reason), _said(desk))
        if st.button(desk.say("targeting.reject"), key=f"reject_{one.sha256}", disabled=not ready):
            press(desk, lambda: _decide(desk, one, CardState.REJECTED, reason), _said(desk))


def _decide(desk: Desk, one: ProposalLine, decision: CardState, reason: str) -> ProposedCard:
    act = acts.learning.approve_card if decision == CardState.APPROVED else acts.learning.reject_card
    made = act(desk.acting(), one.reference, one.sha256, reason=reason)
    read_anew()
    return made


def _said(desk: Desk) -> Callable[[ProposedCard], str]:
    def words(made: ProposedCard) -> str:
        sector, day = desk.sector(made.sector), desk.day(made.valid_from)
        return desk.say(f"targeting.done.{made.state}", reference=made.reference, sector=sector, day=day)

    return words


def _row(desk: Desk, one: ProposedCard) -> dict[str, str]:
    return {
        desk.say("targeting.reference"): one.reference,
        desk.say("targeting.sector"): desk.sector(one.sector),
        desk.say("targeting.state"): CardSpeaker(desk.lang, desk.rules).say(f"state.{one.state}"),
        desk.say("targeting.since"): desk.day(one.valid_from),
        desk.say("targeting.why"): plain(one.reason),
    }
