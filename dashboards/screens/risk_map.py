"""The risk map: cells of assessed workplaces of the latest assessment, with the same figures as a table."""

from datetime import date

import polars as pl
import streamlit as st

from dashboards.assessment import assessed
from dashboards.desk import Desk, current_desk
from dashboards.widgets.shared.colours import legend, limits
from dashboards.widgets.shared.looking import look_at_list
from dashboards.widgets.week.cell_content import inside_cell
from dashboards.widgets.week.maps import cell_map
from inspection import acts
from inspection.targeting.assessing import risk_cells, with_cells

_MEASURES = ("leading", "mean_points", "workplaces")
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
    day, (frame, district, measure) = found[0], _filters(desk, found[1])
    resolution = _DISTRICT if district else _COUNTRY
    summed = risk_cells(frame, resolution)
    if summed.is_empty():
        st.info(desk.say("word.nothing"))
        return
    between = limits(summed[measure].to_list())
    left, right = st.columns([3, 2])
    with left:
        cell_map(desk, summed, measure, between, district)
        legend(desk.say(f"map.{measure}"), between)
    with right:
        chosen = _table(desk, summed, measure)
    st.caption(desk.say("map.source", day=desk.day(day), n=frame.height, resolution=resolution))
    if chosen:
        inside_cell(desk, with_cells(frame, resolution).filter(pl.col("cell") == chosen))


def _read(desk: Desk, day: date) -> tuple[date, pl.DataFrame]:
    return day, assessed(desk.app.settings.lake, day)


def _filters(desk: Desk, frame: pl.DataFrame) -> tuple[pl.DataFrame, str | None, str]:
    one, two, three = st.columns(3)
    districts = [None, *sorted(set(frame["district"].drop_nulls()))]
    sectors = [None, *sorted(set(frame["sector"].drop_nulls()))]
    everything = desk.say("word.all")
    district = one.selectbox(
        desk.say("word.district"),
        districts,
        format_func=lambda d: desk.place(d) if d else everything,
        key="map_district",
    )
    sector = two.selectbox(
        desk.say("word.sector"), sectors, format_func=lambda s: desk.sector(s) if s else everything, key="map_sector"
    )
    measure = three.selectbox(
        desk.say("map.measure"), _MEASURES, format_func=lambda m: desk.say(f"map.{m}"), key="map_measure"
    )
    for column, value in (("district", district), ("sector", sector)):
        frame = frame if value is None else frame.filter(pl.col(column) == value)
    return frame, district, measure


def _table(desk: Desk, summed: pl.DataFrame, measure: str) -> str | None:
    ordered = summed.sort(measure, "cell", descending=[True, False]).head(200)
    shown = ordered.select("municipality", *_MEASURES).rename(
        {"municipality": desk.say("word.municipality"), **{m: desk.say(f"map.{m}") for m in _MEASURES}}
    )
    st.caption(desk.say("map.choose"))
    picked = st.dataframe(
        shown, hide_index=True, height=460, on_select="rerun", selection_mode="single-row", key=f"cells_{measure}"
    )
    rows = picked["selection"]["rows"]
    return str(ordered["cell"][rows[0]]) if rows and rows[0] < ordered.height else None
