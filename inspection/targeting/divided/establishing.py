"""Establishing in tasks: the Crossroads Bank by ranges of numbers, places by ranges of postcodes.

Workers read the two registers that everybody may read, where they lie, and learn which firms are asked about. Declared
works, and whatever is about persons, stay with whoever divides the country.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from inspection.executing import Executor
from inspection.files import passing_folder, private_folder, writing
from inspection.progress import say
from inspection.registers.lake import Lake
from inspection.targeting.frame import KEY_OF, NOBODY, QUESTIONS, Established, code_table, establish, placed, placing
from sectors import Catalogue
from sectors.reader import load_rules

PARTS = 8  # of a country: one takes some 300 MB, and reads the register for half a second at least
SAMPLE = 4000  # numbers that are looked at to find ranges of about the same size
GIVEN, FOUND, ODD = "given.parquet", "found.parquet", "odd.parquet"


@dataclass(frozen=True, kw_only=True)
class RangeTask:
    """A range of the register's numbers, or of postcodes, to read: paths and plain values.

    folder
        Where `GIVEN` lies, and where the answer is written; each worker reaches it, and the lake, by this path.
    question
        One of `QUESTIONS`, or "places".
    low, high
        From which number on, and before which; None at both ends of the register.
    rules, cache
        Local rules, as `load_rules` takes them; the folder of the cantons' polygons.
    """

    name: str
    folder: Path
    question: str
    lake: Path
    on: date
    low: str | None = None
    high: str | None = None
    rules: tuple[Path, ...] = ()
    cache: Path | None = None


def read_range(task: RangeTask) -> Path:
    """Answer a question from a range of the register, and return the file of the answer."""
    given, lake = pl.read_parquet(task.folder / GIVEN), Lake(task.lake)
    if task.question == "places":
        found, odd = placed(given, placing(lake, _catalogue(task.rules, task.on), task.on, task.cache))
        _write(task.folder / ODD, odd)
    else:

        def table(name: str) -> pl.LazyFrame:
            return lake.scan("kbo", name, task.on).filter(_within(KEY_OF[name], task.low, task.high))

        found = QUESTIONS[task.question](table, _codes(task.rules, task.on), given)
    _write(task.folder / FOUND, found)
    return task.folder / FOUND


def establish_divided(
    lake: Lake,
    catalogue: Catalogue,
    on: date,
    executor: Executor,
    *,
    folder: Path,
    cache: Path | None = None,
    rules: Sequence[Path] = (),
    parts: int = PARTS,
) -> Established:
    """Return what `establish` returns, to the byte, by tasks that each read a part of the registers.

    Arguments: `folder` under which questions and answers are written while this runs; workers on other machines must
    reach it, the lake and `cache` by the same paths. `rules` the local rules that the catalogue was made with.
    Errors: as `establish`, and PLAN-431 for a range whose workers die.
    """
    with passing_folder(folder, "ranges-") as here:
        cuts = _cuts(lake, on, parts) if lake.snapshot("kbo", on) is not None else ()
        reader = InRanges(lake.root, on, executor, here, cuts, tuple(rules), cache)
        return establish(lake, catalogue, on, cache=cache, reader=reader)


@dataclass(frozen=True)
class InRanges:
    """Reads the registers by tasks, a range in each; see `Reader`.

    cuts
        Numbers at which one range ends and the next begins.
    """

    lake: Path
    on: date
    executor: Executor
    folder: Path
    cuts: tuple[str, ...]
    rules: tuple[Path, ...]
    cache: Path | None

    def ask(self, question: str, ids: pl.DataFrame | None = None) -> pl.DataFrame:
        """Ask each range of the register, and put the answers one after the other."""
        about = NOBODY if ids is None else ids
        ends = list(zip((None, *self.cuts), (*self.cuts, None), strict=True))
        given = [about.filter(_within("entity_number", low, high)) for low, high in ends]
        return pl.concat(self._read(question, given, ends))

    def placed(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Place the rows of some postcodes in each task, and put them one after the other."""
        count = len(self.cuts) + 1
        codes = rows["postcode"].value_counts().sort("postcode", nulls_last=False)
        before = codes["count"].cast(pl.Int64).cum_sum() - codes["count"]
        part = before * count // max(rows.height, 1)
        where = codes.select("postcode", part.alias("part"))
        divided = rows.join(where, on="postcode", how="left", nulls_equal=True, maintain_order="left")
        given = [each.drop("part") for each in divided.partition_by("part", maintain_order=True)] or [rows]
        found = self._read("places", given, [(None, None)] * len(given))
        odd = [pl.read_parquet(self._part("places", n) / ODD) for n in range(len(given))]
        return pl.concat(found), pl.concat(odd).sort("workplace")

    def _read(
        self, question: str, given: Sequence[pl.DataFrame], ends: Sequence[tuple[str | None, str | None]]
    ) -> list[pl.DataFrame]:
        tasks = [
            RangeTask(
                name=f"{question} {n + 1}",
                folder=self._part(question, n),
                question=question,
                lake=self.lake,
                on=self.on,
                low=low,
                high=high,
                rules=self.rules,
                cache=self.cache,
            )
            for n, (low, high) in enumerate(ends)
        ]
        for task, rows in zip(tasks, given, strict=True):
            _write(task.folder / GIVEN, rows)
        done: dict[str, Path] = {}
        for task, file in self.executor.map(read_range, tasks):
            done[task.name] = file
            say("establish ranges", len(done), len(tasks))
        return [pl.read_parquet(done[task.name]) for task in tasks]

    def _part(self, question: str, n: int) -> Path:
        return self.folder / question / str(n)


def _cuts(lake: Lake, on: date, parts: int) -> tuple[str, ...]:
    """Return numbers that divide the register's entities into so many ranges of about the same size."""
    units = lake.scan("kbo", "establishment", on)
    every = max(1, units.select(pl.len()).collect().item() // SAMPLE)
    numbers = [
        units.select(pl.col(name).gather_every(every).alias("number"))
        for name in ("establishment_number", "enterprise_number")
    ]
    known = pl.concat(numbers).collect()["number"].drop_nulls().sort()
    places = {len(known) * n // parts for n in range(1, parts)} - {0}
    return tuple(sorted({str(known[place]) for place in places if place < len(known)}))


def _within(key: str, low: str | None, high: str | None) -> pl.Expr:
    least = pl.lit(value=True) if low is None else pl.col(key) >= low
    return least if high is None else least & (pl.col(key) < high)


def _write(file: Path, rows: pl.DataFrame) -> None:
    private_folder(file.parent)
    with writing(file, is_waited_for=False) as stream:
        rows.write_parquet(stream, compression="lz4", statistics=False)


@cache
def _catalogue(rules: Sequence[Path], on: date) -> Catalogue:
    """Return the rules of the day, read once a worker."""
    return load_rules(rules).on(on)


def _codes(rules: Sequence[Path], on: date) -> pl.DataFrame:
    return code_table(_catalogue(rules, on).enabled_sectors())
