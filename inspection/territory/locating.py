"""Points to cantons and arrondissements, a whole register at a time."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely

from inspection.errors import TerritoryFault
from inspection.territory.boundaries import Boundaries, boundaries
from inspection.territory.model import Located

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Places = npt.NDArray[np.int16]
IsIn = Callable[[shapely.Geometry, Floats, Floats], npt.NDArray[np.bool_]]


def locate(lon: npt.ArrayLike, lat: npt.ArrayLike, *, cache: Path | None = None) -> Located:
    """Return canton and arrondissement of each point, "" for a point outside the country or without coordinates.

    Sorted by longitude, each canton looks only at the points in its bounding box: 1.7 million points take about a
    second. A point on the line between two cantons goes to the first by id; where a point lies close to a line the
    legal text of the canton decides, not the drawing.

    lon, lat
        Decimal degrees (EPSG:4326), of one length.
    cache
        Folder for the copy of the polygons; None keeps them in memory only.

    Raises TerritoryFault where the two differ in length.
    """
    lons, lats = np.atleast_1d(np.asarray(lon, np.float64)), np.atleast_1d(np.asarray(lat, np.float64))
    if lons.shape != lats.shape or lons.ndim != 1:
        raise TerritoryFault("PLACE-201", longitudes=lons.shape, latitudes=lats.shape)
    known = boundaries(cache)
    places = _places(lons, lats, known)
    return Located(np.append(known.cantons, "")[places], np.append(known.arrondissements, "")[places])


def _places(lons: Floats, lats: Floats, known: Boundaries) -> Places:
    """Return for each point the position of its canton in `known`, -1 outside."""
    order = np.argsort(lons)
    x, y = lons[order], lats[order]
    west, south, east, north = known.boxes.T
    found = np.full(len(x), -1, np.int16)
    # inside a canton no other one is asked: those with small boxes first, or large ones would be asked for their points
    _ask(found, x, y, known, np.argsort((east - west) * (north - south)), shapely.contains_xy)
    left = np.flatnonzero(found < 0)
    on_a_line = found[left]
    _ask(on_a_line, x[left], y[left], known, np.arange(len(known.boxes)), shapely.intersects_xy)
    found[left] = on_a_line
    result = np.empty_like(found)
    result[order] = found
    return result


def _ask(found: Places, x: Floats, y: Floats, known: Boundaries, cantons: Ints, is_in: IsIn) -> None:
    """Ask cantons, in this order, for those of the points, by rising longitude, that none of them had yet."""
    for place in cantons:
        west, south, east, north = known.boxes[place]
        first, last = np.searchsorted(x, west, "left"), np.searchsorted(x, east, "right")
        near, free = y[first:last], found[first:last] < 0
        maybe = first + np.flatnonzero(free & (near >= south) & (near <= north))
        if maybe.size:
            found[maybe[is_in(known.polygons[place], x[maybe], y[maybe])]] = place
