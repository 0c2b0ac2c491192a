"""The risk map: cells of assessed workplaces of the latest assessment, with the same figures as a table beside it.

From a cell to its workplaces, to the reasons of one, whether a visit is planned, and what came of the last one.
"""

from datetime import date

import polars as pl
import streamlit as st

from dashboards.assessment import cells_of, sums_of
from dashboards.desk import Desk, current_desk
from dashboards.widgets.map.coverage import with_unseen
from dashboards.widgets.map.drawing import cell_map
from dashboards.widgets.map.picking import picked_cell
from dashboards.widgets.map.workplaces import inside_cell
from dashboards.widgets.shared.colours import legend, limits
from dashboards.widgets.shared.looking import look_at_list
from inspection import acts

_MEASURES = ("leading", "unseen", "mean_points", "workplaces")
_COUNTRY, _DISTRICT = 6, 7


def show() -> None:
    """Show where the workplaces are that have the most points of their sector."""
    desk = current_desk()
    st.title(desk.say("map.title"))
    found = look_at_list(
        desk, "risk_map", lambda look: acts.maps.risk_map(desk.acting(), lambda day: _read(desk, day), again=look)
    )
    if found is None:
        st.info(desk.say("map.missing"), icon=":material/info:")
        return
    day, (where, measure) = found[0], _filters(desk, found[1])
    resolution = _DISTRICT if where[0] else _COUNTRY
    summed = cells_of(desk.app.settings.lake, day, where, resolution)
    if summed.is_empty():
        st.info(desk.say("word.nothing"))
        return
    if measure == "unseen":
        summed = with_unseen(desk, summed, day, where, resolution)
    between = limits(summed[measure].to_list())
    left, right = st.columns([3, 2])
    with left:
        pointed = cell_map(desk, summed, measure, between, where[0])
        legend(desk.say(f"map.{measure}"), between)
    with right:
        chosen = picked_cell(pointed, _table(desk, summed, measure))
    n = int(summed["workplaces"].sum())
    st.caption(desk.say("map.source", day=desk.day(day), n=desk.count(n), resolution=resolution))
    if chosen:
        inside_cell(desk, day, chosen, where)


def _read(desk: Desk, day: date) -> tuple[date, pl.DataFrame]:
    return day, sums_of(desk.app.settings.lake, day)


def _filters(desk: Desk, sums: pl.DataFrame) -> tuple[tuple[str | None, str | None], str]:
    one, two, three = st.columns(3)
    everything, say = desk.say("word.all"), desk.say
    districts = [None, *sorted(sums["district"].drop_nulls().unique())]
    sectors = [None, *sorted(sums["sector"].drop_nulls().unique())]
    place = lambda d: desk.place(d) if d else everything  # noqa: E731
    kind = lambda s: desk.sector(s) if s else everything  # noqa: E731
    district = one.selectbox(say("word.district"), districts, format_func=place, key="map_district")
    sector = two.selectbox(say("word.sector"), sectors, format_func=kind, key="map_sector")
    measure = three.selectbox(say("map.measure"), _MEASURES, format_func=lambda m: say(f"map.{m}"), key="map_measure")
    return (district, sector), measure


def _table(desk: Desk, summed: pl.DataFrame, measure: str) -> str | None:
    ordered = summed.sort(measure, "cell", descending=[True, False]).head(200)
    columns = [m for m in _MEASURES if m in ordered.columns]
    named = {"municipality": desk.say("word.municipality"), **{m: desk.say(f"map.{m}") for m in columns}}
    st.caption(desk.say("map.choose"))
    picked = st.dataframe(
        ordered.select(list(named)).rename(named), hide_index=True, height=460, on_select="rerun",
        selection_mode="single-row", key=f"cells_{measure}",
    )  # fmt: skip
    rows = picked["selection"]["rows"]
    return str(ordered["cell"][rows[0]]) if rows and rows[0] < ordered.height else None
