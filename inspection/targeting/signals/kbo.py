"""Signals from the Crossroads Bank: age, and who else is at the address."""

from collections.abc import Mapping

import polars as pl

from inspection.targeting.folding import address_key
from inspection.targeting.permission import Permitted
from inspection.targeting.signals.inputs import Inputs
from inspection.targeting.signals.spans import year_before

REGISTER = "kbo"
DAYS_IN_YEAR = 365.25
_ENTRY = (
    "kbo.address.postcode",
    "kbo.address.street_nl",
    "kbo.address.street_fr",
    "kbo.address.house_number",
    "kbo.address.struck_off_on",
    "kbo.establishment.start_date",
    "kbo.enterprise.start_date",
)
LINEAGE: Mapping[str, tuple[str, ...]] = {
    "measured_on": (),
    "enterprise_started_on": ("kbo.enterprise.start_date",),
    "establishment_started_on": ("kbo.establishment.start_date",),
    "address_enterprises": _ENTRY,
    "address_recent_starts": _ENTRY,
}
COLUMNS = {"establishment_started_on": pl.Date, "address_enterprises": pl.Int64, "address_recent_starts": pl.Int64}


def _years_since(column: str) -> pl.Expr:
    return (pl.col("measured_on") - pl.col(column)).dt.total_days() / DAYS_IN_YEAR


SIGNALS: Mapping[str, pl.Expr] = {
    "enterprise_age_years": _years_since("enterprise_started_on"),
    "establishment_age_years": _years_since("establishment_started_on"),
    "enterprises_at_address": pl.col("address_enterprises"),
    "recent_starts_at_address": pl.col("address_recent_starts"),
}


def gather(inputs: Inputs) -> pl.DataFrame:
    """Return `COLUMNS` by workplace; a site has no establishment, and its address is its own, so both stay missing."""
    permitted = inputs.permitted
    units = inputs.workplaces.filter(pl.col("establishment").is_not_null())
    entries = _entries(permitted, units["address_key"].drop_nulls().unique())
    recent = pl.col("since") > year_before(permitted.on)
    at_address = entries.group_by("address_key").agg(
        pl.len().alias("address_enterprises"), pl.col("enterprise").filter(recent).alias("recent")
    )
    found = units.join(at_address, on="address_key", how="left")
    others = pl.col("recent").list.len() - pl.col("recent").list.contains(pl.col("enterprise")).cast(pl.UInt32)
    return found.select(
        "workplace",
        pl.col("started_on").alias("establishment_started_on"),
        pl.col("address_enterprises").cast(pl.Int64),
        others.cast(pl.Int64).alias("address_recent_starts"),
    )


def _entries(permitted: Permitted, keys: pl.Series) -> pl.DataFrame:
    """One row an enterprise at an address, by a seat or an establishment there, with its earliest start there."""
    address = (
        permitted.read(
            REGISTER,
            "address",
            "entity_number",
            "type_of_address",
            "postcode",
            "street_nl",
            "street_fr",
            "house_number",
            "struck_off_on",
        )
        .filter(pl.col("struck_off_on").is_null() | (pl.col("struck_off_on") > permitted.on))
        .filter(pl.col("postcode").is_in(keys.str.slice(0, 4).unique().to_list()))
        .with_columns(
            address_key(pl.col("postcode"), pl.coalesce("street_nl", "street_fr"), pl.col("house_number")).alias(
                "address_key"
            )
        )
        .join(keys.to_frame("address_key").lazy(), on="address_key", how="semi")
        .select("entity_number", "address_key")
    )
    units = permitted.read(REGISTER, "establishment", "establishment_number", "enterprise_number", "start_date").select(
        pl.col("establishment_number").alias("entity_number"),
        pl.col("enterprise_number").alias("enterprise"),
        pl.col("start_date").alias("since"),
    )
    seats = permitted.read(REGISTER, "enterprise", "enterprise_number", "start_date").select(
        pl.col("enterprise_number").alias("entity_number"),
        pl.col("enterprise_number").alias("enterprise"),
        pl.col("start_date").alias("since"),
    )
    return (
        address.join(pl.concat([units, seats]), on="entity_number")
        .filter(pl.col("since") <= permitted.on)
        .group_by("address_key", "enterprise")
        .agg(pl.min("since"))
        .sort("address_key", "enterprise")
        .collect()
    )
