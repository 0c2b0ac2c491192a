"""Maps without a tile server: outlines that travel with the product, cells drawn over them."""

import json
from collections.abc import Sequence
from math import cos, log2, radians
from typing import Any

import polars as pl
import pydeck
import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.colours import colour, is_dark
from inspection import acts
from inspection.territory import outlines

_COUNTRY = (2.54, 49.49, 6.41, 51.51)
_HEIGHT, _HEIGHT_SMALL = 520, 340
_ZONE, _ZONE_DARK = [108, 40, 130], [214, 160, 230]  # of no scale and no team


class _Deck(pydeck.Deck):  # type: ignore[misc]  # pydeck says nothing of its types
    """A deck told in as few letters as it takes: pydeck writes each number of an outline on a line of its own."""

    def to_json(self) -> str:
        """Return it as JSON."""
        return json.dumps(json.loads(super().to_json()), separators=(",", ":"), ensure_ascii=False)


def cell_map(desk: Desk, cells: pl.DataFrame, value: str, between: Sequence[float], district: str | None) -> str | None:
    """Show the cells coloured by a column, over the outlines of the arrondissements; returns the one that is chosen."""
    told = cells.select("cell", "municipality", "workplaces", "mean_points", "leading")
    rows = [
        {**row, "colour": [*colour(shown, between), 190]}
        for row, shown in zip(told.iter_rows(named=True), cells[value], strict=True)
    ]
    layer = pydeck.Layer(
        "H3HexagonLayer",
        rows,
        id="cells",
        get_hexagon="cell",
        get_fill_color="colour",
        get_line_color=[255, 255, 255, 120],
        line_width_min_pixels=0.5,
        extruded=False,
        pickable=True,
        auto_highlight=True,
    )
    tip = desk.say("map.tip", n="{workplaces}", mean="{mean_points}", leading="{leading}", place="{municipality}")
    picked = _show(desk, [_outlines(desk, district), layer, *_zones(desk)], _box(desk, district), tip)
    return str(picked[0]["cell"]) if picked else None


def _zones(desk: Desk) -> list[pydeck.Layer]:
    """Return the reader's own zones: drawn over the cells, and nothing that can be pointed at, chosen or counted."""
    zones = acts.maps.zones_of(desk.acting())
    features = [feature for one in zones for feature in one.features]
    if not features:
        return []
    ink = _ZONE_DARK if is_dark() else _ZONE
    labels = [f["properties"] for f in features if f["properties"]["label"]]
    return [
        pydeck.Layer(
            "GeoJsonLayer", {"type": "FeatureCollection", "features": features}, id="zones", stroked=True, filled=True,
            get_fill_color=[*ink, 26], get_line_color=[*ink, 255], line_width_min_pixels=2,
        ),
        pydeck.Layer(
            "TextLayer", labels, id="zone-labels", get_position="at", get_text="label", get_size="size_m",
            get_color=ink, size_units=pydeck.types.String("meters"), size_max_pixels=15,  # it grows with its zone
            character_set=pydeck.types.String("auto"), font_family=pydeck.types.String("sans-serif"),
        ),
    ]  # fmt: skip


def _outlines(desk: Desk, district: str | None) -> pydeck.Layer:
    shapes = outlines("arrondissement", cache=desk.app.settings.cache)
    return _borders([f for f in shapes["features"] if district in (None, f["id"])])


def _borders(shown: list[dict[str, Any]]) -> pydeck.Layer:
    return pydeck.Layer(
        "GeoJsonLayer",
        {"type": "FeatureCollection", "features": shown},
        id="outlines",
        stroked=True,
        filled=True,
        get_fill_color=[31, 43, 50] if is_dark() else [247, 247, 243],
        get_line_color=[110, 122, 128],
        line_width_min_pixels=1,
    )


def _box(desk: Desk, district: str | None) -> tuple[float, float, float, float]:
    if district is None:
        return _COUNTRY
    shapes = outlines("arrondissement", cache=desk.app.settings.cache)["features"]
    shape = next(f["geometry"] for f in shapes if f["id"] == district)
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return _around([point for polygon in polygons for point in polygon[0]])


def _around(points: Sequence[Sequence[float]]) -> tuple[float, float, float, float]:
    lons, lats = [p[0] for p in points], [p[1] for p in points]
    return (min(lons), min(lats), max(lons), max(lats)) if points else _COUNTRY


def _show(desk: Desk, layers: list[pydeck.Layer], box: tuple[float, float, float, float], tip: str) -> list[Any]:
    """Draw without a base map: `map_provider=None` keeps every request on this machine; returns what is picked."""
    deck = _Deck(layers=layers, initial_view_state=_view(box), map_provider=None, tooltip={"text": tip})
    event = st.pydeck_chart(
        deck, height=_HEIGHT_SMALL if _is_small() else _HEIGHT, alt=desk.say("map.alt"), on_select="rerun", key="map",
        selection_mode="single-object",
    )  # fmt: skip
    if any(layer.id == "zones" for layer in layers):
        st.caption(desk.say("map.zones"))
    objects = event["selection"].get("objects", {}) if event else {}
    return list(objects.get("cells", ()))


def _view(box: tuple[float, float, float, float]) -> pydeck.ViewState:
    """Return a view that holds a box, also on a telephone, whose browser says that it is one."""
    width, height = (330, _HEIGHT_SMALL) if _is_small() else (620, _HEIGHT)
    west, south, east, north = box
    middle = (south + north) / 2
    across = max(east - west, (north - south) / cos(radians(middle)) * width / (height - 60), 0.02)
    zoom = min(log2(width / 512 * 360 / across) - 0.1, 12)
    return pydeck.ViewState(longitude=(west + east) / 2, latitude=middle, zoom=zoom)


def _is_small() -> bool:
    return "Mobi" in (st.context.headers.get("User-Agent") or "")
