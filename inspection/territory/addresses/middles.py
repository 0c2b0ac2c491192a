"""The point that stands for a municipality: the middle of its addresses under one postcode."""

import polars as pl


def middles(register: pl.LazyFrame, wanted: pl.DataFrame) -> pl.DataFrame:
    """Return `postcode`, `refnis`, `lon`, `lat` of the wanted pairs that the address register has addresses of.

    The middle is that of longitudes and of latitudes, so that a village of its own at the border does not pull it away.

    wanted: postcode, refnis.
    """
    pairs = wanted.select("postcode", "refnis").drop_nulls().unique()
    here = register.filter(pl.col("postcode").is_in(pairs["postcode"].unique().to_list()))
    doors = here.select("postcode", pl.col("municipality_refnis").alias("refnis"), "lon", "lat")
    known = doors.group_by("postcode", "refnis").agg(pl.col("lon", "lat").median()).collect()
    return known.join(pairs, on=["postcode", "refnis"], how="semi").sort("postcode", "refnis")
