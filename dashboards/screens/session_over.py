"""What stands in the place of every screen once a session has ended: why nothing is shown, and the way back in."""

import streamlit as st

from dashboards.desk import language
from dashboards.guard import SIGN_IN
from dashboards.widgets.shared.ways import to_page
from inspection import acts
from inspection.i18n import t
from inspection.time_of import today


def show() -> None:
    """Say that the session has ended."""
    lang = language()
    _, middle, _ = st.columns([1, 2, 1])
    with middle:
        st.title("Vigie")
        limits = acts.app().catalogue(today()).identity
        why = t("screen.session_over.why", lang, minutes=limits.idle_minutes, hours=limits.longest_minutes // 60)
        st.info(why, icon=":material/lock:")
        to_page(t("screen.session_over.again", lang), SIGN_IN)
