"""Rows as CSV: a header, then one record a line, its fields in the order of the columns.

A general CSV parser is lenient just where it matters (a missing field is filled, a stray quote swallows the rest of the
file), so each line is judged on its own first, and only lines that are beyond doubt are parsed. None of these registers
breaks a line inside a field; a line that does is set aside.
"""

from collections.abc import Iterable, Iterator

import polars as pl

from inspection.errors import IntakeFault
from inspection.registers.readers.blocks import NO_FAULTS, Block, Layout, Lines
from inspection.registers.readers.damage import saved_by_a_spreadsheet

_FIELD = r'(?:"(?:[^"]|"")*"|[^",]*)'
_ON_A_LINE = r'(?:"(?:[^"\n]|"")*"|[^",\n]*)'


def records(blocks: Iterable[Block], layout: Layout) -> Iterator[Lines]:
    """Yield the records of a file; raises `IntakeFault` for another header than the layout's, or none."""
    is_begun = False
    for block in blocks:
        first, text = block.first, block.text
        if not is_begun:
            head, _, text = text.partition("\n")
            _check_header(head, layout)
            first, is_begun = first + 1, True
        if text:
            yield _split(text, list(layout.columns), first)
    if not is_begun:
        raise IntakeFault("INTAKE-013", expected=layout.expected, where=layout.where)


def _check_header(line: str, layout: Layout) -> None:
    """Compare the first line with the names that it must hold."""
    header = list(layout.columns)
    found = [name.strip('"') for name in line.rstrip("\r").split(",")]
    if found == header:
        return
    if any(line.count(mark) >= len(header) - 1 > 0 for mark in (";", "\t")):
        sign = "its fields are separated by semicolons or tabs"
        raise saved_by_a_spreadsheet(sign, where=f"{layout.where}, line 1")
    raise IntakeFault("INTAKE-010", found=_found(found, header), expected=layout.expected, where=layout.where)


def _found(found: list[str], header: list[str]) -> str:
    """Name what was found; where most of it is unknown it may be a row about somebody, and only its width is told."""
    known = sum(name in header for name in found)
    shown = ", ".join(name[:40] for name in found[:40]) if 2 * known >= len(found) else "no name of a column"
    return f"{len(found)} fields ({shown})"


def _split(text: str, header: list[str], first: int) -> Lines:
    if _is_all_records(text, len(header)):  # as nearly always: then no line need be looked at on its own
        count = text.count("\n") + (not text.endswith("\n"))
        fields = _parse(text.encode(), count, header)
        numbered = fields.with_columns(line=pl.int_range(first, first + count, dtype=pl.Int64))
        return Lines(numbered, NO_FAULTS)
    lines = pl.DataFrame({"text": [text.removesuffix("\n")]}).select(pl.col("text").str.split("\n").explode())
    lines = lines.select(pl.col("text").str.strip_suffix("\r")).with_row_index("line", first)
    lines = lines.with_columns(pl.col("line").cast(pl.Int64))
    is_record = lines.select(_is_record(len(header))).to_series()
    good = lines.filter(is_record)
    faults = lines.filter(~is_record).select("line", rule=_fault())
    raw = good["text"].str.join("\n").item() or ""
    fields = _parse(raw.encode(), good.height, header).with_columns(good["line"])
    return Lines(fields, faults)


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
