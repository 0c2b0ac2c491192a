"""What signals are made from: the permitted lake, the workplaces of the day, and the opaque keys that stand for them.

An enterprise number tells its age, an address everything. A signal gets neither: each is exchanged for its place in a
shuffled row, the same for the same day and set, and of no use outside it.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl

from inspection.targeting.frame.permission import Permitted
from sectors.rules.selection import Sector


def opaque(values: pl.Series, salt: str) -> pl.DataFrame:
    """Return each different value once with its key: `text`, `key` (from 0 on, in an order that means nothing)."""
    known = values.drop_nulls().unique().sort()
    seed = int.from_bytes(hashlib.sha256(salt.encode()).digest()[:8], "big")
    keys = np.random.default_rng(seed).permutation(len(known)).astype(np.uint32)
    return pl.DataFrame({"text": known, "key": keys}, schema={"text": pl.String, "key": pl.UInt32})


def keyed(rows: pl.DataFrame, column: str, keys: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return `rows` with a column's texts exchanged for their keys, under `name`; null where it has none."""
    named = keys.rename({"text": column, "key": "its key"})
    found = rows.join(named, on=column, how="left", maintain_order="left")
    return found.drop(column).rename({"its key": name})


SITE = "site:"


@dataclass(frozen=True)
class SignalSources:
    """What the frames of all signals are made from; no signal gets hold of it.

    workplaces
        The frame of `establish`.
    complaints
        `workplace`, `kept_on`; None where the office does not know.
    residuals
        `level` ("workplace" or "enterprise"), `subject` (its id or number), `residual`: what planned controls found
        there beyond what was expected; None where the house does not learn.
    """

    permitted: Permitted
    workplaces: pl.DataFrame
    sectors: Sequence[Sector]
    complaints: pl.DataFrame | None
    residuals: pl.DataFrame | None = None

    @property
    def on(self) -> date:
        return self.permitted.on

    def keys(self, values: pl.Series, kind: str) -> pl.DataFrame:
        """Return the opaque keys of values of one kind."""
        return opaque(values, f"{kind}|{self.on.isoformat()}")

    @cached_property
    def places(self) -> pl.DataFrame:
        """Workplaces."""
        return self.keys(self.workplaces["workplace"], "workplace")

    @cached_property
    def entities(self) -> pl.DataFrame:
        """Enterprises and establishments of the workplaces; a number of one is never one of the other."""
        return self.keys(pl.concat([self.workplaces["enterprise"], self.workplaces["establishment"]]), "entity")

    @cached_property
    def addresses(self) -> pl.DataFrame:
        """Doors at which establishments are; a construction site's address is its own."""
        return self.keys(self.workplaces.filter(pl.col("establishment").is_not_null())["address_key"], "address")

    @cached_property
    def sites(self) -> pl.DataFrame:
        """Declarations of works: all, since what is usual is learnt from all of them."""
        own = self.workplaces.filter(pl.col("workplace").str.starts_with(SITE))
        declared = own.select(pl.col("workplace").str.strip_prefix(SITE)).to_series()
        if self.permitted.snapshot("works") is not None:
            every = self.permitted.read("works", "works", "work_declaration").collect(engine="streaming").to_series()
            declared = pl.concat([declared, every])
        return self.keys(declared, "site")

    @cached_property
    def subjects(self) -> pl.DataFrame:
        """One row a workplace, all of it keys: workplace, enterprise, establishment, address, site (null: none)."""
        site = pl.when(pl.col("workplace").str.starts_with(SITE)).then(pl.col("workplace").str.strip_prefix(SITE))
        rows = self.workplaces.select(
            "workplace", "enterprise", "establishment", "address_key", site.alias("site_text")
        )
        rows = keyed(rows, "enterprise", self.entities, "enterprise_key")
        rows = keyed(rows, "establishment", self.entities, "establishment_key")
        rows = keyed(rows, "address_key", self.addresses, "address")
        rows = keyed(rows, "site_text", self.sites, "site")
        rows = keyed(rows, "workplace", self.places, "workplace_key")
        is_unit = pl.col("establishment_key").is_not_null()
        return rows.select(
            pl.col("workplace_key").alias("workplace"),
            pl.col("enterprise_key").alias("enterprise"),
            pl.col("establishment_key").alias("establishment"),
            pl.when(is_unit).then("address").alias("address"),
            "site",
        ).sort("workplace")
