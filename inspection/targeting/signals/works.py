"""Signals from the declarations of works and the presence that is registered for them."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from inspection.targeting.signals.inputs import Inputs
from inspection.targeting.signals.spans import year_before

REGISTER = "works"
PRESENCE = "checkin"
SMALLEST = 0.05
_WORKS = ("work_declaration", "main_contractor", "starts_on", "ends_on", "amount_cents")
_CHAIN = ("work_declaration", "company_id", "level", "declared_on")
_SEEN = ("work_declaration", "on_day")
_FROM = (*(f"works.works.{c}" for c in _WORKS), *(f"checkin.presence.{c}" for c in _SEEN))
COLUMNS = {"works_presences": pl.Int64, "works_presences_usual": pl.Float64, "works_depth": pl.Int64}
LINEAGE: Mapping[str, tuple[str, ...]] = {
    "works_presences": _FROM,
    "works_presences_usual": _FROM,
    "works_depth": tuple(f"works.contractor.{c}" for c in _CHAIN),
}
SIGNALS: Mapping[str, pl.Expr] = {
    "works_presence_gap": pl.when(pl.col("works_presences_usual") > 0).then(
        1 - (pl.col("works_presences") / pl.col("works_presences_usual")).clip(upper_bound=1)
    ),
    "contractor_chain_depth": pl.col("works_depth"),
}


def gather(inputs: Inputs) -> pl.DataFrame:
    """Return `COLUMNS` by workplace.

    A site has its own presence and the depth of its own chain. An establishment has the presence on the works whose
    main contractor its enterprise was in the last year, and the deepest link at which the enterprise stood in a chain.
    """
    works = _works(inputs)
    chain = _chain(inputs, works)
    is_site = pl.col("establishment").is_null()
    declaration = pl.col("workplace").str.strip_prefix("site:").alias("work_declaration")
    sites = inputs.workplaces.filter(is_site).select("workplace", declaration)
    units = inputs.workplaces.filter(~is_site).select("workplace", "enterprise")
    presence = works.drop_nulls("works_presences_usual")
    figures = (pl.sum("works_presences"), pl.sum("works_presences_usual").round(3))
    by_main = presence.group_by(pl.col("main_contractor").alias("enterprise")).agg(*figures)
    depth = pl.max("level").alias("works_depth")
    found = [
        sites.join(presence, on="work_declaration", how="left").join(
            chain.group_by("work_declaration").agg(depth), on="work_declaration", how="left"
        ),
        units.join(by_main, on="enterprise", how="left").join(
            chain.group_by(pl.col("company_id").alias("enterprise")).agg(depth), on="enterprise", how="left"
        ),
    ]
    return pl.concat([f.select("workplace", *(pl.col(c).cast(t) for c, t in COLUMNS.items())) for f in found])


def _works(inputs: Inputs) -> pl.DataFrame:
    """Works of the last year with the presence registered, and the presence that works of such a value usually have."""
    started = pl.col("starts_on") <= inputs.on
    recent = pl.col("ends_on").is_null() | (pl.col("ends_on") > year_before(inputs.on))
    works = inputs.permitted.read(REGISTER, "works", *_WORKS).filter(started & recent).collect()
    return _compare(works.join(_presences(inputs), on="work_declaration", how="left"), inputs.on)


def _presences(inputs: Inputs) -> pl.DataFrame:
    if inputs.permitted.snapshot(PRESENCE) is None:
        return pl.DataFrame(schema={"work_declaration": pl.String, "works_presences": pl.Int64})
    seen = inputs.permitted.read(PRESENCE, "presence", *_SEEN).filter(pl.col("on_day") <= inputs.on)
    return seen.group_by("work_declaration").agg(pl.len().cast(pl.Int64).alias("works_presences")).collect()


def _compare(works: pl.DataFrame, on: date) -> pl.DataFrame:
    """Set presence against value, in proportion to the time that has run; what is usual is the register's own median.

    A work without any presence that is smaller than nearly all works with one is left missing: registration is not
    owed below an amount, and that amount is not repeated here.
    """
    run = (pl.min_horizontal("ends_on", pl.lit(on)) - pl.col("starts_on")).dt.total_days() + 1
    length = (pl.col("ends_on") - pl.col("starts_on")).dt.total_days() + 1
    works = works.with_columns(
        pl.when(pl.col("ends_on").is_not_null()).then(pl.col("amount_cents") * run / length).alias("spent")
    )
    registered = works.filter(pl.col("works_presences") > 0, pl.col("spent") > 0)
    if registered.is_empty():
        return works.with_columns(pl.lit(None, dtype=pl.Float64).alias("works_presences_usual"))
    each = registered.select((pl.col("spent") / pl.col("works_presences")).median()).item()
    owed = pl.col("works_presences").is_not_null() | (
        pl.col("amount_cents") >= registered["amount_cents"].quantile(SMALLEST)
    )
    usual = pl.when(owed).then(pl.col("spent") / each).round(3)
    return works.with_columns(usual.alias("works_presences_usual"), pl.col("works_presences").fill_null(0))


def _chain(inputs: Inputs, works: pl.DataFrame) -> pl.DataFrame:
    known = inputs.permitted.read(REGISTER, "contractor", *_CHAIN).filter(pl.col("declared_on") <= inputs.on)
    return known.join(works.lazy().select("work_declaration"), on="work_declaration", how="semi").collect()
