"""How well the places of the workplaces are known, and where REFNIS code, address register and point disagree."""

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.notices import attempt
from inspection import acts
from inspection.acts.registers import AddressAccount

_MOST = 200  # rows shown of each list; the command has all


def disagreements(desk: Desk) -> None:
    """Show what disagrees about addresses, once somebody asks: every workplace of the country is placed for it."""
    st.caption(desk.say("registers.places_how"))
    if not st.button(desk.say("registers.places_look"), key="registers.places_look"):
        return
    with st.spinner(desk.say("registers.places_wait")):
        found = attempt(desk, lambda: acts.registers.address_account(desk.acting()))
    if found is not None:
        _account(desk, found)


def _account(desk: Desk, found: AddressAccount) -> None:
    read = desk.day(found.snapshot) if found.snapshot else desk.say("registers.places_none")
    st.caption(desk.say("registers.places_read", day=read))
    st.table(
        [
            {
                desk.say("registers.places_quality"): desk.say(f"registers.quality.{quality}"),
                desk.say("registers.places_count"): desk.count(count),
            }
            for quality, count in sorted(found.places.items(), key=lambda one: -one[1])
        ],
        hide_index=True,
    )
    _rows(desk, "registers.places_workplaces", found.workplaces)
    _rows(desk, "registers.places_register", found.register)


def _rows(desk: Desk, title: str, rows: Sequence[Mapping[str, object]]) -> None:
    st.markdown(f"**{desk.say(title, count=desk.count(len(rows)))}**")
    shown = [_row(desk, row) for row in rows[:_MOST]]
    if shown:
        st.dataframe(shown, hide_index=True)
    if len(rows) > _MOST:
        st.caption(desk.say("registers.places_first", count=_MOST))


def _row(desk: Desk, row: Mapping[str, object]) -> dict[str, object]:
    said = {
        desk.say(f"registers.places.{name}"): "" if value is None else str(value)
        for name, value in row.items()
        if name != "contradiction"
    }
    return {
        desk.say("registers.places.contradiction"): desk.say(f"registers.contradiction.{row['contradiction']}"),
        **said,
    }
