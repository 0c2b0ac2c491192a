"""The gate takes the profile of a delivery; `comparing` compares it with the last good one, and `intake` holds it."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from inspection.errors import IntakeFault
from inspection.registers.gate.comparing import FEWEST, Around, Limits, Touch, compare
from inspection.registers.gate.difference import Difference
from inspection.registers.gate.profile import Taken, read_profile
from inspection.registers.gate.taking_profile import overlap, take_profile
from inspection.registers.lake import Lake
from inspection.registers.readers import Incoming
from inspection.registers.report import IntakeReport
from sectors.rules.registers import Register

STRANGERS = "strangers"  # the measure of an update that belongs to another base: refused, not held


@dataclass(frozen=True, kw_only=True)
class Examined:
    """The profile of a delivery, what lies outside its limits, and the day of the last good one (None: a first one)."""

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
        """Compare the tables in `new` with the last good delivery; raises `IntakeFault` for an update of another."""
        base = self._last_good()
        if report.kind == "update":
            self._refuse_strangers(report, new)
        taken = take_profile(self.register, report, new.scan, lambda path: self._values(path, report, new))
        is_full = report.kind == "full"
        around = Around(
            taken_on=self.taken_on,
            is_demo=self.is_demo,
            must=frozenset(t.name for t in self.register.tables if t.stored and not t.optional),
            expected=self.register.expect if self.is_whole_country and not report.synthetic else {},
            overlaps=overlap(base, new.scan, self.register) if base and is_full else {},
            touched={} if is_full else self._touched(report, new),
        )
        found = compare(taken.profile, base.profile if base else None, self.limits, around)
        return Examined(taken=taken, differences=found, compared_with=base.profile.day if base else None)

    def _last_good(self) -> Taken | None:
        """Return the profile of the newest full delivery; taken from its rows where it was written before the gate."""
        full = self.lake.newest_full(self.register.key)
        if full is None:
            return None
        kept = read_profile(full.folder, self.lake.keys)
        if kept is not None:
            return kept

        def scan(table: str) -> pl.LazyFrame:
            return self.lake.scan(self.register.key, table, full.day)

        return take_profile(self.register, full.report, scan, lambda path: self._in_lake(path, full.day))

    def _values(self, path: str, report: IntakeReport, new: Incoming) -> pl.LazyFrame | None:
        table, _, column = path.partition(".")
        if "." in column:
            return self._in_lake(path, report.snapshot)
        own = [new.scan(table).select(pl.col(column).alias("value"))] if new.has(table) else []
        known = self._in_lake(path, report.snapshot) if report.kind == "update" else None
        both = [*own, *([] if known is None else [known])]
        return pl.concat(both) if both else None

    def _in_lake(self, path: str, day: date) -> pl.LazyFrame | None:
        names = path.split(".")
        register, table, column = names if len(names) == 3 else (self.register.key, *names)
        if self.lake.snapshot(register, day) is None:
            return None
        return self.lake.scan(register, table, day).select(pl.col(column).alias("value"))

    def _touched(self, report: IntakeReport, new: Incoming) -> dict[str, Touch]:
        found = {}
        for table in self.register.tables:
            if table.stored and new.has(f"{table.name}.delete"):
                key = str(table.columns[0].lake)
                rows = self.lake.scan(self.register.key, table.name, report.snapshot).select(key)
                gone = rows.join(new.scan(f"{table.name}.delete").unique(), on=key, how="semi")
                counts = [_count(rows), _count(gone), _count(new.scan(table.name))]
                found[table.name] = Touch(rows=counts[0], deleted=counts[1], inserted=counts[2])
        return found

    def _refuse_strangers(self, report: IntakeReport, new: Incoming) -> None:
        """Refuse an update that deletes what the lake never had: it follows another full extract than ours."""
        most = self.limits[STRANGERS].updates or 0.0
        for table in self.register.tables:
            if not (table.unique and table.stored and new.has(f"{table.name}.delete")):
                continue
            key = str(table.columns[0].lake)
            gone = new.scan(f"{table.name}.delete").unique()
            known = self.lake.scan(self.register.key, table.name, report.snapshot).select(key)
            count, strange = _count(gone), _count(gone.join(known, on=key, how="anti"))
            if count >= FEWEST and strange > most * count:
                raise IntakeFault(
                    "INTAKE-027",
                    count=count,
                    strange=strange,
                    register=self.register.key,
                    table=table.name,
                    extract=report.extract,
                )


def _count(rows: pl.LazyFrame) -> int:
    return int(rows.select(pl.len()).collect(engine="streaming").item())
