"""Dimona, DmfA, Check In at Work, declarations of works and addresses."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import builders_registers as b
import numpy as np
import polars as pl
import pytest

from inspection.demo.registers.places import lambert
from inspection.errors import IntakeFault
from inspection.registers.lake import Lake
from inspection.registers.report import IntakeReport

DIMONA = (
    "dimona_period_id company_id worker_key joint_committee worker_type starts_on ends_on start_hour end_hour "
    "planned_hours user_company_id form_type received_at"
)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


def _take(tmp_path: Path, lake: Lake, register: str, files: b.Files) -> IntakeReport:
    return b.take(register, b.write(tmp_path / register, files), lake)


def _table(lake: Lake, register: str, table: str) -> pl.DataFrame:
    return lake.scan(register, table, b.FULL_DAY).collect()


def test_dimona_becomes_periods(tmp_path: Path, lake: Lake) -> None:
    """Official names become ours, days become days, the moment of declaration becomes UTC."""
    report = _take(tmp_path, lake, "dimona", b.dimona_files([{"WorkerType": "STU", "PlannedHoursNbr": "40"}]))
    periods = _table(lake, "dimona", "period")
    assert report.quarantined == 0
    assert " ".join(periods.columns) == DIMONA
    row = periods.row(0, named=True)
    assert row["received_at"] == datetime(2026, 11, 14, 7, 59, tzinfo=UTC)
    assert (row["starts_on"], row["start_hour"], row["planned_hours"]) == (date(2026, 11, 14), "0900", 40)
    assert periods.schema["received_at"] == pl.Datetime("us", "UTC")


def test_person_numbers_never_reach_the_lake(tmp_path: Path, lake: Lake) -> None:
    """Only the keyed pseudonym is written, in tables, quarantine and report; one person has one key."""
    same = {"INSS": b.nobody(1)}
    rows = [same, {**same, "WorkerType": "???"}, {"INSS": "8501010"}, {**same, "CompanyID": b.nobody(1)}, same, {}, {}]
    report = _take(tmp_path, lake, "dimona", b.dimona_files(rows))
    keys = _table(lake, "dimona", "period")["worker_key"].to_list()
    assert keys == [b.pseudonym(b.nobody(n)) for n in (1, 1, 6, 7)]
    assert report.reasons == {"enterprise_number": 1, "leading_zero": 1, "unknown_code": 1}
    for content in b.lake_bytes(lake).values():
        assert b.nobody(1).encode() not in content
        assert b"8501010," not in content
    assert b.nobody(1) not in str(lake.quarantine("dimona", b.FULL_DAY).rows())


DIMONA_FAULTS: list[tuple[Mapping[str, str], str]] = [
    ({"WorkerType": "ZZZ"}, "unknown_code"),
    ({"JointCommissionNbr": "109"}, "unknown_code"),
    ({"FormType": "CORRECT"}, "unknown_code"),
    ({"StartingDate": "2026-02-30"}, "date"),
    ({"StartingDate": ""}, "missing"),
    ({"EndingDate": "2026-11-13"}, "ends_before_start"),
    ({"StartingHour": "2460"}, "hour"),
    ({"StartingHour": "9:00"}, "hour"),
    ({"StartingHour": "900"}, "leading_zero"),
    ({"PlannedHoursNbr": "1000"}, "range"),
    ({"PlannedHoursNbr": "ten"}, "number"),
    ({"ReceivedAt": "2026-11-14T08:59:00"}, "moment"),
    ({"ReceivedAt": "14/11/2026 08:59"}, "moment"),
    ({"DimonaPeriodId": "12"}, "pattern"),
    ({"CompanyID": b.wrong_digits(b.enterprise(1))}, "enterprise_number"),
    ({"CompanyID": b.enterprise(1).lstrip("0")}, "leading_zero"),
    ({"CompanyID": b.dotted(b.enterprise(1))}, "enterprise_number"),
    ({"UsingEmployerCompanyID": "1234"}, "enterprise_number"),
    ({"INSS": "85010100"}, "leading_zero"),
    ({"INSS": "85.01.01-001.23"}, "inss"),
    ({"INSS": b.nobody_checked(1)}, "inss_not_synthetic"),
]


@pytest.mark.parametrize(("changes", "rule"), DIMONA_FAULTS)
@pytest.mark.few(8)
def test_dimona_row_that_breaks_a_rule_is_set_aside(
    tmp_path: Path, lake: Lake, changes: Mapping[str, str], rule: str
) -> None:
    """The row goes to quarantine under the rule's name with its line; its neighbours are kept."""
    report = _take(tmp_path, lake, "dimona", b.dimona_files([{}, changes, {}]))
    assert report.reasons == {rule: 1}
    (file,) = (f for f in report.files if f.file == "dimona.csv")
    assert (file.read, file.kept) == (3, 2)
    assert lake.quarantine("dimona", b.FULL_DAY).select("file", "line", "rule").rows() == [("dimona.csv", 3, rule)]


def test_open_end_stays_open(tmp_path: Path, lake: Lake) -> None:
    """A missing end and the end that opens a period again are both kept as they are."""
    _take(tmp_path, lake, "dimona", b.dimona_files([{"EndingDate": ""}, {"EndingDate": "9999-12-31"}]))
    assert _table(lake, "dimona", "period")["ends_on"].to_list() == [None, date(9999, 12, 31)]


def test_real_deliveries_need_right_check_digits(tmp_path: Path, lake: Lake) -> None:
    """Without the synthetic mark a wrong check number is set aside and a right one is kept."""
    files = b.dimona_files([{"INSS": b.nobody_checked(1)}, {"INSS": b.nobody(2)}], synthetic=False)
    report = _take(tmp_path, lake, "dimona", files)
    assert report.reasons == {"inss_check": 1}
    assert _table(lake, "dimona", "period")["worker_key"].to_list() == [b.pseudonym(b.nobody_checked(1))]


def test_dmfa_becomes_a_summary(tmp_path: Path, lake: Lake) -> None:
    """Counts and cents are whole numbers, hours may have decimals, a repeated quarter is set aside."""
    again = {"CompanyID": b.enterprise(1), "LocalUnitID": b.establishment(1)}
    report = _take(tmp_path, lake, "dmfa", b.dmfa_files([{}, again, {"PartTimeWorkers": "9"}, {"Quarter": "2026Q5"}]))
    summary = _table(lake, "dmfa", "summary")
    assert " ".join(summary.columns) == (
        "company_id establishment_number quarter joint_committee workers part_time_workers hours_paid wages_cents "
        "due_cents paid_cents"
    )
    assert summary.row(0)[4:8] == (8, 5, 2510.5, 4_010_000)
    assert report.reasons == {"duplicate_key": 1, "more_part_time_than_workers": 1, "pattern": 1}


def test_checkin_becomes_presences(tmp_path: Path, lake: Lake) -> None:
    """A missing departure is allowed, an unknown scheme is not, a person is a key."""
    report = _take(tmp_path, lake, "checkin", b.checkin_files([{}, {"OutAt": "1600"}, {"Scheme": "horeca"}]))
    presence = _table(lake, "checkin", "presence")
    assert " ".join(presence.columns) == "work_declaration company_id worker_key on_day in_at out_at scheme"
    assert presence["out_at"].to_list() == [None, "1600"]
    assert presence["worker_key"].to_list() == [b.pseudonym(b.nobody(1)), b.pseudonym(b.nobody(2))]
    assert report.reasons == {"unknown_code": 1}


def test_works_and_their_chain(tmp_path: Path, lake: Lake) -> None:
    """Sites without coordinates are kept, half a point is not, contractors keep their principal and level."""
    nowhere = {"Latitude": "", "Longitude": ""}
    sites = [{}, nowhere, {"Latitude": ""}, {"Latitude": "5.57", "Longitude": "50.64"}]
    report = _take(tmp_path, lake, "works", b.works_files(sites, [{}, {}, {"Level": "0"}]))
    works = _table(lake, "works", "works")
    assert works.select("lon", "lat").rows() == [(5.5718, 50.6402), (None, None)]
    assert works["amount_cents"].to_list() == [125_000_000] * 2
    chain = _table(lake, "works", "contractor").select("company_id", "principal_company_id", "level", "declared_on")
    assert chain.rows() == [
        (b.enterprise(1), None, 1, date(2026, 9, 25)),
        (b.enterprise(2), b.enterprise(1), 2, date(2026, 9, 25)),
    ]
    assert report.reasons == {"half_a_point": 1, "range": 2}


def test_addresses_keep_one_row_a_house(tmp_path: Path, lake: Lake) -> None:
    """Boxes of a house and addresses out of use are left out and counted; swapped coordinates are set aside."""
    rows = [{}, {"house_number": "1", "box_number": "2"}, {"status": "retired"}, {"status": "gone"}]
    swapped = {"EPSG:4258_lat": "4.36830", "EPSG:4258_lon": "50.84660"}
    path = b.write(tmp_path / "in", {"openaddress-bebru.csv": b.address_rows([*rows, swapped])})
    report = b.take("addresses", path / "openaddress-bebru.csv", lake, on=b.FULL_DAY)
    (file,) = report.files
    assert file.left_out == {"box_of_a_house": 1, "not_in_use": 1}
    assert file.reasons == {"range": 1, "unknown_code": 1}
    assert _table(lake, "addresses", "address").select(
        "postcode", "municipality_refnis", "street_nl", "house_number", "lon", "lat"
    ).rows() == [("1000", "21004", "Wetstraat", "1", 4.3683, 50.8466)]


def test_addresses_are_read_in_both_coordinate_systems(tmp_path: Path, lake: Lake) -> None:
    """Lambert 72 fills what is empty; a row without a point, or with two that contradict each other, is set aside."""
    x, y = lambert(np.array([4.3683]), np.array([50.8466]))
    projected = {"EPSG:31370_x": f"{x[0]:.2f}", "EPSG:31370_y": f"{y[0]:.2f}"}
    none = {"EPSG:4258_lat": "", "EPSG:4258_lon": ""}
    far = {**projected, "EPSG:31370_x": f"{x[0] + 60:.2f}"}
    near = {**projected, "EPSG:31370_x": f"{x[0] + 40:.2f}"}
    abroad = {**none, "EPSG:31370_x": "600000", "EPSG:31370_y": "170000"}
    rows = [projected, projected | none, none, far, near, abroad, {**none, "EPSG:31370_x": "150000"}, {}]
    path = b.write(tmp_path / "in", {"openaddress-bebru.csv": b.address_rows(rows)})
    report = b.take("addresses", path / "openaddress-bebru.csv", lake, on=b.FULL_DAY)
    assert report.reasons == {"no_point": 3, "two_points": 1}
    kept = _table(lake, "addresses", "address").sort("house_number")
    assert kept["house_number"].to_list() == ["1", "2", "5", "8"]
    assert kept["lon"].to_list() == pytest.approx([4.3683] * 4, abs=2e-7)
    assert kept["lat"].to_list() == pytest.approx([50.8466] * 4, abs=2e-7)


def test_addresses_of_several_regions_come_together(tmp_path: Path, lake: Lake) -> None:
    """One table from the files that are there, in a folder or a zip."""
    region = b.address_rows([{"municipality_id": "62063", "postcode": "4000"}])
    folder = b.write(tmp_path / "in", {"openaddress-bebru.csv": b.address_rows([{}]), "openaddress-bewal.csv": region})
    b.take("addresses", b.zipped(folder), lake, on=b.FULL_DAY)
    assert sorted(_table(lake, "addresses", "address")["postcode"].to_list()) == ["1000", "4000"]


def test_addresses_need_a_day(tmp_path: Path, lake: Lake) -> None:
    """The files do not say of which day they are, so the caller must."""
    path = b.write(tmp_path / "in", {"openaddress-bebru.csv": b.address_rows()})
    with pytest.raises(IntakeFault, match="of which day") as fault:
        b.take("addresses", path, lake)
    assert fault.value.code == "INTAKE-025"


def test_key_that_fails_leaves_nothing(tmp_path: Path, lake: Lake) -> None:
    """When pseudonyms cannot be made, no half snapshot remains."""
    from inspection.registers.intake import ingest

    def broken(_: str) -> str:
        raise OSError("no key")

    folder = b.write(tmp_path / "in", b.dimona_files())
    with pytest.raises(OSError, match="no key"):
        ingest("dimona", folder, lake, rules=b.rules(), pseudonym=broken)
    assert b.lake_bytes(lake) == {}
