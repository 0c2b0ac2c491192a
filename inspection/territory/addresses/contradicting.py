"""Where a REFNIS code and a point contradict each other: one of the two is wrong, and neither is believed."""

from collections.abc import Mapping
from datetime import date
from functools import cache as once
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl
import shapely

from inspection.errors import TerritoryFault
from inspection.territory.boundaries import boundaries
from inspection.territory.locating import locate
from inspection.territory.model import Municipality
from inspection.territory.records import formers, municipalities, on_that_day
from sectors.rules.addresses import AddressMatching

_METRES_A_DEGREE = 111_200.0  # of latitude; in longitude the same degrees are fewer metres, so that less is excused
# The kinds, worst first; `refnis` alone has nothing to do with the point.
CONTRADICTIONS: Final = ("country", "refnis", "arrondissement", "canton")


def contradictions(
    points: pl.DataFrame, on: date, limits: AddressMatching, *, cache: Path | None = None
) -> pl.DataFrame:
    """Return where each point lies and whether it contradicts its municipality: canton, district, contradiction.

    points
        refnis, lon, lat. Without a refnis a point contradicts nothing but the country.
    cache
        Folder for the copy of the polygons, as for `locate`.

    `contradiction` is null where there is none; "country": the point lies outside Belgium; "refnis": no municipality
    has this code on the day or had it before; "arrondissement", "canton": the point lies in none of its municipality's.
    A point within `border_metres` of its cantons lies in them.
    """
    there = locate(points["lon"].fill_null(np.nan), points["lat"].fill_null(np.nan), cache=cache)
    found = points.with_columns(
        _text(there.canton.tolist(), "canton"), _text(there.arrondissement.tolist(), "district")
    ).with_row_index("row")
    known = _checked(found.select("refnis", "canton", "district").unique(), on)
    judged = found.join(known, on=["refnis", "canton", "district"], nulls_equal=True, maintain_order="left")
    close = _close_to_home(judged.filter(pl.col("contradiction") == "canton"), on, limits, cache)
    excused = pl.col("row").is_in(close.implode())
    kept = pl.when(~excused & pl.col("lon").is_not_null()).then("contradiction").alias("contradiction")
    return judged.select("canton", "district", kept)


def _text(values: list[str], name: str) -> pl.Series:
    return pl.Series(name, [value or None for value in values], dtype=pl.String)


def _checked(pairs: pl.DataFrame, on: date) -> pl.DataFrame:
    kinds = [_kind(refnis, canton, district, on) for refnis, canton, district in pairs.iter_rows()]
    return pairs.with_columns(pl.Series("contradiction", kinds, dtype=pl.String))


def _kind(refnis: str | None, canton: str | None, district: str | None, on: date) -> str | None:
    if canton is None:
        return "country"
    if refnis is None:
        return None
    place = municipality_then(refnis, on)
    if place is None:
        return "refnis"
    if place.arrondissement != district:
        return "arrondissement"
    return None if canton in place.cantons or not place.cantons else "canton"


@once
def municipality_then(refnis: str, on: date) -> Municipality | None:
    """Return what the municipality with this code is on `on`: itself or what it merged into; None for no such code."""
    existing: Mapping[str, Municipality] = municipalities(on)
    if refnis in existing:
        return existing[refnis]
    if refnis not in formers():
        return None
    try:
        return on_that_day(formers()[refnis].municipality, on)
    except TerritoryFault:
        return None


def _close_to_home(odd: pl.DataFrame, on: date, limits: AddressMatching, cache: Path | None) -> pl.Series:
    """Return the rows whose point lies beside one of the cantons of its municipality."""
    close: list[int] = []
    for (refnis,), points in odd.partition_by("refnis", as_dict=True).items():
        place = municipality_then(refnis, on)
        at = shapely.points(points["lon"].to_numpy(), points["lat"].to_numpy())
        near = np.zeros(len(points), dtype=bool)
        for canton in place.cantons if place else ():
            polygon = boundaries(cache).polygon(canton)
            near |= shapely.dwithin(polygon, at, limits.border_metres / _METRES_A_DEGREE)
        close += points["row"].filter(pl.Series(near)).to_list()
    return pl.Series("row", close, dtype=pl.UInt32)
