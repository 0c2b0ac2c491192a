"""Which sectors an enterprise or an establishment belongs to, by the code of its own NACE version."""

from collections.abc import Iterable

import polars as pl

from sectors.rules import Sector

FIRST = ("MAIN", "SECO", "ANCI")
PREFIX = 5


def code_table(sectors: Iterable[Sector]) -> pl.DataFrame:
    """Return (nace_version, code, sector) of the sectors: the same digits mean another thing in another version."""
    rows = [(version, code, s.key) for s in sectors for version, codes in s.nace.items() for code in codes]
    return pl.DataFrame(rows, schema={"nace_version": pl.String, "code": pl.String, "sector": pl.String}, orient="row")


def members(activity: pl.LazyFrame, codes: pl.DataFrame) -> pl.DataFrame:
    """Return one row an entity that carries on a sector's activity: entity_number, sectors, nace_code, nace_version.

    A code of the sector covers the seven-digit codes that begin with it. The code shown is the main activity before a
    secondary one, of the newest version.
    """
    rows = activity.select("entity_number", "nace_version", "nace_code", "classification")
    short = codes.filter(pl.col("code").str.len_chars() <= PREFIX)
    long = codes.filter(pl.col("code").str.len_chars() > PREFIX)
    by_prefix = rows.with_columns(pl.col("nace_code").str.slice(0, PREFIX).alias("code")).join(
        short.lazy(), on=["nace_version", "code"]
    )
    in_full = rows.with_columns(pl.col("nace_code").alias("code")).join(long.lazy(), on=["nace_version", "code"])
    rank = pl.col("classification").replace_strict(list(FIRST), [0, 1, 2], default=3, return_dtype=pl.Int8)
    return (
        pl.concat([by_prefix, in_full])
        .with_columns(rank.alias("rank"), -pl.col("nace_version").cast(pl.Int32).alias("age"))
        .sort("entity_number", "rank", "age", "nace_code")
        .group_by("entity_number", maintain_order=True)
        .agg(pl.col("sector").unique().sort().alias("sectors"), pl.first("nace_code", "nace_version"))
        .collect()
    )


def with_any_activity(activity: pl.LazyFrame, codes: pl.DataFrame, entities: pl.LazyFrame) -> pl.DataFrame:
    """Return those of `entities` (entity_number) that declare any activity in a version that the sectors use."""
    known = activity.filter(pl.col("nace_version").is_in(codes["nace_version"].unique().to_list()))
    return entities.join(known, on="entity_number", how="semi").unique().collect()
