"""Rows as JSON lines: one object a line, each with every column by its name, in any order.

A general JSON parser is lenient just where it matters (of a key that is there twice the last wins, a number loses its
zeros), so the pairs of an object are looked at as they stand, and a value is a text as it would stand in the CSV, null
where that would be empty; only a column of numbers may have its value without quotes, and keeps it sign by sign.

A key that is no column refuses the whole delivery, as a header with another column does: whoever sends a field that is
not asked for sends something that nobody allowed.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import polars as pl

from inspection.errors import IntakeFault
from inspection.registers.readers.blocks import Block, Layout, Lines

_NO_TEXT: Final = re.compile("[\0\r\n\ud800-\udfff]")  # a NUL, a line break, half a character: no field of a CSV
_PLAIN: Final = frozenset({str, type(None)})


class _Number(str):
    """A number as it is written."""


class _NoRecord(Exception):
    """What is wrong with a line, under the name of the rule that it broke."""


def _no_number(_: str) -> None:
    raise ValueError("NaN and Infinity are no JSON")


# tuple: an object becomes its pairs, those of a key that is there twice included; an array is a list
_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=tuple, parse_int=_Number, parse_float=_Number, parse_constant=_no_number
)


def records(blocks: Iterable[Block], layout: Layout) -> Iterator[Lines]:
    """Yield the records of a file, which may have none; raises `IntakeFault` for a key that is no column."""
    for block in blocks:
        yield _split(block, layout)


def _split(block: Block, layout: Layout) -> Lines:
    rows: list[Sequence[str | None]] = []
    numbers: list[int] = []
    faults: list[tuple[int, str]] = []
    for number, text in enumerate(block.text.removesuffix("\n").split("\n"), start=block.first):
        try:
            rows.append(_texts(text, number, layout))
            numbers.append(number)
        except _NoRecord as fault:
            faults.append((number, str(fault)))
    found = zip(*rows, strict=True) if rows else ((),) * len(layout.columns)
    columns = [pl.Series(name, texts, dtype=pl.String) for name, texts in zip(layout.columns, found, strict=True)]
    empty_is_null = (pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in layout.columns)
    fields = pl.DataFrame([*columns, pl.Series("line", numbers, dtype=pl.Int64)]).with_columns(empty_is_null)
    return Lines(fields, pl.DataFrame(faults, schema={"line": pl.Int64, "rule": pl.String}, orient="row"))


def _texts(text: str, number: int, layout: Layout) -> Sequence[str | None]:
    """Return the texts of an object in the order of the columns; raises `_NoRecord`."""
    values = _by_column(_pairs(text), number, layout)
    if not _PLAIN.issuperset(map(type, values)):
        named = zip(layout.columns, values, strict=True)
        values = [_text(value, column in layout.numbers) for column, value in named]
    if "\\" in text and any(one and _NO_TEXT.search(one) for one in values):  # they cannot stand there but escaped
        raise _NoRecord("no_text")
    return values


def _pairs(text: str) -> tuple[tuple[str, Any], ...]:
    try:
        found = _DECODER.decode(text)
    except (ValueError, RecursionError):
        raise _NoRecord("json") from None
    if not isinstance(found, tuple):
        raise _NoRecord("json")
    return found


def _by_column(pairs: tuple[tuple[str, Any], ...], number: int, layout: Layout) -> Sequence[Any]:
    keys, values = zip(*pairs, strict=True) if pairs else ((), ())
    if keys == layout.columns:  # as nearly always
        return values
    record = dict(pairs)
    if not record.keys() <= set(layout.columns):
        raise IntakeFault("INTAKE-017", expected=layout.expected, where=f"{layout.where}, line {number}")
    if len(record) < len(pairs):
        raise _NoRecord("repeated_key")
    if len(record) < len(layout.columns):
        raise _NoRecord("fields")
    return [record[column] for column in layout.columns]


def _text(value: Any, is_number: bool) -> str | None:
    """Return the text of a value, None for null; raises `_NoRecord` for what a CSV could not hold there."""
    if isinstance(value, _Number):
        if is_number:
            return str(value)
    elif value is None or isinstance(value, str):
        return value
    raise _NoRecord("type")
