"""The closed registers: each is read by its layout, whole or not at all, and nobody is in the lake in clear."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import builders_registers as b
import polars as pl
import pytest
from builders_closed import CLOSED, closed_files, ordinary

from inspection.errors import IntakeFault
from inspection.registers.lake import Lake, of_persons, of_workplace
from inspection.targeting.frame.permission import allowed_columns
from sectors.rules.registers import Column

WRONG = {"date": ("02/03/2026", "date"), "date_time": ("yesterday", "moment"), "integer": ("many", "number")}
WRONG |= {"decimal": ("half", "number"), "code": ("zz", "unknown_code")}


def _columns() -> list[tuple[str, Column]]:
    registers = b.rules().registers
    return [(key, column) for key in CLOSED for table in registers[key].tables for column in table.columns]


def _spoilt(column: Column) -> tuple[str, str] | None:
    """A value that breaks the rule of a column, and the name of the rule; None where anything may stand."""
    if column.check == "person_number":
        return b.nobody_checked(3), "inss_not_synthetic"
    if column.check is not None:
        return b.wrong_digits(b.enterprise(1)), column.check
    return WRONG.get(column.kind, ("§", "pattern") if column.pattern else None)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    """A lake that nothing is in."""
    return Lake(tmp_path / "lake")


@pytest.mark.parametrize("register", CLOSED)
@pytest.mark.few(4)
def test_an_ordinary_delivery_is_taken_in_whole(register: str, tmp_path: Path, lake: Lake) -> None:
    """Every row is kept, under the names of the lake, and the same files again change nothing."""
    folder = b.write(tmp_path / "in", closed_files(register))
    report = b.take(register, folder, lake)
    assert (report.kept, report.quarantined, report.state) == (5, 0, "current")
    (table,) = b.rules().registers[register].tables
    assert lake.scan(register, table.name, b.FULL_DAY).collect().columns == [c.lake for c in table.columns if c.lake]
    assert b.take(register, folder, lake).unchanged


@pytest.mark.parametrize(("register", "column"), [pytest.param(k, c, id=f"{k}.{c.name}") for k, c in _columns()])
@pytest.mark.few(12)
def test_a_wrong_value_sets_its_row_aside(register: str, column: Column, tmp_path: Path, lake: Lake) -> None:
    """The row goes to quarantine under the rule of its column; the others stay."""
    spoilt = _spoilt(column)
    if spoilt is None:
        assert column.lake is None
        return
    value, rule = spoilt
    changes = [{}] * 30 + [{column.name: value}]
    report = b.take(register, b.write(tmp_path / "in", closed_files(register, changes)), lake)
    assert report.reasons == {rule: 1}
    if column.required:
        empty = b.write(tmp_path / "empty", closed_files(register, [{}] * 30 + [{column.name: ""}]))
        assert b.take(register, empty, Lake(tmp_path / "other")).reasons == {"missing": 1}


@pytest.mark.parametrize("register", CLOSED)
def test_another_layout_is_refused(register: str, tmp_path: Path, lake: Lake) -> None:
    """A column that the register does not have, or one that lacks, stops the intake: nothing is half taken in."""
    for change in (lambda row: [*row, "Nationality"], lambda row: row[:-1]):
        files = closed_files(register)
        name = next(name for name in files if name != "meta.csv")
        files[name] = [change(list(row)) for row in files[name]]
        with pytest.raises(IntakeFault) as fault:
            b.take(register, b.write(tmp_path / "in", files), lake)
        assert fault.value.code == "INTAKE-010"
        assert lake.snapshots(register) == ()


def test_more_serious_accidents_than_accidents_are_set_aside(tmp_path: Path, lake: Lake) -> None:
    """Counts of one row agree with each other."""
    rows = [{}] * 30 + [{"Accidents": "1", "SeriousAccidents": "2"}]
    report = b.take("accidents", b.write(tmp_path / "in", closed_files("accidents", rows)), lake)
    assert report.reasons == {"more_serious_than_accidents": 1}


@pytest.mark.parametrize("register", ["limosa", "a1", "single_permit", "residence", "employers"])
def test_an_end_before_its_start_is_set_aside(register: str, tmp_path: Path, lake: Lake) -> None:
    """Days of one row agree with each other."""
    rows = [{}] * 30 + [{"EndDate": "2020-01-01"}]
    report = b.take(register, b.write(tmp_path / "in", closed_files(register, rows)), lake)
    assert report.reasons == {"ends_before_start": 1}


def test_nobody_lies_in_the_lake_in_clear(tmp_path: Path, lake: Lake) -> None:
    """All registers taken in, with what identifies somebody planted wherever it comes: no number and no name is found.

    Tables are read here as they are before they are sealed: what is not in them is nowhere.
    """
    canary, name = b.nobody_checked(77), "Zwaantje Kanarie"
    kbo = b.kbo_files()
    kbo["denomination.csv"].append(b.a_name(b.enterprise(4), name))
    kbo["contact.csv"].append([b.dotted(b.enterprise(4)), "ENT", "EMAIL", name])
    kbo["address.csv"][-1] = [*kbo["address.csv"][-1][:11], name, ""]
    sent = {"kbo": kbo, "dimona": b.dimona_files(), "checkin": b.checkin_files(), "mandates": b.mandates_files()}
    sent |= {"dmfa": b.dmfa_files(), "works": b.works_files()}
    for register in CLOSED:
        persons = [column.name for key, column in _columns() if key == register and column.person]
        sent[register] = closed_files(register, [{}] * 30 + [dict.fromkeys(persons, canary)])
    for register, files in sent.items():
        b.take(register, b.write(tmp_path / register, files), lake)
    assert {path.name for path in lake.root.iterdir()} >= sent.keys()
    numbers = {canary, *(b.nobody(n) for n in range(1, 600))}
    for file in [path for path in lake.root.rglob("*") if path.is_file()]:
        text = _text(file)
        assert not numbers.intersection(re.findall(r"(?<!\d)\d{11}(?!\d)", text)), file.name
        assert not any(word in text for word in (name, "Nom Prénom")), file.name


def _text(file: Path) -> str:
    if file.suffix != ".parquet":
        return file.read_text(encoding="utf-8")
    return "\n".join(str(value) for column in pl.read_parquet(file) for value in column)


@pytest.mark.parametrize("register", ["a1", "single_permit", "residence", "mandates"])
def test_a_register_for_controls_is_out_of_reach_of_targeting(register: str) -> None:
    """Neither its columns nor its keys and places: not even whether somebody is in it."""
    allowed = allowed_columns(b.rules())
    assert not [path for path in allowed if path.startswith(f"{register}.")]
    assert "limosa.posting.starts_on" in allowed
    assert not [path for path in allowed if "country" in path]


def test_a_control_is_shown_what_holds_on_its_day(tmp_path: Path, lake: Lake) -> None:
    """Announcements and titles of the person that touch the day, none of another day, and never the pseudonym."""
    day = b.FULL_DAY
    now, past = (
        {"StartDate": "2026-11-02", "EndDate": "2026-12-30"},
        {"StartDate": "2026-01-02", "EndDate": "2026-03-30"},
    )
    registers = ("limosa", "a1", "single_permit", "residence")
    for register in registers:
        mine = [{"INSS": b.nobody(7), **one} for one in (now, past)]
        b.take(register, b.write(tmp_path / register, closed_files(register, [*mine, now])), lake)
    near = {"days_before": 7, "days_after": 1}
    found = dict.fromkeys(registers, 0)
    for ref, holding in of_persons(lake, {"P1": b.pseudonym(b.nobody(7))}, "est:1", day, **near):
        found[holding.register_key] += holding.count
        assert (ref, holding.as_of) == ("P1", day)
        assert all("worker_key" not in row and row["starts_on"] == "2026-11-02" for row in holding.rows)
    assert found == dict.fromkeys(registers, 1)
    stranger = of_persons(lake, {"P2": b.pseudonym(b.nobody(99))}, "est:1", day, **near)
    assert [holding.count for _, holding in stranger] == [0] * len(registers)


def test_a_site_is_shown_how_many_were_announced(tmp_path: Path, lake: Lake) -> None:
    """By the enterprise that they work for, on the day, without cancelled ones; no country and nobody."""
    base = {
        "WorkDeclarationNbr": "W1",
        "UserCompanyID": b.enterprise(1),
        "StartDate": "2026-11-02",
        "EndDate": "2026-12-30",
    }
    rows = [
        base,
        base,
        base | {"State": "cancelled"},
        base | {"EndDate": "2026-11-03"},
        base | {"WorkDeclarationNbr": "W2"},
    ]
    b.take("limosa", b.write(tmp_path / "in", closed_files("limosa", rows)), lake)
    (holding,) = of_workplace(lake, "site:W1", b.FULL_DAY)
    assert holding.rows == ({"user_company_id": b.enterprise(1), "workers": 2},)


def _half(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return rows[: len(rows) // 2]


def _emptied(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return []


def _a_quarter(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return rows[150:]


@pytest.mark.parametrize("damage", [_half, _emptied, _a_quarter])
@pytest.mark.parametrize("register", CLOSED)
@pytest.mark.few(3)
def test_a_spoilt_delivery_waits_for_two_people(
    register: str, damage: Callable[[list[dict[str, str]]], list[dict[str, str]]], tmp_path: Path, lake: Lake
) -> None:
    """Cut, empty, or about others: the last good one stays what readers see; a whole one of a week later passes."""
    (table,) = b.rules().registers[register].tables
    good = [ordinary(table, n) for n in range(1, 201)]
    b.take(register, b.write(tmp_path / "good", closed_files(register, good)), lake)
    day = b.FULL_DAY + timedelta(days=7)
    report = b.take(register, b.write(tmp_path / "bad", closed_files(register, damage(good), day)), lake)
    assert report.state == "held"
    assert lake.snapshot(register, day) == b.FULL_DAY
    later = day + timedelta(days=1)
    again = b.take(register, b.write(tmp_path / "whole", closed_files(register, good, later)), lake)
    assert again.state == "current"


def _plain_texts() -> list[tuple[str, str]]:
    registers = {"works": b.rules().registers["works"]} | {key: b.rules().registers[key] for key in CLOSED}
    tables = [(key, register.tables[0]) for key, register in registers.items()]
    return [(key, column.name) for key, table in tables for column in table.columns if column.is_plain_text]


@pytest.mark.parametrize(("register", "column"), _plain_texts())
@pytest.mark.parametrize("form", ["{0}{1}{2}{3}{4}", "{0}.{1}.{2}-{3}.{4}"], ids=["bare", "written"])
@pytest.mark.few(6)
def test_a_number_of_a_person_in_a_text_sets_its_row_aside(
    register: str, column: str, form: str, tmp_path: Path, lake: Lake
) -> None:
    """Under a rule of its own, and it is shown nowhere: not in the lake, nor in the key of a row with another fault."""
    somebody = form.format("85", "07", "30", "033", f"{97 - 850_730_033 % 97:02d}")
    files = b.works_files([{}] * 30) if register == "works" else closed_files(register, [{}] * 30)
    name = next(name for name in files if name != "meta.csv")
    rows = files[name] = [list(row) for row in files[name]]
    rows[2][rows[0].index(column)] = rows[3][rows[0].index(column)] = somebody
    spoilt = {c.name: _spoilt(c) for c in b.rules().registers[register].tables[0].columns if c.name != column}
    other, value = next((name, found[0]) for name, found in spoilt.items() if found is not None)
    rows[3][rows[0].index(other)] = value
    report = b.take(register, b.write(tmp_path / "in", files), lake)
    assert report.quarantined == 2
    assert report.reasons["holds_inss"] >= 1
    assert not [file for file in lake.root.rglob("*.parquet") if somebody in _text(file)]


def test_every_column_of_digits_is_too_short_or_too_long_for_a_persons_number() -> None:
    """Such columns are not looked through for numbers of persons: their patterns let none in."""
    columns = [c for r in b.rules().registers.values() for t in r.tables for c in t.columns]
    digits = [c for c in columns if c.lake and c.kind == "digits" and c.check is None]
    assert digits
    assert [c.name for c in digits if c.pattern is None or re.fullmatch(c.pattern, b.nobody_checked(3))] == []
