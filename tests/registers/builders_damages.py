"""Damages drawn by chance: what a delivery can become on its way, of every register, each from its seed.

Of the Crossroads Bank every second one is an update. A delete file holds keys only: that they come twice or in another
order harms nothing, and is not drawn.

Only what matters is damaged: columns that the lake keeps, in files of some length, in a large part of the rows. A few
wrong rows are no spoilt delivery: the reader sets them aside or they are what the register says.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path
from random import Random

import builders_registers as b
from builders_deliveries import BORN, country
from builders_registers import Files, Row
from builders_updates import update_files

from inspection.registers.readers import kbo
from sectors.rules.registers import Column, RegisterTable

NEXT = BORN + timedelta(days=7)
LEAST_ROWS = 150
LEAST_ROWS_OF_AN_UPDATE = 40
NUMBER = 744  # of the extract after the country's first one
LEAST_SHARE = 0.34
JSON_SHARE = 1 / 3
UPDATE_SHARE = 1 / 2
Rows = list[list[str]]


def _in_order() -> tuple[str, ...]:
    """Return every register that is described, those first in which values of others are looked for."""
    registers = b.rules().registers
    needs = {
        key: {
            path.split(".")[0]
            for table in one.tables
            for rule in table.found
            for path in rule.among
            if path.count(".") > 1
        }
        for key, one in registers.items()
    }
    return tuple(TopologicalSorter(needs).static_order())


ORDER = _in_order()


@dataclass(frozen=True)
class Damaged:
    """A delivery that was damaged: which register, how, where, and its files.

    `is_latin` for another encoding, `is_json` for JSON lines in the place of CSV.
    """

    register: str
    kind: str
    where: str
    files: Files
    is_latin: bool = False
    is_json: bool = False

    @property
    def told(self) -> str:
        """The register, and whether this is an update of it."""
        return f"{self.register} update" if _is_update(self.files) else self.register

    def written(self, folder: Path) -> Path:
        """Write the files as somebody would send them."""
        b.write(folder, self.files)
        if self.is_json:
            b.as_json_lines(folder)
        if self.is_latin:
            file = (folder / self.where).with_suffix(".jsonl" if self.is_json else ".csv")
            file.write_bytes(file.read_bytes().decode().encode("latin-1", errors="replace"))
        return folder


def drawn(seed: int) -> Damaged:
    """Return the damaged delivery of a seed; never one that is as the honest one."""
    draw = Random(f"damage {seed}")
    while True:
        register = draw.choice(ORDER)
        kind = draw.choice(sorted(KINDS))
        is_update = register == "kbo" and draw.random() < UPDATE_SHARE
        honest = _update(1, NEXT) if is_update else _delivered(1, register, NEXT)
        made = _made(register, kind, honest, draw)
        if made is not None and (made.is_latin or _says_another(made.files, honest)):
            return replace(made, is_json=_may_be_json(register) and draw.random() < JSON_SHARE)


def _is_update(files: Files) -> bool:
    return "enterprise_insert.csv" in files


def _says_another(files: Files, honest: Files) -> bool:
    """Tell whether a file says something else; an update that says it of a few rows only is no spoilt one."""
    if not _is_update(honest):
        return files != honest
    apart = {
        name: _rows(files[name]) - _rows(honest[name]) | _rows(honest[name]) - _rows(files[name]) for name in honest
    }
    return any(rows.total() > LEAST_SHARE / 2 * len(honest[name]) for name, rows in apart.items())


def _rows(told: Sequence[Row]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(map(str, row)) for row in told)


def _may_be_json(register: str) -> bool:
    return "json_lines" in b.rules().registers[register].notations


@cache
def _delivered(seed: int, register: str, day: date) -> Files:
    """Return an honest delivery, which nobody changes: it takes longer to make than to damage."""
    return country(seed).files(register, day)


@cache
def _update(seed: int, day: date) -> Files:
    return update_files(seed, day - timedelta(days=7), day, NUMBER)


def _made(register: str, kind: str, honest: Files, draw: Random) -> Damaged | None:
    of = kbo.update_files if _is_update(honest) else _files
    tables = {file: table for table in b.rules().registers[register].tables for file in of(table)}
    least = LEAST_ROWS_OF_AN_UPDATE if _is_update(honest) else LEAST_ROWS
    long = [f for f, table in tables.items() if table.stored and len(honest.get(f, ())) > least]
    file = draw.choice(long)
    if file.endswith("_delete.csv") and kind not in KINDS_OF_KEYS:
        return None
    header, *body = ([str(cell) for cell in row] for row in honest[file])
    found = KINDS[kind](register, tables[file], file, [header, *body], draw)
    if found is None:
        return None
    rows, where = found
    return Damaged(register, kind, where, {**honest, file: rows}, is_latin=kind == "saved as latin-1")


def _files(table: RegisterTable) -> tuple[str, ...]:
    return table.files


def _kept(table: RegisterTable) -> list[Column]:
    return [column for column in table.columns if column.lake]


def _some(body: Rows, draw: Random) -> set[int]:
    """Draw the rows that are hit: at least a third, often all."""
    share = draw.choice((LEAST_SHARE, 0.5, 0.8, 1.0))
    return set(draw.sample(range(len(body)), round(share * len(body))))


Found = tuple[Rows, str] | None


def _cut(register: str, table: RegisterTable, file: str, rows: Rows, draw: Random) -> Found:
    return [rows[0], *rows[1 : 1 + round((len(rows) - 1) * draw.choice((0, 0.2, 0.5, 0.66)))]], file


def _doubled(register: str, table: RegisterTable, file: str, rows: Rows, draw: Random) -> Found:
    return [*rows, *(rows[1 + n] for n in sorted(_some(rows[1:], draw)))], file


def _moved_cells(register: str, table: RegisterTable, file: str, rows: Rows, draw: Random) -> Found:
    """A separator was read where none was: the cells of a row move on by one."""
    hit = _some(rows[1:], draw)
    return [rows[0], *([row[-1], *row[:-1]] if n in hit else row for n, row in enumerate(rows[1:]))], file


def _neighbours(register: str, table: RegisterTable, file: str, rows: Rows, draw: Random) -> Found:
    """A column was sorted or pasted one row too low: every row has the value of another one."""
    place = _place(table, rows, draw, lambda c: c.use != "never")
    if place is None:
        return None
    values = [row[place] for row in rows[1:]]
    moved = values[-1:] + values[:-1]
    if sum(a != c for a, c in zip(values, moved, strict=True)) < LEAST_SHARE * len(values):
        return None
    told = [_with(row, place, new) for row, new in zip(rows[1:], moved, strict=True)]
    return [rows[0], *told], f"{file} {rows[0][place]}"


def _latin(register: str, table: RegisterTable, file: str, rows: Rows, draw: Random) -> Found:
    return (rows, file) if any(not cell.isascii() for row in rows[1:] for cell in row) else None


def _mojibake(register: str, table: RegisterTable, file: str, rows: Rows, draw: Random) -> Found:
    told = [[cell.encode().decode("latin-1") for cell in row] for row in rows[1:]]
    hit = sum(a != c for a, c in zip(rows[1:], told, strict=True))
    return ([rows[0], *told], file) if hit > LEAST_SHARE * len(told) else None


def _exchanged(register: str, table: RegisterTable, file: str, rows: Rows, draw: Random) -> Found:
    """Day and month change places where both can be either."""

    def turned(day: date, _: int) -> date:
        return day.replace(day=day.month, month=day.day) if day.day <= 12 else day

    return _on_dates(table, file, rows, draw, turned)


def _future(register: str, table: RegisterTable, file: str, rows: Rows, draw: Random) -> Found:
    years = draw.choice((20, 60, 73))
    hit = _some(rows[1:], draw)

    def later(day: date, n: int) -> date:
        return day.replace(day=min(day.day, 28), year=day.year + years) if n in hit else day

    return _on_dates(table, file, rows, draw, later)


def _swapped(register: str, table: RegisterTable, file: str, rows: Rows, draw: Random) -> Found:
    """Two columns were exchanged below their names."""
    one = _place(table, rows, draw, lambda c: True)
    other = _place(table, rows, draw, lambda c: True)
    if one is None or other is None or one == other:
        return None
    differ = [row for row in rows[1:] if row[one] != row[other]]
    if len(differ) < LEAST_SHARE * len(rows):
        return None
    names = f"{rows[0][one]} and {rows[0][other]}"
    return [rows[0], *(_with(_with(row, one, row[other]), other, row[one]) for row in rows[1:])], f"{file} {names}"


def _of_another(register: str, table: RegisterTable, file: str, rows: Rows, draw: Random) -> Found:
    """A part of the file is that of another extract: of another environment, or of a year ago."""
    source, day = draw.choice(((99, NEXT), (1, BORN - timedelta(days=330))))
    if register in ("checkin", "works"):
        source, day = 99, NEXT  # a year ago nobody had checked in, and nothing was built
    files = _delivered(source, register, day) if file in table.files else _update(source, day)
    other = [[str(cell) for cell in row] for row in files.get(file, ())]
    hit = _some(rows[1:], draw)
    if len(other) < (LEAST_ROWS if file in table.files else LEAST_ROWS_OF_AN_UPDATE):
        return None
    mixed = [other[1 + n % (len(other) - 1)] if n in hit else row for n, row in enumerate(rows[1:])]
    strange = {tuple(row) for row in mixed} - {tuple(row) for row in rows[1:]}
    return ([rows[0], *mixed], file) if len(strange) > LEAST_SHARE / 2 * len(rows) else None


def _one_value(register: str, table: RegisterTable, file: str, rows: Rows, draw: Random) -> Found:
    """A column was filled downwards: one value in every row."""
    place = _place(table, rows, draw, lambda c: c.use != "never")
    if place is None:
        return None
    value = rows[1 + draw.randrange(len(rows) - 1)][place]
    changed = sum(row[place] != value for row in rows[1:])
    if changed < LEAST_SHARE * len(rows):
        return None
    return [rows[0], *(_with(row, place, value) for row in rows[1:])], f"{file} {rows[0][place]}"


def _emptied(register: str, table: RegisterTable, file: str, rows: Rows, draw: Random) -> Found:
    """A column lost its content in a large part of the rows."""
    place = _place(table, rows, draw, lambda c: c.use != "never")
    hit = _some(rows[1:], draw)
    full = sum(bool(row[place]) for row in rows[1:]) if place is not None else 0
    if place is None or full < 0.9 * (len(rows) - 1):
        return None
    told = [_with(row, place, "") if n in hit else row for n, row in enumerate(rows[1:])]
    return [rows[0], *told], f"{file} {rows[0][place]}"


KINDS: dict[str, Callable[[str, RegisterTable, str, Rows, Random], Found]] = {
    "cut": _cut,
    "doubled": _doubled,
    "cells moved on": _moved_cells,
    "a column moved down": _neighbours,
    "saved as latin-1": _latin,
    "decoded wrongly": _mojibake,
    "day and month exchanged": _exchanged,
    "days in the future": _future,
    "two fields swapped": _swapped,
    "mixed extracts": _of_another,
    "filled downwards": _one_value,
    "a column emptied": _emptied,
}
KINDS_OF_KEYS = ("cut", "mixed extracts", "filled downwards", "a column emptied")


def _place(table: RegisterTable, rows: Rows, draw: Random, fits: Callable[[Column], bool]) -> int | None:
    names = [column.name for column in _kept(table) if fits(column) and column.name in rows[0]]
    varied = [name for name in names if len({row[rows[0].index(name)] for row in rows[1:]}) > 1]
    return rows[0].index(draw.choice(varied)) if varied else None


def _with(row: list[str], place: int, value: str) -> list[str]:
    return [*row[:place], value, *row[place + 1 :]]


def _on_dates(table: RegisterTable, file: str, rows: Rows, draw: Random, change: Callable[[date, int], date]) -> Found:
    names = [c.name for c in _kept(table) if c.kind in ("date", "date_time") and c.name in rows[0]]
    if not names:
        return None
    name = draw.choice(names)
    place = rows[0].index(name)
    told = [_with(row, place, _changed(row[place], n, change)) for n, row in enumerate(rows[1:])]
    hit = sum(a != c for a, c in zip(rows[1:], told, strict=True))
    return ([rows[0], *told], f"{file} {name}") if hit >= LEAST_SHARE / 2 * len(told) else None


def _changed(text: str, n: int, change: Callable[[date, int], date]) -> str:
    """Change a day in the way in which it is written."""
    day, rest = text[:10], text[10:]
    if len(day) < 10:
        return text
    is_iso = day[4] == "-"
    year, month, number = day.split("-") if is_iso else reversed(day.split("-"))
    new = change(date(int(year), int(month), int(number)), n)
    return (new.isoformat() if is_iso else new.strftime("%d-%m-%Y")) + rest
