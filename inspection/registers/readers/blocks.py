"""From bytes to whole lines of text, block by block, with the exact number of every line: what both notations read."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from inspection.errors import IntakeFault
from inspection.registers.readers.source import Source

LONGEST_FIELD = 10_000
LONGEST_LINE = 1 << 20
NO_FAULTS = pl.DataFrame(schema={"line": pl.Int64, "rule": pl.String})
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Layout:
    """What a file must hold, in whichever notation.

    columns
        The names of its columns, in their order.
    numbers
        Those that are numbers: in JSON their values may be written without quotes.
    where
        The delivery and its file, for who has to look.
    """

    columns: tuple[str, ...]
    numbers: frozenset[str]
    where: str

    @property
    def expected(self) -> str:
        """Say which columns there must be."""
        return f"Expected {len(self.columns)} columns in this order: {', '.join(self.columns)}."


@dataclass(frozen=True)
class Block:
    """Whole lines of a file, the first of which has the number `first`."""

    first: int
    text: str


@dataclass(frozen=True)
class Lines:
    """A block of whole lines of one file.

    fields
        One column a field of the file, all text, and `line`, the number in the file; empty fields are null.
    faults
        `line` and `rule` of the lines that are no record.
    """

    fields: pl.DataFrame
    faults: pl.DataFrame


def text_blocks(source: Source, file: str) -> Iterator[Block]:
    """Yield the lines of `file`; raises `IntakeFault` for a NUL byte, text that is not UTF-8, or no line ends."""
    number = 1
    for block in _whole_lines(source, file):
        text = _text(block, file, number)
        yield Block(number, text)
        number += text.count("\n")


def without_long_fields(lines: Lines, columns: tuple[str, ...]) -> Lines:
    """Set the lines aside of which a field is longer than any register's."""
    long = pl.any_horizontal(pl.col(columns).str.len_bytes() > LONGEST_FIELD).fill_null(False)
    if not lines.fields.select(long.any()).item():
        return lines
    found = lines.fields.filter(long).select("line", rule=pl.lit("field_too_long"))
    return Lines(lines.fields.filter(~long), pl.concat([lines.faults, found]).sort("line"))


def _whole_lines(source: Source, file: str) -> Iterator[bytes]:
    rest = b""
    for block in source.blocks(file):
        end = block.rfind(b"\n") + 1
        whole = b"".join((rest, memoryview(block)[:end])) if end else b""  # copied once
        rest = block[end:] if end else rest + block
        if len(rest) > LONGEST_LINE:
            raise IntakeFault("INTAKE-014", longest_line=LONGEST_LINE, source=source.name, file=file)
        if whole:
            yield whole
    if rest:
        yield rest


def _text(block: bytes, file: str, number: int) -> str:
    if number == 1:
        block = block.removeprefix(_BOM)
    nul = block.find(b"\0")
    if nul >= 0:
        raise IntakeFault("INTAKE-011", at=_at(block, nul, file, number))
    try:
        return block.decode("utf-8")
    except UnicodeDecodeError as fault:
        column = fault.start - block.rfind(b"\n", 0, fault.start)
        raise IntakeFault("INTAKE-012", column=column, at=_at(block, fault.start, file, number)) from None


def _at(block: bytes, offset: int, file: str, number: int) -> str:
    line = number + block.count(b"\n", 0, offset)
    return f"{file}, line {line}"
