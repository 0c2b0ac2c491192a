"""Establishments of the Crossroads Bank that belong to a sector: by which activity, who they are, where they are."""

from datetime import date

import polars as pl

from inspection.targeting.frame.asking import Reader

ACTIVE = "AC"
HOME = ("", "Belgique")


def establishments(units: pl.LazyFrame, reader: Reader, on: date) -> pl.DataFrame:
    """Return one row an establishment of a sector, with its address and `leave_out` (why it is no workplace).

    units
        The register's table of establishments.
    """
    rows = _of_a_sector(units, reader)
    known = reader.ask("enterprises", _ids(rows["enterprise"]))
    rows = rows.join(known, on="enterprise", how="left").with_columns(pl.col("is_legal_person").fill_null(value=False))
    rows = _addressed(rows, reader)
    name = named(rows, reader.ask("names", _ids(rows["establishment"], rows["enterprise"])))
    return rows.with_columns(_why_not(on).alias("leave_out"), name).drop("status", "struck_off_on", "country")


def _ids(*columns: pl.Series) -> pl.DataFrame:
    return pl.concat(columns).unique().to_frame("entity_number")


def _of_a_sector(register: pl.LazyFrame, reader: Reader) -> pl.DataFrame:
    """Establishments by their own activity, and by the enterprise's where they declare none."""
    found = reader.ask("members").lazy()
    units = register.select(
        pl.col("establishment_number").alias("establishment"),
        pl.col("enterprise_number").alias("enterprise"),
        pl.col("start_date").alias("started_on"),
    )
    own = units.join(found, left_on="establishment", right_on="entity_number")
    through = units.join(found, left_on="enterprise", right_on="entity_number").join(
        found, left_on="establishment", right_on="entity_number", how="anti"
    )
    candidates = through.collect(engine="streaming")
    busy = reader.ask("busy", _ids(candidates["establishment"]))
    inherited = candidates.join(busy, left_on="establishment", right_on="entity_number", how="anti")
    both = pl.concat(
        [
            own.collect(engine="streaming").with_columns(pl.lit("establishment").alias("activity_of")),
            inherited.with_columns(pl.lit("enterprise").alias("activity_of")),
        ]
    )
    return both.unique("establishment").with_columns(pl.concat_str(pl.lit("est:"), "establishment").alias("workplace"))


def _addressed(rows: pl.DataFrame, reader: Reader) -> pl.DataFrame:
    """Join the establishment's own address (BAET), else the enterprise's seat (REGO), and say which it is."""
    known = reader.ask("addresses", _ids(rows["establishment"], rows["enterprise"]))
    own = known.filter(pl.col("type_of_address") == "BAET").unique("entity_number", keep="first", maintain_order=True)
    seat = known.filter(pl.col("type_of_address") == "REGO").unique("entity_number", keep="first", maintain_order=True)
    here = rows.join(own, left_on="establishment", right_on="entity_number").with_columns(
        pl.lit("establishment").alias("address_source")
    )
    there = (
        rows.join(own, left_on="establishment", right_on="entity_number", how="anti")
        .join(seat, left_on="enterprise", right_on="entity_number", how="left")
        .with_columns(pl.lit("seat").alias("address_source"))
    )
    return pl.concat([here, there.select(here.columns)]).drop("type_of_address")


def _why_not(on: date) -> pl.Expr:
    """Name the reason why a row is no workplace on the day; null where it is one."""
    return (
        pl.when(pl.col("status").is_null())
        .then(pl.lit("enterprise_unknown"))
        .when(pl.col("status") != ACTIVE)
        .then(pl.lit("enterprise_not_active"))
        .when((pl.col("started_on") > on) | (pl.col("enterprise_started_on") > on))
        .then(pl.lit("not_started"))
        .when(pl.col("struck_off_on") <= on)
        .then(pl.lit("address_struck_off"))
        .when(~pl.col("country").fill_null("").is_in(HOME))
        .then(pl.lit("address_abroad"))
        .when(pl.col("postcode").is_null() & pl.coalesce("municipality_nl", "municipality_fr").is_null())
        .then(pl.lit("no_address"))
        .otherwise(None)
    )


def named(rows: pl.DataFrame, known: pl.DataFrame) -> pl.Series:
    """Return the name of each row by its establishment, else by its enterprise; null where the register has none.

    known: entity_number, denomination.
    """
    found = (
        rows.select("establishment", "enterprise")
        .join(
            known.rename({"denomination": "own"}),
            left_on="establishment",
            right_on="entity_number",
            how="left",
            maintain_order="left",
        )
        .join(known, left_on="enterprise", right_on="entity_number", how="left", maintain_order="left")
    )
    return found.select(pl.coalesce("own", "denomination").alias("name")).to_series()
