"""What the risk map reads of a day: sums a cell and sector, and each workplace beside its neighbours with its signals.

Both are worked out once, when the cards have spoken, so that a map of the whole country opens without reading it. What
people told (a complaint) is in neither: no point of it, no signal, and no place that follows from it.
"""

import json
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import BinaryIO, Final

import h3
import polars as pl

from inspection.targeting.assessing.adding_up import Assessments, terms
from inspection.targeting.assessing.card import points_of
from inspection.targeting.assessing.risk_cells import LEADS, assessment_file, read_assessment, with_cells, with_places
from inspection.targeting.assessing.sole_traders import KNOWN
from inspection.targeting.model import Reason
from sectors.rules.selection import Card

FINE: Final = 7  # of the H3 grid: about 5 km² a cell
_PLACED, _SUMS = "placed.parquet", "cells.parquet"
_SNAPSHOTS, _HIDDEN = "snapshots", "of_enterprise"
_ROWS: Final = 20_000  # of a group that is read together: what one cell needs lies in one or two of them


def placed(assessments: Assessments, columns: Collection[str], untold: Collection[str]) -> pl.DataFrame:
    """Return one row a workplace that has a place, those of a cell side by side, with the signals that are told.

    columns
        What is kept besides: who and where, never a name.
    untold
        Signals of what people told.
    """
    frame, cards = assessments.frame, assessments.cards
    told = sorted({one.signal for card in cards.values() for one in card.signals} - set(untold))
    points = frame["points"]
    for sector, card in cards.items():
        for one in (each for each in card.signals if each.signal in untold):
            given = pl.Series("given", points_of(one, frame[one.signal]))
            points = pl.select(pl.when(frame["sector"] == sector).then(points - given).otherwise(points)).to_series()
    known = [KNOWN] if KNOWN in frame.columns else []
    kept = frame.with_columns(points.alias("points")).select(*columns, *known, *told)
    return _by_cell(kept)


def _by_cell(frame: pl.DataFrame) -> pl.DataFrame:
    return with_cells(with_places(frame), FINE).sort("cell", "workplace")


def write_map(stream: BinaryIO, frame: pl.DataFrame, assessments: Assessments) -> None:
    """Write workplaces as `read_cell` and `reasons_in` read them, with the days of the registers."""
    told = {
        _SNAPSHOTS: json.dumps(dict(assessments.snapshots)),
        _HIDDEN: json.dumps(sorted(assessments.of_enterprise)),
    }
    frame.write_parquet(stream, row_group_size=_ROWS, metadata=told)


def cell_sums(frame: pl.DataFrame) -> pl.DataFrame:
    """Return one row a cell, sector and district of `placed`: counts and sums that add up over any of them."""
    return (
        frame.group_by("cell", "sector", "district")
        .agg(
            pl.len().alias("workplaces"),
            pl.col("points").sum().alias("points"),
            LEADS.sum().cast(pl.Int64).alias("leading"),
            pl.col("municipality").drop_nulls().mode().sort().first().alias("municipality"),
            pl.col("quality").is_in(["municipality", "canton"]).sum().alias("roughly_known"),
        )
        .sort("cell", "sector", "district")
    )


def map_files(lake: Path, on: date) -> tuple[Path, Path]:
    """Return where the workplaces of a day's map lie, and their sums."""
    folder = assessment_file(lake, on).parent
    return folder / _PLACED, folder / _SUMS


def read_sums(lake: Path, on: date) -> pl.DataFrame:
    """Return the sums of a day; worked out anew where they were not kept, as they were not before."""
    file = map_files(lake, on)[1]
    return pl.read_parquet(file) if file.exists() else cell_sums(_by_cell(read_assessment(lake, on)))


def _rows(lake: Path, on: date) -> pl.LazyFrame:
    """Return the workplaces of a day; worked out anew where they were not kept."""
    file = map_files(lake, on)[0]
    return pl.scan_parquet(file) if file.exists() else _by_cell(read_assessment(lake, on)).lazy()


def over_cells(sums: pl.DataFrame, resolution: int) -> pl.DataFrame:
    """Return one row a cell of a coarser grid, or of the same: workplaces, mean points, how many lead, where it lies.

    Cells that have most of the leading workplaces come first.
    """
    parents = {cell: cell_above(cell, resolution) for cell in sums["cell"].unique()}
    return (
        sums.with_columns(pl.col("cell").replace_strict(parents, return_dtype=pl.String))
        .sort("workplaces", "municipality", descending=[True, False])
        .group_by("cell", maintain_order=True)
        .agg(
            pl.col("workplaces").sum(),
            (pl.col("points").sum() / pl.col("workplaces").sum()).round(1).alias("mean_points"),
            pl.col("leading").sum(),
            pl.col("municipality").drop_nulls().first(),
            pl.col("roughly_known").sum(),
        )
        .sort("leading", "cell", descending=[True, False])
    )


def cell_above(cell: str, resolution: int) -> str:
    """Return the cell of a coarser grid that a cell belongs to, or the cell itself."""
    return h3.cell_to_parent(cell, resolution) if h3.get_resolution(cell) > resolution else cell


def read_cell(lake: Path, on: date, cell: str) -> pl.DataFrame:
    """Return the workplaces of a cell, those first that stand highest in their sector."""
    fine = sorted(h3.cell_to_children(cell, FINE)) if h3.get_resolution(cell) < FINE else [cell]
    columns = ("workplace", "sector", "district", "municipality", "points", "place", "place_of", "cell")
    inside = _rows(lake, on).filter(
        pl.col("cell").is_between(pl.lit(fine[0]), pl.lit(fine[-1])) & pl.col("cell").is_in(fine)
    )
    return inside.select(columns).sort(pl.col("place") / pl.col("place_of"), "workplace").collect()


def reasons_in(
    lake: Path, on: date, workplace: str, cell: str, cards: Mapping[str, Card], untold: Collection[str]
) -> tuple[Reason, ...]:
    """Return the terms of a workplace's points on that day; nothing for a day that kept no signals.

    cell
        In which it lies: only its rows are read.
    cards
        The cards of that day, by sector.
    """
    file = map_files(lake, on)[0]
    if not file.exists():
        return ()
    told = pl.read_parquet_metadata(file)
    found = pl.scan_parquet(file).filter((pl.col("cell") == cell) & (pl.col("workplace") == workplace)).collect()
    if found.is_empty() or str(found["sector"][0]) not in cards:
        return ()
    row, card = found.row(0, named=True), cards[str(found["sector"][0])]
    made = terms(row, card, json.loads(told[_SNAPSHOTS]), frozenset(json.loads(told[_HIDDEN])))
    return tuple(one for one in made if one.signal not in untold)


def unseen_leading(
    lake: Path,
    on: date,
    seen: Collection[str],
    resolution: int,
    *,
    district: str | None = None,
    sector: str | None = None,
) -> pl.DataFrame:
    """Return, a cell, how many workplaces are in the leading part of their sector and not among `seen`: `unseen`."""
    rows = _rows(lake, on)
    for column, value in (("district", district), ("sector", sector)):
        rows = rows if value is None else rows.filter(pl.col(column) == value)
    leading = rows.filter(LEADS)
    unseen = leading.filter(~pl.col("workplace").is_in(list(seen))).select("cell").collect()
    parents = {cell: cell_above(cell, resolution) for cell in unseen["cell"].unique()}
    named = unseen.with_columns(pl.col("cell").replace_strict(parents, return_dtype=pl.String))
    return named.group_by("cell").agg(pl.len().cast(pl.Int64).alias("unseen"))
