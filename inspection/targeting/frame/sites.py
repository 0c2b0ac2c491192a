"""Construction sites: declarations of works that are open on the day are workplaces of their own."""

from datetime import date

import polars as pl

from inspection.targeting.frame.asking import Reader
from inspection.targeting.frame.permission import ReadableLake
from inspection.targeting.frame.units import named

WORKS_SECTOR = "construction"


def open_sites(lake: ReadableLake, reader: Reader, on: date) -> pl.DataFrame:
    """Return one row a declaration of works that is open on `on`, under its main contractor, with its place.

    The main contractor stands for the site in the signals that are known by enterprise. It need not be in the
    Crossroads Bank (a foreign contractor is not): its name and age are then missing.
    """
    works = (
        lake.scan("works", "works", on)
        .filter((pl.col("starts_on") <= on) & (pl.col("ends_on").is_null() | (pl.col("ends_on") >= on)))
        .unique("work_declaration")
        .collect(engine="streaming")
    )
    rows = works.select(
        pl.concat_str(pl.lit("site:"), "work_declaration").alias("workplace"),
        pl.col("main_contractor").alias("enterprise"),
        pl.col("starts_on").alias("started_on"),
        pl.lit([WORKS_SECTOR]).alias("sectors"),
        pl.lit("works").alias("activity_of"),
        pl.lit("works").alias("address_source"),
        "postcode",
        pl.col("municipality").alias("municipality_nl"),
        pl.col("municipality").alias("municipality_fr"),
        pl.col("street").alias("street_nl"),
        pl.col("street").alias("street_fr"),
        "house_number",
        "lon",
        "lat",
        *(
            pl.lit(None, dtype=pl.String).alias(name)
            for name in ("establishment", "nace_code", "nace_version", "leave_out")
        ),
    )
    return _known_enterprises(rows, lake, reader, on)


def _known_enterprises(rows: pl.DataFrame, lake: ReadableLake, reader: Reader, on: date) -> pl.DataFrame:
    if lake.snapshot("kbo", on) is None:
        nothing = (
            pl.lit(None, dtype=pl.Date).alias("enterprise_started_on"),
            pl.lit(None, dtype=pl.String).alias("name"),
            pl.lit(value=False).alias("is_legal_person"),
        )
        return rows.with_columns(*nothing)
    ids = rows.select(pl.col("enterprise").alias("entity_number")).unique()
    started = reader.ask("enterprises", ids).drop("status")
    rows = rows.join(started, on="enterprise", how="left", maintain_order="left")
    rows = rows.with_columns(pl.col("is_legal_person").fill_null(value=False))
    return rows.with_columns(named(rows, reader.ask("names", ids)))
