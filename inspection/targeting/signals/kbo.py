"""Signals from the Crossroads Bank: age, and who else is at the address."""

import polars as pl

from inspection.targeting.signals.figures import year_before
from inspection.targeting.views import Sight

DAYS_IN_YEAR = 365.25


def enterprise_age_years(sight: Sight) -> pl.DataFrame:
    """Years since the enterprise began; a site has the age of its main contractor."""
    return _age(sight, "enterprise", "enterprises")


def establishment_age_years(sight: Sight) -> pl.DataFrame:
    """Years since the establishment began; a site has none."""
    return _age(sight, "establishment", "establishments")


def _age(sight: Sight, who: str, view: str) -> pl.DataFrame:
    years = (pl.lit(sight.on) - pl.col("started_on")).dt.total_days() / DAYS_IN_YEAR
    return sight.subjects.join(sight.rows(view), on=who).select("workplace", years.alias("value"))


def enterprises_at_address(sight: Sight) -> pl.DataFrame:
    """How many enterprises are at the address, each once; a site's address is its own."""
    counted = sight.rows("neighbours").group_by("address").agg(pl.len().alias("value"))
    return sight.subjects.join(counted, on="address").select("workplace", "value")


def recent_starts_at_address(sight: Sight) -> pl.DataFrame:
    """How many other enterprises came to the address within the last year; none where nobody is known there."""
    here = sight.rows("neighbours")
    recent = here.filter(pl.col("since") > year_before(sight.on)).rename({"enterprise": "other"})
    known = sight.subjects.join(here.select("address").unique(), on="address").select(
        "workplace", "enterprise", "address"
    )
    others = known.join(recent, on="address").filter(pl.col("other") != pl.col("enterprise"))
    counted = others.group_by("workplace").agg(pl.len().alias("value"))
    return (
        known.select("workplace").join(counted, on="workplace", how="left").with_columns(pl.col("value").fill_null(0))
    )
