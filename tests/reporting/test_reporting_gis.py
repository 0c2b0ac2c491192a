"""The layers of a week's GeoPackage: what they hold, what they never tell, and that programs of others open them."""

import json
import re
import shutil
import sqlite3
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as Xml

import h3
import polars as pl
import pyogrio
import pytest
from builders_reporting import MONDAY, a_joint, a_reason, a_round, a_stop, an_alternative, as_tip

from inspection.reporting.gis import COLUMNS, CRS, Layers, week_layers, write_geopackage

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "geopackage.md"
SQUARE = [[[5.0, 50.4], [5.8, 50.4], [5.8, 50.9], [5.0, 50.9], [5.0, 50.4]]]
NAMES = {"fr": "Liège", "nl": "Luik", "de": "Lüttich", "en": "Liège"}
BORDER = {"id": "liege", "properties": NAMES, "geometry": {"type": "Polygon", "coordinates": SQUARE}}
CANTON = {**BORDER, "id": "liege-1", "properties": {"fr": "Liège 1", "nl": "Luik 1", "arrondissement": "liege"}}
CELL, OTHER = (h3.latlng_to_cell(50.6, lon, 7) for lon in (5.5, 5.6))
ROUND = a_round(a_stop(), a_stop("Q8ZZZ1", start=700.0, lon=5.61))


def cells(*rows: tuple[str, int, int]) -> pl.DataFrame:
    """Cells of Liège: id, workplaces, leading."""
    shape = {"cell": pl.String, "workplaces": pl.Int64, "leading": pl.Int64}
    return pl.DataFrame(list(rows), schema=shape, orient="row").with_columns(pl.lit("liege").alias("district"))


def layers(*rounds, told: pl.DataFrame | None = None) -> Layers:
    """The layers of a small week."""
    known = cells((CELL, 40, 7)) if told is None else told
    return week_layers(rounds or (ROUND,), known, arrondissements=[BORDER], cantons=[CANTON], least=5)


def written(folder: Path, *rounds) -> bytes:
    """The bytes of the GeoPackage of rounds."""
    file = folder / "week.gpkg"
    file.unlink(missing_ok=True)
    write_geopackage(layers(*rounds), file, MONDAY)
    return file.read_bytes()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the GeoPackage of a small week."""
    folder = tmp_path_factory.mktemp("gis")
    written(folder)
    return folder / "week.gpkg"


def test_pyogrio_reads_every_layer_with_its_columns_and_crs(package: Path) -> None:
    """Five layers with geometry in the order in which they are named, and the table of styles."""
    listed = dict(pyogrio.list_layers(package))
    shapes = ["MultiPolygon", "MultiPolygon", "Polygon", "Point", "LineString", None]
    assert list(listed) == [*COLUMNS, "layer_styles"]
    assert list(listed.values()) == shapes
    for name, columns in COLUMNS.items():
        frame = pyogrio.read_dataframe(package, layer=name)
        assert list(frame.columns) == [*columns, "geometry"]
        assert frame.crs == CRS
    visits = pyogrio.read_dataframe(package, layer="visits")
    assert visits[["number", "starts", "ends"]].to_numpy().tolist() == [
        [1, "2026-11-30 08:30", "2026-11-30 09:45"],
        [2, "2026-11-30 11:40", "2026-11-30 12:55"],
    ]
    (way,) = pyogrio.read_dataframe(package, layer="rounds").geometry
    assert list(way.coords) == [(5.57, 50.63), (5.5, 50.6), (5.61, 50.6), (5.57, 50.63)]


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="Debian's gdal-bin is not installed on this machine")
def test_ogrinfo_reads_it(package: Path) -> None:
    """The program of others finds the same layers, counts and columns, and no fault."""
    asked = ["ogrinfo", "-json", "-so", "-al", str(package)]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    found = {layer["name"]: layer for layer in json.loads(done.stdout)["layers"]}
    counts = {"districts": 1, "cantons": 1, "risk_cells": 1, "visits": 2, "rounds": 1, "layer_styles": 5}
    assert {name: layer["featureCount"] for name, layer in found.items()} == counts
    for name, columns in COLUMNS.items():
        assert [field["name"] for field in found[name]["fields"]] == list(columns)
        system = found[name]["geometryFields"][0]["coordinateSystem"]["projjson"]["id"]
        assert (system["authority"], system["code"]) == ("EPSG", 4326)


def test_each_layer_has_a_style_that_is_taken_by_default(package: Path) -> None:
    """QGIS reads the table `layer_styles`; each is a document that can be parsed and draws something."""
    with sqlite3.connect(package) as database:
        asked = "SELECT f_table_name, f_geometry_column, useAsDefault, styleQML FROM layer_styles ORDER BY id"
        rows = database.execute(asked).fetchall()
        listed = database.execute("SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'").fetchall()
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert listed == [("attributes",)]
    assert [row[:3] for row in rows] == [(name, "geom", 1) for name in COLUMNS]
    for name, _, _, text in rows:
        document = Xml.fromstring(text)  # noqa: S314  our own
        assert document.find("renderer-v2") is not None, name
        assert document.findall(".//symbol/layer/Option"), name


def test_cells_of_few_workplaces_are_not_there_and_few_leading_ones_are_not_told() -> None:
    """A lone workplace must not be known by its place; nought is no workplace of anybody."""
    told = layers(told=cells((CELL, 40, 4), (OTHER, 4, 4)))["risk_cells"]
    assert told["cell"].tolist() == [CELL]
    assert told["leading"].isna().tolist() == [True]
    assert layers(told=cells((CELL, 5, 0)))["risk_cells"]["leading"].tolist() == [0]


TOLD_APART = {
    "a complaint": as_tip,
    "lot": lambda stop: replace(stop, arm="random", required=True, points=0, reasons=()),
    "points": lambda stop: replace(stop, points=77, place=1, reasons=(a_reason(points=70),)),
    "a joint action": lambda stop: replace(stop, joint=a_joint()),
    "what could stand in": lambda stop: replace(stop, alternative=an_alternative()),
    "a deadline": lambda stop: replace(stop, arm="mandated", mandate="deadline", required=True),
    "a probability": lambda stop: replace(stop, calibrated_probability=0.4),
}


@pytest.mark.parametrize("why", TOLD_APART)
@pytest.mark.few(3)
def test_no_byte_tells_why_a_place_is_visited(tmp_path: Path, why: str) -> None:
    """Two weeks that differ only in why a place was chosen are one file, byte for byte."""
    other = replace(ROUND, stops=(TOLD_APART[why](ROUND.stops[0]), ROUND.stops[1]))
    assert written(tmp_path, other) == written(tmp_path, ROUND)


def test_the_order_of_rounds_in_a_book_and_their_hours_change_no_byte(tmp_path: Path) -> None:
    """A round's hours hold the minutes of what is not shown: they are not told."""
    later = replace(ROUND, team="liege-2")
    longer = replace(ROUND, leaves=400.0, back=990.0, pauses=((600.0, 630.0),), members=("inspector-9",))
    assert written(tmp_path, later, longer) == written(tmp_path, ROUND, later)


def test_a_round_after_midnight_tells_the_next_day() -> None:
    """A wall clock has no 25:30."""
    late = replace(ROUND, stops=(a_stop(start=1530.0),))
    assert layers(late)["visits"]["starts"].tolist() == ["2026-12-01 01:30"]


def test_a_week_without_visits_or_cells_has_its_layers_all_the_same(tmp_path: Path) -> None:
    """Whoever opens it finds every column, and nothing in it."""
    empty = layers(replace(ROUND, stops=()), told=cells())
    write_geopackage(empty, tmp_path / "week.gpkg", date(2026, 11, 30))
    for name in ("risk_cells", "visits", "rounds"):
        frame = pyogrio.read_dataframe(tmp_path / "week.gpkg", layer=name)
        assert (len(frame), list(frame.columns)) == (0, [*COLUMNS[name], "geometry"])


def test_the_reference_names_every_layer_and_column() -> None:
    """A column that is not documented, or no longer exists, fails the build."""
    text = REFERENCE.read_text(encoding="utf-8")
    _, *parts = re.split(r"^## `(\w+)`.*$", text, flags=re.MULTILINE)
    tables = zip(parts[::2], parts[1::2], strict=True)
    told = {name: re.findall(r"^\| `(\w+)` \|", body, re.MULTILINE) for name, body in tables}
    assert told == {name: list(columns) for name, columns in COLUMNS.items()}
