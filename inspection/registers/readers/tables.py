"""From a file to a table of the lake: read, judge, leave out, give pseudonyms, rename, count."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from inspection.errors import IntakeFault
from inspection.registers.readers.blocks import Lines
from inspection.registers.readers.checks import CheckedRows, RowRule, TableRules, check, check_rows
from inspection.registers.readers.lines import read_lines
from inspection.registers.readers.points import point_rules, with_second_point, without_distance
from inspection.registers.readers.source import Source
from inspection.registers.readers.writing import Incoming
from inspection.registers.report import FileReport
from sectors.rules.registers import Column, RegisterTable

ENOUGH_ROWS = 20
Pseudonym = Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Treatment:
    """What one table asks beyond the rules of its columns.

    row_rules
        Rules between the columns of a row, over the register's own names.
    leave_out
        Reason to expression: rows that are right but have no place in the lake.
    one_of
        Reason and columns: of rows with the same values only the first is stored.
    """

    row_rules: tuple[RowRule, ...] = ()
    leave_out: Mapping[str, pl.Expr] = field(default_factory=dict)
    one_of: tuple[str, tuple[str, ...]] | None = None


class SeenKeys:
    """The keys that occurred so far, over blocks and files."""

    def __init__(self) -> None:
        self._keys: list[pl.Series] = []

    def repeated(self, rows: pl.DataFrame, columns: tuple[str, ...]) -> pl.Series:
        """Tell which rows have a key that occurred before, and remember the others."""
        parts = [pl.col(c).cast(pl.String).fill_null("") for c in columns]
        keys = rows.select(pl.concat_str(parts, separator="\x1f").alias("key"))["key"]
        again = ~keys.is_first_distinct()
        for earlier in self._keys:
            again = again | keys.is_in(earlier.implode())
        self._keys.append(keys.filter(~again))
        return again


@dataclass
class TableIntake:
    """The intake of one table, from one file or several.

    outside
        Columns that no authorisation lets anybody deliver: a value in one refuses the whole delivery.
    """

    rules: TableRules
    treatment: Treatment
    pseudonym: Pseudonym
    outside: frozenset[str] = frozenset()
    _unique: SeenKeys = field(default_factory=SeenKeys)
    _one_of: SeenKeys = field(default_factory=SeenKeys)

    def take(self, source: Source, file: str, new: Incoming, name: str) -> FileReport:
        """Bring a file into `<name>.parquet` and return its account."""
        tally = _Tally()
        header = [c.name for c in self.rules.table.columns]
        if self.rules.table.stored:
            new.add(name, self._to_lake(_no_rows(self.rules.table, header, self)))
        for lines in read_lines(source, file, header, self.rules.table.numbers):
            _refuse_outside(lines, self.outside, f"{source.name}, {file}")
            checked = self._judged(lines, file)
            new.set_aside(file, _all_faults(lines, checked))
            stored = self._without_left_out(checked.rows, tally)
            tally.count(lines, checked)
            if self.rules.table.stored:
                new.add(name, self._to_lake(stored))
        report = tally.report(file, self.rules.table.name)
        _stop_if_nothing_is_right(report, source.name)
        return report

    def _judged(self, lines: Lines, file: str) -> CheckedRows:
        table = self.rules.table
        checked = self._pointed(check(lines.fields, self.rules, file))
        checked = check_rows(checked, self.treatment.row_rules, table)
        if not table.unique:
            return checked
        again = self._unique.repeated(checked.rows, table.unique)
        mark = pl.Series("again", again)
        rows = checked.rows.with_columns(mark)
        rule = RowRule("duplicate_key", table.unique[0], pl.col("again"))
        judged = check_rows(CheckedRows(rows, checked.faults), (rule,), table)
        return CheckedRows(judged.rows.drop("again"), judged.faults)

    def _pointed(self, checked: CheckedRows) -> CheckedRows:
        """Judge the points of rows that have them in two coordinate systems."""
        table, point = self.rules.table, self.rules.table.second_point
        if point is None:
            return checked
        rows = with_second_point(checked.rows, table, point)
        judged = check_rows(CheckedRows(rows, checked.faults), point_rules(point), table)
        return CheckedRows(without_distance(judged.rows), judged.faults)

    def _without_left_out(self, rows: pl.DataFrame, tally: "_Tally") -> pl.DataFrame:
        if not self.rules.table.stored:
            tally.leave_out("no_purpose", rows.height)
            return rows.clear()
        for reason, out in self.treatment.leave_out.items():
            before = rows.height
            rows = rows.filter(~out.fill_null(False))
            tally.leave_out(reason, before - rows.height)
        if self.treatment.one_of:
            reason, columns = self.treatment.one_of
            again = self._one_of.repeated(rows, columns)
            rows = rows.filter(~again)
            tally.leave_out(reason, int(again.sum()))
        return rows

    def _to_lake(self, rows: pl.DataFrame) -> pl.DataFrame:
        kept = [c for c in self.rules.table.columns if c.lake]
        hidden = [self._hidden(rows[c.name]) for c in kept if c.person]
        return rows.with_columns(hidden).select(pl.col(c.name).alias(str(c.lake)) for c in kept)

    def _hidden(self, numbers: pl.Series) -> pl.Series:
        """Return the keyed pseudonyms of a column, computed once a person."""
        known = numbers.unique().drop_nulls()
        keys = pl.Series([self.pseudonym(number) for number in known], dtype=pl.String)
        return numbers.replace_strict(known, keys, default=None, return_dtype=pl.String).alias(numbers.name)


def _refuse_outside(lines: Lines, columns: frozenset[str], where: str) -> None:
    """Refuse a delivery with a value where the authorisation leaves none; the message has its line, never the value."""
    for name in sorted(columns.intersection(lines.fields.columns)):
        given = lines.fields.filter(pl.col(name).is_not_null())
        if given.height:
            raise IntakeFault("INTAKE-106", field=name, where=f"{where}, line {given['line'][0]}")


def _stop_if_nothing_is_right(report: FileReport, source: str) -> None:
    if report.read >= ENOUGH_ROWS and report.kept == 0:
        rule = max(report.reasons, key=lambda r: report.reasons[r])
        raise IntakeFault("INTAKE-016", read=report.read, rule=rule, source=source, file=report.file)


def _no_rows(table: RegisterTable, header: list[str], intake: TableIntake) -> pl.DataFrame:
    nothing = pl.DataFrame(schema={**dict.fromkeys(header, pl.String), "line": pl.Int64})
    return check(nothing, intake.rules, table.name).rows


def _all_faults(lines: Lines, checked: CheckedRows) -> pl.DataFrame:
    nothing = pl.lit(None, dtype=pl.String)
    return pl.concat([lines.faults.select("line", "rule", column=nothing, key=nothing), checked.faults]).sort("line")


@dataclass
class _Tally:
    """The account of one file while its blocks pass; read, kept and set aside are counted apart from each other."""

    read: int = 0
    kept: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)

    def count(self, lines: Lines, checked: CheckedRows) -> None:
        """Add a block."""
        self.read += lines.fields.height + lines.faults.height
        self.kept += checked.rows.height
        rules = pl.concat([lines.faults["rule"], checked.faults["rule"]])
        for rule, times in rules.value_counts().iter_rows():
            self.reasons[rule] = self.reasons.get(rule, 0) + times

    def leave_out(self, reason: str, count: int) -> None:
        """Add kept rows that the lake does not get."""
        if count:
            self.left_out[reason] = self.left_out.get(reason, 0) + count

    def report(self, file: str, table: str) -> FileReport:
        """Close the account."""
        set_aside = sum(self.reasons.values())
        return FileReport(
            file=file,
            table=table,
            read=self.read,
            kept=self.kept,
            quarantined=set_aside,
            reasons=dict(sorted(self.reasons.items())),
            left_out=dict(sorted(self.left_out.items())),
        )


def only_key(table: RegisterTable) -> RegisterTable:
    """Return the table of an update's delete file: the first column alone."""
    key: Column = table.columns[0]
    return RegisterTable(name=table.name, files=table.files, columns=(key,))
