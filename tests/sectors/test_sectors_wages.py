"""A file of wage scales: read whole, or refused with every fault and its line."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from sectors import RuleFault, load_rules
from sectors.wages import as_rules, read_wages

ON = date(2026, 3, 1)
HEAD = "joint_committee,category,age_from,age_to,seniority_from,valid_from,hourly_eur,weekly_hours,source,printed_on"
ROW = "302,Category 1,18,,,2025-01-01,12.2575,38,made up,2025-02-01"


def a_file(*rows: str, head: str = HEAD) -> bytes:
    """A file of rows."""
    return "\n".join((head, *rows)).encode()


def faults(*rows: str, head: str = HEAD) -> list[str]:
    """What is said of each line."""
    with pytest.raises(RuleFault) as refused:
        read_wages(a_file(*rows, head=head), "file.csv", on=ON)
    assert refused.value.code == "RULE-601"
    return [line.strip() for line in refused.value.what.splitlines()[1:]]


def test_a_file_becomes_dated_lines_that_the_rules_take(tmp_path: Path):
    """By committee, category, age and day; a second person's check makes them sure; the product's label stays."""
    young = "302,Category 1,16,,,2025-01-01,10.5,38,made up,2025-02-01"
    lowest = '302,Lowest,0,,,2025-01-01,"9,75",,made up,2025-02-01'
    older = "302,Category 1,18,,5,2025-01-01,13,38,made up,2025-02-01"
    lines = read_wages(a_file(ROW, young, lowest, older), "file.csv", on=ON)
    file = tmp_path / "scales.yaml"
    file.write_text(as_rules(lines, known={"jc_302_lowest"}, reviewed="2026-03-01"), encoding="utf-8")
    scales = load_rules([file]).on(date(2025, 6, 1)).scales
    first = scales["jc_302_category_1"]
    amounts = [(age, years, row and row.hourly_cents) for age, years in ((15, 0), (17, 9), (18, 4), (40, 5))
               for row in (first.row_for(age, years),)]  # fmt: skip
    assert amounts == [(15, 0, None), (17, 9, 1050), (18, 4, Decimal("1225.75")), (40, 5, 1300)]
    assert (first.confidence, first.printed_on, first.is_to_verify) == ("H", "2025-02-01", False)
    assert first.source == "made up, print of 2025-02-01"
    assert (first.label.fr, first.label.de) == ("CP 302, Category 1", "PK 302, Category 1")
    assert (scales["jc_302_lowest"].label.en, scales["jc_302_lowest"].row_for(30, 0).hourly_cents) == (
        "JC 302 (Hotels and restaurants), lowest function",
        975,
    )
    assert load_rules([file]).on(date(2024, 12, 31)).scales["jc_302_lowest"].every_row == ()


def test_a_semicolon_a_decimal_comma_and_the_mark_of_a_spreadsheet_are_read():
    """As a spreadsheet here writes it."""
    row = ROW.replace(",", ";").replace("12.2575", "12,2575")
    content = b"\xef\xbb\xbf" + "\r\n".join((HEAD.replace(",", ";"), row, "")).encode()
    (line,) = read_wages(content, "file.csv", on=ON)
    assert line.rows[0].hourly_cents == Decimal("1225.75")


def test_cents_are_an_amount_too():
    """One of the two columns, never both."""
    head = HEAD.replace("hourly_eur", "hourly_cents")
    (line,) = read_wages(a_file(ROW.replace("12.2575", "1225.75"), head=head), "file.csv", on=ON)
    assert line.rows[0].hourly_cents == Decimal("1225.75")


def test_every_fault_is_told_at_once_with_its_line():
    """Source and day of print are asked of each row; nothing of the file is taken in."""
    said = faults(
        ROW,
        ROW.replace("made up", "").replace("302", "30"),
        ROW.replace("2025-02-01", ""),
        ROW.replace("12.2575", "1,200"),
        ROW.replace("2025-01-01", "2025-02-30").replace("2025-02-01", "2026-03-02"),
    )
    assert [line.split(":")[0] for line in said] == ["line 3", "line 3", "line 4", "line 5", "line 6", "line 6"]
    assert "line 3: source is empty" in said
    assert "line 4: printed_on is empty" in said
    assert "line 6: printed_on lies in the future" in said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (ROW.replace("12.2575", "0"), "hourly_eur is a number above zero"),
        (ROW.replace("12.2575", "-3"), "hourly_eur is a number above zero"),
        (ROW.replace("12.2575", ""), "hourly_eur is empty"),
        (ROW.replace("12.2575", "12.25755"), "hourly_eur"),
        (ROW.replace("18,,", "18,17,"), "age_to lies below age_from"),
        (ROW.replace("18,", "121,"), "age_from is a whole number"),
        (ROW.replace("made up", "=SUM(A1)"), "source is a line"),
        (ROW.replace("Category 1", "…"), "category needs a Latin letter"),
        (ROW.replace(",38,", ",99,"), "weekly_hours"),
        (ROW + ",", "11 cells under 10 columns"),
    ],
)
def test_a_row_is_read_strictly(row: str, said: str):
    """One fault, on its line."""
    assert any(line.startswith(f"line 2: {said}") for line in faults(row))


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (ROW, "somebody of this age and seniority has an amount on line 2 already"),
        (ROW.replace("18,,", "16,30,"), "somebody of this age and seniority has an amount on line 2 already"),
        (ROW.replace("18,", "30,").replace("made up", "another"), "source differs from line 2"),
        (ROW.replace("18,", "30,").replace("Category 1", "category-1"), "category differs from line 2"),
    ],
)
def test_two_rows_never_say_different_things(other: str, said: str):
    """Of one person on one day there is one amount, and one print that says so."""
    assert any(line.startswith(f"line 3: {said}") for line in faults(ROW, other))


@pytest.mark.parametrize("column", ["joint_committee", "category", "age_from", "valid_from", "source", "printed_on"])
def test_a_file_without_a_column_is_refused(column: str):
    """Above all without where it was read, and when that was printed."""
    assert f"line 1: there is no column '{column}'" in faults(head=HEAD.replace(column, "note"))


def test_an_amount_is_asked_for_once():
    """Both would contradict each other, none is no scale."""
    for head in (HEAD.replace("hourly_eur", "weekly"), HEAD.replace("weekly_hours", "hourly_cents")):
        assert any("exactly one of the columns" in line for line in faults(head=head))


def test_an_empty_file_and_one_of_other_bytes_are_refused():
    """Nothing to take in is a mistake too."""
    assert faults() == ["line 2: the file has 0 rows: from 1 to 5000 are taken in at once"]
    with pytest.raises(RuleFault, match="not UTF-8"):
        read_wages(b"\xff\xfe", "file.csv", on=ON)
