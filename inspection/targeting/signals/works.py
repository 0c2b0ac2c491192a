"""Signals from the declarations of works and the presence that is registered for them."""

from datetime import date

import polars as pl

from inspection.targeting.signals.figures import year_before
from inspection.targeting.views import Sight

SMALLEST = 0.05  # part of what the signal is, as its expression is: "nearly all" of the works with a presence


def works_presence_gap(sight: Sight) -> pl.DataFrame:
    """Missing part of the presence that works of such a value usually register.

    A site has its own presence; an establishment that on the works of the last year whose main contractor its
    enterprise was.
    """
    works = _recent(sight).join(sight.rows("presences"), on="site", how="left")
    compared = _compare(works, sight.on).drop_nulls("usual")
    figures = (pl.sum("presences"), pl.sum("usual").round(3))
    found = pl.concat([by_workplace(sight, compared, who).agg(figures) for who in ("site", "enterprise")])
    value = pl.when(pl.col("usual") > 0).then(1 - (pl.col("presences") / pl.col("usual")).clip(upper_bound=1))
    return found.select("workplace", "presences", "usual", value.alias("value"))


def contractor_chain_depth(sight: Sight) -> pl.DataFrame:
    """Depth of a site's chain; for an establishment the deepest link at which its enterprise stood in one."""
    links = sight.rows("chain").join(_recent(sight).select("site"), on="site", how="semi")
    depth = pl.max("level").alias("value")
    return pl.concat([by_workplace(sight, links, who).agg(depth) for who in ("site", "enterprise")])


def by_workplace(sight: Sight, rows: pl.DataFrame, who: str) -> "pl.dataframe.group_by.GroupBy":
    """Group rows by the workplaces that they speak of: sites by the site, all others by their enterprise."""
    is_site = pl.col("site").is_not_null()
    mine = sight.subjects.filter(is_site if who == "site" else ~is_site).select("workplace", who)
    return mine.join(rows, on=who).group_by("workplace")


def _recent(sight: Sight) -> pl.DataFrame:
    """Works that ran within the last year."""
    still = pl.col("ends_on").is_null() | (pl.col("ends_on") > year_before(sight.on))
    return sight.rows("works").filter(still)


def _compare(works: pl.DataFrame, on: date) -> pl.DataFrame:
    """Set presence against value, in proportion to the time that has run; what is usual is the register's own median.

    A work without any presence that is smaller than nearly all works with one is left missing: registration is not
    owed below an amount, and that amount is not repeated here.
    """
    run = (pl.min_horizontal("ends_on", pl.lit(on)) - pl.col("starts_on")).dt.total_days() + 1
    length = (pl.col("ends_on") - pl.col("starts_on")).dt.total_days() + 1
    spent = pl.when(pl.col("ends_on").is_not_null()).then(pl.col("amount_cents") * run / length)
    works = works.with_columns(spent.alias("spent"))
    registered = works.filter(pl.col("presences") > 0, pl.col("spent") > 0)
    if registered.is_empty():
        return works.with_columns(pl.lit(None, dtype=pl.Float64).alias("usual"))
    each = registered.select((pl.col("spent") / pl.col("presences")).median()).item()
    owed = pl.col("presences").is_not_null() | (pl.col("amount_cents") >= registered["amount_cents"].quantile(SMALLEST))
    usual = pl.when(owed).then(pl.col("spent") / each).round(3)
    return works.with_columns(usual.alias("usual"), pl.col("presences").fill_null(0))
