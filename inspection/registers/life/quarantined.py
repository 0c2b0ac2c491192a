"""What an intake set aside: by rule, and row by row with file, line and key; never a value of a row."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from inspection.errors import IntakeFault
from inspection.registers.lake import QUARANTINE, Lake, Snapshot
from inspection.registers.life.keys_shown import shown_key, tables_of_files
from inspection.registers.report import IntakeReport, SnapshotState
from sectors.rules.registers import Register


@dataclass(frozen=True, kw_only=True)
class RuleCount:
    """How many rows of a file broke a rule in a column; `column` is empty for a rule of the whole row."""

    file: str
    rule: str
    column: str
    rows: int


@dataclass(frozen=True, kw_only=True)
class SetAside:
    """One row that was set aside.

    line
        Its line in the file as it was delivered, the header of a CSV being line 1.
    key
        The numbers of firms and things in it, by column; nothing about a person, no value that broke a rule.
    """

    file: str
    line: int
    rule: str
    column: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Quarantine:
    """What the intake of one delivery set aside.

    state
        What became of the delivery.
    total
        How many rows were set aside, of `read`; `rules` counts those that were asked for, `rows` has the first of them.
    """

    register: str
    day: date
    state: SnapshotState
    read: int
    total: int
    rules: tuple[RuleCount, ...]
    rows: tuple[SetAside, ...]


def quarantine_of(
    lake: Lake, register: Register, *, day: date | None = None, rule: str | None = None, most: int
) -> Quarantine:
    """Return what was set aside of a delivery: of the newest one, held or current, or of that of a day.

    Arguments: `rule` only the rows that broke it; `most` rows at the utmost.
    Errors: `IntakeFault` 040 where the lake has no such delivery.
    """
    one = _delivery(lake, register.key, day)
    found = pl.scan_parquet(one.folder / QUARANTINE)
    if rule is not None:
        found = found.filter(pl.col("rule") == rule)
    counts = found.group_by("file", "rule", "column").len("rows").sort("file", "rule", "column").collect()
    return Quarantine(
        register=register.key,
        day=one.day,
        state=one.report.state,
        read=one.report.read,
        total=one.report.quarantined,
        rules=tuple(RuleCount(**row) for row in counts.to_dicts()),
        rows=_rows(register, one.report, found.head(most).collect()),
    )


def _rows(register: Register, report: IntakeReport, found: pl.DataFrame) -> tuple[SetAside, ...]:
    tables = tables_of_files(register, {file.file: file.table for file in report.files})
    return tuple(
        SetAside(file=file, line=line, rule=rule, column=column, key=shown_key(key, tables.get(file)))
        for file, line, rule, column, key in found.select("file", "line", "rule", "column", "key").iter_rows()
    )


def _delivery(lake: Lake, register: str, day: date | None) -> Snapshot:
    """Return the delivery of a day, or the newest: a held one before a current one, those before a closed one."""
    known = [*lake.held(register), *reversed(lake.deliveries(register)), *reversed(lake.closed(register))]
    mine = [one for one in known if day is None or one.day == day]
    if not mine:
        raise IntakeFault("INTAKE-040", register=register, day=day or "any day")
    return (
        mine[0]
        if day is not None
        else max(known, key=lambda one: (one.report.state in (SnapshotState.HELD, SnapshotState.CURRENT), one.day))
    )
