"""What an update does to the lake: one look at each table, at the rows of the entities that the update names.

An update names some thousands of a country's millions. Whatever the gate asks of them (what was there before, what
comes in its place, what is left behind) is answered from those rows. An update that names far more is judged by a part
of its entities, the same ones in every table.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

import polars as pl

from inspection.registers.gate.comparing import FEWEST, Touch, Written
from inspection.registers.gate.profile import Profile
from inspection.registers.gate.taking_profile import SAMPLE_ROWS, of_table, rewritten
from inspection.registers.lake import Lake
from inspection.registers.readers import Incoming
from sectors.rules.registers import Register, RegisterTable

_NONE = pl.Series("key", [], dtype=pl.String)


@dataclass(frozen=True, kw_only=True)
class Part:
    """What an update says of one table, and what stood there.

    gone, deleted
        The keys whose rows it takes away, each once: all of them, and those that were drawn.
    came
        The key of each row that it inserts, those that were not drawn among them.
    inserted, before
        Its rows; and those of the lake whose key, or link to another table, it names anywhere.
    """

    table: RegisterTable
    gone: pl.Series
    deleted: pl.Series
    came: pl.Series
    inserted: pl.DataFrame
    before: pl.DataFrame

    @property
    def key(self) -> str:
        """The column of the lake by which rows are taken away."""
        return str(self.table.columns[0].lake)

    @property
    def ends(self) -> pl.Series:
        """The entities that were here and that the update ends: taken away, and not written anew."""
        known = self.deleted.filter(_among(self.deleted, self.before[self.key]))
        return known.filter(~_among(known, self.inserted[self.key]))


@dataclass(frozen=True, kw_only=True)
class Delta:
    """An update of a day beside the lake as it was; `one_in` says what part of the entities was drawn."""

    register: Register
    day: date
    parts: Mapping[str, Part]
    one_in: int

    def values(self, table: str, column: str) -> pl.LazyFrame | None:
        """Return what a column of the lake holds of the entities named; None where only a part of them was drawn."""
        part = self.parts.get(table)
        if part is None or self.one_in > 1:
            return None
        return part.before.lazy().select(pl.col(column).alias("value"))

    def strangers(self) -> Iterator[tuple[str, int, int]]:
        """Yield table, number of entities that it takes away or refers to there, and how many of them nobody knows."""
        whole = [part for part in self.parts.values() if part.table.unique]
        stood = _all(part.before[part.key] for part in whole)
        known = _all([stood, *(part.came for part in whole)])
        for name, part in self.parts.items():
            referred = _all(part.inserted[column] for column in links(self.register, part.table))
            strange = [*part.deleted.filter(~_among(part.deleted, stood)), *referred.filter(~_among(referred, known))]
            named = _all([part.deleted, referred]).len()
            yield name, named * self.one_in, len(set(strange)) * self.one_in

    def touched(self, before: Profile, usual: Mapping[str, Mapping[tuple[str, str], pl.DataFrame]]) -> dict[str, Touch]:
        """Return what it does to each table.

        before
            Profile of the full delivery that it stands on.
        usual
            By table and pair of columns, the second value that each first one usually has there.
        """
        ended = {name: part.ends for name, part in self.parts.items() if part.table.unique}
        return {
            name: self._touch(
                part, before, ended, {p: _unusual(part, *p, rows) for p, rows in usual.get(name, {}).items()}
            )
            for name, part in self.parts.items()
        }

    def _touch(
        self,
        part: Part,
        before: Profile,
        ended: Mapping[str, pl.Series],
        unusual: Mapping[tuple[str, str], tuple[int, float]],
    ) -> Touch:
        name, key = part.table.name, part.key
        base = before.tables.get(name)
        gone = part.before.filter(pl.col(key).is_in(part.deleted.implode()))
        brought = part.inserted[key].unique()
        known = part.deleted.filter(_among(part.deleted, gone[key]))
        lost = known.filter(~_among(known, _all([brought, *ended.values()])))
        here = brought.filter(_among(brought, part.before[key]))
        return Touch(
            rows=base.rows if base else 0,
            deleted=gone.height * self.one_in,
            inserted=part.came.len(),
            keys=part.deleted.len(),
            unreplaced=lost.len() / max(part.deleted.len(), 1) if not part.table.unique else 0.0,
            brought=brought.len(),
            undeleted=here.filter(~_among(here, part.deleted)).len() / max(brought.len(), 1),
            ended=ended[name].len() if name in ended else 0,
            left_behind=dict(self._left_behind(ended[name])) if name in ended else {},
            unusual={f"{a} → {b}": found for (a, b), found in unusual.items()},
            written=_written_anew(part, here, self.day) if here.len() >= FEWEST else None,
        )

    def _left_behind(self, ended: pl.Series) -> Iterator[tuple[str, float]]:
        """Yield each table that names ended entities, and which part of those still has rows there afterwards."""
        for name, part in self.parts.items():
            for column in links(self.register, part.table) if ended.len() else ():
                stay = part.before.filter(~pl.col(part.key).is_in(part.gone.implode()))
                both = _all([stay[column], part.inserted[column]])
                yield name, ended.filter(_among(ended, both)).len() / ended.len()


def read_delta(register: Register, lake: Lake, day: date, new: Incoming) -> Delta:
    """Read what an update says, and from the lake as of `day` the rows of the entities that it names."""
    tables = [table for table in register.tables if table.stored and new.has(f"{table.name}.delete")]
    came = {table.name: new.scan(table.name).select(_key(table)).collect().to_series() for table in tables}
    gone = {table.name: new.scan(f"{table.name}.delete").unique().collect().to_series() for table in tables}
    one_in = max(1, max((keys.len() for keys in (*came.values(), *gone.values())), default=0) // SAMPLE_ROWS)
    deleted = {name: keys.filter(keys.hash() % one_in == 0) for name, keys in gone.items()}
    inserted = {t.name: new.scan(t.name).filter(pl.col(_key(t)).hash() % one_in == 0).collect() for t in tables}
    named = [*deleted.values(), *(inserted[t.name][c] for t in tables for c in _asked(register, t))]
    wanted = _all(named).implode()
    parts = {}
    for table in tables:
        asked = reduce(or_, (pl.col(column).is_in(wanted) for column in _asked(register, table)))
        # the key is decoded first, and the other columns only of the few rows that it chooses
        before = lake.scan(register.key, table.name, day).filter(asked).collect(engine="streaming")
        parts[table.name] = Part(
            table=table,
            gone=gone[table.name],
            deleted=deleted[table.name],
            came=came[table.name],
            inserted=inserted[table.name],
            before=before,
        )
    return Delta(register=register, day=day, parts=parts, one_in=one_in)


def links(register: Register, table: RegisterTable) -> tuple[str, ...]:
    """Return the columns of a table that name an entity which another table of the register has once."""
    keys = {f"{one.name}.{_key(one)}" for one in register.tables if one.unique}
    return tuple(dict.fromkeys(rule.column for rule in table.found if not keys.isdisjoint(rule.among)))


def usual_pairs(table: RegisterTable, rows: pl.LazyFrame) -> dict[tuple[str, str], pl.DataFrame]:
    """Return, for each pair of columns that go together, the second value that each first one usually has.

    The first rows of a country are enough: pairs such as postcode and municipality are few, and come in all of it.
    """
    found = {}
    for first, second in table.together:
        counts = rows.select(first, second).head(SAMPLE_ROWS).drop_nulls().group_by(first, second).len()
        often = counts.sort("len", second, descending=[True, False]).unique(first, keep="first", maintain_order=True)
        found[first, second] = often.select(first, pl.col(second).alias("usual")).collect()
    return found


def _unusual(part: Part, first: str, second: str, usual: pl.DataFrame) -> tuple[int, float]:
    """Return how many inserted rows have a first value that is known, and which part of them an unusual second one."""
    both = part.inserted.select(first, second).drop_nulls().join(usual, on=first)
    return both.height, both.filter(pl.col(second) != pl.col("usual")).height / max(both.height, 1)


def _written_anew(part: Part, here: pl.Series, day: date) -> Written:
    asked = pl.col(part.key).is_in(here.implode())
    old, new = part.before.filter(asked), part.inserted.filter(asked)
    profiles = [of_table(part.table, day, rows.lazy(), lambda _: None)[0] for rows in (old, new)]
    return Written(old=profiles[0], new=profiles[1], overlap=rewritten(old, new, part.table))


def _asked(register: Register, table: RegisterTable) -> tuple[str, ...]:
    return tuple(dict.fromkeys((_key(table), *links(register, table))))


def _key(table: RegisterTable) -> str:
    return str(table.columns[0].lake)


def _all(keys: Iterator[pl.Series] | list[pl.Series]) -> pl.Series:
    return pl.concat([_NONE, *(one.alias("key") for one in keys)]).drop_nulls().unique()


def _among(keys: pl.Series, others: pl.Series) -> pl.Series:
    return keys.is_in(others.implode())
