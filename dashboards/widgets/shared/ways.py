"""The ways from the screens to the shell of the office; a link of Streamlit's own would open a second page beside."""

from html import escape

import streamlit as st

from dashboards.office import TOKEN_FIELD, form_token
from inspection.trust.identity import Principal

_LIKE_A_BUTTON = (
    "display:block;width:100%;box-sizing:border-box;min-height:2.5rem;padding:.4rem .75rem;border:1px solid #8a979d;"
    "border-radius:4px;background:transparent;color:inherit;font:inherit;text-align:center;text-decoration:none;"
    "cursor:pointer"
)


def leave(label: str, principal: Principal) -> None:
    """Show the button that ends the session: a form of its own, so that the cookie goes too."""
    token = f'<input type="hidden" name="{TOKEN_FIELD}" value="{form_token(principal)}">'
    button = f'<button style="{_LIKE_A_BUTTON}">{escape(label)}</button>'
    st.html(f'<form method="post" action="/sign-out">{token}{button}</form>')


def to_page(label: str, address: str) -> None:
    """Show the way to a page of the shell."""
    st.html(f'<a href="{escape(address)}" target="_self" style="{_LIKE_A_BUTTON}">{escape(label)}</a>')
