"""What connects one enterprise to others in the registers: who holds a mandate in both, who works for whom on a site.

Asked from one case at a time, and answered with opaque keys: the holder of a mandate is a pseudonym since intake.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import polars as pl

from inspection.registers.lake.snapshots import Lake

_SITE = "site:"


@dataclass(frozen=True, kw_only=True)
class Connection:
    """One thing that enterprises, and sites, have in common.

    key
        Opaque in `mandate`; in `chain` the principal and the subcontractor.
    workplaces
        Sites where it was declared.
    holders
        How many enterprises have it in the register; None for a pair of a chain, which is always two.
    """

    kind: Literal["mandate", "chain"]
    key: str = field(repr=False)
    enterprises: frozenset[str]
    workplaces: frozenset[str] = frozenset()
    holders: int | None = None


def connections(lake: Lake, enterprise: str | None, workplace: str, on: date) -> tuple[Connection, ...]:
    """Return what connects an enterprise or a site to others as of a day; nothing where the lake lacks a register.

    Arguments: `enterprise` whose case it is, if known; `workplace` its `est:` or `site:` id.
    """
    return (*_mandates(lake, enterprise, on), *_chain(lake, enterprise, workplace, on))


def _mandates(lake: Lake, enterprise: str | None, on: date) -> Iterator[Connection]:
    if enterprise is None or lake.snapshot("mandates", on) is None:
        return
    held = lake.scan("mandates", "holder", on).filter(pl.col("ends_on").is_null() | (pl.col("ends_on") >= on))
    mine = held.filter(pl.col("enterprise_number") == enterprise).select("holder_key").unique()
    rows = held.join(mine, on="holder_key").group_by("holder_key").agg(pl.col("enterprise_number").unique()).collect()
    for key, enterprises in rows.sort("holder_key").iter_rows():
        yield Connection(
            kind="mandate", key=str(key), enterprises=frozenset(enterprises), holders=len(set(enterprises))
        )


def _chain(lake: Lake, enterprise: str | None, workplace: str, on: date) -> Iterator[Connection]:
    """Yield each pair of principal and subcontractor that the case takes part in, with the sites that both work on."""
    if lake.snapshot("works", on) is None:
        return
    pairs = _pairs(lake, on)
    own = pl.col("work_declaration") == workplace.removeprefix(_SITE) if workplace.startswith(_SITE) else pl.lit(False)
    if enterprise is not None:
        own = own | (pl.col("principal") == enterprise) | (pl.col("company_id") == enterprise)
    sites = pairs.filter(own).group_by("principal", "company_id").agg(pl.col("work_declaration").unique()).collect()
    for principal, company, declarations in sites.sort("principal", "company_id").iter_rows():
        yield Connection(
            kind="chain",
            key=f"{principal}>{company}",
            enterprises=frozenset({str(principal), str(company)}),
            workplaces=frozenset(f"{_SITE}{declaration}" for declaration in declarations),
        )


def _pairs(lake: Lake, on: date) -> pl.LazyFrame:
    """Return who works for whom on which site: as declared, and whoever was present there for the main contractor."""
    main = lake.scan("works", "works", on).select("work_declaration", pl.col("main_contractor").alias("principal"))
    declared = lake.scan("works", "contractor", on).join(main, on="work_declaration", how="left")
    found = [
        declared.select(
            "work_declaration", pl.coalesce("principal_company_id", "principal").alias("principal"), "company_id"
        )
    ]
    if lake.snapshot("checkin", on) is not None:
        present = lake.scan("checkin", "presence", on).select("work_declaration", "company_id").unique()
        found.append(present.join(main, on="work_declaration").select("work_declaration", "principal", "company_id"))
    pairs = pl.concat(found).drop_nulls().unique()
    return pairs.filter(pl.col("principal") != pl.col("company_id"))
