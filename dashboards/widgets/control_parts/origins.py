"""At whose request an unplanned control is made: one question, asked when it begins and open to a correction."""

from collections.abc import Callable
from typing import get_args

import streamlit as st

from dashboards.desk import Desk
from inspection.control.filled import Origin

ORIGIN: tuple[Origin, ...] = get_args(Origin)


def origin_field(desk: Desk, said: Origin | None) -> Origin | None:
    """Ask it, with what was said so far; None until somebody chooses."""
    return st.selectbox(
        desk.say("control.origin"),
        ORIGIN,
        index=ORIGIN.index(said) if said else None,
        placeholder="–",
        format_func=origin_words(desk),
        help=desk.say("control.origin_help"),
    )


def origin_words(desk: Desk) -> Callable[[str], str]:
    """Return how an origin is called in the reader's language."""
    return lambda origin: desk.say(f"origin.{origin}")
