"""Why a workplace was chosen, drawn as the sum that it is, so that it can be read aloud."""

from collections.abc import Sequence

import streamlit as st

from dashboards.desk import Desk
from inspection.i18n import t
from inspection.reporting.pages import Term, arithmetic, assessment_text
from inspection.reporting.week import BookStop


def show_arithmetic(desk: Desk, stop: BookStop, objective: str | None) -> None:
    """Show each term of a stop's points, then their sum and what follows from it, as the office page prints them.

    Arguments: `objective` what the week serves, of which a probability is.
    """
    made = arithmetic(stop, desk.rules, desk.lang)
    with st.container(border=True):
        st.markdown(f"**{stop.name}** · {desk.sector(stop.sector)}")
        st.markdown(f"{made.sum} = **{desk.say('rounds.points', n=stop.points)}**")
        if stop.place is not None:
            st.markdown(desk.say("rounds.place", place=stop.place, of=stop.place_of))
        if made.percent is not None:
            kind = "rounds.probability_serious" if objective == "serious" else "rounds.probability"
            st.markdown(desk.say(kind, percent=made.percent))
        st.caption(desk.say(f"rounds.arm.{stop.arm}"))
        st.markdown(f"**{t('plain.title', desk.lang)}:** {assessment_text(stop, desk.rules, desk.lang)}")
        terms = (*made.terms, *made.quiet, *made.missing)
        if terms:
            _table(desk, terms)


def _table(desk: Desk, terms: Sequence[Term]) -> None:
    points = desk.say("word.points")
    most = max(1, *(abs(term.points) for term in terms))
    bar = st.column_config.ProgressColumn(points, min_value=0, max_value=most, format="%d")
    st.dataframe([_row(desk, term) for term in terms], hide_index=True, column_config={points: bar})


def _row(desk: Desk, term: Term) -> dict[str, object]:
    verify = f" ({desk.say('word.to_verify')})" if term.verify else ""
    return {
        desk.say("word.points"): term.points,
        desk.say("word.signal"): term.label + verify,
        desk.say("word.value"): term.value,
        desk.say("word.step"): term.bin,
        desk.say("word.source"): term.source,
    }
