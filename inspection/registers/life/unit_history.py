"""The history of one enterprise or establishment over every snapshot of the Crossroads Bank that is kept.

"When did it change its NACE code or its address?" A register tells what is so on the days of its snapshots: a change
lies between the last day that shows the old and the first that shows the new.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile, pairwise
from typing import Literal

import polars as pl

from inspection.errors import IntakeFault
from inspection.registers.lake import Lake, Snapshot, scan_table
from inspection.registers.readers import plain_number

What = Literal["status", "activity", "address", "name", "enterprise"]
UnitKind = Literal["enterprise", "establishment"]
_Facts = Mapping[What, tuple[str, ...]]
_REGISTER = "kbo"
_OF_ENTITIES = ("activity", "address", "denomination")
_BETWEEN = re.compile(r"[.\s]")


@dataclass(frozen=True, kw_only=True)
class UnitChange:
    """One thing that changed.

    was, is_now
        As the register writes it, one text a row; nothing where the register did not have it.
    last_seen, first_seen
        The change lies after the one day and not after the other.
    """

    what: What
    was: tuple[str, ...]
    is_now: tuple[str, ...]
    last_seen: date
    first_seen: date


@dataclass(frozen=True, kw_only=True)
class UnitHistory:
    """What the register said of a unit.

    first, last
        The first and last of the kept snapshots.
    known_from, known_until
        The first and last of them that have the unit; before `first` nothing is known.
    snapshots
        How many of them were read.
    now
        What the last snapshot that has it says.
    """

    key: str
    kind: UnitKind
    first: date
    last: date
    known_from: date
    known_until: date
    snapshots: int
    now: Mapping[What, tuple[str, ...]]
    changes: tuple[UnitChange, ...]


def unit_number(text: str) -> str:
    """Return the ten digits of an enterprise or establishment number, written with dots or without, or as `est:`.

    Errors: `IntakeFault` 071 for anything else.
    """
    return _unit_of(text)[0]


def _unit_of(text: str) -> tuple[str, UnitKind]:
    """Return a number and what it is of, by the rule by which registers are read."""
    digits = _BETWEEN.sub("", text.strip().removeprefix("est:").removeprefix("ent:"))
    kinds: tuple[UnitKind, ...] = ("enterprise", "establishment")
    checked = pl.select(plain_number(pl.lit(digits), f"{kind}_number", dotted=False).alias(kind) for kind in kinds)
    found = next((kind for kind in kinds if checked[kind].item() is not None), None)
    if found is None:
        raise IntakeFault("INTAKE-071")
    return digits, found


def history_of(lake: Lake, key: str) -> UnitHistory:
    """Return what changed of one unit, the oldest first.

    Errors: `IntakeFault` 071 for no number, 043 where the lake has no snapshot, 072 where none of them has the unit.
    """
    number, kind = _unit_of(key)
    # An update whose base is not kept says nothing.
    deliveries = tuple(dropwhile(lambda one: not one.is_full, lake.deliveries(_REGISTER)))
    unit = _Unit(number, kind)
    days = [one.day for one in deliveries]
    if not days:
        raise IntakeFault("INTAKE-043", register=_REGISTER, on="any day")
    said: list[tuple[date, _Facts | None]] = []
    for one in deliveries:
        unit.follow(one, lake)
        said.append((one.day, _said(unit)))
    known = [(day, one) for day, one in said if one is not None]
    if not known:
        raise IntakeFault("INTAKE-072", count=len(days), first=days[0])
    return UnitHistory(
        key=number,
        kind=kind,
        first=days[0],
        last=days[-1],
        known_from=known[0][0],
        known_until=known[-1][0],
        snapshots=len(days),
        now=known[-1][1],
        changes=tuple(_changes(said)),
    )


def _changes(said: list[tuple[date, _Facts | None]]) -> Iterable[UnitChange]:
    for (last_seen, old), (first_seen, new) in pairwise(said):
        for what in _FACTS:
            was, is_now = (old or {}).get(what, ()), (new or {}).get(what, ())
            if was != is_now:
                yield UnitChange(what=what, was=was, is_now=is_now, last_seen=last_seen, first_seen=first_seen)


class _Unit:
    """What the register says of one unit, carried from delivery to delivery: each is read once, and only its own rows.

    Reading every day "as of" would follow the whole chain of updates again for each of them.
    """

    def __init__(self, number: str, kind: UnitKind) -> None:
        self.number, self.kind = number, kind
        self._rows: dict[str, pl.DataFrame] = {}
        self._columns = {kind: f"{kind}_number", **dict.fromkeys(_OF_ENTITIES, "entity_number")}

    def follow(self, one: Snapshot, lake: Lake) -> None:
        """Take a delivery in: a full one says all; an update takes rows away and brings others."""
        for table in self._columns:
            change = one.about["tables"].get(table)
            if change is not None:
                self._rows[table] = self._changed(one, lake, table, change)
            elif one.is_full:
                self._rows.pop(table, None)

    def _changed(self, one: Snapshot, lake: Lake, table: str, change: Mapping[str, object]) -> pl.DataFrame:
        before, new = self._rows.get(table), self._own(one, lake, table)
        if before is None or change["mode"] == "full":
            return new
        is_gone = not self._own(one, lake, table, ".delete").is_empty()
        return new if is_gone or (change["unique"] and not new.is_empty()) else pl.concat([before, new])

    def rows(self, table: str) -> pl.DataFrame:
        """Return the rows of a table that are about the unit."""
        return self._rows.get(table, pl.DataFrame())

    def own(self) -> pl.DataFrame:
        """Return its own row."""
        return self.rows(self.kind)

    def _own(self, one: Snapshot, lake: Lake, table: str, part: str = "") -> pl.DataFrame:
        rows = scan_table(one.folder, _REGISTER, table + part, lake.keys)
        return rows.filter(pl.col(self._columns[table]) == self.number).collect()


def _said(unit: _Unit) -> _Facts | None:
    """Return what the register says of a unit now; None where it does not have it."""
    if unit.own().is_empty():
        return None
    return {what: told for what, fact in _FACTS.items() if (told := fact(unit))}


def _status(unit: _Unit) -> tuple[str, ...]:
    if unit.kind == "establishment":
        return ("AC",)  # the open data hold active ones only, and write no status of establishments
    return _texts(unit.own(), "status", "juridical_situation")


def _activity(unit: _Unit) -> tuple[str, ...]:
    return _texts(unit.rows("activity"), "nace_version", "nace_code", "classification")


def _address(unit: _Unit) -> tuple[str, ...]:
    rows = unit.rows("address")
    if rows.is_empty():
        return ()
    both = rows.select(
        "type_of_address",
        _both("street_fr", "street_nl"),
        "house_number",
        "box",
        "postcode",
        _both("municipality_fr", "municipality_nl"),
        pl.format("struck off {}", "struck_off_on").alias("struck_off"),
    )
    return _texts(both, *both.columns)


def _name(unit: _Unit) -> tuple[str, ...]:
    rows = unit.rows("denomination")
    return _texts(rows, "type_of_denomination", "language", "denomination")


def _enterprise(unit: _Unit) -> tuple[str, ...]:
    return () if unit.kind == "enterprise" else _texts(unit.own(), "enterprise_number")


def _both(first: str, second: str) -> pl.Expr:
    """Join the names in two languages, once where they are the same."""
    is_same = pl.col(first) == pl.col(second)
    joined = pl.concat_str(pl.col(first, second), separator=" – ", ignore_nulls=True)
    return pl.when(is_same).then(pl.col(first)).otherwise(joined).alias(first)


def _texts(rows: pl.DataFrame, *columns: str) -> tuple[str, ...]:
    """Return a text a row, sorted, so that another order of the same rows is no change."""
    if rows.is_empty():
        return ()
    told = rows.select(pl.concat_str(pl.col(columns), separator=" ", ignore_nulls=True).alias("text"))["text"]
    return tuple(sorted(set(told)))


_FACTS: Mapping[What, Callable[[_Unit], tuple[str, ...]]] = {
    "status": _status,
    "activity": _activity,
    "address": _address,
    "name": _name,
    "enterprise": _enterprise,
}
