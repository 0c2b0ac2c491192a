"""What changed in a register since the snapshot before: counted over what is known again, by table and column.

Rows are compared by a hash of their values under what identifies them, so that a country fits in memory and no value
leaves the lake.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from inspection.errors import IntakeFault
from inspection.registers.lake import Lake
from inspection.registers.life.keys_shown import key_column
from sectors.rules.registers import Register, RegisterTable

_ROWS, _BEFORE = "\x1frows", "\x1fbefore"  # no column of a register has such a name


@dataclass(frozen=True, kw_only=True)
class TableChanges:
    """What changed in a table; a unit is what its identity names, such as an enterprise with all its activities.

    columns
        Column to the number of units, known before and now, whose values in it are others now.
    added_keys, removed_keys, changed_keys
        The first of them, of firms and establishments only; empty where rows are about persons, or about none of both.
    """

    table: str
    persons: bool
    units_before: int
    units_now: int
    added: int
    removed: int
    changed: int
    columns: Mapping[str, int]
    added_keys: tuple[str, ...] = ()
    removed_keys: tuple[str, ...] = ()
    changed_keys: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RegisterChanges:
    """What changed in a register between two of its snapshots."""

    register: str
    before: date
    now: date
    tables: tuple[TableChanges, ...]


def changes_of(lake: Lake, register: Register, *, most: int) -> RegisterChanges:
    """Return what changed between the newest snapshot of a register and the one before it.

    Arguments: `most` keys of each kind at the utmost.
    Errors: `IntakeFault` 070 where the lake has fewer than two snapshots of it.
    """
    days = [one.day for one in lake.deliveries(register.key)]
    if len(days) < 2:
        raise IntakeFault("INTAKE-070", register=register.key, count=len(days))
    before, now = days[-2:]
    had = set(lake.tables(register.key, before))
    tables = [table for table in register.tables if table.stored and table.identity and table.name in had]
    found = tuple(_table(lake, register.key, table, (before, now), most) for table in tables)
    return RegisterChanges(register=register.key, before=before, now=now, tables=found)


def _table(lake: Lake, register: str, table: RegisterTable, days: tuple[date, date], most: int) -> TableChanges:
    old, new = (lake.scan(register, table.name, day) for day in days)
    both = new.collect_schema().names()
    values = [name for name in old.collect_schema().names() if name in both and name not in table.identity]
    paired = _paired(_hashed(old, table.identity, values), _hashed(new, table.identity, values), table.identity)
    key = key_column(table)
    seen = paired.select(
        *([pl.col(key)] if key else []),
        was=pl.col(_ROWS + _BEFORE).is_not_null(),
        is_now=pl.col(_ROWS).is_not_null(),
        **{f"={name}": pl.col(name) != pl.col(name + _BEFORE) for name in [*values, _ROWS]},
    ).collect(engine="streaming")
    return _told(table, seen, values, key, most)


def _told(table: RegisterTable, seen: pl.DataFrame, values: Sequence[str], key: str | None, most: int) -> TableChanges:
    both = pl.col("was") & pl.col("is_now")
    moved = both & pl.any_horizontal(*(pl.col(f"={name}").fill_null(False) for name in [*values, _ROWS]))
    kinds = {"added": ~pl.col("was"), "removed": ~pl.col("is_now"), "changed": moved}
    counts = seen.select(
        pl.col("was").sum(), pl.col("is_now").sum(), **{kind: rows.sum() for kind, rows in kinds.items()}
    ).row(0, named=True)
    columns = seen.select((both & pl.col(f"={name}")).sum().alias(name) for name in values).row(0, named=True)
    return TableChanges(
        table=table.name,
        persons=table.is_about_persons,
        units_before=counts["was"],
        units_now=counts["is_now"],
        added=counts["added"],
        removed=counts["removed"],
        changed=counts["changed"],
        columns={name: count for name, count in columns.items() if count},
        **{f"{kind}_keys": _keys(seen.filter(rows), key, most) for kind, rows in kinds.items()},
    )


def _keys(rows: pl.DataFrame, key: str | None, most: int) -> tuple[str, ...]:
    return () if key is None else tuple(rows[key].drop_nulls().unique().sort().head(most))


def _hashed(rows: pl.LazyFrame, identity: Sequence[str], values: Sequence[str]) -> pl.LazyFrame:
    """Return one row a unit: how many rows it has, and for each column a number that follows from all their values."""
    return rows.group_by(identity).agg(pl.len().alias(_ROWS), *(pl.col(name).hash(seed=1).sum() for name in values))


def _paired(old: pl.LazyFrame, new: pl.LazyFrame, identity: Sequence[str]) -> pl.LazyFrame:
    on = list(identity)
    return new.join(old, on=on, how="full", coalesce=True, nulls_equal=True, suffix=_BEFORE)
