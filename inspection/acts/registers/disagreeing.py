"""Where addresses disagree: the address register with itself, and with what the workplaces of the day say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from inspection.registers.lake import Lake
from inspection.targeting import frame
from inspection.territory.addresses import contradictions
from inspection.time_of import day_in_brussels
from inspection.trust import Context, audited_transaction
from sectors import Catalogue

_FILED = ["contradiction", "municipality_refnis", "postcode"]


@dataclass(frozen=True, kw_only=True)
class AddressAccount:
    """How well the places of a day are known, and what disagrees about them.

    snapshot
        Day of the address register that was read; None without one.
    places
        Quality to number of workplaces: exact, street, municipality, canton.
    workplaces
        One row a workplace whose address, register and point say different things: workplace, contradiction, postcode,
        refnis, register_refnis, point_canton.
    register
        Where the register's own REFNIS code and point do: contradiction, refnis, postcode, doors, example (a street
        and number), point_canton; the most doors first.
    """

    snapshot: date | None
    places: Mapping[str, int]
    workplaces: Sequence[Mapping[str, object]]
    register: Sequence[Mapping[str, object]]


def address_account(context: Context) -> AddressAccount:
    """Return what is known of the places of today's workplaces and what disagrees; the look is recorded."""
    with audited_transaction(context) as tx:
        tx.require("register.list", service=context.settings.service)
        tx.record("register.list", context.by, stream="reading", facts={"kind": "addresses"})
    on = day_in_brussels(context.at)
    lake, catalogue = context.app.lake(on), context.app.catalogue(on)
    found = frame.establish(lake, catalogue, on, cache=context.settings.cache)
    snapshot = lake.snapshot("addresses", on)
    return AddressAccount(
        snapshot=snapshot,
        places=found.places,
        workplaces=found.disagreements.to_dicts(),
        register=[] if snapshot is None else _of_register(context, lake, catalogue, on).to_dicts(),
    )


def _of_register(context: Context, lake: Lake, catalogue: Catalogue, on: date) -> pl.DataFrame:
    street = pl.coalesce("street_nl", "street_fr", "street_de")
    doors = (
        lake.scan("addresses", "address", on)
        .select(*_FILED[1:], "lon", "lat", pl.concat_str(street, "house_number", separator=" ").alias("example"))
        .collect()
    )
    points = doors.select(pl.col("municipality_refnis").alias("refnis"), "lon", "lat")
    judged = contradictions(points, on, catalogue.address_matching, cache=context.settings.cache)
    odd = pl.concat([doors, judged], how="horizontal").drop_nulls("contradiction")
    told = odd.sort(*_FILED, "example").group_by(_FILED, maintain_order=True).agg(
        pl.len().alias("doors"), pl.col("example").first(), pl.col("canton").first().alias("point_canton")
    )  # fmt: skip
    return told.rename({"municipality_refnis": "refnis"}).sort(
        "doors", *_FILED[:1], "refnis", descending=[True, False, False]
    )
