"""What an intake says of itself."""

import json
from pathlib import Path

import builders_registers as b
import pytest

from inspection.registers.lake import Lake
from inspection.registers.report import FileReport, IntakeReport


@pytest.fixture
def report(tmp_path: Path) -> IntakeReport:
    """The report of a full extract with one row set aside."""
    files = b.kbo_files()
    files["activity.csv"].append(b.an_activity(b.establishment(1), "99999"))
    return b.take("kbo", b.write(tmp_path / "in", files), Lake(tmp_path / "lake"))


def test_report_is_plain_json(report: IntakeReport) -> None:
    """Machines get the same numbers, and can read the report back."""
    said = json.loads(json.dumps(report.as_json()))
    assert said["read"] == said["kept"] + said["quarantined"]
    assert said["reasons"] == {"unknown_code": 1}
    assert said["snapshot"] == "2026-11-20"
    assert IntakeReport.from_json(said).files == report.files


def test_rows_are_ready_for_a_table(report: IntakeReport) -> None:
    """One line a file: name, three counts, remarks."""
    rows = {row[0]: row[1:] for row in report.rows()}
    assert rows["activity.csv"] == (8, 7, 1, "quarantined: unknown_code 1")
    assert rows["contact.csv"][3] == "left out: no_purpose 1"


def test_counts_outside_the_expected_range_raise_an_alarm(report: IntakeReport) -> None:
    """Four enterprises are no national register: the alarm names table, count and range."""
    assert any(a.startswith("enterprise: 4 rows kept, expected 1,") for a in report.alarms)


def test_synthetic_data_raise_no_alarm(tmp_path: Path) -> None:
    """A demonstration is smaller than the country on purpose."""
    lake = Lake(tmp_path / "lake")
    assert b.take("dimona", b.write(tmp_path / "in", b.dimona_files()), lake).alarms == ()
    assert b.take("dmfa", b.write(tmp_path / "dmfa", b.dmfa_files()), lake).alarms != ()


def test_stored_rows_are_kept_rows_less_those_left_out() -> None:
    """What is in the lake follows from the account."""
    file = FileReport(file="x.csv", table="x", read=10, kept=9, quarantined=1, left_out={"a": 2, "b": 3})
    assert file.stored == 4
