"""Points to cantons by `locate`, in turns with the fast way of geopandas: polygons looking for points, not the reverse.

Neither is charged for the polygons, which are read once a process. Geopandas needs its points as geometries; what
making them costs is told apart, and is not in the ratio.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt

from inspection.registers.lake import Lake
from inspection.territory import locate
from inspection.territory.boundaries import Boundaries, boundaries

Floats = npt.NDArray[np.float64]
DEGREES = "EPSG:4326"


def points_of(lake: Path, day: date, count: int) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes of so many addresses of the register, by lot; all where it has fewer."""
    rows = Lake(lake).scan("addresses", "address", day).select("lon", "lat").drop_nulls().collect()
    drawn = rows.sample(min(count, rows.height), seed=1, shuffle=True)
    return drawn["lon"].to_numpy(), drawn["lat"].to_numpy()


def compared(lon: Floats, lat: Floats, turns: int) -> dict[str, Any]:
    """Return processor seconds of both in so many turns, and their ratio; fails where one answer differs."""
    known = boundaries(None)
    polygons = gpd.GeoDataFrame({"canton": known.cantons}, geometry=known.polygons, crs=DEGREES)
    _pair(lon[:1000], lat[:1000], polygons, known)  # what is loaded at the first call is nobody's
    rows = [_pair(lon, lat, polygons, known) for _ in range(turns)]
    ratios = [one["sjoin"] / one["locate"] for one in rows]
    return {
        "points": len(lon),
        "turns": rows,
        "ratio": {"min": min(ratios), "median": median(ratios), "max": max(ratios)},
        "with_geometries": median((one["sjoin"] + one["geometries"]) / one["locate"] for one in rows),
    }


def _pair(lon: Floats, lat: Floats, polygons: gpd.GeoDataFrame, known: Boundaries) -> dict[str, float]:
    """Locate the points in both ways and compare the answers; a point that two cantons share goes to the first."""
    ours, own = _timed(lambda: locate(lon, lat))
    points, making = _timed(lambda: gpd.GeoDataFrame(geometry=gpd.points_from_xy(lon, lat), crs=DEGREES))
    pairs, joining = _timed(lambda: gpd.sjoin(polygons, points, predicate="contains"))
    theirs = np.full(len(lon), len(known.cantons), np.int64)
    np.minimum.at(theirs, pairs["index_right"].to_numpy(), pairs.index.to_numpy())
    different = int((np.append(known.cantons, "")[theirs] != ours.canton).sum())
    if different:
        raise AssertionError(f"{different} of {len(lon)} points lie elsewhere")
    return {"locate": own, "sjoin": joining, "geometries": making}


def _timed(what: Callable[[], Any]) -> tuple[Any, float]:
    began = process_time()
    made = what()
    return made, process_time() - began
