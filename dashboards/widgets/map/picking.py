"""Which cell is open, where it can be chosen on the map and in the table: what was chosen last."""

import streamlit as st

_PICKS = "map_picks"


def picked_cell(pointed: str | None, in_table: str | None) -> str | None:
    """Return the cell that was chosen last.

    Arguments: `pointed` on the map, `in_table` in the table; None where nothing is chosen there.
    """
    before, cell = st.session_state.get(_PICKS, ((None, None), None))
    now = (pointed, in_table)
    if now != before:
        changed = [new for new, old in zip(now, before, strict=True) if new != old and new]
        cell = changed[0] if changed else pointed or in_table
        st.session_state[_PICKS] = (now, cell)
    chosen: str | None = cell
    return chosen
