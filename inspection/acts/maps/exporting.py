"""A released week as a GeoPackage: what everybody of these districts may read of it, and a trail of who took it."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from inspection.acts import access, weeks
from inspection.errors import PlanningFault
from inspection.life_cycles import PlanState
from inspection.reporting.gis import Layers, week_layers, write_geopackage
from inspection.reporting.week import DistrictBook
from inspection.store.queries import district_books, plans
from inspection.store.views import PlanView
from inspection.targeting import assessing
from inspection.territory import outlines
from inspection.time_of import IsoWeek, day_in_brussels
from inspection.trust import AppContext, Context, audited_transaction, is_within, require_permission

_RESOLUTION = 7  # of the H3 grid: about 5 km² a cell, as the risk map of one district


@dataclass(frozen=True, kw_only=True)
class ExportedWeek:
    """What an export wrote.

    counts
        Features of each layer.
    sha256
        Of the file, as it stands in the trail.
    """

    file: Path
    week: str
    districts: tuple[str, ...]
    counts: Mapping[str, int]
    sha256: str


def export_week(
    context: Context,
    week: IsoWeek,
    *,
    purpose: str,
    file: Path | None = None,
    district: str | None = None,
    force: bool = False,
) -> ExportedWeek:
    """Write the approved plans of a week as a GeoPackage, within the districts that somebody may see.

    The books that were approved are read, of these districts alone. A visit that a magistrate ordered is not in it, a
    visit that is owed to a complaint is a visit like any other, and a place that became unavailable since stays: none
    of them shows.

    The entry in the trail is committed first, and only then the file gets its name.

    Arguments: `purpose` why it is taken; `file` under the home's `out` by default; `district` one of them only; `force`
    writes over a file that is there.
    Errors: `PlanningFault` 421 for another purpose, 422 when nothing of the week is approved where they may look, 423
    for a file that is there; `AccessRefused`.
    """
    with context.store.read() as session:
        reader = require_permission(
            session, context, "plan.export", district=district, service=context.settings.service
        )
    known_purposes = (access.PLANNING, *access.choices(context.app.catalogue(day_in_brussels(context.at)), reader.role))
    if purpose not in known_purposes:
        raise PlanningFault("PLAN-421", purposes=", ".join(known_purposes))
    approved = [
        p for p in plans(context.store, str(week), service=context.settings.service) if p.state == PlanState.APPROVED
    ]
    known = {name for plan in approved for name in plan.districts if district in (None, name)}
    shown = tuple(sorted(name for name in known if is_within(reader, name)))
    if not shown:
        raise PlanningFault("PLAN-422", week=week)
    taken = [plan for plan in approved if set(plan.districts) & set(shown)]
    file = file or context.settings.out / str(week) / f"{week}.gpkg"
    with _draft(file, force) as draft:
        layers = _layers(context, taken, shown, week)
        write_geopackage(layers, draft, max(day_in_brussels(plan.approved_at or context.at) for plan in taken))
        draft.chmod(0o600)
        sha256 = hashlib.sha256(draft.read_bytes()).hexdigest()
        counts = {str(name): len(frame) for name, frame in layers.items()}
        with audited_transaction(context) as tx:
            facts = {"week": str(week), "case": str(week), "districts": list(shown), "sha256": sha256, **counts}
            for plan in taken:
                tx.record("plan.export", plan.id, stream="reading", purpose=purpose, facts=facts)
    return ExportedWeek(file=file, week=str(week), districts=shown, counts=counts, sha256=sha256)


@contextmanager
def _draft(file: Path, force: bool) -> Iterator[Path]:
    """Give a path in a folder that only this account may enter; what is written there takes its place at the end."""
    _refuse_taken(file, force)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".export-", dir=file.parent))
    try:
        yield folder / "week.gpkg"
        _refuse_taken(file, force)
        (folder / "week.gpkg").replace(file)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_taken(file: Path, force: bool) -> None:
    if file.is_dir() or (os.path.lexists(file) and not force):
        raise PlanningFault("PLAN-423")


def _layers(context: Context, taken: Sequence[PlanView], shown: Sequence[str], week: IsoWeek) -> Layers:
    app, at = context.app, context.at
    texts = (text for plan in taken for text in district_books(app.store, plan.id, shown).values())
    books = [weeks.shown_book(context, DistrictBook.parse(text)) for text in texts]
    return week_layers(
        (round_ for book in books for round_ in book.rounds),
        _cells(app, shown, week),
        arrondissements=_features(app, "arrondissement", shown),
        cantons=_features(app, "canton", shown),
        least=app.catalogue(day_in_brussels(at)).releases.partners_threshold,
    )


def _features(app: AppContext, level: Any, shown: Sequence[str]) -> list[Mapping[str, Any]]:
    features = outlines(level, cache=app.settings.cache)["features"]
    return [f for f in features if f["properties"].get("arrondissement", f["id"]) in shown]


def _cells(app: AppContext, shown: Sequence[str], week: IsoWeek) -> pl.DataFrame:
    """Return the cells of the latest assessment of before the week, each with what its own district has in it."""
    day = assessing.latest_assessment(app.settings.lake, week.monday)
    if day is None:
        return pl.DataFrame(schema={"cell": pl.String, "district": pl.String, "workplaces": int, "leading": int})
    frame = assessing.read_assessment(app.settings.lake, day)
    return pl.concat(assessing.risk_cells(frame.filter(pl.col("district") == name), _RESOLUTION) for name in shown)
