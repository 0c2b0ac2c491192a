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
from inspection.registers.gate.places import after_update
from inspection.registers.gate.profile import Profile
from inspection.registers.gate.taking_profile import SAMPLE_ROWS, of_table, pair_of, rewritten
from inspection.registers.lake import Lake
from inspection.registers.readers import Incoming
from sectors.rules.registers import Register, RegisterTable

_NONE = pl.Series("key", [], dtype=pl.String)


@dataclass(frozen=True, kw_only=True)
class Part:
    """What an update says of one table, and what stood there.

    deleted, inserted
        The keys whose rows it takes away, each once, and the rows that it inserts: of the entities that were drawn.
    all_deleted, all_inserted
        The same keys, and the key of each inserted row: of all entities, drawn or not.
    before
        Rows of the lake whose key, or link to another table, stands in what was drawn of any table.
    """

    table: RegisterTable
    deleted: pl.Series
    inserted: pl.DataFrame
    all_deleted: pl.Series
    all_inserted: pl.Series
    before: pl.DataFrame

    @property
    def key(self) -> str:
        """The column of the lake by which rows are taken away."""
        return _key(self.table)

    @property
    def known(self) -> pl.Series:
        """The keys that it takes away and that had rows."""
        return _those_in(self.deleted, self.before[self.key])

    @property
    def ended(self) -> pl.Series:
        """The entities that were here and that the update ends: taken away, and not written anew."""
        return _those_not_in(self.known, self.inserted[self.key])


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
        known = _all([stood, *(part.all_inserted for part in whole)])
        for name, part in self.parts.items():
            referred = _all(part.inserted[column] for column in links(self.register, part.table))
            named = _all([part.deleted, referred])
            strange = _all([_those_not_in(part.deleted, stood), _those_not_in(referred, known)])
            yield name, named.len() * self.one_in, strange.len() * self.one_in

    def touched(self, before: Profile, usual: Mapping[str, Mapping[tuple[str, str], pl.DataFrame]]) -> dict[str, Touch]:
        """Return what it does to each table.

        before
            Profile of the full delivery that it stands on.
        usual
            By table and pair of columns, the second value that each first one usually has there.
        """
        ended = {name: part.ended for name, part in self.parts.items() if part.table.unique}
        return {name: self._touch(part, before, ended, usual.get(name, {})) for name, part in self.parts.items()}

    def _touch(
        self,
        part: Part,
        before: Profile,
        ended: Mapping[str, pl.Series],
        usual: Mapping[tuple[str, str], pl.DataFrame],
    ) -> Touch:
        name, key = part.table.name, part.key
        base = before.tables.get(name)
        brought = part.inserted[key].unique()
        again = _those_in(brought, part.before[key])
        lost = _those_not_in(part.known, _all([brought, *ended.values()]))
        undeleted = _those_not_in(again, part.deleted)
        gone = part.before.filter(pl.col(key).is_in(part.deleted.implode()))
        return Touch(
            rows=base.rows if base else 0,
            deleted=gone.height * self.one_in,
            inserted=part.all_inserted.len(),
            keys=part.deleted.len(),
            unreplaced=lost.len() / max(part.deleted.len(), 1) if not part.table.unique else 0.0,
            brought=brought.len(),
            undeleted=undeleted.len() / max(brought.len(), 1),
            ended=ended[name].len() if name in ended else 0,
            left_behind=dict(self._left_behind(ended[name])) if name in ended else {},
            unusual={pair_of(a, b): _unusual(part, a, b, rows) for (a, b), rows in usual.items()},
            places=after_update(part.table, base.places if base else {}, gone, part.inserted, self.one_in),
            written=_written_anew(part, again, self.day) if again.len() >= FEWEST else None,
        )

    def _left_behind(self, ended: pl.Series) -> Iterator[tuple[str, float]]:
        """Yield each table that names ended entities, and which part of those still has rows there afterwards."""
        for name, part in self.parts.items():
            for column in links(self.register, part.table) if ended.len() else ():
                stay = part.before.filter(~pl.col(part.key).is_in(part.all_deleted.implode()))
                both = _all([stay[column], part.inserted[column]])
                yield name, _those_in(ended, both).len() / ended.len()


def read_delta(register: Register, lake: Lake, day: date, new: Incoming) -> Delta:
    """Read what an update says, and from the lake as of `day` the rows of the entities that it names."""
    tables = [table for table in register.tables if table.stored and new.has(f"{table.name}.delete")]
    all_inserted = {t.name: new.scan(t.name).select(_key(t)).collect().to_series() for t in tables}
    all_deleted = {t.name: new.scan(f"{t.name}.delete").unique().collect().to_series() for t in tables}
    most = max((keys.len() for keys in (*all_inserted.values(), *all_deleted.values())), default=0)
    one_in = max(1, most // SAMPLE_ROWS)
    deleted = {name: keys.filter(keys.hash() % one_in == 0) for name, keys in all_deleted.items()}
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
            deleted=deleted[table.name],
            inserted=inserted[table.name],
            all_deleted=all_deleted[table.name],
            all_inserted=all_inserted[table.name],
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


def _written_anew(part: Part, again: pl.Series, day: date) -> Written:
    """Return what became of the rows of keys that were there before and that it brings again."""
    asked = pl.col(part.key).is_in(again.implode())
    old, new = part.before.filter(asked), part.inserted.filter(asked)
    profiles = [of_table(part.table, day, rows.lazy(), lambda _: None)[0] for rows in (old, new)]
    return Written(old=profiles[0], new=profiles[1], overlap=rewritten(old, new, part.table))


def _asked(register: Register, table: RegisterTable) -> tuple[str, ...]:
    """Return the columns by which a row is of an entity: its key, and its links."""
    return tuple(dict.fromkeys((_key(table), *links(register, table))))


def _key(table: RegisterTable) -> str:
    return str(table.columns[0].lake)


def _all(keys: Iterator[pl.Series] | list[pl.Series]) -> pl.Series:
    return pl.concat([_NONE, *(one.alias("key") for one in keys)]).drop_nulls().unique()


def _those_in(keys: pl.Series, others: pl.Series) -> pl.Series:
    return keys.filter(keys.is_in(others.implode()))


def _those_not_in(keys: pl.Series, others: pl.Series) -> pl.Series:
    return keys.filter(~keys.is_in(others.implode()))
