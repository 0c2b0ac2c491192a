"""The app: one list of screens is the menu; the role of who works decides which of them appear."""

from pathlib import Path

import streamlit as st

from dashboards.desk import Desk, current_desk
from dashboards.guard import signed_in
from dashboards.menu import SCREENS
from dashboards.screens import session_over
from dashboards.widgets.shared.header import header
from inspection import acts
from inspection.errors import AccessRefused
from inspection.trust import may_see

# A picture of our own: for a symbol of Material, the browser would ask a server of Google.
_ICON = Path(__file__).parent / "icon.png"

# The buttons above a table would hand all of its rows to the reader as a file that no trail knows of.
_NO_TOOLBAR = "<style>[data-testid=stElementToolbar] { display: none; }</style>"


def menu(desk: Desk) -> list[st.Page]:
    """Return the pages that this role sees, the first of them being home."""
    return [
        st.Page(s.show, title=desk.say(f"menu.{s.key}"), icon=s.icon, url_path=s.key, default=s.key == "home")
        for s in SCREENS
        if s.key == "home" or may_see(desk.user, s.key)
    ]


def closed() -> list[st.Page]:
    """Return every page under its own address, each of them saying that the session has ended: none is "not found"."""
    return [st.Page(session_over.show, title="Vigie", url_path=s.key, default=s.key == "home") for s in SCREENS]


def recognise() -> bool:
    """Tell whether somebody has signed in on this browser; what another person left in this page goes."""
    found, before = signed_in(acts.app()), st.session_state.get("principal")
    if before is not None and (found is None or found.credential != before.credential):
        lang = st.session_state.get("lang") if found is None else None  # in which it is said that the session ended
        st.session_state.clear()
        st.session_state["lang"] = lang
    st.session_state["principal"] = found
    return found is not None


def main() -> None:
    """Show the app."""
    st.set_page_config(page_title="Vigie", page_icon=str(_ICON), layout="wide")
    st.html(_NO_TOOLBAR)
    if recognise():
        desk = current_desk()
        page = st.navigation(menu(desk), position="sidebar")
        header(desk)
    else:
        page = st.navigation(closed(), position="hidden")
    try:
        page.run()
    except AccessRefused as fault:
        if fault.code != "ACCESS-072":
            raise
        st.rerun()  # the session ended while this was drawn: the next run says so


main()
