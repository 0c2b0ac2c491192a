"""Who works, in which language, the ways to the shell of the office, and the way out."""

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.ways import leave, to_page
from inspection.i18n import LANGUAGES, OWN_NAMES, Lang


def choose_language(label: str, lang: Lang) -> None:
    """Let the reader choose one of the four languages; the choice is kept for the session."""
    st.session_state["lang_choice"] = lang
    st.selectbox(label, LANGUAGES, format_func=OWN_NAMES.__getitem__, key="lang_choice", on_change=_keep)


def _keep() -> None:
    st.session_state["lang"] = st.session_state["lang_choice"]


def header(desk: Desk) -> None:
    """Show who works in the sidebar, with the language, the ways to the shell, and the way out."""
    with st.sidebar:
        st.caption(desk.say("header.who", user=desk.user.id, role=desk.say(f"role.{desk.user.role}")))
        choose_language(desk.say("header.language"), desk.lang)
        to_page(desk.say("header.office"), "/office")
        to_page(desk.say("menu.sessions"), "/me/sessions")
        leave(desk.say("header.leave"), desk.principal)
