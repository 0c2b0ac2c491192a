"""Taking the profile of a delivery: one pass over each table, for a sample that is drawn by identity.

All rows of an identity are in the sample or none is, so that rows that occur twice, and content that changed, are seen
in a sample as in the whole. A table of fewer rows than the sample is taken whole.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

from inspection.registers.gate.distributions import column_profile
from inspection.registers.gate.places import of_places
from inspection.registers.gate.profile import IDENTITY, Bins, Profile, TableProfile, Taken, of_files
from inspection.registers.report import IntakeReport
from sectors.rules.registers import Column, Register, RegisterTable

SAMPLE_ROWS = 100_000
SAMPLE_IDENTITIES = 4_000
_SELDOM = 3  # identities with the same values up to which those tell which identity they are of
FEW = 20  # identities from which a part of them is a part
# beside the columns of the lake, whose names have no blank
_TURNED, _LAST, _PART, _WHOLE = " exchanged", " last", " part", " whole"
_DAYS = ("date", "date_time")
_SHIFT = 1 << 20  # hashes are divided before they are added up, so that no sum leaves sixty-four bits
Scan = Callable[[str], pl.LazyFrame]
Values = Callable[[str], pl.LazyFrame | None]


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """What became of identities that are known: those of the last good delivery's sample, or those written anew.

    The last three are told of the rows that an update writes anew, and of nothing else.

    part
        Part of the table, by the first signs of a column; empty for the whole table.
    known, gone
        Identities that are expected again, and which part of them vanished.
    left
        Part of all identities that is still there, those that nobody expected among them.
    changed
        Column to the part of the identities still there whose values are others; empty for hashes of another version.
    exchanged
        Column of days to the part of the identities whose day and month can be exchanged, and now are.
    alone
        Column to the part of the identities still there of which it is the only one whose values are others.
    of_another
        Column, and "" for all of them together, to the part of the identities still there whose values are now those
        that few others had. Of a table with several rows for each, a column tells instead of a value that came to them
        and was that of the row above.
    paired
        Part of the identities still there that have the same values in every column, but in other rows.
    """

    part: str = ""
    known: int
    gone: float
    left: float
    changed: Mapping[str, float]
    exchanged: Mapping[str, float]
    alone: Mapping[str, float] = field(default_factory=dict)
    of_another: Mapping[str, float] = field(default_factory=dict)
    paired: float = 0.0


def take_profile(register: Register, report: IntakeReport, scan: Scan, values: Values) -> Taken:
    """Return the profile of the tables that `scan` gives.

    values
        `table.column` or `register.table.column` to the values where a column should be found, as one column; None
        where there is nothing to look in.
    """
    found = {
        table.name: of_table(table, report.snapshot, scan(table.name), values)
        for table in register.tables
        if table.stored and _is_there(table, report)
    }
    profile = Profile(
        register=register.key,
        day=report.snapshot,
        kind=report.kind,
        extract=report.extract,
        synthetic=report.synthetic,
        hashed_by=pl.__version__,
        files=of_files(report.files),
        tables={name: one for name, (one, _) in found.items()},
    )
    return Taken(profile, {name: sample for name, (_, sample) in found.items() if not sample.is_empty()})


def overlap(taken: Taken, scan: Scan, register: Register) -> dict[str, tuple[Overlap, ...]]:
    """Look for the identities of an earlier profile in the tables of a delivery, and in the parts of a table."""
    same = taken.profile.hashed_by == pl.__version__
    return {
        table.name: tuple(_overlaps(taken.samples[table.name], scan(table.name), table, same))
        for table in register.tables
        if table.name in taken.samples
    }


def rewritten(old: pl.DataFrame, new: pl.DataFrame, table: RegisterTable) -> Overlap:
    """Return what became of the content of identities that stand in both, and whose content they have now."""
    names = [str(column.lake) for column in _compared(table)]
    row = pl.struct(name for name in names if name not in table.identity).hash() // _SHIFT
    before, now = (
        rows.with_columns(_identity(table)).group_by(IDENTITY).agg(*_hashes(table), row.sum().alias(_WHOLE))
        for rows in (old, new)
    )
    both = before.join(now, on=IDENTITY, suffix=" now")
    differ = both.select((pl.col(name) != pl.col(f"{name} now")).alias(name) for name in (*names, _WHOLE))
    count = pl.sum_horizontal(names)
    alone = differ.select((pl.col(name) & (count == 1)).mean() for name in names)
    return replace(
        _overlap(before, now, table, is_comparable=True, left=1.0),
        alone=dict(zip(names, map(float, alone.row(0)), strict=True)),
        of_another={
            **({name: _of_another(both, name) for name in names} if table.unique else _of_row_above(old, new, table)),
            "": _of_another(both, _WHOLE),
        },
        paired=differ.filter(pl.col(_WHOLE) & (count == 0)).height / max(differ.height, 1),
    )


def _is_there(table: RegisterTable, report: IntakeReport) -> bool:
    return any(file.table == table.name for file in report.files)


def of_table(table: RegisterTable, day: date, rows: pl.LazyFrame, values: Values) -> tuple[TableProfile, pl.DataFrame]:
    """Return the profile of one table as of a day, and the sample of identities that goes with it."""
    count = rows.select(pl.len()).collect().item()
    one_in = max(1, count // SAMPLE_ROWS)
    drawn = rows.with_columns(_identity(table))
    if one_in > 1:
        drawn = drawn.filter(pl.col(IDENTITY).hash() % one_in == 0)
    sample = drawn.collect(engine="streaming" if one_in > 1 else "auto")
    own = sample.drop(IDENTITY)
    columns = {c.lake: column_profile(own[c.lake], c, day) for c in table.columns if c.lake}
    profile = TableProfile(
        rows=count,
        sampled=own.height,
        one_in=one_in,
        identities=sample[IDENTITY].n_unique() * one_in if own.height else 0,
        duplicates=1 - own.n_unique() / own.height if own.height else 0.0,
        content=_content(own),
        columns=columns,
        together={pair_of(a, b): _usual(own, a, b) for a, b in table.together},
        orphans=dict(_orphans(table, own, values)),
        places=of_places(table, rows),
    )
    return profile, _sample(sample, table)


def pair_of(first: str, second: str) -> str:
    """Return by which name a profile has two columns that go together."""
    return f"{first} → {second}"


def _identity(table: RegisterTable) -> pl.Expr:
    names = table.identity or tuple(c.lake for c in table.columns if c.lake)
    parts = [pl.col(name).cast(pl.String).fill_null("") for name in names]
    joined = pl.concat_str(parts, separator="\x1f") if len(parts) > 1 else parts[0]  # the same text, not copied
    return joined.alias(IDENTITY)


def _content(rows: pl.DataFrame) -> int:
    return int((rows.hash_rows() // _SHIFT).sum()) if rows.height else 0


def _usual(rows: pl.DataFrame, first: str, second: str) -> float:
    """Return the part of the rows that hold the usual second value of their first one."""
    both = rows.select(first, second).drop_nulls()
    if both.is_empty():
        return 1.0
    counts = both.group_by(first, second).len()
    return float(counts.group_by(first).agg(pl.col("len").max())["len"].sum() / both.height)


def _orphans(table: RegisterTable, rows: pl.DataFrame, values: Values) -> Iterator[tuple[str, float]]:
    for rule in table.found:
        known = [frame for path in rule.among if (frame := values(path)) is not None]
        own = rows.select(pl.col(rule.column).alias("value")).drop_nulls()
        if known and own.height:
            # a sample is looked for in millions: only what it asks for is kept of them
            seen = pl.concat(known).join(own.lazy().unique(), on="value", how="semi").unique()
            wanted = own.lazy().join(seen, on="value", how="anti")
            lost = wanted.select(pl.len()).collect(engine="streaming").item()
            yield f"{rule.column} → {', '.join(rule.among)}", lost / own.height


def _compared(table: RegisterTable) -> list[Column]:
    """Return the columns whose content is compared by identity."""
    return [c for c in table.columns if c.lake]


def _dated(table: RegisterTable) -> list[str]:
    return [c.lake for c in table.columns if c.lake and c.kind in _DAYS]


def _hashes(table: RegisterTable) -> list[pl.Expr]:
    """Return one hash a column, and for days a second one: of the same days with day and month exchanged."""
    plain = [_hash(_said(c)).alias(str(c.lake)) for c in _compared(table)]
    return [*plain, *(_hash(_exchanged(pl.col(name).cast(pl.Date))).alias(name + _TURNED) for name in _dated(table))]


def _said(column: Column) -> pl.Expr:
    """Return what a column says: of a moment its day, of a sum its size, since what was counted is corrected later."""
    values = pl.col(str(column.lake))
    if column.kind == "integer":
        return values.cast(pl.Float64).abs().add(1).log(2).round(0)
    return values.cast(pl.Date) if column.kind in _DAYS else values


def _hash(values: pl.Expr) -> pl.Expr:
    return (values.cast(pl.String).fill_null("").hash() // _SHIFT).sum()


def _exchanged(day: pl.Expr) -> pl.Expr:
    """Return a day as text with day and month exchanged, where that is a day too."""
    return pl.when(day.dt.day() <= 12).then(day.dt.strftime("%Y-%d-%m")).otherwise(day.dt.strftime("%Y-%m-%d"))


def _sample(rows: pl.DataFrame, table: RegisterTable) -> pl.DataFrame:
    """Return some identities of the sample with one hash a column, when each was known last, and its part."""
    if rows.is_empty():
        return pl.DataFrame()
    few = max(1, rows[IDENTITY].n_unique() // SAMPLE_IDENTITIES)
    chosen = rows if few == 1 else rows.filter((pl.col(IDENTITY).hash(1)) % few == 0)
    return chosen.group_by(IDENTITY).agg(*_hashes(table), *_beside(table)).sort(IDENTITY)


def _beside(table: RegisterTable) -> Iterator[pl.Expr]:
    if table.window:
        yield pl.col(table.window).cast(pl.String).max().alias(_LAST)
    if table.apart:
        yield pl.col(table.apart.column).cast(pl.String).str.slice(0, table.apart.signs).min().alias(_PART)


def _overlaps(before: pl.DataFrame, rows: pl.LazyFrame, table: RegisterTable, is_comparable: bool) -> Iterator[Overlap]:
    wanted = rows.with_columns(_identity(table)).join(before.lazy().select(IDENTITY), on=IDENTITY, how="semi")
    now = wanted.group_by(IDENTITY).agg(_hashes(table)).collect(engine="streaming")
    expected = _expected(before, rows, table)
    left = before.join(now, on=IDENTITY, how="semi").height / before.height
    yield _overlap(expected, now, table, is_comparable, left)
    if _PART in before.columns:
        for (part,), known in sorted(expected.group_by(_PART), key=lambda one: str(one[0])):
            yield replace(_overlap(known, now, table, is_comparable, left), part=str(part))


def _expected(before: pl.DataFrame, rows: pl.LazyFrame, table: RegisterTable) -> pl.DataFrame:
    """Return the known identities that should be there again: those not older than what a delivery reaches back to."""
    if table.window is None or _LAST not in before.columns:
        return before
    first = rows.select(pl.col(table.window).cast(pl.String).min()).collect().item()
    return before.filter(pl.col(_LAST) >= first) if first is not None else before


def _overlap(
    before: pl.DataFrame, now: pl.DataFrame, table: RegisterTable, is_comparable: bool, left: float
) -> Overlap:
    both = before.join(now, on=IDENTITY, suffix=" now")
    gone = 1 - both.height / before.height if before.height else 0.0
    if not is_comparable or both.is_empty():
        return Overlap(known=before.height, gone=gone, left=left, changed={}, exchanged={})
    names = [str(c.lake) for c in _compared(table) if c.lake in before.columns]
    shares = both.select((pl.col(name) != pl.col(f"{name} now")).mean() for name in names)
    return Overlap(
        known=before.height,
        gone=gone,
        left=left,
        changed=dict(zip(names, map(float, shares.row(0)), strict=True)),
        exchanged={name: _turned(both, name) for name in _dated(table) if name in before.columns},
    )


def _of_another(both: pl.DataFrame, name: str) -> float:
    now = pl.col(f"{name} now")
    seldom = both.filter(pl.len().over(name) <= _SELDOM)[name].unique()
    return both.filter((pl.col(name) != now) & now.is_in(seldom.implode())).height / both.height


def _of_row_above(old: pl.DataFrame, new: pl.DataFrame, table: RegisterTable) -> dict[str, float]:
    """Return the part of the identities that have a value now which they had not, and the one before them had."""
    before, now = (rows.with_columns(_identity(table)) for rows in (old, new))
    found = {}
    for column in _compared(table):
        value = pl.col(str(column.lake)).alias("value")
        known = before.select(IDENTITY, value).drop_nulls().unique()
        told = now.select(IDENTITY, value, above=pl.col(IDENTITY).shift(1)).drop_nulls()
        came = told.join(known, on=[IDENTITY, "value"], how="anti")
        taken = came.join(known, left_on=["above", "value"], right_on=[IDENTITY, "value"], how="semi")
        found[str(column.lake)] = taken[IDENTITY].n_unique() / max(now[IDENTITY].n_unique(), 1)
    return found


def _turned(both: pl.DataFrame, name: str) -> float:
    """Return the part of the identities with a day that can be exchanged in which it now is."""
    can = both.filter(pl.col(name) != pl.col(name + _TURNED))
    return can.filter(pl.col(f"{name} now") == pl.col(name + _TURNED)).height / max(can.height, FEW)


__all__ = ["Bins", "Overlap", "Scan", "Values", "of_table", "overlap", "pair_of", "rewritten", "take_profile"]
