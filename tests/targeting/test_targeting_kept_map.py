"""What the risk map reads of a day: sums that add up, the workplaces of a cell, reasons without what people told."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from inspection.targeting.assessing import (
    Assessments,
    assessment_file,
    cell_above,
    cell_sums,
    map_files,
    over_cells,
    placed,
    read_cell,
    read_sums,
    reasons_in,
    unseen_leading,
    write_map,
)
from sectors.reader import load_rules

DAY = date(2026, 11, 25)
KEPT = ["workplace", "sector", "district", "municipality", "postcode", "lon", "lat", "quality", "points"]
TOLD = "complaints_kept_365d"


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a lake with the map of twenty restaurants of Liège, and of one without a place; one was complained of."""
    lake, card = tmp_path_factory.mktemp("lake"), load_rules().on(DAY).sectors["restaurants"].card
    assert card is not None
    rows = [
        {
            "workplace": f"est:2{n:09d}", "sector": "restaurants", "district": "liege", "municipality": "Liège",
            "postcode": "4000", "lon": None if n == 20 else 5.57 + n * 0.004, "lat": 50.63, "quality": "exact",
            "points": n, "is_legal_person": True, **{one.signal: None for one in card.signals},
            TOLD: 3.0 if n == 19 else 0.0,
        }
        for n in range(21)
    ]  # fmt: skip
    frame = pl.DataFrame(rows, infer_schema_length=None).with_columns(
        pl.col(s.signal).cast(pl.Float64) for s in card.signals
    )
    made = Assessments(
        frame=frame, cards={"restaurants": card}, snapshots={one.signal: "dimona@2026-11-20" for one in card.signals}
    )
    kept = placed(made, KEPT, {TOLD})
    rows_file, sums_file = map_files(lake, DAY)
    rows_file.parent.mkdir(parents=True)
    frame.select(KEPT).write_parquet(assessment_file(lake, DAY))
    cell_sums(kept).write_parquet(sums_file)
    with rows_file.open("wb") as stream:
        write_map(stream, kept, made)
    return lake


def test_sums_add_up_on_every_grid(lake: Path) -> None:
    """No workplace is lost or counted twice; who has no place is in no cell."""
    sums = read_sums(lake, DAY)
    for resolution in (5, 6, 7):
        assert over_cells(sums, resolution)["workplaces"].sum() == 20
    assert over_cells(sums, 7)["leading"].sum() == 1  # the other of the two is on no map
    assert over_cells(sums, 5)["municipality"].to_list() == ["Liège"]


def test_a_cell_opens_with_the_workplaces_that_it_counts(lake: Path) -> None:
    """Those first that stand highest; as many as its sum says, on the coarse grid and on the fine one."""
    for resolution in (6, 7):
        for cell, n in over_cells(read_sums(lake, DAY), resolution).select("cell", "workplaces").iter_rows():
            inside = read_cell(lake, DAY, cell)
            assert inside.height == n
            assert inside["place"].is_sorted()
            assert {cell_above(one, resolution) for one in inside["cell"]} == {cell}


def test_what_people_told_is_in_no_point_and_no_reason(lake: Path) -> None:
    """The points of a complaint are gone with its signal, so that no gap tells of it."""
    card = load_rules().on(DAY).sectors["restaurants"].card
    assert card is not None
    cell = next(
        c
        for c in over_cells(read_sums(lake, DAY), 7)["cell"]
        if "est:2000000019" in read_cell(lake, DAY, c)["workplace"]
    )
    (points,) = read_cell(lake, DAY, cell).filter(pl.col("workplace") == "est:2000000019")["points"]
    assert points < 19
    reasons = reasons_in(lake, DAY, "est:2000000019", cell, {"restaurants": card}, {TOLD})
    assert {one.signal for one in reasons} == {one.signal for one in card.signals} - {TOLD}
    assert {one.snapshot for one in reasons} == {"dimona@2026-11-20"}
    assert reasons_in(lake, DAY, "est:2999999999", cell, {"restaurants": card}, {TOLD}) == ()
    assert TOLD not in pl.read_parquet_schema(map_files(lake, DAY)[0])


def test_coverage_counts_the_leading_where_nobody_was(lake: Path) -> None:
    """Visited, planned or of another sector: not counted."""
    assert unseen_leading(lake, DAY, set(), 5)["unseen"].sum() == 1
    assert unseen_leading(lake, DAY, {"est:2000000018"}, 5).is_empty()
    assert unseen_leading(lake, DAY, set(), 5, sector="construction").is_empty()


def test_a_day_that_kept_no_map_is_worked_out_anew(lake: Path, tmp_path: Path) -> None:
    """As before there was one: sums and cells, and no reason."""
    file = assessment_file(tmp_path, DAY)
    file.parent.mkdir(parents=True)
    file.write_bytes(assessment_file(lake, DAY).read_bytes())
    sums = over_cells(read_sums(tmp_path, DAY), 6)
    assert sums["workplaces"].sum() == 20
    assert read_cell(tmp_path, DAY, sums["cell"][0]).height == sums["workplaces"][0]
    assert reasons_in(tmp_path, DAY, "est:2000000019", "871fa1000ffffff", {}, set()) == ()
