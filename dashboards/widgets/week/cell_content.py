"""The workplaces of one cell of the risk map."""

import polars as pl
import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.looking import look


def inside_cell(desk: Desk, inside: pl.DataFrame) -> None:
    """Show the workplaces with their points; the look is recorded by the cell's id."""
    subject = f"cell:{inside['cell'][0]}" if inside.height else "cell"
    columns = {"workplace": "word.workplace", "municipality": "word.municipality", "points": "word.points"}
    found = look(desk, "workplace", subject, lambda: inside.sort("points", "workplace", descending=True))
    st.subheader(desk.say("map.inside", n=found.height))
    labels = found["sector"].map_elements(desk.sector, return_dtype=pl.String).alias(desk.say("word.sector"))
    place = pl.format("{} / {}", "place", "place_of").alias(desk.say("word.place"))
    st.dataframe(
        found.select(*(pl.col(c).alias(desk.say(k)) for c, k in columns.items()), labels, place), hide_index=True
    )
