"""The doors of a street: the one that a number means, one that is near it, or the middle of the street."""

import polars as pl

from inspection.territory.addresses.house_numbers import doors_asked, doors_known, read_numbers
from inspection.territory.addresses.streets import NAMES
from sectors.rules.addresses import AddressMatching

_METRES = 111_200.0  # of a degree of latitude; one of longitude has 0.63 of that in Belgium
_ACROSS = 0.63


def doors_of(register: pl.LazyFrame, streets: pl.DataFrame, limits: AddressMatching) -> pl.DataFrame:
    """Return the doors of the streets: row, street, register_refnis, house, letter, end, written, lon, lat."""
    by = ["postcode", "municipality_refnis", *NAMES]
    here = register.filter(pl.col("postcode").is_in(streets["postcode"].unique().to_list()))
    doors = here.join(streets.lazy(), on=by, nulls_equal=True).select(
        "street", pl.col("municipality_refnis").alias("register_refnis"), "house_number", "lon", "lat"
    )
    known = doors.sort("street", "house_number", "lon", "lat").collect()
    forms = known.select(pl.col("house_number").unique()).with_columns(read_numbers(pl.col("house_number"), limits))
    return known.join(forms, on="house_number", how="left", maintain_order="left").with_row_index("row")


def placed_at(chosen: pl.DataFrame, doors: pl.DataFrame, limits: AddressMatching) -> pl.DataFrame:
    """Return workplace, lon, lat, quality, way and register_refnis; addresses in a split street's doors are left out.

    chosen: workplace, street, house_number, way.
    """
    asked = chosen.with_columns(read_numbers(pl.col("house_number"), limits)).with_row_index("row")
    known = (
        doors_known(doors).join(doors.select("row", "street", "lon", "lat", "register_refnis"), on="row").drop("row")
    )
    exact = _one_a_door(known, limits)
    split = exact.filter("is_split")["street"].unique()
    hits = (
        doors_asked(asked)
        .join(asked.select("row", "street"), on="row")
        .join(exact.rename({"rank": "known_rank"}), on=["street", "door"])
        .sort("row", "rank", "known_rank")
        .unique("row", keep="first", maintain_order=True)
        .filter(~pl.col("is_split"))
        .select("row", "lon", "lat", "register_refnis", pl.lit("exact").alias("quality"))
    )
    rest = asked.join(hits, on="row", how="anti").filter(~pl.col("street").is_in(split.implode()))
    near = rest.join(_first(doors, ["street", "house"]), on=["street", "house"])
    middle = rest.join(near, on="row", how="anti").join(_middle_of(doors), on="street")
    columns = ["row", "lon", "lat", "register_refnis", pl.lit("street").alias("quality")]
    found = pl.concat([hits, near.select(columns), middle.select(columns)])
    return asked.select("row", "workplace", "way").join(found, on="row").drop("row")


def _one_a_door(known: pl.DataFrame, limits: AddressMatching) -> pl.DataFrame:
    """Return each door once, the number itself before a range; `is_split` where its points lie too far apart."""
    lon, lat = pl.col("lon"), pl.col("lat")
    own = known.filter(pl.col("rank") == pl.col("rank").min().over("street", "door"))
    wide = (lon.max() - lon.min()) * _METRES * _ACROSS
    high = (lat.max() - lat.min()) * _METRES
    is_split = (wide**2 + high**2).sqrt() > limits.split_metres
    return (
        own.sort("street", "door", "lon", "lat")
        .group_by("street", "door", maintain_order=True)
        .agg(pl.col("rank", "lon", "lat", "register_refnis").first(), is_split.alias("is_split"))
    )


def _first(doors: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    known = doors.drop_nulls(by).select(*by, "lon", "lat", "register_refnis")
    return known.unique(by, keep="first", maintain_order=True)


def _middle_of(doors: pl.DataFrame) -> pl.DataFrame:
    """Return the door in the middle of each street's numbers."""
    ordered = doors.sort("street", "house", "written", nulls_last=True)
    middle = [pl.col(c).get(pl.len() // 2) for c in ("lon", "lat", "register_refnis")]
    numbered = ordered.filter(pl.col("house").is_not_null() | pl.col("house").is_null().all().over("street"))
    return numbered.group_by("street", maintain_order=True).agg(middle)
