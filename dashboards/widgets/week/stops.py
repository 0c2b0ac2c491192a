"""The stops of rounds as a table; arm and points only for those who may see them before the control."""

from collections.abc import Sequence

import streamlit as st

from dashboards.desk import Desk
from dashboards.numbers import number_of
from dashboards.widgets.shared.tables import sortable_table
from inspection.reporting.pages import alternative_text, help_texts, joint_text, percent_of, why_text
from inspection.reporting.week import BookRound, BookStop, BookUnplaced
from inspection.time_of import clock_text


def stop_table(here: Desk, rounds: Sequence[BookRound]) -> None:
    """Show the stops in their order."""
    rows = [_row(here, r, n, stop) for r in rounds for n, stop in enumerate(r.stops, 1)]
    if rows:
        sortable_table(rows)
    else:
        st.caption(here.say("word.nothing"))


def _row(here: Desk, r: BookRound, n: int, stop: BookStop) -> dict[str, object]:
    row: dict[str, object] = {
        "n": n,
        here.say("word.time"): f"{clock_text(stop.start)}–{clock_text(stop.leave)}",
        here.say("word.workplace"): stop.name,
        here.say("word.day"): r.day,
        here.say("word.team"): r.team,
        here.say("word.code"): stop.code,
        here.say("word.address"): f"{stop.address}, {stop.postcode} {stop.municipality}".strip(", "),
        here.say("word.sector"): here.sector(stop.sector),
    }
    if stop.quality == "canton":
        row[here.say("word.address")] = f"{row[here.say('word.address')]} ({here.say('rounds.canton_only')})"
    if stop.joint is not None:
        row[here.say("word.workplace")] = f"{stop.name} ({joint_text(stop.joint, here.lang)})"
    if here.sees_reasons:
        row[here.say("word.arm")] = here.say(f"rounds.arm.{stop.arm}")
        row[here.say("word.points")] = stop.points
        row[here.say("word.place")] = f"{stop.place} / {stop.place_of}" if stop.place else ""
        percent = percent_of(stop)
        if percent is not None:
            row[here.say("word.probability")] = percent
        row[here.say("word.alternative")] = alternative_text(stop.alternative, here.lang)
    return row


def unplaced_table(here: Desk, unplaced: Sequence[BookUnplaced]) -> None:
    """Show which required visits found no place, and the rule that kept each out and what would help."""
    st.subheader(here.say("rounds.unplaced", n=len(unplaced)))
    rows = [
        {
            here.say("word.workplace"): number_of(missed.workplace),
            here.say("word.arm"): here.say(f"rounds.arm.{missed.arm}"),
            here.say("word.why"): why_text(missed, here.lang),
            here.say("word.helps"): " ".join(help_texts(missed, here.lang)) or "–",
        }
        for missed in unplaced
    ]
    if rows:
        st.table(rows, hide_index=True)  # a table wraps the reason, a data frame cuts it
    else:
        st.caption(here.say("rounds.all_placed"))
