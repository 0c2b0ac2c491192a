"""The lake: what other bodies publish, as dated Parquet snapshots that never change.

    lake/<register>/<day>/<table>.parquet            a full snapshot, or the rows that an update inserts
    lake/<register>/<day>/<table>.parquet.sealed     the same of a table whose rows are about persons (see `tables`)
    lake/<register>/<day>/sealed.key                 what those are sealed with, itself sealed
    lake/<register>/<day>/<table>.delete.parquet     the keys whose rows an update takes away
    lake/<register>/<day>/quarantine.parquet         what was set aside: file, line, rule, column, key
    lake/<register>/<day>/snapshot.json              kind, tables, the intake's report, the hash of every other file
    lake/<register>/<day>/profile.json               what the gate compares the next delivery with (see `profile`)
    lake/<register>/<day>.held/…                     a delivery that the gate held: no reader sees it (see `held`)
    lake/<register>/<day>.update.held/…              the same of an update, beside the full one of its day

A snapshot is read "as of a day": the newest full one up to that day with every later update, joined in one go, so that
forty updates cost hardly more than one and nothing has to be written anew.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from inspection.errors import IntakeFault
from inspection.keys import Keys
from inspection.registers.lake.tables import scan_table
from inspection.registers.report import IntakeReport, SnapshotState

ABOUT = "snapshot.json"
LEAVING = ".leaving-"  # before the day of a current one, for the moment in which another comes in its place
QUARANTINE = "quarantine.parquet"
DECISION = "decision"  # in the account of a delivery that was held: what people asked and decided
SUPERSEDED_BY = "superseded_by"  # in the account of one that was current: the hash of the delivery that corrected it
CLOSED = (SnapshotState.REJECTED, SnapshotState.SUPERSEDED)
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})")
_CAME, _GONE = " came", " gone"  # beside the columns of the lake, whose names have no blank
_HELD = re.compile(r"(\d{4}-\d{2}-\d{2})(?:\.update)?\.held")  # an earlier version had no word for an update
_CLOSED = re.compile(rf"(\d{{4}}-\d{{2}}-\d{{2}})\.({'|'.join(CLOSED)})-[0-9a-f]+")


@dataclass(frozen=True)
class Snapshot:
    """One day of one register on disk; `about` is its snapshot.json."""

    day: date
    folder: Path
    about: dict[str, Any]

    @property
    def is_full(self) -> bool:
        """Whether it stands alone."""
        return bool(self.about["kind"] == "full")

    @property
    def report(self) -> IntakeReport:
        """The account of the intake that wrote it."""
        return IntakeReport.from_json(self.about["report"])

    @property
    def is_held(self) -> bool:
        """Whether the gate held it, and nobody has decided on it yet."""
        return _HELD.fullmatch(self.folder.name) is not None

    @property
    def is_corrected(self) -> bool:
        """Whether it was current until a corrected delivery of its day came; its rows are still there."""
        return SUPERSEDED_BY in self.about


@dataclass(frozen=True)
class Lake:
    """The snapshots under one folder.

    keys
        The house's, by which tables of persons are sealed and opened; None for a lake whose persons are invented, or of
        which only accounts are read.
    may_use
        Tells of a register's snapshot whether it may be read as of a day: those that may not are passed over by `scan`,
        `snapshot` and whatever else reads as of a day. None: for those who keep the lake, see `lawful`.
    """

    root: Path
    keys: Keys | None = field(default=None, repr=False, compare=False)
    may_use: "Callable[[str, Snapshot, date], bool] | None" = field(default=None, repr=False, compare=False)

    def scan(self, register: str, table: str, on: date) -> pl.LazyFrame:
        """Return a table as of the end of day `on`, lazily; raises `IntakeFault` where the lake has none."""
        base, *updates = self._chain(register, on)
        if table not in base.about["tables"]:
            raise IntakeFault("INTAKE-042", table=table, register=register)
        rows, key = [self._scan(base, register, table)], ""
        gone: list[pl.LazyFrame] = []
        for update in updates:
            change = update.about["tables"].get(table)
            if change is None:
                continue
            inserted = self._scan(update, register, table)
            if change["mode"] == "full":
                rows, gone = [inserted], []
                continue
            key = change["key"]
            taken = [self._scan(update, register, f"{table}.delete").select(key)]
            taken += [inserted.select(key)] if change["unique"] else []
            gone += [one.with_columns(pl.lit(len(rows)).alias(_GONE)) for one in taken]
            rows.append(inserted)
        return _joined(rows, gone, key) if gone else rows[0]

    def _scan(self, one: Snapshot, register: str, table: str) -> pl.LazyFrame:
        return scan_table(one.folder, register, table, self.keys)

    def snapshot(self, register: str, on: date) -> date | None:
        """Return the day of the newest snapshot up to `on`, or None while there is no full one."""
        chain = self._chain_or_none(register, on)
        return chain[-1].day if chain else None

    def snapshots(self, register: str) -> tuple[date, ...]:
        """Return the days of all snapshots of a register, oldest first."""
        return tuple(sorted({s.day for s in self._stored(register)}))

    def deliveries(self, register: str) -> tuple[Snapshot, ...]:
        """Return every delivery that readers see or saw, oldest first."""
        return tuple(self._stored(register))

    def newest(self, register: str) -> Snapshot | None:
        """Return the delivery that was taken in last, or None."""
        return max(self._stored(register), key=lambda s: s.day, default=None)

    def newest_full(self, register: str) -> Snapshot | None:
        """Return the last full delivery that is current or was, or None."""
        return max((s for s in self._stored(register) if s.is_full), key=lambda s: s.day, default=None)

    def held(self, register: str) -> tuple[Snapshot, ...]:
        """Return the deliveries that wait for somebody to release or reject them, oldest first."""
        return tuple(self._stored(register, _HELD))

    def closed(self, register: str) -> tuple[Snapshot, ...]:
        """Return the deliveries that were rejected or superseded, oldest first.

        Of one that was never current the rows are gone and the account stays.
        """
        return tuple(self._stored(register, _CLOSED))

    def corrected(self, register: str) -> tuple[Snapshot, ...]:
        """Return the deliveries in whose place a corrected one of their day came, oldest first."""
        return tuple(one for one in self.closed(register) if one.is_corrected)

    def tables(self, register: str, on: date) -> tuple[str, ...]:
        """Return the names of the tables of a register as of `on`."""
        return tuple(sorted(self._chain(register, on)[0].about["tables"]))

    def report(self, register: str, day: date) -> IntakeReport:
        """Return the account of the intake of exactly that day."""
        return self._delivery(register, day).report

    def quarantine(self, register: str, day: date) -> pl.DataFrame:
        """Return what the intake of exactly that day set aside: file, line, rule, column, key."""
        return pl.read_parquet(self._delivery(register, day).folder / QUARANTINE)

    def _delivery(self, register: str, day: date) -> Snapshot:
        for snapshot in self._stored(register):
            if snapshot.day == day:
                return snapshot
        raise IntakeFault("INTAKE-040", register=register, day=day)

    def _chain(self, register: str, on: date) -> list[Snapshot]:
        chain = self._chain_or_none(register, on)
        if not chain:
            raise IntakeFault("INTAKE-043", register=register, on=on)
        return chain

    def _chain_or_none(self, register: str, on: date) -> list[Snapshot]:
        """Return the newest full snapshot and its updates."""
        known = (s for s in self._stored(register) if s.day <= on)
        may_use = self.may_use
        usable = (s for s in known if may_use is None or may_use(register, s, on))
        found = sorted(usable, key=lambda s: s.day)
        full = max((n for n, s in enumerate(found) if s.is_full), default=None)
        return [] if full is None else found[full:]

    def _stored(self, register: str, names: re.Pattern[str] = _DAY) -> Iterator[Snapshot]:
        folder = self.root / register
        found = {path.name: path for path in folder.iterdir()} if folder.is_dir() else {}
        for name in sorted(found, key=lambda one: one.removeprefix(LEAVING)):
            match = names.fullmatch(name.removeprefix(LEAVING))
            if match and (match[0] == name or match[0] not in found):  # else another has its place already
                yield Snapshot(date.fromisoformat(match[1]), found[name], _about(found[name]))


def _joined(rows: list[pl.LazyFrame], gone: list[pl.LazyFrame], key: str) -> pl.LazyFrame:
    """Return the rows of a full delivery and its updates, in order, without those whose key a later one takes away.

    One join for the whole chain: one for each update would be a query that grows with every day.
    """
    came = pl.concat([one.with_columns(pl.lit(n).alias(_CAME)) for n, one in enumerate(rows)])
    last = pl.concat(gone).group_by(key).agg(pl.col(_GONE).max())
    both = came.join(last, on=key, how="left", maintain_order="left")
    is_left = pl.col(_GONE).is_null() | (pl.col(_CAME) >= pl.col(_GONE))
    return both.filter(is_left).drop(_CAME, _GONE)


def held_name(day: date, kind: str) -> str:
    """Return the name of the folder in which a delivery of a day waits; one of each kind may."""
    return f"{day.isoformat()}{'.update' if kind == 'update' else ''}.held"


def _about(folder: Path) -> dict[str, Any]:
    try:
        about: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise IntakeFault("INTAKE-041", register=folder.parent.name, day=folder.name) from None
    return about
