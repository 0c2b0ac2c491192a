"""Maps without a tile server: outlines that travel with the product, cells and rounds drawn over them."""

from collections.abc import Sequence
from math import cos, log2, radians
from typing import Any

import polars as pl
import pydeck
import streamlit as st

from dashboards.desk import Desk
from dashboards.widgets.shared.colours import TEAMS, colour, is_dark
from inspection import acts
from inspection.reporting.week import BookRound
from inspection.territory import outlines
from inspection.time_of import clock_text

_COUNTRY = (2.54, 49.49, 6.41, 51.51)
_HEIGHT, _HEIGHT_SMALL = 520, 340
_ZONE, _ZONE_DARK = [108, 40, 130], [214, 160, 230]  # of no scale and no team


def cell_map(desk: Desk, cells: pl.DataFrame, value: str, between: Sequence[float], district: str | None) -> None:
    """Show the cells coloured by a column, over the outlines of the arrondissements."""
    rows = [
        {**row, "colour": [*colour(row[value], between), 190]} for row in cells.drop("district").iter_rows(named=True)
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
    _show(desk, [_outlines(desk, district), layer, *_zones(desk)], _box(desk, district), tip, "map.alt")


def round_map(desk: Desk, rounds: Sequence[BookRound]) -> None:
    """Show rounds: a line from the office through each stop and back, stops numbered in their order."""
    teams = sorted({r.team for r in rounds})
    paths, marks, offices = [], [], []
    for r in rounds:
        tint = list(TEAMS[teams.index(r.team) % len(TEAMS)])
        stops = [[s.lon, s.lat] for s in r.stops]
        paths.append({"path": [list(r.office), *stops, list(r.office)], "colour": [*tint, 200]})
        offices.append({"point": list(r.office), "colour": tint, "tip": r.team})
        marks += [
            {
                "point": [s.lon, s.lat],
                "colour": tint,
                "number": str(n),
                "tip": f"{r.team} · {desk.day(r.day)} · {clock_text(s.start)}\n{n}. {s.name}\n{s.municipality}",
            }
            for n, s in enumerate(r.stops, 1)
        ]
    points = [*((s.lon, s.lat) for r in rounds for s in r.stops), *(r.office for r in rounds)]
    borders = _cantons(desk, {r.district for r in rounds})
    layers = [borders, *_zones(desk), *_round_layers(paths, marks, offices)]
    _show(desk, layers, _around(points), "{tip}", "rounds.alt")


def _round_layers(paths: list[Any], marks: list[Any], offices: list[Any]) -> list[pydeck.Layer]:
    return [
        pydeck.Layer("PathLayer", paths, id="ways", get_path="path", get_color="colour", width_min_pixels=2),
        pydeck.Layer(
            "ScatterplotLayer", offices, id="offices", get_position="point", get_fill_color=[255, 255, 255],
            get_line_color="colour", stroked=True, line_width_min_pixels=3, radius_min_pixels=7, radius_max_pixels=7,
            pickable=True,
        ),
        pydeck.Layer(
            "ScatterplotLayer", marks, id="stops", get_position="point", get_fill_color="colour",
            radius_min_pixels=10, radius_max_pixels=10, pickable=True,
        ),
        pydeck.Layer(
            "TextLayer", marks, id="numbers", get_position="point", get_text="number", get_size=12,
            get_color=[255, 255, 255],
        ),
    ]  # fmt: skip


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


def _cantons(desk: Desk, districts: set[str]) -> pydeck.Layer:
    shapes = outlines("canton", cache=desk.app.settings.cache)
    return _borders([f for f in shapes["features"] if f["properties"]["arrondissement"] in districts])


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


def _show(desk: Desk, layers: list[pydeck.Layer], box: tuple[float, float, float, float], tip: str, alt: str) -> None:
    """Draw without a base map: `map_provider=None` is what keeps every request on this machine."""
    deck = pydeck.Deck(layers=layers, initial_view_state=_view(box), map_provider=None, tooltip={"text": tip})
    st.pydeck_chart(deck, height=_HEIGHT_SMALL if _is_small() else _HEIGHT, alt=desk.say(alt))
    if any(layer.id == "zones" for layer in layers):
        st.caption(desk.say("map.zones"))


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
