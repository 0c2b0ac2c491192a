"""Whose screen is drawn: found by what the guard told Streamlit, and asked of the store at each run of the script."""

from dashboards.guard.handles import USER_KEY, handles
from inspection import acts
from inspection.errors import AccessRefused
from inspection.trust import AppContext
from inspection.trust.identity import Principal


def signed_in(app: AppContext) -> Principal | None:
    """Return whose screen this is, as their session and the roster stand now; None once it has ended."""
    known = handles().behind(presented())
    if known is None:
        return None
    try:
        return acts.identity.renewed(app.at_the_door(), known)
    except AccessRefused:
        return None


def presented() -> str:
    """Return the handle that came with the connection of this screen, "" where none did."""
    import streamlit as st  # only who draws a screen pays for it

    return str(st.user.get(USER_KEY) or "")
