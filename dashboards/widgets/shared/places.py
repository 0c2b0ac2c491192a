"""Which municipality: by the postcode that people know."""

import streamlit as st

from dashboards.desk import Desk
from inspection.territory import Municipality, municipalities_of_postcode
from inspection.time_of import today


def municipality_field(desk: Desk) -> str | None:
    """Ask for a postcode, then for one of its municipalities; returns its REFNIS code, None while it is open."""
    postcode = st.text_input(desk.say("control.postcode"), max_chars=4)
    places = municipalities_of_postcode(postcode, today())
    words = {p.refnis: _called(desk, p) for p in places}
    # no key: with one, the choice would stay empty once a postcode gives it something to choose
    return st.selectbox(desk.say("word.municipality"), list(words), format_func=words.__getitem__, disabled=not words)


def _called(desk: Desk, place: Municipality) -> str:
    return place.name_nl if desk.lang == "nl" else place.name_fr
