"""What went wrong, said in the reader's language where we have the words, with the code for support."""

from collections.abc import Callable, Iterable
from typing import TypeVar

import streamlit as st

from dashboards.desk import Desk
from inspection.errors import InspectionError
from inspection.i18n import keys

T = TypeVar("T")


def refusal(desk: Desk, fault: InspectionError) -> None:
    """Show a fault of ours."""
    known = f"fault.{fault.code}"
    family = f"fault.{fault.family}"
    said = next((key for key in (known, family) if f"screen.{key}" in keys(desk.lang)), "fault.other")
    st.error(desk.say(said), icon=":material/block:")
    with st.expander(desk.say("fault.details", code=fault.code)):
        st.text(f"{fault.what}\n{fault.where}\n{fault.advice}")


def attempt(desk: Desk, do: Callable[[], T]) -> T | None:
    """Do something and return its result; a fault of ours is shown, and None returned."""
    try:
        return do()
    except InspectionError as fault:
        refusal(desk, fault)
        return None


def press(desk: Desk, do: Callable[[], T], said: str | Callable[[T], str]) -> None:
    """Do what a button asks for, then draw the screen anew and say there what was done; a fault is shown instead.

    said
        The sentence, or what makes one of the result.
    """
    try:
        made = do()
    except InspectionError as fault:
        refusal(desk, fault)
    else:
        st.session_state["done"] = said if isinstance(said, str) else said(made)
        st.rerun()


def head(title: str, how: str = "") -> None:
    """Begin a screen with its title, what the last button did, and how it is used."""
    st.title(title)
    text = st.session_state.pop("done", None)
    if text:
        st.success(text, icon=":material/check:")
    if how:
        st.caption(how)


def warned(texts: Iterable[str]) -> None:
    """Show sentences that whoever reads the rest of a screen must have read first."""
    for text in texts:
        st.warning(text, icon=":material/warning:")
