"""Why a workplace was chosen, drawn as the sum that it is, so that it can be read aloud."""

from collections.abc import Sequence

import streamlit as st

from dashboards.desk import Desk
from inspection.reporting.pages import Term, arithmetic
from inspection.reporting.week import BookStop


def show_arithmetic(here: Desk, stop: BookStop) -> None:
    """Show each term of a stop's points, then their sum and what follows from it, as the office page prints them."""
    made = arithmetic(stop, here.rules, here.lang)
    with st.container(border=True):
        st.markdown(f"**{stop.name}** · {here.sector(stop.sector)}")
        st.markdown(f"{made.sum} = **{here.say('rounds.points', n=stop.points)}**")
        if stop.place is not None:
            st.markdown(here.say("rounds.place", place=stop.place, of=stop.place_of))
        if made.percent is not None:
            st.markdown(here.say("rounds.probability", percent=made.percent))
        st.caption(here.say(f"rounds.arm.{stop.arm}"))
        terms = (*made.terms, *made.quiet, *made.missing)
        if terms:
            _table(here, terms)


def _table(here: Desk, terms: Sequence[Term]) -> None:
    points = here.say("word.points")
    most = max(1, *(abs(term.points) for term in terms))
    bar = st.column_config.ProgressColumn(points, min_value=0, max_value=most, format="%d")
    st.dataframe([_row(here, term) for term in terms], hide_index=True, column_config={points: bar})


def _row(here: Desk, term: Term) -> dict[str, object]:
    verify = f" ({here.say('word.to_verify')})" if term.verify else ""
    return {
        here.say("word.points"): term.points,
        here.say("word.signal"): term.label + verify,
        here.say("word.value"): term.value,
        here.say("word.step"): term.bin,
        here.say("word.source"): term.source,
    }
