"""What kind of number was typed, by its check digits; anything may stand there, and nothing is refused."""

import streamlit as st

from dashboards.desk import Desk
from inspection.control.filled import identify_number
from inspection.i18n import t

_FEWEST_DIGITS = 7  # fewer are no number of a register


def number_said(desk: Desk, typed: object) -> None:
    """Say whether the check digits of a number hold; of somebody without a number nothing is said."""
    text = str(typed or "")
    if sum(map(str.isdigit, text)) < _FEWEST_DIGITS:
        return
    kind = identify_number(text)
    st.caption(f"✓ {t(f'field.number.{kind}', desk.lang)}" if kind else t("field.number.none", desk.lang))
