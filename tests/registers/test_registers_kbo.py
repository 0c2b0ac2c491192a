"""KBO extracts, full and update, taken into the lake."""

from datetime import date, timedelta
from pathlib import Path

import builders_registers as b
import polars as pl
import pytest

from inspection.errors import IntakeFault
from inspection.registers.lake import Lake

COLUMNS = {
    "enterprise": "enterprise_number status juridical_situation type_of_enterprise juridical_form start_date",
    "establishment": "establishment_number start_date enterprise_number",
    "denomination": "entity_number language type_of_denomination denomination",
    "address": "entity_number type_of_address country postcode municipality_nl municipality_fr street_nl street_fr "
    "house_number box struck_off_on",
    "activity": "entity_number activity_group nace_version nace_code classification",
    "code": "category code language description",
    "branch": "id start_date enterprise_number",
}


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def _rows(lake: Lake, table: str, on: date = b.FULL_DAY) -> list[tuple[object, ...]]:
    return sorted(lake.scan("kbo", table, on).collect().rows(), key=str)


def test_full_extract_becomes_the_tables_of_the_lake(tmp_path: Path, lake: Lake) -> None:
    """Each table has the columns that other parts read, days are days, and numbers lose their dots, not their zeros."""
    b.take("kbo", b.write(tmp_path / "in", b.kbo_files()), lake)
    assert {t: " ".join(lake.scan("kbo", t, b.FULL_DAY).collect_schema().names()) for t in COLUMNS} == COLUMNS
    first = lake.scan("kbo", "enterprise", b.FULL_DAY).collect().row(0, named=True)
    assert first["enterprise_number"] == b.enterprise(1)
    assert first["enterprise_number"].startswith("0")
    assert first["start_date"] == date(2010, 2, 1)
    assert "contact" not in lake.tables("kbo", b.FULL_DAY)


def test_every_row_is_accounted_for(tmp_path: Path, lake: Lake) -> None:
    """Per file, read is kept plus quarantined; rows that are right but left out say why."""
    files = b.kbo_files()
    report = b.take("kbo", b.write(tmp_path / "in", files), lake)
    assert {f.file: f.read for f in report.files} == {name: len(rows) - 1 for name, rows in files.items()}
    assert all(f.read == f.kept + f.quarantined for f in report.files)
    assert report.quarantined == 0
    left_out = {f.file: dict(f.left_out) for f in report.files if f.left_out}
    assert left_out == {"denomination.csv": {"name_of_natural_person": 1}, "contact.csv": {"no_purpose": 1}}


def test_the_name_of_a_natural_person_is_nowhere(tmp_path: Path, lake: Lake) -> None:
    """Name and abbreviation of a natural person are dropped; the commercial name and the establishment's are kept."""
    b.take("kbo", b.write(tmp_path / "in", b.kbo_files()), lake)
    names = lake.scan("kbo", "denomination", b.FULL_DAY).collect()["denomination"].to_list()
    assert "Nom Prénom" not in names
    assert {"Chez le quatrième", "Le comptoir, n° 4", "Entreprise 1"} <= set(names)
    assert not any("Prénom".encode() in content for content in b.lake_bytes(lake).values())


def test_the_name_of_an_unknown_enterprise_is_dropped_too(tmp_path: Path, lake: Lake) -> None:
    """It may be a natural person's, so nobody finds it in the lake."""
    files = b.kbo_files()
    files["denomination.csv"].append(b.a_name(b.enterprise(99), "Inconnue"))
    report = b.take("kbo", b.write(tmp_path / "in", files), lake)
    (names,) = (f for f in report.files if f.file == "denomination.csv")
    assert names.left_out["name_of_unknown_entity"] == 1
    assert names.read == names.kept + names.quarantined == names.stored + 2


def test_natural_person_without_seat_is_accepted(tmp_path: Path, lake: Lake) -> None:
    """It has an enterprise and an establishment with an address, and no seat."""
    b.take("kbo", b.write(tmp_path / "in", b.kbo_files()), lake)
    addresses = lake.scan("kbo", "address", b.FULL_DAY).collect()
    assert b.enterprise(4) not in addresses["entity_number"].to_list()
    assert b.establishment(4) in addresses["entity_number"].to_list()


def test_nace_versions_stand_side_by_side(tmp_path: Path, lake: Lake) -> None:
    """One unit keeps its codes of 2003, 2008 and 2025, five and seven digits, zeros included."""
    b.take("kbo", b.write(tmp_path / "in", b.kbo_files()), lake)
    found = lake.scan("kbo", "activity", b.FULL_DAY).select("nace_version", "nace_code").collect().rows()
    assert {("2003", "55301"), ("2008", "56101"), ("2025", "5611101"), ("2008", "01110")} <= set(found)


@pytest.mark.parametrize("inside", ["", "KboOpenData_0010_2026_11_20_Full/"])
def test_zip_and_folder_give_the_same_lake(tmp_path: Path, lake: Lake, inside: str) -> None:
    """Files at the root of the archive, in one folder of it, or in a folder on disk: the same rows."""
    folder = b.write(tmp_path / "in", b.kbo_files(), quoted=True)
    other = Lake(tmp_path / "other")
    b.take("kbo", folder, lake)
    b.take("kbo", b.zipped(folder, inside=inside), other)
    assert all(_rows(lake, table) == _rows(other, table) for table in COLUMNS)


def test_repeated_key_is_quarantined_and_orphans_are_noted(tmp_path: Path, lake: Lake) -> None:
    """A second row of one enterprise would double it; a row of an unknown entity joins nothing and is only noted."""
    files = b.kbo_files()
    files["enterprise.csv"].append(b.an_enterprise(1, started="05-05-2015"))
    files["establishment.csv"].append(b.an_establishment(77, of=78))
    report = b.take("kbo", b.write(tmp_path / "in", files), lake)
    assert report.reasons == {"duplicate_key": 1}
    assert lake.quarantine("kbo", b.FULL_DAY).rows() == [
        ("enterprise.csv", 6, "duplicate_key", "EnterpriseNumber", f"EnterpriseNumber={b.enterprise(1)}")
    ]
    (units,) = (f for f in report.files if f.file == "establishment.csv")
    assert units.notes == {"entity_not_in_the_register": 1}
    assert units.quarantined == 0


def test_update_changes_exactly_the_rows_that_it_names(tmp_path: Path, lake: Lake) -> None:
    """Rows of deleted keys go, inserted rows come, all others stay; the day before reads as before."""
    b.take("kbo", b.write(tmp_path / "full", b.kbo_files()), lake)
    before = {table: _rows(lake, table) for table in COLUMNS}
    update = b.kbo_update_files(
        delete={"enterprise": [b.enterprise(2)], "activity": [b.establishment(1), b.enterprise(50)]},
        insert={"enterprise": [b.an_enterprise(9)], "activity": [b.an_activity(b.establishment(1), "56111", "2025")]},
    )
    report = b.take("kbo", b.write(tmp_path / "update", update), lake)
    assert report.kind == "update"
    assert {table: _rows(lake, table) for table in COLUMNS} == before
    after = {table: _rows(lake, table, b.UPDATE_DAY) for table in COLUMNS}
    gone = {t: [r for r in before[t] if r not in after[t]] for t in COLUMNS}
    came = {t: [r for r in after[t] if r not in before[t]] for t in COLUMNS}
    assert [r[0] for r in gone.pop("enterprise")] == [b.enterprise(2)]
    assert [r[0] for r in gone.pop("activity")] == [b.establishment(1)] * 3
    assert [r[0] for r in came.pop("enterprise")] == [b.enterprise(9)]
    assert came.pop("activity") == [(b.establishment(1), "003", "2025", "56111", "MAIN")]
    assert not any([*gone.values(), *came.values()])


def test_update_writes_an_enterprise_anew(tmp_path: Path, lake: Lake) -> None:
    """An inserted enterprise that the lake has already replaces it: a key stays unique."""
    b.take("kbo", b.write(tmp_path / "full", b.kbo_files()), lake)
    update = b.kbo_update_files(insert={"enterprise": [b.an_enterprise(1, started="06-06-2016")]})
    b.take("kbo", b.write(tmp_path / "update", update), lake)
    found = lake.scan("kbo", "enterprise", b.UPDATE_DAY).filter(pl.col("enterprise_number") == b.enterprise(1))
    assert found.collect()["start_date"].to_list() == [date(2016, 6, 6)]


def test_update_knows_natural_persons_of_the_lake(tmp_path: Path, lake: Lake) -> None:
    """A name that comes later than its enterprise is judged by the enterprise in the lake."""
    b.take("kbo", b.write(tmp_path / "full", b.kbo_files()), lake)
    names = [b.a_name(b.enterprise(4), "Nom"), b.a_name(b.enterprise(1), "Société"), b.a_name(b.enterprise(60), "Nul")]
    update = b.kbo_update_files(insert={"denomination": names})
    report = b.take("kbo", b.write(tmp_path / "update", update), lake)
    (file,) = (f for f in report.files if f.file == "denomination_insert.csv")
    assert file.left_out == {"name_of_natural_person": 1, "name_of_unknown_entity": 1}
    assert file.stored == 1


def test_an_update_over_a_gap_is_refused(tmp_path: Path, lake: Lake) -> None:
    """Rows that the missing updates changed would be stale without a sign; what is missing is named."""
    b.take("kbo", b.write(tmp_path / "full", b.kbo_files()), lake)
    before = b.lake_bytes(lake)
    with pytest.raises(IntakeFault, match="extracts 11 to 13 are missing") as fault:
        b.take("kbo", b.write(tmp_path / "update", b.kbo_update_files(number=14)), lake)
    assert fault.value.code == "INTAKE-026"
    assert b.lake_bytes(lake) == before


def test_an_update_of_an_invented_register_is_refused_on_a_real_one(tmp_path: Path, lake: Lake) -> None:
    """It is of another base, whatever its number says."""
    b.take("kbo", b.write(tmp_path / "full", b.kbo_files()), lake)
    update = b.kbo_update_files()
    update["meta.csv"].append(["Synthetic", "yes"])
    with pytest.raises(IntakeFault) as fault:
        b.take("kbo", b.write(tmp_path / "update", update), lake)
    assert fault.value.code == "INTAKE-035"


def test_update_may_lack_optional_tables_only_whole(tmp_path: Path, lake: Lake) -> None:
    """Without both files of branch the update is taken in and says so."""
    b.take("kbo", b.write(tmp_path / "full", b.kbo_files()), lake)
    update = b.kbo_update_files()
    del update["branch_delete.csv"], update["branch_insert.csv"]
    report = b.take("kbo", b.write(tmp_path / "update", update), lake)
    assert any("branch" in w for w in report.warnings)
    assert lake.scan("kbo", "branch", b.UPDATE_DAY).collect().height == 1


def test_same_delivery_again_writes_nothing(tmp_path: Path, lake: Lake) -> None:
    """Running the intake twice gives the first report, marked unchanged."""
    folder = b.write(tmp_path / "full", b.kbo_files())
    first = b.take("kbo", folder, lake)
    content = b.lake_bytes(lake)
    again = b.take("kbo", folder, lake)
    assert again.unchanged
    assert not first.unchanged
    assert again.as_json() == first.as_json() | {"unchanged": True}
    assert b.lake_bytes(lake) == content


def test_zip_may_wait_in_a_folder(tmp_path: Path, lake: Lake) -> None:
    """A folder that holds one archive and nothing else is that archive."""
    archive = b.zipped(b.write(tmp_path / "in", b.kbo_files()))
    (tmp_path / "waiting").mkdir()
    archive.rename(tmp_path / "waiting" / "KboOpenData.zip")
    assert b.take("kbo", tmp_path / "waiting", lake).quarantined == 0


def test_blank_line_among_deleted_keys_is_set_aside(tmp_path: Path, lake: Lake) -> None:
    """A file of one column has no commas to count; an empty line in it is still no record."""
    b.take("kbo", b.write(tmp_path / "full", b.kbo_files()), lake)
    folder = b.write(tmp_path / "update", b.kbo_update_files(delete={"enterprise": [b.enterprise(2)]}))
    path = folder / "enterprise_delete.csv"
    path.write_bytes(path.read_bytes() + b"\n" + b.dotted(b.enterprise(3)).encode() + b"\n")
    assert b.take("kbo", folder, lake).reasons == {"fields": 1}
    assert len(_rows(lake, "enterprise", b.UPDATE_DAY)) == 2


def test_second_full_extract_stands_alone(tmp_path: Path, lake: Lake) -> None:
    """A later full extract replaces everything before it, from its day on."""
    b.take("kbo", b.write(tmp_path / "full", b.kbo_files()), lake)
    later = b.FULL_DAY + timedelta(days=30)
    files = b.kbo_files() | {"meta.csv": b.kbo_meta(later, "full", 40)}
    files["enterprise.csv"] = files["enterprise.csv"][:3]
    b.take("kbo", b.write(tmp_path / "later", files), lake)
    assert len(_rows(lake, "enterprise", later)) == 2
    assert len(_rows(lake, "enterprise", later - timedelta(days=1))) == 4


def test_windows_line_ends_and_byte_order_mark_change_nothing(tmp_path: Path, lake: Lake) -> None:
    """CRLF and a byte order mark are ways to write the same text."""
    folder = b.write(tmp_path / "in", b.kbo_files())
    for file in folder.iterdir():
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert b.take("kbo", folder, lake).quarantined == 0
    assert lake.scan("kbo", "branch", b.FULL_DAY).collect()["enterprise_number"].to_list() == [b.enterprise(1)]
