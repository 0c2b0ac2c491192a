"""A file of wage scales, read whole or refused whole; every fault is told at once with the number of its line."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from sectors.reader import RuleFault
from sectors.rules.wages import WageRow, clashing
from sectors.wages.cells import READERS

COLUMNS: Mapping[str, bool] = {
    "joint_committee": True,
    "category": True,
    "age_from": True,
    "age_to": False,
    "seniority_from": False,
    "valid_from": True,
    "hourly_eur": False,
    "hourly_cents": False,
    "weekly_hours": False,
    "source": True,
    "printed_on": True,
}
"""The columns of a file, and whether every row must fill them; of the two amounts exactly one is a column."""

AMOUNTS = ("hourly_eur", "hourly_cents")
_MOST_ROWS = 5_000
_KEY_LENGTH = 64
_Fault = tuple[int, str]


@dataclass(frozen=True, kw_only=True)
class WageLine:
    """The rows of one category from a day on, as one source gives them.

    key
        Of the scale in the rules: the joint committee and the category, in small letters.
    line
        Of the file, where its first row stands.
    """

    key: str
    joint_committee: str
    category: str
    valid_from: date
    source: str
    printed_on: date
    rows: tuple[WageRow, ...]
    line: int


@dataclass(frozen=True, kw_only=True)
class _Read:
    line: int
    cells: Mapping[str, Any]

    @property
    def group(self) -> tuple[str, date]:
        return key_of(self.cells["joint_committee"], self.cells["category"]), self.cells["valid_from"]


def read_wages(content: bytes, name: str, *, on: date) -> tuple[WageLine, ...]:
    """Read a file of wage scales, by scale and day.

    A comma or a semicolon parts the cells, as the first line does; amounts may have a decimal point or comma.

    Arguments: `name` how faults call the file; `on` today: a print of a later day is no print.
    Errors: `RuleFault` 601 with every fault of the file; nothing of it is taken in.
    """
    faults: list[_Fault] = []
    read = [one for one in _rows(content, on, faults) if one is not None]
    lines = tuple(_grouped(read, faults))
    if faults:
        said = "".join(f"\n          line {line}: {what}" for line, what in sorted(set(faults)))
        raise RuleFault("RULE-601", file=name, count=len(set(faults)), faults=said)
    return lines


def key_of(committee: str, category: str) -> str:
    """Return the key of a scale: small letters, digits and underscores only."""
    plain = unicodedata.normalize("NFKD", category).encode("ascii", "ignore").decode().lower()
    return f"jc_{committee.replace('.', '_')}_{re.sub(r'[^a-z0-9]+', '_', plain).strip('_')}"


def _rows(content: bytes, on: date, faults: list[_Fault]) -> Iterator[_Read | None]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        faults.append((1, "the file is not UTF-8: save it as CSV UTF-8"))
        return
    head, _, _ = text.partition("\n")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    try:
        names = [cell.strip() for cell in next(reader, [])]
        if not _is_head(names, faults):
            return
        count = 0
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            count += 1
            yield _row(names, cells, reader.line_num, on, faults)
        if not 0 < count <= _MOST_ROWS:
            faults.append((2, f"the file has {count} rows: from 1 to {_MOST_ROWS} are taken in at once"))
    except csv.Error:
        faults.append((reader.line_num, "the cells cannot be told apart: check the quotes"))


def _is_head(names: Sequence[str], faults: list[_Fault]) -> bool:
    said = [f"there is no column '{name}'" for name, needed in COLUMNS.items() if needed and name not in names]
    said += [f"column '{name}' is not known" for name in names if name not in COLUMNS]
    said += [f"column '{name}' stands there twice" for name in set(names) if names.count(name) > 1]
    if sum(name in names for name in AMOUNTS) != 1:
        said.append(f"exactly one of the columns '{AMOUNTS[0]}' and '{AMOUNTS[1]}' holds the amount")
    faults += [(1, one) for one in said]
    return not said


def _row(names: Sequence[str], cells: Sequence[str], line: int, on: date, faults: list[_Fault]) -> _Read | None:
    if len(cells) != len(names):
        faults.append((line, f"{len(cells)} cells under {len(names)} columns: put a cell with a comma between quotes"))
        return None
    found: dict[str, Any] = {}
    said: list[str] = []
    for name, cell in zip(names, (cell.strip() for cell in cells), strict=True):
        if not cell:
            if COLUMNS[name] or name in AMOUNTS:
                said.append(f"{name} is empty")
            continue
        try:
            found[name] = READERS[name](cell)
        except ValueError as fault:
            said.append(f"{name} {fault}")
    said += _together(found, on)
    faults += [(line, one) for one in said]
    return None if said else _Read(line=line, cells=found)


def _together(found: Mapping[str, Any], on: date) -> Iterator[str]:
    """Yield what the cells of a row say against each other, as far as each of them could be read."""
    if found.get("printed_on", on) > on:
        yield "printed_on lies in the future"
    if "age_from" in found and found.get("age_to", found["age_from"]) < found["age_from"]:
        yield "age_to lies below age_from"
    if {"joint_committee", "category"} <= found.keys():
        key = key_of(found["joint_committee"], found["category"])
        if key.endswith("_") or len(key) > _KEY_LENGTH:
            yield "category needs a Latin letter or digit, and at most fifty of them"


def _grouped(read: Sequence[_Read], faults: list[_Fault]) -> Iterator[WageLine]:
    for (key, start), mine in groupby(sorted(read, key=lambda one: one.group), key=lambda one: one.group):
        rows = sorted(mine, key=lambda one: one.line)
        first = rows[0]
        for name in ("category", "source", "printed_on"):
            faults += [
                (one.line, f"{name} differs from line {first.line}, of the same scale and day")
                for one in rows
                if one.cells[name] != first.cells[name]
            ]
        bands = _bands(rows)
        faults += _clashes(rows, bands)
        yield WageLine(
            key=key,
            joint_committee=first.cells["joint_committee"],
            category=first.cells["category"],
            valid_from=start,
            source=first.cells["source"],
            printed_on=first.cells["printed_on"],
            rows=bands,
            line=first.line,
        )


def _bands(rows: Sequence[_Read]) -> tuple[WageRow, ...]:
    """Let an age without a last one end before the next that the scale has."""
    starts = sorted({one.cells["age_from"] for one in rows})

    def row(cells: Mapping[str, Any]) -> WageRow:
        after = next((age for age in starts if age > cells["age_from"]), None)
        amount: Decimal = next(cells[name] for name in AMOUNTS if name in cells)
        return WageRow(
            hourly_cents=amount,
            age_from=cells["age_from"],
            age_to=cells.get("age_to", None if after is None else after - 1),
            seniority_from=cells.get("seniority_from", 0),
            weekly_hours=cells.get("weekly_hours"),
        )

    return tuple(row(one.cells) for one in rows)


def _clashes(rows: Sequence[_Read], bands: Sequence[WageRow]) -> Iterator[_Fault]:
    for n, band in enumerate(bands):
        before = next((at for at in range(n) if clashing((bands[at], band))), None)
        if before is not None:
            yield rows[n].line, f"somebody of this age and seniority has an amount on line {rows[before].line} already"
