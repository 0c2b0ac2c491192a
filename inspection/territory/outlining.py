"""Light outlines for maps: borders simplified together, so that neighbours still meet."""

import json
from functools import cache as once
from pathlib import Path
from typing import Any, Literal

import numpy as np
import shapely

from inspection.territory.boundaries import Boundaries, Polygons, boundaries, kept
from inspection.territory.districts import ARRONDISSEMENTS, arrondissement_label, canton

Level = Literal["arrondissement", "canton"]

_LATITUDE = 50.6  # the middle of the country: degrees of longitude are shorter there by its cosine
_METRES_PER_DEGREE = 111_320.0


def outlines(level: Level, *, cache: Path | None = None, tolerance_m: float = 200.0) -> dict[str, Any]:
    """Return the outlines of the arrondissements or cantons as a GeoJSON FeatureCollection.

    For looking at, never for locating: at 200 m the twelve arrondissements weigh about 150 kB. Each feature carries its
    `id` and, as properties, its names in four languages (a canton: its French and Dutch name and its arrondissement).

    cache
        Folder for the copies of the polygons, as for `locate`, and of the outlines.
    tolerance_m
        How far a simplified border may lie from the drawn one, in metres.
    """
    collection: dict[str, Any] = json.loads(_outlines(level, cache, tolerance_m))
    return collection


@once
def _outlines(level: Level, folder: Path | None, tolerance_m: float) -> bytes:
    """Simplifying takes seconds as well: the outcome is kept beside the boundaries."""
    name = f"outlines-{level}-{tolerance_m:g}m.json"
    return kept(folder, name, lambda: _drawn(level, folder, tolerance_m))


def _drawn(level: Level, folder: Path | None, tolerance_m: float) -> bytes:
    known = boundaries(folder)
    names, shapes = _shapes(level, known)
    features = [
        {
            "type": "Feature",
            "id": name,
            "properties": _properties(level, name, folder),
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for name, shape in zip(names, _simplified(shapes, tolerance_m), strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def _shapes(level: Level, known: Boundaries) -> tuple[list[str], Polygons]:
    if level == "canton":
        return [str(name) for name in known.cantons], known.polygons
    unions = [shapely.union_all(known.polygons[known.arrondissements == name]) for name in ARRONDISSEMENTS]
    return list(ARRONDISSEMENTS), np.array(unions, dtype=object)


def _simplified(shapes: Polygons, tolerance_m: float) -> Polygons:
    """Simplify in metres on a flat map of the country, and come back to degrees rounded to about a metre."""
    stretch = np.array([np.cos(np.radians(_LATITUDE)), 1.0]) * _METRES_PER_DEGREE
    flat = shapely.transform(shapes, lambda xy: xy * stretch)
    light = shapely.coverage_simplify(flat, tolerance_m)
    result: Polygons = shapely.transform(light, lambda xy: np.round(xy / stretch, 5))
    return result


def _properties(level: Level, name: str, folder: Path | None) -> dict[str, str]:
    if level == "arrondissement":
        return {lang: arrondissement_label(name, lang) for lang in ("fr", "nl", "de", "en")}
    found = canton(name, cache=folder)
    return {"fr": found.name_fr, "nl": found.name_nl, "arrondissement": found.arrondissement}
