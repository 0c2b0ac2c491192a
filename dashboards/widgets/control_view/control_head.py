"""The card of every path on which a control stops."""

from collections.abc import Mapping

import streamlit as st

from dashboards.desk import Desk
from inspection.control.conclusions import stopping_paths
from inspection.i18n import bound
from sectors.rules.protection import StoppingPath


def stop_cards(desk: Desk, answers: Mapping[str, object]) -> None:
    """Show the card of every path that these answers are on."""
    for path in stopping_paths(answers, desk.rules):
        _stop_card(desk, path)


def _stop_card(desk: Desk, path: StoppingPath) -> None:
    """Say that a control stops, and what to do instead; it stands out from everything else on the screen."""
    said = bound(f"**{path.label.say(desk.lang)}**  \n{path.hint.say(desk.lang)}", desk.lang)
    st.error(said, icon=":material/front_hand:")
    if path.is_to_verify:
        st.caption(desk.say("word.to_verify"))
