"""The real extracts of the Crossroads Bank, where they are at hand."""

import shutil
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import builders_registers as b
import pytest

from inspection.errors import IntakeFault
from inspection.registers.lake import Lake
from inspection.registers.report import IntakeReport

_DATA = Path(__file__).parents[3] / "shared" / "data" / "kbo"
FULL, UPDATE = _DATA / "KboOpenData_0127_sample_Full.zip", _DATA / "update-2025-10-12"
TABLES = {
    "enterprise": "enterprise_number",
    "establishment": "establishment_number",
    "denomination": "entity_number",
    "address": "entity_number",
    "activity": "entity_number",
}

pytestmark = pytest.mark.skipif(
    not (FULL.exists() and UPDATE.exists()), reason="the real KBO extracts are not beside the repository"
)


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Lake, IntakeReport, IntakeReport]:
    """Give a lake with the sample, made the base of the update, and the update after it."""
    folder = tmp_path_factory.mktemp("real")
    lake = Lake(folder / "lake")
    return lake, b.take("kbo", _base(folder / "full"), lake), b.take("kbo", UPDATE, lake)


def _base(folder: Path) -> Path:
    """Return the sample as the extract that the update follows: its number, its day, and the entities that it names."""
    with ZipFile(FULL) as archive:
        archive.extractall(folder)
    (folder / "meta.csv").write_text(
        '"Variable","Value"\n"SnapshotDate","10-10-2025"\n"ExtractTimestamp","10-10-2025 00:00:00"\n'
        '"ExtractType","full"\n"ExtractNumber","146"\n"Version","1.0.0"\n'
    )
    named = {line.split(",")[0] for path in UPDATE.glob("*_*.csv") for line in _text(path.name)}
    new = {line.split(",")[0] for table in ("enterprise", "establishment") for line in _text(f"{table}_insert.csv")}
    owner = (folder / "enterprise.csv").read_text(encoding="utf-8").split("\n")[1].split(",")[0]
    with (folder / "enterprise.csv").open("a", encoding="utf-8") as file:
        file.writelines(
            f'{number},"AC","000","2","610",,"01-01-2000"\n' for number in sorted(named - new) if number[1] in "01"
        )
    with (folder / "establishment.csv").open("a", encoding="utf-8") as file:
        file.writelines(f'{number},"01-01-2000",{owner}\n' for number in sorted(named - new) if number[1] in "2345678")
    return folder


def _lines(name: str) -> int:
    return len((UPDATE / name).read_text(encoding="utf-8").splitlines()) - 1


def test_full_extract_accounts_for_every_row(tmp_path: Path) -> None:
    """Known faults of the sample are found, and only those.

    Its denominations repeat themselves twice with header and all columns counted up by one, which the check digits give
    away; KBO writes the striking off of a branch's address in another form.
    """
    full = b.take("kbo", FULL, Lake(tmp_path))
    assert (full.snapshot, full.kind, full.extract, full.state) == (date(2024, 9, 1), "full", 127, "current")
    assert all(f.read == f.kept + f.quarantined for f in full.files)
    assert {f.file: (f.read, f.quarantined) for f in full.files} == {
        "meta.csv": (5, 0),
        "code.csv": (14_948, 0),
        "enterprise.csv": (9_999, 0),
        "establishment.csv": (9_999, 0),
        "denomination.csv": (9_999, 6_475),
        "address.csv": (10_984, 91),
        "contact.csv": (0, 0),
        "activity.csv": (9_999, 0),
        "branch.csv": (7_355, 0),
    }
    assert full.reasons == {"date": 91, "entity_number": 6_475}


def test_update_accounts_for_every_row(taken: tuple[Lake, IntakeReport, IntakeReport]) -> None:
    """Every line of every file is read and kept, and nothing of it lies outside its limits."""
    _, _, update = taken
    assert {f.file: f.read for f in update.files} == {p.name: _lines(p.name) for p in UPDATE.glob("*.csv")}
    assert all(f.read == f.kept + f.quarantined for f in update.files)
    assert update.quarantined == 0
    assert (update.state, update.differences) == ("current", ())


def test_the_update_is_refused_on_the_sample_as_it_is(tmp_path: Path) -> None:
    """Nineteen extracts lie between; and with their numbers made to follow, it deletes what the sample never had."""
    lake = Lake(tmp_path / "lake")
    b.take("kbo", FULL, lake)
    with pytest.raises(IntakeFault, match="extracts 128 to 146 are missing"):
        b.take("kbo", UPDATE, lake)
    shutil.copytree(UPDATE, tmp_path / "next")
    meta = tmp_path / "next" / "meta.csv"
    meta.write_text(meta.read_text(encoding="utf-8").replace("147", "128"), encoding="utf-8")
    with pytest.raises(IntakeFault, match="162 were never here"):
        b.take("kbo", tmp_path / "next", lake)


@pytest.mark.parametrize(("table", "key"), sorted(TABLES.items()))
def test_update_changes_exactly_what_it_names(
    taken: tuple[Lake, IntakeReport, IntakeReport], table: str, key: str
) -> None:
    """Rows of the keys in the delete file go, rows of the insert file come, everything else is as before."""
    lake, full, update = taken
    before = lake.scan("kbo", table, full.snapshot).collect()
    after = lake.scan("kbo", table, update.snapshot).collect()
    deleted = {line.strip('"').replace(".", "") for line in _text(f"{table}_delete.csv")}
    inserted = next(f for f in update.files if f.file == f"{table}_insert.csv").stored
    stay = before.filter(~before[key].is_in(list(deleted)))
    assert after.head(stay.height).equals(stay)
    assert after.height == stay.height + inserted
    added = {line.split(",")[0].strip('"').replace(".", "") for line in _text(f"{table}_insert.csv")}
    assert set(after.tail(inserted)[key]) <= added


def _text(name: str) -> list[str]:
    return (UPDATE / name).read_text(encoding="utf-8").splitlines()[1:]
