"""What stands in the place of every screen once a session has ended: why nothing is shown, and the way back in."""

import streamlit as st

from dashboards.desk import language
from dashboards.sessions import IDLE_MINUTES, LONGEST_HOURS
from dashboards.widgets.shared.ways import sign_in_again
from inspection.i18n import t


def show() -> None:
    """Say that the session has ended."""
    lang = language()
    _, middle, _ = st.columns([1, 2, 1])
    with middle:
        st.title("Vigie")
        why = t("screen.session_over.why", lang, minutes=IDLE_MINUTES, hours=LONGEST_HOURS)
        st.info(why, icon=":material/lock:")
        sign_in_again(t("screen.session_over.again", lang))
