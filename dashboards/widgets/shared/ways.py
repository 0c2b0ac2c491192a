"""The two ways between the screens and the entrance; a link of Streamlit's own would open a second page beside."""

from html import escape

import streamlit as st

_LIKE_A_BUTTON = (
    "display:block;width:100%;box-sizing:border-box;min-height:2.5rem;padding:.4rem .75rem;border:1px solid #8a979d;"
    "border-radius:4px;background:transparent;color:inherit;font:inherit;text-align:center;text-decoration:none;"
    "cursor:pointer"
)


def leave(label: str) -> None:
    """Show the button that ends the session: a form of its own, so that the cookie goes too."""
    st.html(f'<form method="post" action="/sign-out"><button style="{_LIKE_A_BUTTON}">{escape(label)}</button></form>')


def sign_in_again(label: str) -> None:
    """Show the way to the entrance."""
    st.html(f'<a href="/sign-in" target="_self" style="{_LIKE_A_BUTTON}">{escape(label)}</a>')
