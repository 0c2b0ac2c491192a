"""The map as it is sent to the browser: no tile server, no picture card, a few tens of kilobytes; `map.js` draws it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.map.shapes import COUNTRY, UNIT_M, area_path, cell_shape, districts, flat
from dashboards.widgets.shared.colours import SCALE, is_dark, step
from inspection import acts

_HERE = Path(__file__).parent
# Of the picture, of its keys, and of each button by the key that does the same.
_TEXTS = {"alt": "map.alt", "keys": "map.keys", "+": "map.nearer", "-": "map.further", "0": "map.whole"}
_HTML, _CSS, _JS = ((_HERE / f"map.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js"))
_drawn = st.components.v2.component("vigie_risk_map", html=_HTML, css=_CSS, js=_JS)


def cell_map(desk: Desk, cells: pl.DataFrame, value: str, between: Sequence[float], district: str | None) -> str | None:
    """Show the cells coloured by a column, over the outlines of the arrondissements; returns the one that is chosen.

    A browser says which one: what is none of those shown is none at all.
    """
    areas = [feature for one in acts.maps.zones_of(desk.acting()) for feature in one.features]
    known = districts(desk.app.settings.cache)
    land = known if district is None else {district: known[district]}
    told = {
        "box": COUNTRY if district is None else land[district].box,
        "land": "".join(one.path for one in land.values()),
        "cells": _rows(cells, value, between),
        "zones": [area_path(feature["geometry"]) for feature in areas],
        "labels": [_label(feature["properties"]) for feature in areas if feature["properties"]["label"]],
        "colours": [f"rgb({red},{green},{blue})" for red, green, blue in SCALE],
        "look": "dark" if is_dark() else "light",
        "tip": desk.say("map.tip", n="{1}", mean="{2}", leading="{3}", place="{0}"),
        "said": {of: desk.say(key) for of, key in _TEXTS.items()},
    }
    state = _drawn(key="map", data=told, default={"cell": None}, on_cell_change=_nothing)
    if areas:
        st.caption(desk.say("map.zones"))
    chosen = state["cell"]
    return chosen if isinstance(chosen, str) and chosen in cells["cell"] else None


def _rows(cells: pl.DataFrame, value: str, between: Sequence[float]) -> list[list[Any]]:
    """Return each cell as its key, its shape, the step of its colour, and what is told of it."""
    told = cells.select("cell", pl.col("municipality").fill_null("–"), "workplaces", "mean_points", "leading")
    return [
        [cell, *cell_shape(cell), step(shown, between), *of_it]
        for (cell, *of_it), shown in zip(told.iter_rows(), cells[value], strict=True)
    ]


def _label(named: dict[str, Any]) -> list[Any]:
    """Return what is written on a zone, where its middle is, and how high its letters may be, in units."""
    return [named["label"], *flat(*named["at"]), round(named["size_m"] / UNIT_M, 1)]


def _nothing() -> None:
    """Answer a choice: the screen is drawn anew by itself."""
