"""Where a workplace lies: its municipality, its point, and the canton and district of that point."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from inspection.errors import TerritoryFault
from inspection.territory import Municipality, canton_of_municipality, find_municipality
from inspection.territory.addresses import contradictions, match_addresses, middles, municipality_then
from sectors.rules.addresses import AddressRules

# How well a place is known: at its door, in its street, in its municipality under its postcode, in its canton.
QUALITIES = ("exact", "street", "municipality", "canton")
DISAGREEMENTS = {
    "workplace": pl.String,
    "contradiction": pl.String,
    "postcode": pl.String,
    "refnis": pl.String,
    "register_refnis": pl.String,
    "point_canton": pl.String,
}

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


@dataclass(frozen=True, kw_only=True)
class Placing:
    """What places are found by.

    register
        address(postcode, municipality_refnis, street_nl, street_fr, street_de, house_number, lon, lat); None where the
        house has no address register.
    """

    on: date
    rules: AddressRules
    register: pl.LazyFrame | None
    cache: Path | None


def placed(rows: pl.DataFrame, by: Placing) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return `rows` with refnis, municipality, canton, district, lon, lat and quality, and the list of disagreements.

    `quality` says how well the place is known, and a guess is never passed for a fact: "exact", the door, or the point
    that a declaration of works gives; "street", a point of the street where the number is not known; "municipality",
    the middle of its addresses under the postcode; "canton", a point inside the canton that stands for the
    municipality; null where no place was found. A point that contradicts its municipality is not believed: it was typed
    or converted wrongly.

    The disagreements are `DISAGREEMENTS`, a row a workplace: kinds of `contradictions`, and "municipality" where the
    address register files the address under another municipality than the one that the address names.
    """
    known = rows.join(
        municipalities_of(rows, by.on, by.cache), on=PAIR, how="left", nulls_equal=True, maintain_order="left"
    )
    pointed = _pointed(known, by)
    judged = contradictions(pointed.select("refnis", "lon", "lat"), by.on, by.rules.matching, cache=by.cache)
    pointed = pl.concat(
        [pointed, judged.rename({"canton": "point_canton", "district": "point_district"})], how="horizontal"
    )
    is_good = pl.col("lon").is_not_null() & pl.col("contradiction").is_null()
    told = pointed.with_columns(pl.when(is_good).then("quality").alias("quality"))
    return _filled(told, by), _disagreements(pointed, by.on)


def _pointed(known: pl.DataFrame, by: Placing) -> pl.DataFrame:
    """Add the points that the address register has to the workplaces that have none of their own."""
    own = pl.col("lon").is_not_null() & pl.col("lat").is_not_null()
    given = known.with_columns(
        pl.when(own).then(pl.lit("exact")).alias("quality"), pl.lit(None, dtype=pl.String).alias("register_refnis")
    )
    if by.register is None:
        return given
    found = match_addresses(known.filter(~own), by.register, by.rules).drop("way")
    joined = given.join(found, on="workplace", how="left", maintain_order="left", suffix="_found")
    filled = [pl.coalesce(f"{c}_found", c).alias(c) for c in ("lon", "lat", "quality", "register_refnis")]
    return joined.with_columns(filled).select(given.columns)


def _filled(told: pl.DataFrame, by: Placing) -> pl.DataFrame:
    """Give a point of the municipality, else of its canton, to those whose own point is not known."""
    rough = told.with_columns(_NO_MIDDLE)
    if by.register is not None:
        rough = told.join(_middles(told, by), on=["postcode", "refnis"], how="left", maintain_order="left")
    has_point, has_middle = pl.col("quality").is_not_null(), pl.col("middle_lon").is_not_null()
    quality = (
        pl.when(has_middle).then(pl.lit("municipality")).when(pl.col("home_lon").is_not_null()).then(pl.lit("canton"))
    )
    chosen = [
        pl.when(has_point).then(own).when(has_middle).then(f"middle_{name}").otherwise(home).alias(name)
        for name, own, home in (
            ("lon", "lon", "home_lon"), ("lat", "lat", "home_lat"),
            ("canton", "point_canton", "home_canton"), ("district", "point_district", "home"),
        )
    ]  # fmt: skip
    return rough.with_columns(*chosen, pl.when(has_point).then("quality").otherwise(quality).alias("quality")).drop(
        "home", "home_canton", "home_lon", "home_lat", "point_canton", "point_district", "contradiction",
        "register_refnis", *_MIDDLE,
    )  # fmt: skip


_MIDDLE = ("middle_lon", "middle_lat", "middle_canton", "middle_district")
_NO_MIDDLE = [pl.lit(None, dtype=pl.Float64 if name[7] == "l" else pl.String).alias(name) for name in _MIDDLE]


def _middles(told: pl.DataFrame, by: Placing) -> pl.DataFrame:
    """Return the middles that workplaces without a point need; one that contradicts its municipality is none."""
    assert by.register is not None  # noqa: S101  the caller asked
    wanted = told.filter(pl.col("quality").is_null()).select("postcode", "refnis").unique().drop_nulls()
    found = middles(by.register, wanted)
    judged = contradictions(found, by.on, by.rules.matching, cache=by.cache)
    every = pl.concat([found, judged], how="horizontal").filter(pl.col("contradiction").is_null())
    return every.drop("contradiction").rename({name.removeprefix("middle_"): name for name in _MIDDLE})


def _disagreements(pointed: pl.DataFrame, on: date) -> pl.DataFrame:
    """Return what REFNIS codes and points say differently, by workplace."""
    pairs = pointed.select("refnis", "register_refnis").drop_nulls().unique()
    other = [refnis != _now(filed, on) for refnis, filed in pairs.iter_rows()]
    odd = pairs.filter(pl.Series("other", other, dtype=pl.Boolean)).with_columns(pl.lit("municipality").alias("filed"))
    told = pointed.join(odd, on=["refnis", "register_refnis"], how="left", maintain_order="left")
    kinds = told.with_columns(pl.coalesce("contradiction", "filed").alias("contradiction"))
    return kinds.drop_nulls("contradiction").select(DISAGREEMENTS.keys()).sort("workplace")


def _now(refnis: str, on: date) -> str:
    """Return the code that a municipality has on the day: the register may know it by one that has ended."""
    place = municipality_then(refnis, on)
    return place.refnis if place else refnis
