"""From bytes to fields: one record a line, strictly, with the exact number of every line that is wrong.

A general CSV parser is lenient just where it matters (a missing field is filled, a stray quote swallows the rest of the
file), so each line is judged on its own first, and only lines that are beyond doubt are parsed. None of these registers
breaks a line inside a field; a line that does is set aside.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from inspection.errors import IntakeFault
from inspection.registers.readers.damage import saved_by_a_spreadsheet
from inspection.registers.readers.source import Source

LONGEST_FIELD = 10_000
LONGEST_LINE = 1 << 20
_FIELD = r'(?:"(?:[^"]|"")*"|[^",]*)'
_ON_A_LINE = r'(?:"(?:[^"\n]|"")*"|[^",\n]*)'
_BOM = b"\xef\xbb\xbf"
_NO_FAULTS = pl.DataFrame(schema={"line": pl.Int64, "rule": pl.String})


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


def read_lines(source: Source, file: str, header: list[str]) -> Iterator[Lines]:
    """Yield the records of `file` block by block.

    header
        The names that the first line must hold, in this order.

    Raises `IntakeFault` for another header, a NUL byte, text that is not UTF-8, or something without line ends.
    """
    first = True
    number = 1
    for block in _whole_lines(source, file):
        text = _text(block, file, number)
        if first:
            head, _, text = text.partition("\n")
            check_header(head, header, f"{source.name}, {file}")
            number, first = 2, False
        if text:
            yield _split(text, header, number)
            number += text.count("\n")
    if first:
        raise IntakeFault("INTAKE-013", expected=_expected(header), source=source.name, file=file)


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


def check_header(line: str, header: list[str], where: str) -> None:
    """Compare the first line with the names that it must hold; raises `IntakeFault`."""
    found = [name.strip('"') for name in line.rstrip("\r").split(",")]
    if found == header:
        return
    if any(line.count(mark) >= len(header) - 1 > 0 for mark in (";", "\t")):
        raise saved_by_a_spreadsheet("its fields are separated by semicolons or tabs", where=f"{where}, line 1")
    raise IntakeFault("INTAKE-010", found=_found(found, header), expected=_expected(header), where=where)


def _found(found: list[str], header: list[str]) -> str:
    """Name what was found; where most of it is unknown it may be a row about somebody, and only its width is told."""
    known = sum(name in header for name in found)
    shown = ", ".join(name[:40] for name in found[:40]) if 2 * known >= len(found) else "no name of a column"
    return f"{len(found)} fields ({shown})"


def _expected(header: list[str]) -> str:
    return f"Expected {len(header)} columns in this order: {', '.join(header)}."


def _split(text: str, header: list[str], first: int) -> Lines:
    if _is_all_records(text, len(header)):  # as nearly always: then no line need be looked at on its own
        count = text.count("\n") + (not text.endswith("\n"))
        fields = _parse(text.encode(), count, header)
        numbered = fields.with_columns(line=pl.int_range(first, first + count, dtype=pl.Int64))
        return _without_long_fields(Lines(numbered, _NO_FAULTS), header)
    lines = pl.DataFrame({"text": [text.removesuffix("\n")]}).select(pl.col("text").str.split("\n").explode())
    lines = lines.select(pl.col("text").str.strip_suffix("\r")).with_row_index("line", first)
    lines = lines.with_columns(pl.col("line").cast(pl.Int64))
    is_record = lines.select(_is_record(len(header))).to_series()
    good = lines.filter(is_record)
    faults = lines.filter(~is_record).select("line", rule=_fault())
    raw = good["text"].str.join("\n").item() or ""
    fields = _parse(raw.encode(), good.height, header).with_columns(good["line"])
    return _without_long_fields(Lines(fields, faults), header)


def _is_all_records(text: str, width: int) -> bool:
    """Tell whether every line of a block is a record, in one pass over it; False where a line must be looked at."""
    if "\r" in text or width == 1:
        return False
    record = f"{_ON_A_LINE}(?:,{_ON_A_LINE}){{{width - 1}}}"
    whole = pl.DataFrame({"text": [text]}).select(pl.col("text").str.contains(f"^{record}(?:\n{record})*\n?$"))
    return bool(whole.item())


def _is_record(width: int) -> pl.Expr:
    text = pl.col("text")
    return text.str.contains(f"^{_FIELD}(?:,{_FIELD}){{{width - 1}}}$") & (text != "")


def _fault() -> pl.Expr:
    """Return what is wrong with a line that is no record: how many fields it has, or its quotes."""
    fields = pl.col("text").str.contains(f"^{_FIELD}(?:,{_FIELD})*$")
    return pl.when(fields).then(pl.lit("fields")).otherwise(pl.lit("quotes"))


def _parse(raw: bytes, rows: int, header: list[str]) -> pl.DataFrame:
    if not rows:
        return pl.DataFrame(schema=dict.fromkeys(header, pl.String))
    ended = raw if raw.endswith(b"\n") else raw + b"\n"
    parsed = pl.read_csv(ended, has_header=False, schema=dict.fromkeys(header, pl.String), infer_schema=False)
    if parsed.height != rows:
        raise AssertionError("the CSV parser counted other lines than we did")
    return parsed.select(pl.when(pl.col(c) != "").then(pl.col(c)).alias(c) for c in header)


def _without_long_fields(lines: Lines, header: list[str]) -> Lines:
    long = pl.any_horizontal(pl.col(header).str.len_bytes() > LONGEST_FIELD).fill_null(False)
    if not lines.fields.select(long.any()).item():
        return lines
    found = lines.fields.filter(long).select("line", rule=pl.lit("field_too_long"))
    return Lines(lines.fields.filter(~long), pl.concat([lines.faults, found]).sort("line"))
