"""How a referral stands and what waits: read again at most once a minute, so that drawing a screen is no new look."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import streamlit as st

from dashboards.desk import Desk
from inspection import acts
from inspection.time_of import now

_KEPT = "referral_read"
_FRESH = timedelta(minutes=1)  # somebody else may propose a change while this screen is open
T = TypeVar("T")


def standing(desk: Desk, reference: str) -> acts.changes.Standing:
    """Return how a referral stands."""
    return _read(desk, reference, lambda: acts.changes.standing_of(desk.acting(), reference))


def waiting(desk: Desk) -> list[acts.changes.Change]:
    """Return the changes that wait for a second person and that this one may end: their own, or a head's to confirm."""
    return _read(desk, "waiting", lambda: acts.changes.waiting_changes(desk.acting()))


def words_of(desk: Desk, change: acts.changes.Change) -> str:
    """Return what somebody wrote of a change."""
    return _read(desk, change.id, lambda: acts.changes.change_reason(desk.acting(), change.id))


def forget_referrals() -> None:
    """Let everything be read anew after an act."""
    st.session_state.pop(_KEPT, None)


def _read(desk: Desk, what: str, read: Callable[[], T]) -> T:
    kept = st.session_state.setdefault(_KEPT, {})
    mark, at = (desk.user.id, what), now()
    if mark not in kept or at - kept[mark][0] > _FRESH:
        kept[mark] = (at, read())
    found: T = kept[mark][1]
    return found
