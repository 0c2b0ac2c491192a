"""Dividing a country: each part gets its workplaces as keys, and the rows of every view that speak of them.

<folder>/country/<view>.parquet       what is compared over the whole country: the works
<folder>/<district>/subjects.parquet  the part's workplaces: keys, and the sectors whose cards count
<folder>/<district>/<view>.parquet    the rows of its enterprises, establishments and doors
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from inspection.files import private_folder, writing
from inspection.targeting.divided.one_part import COUNTRY, SUBJECTS, PartTask, table_of
from inspection.targeting.frame import SignalSources
from inspection.targeting.views import VIEWS

_KEYS = ("workplace", "enterprise", "establishment", "address")


def divide(sources: SignalSources, folder: Path, rules: Sequence[Path], snapshots: frozenset[str]) -> list[PartTask]:
    """Write the parts of a country into `folder`, one a district, and return the task of each, the largest first.

    rules
        Files and folders of local rules, as `load_rules` takes them: workers read the rules themselves.
    snapshots
        Registers that have a snapshot: what signals read of others is missing.
    """
    subjects = _subjects(sources)
    for name in sorted(name for name in VIEWS if _registers(name).issubset(snapshots)):
        _divide_view(name, VIEWS[name].made(name, sources), subjects, folder)
    for (district,), rows in subjects.partition_by("district", as_dict=True).items():
        _write(folder / str(district) / SUBJECTS, rows.drop("district"))
    sizes = subjects.group_by("district").len().sort("len", "district", descending=[True, False])
    return [
        PartTask(name=str(district), folder=folder, on=sources.on, rules=tuple(rules), registers=snapshots)
        for district in sizes["district"]
    ]


def _registers(view: str) -> set[str]:
    """Return what a view is made from."""
    return {column.partition(".")[0] for column in VIEWS[view].made_of}


def _subjects(sources: SignalSources) -> pl.DataFrame:
    """Return the keys of each workplace, its sectors, its district and whether it is a legal person's; nothing more."""
    known = sources.workplaces.select("workplace", "sectors", "district", "is_legal_person").join(
        sources.places.rename({"text": "workplace"}), on="workplace"
    )
    return sources.subjects.join(known.drop("workplace"), left_on="workplace", right_on="key").sort("workplace")


def _divide_view(name: str, rows: pl.DataFrame, subjects: pl.DataFrame, folder: Path) -> None:
    """Write a view whole where it is compared over the country, else the rows of each part's own keys."""
    keys = [key for key in VIEWS[name].keys if key in _KEYS]
    if "site" in VIEWS[name].keys:
        _write(folder / COUNTRY / table_of(name), rows)
        return
    numbered = rows.with_row_index("row")
    where = pl.concat(
        numbered.select("row", key).join(subjects.select(key, "district").drop_nulls().unique(), on=key)
        .select("row", "district") for key in keys
    ).unique()  # fmt: skip
    divided = numbered.join(where, on="row", maintain_order="left").drop("row")
    parts = {str(district): part for (district,), part in divided.partition_by("district", as_dict=True).items()}
    for district in subjects["district"].unique():
        part = parts.get(district, divided.clear()).drop("district")
        _write(folder / district / table_of(name), _with_newest(part, rows))


def _with_newest(part: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Let a part that filed nothing for the newest quarter know its day: a row of nobody, which joins with nothing."""
    if "is_newest" not in rows.columns or part["is_newest"].any() or not rows["is_newest"].any():
        return part
    newest = rows.filter("is_newest").head(1)
    blank = [pl.lit(None, dtype=kind).alias(c) for c, kind in rows.schema.items() if c not in ("is_newest", "ended_on")]
    return pl.concat([part, newest.with_columns(blank).select(part.columns)])


def _write(file: Path, rows: pl.DataFrame) -> None:
    private_folder(file.parent)
    with writing(file, is_waited_for=False) as stream:
        rows.write_parquet(stream, compression="lz4", statistics=False)
