"""The stops of rounds as a table; arm and points only for those who may see them before the control."""

from collections.abc import Sequence

import streamlit as st

from dashboards.desk import Desk
from dashboards.numbers import number_of
from dashboards.widgets.shared.tables import sortable_table
from inspection.reporting.pages import alternative_text, help_texts, joint_text, percent_of, why_text
from inspection.reporting.week import BookRound, BookStop, BookUnplaced
from inspection.time_of import clock_text


def stop_table(desk: Desk, rounds: Sequence[BookRound]) -> None:
    """Show the stops in their order."""
    rows = [_row(desk, r, n, stop) for r in rounds for n, stop in enumerate(r.stops, 1)]
    if rows:
        sortable_table(rows)
    else:
        st.caption(desk.say("word.nothing"))


def _row(desk: Desk, r: BookRound, n: int, stop: BookStop) -> dict[str, object]:
    row: dict[str, object] = {
        "n": n,
        desk.say("word.time"): f"{clock_text(stop.start)}–{clock_text(stop.leave)}",
        desk.say("word.workplace"): stop.name,
        desk.say("word.day"): r.day,
        desk.say("word.team"): r.team,
        desk.say("word.code"): stop.code,
        desk.say("word.address"): f"{stop.address}, {stop.postcode} {stop.municipality}".strip(", "),
        desk.say("word.sector"): desk.sector(stop.sector),
    }
    if stop.is_roughly_known:
        row[desk.say("word.address")] = f"{row[desk.say('word.address')]} ({desk.say(f'rounds.place.{stop.quality}')})"
    if stop.joint is not None:
        row[desk.say("word.workplace")] = f"{stop.name} ({joint_text(stop.joint, desk.lang)})"
    if desk.sees_reasons:
        row[desk.say("word.arm")] = desk.say(f"rounds.arm.{stop.arm}")
        row[desk.say("word.points")] = stop.points
        row[desk.say("word.place")] = f"{stop.place} / {stop.place_of}" if stop.place else ""
        percent = percent_of(stop)
        if percent is not None:
            row[desk.say("word.probability")] = percent
        row[desk.say("word.alternative")] = alternative_text(stop.alternative, desk.lang)
    return row


def unplaced_table(desk: Desk, unplaced: Sequence[BookUnplaced]) -> None:
    """Show which required visits found no place, and the rule that kept each out and what would help."""
    st.subheader(desk.say("rounds.unplaced", n=len(unplaced)))
    rows = [
        {
            desk.say("word.workplace"): number_of(missed.workplace),
            desk.say("word.arm"): desk.say(f"rounds.arm.{missed.arm}"),
            desk.say("word.why"): why_text(missed, desk.lang),
            desk.say("word.helps"): " ".join(help_texts(missed, desk.lang)) or "–",
        }
        for missed in unplaced
    ]
    if rows:
        st.table(rows, hide_index=True)  # a table wraps the reason, a data frame cuts it
    else:
        st.caption(desk.say("rounds.all_placed"))
