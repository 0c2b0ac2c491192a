"""What establishing asks of the Crossroads Bank: an answer about an entity stands in that entity's own rows.

So each question may be asked of a range of numbers at a time, wherever the register can be read, and the answers put
one after the other are those of the whole register.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import polars as pl

from inspection.targeting.frame.permission import ReadableLake
from inspection.targeting.frame.places import Placing, placed
from sectors.rules.selection import Sector

if TYPE_CHECKING:
    from sectors import Catalogue

FIRST = ("MAIN", "SECO", "ANCI")
PREFIX = 5
LEGAL_PERSON = "2"
PLACE = ("country", "postcode", "municipality_nl", "municipality_fr", "street_nl", "street_fr", "house_number")
# The table that each question reads, and the column by which its rows belong to an entity.
KEY_OF: Mapping[str, str] = {
    "activity": "entity_number",
    "address": "entity_number",
    "denomination": "entity_number",
    "enterprise": "enterprise_number",
}
Tables = Callable[[str], pl.LazyFrame]
Question = Callable[[Tables, pl.DataFrame, pl.DataFrame], pl.DataFrame]


def code_table(sectors: Iterable[Sector]) -> pl.DataFrame:
    """Return (nace_version, code, sector) of the sectors: the same digits mean another thing in another version."""
    rows = [(version, code, s.key) for s in sectors for version, codes in s.nace.items() for code in codes]
    return pl.DataFrame(rows, schema={"nace_version": pl.String, "code": pl.String, "sector": pl.String}, orient="row")


def members(tables: Tables, codes: pl.DataFrame, _: pl.DataFrame) -> pl.DataFrame:
    """Return one row an entity that carries on a sector's activity: entity_number, sectors, nace_code, nace_version.

    A code of the sector covers the seven-digit codes that begin with it. The code shown is the main activity before a
    secondary one, of the newest version.
    """
    rows = tables("activity").select("entity_number", "nace_version", "nace_code", "classification")
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


def busy(tables: Tables, codes: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    """Return those of `ids` (entity_number) that declare any activity in a version that the sectors use."""
    known = tables("activity").filter(pl.col("nace_version").is_in(codes["nace_version"].unique().to_list()))
    return ids.lazy().join(known, on="entity_number", how="semi").unique().collect(engine="streaming")


def enterprises(tables: Tables, _: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    """Return enterprise, status, enterprise_started_on and is_legal_person of those of `ids` that the register knows.

    A sole trader is no legal person, and judged by facts of the workplace only.
    """
    return (
        tables("enterprise")
        .select(
            pl.col("enterprise_number").alias("enterprise"),
            "status",
            pl.col("start_date").alias("enterprise_started_on"),
            (pl.col("type_of_enterprise") == LEGAL_PERSON).fill_null(value=False).alias("is_legal_person"),
        )
        .join(ids.lazy(), left_on="enterprise", right_on="entity_number", how="semi")
        .unique("enterprise")
        .collect(engine="streaming")
    )


def addresses(tables: Tables, _: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    """Return the addresses of `ids`, in an order in which the first of a type is the one that counts."""
    address = tables("address").select("entity_number", "type_of_address", "struck_off_on", *PLACE)
    known = address.join(ids.lazy(), on="entity_number", how="semi").collect(engine="streaming")
    return known.sort("entity_number", "struck_off_on", "postcode", "house_number", nulls_last=False)


def names(tables: Tables, _: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    """Return entity_number and denomination of those of `ids` that have one, commercial before any other."""
    rank = pl.col("type_of_denomination").replace_strict(["003", "001"], [0, 1], default=2, return_dtype=pl.Int8)
    return (
        tables("denomination")
        .select("entity_number", "language", "type_of_denomination", "denomination")
        .join(ids.lazy(), on="entity_number", how="semi")
        .sort("entity_number", rank, "language", "denomination")
        .unique("entity_number", keep="first", maintain_order=True)
        .select("entity_number", "denomination")
        .collect(engine="streaming")
    )


QUESTIONS: Mapping[str, Question] = {
    "members": members,
    "busy": busy,
    "enterprises": enterprises,
    "addresses": addresses,
    "names": names,
}


class Reader(Protocol):
    """Whoever reads the registers for `establish`: this process, or the tasks of an executor."""

    def ask(self, question: str, ids: pl.DataFrame | None = None) -> pl.DataFrame:
        """Answer one of `QUESTIONS` about `ids` (entity_number), in the order of their numbers where it has one."""
        ...

    def placed(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Return the rows with their places, and where registers disagree; see `placed` of places.py."""
        ...


@dataclass(frozen=True)
class OnePass:
    """Reads the registers whole, in this process."""

    lake: ReadableLake
    catalogue: "Catalogue"
    on: date
    cache: Path | None

    def ask(self, question: str, ids: pl.DataFrame | None = None) -> pl.DataFrame:
        """Answer from the whole register."""
        codes = code_table(self.catalogue.enabled_sectors())
        return QUESTIONS[question](self._table, codes, NOBODY if ids is None else ids)

    def placed(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Place all rows at once."""
        return placed(rows, placing(self.lake, self.catalogue, self.on, self.cache))

    def _table(self, name: str) -> pl.LazyFrame:
        return self.lake.scan("kbo", name, self.on)


NOBODY = pl.DataFrame(schema={"entity_number": pl.String})


def placing(lake: ReadableLake, catalogue: "Catalogue", on: date, cache: Path | None) -> Placing:
    """Return what places are found by as of a day."""
    register = lake.scan("addresses", "address", on) if lake.snapshot("addresses", on) is not None else None
    return Placing(on=on, rules=catalogue.addresses, register=register, cache=cache)
