"""The model card of today, read once in a session: a screen is drawn again at every click, and that is one look."""

import streamlit as st

from dashboards.desk import Desk
from inspection import acts
from inspection.reporting.model_card import ModelCard
from inspection.time_of import today

_KEPT = "model_card"


def card_of_today(desk: Desk) -> ModelCard:
    """Return everything that was measured until today, with the proposals as they stand.

    Errors: `AccessRefused`.
    """
    kept = st.session_state.get(_KEPT)
    mark = (desk.user.id, today())
    if kept is None or kept[0] != mark:
        kept = (mark, acts.learning.model_card(desk.acting(), today()))
        st.session_state[_KEPT] = kept
    made: ModelCard = kept[1]
    return made


def read_anew() -> None:
    """Forget what was read: a decision has changed it, or somebody asks for it."""
    st.session_state.pop(_KEPT, None)
