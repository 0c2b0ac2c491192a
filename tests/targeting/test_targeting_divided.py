"""A country assessed by district: the same as the whole, and what workers see of it are keys."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from builders_targeting import ON, catalogue
from polars.testing import assert_frame_equal

from inspection.executing import Here, Machines, Processes
from inspection.registers.lake import Lake
from inspection.targeting.assessing import assess_all, measure, snapshots_of, sources_of
from inspection.targeting.divided import Divided, PartTask, assess_divided, assess_part, divide, establish_divided
from inspection.targeting.divided.dividing import _with_newest
from inspection.targeting.divided.establishing import _cuts, _within
from inspection.targeting.frame import Established, establish


@pytest.fixture(scope="module")
def established(synthetic_lake: Lake, polygons: Path) -> Established:
    """The workplaces of a small country."""
    return establish(synthetic_lake, catalogue(), ON, cache=polygons)


@pytest.fixture(scope="module")
def complaints(established: Established) -> pl.DataFrame:
    """Two complaints about one workplace, one about another."""
    first, second = established.frame["workplace"].head(2)
    return pl.DataFrame({"workplace": [first, first, second], "kept_on": [date(2026, 10, 1)] * 3})


def divided(established: Established, lake: Lake, complaints: pl.DataFrame, folder: Path, executor: object) -> Divided:
    """The country by district."""
    return assess_divided(established, lake, catalogue(), ON, executor, folder=folder, complaints=complaints)  # type: ignore[arg-type]


def test_the_country_by_district_is_the_country(
    established: Established, synthetic_lake: Lake, complaints: pl.DataFrame, tmp_path: Path
) -> None:
    """Every column of every workplace, the reasons and the days of the registers are those of one pass over all."""
    whole = measure(established, synthetic_lake, catalogue(), ON, complaints)
    expected = assess_all(whole, catalogue())
    (tmp_path / "parts" / "parts-999999999-killed").mkdir(parents=True)
    found = divided(established, synthetic_lake, complaints, tmp_path / "parts", Here())
    assert_frame_equal(found.assessments.frame, expected.frame, check_exact=True)
    assert found.snapshots == whole.snapshots
    workplace = str(expected.frame["workplace"][7])
    assert found.assessments.reasons(workplace) == expected.reasons(workplace)
    assert set(found.parts) == set(established.frame["district"])
    assert not list((tmp_path / "parts").iterdir())


@pytest.mark.battery(reason="the country by district is the country, in every run")
def test_a_country_established_by_ranges_is_the_country(
    established: Established, synthetic_lake: Lake, polygons: Path, tmp_path: Path
) -> None:
    """Every column of every workplace, who was left out and why, and where registers disagree."""
    for parts in (1, 5):
        given = (synthetic_lake, catalogue(), ON, Here())
        found = establish_divided(*given, folder=tmp_path, cache=polygons, parts=parts)
        assert_frame_equal(found.frame, established.frame, check_exact=True)
        assert found.left_out == established.left_out
        assert_frame_equal(found.disagreements, established.disagreements, check_exact=True)
    assert not list(tmp_path.iterdir())


def test_ranges_share_the_register_and_leave_nothing_out(synthetic_lake: Lake) -> None:
    """About as many entities in each; an entity is in one range, whichever table speaks of it."""
    cuts = _cuts(synthetic_lake, ON, 4)
    numbers = synthetic_lake.scan("kbo", "activity", ON).select("entity_number").unique().collect()
    ends = list(zip((None, *cuts), (*cuts, None), strict=True))
    sizes = [numbers.filter(_within("entity_number", low, high)).height for low, high in ends]
    assert (len(sizes), sum(sizes)) == (4, numbers.height)
    assert min(sizes) > 0


def test_a_register_without_a_snapshot_is_missing_in_each_part(
    established: Established, synthetic_lake: Lake, complaints: pl.DataFrame, tmp_path: Path
) -> None:
    """A part knows which registers the country has, not only what lies in its own folder."""
    shutil.copytree(synthetic_lake.root, tmp_path / "lake")
    shutil.rmtree(tmp_path / "lake" / "dmfa")
    poorer = Lake(tmp_path / "lake")
    expected = assess_all(measure(established, poorer, catalogue(), ON, complaints), catalogue()).frame
    found = divided(established, poorer, complaints, tmp_path / "parts", Here()).assessments.frame
    assert found["part_time_share"].is_null().all()
    assert_frame_equal(found, expected, check_exact=True)


@pytest.fixture
def parts(established: Established, synthetic_lake: Lake, complaints: pl.DataFrame, tmp_path: Path) -> list[PartTask]:
    """The parts of the country, written."""
    sources = sources_of(established.frame, synthetic_lake, catalogue(), ON, complaints)
    return divide(sources, tmp_path, (), snapshots_of(sources, catalogue()).known)


def test_what_a_worker_gets_hold_of_names_nobody(parts: list[PartTask], established: Established) -> None:
    """Files of a part hold keys, days, amounts and the two codes that signals may see: no number, name or street."""
    texts = {"sectors", "joint_committee", "start_hour"}
    files = list(parts[0].folder.rglob("*.parquet"))
    assert len(files) > len(parts)
    for file in files:
        strange = {c for c, kind in pl.read_parquet_schema(file).items() if kind in (pl.String, pl.List(pl.String))}
        assert strange <= texts, file
    told = b"".join(file.read_bytes() for file in files)
    assert str(established.frame["enterprise"][0]).encode() not in told


def test_a_task_is_paths_and_plain_values(parts: list[PartTask]) -> None:
    """What travels to a worker fits into a line: it reads the rest where it lies."""
    assert all(len(repr(vars(task))) < 1_000 for task in parts)
    sizes = [pl.scan_parquet(task.folder / task.name / "subjects.parquet").collect().height for task in parts]
    assert sizes == sorted(sizes, reverse=True)


def test_the_same_part_gives_the_same_bytes(parts: list[PartTask]) -> None:
    """Its hash is that of the rows, whoever carries it out and under whatever name it is written."""
    once, again = assess_part(parts[0]), assess_part(replace(parts[0], into="again.parquet"))
    assert (once.sha256, once.workplaces) == (again.sha256, again.workplaces)
    assert once.file != again.file


def test_a_part_that_filed_nothing_knows_the_newest_quarter() -> None:
    """Its workers without any declaration are missing there as they would be in the country."""
    rows = pl.DataFrame(
        {"enterprise": [1, 2], "ended_on": [date(2026, 6, 30), date(2026, 9, 30)], "is_newest": [False, True]}
    )
    part = _with_newest(rows.head(1), rows)
    assert part.filter("is_newest").rows() == [(None, date(2026, 9, 30), True)]
    assert_frame_equal(_with_newest(rows, rows), rows)
    assert_frame_equal(_with_newest(rows.head(1), rows.head(1)), rows.head(1))


@pytest.fixture
def machines() -> Iterator[Machines]:
    """A scheduler with two workers."""
    import distributed

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        yield Machines(cluster.scheduler_address)


@pytest.mark.battery  # four workers load the libraries
def test_processes_and_machines_give_the_same_bytes(
    established: Established, synthetic_lake: Lake, complaints: pl.DataFrame, tmp_path: Path, machines: Machines
) -> None:
    """The hash of each part is that of one process, of several, and of a scheduler's workers."""
    given = (established, synthetic_lake, complaints, tmp_path)
    here = divided(*given, Here())
    assert divided(*given, Processes(2)).parts == here.parts
    assert divided(*given, machines).parts == here.parts
