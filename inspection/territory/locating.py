"""Points to cantons and arrondissements, a whole register at a time."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import shapely

from inspection.errors import TerritoryFault
from inspection.territory.boundaries import Boundaries, boundaries
from inspection.territory.model import Located

Floats = npt.NDArray[np.float64]


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


def _places(lons: Floats, lats: Floats, known: Boundaries) -> npt.NDArray[np.int16]:
    """Return for each point the position of its canton in `known`, -1 outside."""
    order = np.argsort(lons)
    x, y = lons[order], lats[order]
    found = np.full(len(x), -1, np.int16)
    for place, (west, south, east, north) in enumerate(known.boxes):
        first, last = np.searchsorted(x, west, "left"), np.searchsorted(x, east, "right")
        near, free = y[first:last], found[first:last] < 0
        maybe = first + np.flatnonzero(free & (near >= south) & (near <= north))
        if maybe.size:
            found[maybe[shapely.intersects_xy(known.polygons[place], x[maybe], y[maybe])]] = place
    result = np.empty_like(found)
    result[order] = found
    return result
