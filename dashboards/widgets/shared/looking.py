"""No log, no look: what is sensitive is read through here, once its consultation has been recorded."""

from collections.abc import Callable
from typing import Literal, TypeVar

import streamlit as st

from dashboards.desk import Desk
from inspection import acts

Kind = Literal["control", "complaint", "plan", "referral", "workplace", "user"]
Purpose = Literal["inspection", "planning", "referral", "supervision", "audit"]
T = TypeVar("T")


def look(
    desk: Desk,
    kind: Kind,
    subject: str,
    purpose: Purpose,
    read: Callable[[], T],
    district: str | None = None,
) -> T:
    """Return what `read` gives; the first time in a session the look is recorded before.

    Streamlit draws a screen again at every click: that is the same look, not another one.
    """
    seen: set[tuple[str, str, str]] = st.session_state.setdefault("looked", set())
    mark = (desk.user.id, kind, subject)
    if mark in seen:
        return read()
    found = acts.access.audited_read(desk.acting(), kind, subject, purpose=purpose, read=read, district=district)
    seen.add(mark)
    return found
