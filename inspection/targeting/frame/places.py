"""Where a workplace lies: its municipality, its point, and the canton and district of that point."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from inspection.errors import TerritoryFault
from inspection.territory import Municipality, canton_of_municipality, find_municipality, locate

PAIR = ("postcode", "municipality_nl", "municipality_fr")
FLANDERS = "02000"
_PLACE = {
    "refnis": pl.String,
    "municipality": pl.String,
    "home": pl.String,
    "home_canton": pl.String,
    "home_lon": pl.Float64,
    "home_lat": pl.Float64,
}


def municipalities_of(rows: pl.DataFrame, on: date, cache: Path | None) -> pl.DataFrame:
    """Return each pair of postcode and names once, with its municipality and the canton that stands for it."""
    pairs = rows.select(*PAIR).unique().sort(PAIR)
    found = [_municipality(code, dutch, french, on) for code, dutch, french in pairs.iter_rows()]
    records = [_record(place, cache) if place else dict.fromkeys(_PLACE) for place in found]
    return pl.concat([pairs, pl.DataFrame(records, schema=_PLACE)], how="horizontal")


def _municipality(postcode: str | None, dutch: str | None, french: str | None, on: date) -> Municipality | None:
    for name in dict.fromkeys((french, dutch)):
        try:
            return find_municipality(name, postcode, on)
        except TerritoryFault:
            continue
    return None


def _record(place: Municipality, cache: Path | None) -> dict[str, object]:
    name = place.name_nl if place.region == FLANDERS else place.name_fr
    record: dict[str, object] = {"refnis": place.refnis, "municipality": name, "home": place.arrondissement}
    if not place.cantons:
        return {**dict.fromkeys(_PLACE), **record}
    first = canton_of_municipality(place, cache=cache)
    return {**record, "home_canton": first.id, "home_lon": first.point[0], "home_lat": first.point[1]}


def placed(rows: pl.DataFrame, on: date, cache: Path | None) -> pl.DataFrame:
    """Return `rows` with refnis, municipality, canton, district, lon, lat and quality; null where no place was found.

    A point counts (`quality: address`) when it lies in the country and in the arrondissement of its own municipality:
    registers hold points that were typed or converted wrongly. Otherwise the interior point of the municipality's
    canton stands for it (`quality: canton`).
    """
    known = rows.join(municipalities_of(rows, on, cache), on=PAIR, how="left", nulls_equal=True, maintain_order="left")
    there = locate(*(known[c].fill_null(np.nan).to_numpy() for c in ("lon", "lat")), cache=cache)
    known = known.with_columns(
        pl.Series("point_canton", there.canton.astype(str).tolist(), dtype=pl.String),
        pl.Series("point_district", there.arrondissement.astype(str).tolist(), dtype=pl.String),
    )
    is_good = (pl.col("point_district") != "") & (pl.col("point_district") == pl.coalesce("home", "point_district"))
    return known.with_columns(
        pl.when(is_good)
        .then(pl.lit("address"))
        .when(pl.col("home_lon").is_not_null())
        .then(pl.lit("canton"))
        .alias("quality"),
        pl.when(is_good).then("point_canton").otherwise("home_canton").alias("canton"),
        pl.when(is_good).then("point_district").otherwise("home").alias("district"),
        pl.when(is_good).then("lon").otherwise("home_lon").alias("lon"),
        pl.when(is_good).then("lat").otherwise("home_lat").alias("lat"),
    ).drop("home", "home_canton", "home_lon", "home_lat", "point_canton", "point_district")
