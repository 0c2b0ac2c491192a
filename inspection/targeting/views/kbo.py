"""The Crossroads Bank as signals see it: when somebody started, and who else is at the door."""

from collections.abc import Mapping

import polars as pl

from inspection.targeting.frame import Reading
from inspection.targeting.views.view import View

_ENTERPRISE, _ESTABLISHMENT = "kbo.enterprise.start_date", "kbo.establishment.start_date"


def enterprises(reading: Reading) -> pl.DataFrame:
    """Return enterprise and day of its start; those of the workplaces only."""
    return reading.facts("enterprise", "enterprise_started_on").rename({"enterprise_started_on": "started_on"})


def establishments(reading: Reading) -> pl.DataFrame:
    """Return establishment and day of its start; a construction site is none."""
    return reading.facts("establishment", "started_on")


def neighbours(reading: Reading) -> pl.DataFrame:
    """Return one row an enterprise at an address, by a seat or an establishment there, and since when."""
    units = reading.rows("kbo", "establishment", "start_date", ids=("establishment_number", "enterprise_number"))
    seats = reading.rows("kbo", "enterprise", "start_date", ids=("enterprise_number",))
    entities = pl.concat([_entities(units, "establishment_number"), _entities(seats, "enterprise_number")])
    found = (
        reading.at_doors()
        .join(entities, on="entity")
        .group_by("address", "mark")
        .agg(pl.min("since"))
        .collect(engine="streaming")
    )
    return _with_strangers(found, reading.known_marks())


def _entities(rows: pl.LazyFrame, number: str) -> pl.LazyFrame:
    mark = pl.col("enterprise_number").alias("mark")
    return rows.select(pl.col(number).alias("entity"), mark, pl.col("start_date").alias("since"))


def _with_strangers(found: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Give keys also to the enterprises that have no workplace here; theirs begin where the others end."""
    strangers = found.select(pl.col("mark").unique().sort()).join(known, on="mark", how="anti", maintain_order="left")
    more = strangers.with_row_index("key", offset=known.height).select("mark", pl.col("key").cast(pl.UInt32))
    keys = pl.concat([known, more]).rename({"key": "enterprise"})
    return found.join(keys, on="mark", maintain_order="left").select("address", "enterprise", "since")


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
