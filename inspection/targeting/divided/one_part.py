"""One part of a country, measured and assessed by whoever the executor gives it to."""

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from inspection.files import put
from inspection.targeting.assessing import Measured, assess_all, measure_sights
from inspection.targeting.views import VIEWS, Sights
from sectors import Catalogue
from sectors.reader import load_rules

COUNTRY, SUBJECTS, ASSESSED = "country", "subjects.parquet", "assessed.parquet"


def table_of(view: str) -> str:
    """Return the name of a view's file."""
    return f"{view}.parquet"


@dataclass(frozen=True, kw_only=True)
class PartTask:
    """A district to assess: paths and plain values.

    folder
        Where the parts lie; each worker must reach it by this path.
    rules
        Local rules, as `load_rules` takes them.
    registers
        Those that have a snapshot.
    into
        The name of the file that is written; another one where the same part is assessed more than once.
    """

    name: str
    folder: Path
    on: date
    rules: tuple[Path, ...] = ()
    registers: frozenset[str] = frozenset()
    into: str = ASSESSED


@dataclass(frozen=True, kw_only=True)
class AssessedPart:
    """What became of a part: where it lies, how many workplaces, and the hash of the file."""

    name: str
    file: Path
    workplaces: int
    sha256: str


def assess_part(task: PartTask) -> AssessedPart:
    """Measure and assess one part, and write it beside its rows: signals, points and card by workplace key."""
    folder = task.folder / task.name
    subjects = pl.read_parquet(folder / SUBJECTS)
    catalogue = _catalogue(task.rules, task.on)
    known = subjects.select("workplace", "sectors", "is_legal_person")
    sights = Sights(task.on, subjects.drop("sectors", "is_legal_person"), lambda view: _view(task, view))
    measured = measure_sights(known, sights, catalogue, task.registers)
    done = assess_all(Measured(frame=measured, snapshots={}, snapshot_of={}), catalogue).frame.drop("is_legal_person")
    file = folder / task.into
    content = _as_parquet(done)
    put(file, content, is_waited_for=False)
    return AssessedPart(name=task.name, file=file, workplaces=done.height, sha256=hashlib.sha256(content).hexdigest())


def _as_parquet(rows: pl.DataFrame) -> bytes:
    stream = io.BytesIO()
    rows.write_parquet(stream, compression="lz4", statistics=False)
    return stream.getvalue()


def _view(task: PartTask, name: str) -> pl.DataFrame:
    """Return a view's rows of this part; those that are compared over the country lie once for all."""
    of = COUNTRY if "site" in VIEWS[name].keys else task.name
    return pl.read_parquet(task.folder / of / table_of(name))


@cache
def _catalogue(rules: Sequence[Path], on: date) -> Catalogue:
    """Return the rules of the day, read once a worker."""
    return load_rules(rules).on(on)
