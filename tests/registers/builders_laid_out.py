"""Deliveries of registers that live from week to week, made from nothing but their layout in registers.yaml.

So a register that is described later is damaged too, without a word here. A row comes, changes now and then in one
column, and goes. What a column is called says nothing; its kind, check, pattern and codes say what may stand in it, and
where the layout says that its values are found.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import builders_registers as b
from builders_registers import Files

from sectors.rules.registers import Column, RegisterTable

ROWS, NEW_ROWS, LIVED = 620, 80, 500  # of a register; the days within which what happens to a row happens
_OFTEN = 0.12  # of the rows, in which a column changes within those days
_PERIODS = 4  # of a figure by quarter or year: so many rows a unit
_CHECKED = {"enterprise_number": b.enterprise, "establishment_number": b.establishment, "person_number": b.nobody}
_COUNTRIES = ("XA", "XB", "XC", "XD")
_GROUPS = ("302", "124", "145", "119")
_TRADES = ("56101", "41201", "01110", "14110", "81210")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_FIRST_YEARS = 1000  # whole numbers from so many on are years


@dataclass(frozen=True)
class LaidOut:
    """The deliveries of one register of a country.

    born
        The day from which on something happens.
    firms
        How many firms the country has.
    found
        Register, table and column to the values that stand there.
    """

    seed: int
    register: str
    born: date
    firms: int
    found: Callable[[str, str, str], Sequence[str]]

    @property
    def table(self) -> RegisterTable:
        """The one table of it."""
        (table,) = b.rules().registers[self.register].tables
        return table

    def files(self, day: date) -> Files:
        """Return what the owner of the register would send on a day."""
        rows = [self._row(n, day) for n in range(ROWS + NEW_ROWS) if self._lives(n, day)]
        header = [column.name for column in self.table.columns]
        return {"meta.csv": b.meta(day, Synthetic="yes"), self.table.files[0]: [header, *rows]}

    def _draw(self, *part: object) -> Random:
        return Random(f"{self.seed}|{self.register}|{'|'.join(map(str, part))}")

    def _lives(self, n: int, day: date) -> bool:
        draw = self._draw("life", n)
        comes = self.born + timedelta(days=draw.randrange(1, LIVED)) if n >= ROWS else date.min
        goes = self.born + timedelta(days=draw.randrange(1, LIVED)) if draw.random() < _OFTEN else date.max
        return comes <= day < goes

    def _row(self, n: int, day: date) -> list[str]:
        said: dict[str, str] = {}
        for column in self.table.columns:
            said[column.name] = self._value(column, n, said, self._draw(column.name, n, self._version(column, n, day)))
        return list(said.values())

    def _version(self, column: Column, n: int, day: date) -> int:
        """Return 1 from the day on which a row says something else; that by which it is known, and days, stay."""
        draw = self._draw(column.name, n, "changes")
        has_changed = draw.random() < _OFTEN and self.born + timedelta(days=draw.randrange(LIVED)) <= day
        stays = column.lake in self.table.identity or column.check or column.kind in ("date", "date_time")
        return int(has_changed and not stays)

    def _value(self, column: Column, n: int, said: dict[str, str], draw: Random) -> str:
        if column.use == "never" or (not column.required and draw.random() < 0.03):
            return ""
        if column.check in _CHECKED:
            return _CHECKED[column.check](1 + (n // _PERIODS if self._has_periods() else n) % self.firms)
        if column.codes:
            is_of_unit = any(column.lake in pair for pair in self.table.together)
            of = self._draw(column.name, n % self.firms) if is_of_unit else draw
            return of.choices(column.codes, weights=range(len(column.codes), 0, -1))[0]
        if column.kind in ("date", "date_time"):
            return self._day(column, said, draw)
        if column.kind in ("integer", "decimal"):
            return self._number(column, n, said, draw)
        return self._text(column, n, draw)

    def _has_periods(self) -> bool:
        """Tell whether a row is about a unit and a period, of which there are four a unit."""
        known_by = [column for column in self.table.columns if column.lake in self.table.identity]
        return any(_is_year(column) or _is_quarter(column) for column in known_by)

    def _day(self, column: Column, said: dict[str, str], draw: Random) -> str:
        """Return a day: the first of a row lies months or years back, a later one after it."""
        before = next((text for text in said.values() if _DAY.fullmatch(text)), None)
        if before is not None:
            day = date.fromisoformat(before) + timedelta(days=draw.choice((30, 90, 180, 365)) + draw.randrange(30))
        else:
            day = self.born - timedelta(days=draw.choice((200, 700, 3000)) + draw.randrange(2500))
        return f"{day}T{draw.randrange(5, 20):02}:00:00Z" if column.kind == "date_time" else f"{day}"

    def _number(self, column: Column, n: int, said: dict[str, str], draw: Random) -> str:
        """Return a year; a ratio; a count, of which each is a part of the one before it in the row."""
        if _is_year(column):
            return str(self.born.year - 1 - n % _PERIODS)
        if column.kind == "decimal":
            return f"{draw.lognormvariate(0, 1):.3f}"
        names = [one.name for one in self.table.columns if one.kind == "integer" and not _is_year(one)]
        whole = next((int(said[name]) for name in reversed(names) if said.get(name)), None)
        count = int(draw.lognormvariate(4, 1.2)) if whole is None else int(whole * draw.random())
        return str(min(count, int(column.high or 10**6)))

    def _text(self, column: Column, n: int, draw: Random) -> str:
        """Return a number of its own, what is found elsewhere, or the first text that the column's pattern allows."""
        if self.table.unique == (column.name,):
            return f"N{n:06d}"
        paths = [path.split(".") for rule in self.table.found if rule.column == column.lake for path in rule.among]
        for register, table, name in (path for path in paths if len(path) > 2):
            return draw.choice(self.found(register, table, name))
        group = _GROUPS[(n % self.firms * 7 + n // self.firms) % len(_GROUPS)]  # a firm has none twice
        known = (
            f"{self.born.year - 1}Q{1 + n % _PERIODS}",
            draw.choice(_COUNTRIES),
            group,
            draw.choice(_TRADES),
            f"N{n:06d}",
        )
        return next(text for text in known if column.pattern is None or re.fullmatch(column.pattern, text))


def _is_year(column: Column) -> bool:
    return column.low is not None and column.low >= _FIRST_YEARS


def _is_quarter(column: Column) -> bool:
    return bool(column.pattern and re.fullmatch(column.pattern, "2025Q1") and not re.fullmatch(column.pattern, "N1"))
