"""Who is at which door: the only place where addresses are compared to make a frame for signals."""

import polars as pl

from inspection.targeting.frame.addresses import address_key
from inspection.targeting.frame.sources import SignalSources

_ADDRESS = ("entity_number", "postcode", "street_nl", "street_fr", "house_number", "struck_off_on")


def at_doors(sources: SignalSources) -> pl.LazyFrame:
    """Return the entities of the Crossroads Bank at the doors of the workplaces: `entity_number`, `address`.

    An address that was struck off by the day is none.
    """
    doors = sources.addresses.rename({"text": "door", "key": "address"})
    street = pl.coalesce("street_nl", "street_fr")
    door = address_key(pl.col("postcode"), street, pl.col("house_number"))
    return (
        sources.permitted.read("kbo", "address", *_ADDRESS)
        .filter(pl.col("struck_off_on").is_null() | (pl.col("struck_off_on") > sources.on))
        .filter(pl.col("postcode").is_in(doors["door"].str.slice(0, 4).unique().to_list()))
        .with_columns(door.alias("door"))
        .join(doors.lazy(), on="door")
        .select("entity_number", "address")
    )
