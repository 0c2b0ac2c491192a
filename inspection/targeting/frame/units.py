"""Establishments of the Crossroads Bank that belong to a sector: by which activity, who they are, where they are."""

from collections.abc import Iterable
from datetime import date

import polars as pl

from inspection.targeting.frame.permission import ReadableLake
from sectors import Catalogue
from sectors.rules.selection import Sector

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
        .collect(engine="streaming")
    )


def with_any_activity(activity: pl.LazyFrame, codes: pl.DataFrame, entities: pl.LazyFrame) -> pl.DataFrame:
    """Return those of `entities` (entity_number) that declare any activity in a version that the sectors use."""
    known = activity.filter(pl.col("nace_version").is_in(codes["nace_version"].unique().to_list()))
    return entities.join(known, on="entity_number", how="semi").unique().collect(engine="streaming")


ACTIVE = "AC"
_LEGAL_PERSON = "2"
HOME = ("", "Belgique")
PLACE = ("country", "postcode", "municipality_nl", "municipality_fr", "street_nl", "street_fr", "house_number")


def establishments(lake: ReadableLake, catalogue: Catalogue, on: date) -> pl.DataFrame:
    """Return one row an establishment of a sector, with its address and `leave_out` (why it is no workplace)."""
    units = _of_a_sector(lake, catalogue, on)
    enterprises = (
        lake.scan("kbo", "enterprise", on)
        .select(
            pl.col("enterprise_number").alias("enterprise"),
            "status",
            pl.col("start_date").alias("enterprise_started_on"),
            is_legal_person(),
        )
        .join(units.lazy().select("enterprise").unique(), on="enterprise", how="semi")
        .unique("enterprise")
        .collect(engine="streaming")
    )
    rows = units.join(enterprises, on="enterprise", how="left")
    rows = rows.with_columns(pl.col("is_legal_person").fill_null(value=False))
    rows = _addressed(rows, lake, on)
    return rows.with_columns(_why_not(on).alias("leave_out"), _name(rows, lake, on)).drop(
        "status", "struck_off_on", "country"
    )


def is_legal_person() -> pl.Expr:
    """Tell of an enterprise whether it is no natural person: a sole trader is judged by facts of the workplace only."""
    return (pl.col("type_of_enterprise") == _LEGAL_PERSON).fill_null(value=False).alias("is_legal_person")


def _of_a_sector(lake: ReadableLake, catalogue: Catalogue, on: date) -> pl.DataFrame:
    """Establishments by their own activity, and by the enterprise's where they declare none."""
    codes = code_table(catalogue.enabled_sectors())
    activity = lake.scan("kbo", "activity", on)
    found = members(activity, codes)
    units = lake.scan("kbo", "establishment", on).select(
        pl.col("establishment_number").alias("establishment"),
        pl.col("enterprise_number").alias("enterprise"),
        pl.col("start_date").alias("started_on"),
    )
    own = units.join(found.lazy(), left_on="establishment", right_on="entity_number")
    through = units.join(found.lazy(), left_on="enterprise", right_on="entity_number").join(
        found.lazy(), left_on="establishment", right_on="entity_number", how="anti"
    )
    candidates = through.collect(engine="streaming")
    busy = with_any_activity(activity, codes, candidates.lazy().select(pl.col("establishment").alias("entity_number")))
    inherited = candidates.join(busy, left_on="establishment", right_on="entity_number", how="anti")
    both = pl.concat(
        [
            own.collect(engine="streaming").with_columns(pl.lit("establishment").alias("activity_of")),
            inherited.with_columns(pl.lit("enterprise").alias("activity_of")),
        ]
    )
    return both.unique("establishment").with_columns(pl.concat_str(pl.lit("est:"), "establishment").alias("workplace"))


def _addressed(rows: pl.DataFrame, lake: ReadableLake, on: date) -> pl.DataFrame:
    """Join the establishment's own address (BAET), else the enterprise's seat (REGO), and say which it is."""
    address = lake.scan("kbo", "address", on).select("entity_number", "type_of_address", "struck_off_on", *PLACE)
    wanted = pl.concat([rows["establishment"], rows["enterprise"]]).unique().to_frame("entity_number")
    known = address.join(wanted.lazy(), on="entity_number", how="semi").collect(engine="streaming")
    known = known.sort("entity_number", "struck_off_on", "postcode", "house_number", nulls_last=False)
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


def _name(rows: pl.DataFrame, lake: ReadableLake, on: date) -> pl.Series:
    """The establishment's own name, commercial before any other, else the enterprise's."""
    ids = pl.concat([rows["establishment"], rows["enterprise"]]).unique().to_frame("entity_number")
    return names(rows, lake, on, ids)


def names(rows: pl.DataFrame, lake: ReadableLake, on: date, ids: pl.DataFrame) -> pl.Series:
    """Return the name of each row by its establishment, else by its enterprise; null where the register has none."""
    rank = pl.col("type_of_denomination").replace_strict(["003", "001"], [0, 1], default=2, return_dtype=pl.Int8)
    known = (
        lake.scan("kbo", "denomination", on)
        .select("entity_number", "language", "type_of_denomination", "denomination")
        .join(ids.lazy(), on="entity_number", how="semi")
        .sort("entity_number", rank, "language", "denomination")
        .unique("entity_number", keep="first", maintain_order=True)
        .select("entity_number", "denomination")
        .collect(engine="streaming")
    )
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
