"""Why a workplace was chosen, drawn as the sum that it is, so that it can be read aloud."""

import streamlit as st

from dashboards.desk import Desk
from inspection.reporting import BookReason, BookStop, percent_of


def arithmetic(here: Desk, stop: BookStop) -> None:
    """Show each term of a stop's points, then their sum and what follows from it."""
    counted = [r for r in stop.reasons if r.points]
    terms = " + ".join(str(r.points) for r in counted).replace("+ -", "− ") or "0"
    with st.container(border=True):
        st.markdown(f"**{stop.name}** · {here.sector(stop.sector)}")
        st.markdown(f"{terms} = **{here.say('rounds.points', n=stop.points)}**")
        if stop.place is not None:
            st.markdown(here.say("rounds.place", place=stop.place, of=stop.place_of))
        percent = percent_of(stop)
        if percent is not None:
            st.markdown(here.say("rounds.probability", percent=percent))
        st.caption(here.say(f"rounds.arm.{stop.arm}"))
        rows = [_row(here, reason) for reason in sorted(stop.reasons, key=lambda r: -r.points)]
        if rows:
            points = here.say("word.points")
            most = max(1, *(abs(r.points) for r in stop.reasons))
            bar = st.column_config.ProgressColumn(points, min_value=0, max_value=most, format="%d")
            st.dataframe(rows, hide_index=True, column_config={points: bar})


def _row(here: Desk, reason: BookReason) -> dict[str, object]:
    known = here.rules.signals.get(reason.signal)
    label = known.label.say(here.lang) if known else reason.signal
    value = here.say("word.no_data") if reason.value is None else f"{reason.value:.4g} {known.unit if known else ''}"
    verify = f" ({here.say('word.to_verify')})" if known and known.label.is_to_verify(here.lang) else ""
    return {
        here.say("word.points"): reason.points,
        here.say("word.signal"): label + verify,
        here.say("word.value"): value.strip(),
        here.say("word.step"): reason.bin,
        here.say("word.source"): reason.snapshot,
    }
