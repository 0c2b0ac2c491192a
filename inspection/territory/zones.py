"""Zones that somebody brings to draw on the maps, from a file in any format and CRS: areas and labels, nothing else.

They are for looking at. Nothing that selects, plans or writes a week may read them: `tests/test_architecture.py`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FieldError
from pyproj.exceptions import ProjError
from pyproj.network import set_network_enabled  # type: ignore[attr-defined]

from inspection.errors import TerritoryFault

_CRS = "EPSG:4326"
_MOST_MB, _MOST_ZONES, _MOST_POINTS = 20, 2_000, 50_000  # every screen that is drawn sends them to a browser
_LONGEST_LABEL = 60
_LABELS = ("label", "name", "naam", "nom", "bezeichnung")
_COUNTRY = shapely.box(2.3, 49.3, 6.6, 51.7)
_NOWHERE = "127.0.0.1:9"  # a port that answers nobody


@dataclass(frozen=True, kw_only=True)
class Zone:
    """An area in longitude and latitude, and what is written on it."""

    label: str
    area: shapely.Geometry


@dataclass(frozen=True, kw_only=True)
class ZoneFile:
    """What a file of zones held.

    mended
        Areas whose borders crossed themselves, and that were made valid.
    refused
        Rows that cannot be drawn, counted by why: "empty", "no_area", "broken", "elsewhere".
    """

    zones: tuple[Zone, ...]
    mended: int
    refused: Mapping[str, int]


def read_zones(file: Path, label: str | None = None) -> ZoneFile:
    """Read every layer of a file that has geometry, and bring it to EPSG:4326.

    label
        The column whose text is written on a zone; by default the first that is called label, name, naam, nom or
        Bezeichnung. No other column is kept.

    Raises TerritoryFault for a file without CRS (PLACE-401), one that cannot be read (402), one that is too large
    (403), one of which nothing can be drawn (404), and a column that is not there (409).
    """
    frames = list(_frames(file))
    columns = [str(column) for frame in frames for column in frame.columns if column != frame.geometry.name]
    if label is not None and label.casefold() not in map(str.casefold, columns):
        raise TerritoryFault("PLACE-409", columns=", ".join(columns[:20]) or "none")
    counted: Counter[str] = Counter()
    zones = tuple(zone for frame in frames for zone in _zones(frame, label, counted))
    mended = counted.pop("mended", 0)
    if not zones:
        refused = ", ".join(f"{number} {why}" for why, number in sorted(counted.items())) or "it has no row"
        raise TerritoryFault("PLACE-404", refused=refused)
    for what, number, most in (
        ("zones", len(zones), _MOST_ZONES),
        ("points", int(sum(shapely.get_num_coordinates(zone.area) for zone in zones)), _MOST_POINTS),
    ):
        if number > most:
            raise TerritoryFault("PLACE-403", what=what, most=most)
    return ZoneFile(zones=zones, mended=mended, refused=dict(sorted(counted.items())))


def _frames(file: Path) -> Iterator[geopandas.GeoDataFrame]:
    if not file.is_file() and not (file.is_dir() and file.suffix == ".gdb"):
        raise TerritoryFault("PLACE-402", kind="no file")
    if file.is_file() and file.stat().st_size > _MOST_MB * 1_000_000:
        raise TerritoryFault("PLACE-403", what="megabytes", most=_MOST_MB)
    try:
        with _offline():
            for name, shape in pyogrio.list_layers(file.absolute()):
                if shape is not None:
                    yield _placed(pyogrio.read_dataframe(
                        file.absolute(), layer=name, max_features=_MOST_ZONES + 1, force_2d=True, on_invalid="ignore"
                    ))  # fmt: skip
    except (DataSourceError, DataLayerError, FieldError, ProjError, UnicodeDecodeError, ValueError) as error:
        raise TerritoryFault("PLACE-402", kind=type(error).__name__) from None


@contextmanager
def _offline() -> Iterator[None]:
    """Let neither GDAL nor PROJ ask a server: some formats and grids only point to one."""
    pyogrio.set_gdal_config_options({"GDAL_HTTP_PROXY": _NOWHERE, "GDAL_HTTPS_PROXY": _NOWHERE})
    set_network_enabled(active=False)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"GDAL_HTTP_PROXY": None, "GDAL_HTTPS_PROXY": None})


def _placed(frame: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Return a layer in EPSG:4326; borders are mended after that, since coming there may cross them."""
    if frame.crs is None:
        raise TerritoryFault("PLACE-401")
    return frame.to_crs(_CRS)


def _zones(frame: geopandas.GeoDataFrame, label: str | None, counted: Counter[str]) -> Iterator[Zone]:
    texts = _texts(frame, label)
    for text, shape in zip(texts, frame.geometry, strict=True):
        area, found = _area(shape)
        counted.update(found)
        if area is not None:
            yield Zone(label=text, area=area)


def _area(shape: shapely.Geometry | None) -> tuple[shapely.Geometry | None, list[str]]:
    """Return a shape as areas that can be drawn, None where it cannot; and what was found about it."""
    if shape is None or shape.is_empty:
        return None, ["empty"]
    if not np.isfinite(shape.bounds).all():
        return None, ["elsewhere"]
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        return None, ["no_area"]
    mended = [] if shape.is_valid else ["mended"]
    parts = shapely.get_parts(shapely.make_valid(shape)) if mended else shapely.get_parts(shape)
    areas = [polygon for part in parts for polygon in shapely.get_parts(part) if polygon.geom_type == "Polygon"]
    if not areas:
        return None, ["broken"]
    area = areas[0] if len(areas) == 1 else shapely.MultiPolygon(areas)
    return (area, mended) if area.intersects(_COUNTRY) else (None, ["elsewhere"])


def _texts(frame: geopandas.GeoDataFrame, label: str | None) -> list[str]:
    known = {str(column).casefold(): column for column in frame.columns if column != frame.geometry.name}
    wanted = (label.casefold(),) if label is not None else _LABELS
    column = next((known[name] for name in wanted if name in known), None)
    if column is None:
        return [""] * len(frame)
    told = ("" if missing else str(value) for value, missing in zip(frame[column], frame[column].isna(), strict=True))
    return [" ".join(text.split())[:_LONGEST_LABEL] for text in told]
