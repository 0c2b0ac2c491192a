"""The gate takes the profile of a delivery; `comparing` compares it with the last good one, and `intake` holds it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from inspection.errors import IntakeFault
from inspection.registers.gate.comparing import FEWEST, Around, Limits, Touch, compare
from inspection.registers.gate.difference import Difference
from inspection.registers.gate.profile import Profile, Taken, read_profile
from inspection.registers.gate.pruned import comparable, kept_counts
from inspection.registers.gate.taking_profile import overlap, take_profile
from inspection.registers.gate.touching import Delta, read_delta, usual_pairs
from inspection.registers.lake import Lake, Snapshot, scan_table
from inspection.registers.readers import Incoming, described_name
from inspection.registers.report import IntakeReport
from sectors.rules.registers import Register

STRANGERS = "strangers"  # the measure of an update that belongs to another base: refused, not held


@dataclass(frozen=True, kw_only=True)
class Examined:
    """The profile of a delivery, what lies outside its limits, and the day of the last good state, or None."""

    taken: Taken
    differences: tuple[Difference, ...]
    compared_with: date | None


@dataclass(frozen=True, kw_only=True)
class Gate:
    """What a delivery is compared by.

    taken_on
        Day of the intake, where it is known.
    is_whole_country
        Whether a first delivery must hold what `expect` says of the whole country.
    is_demo
        Whether the demo made this home: what it invents moves with the day.
    """

    register: Register
    lake: Lake
    limits: Limits
    taken_on: date | None
    is_whole_country: bool
    is_demo: bool = False

    def examine(self, report: IntakeReport, new: Incoming) -> Examined:
        """Compare the tables in `new` with the last good state; raises `IntakeFault` for an update of another."""
        delta = None if report.kind == "full" else read_delta(self.register, self.lake, report.snapshot, new)
        if delta is not None:
            self._refuse_strangers(report, delta)
        taken = take_profile(self.register, report, new.scan, lambda path: self._values(path, report, new, delta))
        base, sent = self._compared_with(taken.profile)
        pruned = kept_counts(self.lake.root / self.register.key) if base is None else None
        around = Around(
            taken_on=self.taken_on,
            is_demo=self.is_demo,
            must=frozenset(t.name for t in self.register.tables if t.stored and not t.optional),
            expected=self.register.expect if self.is_whole_country and not report.synthetic else {},
            overlaps=overlap(base, new.scan, self.register) if base and delta is None else {},
            touched=self._touched(delta, base.profile) if base and delta is not None else {},
            sent=sent.profile if sent else None,
            pruned=comparable(pruned, taken.profile) if pruned else None,
        )
        found = compare(taken.profile, base.profile if base else None, self.limits, around)
        known = base.profile if base else pruned
        return Examined(taken=taken, differences=found, compared_with=known.day if known else None)

    def _compared_with(self, now: Profile) -> tuple[Taken | None, Taken | None]:
        """Return the profile of the last good state, and that of the full delivery on which its updates stand, if any.

        A full delivery is compared with what was read the day before: a house that lives on updates would otherwise
        allow it the drift of months. An update says itself what it changes, and only the shares of the whole are asked
        of the full one.
        """
        full, newest = self.lake.newest_full(self.register.key), self.lake.newest(self.register.key)
        if full is None or newest is None:
            return None, None
        sent = self._sent(full, now)
        if now.kind == "update" or newest.day <= full.day:
            return sent, None
        return self._in_chain(full, newest, now), sent

    def _sent(self, full: Snapshot, now: Profile) -> Taken:
        """Return the profile of a full delivery as it was written; from its rows where that one cannot be compared.

        It was written before there was a gate, or hashed by another version of the library, or when a register was not
        there in which values are looked for now.
        """
        kept = read_profile(full.folder, self.lake.keys)
        if kept is not None and (now.kind == "update" or _is_comparable(kept.profile, now)):
            return kept
        return self._of_rows(full.report, now.day)

    def _in_chain(self, full: Snapshot, newest: Snapshot, now: Profile) -> Taken:
        """Return the profile of a full delivery with all updates that stand on it."""
        report = replace(full.report, snapshot=newest.day, extract=newest.report.extract)
        taken = self._of_rows(report, now.day)
        left_out = {described_name(file.file): sum(file.left_out.values()) for file in report.files}
        of_one_file = {table.name for table in self.register.tables if len(table.files) == 1}
        rows = {name: one.rows for name, one in taken.profile.tables.items() if name in of_one_file}
        files = {  # as if each had been sent as long as the updates made its table
            name: replace(file, kept=rows[file.table] + left_out[name]) if file.table in rows else file
            for name, file in taken.profile.files.items()
        }
        return Taken(replace(taken.profile, files=files), taken.samples)

    def _of_rows(self, report: IntakeReport, on: date) -> Taken:
        """Return the profile of the state of a report's day; other registers are those of that day, or of `on`."""

        def scan(table: str) -> pl.LazyFrame:
            return self.lake.scan(self.register.key, table, report.snapshot)

        def values(path: str) -> pl.LazyFrame | None:
            then = self._in_lake(path, report.snapshot)
            return self._in_lake(path, on) if then is None else then

        return take_profile(self.register, report, scan, values)

    def _values(self, path: str, report: IntakeReport, new: Incoming, delta: Delta | None) -> pl.LazyFrame | None:
        """Return where a value should be found: in another register, or in this one with what an update stands on."""
        table, _, column = path.partition(".")
        if "." in column:
            return self._in_lake(path, report.snapshot)
        found = [new.scan(table).select(pl.col(column).alias("value"))] if new.has(table) else []
        if delta is not None:
            named = delta.values(table, column)
            known = self._in_lake(path, report.snapshot) if named is None else named
            found += [known] if known is not None else []
        return pl.concat(found) if found else None

    def _in_lake(self, path: str, day: date) -> pl.LazyFrame | None:
        names = path.split(".")
        register, table, column = names if len(names) == 3 else (self.register.key, *names)
        if self.lake.snapshot(register, day) is None:
            return None
        return self.lake.scan(register, table, day).select(pl.col(column).alias("value"))

    def _touched(self, delta: Delta, before: Profile) -> Mapping[str, Touch]:
        full = self.lake.newest_full(self.register.key)
        usual = {
            name: usual_pairs(part.table, scan_table(full.folder, self.register.key, name, self.lake.keys))
            for name, part in delta.parts.items()
            if full is not None and name in before.tables
        }
        return delta.touched(before, usual)

    def _refuse_strangers(self, report: IntakeReport, delta: Delta) -> None:
        """Refuse an update that is about what the lake never had: it follows another full extract than ours."""
        most = self.limits[STRANGERS].updates or 0.0
        for table, count, strange in delta.strangers():
            if count >= FEWEST and strange > most * count:
                raise IntakeFault(
                    "INTAKE-027",
                    count=count,
                    strange=strange,
                    register=self.register.key,
                    table=table,
                    extract=report.extract,
                )


def _is_comparable(kept: Profile, now: Profile) -> bool:
    """Tell whether its hashes are of the same library, every link of now was looked for, places were counted."""
    if any(one.places and not kept.tables[name].places for name, one in now.tables.items() if name in kept.tables):
        return False
    links = ((name, link) for name, table in now.tables.items() for link in table.orphans)
    return kept.hashed_by == now.hashed_by and all(
        link in kept.tables[name].orphans for name, link in links if name in kept.tables
    )
