"""A table that sorts as its reader expects: days by the calendar, moments by the clock, numbers by their value."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import streamlit as st
from streamlit.column_config import DateColumn, DatetimeColumn, NumberColumn

ZONE = "Europe/Brussels"


def sortable_table(rows: Sequence[Mapping[str, object]], columns: Mapping[str, Any] | None = None) -> None:
    """Show rows whose days and moments are values and not texts, written as people write them here.

    Arguments: `columns` what else is known of some columns, by name; "n" is the number of a row.
    """
    known: dict[str, Any] = {"n": NumberColumn("n°", width=40)}
    for name in dict.fromkeys(name for row in rows for name in row):
        values = [row[name] for row in rows if row.get(name) is not None]
        if any(isinstance(value, datetime) for value in values):
            known[name] = DatetimeColumn(format="DD/MM/YYYY HH:mm", timezone=ZONE)
        elif any(isinstance(value, date) for value in values):
            known[name] = DateColumn(format="DD/MM/YYYY")
    st.dataframe(list(rows), hide_index=True, column_config=known | dict(columns or {}))
