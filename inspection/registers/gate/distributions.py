"""How the values of one column are spread: over ages, months, codes, sizes, hours and forms of text."""

from collections.abc import Iterable
from datetime import date

import polars as pl

from inspection.registers.gate.profile import Bins, ColumnProfile
from sectors.rules.registers import Column

FAR = "far future"
MOST_VALUES = 60  # bins kept of a column of codes; the others count as one
_OFTEN = 0.2  # distinct values a row up to which values are counted as codes are
_CELLS = 20
_OPEN = date(9999, 1, 1)
_SETTLED_DAYS = 1827  # days that old move no more: a register of some months has none, one of decades many
_AGES = (
    (-1826, FAR), (0, "future"), (8, "week"), (32, "month"), (93, "quarter"), (367, "year"), (1827, "5 years"),
    (7305, "20 years"), (73050, "older"),
)  # fmt: skip
_GARBLED = "Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—™š›œŸ]|â€|Â[\u0080-\u00bf]|\ufffd|\\p{L}\\?\\p{L}|├|┬|Ð."
_ACCENTS = "[^\\x00-\\x7F]"
_SHAPES = (("^[0-9]+$", "digits"), ("^[0-9]", "digits first"), ("[0-9]", "with digits"), ("^[^a-z]*$", "capitals"))
_LENGTHS = ((4, "short"), (12, "middling"))


def column_profile(values: pl.Series, column: Column, day: date) -> ColumnProfile:
    """Return the profile of a column of the lake as of the day of its snapshot."""
    filled = values.drop_nulls()
    missing = 1 - len(filled) / len(values) if len(values) else 0.0
    if not len(filled):
        return ColumnProfile(filled=0, missing=missing)
    distinct = filled.n_unique() / len(filled)
    text = _is_text(column)
    return ColumnProfile(
        filled=len(filled),
        missing=missing,
        garbled=_share(filled, _GARBLED) if text else None,
        accents=_share(filled, _ACCENTS) if text else None,
        distinct=distinct if column.kind in ("text", "digits") and column.check != "hour" else None,
        bins=_bins(filled, column, day, distinct),
    )


def _is_text(column: Column) -> bool:
    return column.kind in ("text", "digits") and column.check is None and not column.person


def _share(values: pl.Series, pattern: str) -> float:
    return int(values.str.contains(pattern).sum()) / len(values)


def _bins(values: pl.Series, column: Column, day: date, distinct: float) -> dict[str, Bins]:
    if column.kind in ("date", "date_time"):
        return _of_days(values.cast(pl.Date), day)
    if column.kind == "code":
        return {"codes": _counted(values)}
    if column.kind in ("integer", "decimal"):
        return {"sizes": _sizes(values, column)}
    if column.check == "hour":
        return {"sizes": _counted(values.str.slice(0, 2))}
    if not _is_text(column):
        return {}
    often = {"codes": _counted(values)} if distinct <= _OFTEN else {}
    return {"shapes": _shapes(values), **often}


def _of_days(days: pl.Series, day: date) -> dict[str, Bins]:
    frame = pl.DataFrame({"day": days}).with_columns(age=(pl.lit(day) - pl.col("day")).dt.total_days())
    ages = ((pl.col("day") >= _OPEN, "open"), *((pl.col("age") < below, name) for below, name in _AGES))
    settled = frame.filter(pl.col("age") > _SETTLED_DAYS)["day"]
    return {
        "dates": _counted(frame.select(_first(ages, "ancient")).to_series()),
        "months": _counted(settled.dt.month().cast(pl.String)),
        "days": _counted(settled.dt.day().cast(pl.String)),
    }


def _sizes(values: pl.Series, column: Column) -> Bins:
    """Count over twenty cells of the column's range, or over powers of two where it has none."""
    if column.low is not None and column.high is not None:
        width = (column.high - column.low) / _CELLS
        return _counted(((values - column.low) / width).floor().cast(pl.Int64).cast(pl.String))
    exponent = (values.abs().cast(pl.Float64) + 1).log(2).floor().cast(pl.Int64)
    return _counted((exponent * values.sign().cast(pl.Int64)).cast(pl.String))


def _shapes(values: pl.Series) -> Bins:
    text = pl.col("text")
    shape = _first([(text.str.contains(pattern), name) for pattern, name in _SHAPES], "letters")
    length = _first([(text.str.len_chars() <= most, name) for most, name in _LENGTHS], "long")
    both = pl.concat_str([shape, length], separator=", ")
    return _counted(pl.DataFrame({"text": values}).select(both).to_series())


def _first(conditions: Iterable[tuple[pl.Expr, str]], otherwise: str) -> pl.Expr:
    """Return the name of the first condition that holds."""
    return pl.coalesce(*(pl.when(condition).then(pl.lit(name)) for condition, name in conditions), pl.lit(otherwise))


def _counted(values: pl.Series) -> Bins:
    """Return value to number of rows; beyond the most frequent ones all others count as one."""
    counts = pl.DataFrame({"bin": values}).group_by("bin").len().sort(["len", "bin"], descending=[True, False])
    kept = {str(name): int(count) for name, count in counts.head(MOST_VALUES).iter_rows()}
    rest = int(counts["len"].tail(-MOST_VALUES).sum()) if counts.height > MOST_VALUES else 0
    return {**kept, "other": rest} if rest else kept
