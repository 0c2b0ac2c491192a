"""Who works, in which language, and the way out."""

import streamlit as st

from dashboards.desk import Desk, language
from dashboards.widgets.shared.ways import leave
from inspection.i18n import LANGUAGES

_NAMES = {"fr": "Français", "nl": "Nederlands", "de": "Deutsch", "en": "English"}


def choose_language(label: str) -> None:
    """Let the reader choose one of the four languages; the choice is kept for the session."""
    st.session_state["lang_choice"] = language()
    st.selectbox(label, LANGUAGES, format_func=_NAMES.__getitem__, key="lang_choice", on_change=_keep)


def _keep() -> None:
    st.session_state["lang"] = st.session_state["lang_choice"]


def header(here: Desk) -> None:
    """Show who works in the sidebar, with the language and the way out."""
    with st.sidebar:
        st.caption(here.say("header.who", user=here.user.id, role=here.say(f"role.{here.user.role}")))
        choose_language(here.say("header.language"))
        leave(here.say("header.leave"))
