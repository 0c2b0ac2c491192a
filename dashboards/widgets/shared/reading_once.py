"""One look, one entry in the trail: what was read of an open control is kept while it is open, and no longer."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from dashboards.desk import Desk
from inspection.store.views import ControlView

T = TypeVar("T")


def once(desk: Desk, control: ControlView, part: str, read: Callable[[], T]) -> T:
    """Return what `read` gives, read once while a control is open; another one, or a correction, is read anew."""
    parts = _parts(desk, control)
    if part not in parts:
        parts[part] = read()
    found: T = parts[part]
    return found


def is_read(desk: Desk, control: ControlView, part: str) -> bool:
    """Tell whether a part has been opened since this control was."""
    return part in _parts(desk, control)


def forget(desk: Desk, control: ControlView, *begins: str) -> None:
    """Close the parts that begin so: the next look at one of them is another one."""
    parts = _parts(desk, control)
    for part in [part for part in parts if part.startswith(begins)]:
        del parts[part]


def _parts(desk: Desk, control: ControlView) -> dict:  # type: ignore[type-arg]
    mark = (desk.user.id, control.id, control.saved_at)
    held = st.session_state.get("control_read")
    if held is None or held[0] != mark:
        held = st.session_state["control_read"] = (mark, {})
    parts: dict = held[1]  # type: ignore[type-arg]
    return parts
