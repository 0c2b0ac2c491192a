"""The Crossroads Bank as signals see it: when somebody started, and who else is at the door."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from inspection.targeting.frame import SignalSources, address_key, keyed
from inspection.targeting.views.view import View

_ENTERPRISE, _ESTABLISHMENT = "kbo.enterprise.start_date", "kbo.establishment.start_date"
_ADDRESS = ("entity_number", "postcode", "street_nl", "street_fr", "house_number", "struck_off_on")


def enterprises(sources: SignalSources) -> pl.DataFrame:
    """Return enterprise and day of its start; those of the workplaces only."""
    return _started(sources, "enterprise", "enterprise_started_on")


def establishments(sources: SignalSources) -> pl.DataFrame:
    """Return establishment and day of its start; a construction site is none."""
    return _started(sources, "establishment", "started_on")


def _started(sources: SignalSources, who: str, since: str) -> pl.DataFrame:
    rows = sources.workplaces.select(who, pl.col(since).alias("started_on")).drop_nulls(who).unique(who)
    return keyed(rows, who, sources.entities, f"{who}_key").rename({f"{who}_key": who})


def neighbours(sources: SignalSources) -> pl.DataFrame:
    """Return one row an enterprise at an address, by a seat or an establishment there, and since when."""
    doors = sources.addresses.rename({"text": "door", "key": "address"})
    permitted = sources.permitted
    here = (
        permitted.read("kbo", "address", *_ADDRESS)
        .filter(pl.col("struck_off_on").is_null() | (pl.col("struck_off_on") > sources.on))
        .filter(pl.col("postcode").is_in(doors["door"].str.slice(0, 4).unique().to_list()))
        .with_columns(_door())
        .join(doors.lazy(), on="door")
        .select("entity_number", "address")
    )
    units = permitted.read("kbo", "establishment", "establishment_number", "enterprise_number", "start_date")
    seats = permitted.read("kbo", "enterprise", "enterprise_number", "start_date")
    entities = pl.concat([_entities(units, "establishment_number"), _entities(seats, "enterprise_number")])
    found = (
        here.join(entities, on="entity_number")
        .filter(pl.col("since") <= sources.on)
        .group_by("address", "enterprise_number")
        .agg(pl.min("since"))
        .collect(engine="streaming")
    )
    return _with_strangers(found, sources)


def _door() -> pl.Expr:
    street = pl.coalesce("street_nl", "street_fr")
    return address_key(pl.col("postcode"), street, pl.col("house_number")).alias("door")


def _entities(rows: pl.LazyFrame, number: str) -> pl.LazyFrame:
    return rows.select(pl.col(number).alias("entity_number"), "enterprise_number", pl.col("start_date").alias("since"))


def _with_strangers(found: pl.DataFrame, sources: SignalSources) -> pl.DataFrame:
    """Give keys also to the enterprises that have no workplace here; theirs begin where the others end."""
    others = found.filter(~pl.col("enterprise_number").is_in(sources.entities["text"].implode()))
    strangers = sources.keys(others["enterprise_number"], "stranger")
    offset = np.uint32(sources.entities.height)
    keys = pl.concat([sources.entities, strangers.with_columns(pl.col("key") + pl.lit(offset, dtype=pl.UInt32))])
    return keyed(found, "enterprise_number", keys, "enterprise").select("address", "enterprise", "since")


VIEWS: Mapping[str, View] = {
    "enterprises": View(keys=("enterprise",), columns={"started_on": (_ENTERPRISE,)}, rows=(), read=enterprises),
    "establishments": View(
        keys=("establishment",), columns={"started_on": (_ESTABLISHMENT,)}, rows=(), read=establishments
    ),
    "neighbours": View(
        keys=("address", "enterprise"),
        columns={"since": (_ENTERPRISE, _ESTABLISHMENT)},
        rows=("kbo.address.struck_off_on", _ENTERPRISE, _ESTABLISHMENT),
        read=neighbours,
    ),
}
