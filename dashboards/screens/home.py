"""Where the screens begin: the ways to the pages on which daily work is done. The screens are for analysis.

Streamlit gives the first of its pages the address "/", and no other: with this one there, each screen keeps its own.
"""

import streamlit as st

from dashboards.desk import current_desk
from dashboards.widgets.shared.ways import to_page


def show() -> None:
    """Show the ways; whoever typed an address of a screen that is gone was led to its page before."""
    desk = current_desk()
    st.title(desk.say("home.screens"))
    st.caption(desk.say("home.screens.how"))
    to_page(desk.say("header.office"), "/office")
    if desk.may("alert.see"):
        to_page(desk.say("home.title"), "/waiting")
