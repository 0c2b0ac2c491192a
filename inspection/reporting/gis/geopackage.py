"""Writing layers and their styles into one GeoPackage, so that equal layers give equal bytes."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pyogrio

from inspection.reporting.gis.layers import LayerName, Layers
from inspection.reporting.gis.styles import style

_SHAPES: dict[LayerName, str] = {
    "districts": "MultiPolygon",
    "cantons": "MultiPolygon",
    "risk_cells": "Polygon",
    "visits": "Point",
    "rounds": "LineString",
}
# as QGIS makes it: https://docs.qgis.org/3.34/en/docs/user_manual/managing_data_source/opening_data.html
_STYLES = """
CREATE TABLE layer_styles (
  id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),
  f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
  useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME
);
"""
_STYLE = "INSERT INTO layer_styles VALUES (NULL, '', '', ?, 'geom', ?, ?, '', 1, '', '', NULL, ?)"
_CONTENT = """
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)
VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?, 0)
"""


def write_geopackage(layers: Layers, file: Path, on: date) -> None:
    """Write a new GeoPackage: the layers in their order, and a style for each that QGIS takes by default.

    file
        Where nothing may be yet.
    on
        The day that stands in it as the one of its last change: the clock would make equal weeks unequal files.
    """
    stamp = f"{on.isoformat()}T00:00:00.000Z"
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": stamp})
    try:
        for name, frame in layers.items():
            pyogrio.write_dataframe(
                frame,
                file,
                layer=name,
                driver="GPKG",
                geometry_type=_SHAPES[name],
                promote_to_multi=_SHAPES[name].startswith("Multi"),
                append=file.exists(),
            )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    _add_styles(layers, file, stamp)


def _add_styles(layers: Layers, file: Path, stamp: str) -> None:
    leading = [int(n) for n in layers["risk_cells"]["leading"].dropna()]
    with closing(sqlite3.connect(file)) as database, database:
        database.executescript(_STYLES)
        database.execute(_CONTENT, (stamp,))
        database.executemany(_STYLE, [(name, name, style(name, leading), stamp) for name in layers])
