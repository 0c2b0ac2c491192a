"""What the lake holds of one workplace or one person on a day: the rows that a control is prepared and judged with.

A person is found by the keyed pseudonym that intake wrote, and it is left out of what is returned. The lake has rows of
persons in Dimona, Check In at Work, Limosa, and of A1, single permits and residence where the house takes those in: no
identity, no nationality, no quarterly declaration of one worker.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import polars as pl

from inspection.registers.lake.snapshots import Lake
from inspection.registers.lake.year_sums import of_employer, of_worker
from inspection.time_of import moment_of

MOST_ROWS = 50
# What says, with days, by which announcement or title somebody works here; register and table.
_TITLES = (("limosa", "posting"), ("a1", "certificate"), ("single_permit", "permit"), ("residence", "title"))
Value = str | int | float | bool | None
_OPEN_END = date(9999, 12, 31)


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Rows of one table as of a snapshot's day, the newest first where they have a moment; `count` counts all."""

    register_key: str
    table: str
    as_of: date
    count: int
    rows: tuple[dict[str, Value], ...] = field(repr=False)


def of_workplace(lake: Lake, workplace: str, on: date, *, year_types: Sequence[str] = ()) -> tuple[Holding, ...]:
    """Return what the registers hold of a workplace as of a day; nothing for a register that the lake does not have.

    workplace
        `est:` with the establishment's number, or `site:` with the declaration of works.
    year_types
        Worker types whose days of the year are counted for the enterprise, in the table `year`.
    """
    kind, _, number = workplace.partition(":")
    found = _of_establishment(lake, number, on, year_types) if kind == "est" else _of_site(lake, number, on)
    return tuple(found)


def of_persons(
    lake: Lake,
    worker_keys: Mapping[str, str],
    workplace: str,
    on: date,
    *,
    days_before: int,
    days_after: int,
    year_types: Sequence[str] = (),
) -> Iterator[tuple[str, Holding]]:
    """Yield what the registers hold of persons as of a day, by reference: declarations about it, presences of that day.

    Each register is read once for all of them: the national one has tens of millions of declarations. Somebody's other
    employers of other times are none of a control's business, and are left out of the rows and of their count.

    worker_keys
        Reference of each person to the pseudonym of their number, as intake made it.
    workplace
        On a site only presences there are looked at; elsewhere all of the day.
    days_before, days_after
        A declared period counts when it covers the day or one of so many days around it.
    year_types
        Worker types whose periods of the calendar year are summed, over all employers, in the table `year`: sums name
        neither an employer nor a day.
    """
    span = on - timedelta(days=days_before), on + timedelta(days=days_after)
    known = pl.col("received_at") < moment_of(on + timedelta(days=1), 0)
    there = pl.col("on_day") == on
    if workplace.startswith("site:"):
        there = there & (pl.col("work_declaration") == workplace.partition(":")[2])
    for ref, as_of, rows in _each(lake, "dimona", "period", on, known, worker_keys):
        near = rows.filter(_is_near(*span)).sort("received_at", descending=True, nulls_last=True)
        yield ref, _holding("dimona", "period", as_of, near)
        if year_types:
            yield ref, _holding("dimona", "year", as_of, of_worker(rows, on, year_types))
    for ref, as_of, rows in _each(lake, "checkin", "presence", on, there, worker_keys):
        yield ref, _holding("checkin", "presence", as_of, rows.sort("in_at", descending=True, nulls_last=True))
    touches = (pl.col("starts_on") <= span[1]) & (pl.col("ends_on").fill_null(_OPEN_END) >= span[0])
    for register, table in _TITLES:
        for ref, as_of, rows in _each(lake, register, table, on, touches, worker_keys):
            yield ref, _holding(register, table, as_of, rows.sort("starts_on", descending=True))


def _is_near(first: date, last: date) -> pl.Expr:
    """Tell of each declaration whether its period touches some days, as it was known when they began or is known now.

    A period that was ended or cancelled in those days, even with effect long before, is what an inspector has to see.
    """
    began = moment_of(first, 0)
    starts = pl.col("starts_on").min().fill_null(first)
    ends = (_last_end(pl.lit(value=True)), _last_end(pl.col("received_at") < began))
    return ((starts <= last) & (pl.max_horizontal(ends) >= first)).over("dimona_period_id")


def _last_end(which: pl.Expr) -> pl.Expr:
    """Return the end that the last of some declarations about a period gave it, the open end where none did."""
    ends = pl.when(which).then(pl.col("ends_on")).sort_by("received_at")
    return ends.drop_nulls().last().fill_null(_OPEN_END)


def _each(
    lake: Lake, register: str, table: str, on: date, which: pl.Expr, worker_keys: Mapping[str, str]
) -> Iterator[tuple[str, date, pl.DataFrame]]:
    """Yield each person's rows of a table with the day of its snapshot; the table is read once."""
    as_of = lake.snapshot(register, on)
    if as_of is None or not worker_keys:
        return
    mine = pl.col("worker_key").is_in(sorted(set(worker_keys.values())))
    rows = lake.scan(register, table, on).filter(mine & which).collect()
    for ref, key in worker_keys.items():
        yield ref, as_of, rows.filter(pl.col("worker_key") == key).drop("worker_key")


def _of_establishment(lake: Lake, number: str, on: date, year_types: Sequence[str]) -> Iterator[Holding]:
    owner: str | None = None
    for table, column in (("establishment", "establishment_number"), ("activity", "entity_number")):
        holding = _held(lake, "kbo", table, on, pl.col(column) == number)
        if holding is not None:
            yield holding
            owner = owner or next((str(row.get("enterprise_number")) for row in holding.rows), None)
    address = _address(lake, number, on)
    if address is not None:
        yield address
    if owner is None:
        return
    enterprise = _held(lake, "kbo", "enterprise", on, pl.col("enterprise_number") == owner)
    declared = tuple(_declared(lake, owner, on, year_types))
    unit = pl.col("establishment_number")
    own = (pl.col("company_id") == owner) & (unit.is_null() | (unit == number))
    summary = _held(lake, "dmfa", "summary", on, own, newest="quarter")
    yield from (holding for holding in (enterprise, *declared, summary) if holding is not None)


def _address(lake: Lake, number: str, on: date) -> Holding | None:
    """Return where an establishment is, in one language: the register writes both alike but for Brussels."""
    as_of = lake.snapshot("kbo", on)
    if as_of is None:
        return None
    mine = (pl.col("entity_number") == number) & pl.col("struck_off_on").is_null()
    rows = lake.scan("kbo", "address", on).filter(mine)
    said = [pl.coalesce(f"{name}_fr", f"{name}_nl").alias(name) for name in ("municipality", "street")]
    return _holding("kbo", "address", as_of, rows.select("postcode", *said, "house_number").collect())


def _of_site(lake: Lake, number: str, on: date) -> Iterator[Holding]:
    here = pl.col("work_declaration") == number
    works = _held(lake, "works", "works", on, here)
    chain = _held(lake, "works", "contractor", on, here)
    present, posted = _presences(lake, number, on), _posted(lake, number, on)
    yield from (holding for holding in (works, chain, present, posted) if holding is not None)


def _held(lake: Lake, register: str, table: str, on: date, which: pl.Expr, newest: str | None = None) -> Holding | None:
    """Return rows of a table; None where the lake has no such register yet."""
    as_of = lake.snapshot(register, on)
    if as_of is None:
        return None
    rows = lake.scan(register, table, on).filter(which).collect()
    ordered = rows.sort(newest, descending=True, nulls_last=True) if newest else rows
    return _holding(register, table, as_of, ordered.drop("worker_key", strict=False))


def _declared(lake: Lake, enterprise: str, on: date, year_types: Sequence[str]) -> Iterator[Holding]:
    """Yield who is declared on the day, and the sums of the year where types are given: read once."""
    as_of = lake.snapshot("dimona", on)
    if as_of is None:
        return
    known = pl.col("received_at") < moment_of(on + timedelta(days=1), 0)
    rows = lake.scan("dimona", "period", on).filter((pl.col("company_id") == enterprise) & known).collect()
    yield _holding("dimona", "period", as_of, _workers(rows, on))
    if year_types:
        yield _holding("dimona", "year", as_of, of_employer(rows, on, year_types))


def _workers(rows: pl.DataFrame, on: date) -> pl.DataFrame:
    """Count who is declared on the day, by type of worker: a count speaks of nobody."""
    changes = (
        rows.filter(pl.col("form_type") != "IN")
        .sort("received_at")
        .group_by("dimona_period_id")
        .agg(
            pl.col("ends_on").drop_nulls().last().alias("changed_end"),
            (pl.col("form_type") == "CANCEL").any().alias("cancelled"),
        )
    )
    end = pl.coalesce("changed_end", "ends_on").fill_null(_OPEN_END)
    entries = rows.filter(pl.col("form_type") == "IN").join(changes, on="dimona_period_id", how="left")
    is_open = (pl.col("starts_on") <= on) & (end >= on) & ~pl.col("cancelled").fill_null(value=False)
    counted = entries.filter(is_open).group_by("worker_type").agg(pl.col("worker_key").n_unique().alias("workers"))
    return counted.sort("worker_type")


def _presences(lake: Lake, number: str, on: date) -> Holding | None:
    """Count who is registered as present on the day, by enterprise."""
    as_of = lake.snapshot("checkin", on)
    if as_of is None:
        return None
    there = (pl.col("work_declaration") == number) & (pl.col("on_day") == on)
    rows = lake.scan("checkin", "presence", on).filter(there).collect()
    counted = rows.group_by("company_id").agg(pl.col("worker_key").n_unique().alias("workers"))
    return _holding("checkin", "presence", as_of, counted.sort("company_id"))


def _posted(lake: Lake, number: str, on: date) -> Holding | None:
    """Count who was announced as posted on the day, by enterprise that they work for; of no country."""
    as_of = lake.snapshot("limosa", on)
    if as_of is None:
        return None
    known = (pl.col("declared_at") < moment_of(on + timedelta(days=1), 0)) & (pl.col("state") == "active")
    there = (pl.col("work_declaration") == number) & (pl.col("starts_on") <= on) & (pl.col("ends_on") >= on)
    rows = lake.scan("limosa", "posting", on).filter(there & known).collect()
    counted = rows.group_by("user_company_id").agg(pl.len().cast(pl.Int64).alias("workers"))
    return _holding("limosa", "posting", as_of, counted.sort("user_company_id"))


def _holding(register: str, table: str, as_of: date, rows: pl.DataFrame) -> Holding:
    kept = tuple({name: _plain(value) for name, value in row.items()} for row in rows.head(MOST_ROWS).to_dicts())
    return Holding(register_key=register, table=table, as_of=as_of, count=rows.height, rows=kept)


def _plain(value: object) -> Value:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
