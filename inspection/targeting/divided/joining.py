"""Joining the parts of a country: the same assessments as of the whole, and the days of the registers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from inspection.executing import Executor
from inspection.files import passing_folder
from inspection.progress import say
from inspection.targeting.assessing import (
    SCORE,
    Assessments,
    signals_of_enterprise,
    snapshots_of,
    sources_of,
)
from inspection.targeting.divided.dividing import divide
from inspection.targeting.divided.one_part import AssessedPart, assess_part
from inspection.targeting.frame import Established, ReadableLake, SignalSources
from sectors import Catalogue


@dataclass(frozen=True)
class Divided:
    """The assessments of a country, the days of the registers, and the hash of each part, by district."""

    assessments: Assessments = field(repr=False)
    snapshots: dict[str, str]
    parts: dict[str, str]


def assess_divided(
    established: Established,
    lake: ReadableLake,
    catalogue: Catalogue,
    on: date,
    executor: Executor,
    *,
    folder: Path,
    complaints: pl.DataFrame | None = None,
    residuals: pl.DataFrame | None = None,
    rules: Sequence[Path] = (),
) -> Divided:
    """Measure and assess every workplace by district; the same, to the byte, as `measure` and `assess_all`.

    folder
        Under which parts are written while this runs; workers on other machines must reach it by the same path.
    rules
        Local rules that the catalogue was made with: workers read them again.
    Errors: as `measure`, and PLAN-431 for a district whose workers die.
    """
    sources = sources_of(established.frame, lake, catalogue, on, complaints, residuals)
    days = snapshots_of(sources, catalogue)
    with passing_folder(folder, "parts-") as parts:
        tasks = divide(sources, parts, rules, days.known)
        done: list[AssessedPart] = []
        for _, part in executor.map(assess_part, tasks):
            done.append(part)
            say("assess districts", len(done), len(tasks))
        frame = _joined(established.frame, sources, [part.file for part in done])
    cards = {s.key: s.card for s in catalogue.enabled_sectors() if s.card is not None}
    return Divided(
        assessments=Assessments(
            frame=frame,
            cards=cards,
            snapshots=days.of_signals,
            of_enterprise=signals_of_enterprise(catalogue),
        ),
        snapshots=days.of_registers,
        parts={part.name: part.sha256 for part in sorted(done, key=lambda part: part.name)},
    )


def _joined(frame: pl.DataFrame, sources: SignalSources, files: list[Path]) -> pl.DataFrame:
    """Give each workplace back its name and place; in the columns and the order of the whole country's frame."""
    assessed = pl.read_parquet(files).drop("sectors").rename({"workplace": "its key"})
    keyed = frame.drop(SCORE, strict=False).join(
        sources.places.rename({"text": "workplace", "key": "its key"}), on="workplace"
    )
    joined = keyed.join(assessed, on="its key").drop("its key").sort("workplace")
    return joined.select(*(c for c in joined.columns if c not in SCORE), *SCORE)
