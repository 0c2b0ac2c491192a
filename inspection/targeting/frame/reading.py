"""What one view may read of a day: the tables and columns that it declares, under keys that say nothing.

A view makes frames for signals. It gets hold of no lake, no name, no street, no postcode and no number: rows come with
numbers already exchanged for opaque keys, without those that are dated after the day, and what was read is kept: what a
view declares is compared with what it did.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final, Literal

import polars as pl

from inspection.targeting.frame.doors import at_doors
from inspection.targeting.frame.permission import forbidden, refuse
from inspection.targeting.frame.sources import SignalSources, keyed
from inspection.time_of import moment_of
from sectors.reader import RuleFault
from sectors.rules.selection import Sector

Kind = Literal["enterprise", "establishment", "site"]
STRUCK_OFF: Final = "kbo.address.struck_off_on"
KEPT_ON, RESIDUAL, SECTORS = "complaints.complaint.kept_on", "history.control.residual", "office.workplace.sectors"
# what the frame of workplaces says of them, and where it has it from
_FACTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "started_on": "kbo.establishment.start_date",
        "enterprise_started_on": "kbo.enterprise.start_date",
        "sectors": SECTORS,
    }
)


def _day(column: str) -> Callable[[date], pl.Expr]:
    return lambda on: pl.col(column) <= on


def _moment(column: str) -> Callable[[date], pl.Expr]:
    return lambda on: pl.col(column) < moment_of(on + timedelta(days=1), 0)


def _ended(on: date) -> pl.Expr:
    year, quarter = pl.col("quarter").str.slice(0, 4).cast(pl.Int64), pl.col("quarter").str.slice(5, 1).cast(pl.Int64)
    next_day = on + timedelta(days=1)
    return year * 4 + quarter - 1 < next_day.year * 4 + (next_day.month - 1) // 3


# Table to the column that says since when a row exists, and what must hold of it; a table that is not here is not read.
_AS_OF: Final[Mapping[str, tuple[str, Callable[[date], pl.Expr]]]] = MappingProxyType(
    {
        "kbo.enterprise": ("start_date", _day("start_date")),
        "kbo.establishment": ("start_date", _day("start_date")),
        "dimona.period": ("received_at", _moment("received_at")),
        "dmfa.summary": ("quarter", _ended),
        "works.works": ("starts_on", _day("starts_on")),
        "works.contractor": ("declared_on", _day("declared_on")),
        "checkin.presence": ("on_day", _day("on_day")),
        "limosa.posting": ("declared_at", _moment("declared_at")),
    }
)


class Reading:
    """Reads for one view, and knows what it read.

    declared
        Every `register.table.column` that the view says it is made of.
    """

    __slots__ = ("_declared", "_read", "_sources", "_view")

    def __init__(self, sources: SignalSources, view: str, declared: Collection[str]) -> None:
        self._sources, self._view, self._declared = sources, view, frozenset(declared)
        self._read: set[str] = set()

    @property
    def on(self) -> date:
        return self._sources.on

    @property
    def sectors(self) -> tuple[Sector, ...]:
        """The sectors that are switched on."""
        return tuple(self._sources.sectors)

    def rows(
        self,
        register: str,
        table: str,
        *columns: str,
        keys: Mapping[str, Kind] | None = None,
        others: Collection[str] = (),
        ids: Collection[str] = (),
    ) -> pl.LazyFrame:
        """Return rows that existed on the day: the columns, and keys instead of numbers.

        keys
            Column of a number to what it is of, which names the key; rows about others than those of the day's
            workplaces (or any site) are left out.
        others
            Columns of `keys` of which others stay, without a key.
        ids
            Columns of numbers that are exchanged for marks, the same for the same: for counting and joining.

        Raises `RuleFault` where the view did not declare a column, or the table has no rule of when its rows exist.
        """
        name = f"{register}.{table}"
        if name not in _AS_OF:
            raise forbidden((f"{name}.*",), self._where)
        since, exists = _AS_OF[name]
        self._note(*(f"{name}.{column}" for column in (*columns, since)))
        numbers = dict.fromkeys([*(keys or {}), *ids])
        found = self._sources.permitted.read(register, table, *dict.fromkeys([*columns, since, *numbers]))
        found = found.filter(exists(self.on)).with_columns(self._mark(column) for column in ids)
        for column, kind in (keys or {}).items():
            known = self._keys(kind).rename({"text": column, "key": f"key of {kind}"})
            how: Literal["left", "inner"] = "left" if column in others else "inner"
            found = found.join(known.lazy(), on=column, how=how, maintain_order="left").drop(column)
            found = found.rename({f"key of {kind}": kind})
        return found if since in columns else found.drop(since)

    def at_doors(self) -> pl.LazyFrame:
        """Return who is at the doors of the workplaces, in force on the day: `entity` (a mark), `address` (a key)."""
        self._note(STRUCK_OFF)
        found = at_doors(self._sources).with_columns(self._mark("entity_number"))
        return found.rename({"entity_number": "entity"})

    def known_marks(self) -> pl.DataFrame:
        """Return the marks of enterprises and establishments of the workplaces with their keys: `mark`, `key`."""
        return self._sources.entities.select(self._mark("text").alias("mark"), "key")

    def facts(self, of: Literal["workplace", "enterprise", "establishment"], fact: str) -> pl.DataFrame:
        """Return what the frame says of each workplace, enterprise or establishment: its key, and the fact."""
        self._note(_FACTS.get(fact, f"frame.workplace.{fact}"))
        rows = self._sources.workplaces.select(of, fact).drop_nulls(of).unique(of, maintain_order=True)
        keys = self._sources.places if of == "workplace" else self._sources.entities
        return keyed(rows, of, keys, "its key").rename({"its key": of})

    def complaints(self) -> pl.DataFrame:
        """Return one row a complaint that was kept by the day: `workplace`, `kept_on`."""
        self._note(KEPT_ON)
        kept = self._sources.complaints
        if kept is None:
            return pl.DataFrame(schema={"workplace": pl.UInt32, "kept_on": pl.Date})
        rows = kept.select("workplace", "kept_on").filter(pl.col("kept_on") <= self.on)
        rows = keyed(rows, "workplace", self._sources.places, "its key").rename({"its key": "workplace"})
        return rows.drop_nulls("workplace")

    def residuals(self, level: Literal["workplace", "enterprise"]) -> pl.DataFrame:
        """Return what planned controls left, by key: the level, `residual`."""
        self._note(RESIDUAL)
        known = self._sources.residuals
        if known is None:
            return pl.DataFrame(schema={level: pl.UInt32, "residual": pl.Float64})
        rows = known.filter(pl.col("level") == level).select("subject", pl.col("residual").cast(pl.Float64))
        keys = self._sources.places if level == "workplace" else self._sources.entities
        return keyed(rows, "subject", keys, level).drop_nulls(level).select(level, "residual")

    def compared(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Return `rows` of the view, once what was read is what was declared; raises `RuleFault` 515 else."""
        unread = sorted(self._declared - self._read)
        if unread:
            raise RuleFault("RULE-515", who=self._where, columns=", ".join(unread))
        return rows

    def _note(self, *columns: str) -> None:
        refuse(set(columns) - self._declared, self._where)
        self._read.update(columns)

    @property
    def _where(self) -> str:
        return f"view {self._view}"

    def _keys(self, kind: Kind) -> pl.DataFrame:
        return self._sources.sites if kind == "site" else self._sources.entities

    def _mark(self, column: str) -> pl.Expr:
        seed = int.from_bytes(hashlib.sha256(f"mark|{self.on.isoformat()}".encode()).digest()[:7], "big")
        return pl.col(column).hash(seed)
