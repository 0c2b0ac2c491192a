"""The layers of a week's GeoPackage as GeoDataFrames: borders, risk cells, visits and rounds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Literal

import geopandas
import h3
import polars
import shapely

from inspection.i18n import LANGUAGES
from inspection.reporting.week import BookRound, BookStop
from inspection.time_of import clock_text

LayerName = Literal["districts", "cantons", "risk_cells", "visits", "rounds"]
Layers = Mapping[LayerName, geopandas.GeoDataFrame]
CRS = "EPSG:4326"

# All that leaves. A visit has what its team's sheet shows of it, and no column that hangs on why it was chosen: neither
# arm, points and reasons, nor whether it must be made, nor who else comes. A round has no hours: the minutes of a visit
# that a magistrate ordered would be missing in them.
COLUMNS: Mapping[LayerName, Mapping[str, str]] = {
    "districts": {"district": "str", "name_fr": "str", "name_nl": "str", "name_de": "str", "name_en": "str"},
    "cantons": {"canton": "str", "district": "str", "name_fr": "str", "name_nl": "str"},
    "risk_cells": {"cell": "str", "district": "str", "workplaces": "Int64", "leading": "Int64"},
    "visits": {
        "code": "str",
        "district": "str",
        "team": "str",
        "day": "str",
        "number": "Int64",
        "starts": "str",
        "ends": "str",
        "sector": "str",
        "name": "str",
        "address": "str",
        "postcode": "str",
        "municipality": "str",
        "quality": "str",
    },
    "rounds": {"district": "str", "team": "str", "day": "str", "visits": "Int64"},
}
_SHOWN = ("code", "sector", "name", "address", "postcode", "municipality", "quality")

Row = dict[str, Any]
Outlines = Iterable[Mapping[str, Any]]


def week_layers(
    rounds: Iterable[BookRound],
    cells: polars.DataFrame,
    *,
    arrondissements: Outlines,
    cantons: Outlines,
    least: int,
) -> Layers:
    """Return the five layers, each in an order of its own that follows from its content alone.

    rounds
        Of plans that were approved, as everybody may read them: without what a magistrate ordered.
    cells
        As `risk_cells` gives them, each with the district that its workplaces were counted in.
    arrondissements, cantons
        GeoJSON features of `outlines`: those of the districts that are exported.
    least
        Smallest number of workplaces that may be told: cells with fewer are left out, and a smaller number of leading
        ones is not told. A single workplace must not be known by its place.
    """
    kept = sorted((each for each in rounds if each.stops), key=lambda r: (r.district, r.team, r.day))
    return {
        "districts": _frame("districts", (_border(f, district=f["id"]) for f in arrondissements)),
        "cantons": _frame("cantons", (_canton(f) for f in cantons)),
        "risk_cells": _frame("risk_cells", _cells(cells, least)),
        "visits": _frame("visits", (_visit(r, n, stop) for r in kept for n, stop in enumerate(r.stops, 1))),
        "rounds": _frame("rounds", (_round(r) for r in kept)),
    }


def _frame(layer: LayerName, rows: Iterable[Row]) -> geopandas.GeoDataFrame:
    columns = [*COLUMNS[layer], "geometry"]
    return geopandas.GeoDataFrame(list(rows), columns=columns, geometry="geometry", crs=CRS).astype(COLUMNS[layer])


def _border(feature: Mapping[str, Any], **own: str) -> Row:
    names = {f"name_{lang}": feature["properties"].get(lang) for lang in LANGUAGES}
    return {**own, **names, "geometry": shapely.geometry.shape(feature["geometry"])}


def _canton(feature: Mapping[str, Any]) -> Row:
    return _border(feature, canton=feature["id"], district=feature["properties"]["arrondissement"])


def _cells(cells: polars.DataFrame, least: int) -> Iterable[Row]:
    told = cells.filter(polars.col("workplaces") >= least).sort("district", "cell")
    few = polars.col("leading").is_between(1, least - 1)
    hidden = told.with_columns(polars.when(few).then(None).otherwise("leading").alias("leading"))
    for row in hidden.select(*COLUMNS["risk_cells"]).iter_rows(named=True):
        ring = [(lon, lat) for lat, lon in h3.cell_to_boundary(row["cell"])]
        yield {**row, "geometry": shapely.Polygon(ring)}


def _visit(round_: BookRound, number: int, stop: BookStop) -> Row:
    return {
        **_whose(round_),
        **{name: getattr(stop, name) for name in _SHOWN},
        "number": number,
        "starts": _moment(round_, stop.start),
        "ends": _moment(round_, stop.leave),
        "geometry": shapely.Point(stop.lon, stop.lat),
    }


def _round(round_: BookRound) -> Row:
    stops: Sequence[tuple[float, float]] = [(s.lon, s.lat) for s in round_.stops]
    way = shapely.LineString([round_.office, *stops, round_.office])
    return {**_whose(round_), "visits": len(stops), "geometry": way}


def _whose(round_: BookRound) -> Row:
    return {"district": round_.district, "team": round_.team, "day": round_.day.isoformat()}


def _moment(round_: BookRound, minutes: float) -> str:
    """Return day and hour as a clock on a wall shows them; after midnight the day is the next one."""
    day = round_.day + timedelta(days=int(minutes // 1440))
    return f"{day.isoformat()} {clock_text(minutes)}"
