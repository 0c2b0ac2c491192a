"""CSV and JSON lines are two notations of the same rows: what came in one is what came in the other."""

import io
import json
from collections.abc import Mapping
from pathlib import Path

import builders_registers as b
import pytest
from builders_closed import CLOSED, closed_files

from inspection.errors import IntakeFault
from inspection.registers.lake import ABOUT, Lake, Snapshot
from inspection.registers.life import quarantine_of
from inspection.registers.readers import lines as reading
from inspection.registers.readers import source as sources

PLAIN: Mapping[str, str] = {"A": "a", "B": "b", "N": "7"}


def _read(content: bytes | str, file: str = "x.jsonl") -> tuple[list[tuple[object, ...]], list[tuple[int, str]]]:
    raw = content if isinstance(content, bytes) else content.encode()
    source = sources.Source("test", "", {file: lambda: io.BytesIO(raw)}, ())
    blocks = list(reading.read_lines(source, file, list(PLAIN), frozenset({"N"})))
    rows = [row for block in blocks for row in block.fields.select("line", *PLAIN).rows()]
    return rows, [fault for block in blocks for fault in block.faults.rows()]


def _kept(snapshot: Snapshot) -> dict[str, bytes]:
    """Every file of a snapshot but the one that says from which files it was made."""
    return {path.name: path.read_bytes() for path in snapshot.folder.iterdir() if path.name != ABOUT}


@pytest.mark.parametrize("register", CLOSED)
def test_the_same_rows_are_the_same_snapshot_to_the_byte(register: str, tmp_path: Path) -> None:
    """Tables, profile and quarantine of a closed register do not tell in which notation it was delivered."""
    files = closed_files(register, [{}] * 5)
    found = []
    for name, folder in (
        ("csv", b.write(tmp_path / "csv", files)),
        ("json", b.as_json_lines(b.write(tmp_path / "json", files), ending=".ndjson")),
    ):
        lake = Lake(tmp_path / "lakes" / name)
        report = b.take(register, folder, lake)
        assert (report.kept, report.quarantined, report.state) == (7, 0, "current")
        found.append(_kept(lake.deliveries(register)[-1]))
    assert found[0] == found[1]


def test_a_sender_may_change_the_notation_from_one_day_to_the_next(tmp_path: Path) -> None:
    """The gate compares the rows of a file, whichever notation they came in."""
    lake, rows = Lake(tmp_path / "lake"), [{}] * 60
    b.take("vat", b.write(tmp_path / "first", closed_files("vat", rows)), lake)
    other = [{}] * 59 + [{"MissingReturns": "1"}]
    again = b.as_json_lines(b.write(tmp_path / "second", closed_files("vat", other, b.UPDATE_DAY)))
    report = b.take("vat", again, lake)
    assert (report.state, report.differences) == ("current", ())
    assert [one.file for one in report.files] == ["meta.jsonl", "vat_ratios.jsonl"]


def test_a_row_is_set_aside_with_the_file_and_line_of_its_notation(tmp_path: Path) -> None:
    """A value that breaks the rule of its column: line 2 of the objects, since there is no header."""
    changes = [{}, {"State": "zz"}, *[{}] * 20]
    lake = Lake(tmp_path / "lake")
    b.take("limosa", b.as_json_lines(b.write(tmp_path / "in", closed_files("limosa", changes))), lake)
    (row,) = quarantine_of(lake, b.rules().registers["limosa"], most=5).rows
    assert (row.file, row.line, row.rule, row.column) == ("limosa.jsonl", 2, "unknown_code", "State")


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ('{"A":"a","B":"b"}', "fields"),
        ("{}", "fields"),
        ('{"A":"a","B":"b","N":"7","A":"a"}', "repeated_key"),
        ('{"A":1,"B":"b","N":"7"}', "type"),
        ('{"A":"a","B":["b"],"N":"7"}', "type"),
        ('{"A":"a","B":{"B":"b"},"N":"7"}', "type"),
        ('{"A":"a","B":"b","N":true}', "type"),
        ('{"A":"a","B":"b","N":NaN}', "json"),
        ('{"A":"a","B":"b","N":"7"},', "json"),
        ('{"A":"a","B":"b","N":', "json"),
        ('["a","b","7"]', "json"),
        ('[["A","a"],["B","b"],["N","7"]]', "json"),
        ("", "json"),
        ("[" * 100_000, "json"),
        (r'{"A":"a\u0000","B":"b","N":"7"}', "no_text"),
        (r'{"A":"a\nb","B":"b","N":"7"}', "no_text"),
        (r'{"A":"\ud800","B":"b","N":"7"}', "no_text"),
        ('{"A":"a\tb","B":"b","N":"7"}', "json"),
        ('{"A":"' + "x" * 10_001 + '","B":"b","N":"7"}', "field_too_long"),
    ],
)
def test_a_line_that_is_no_record_costs_only_itself(line: str, rule: str) -> None:
    """Each is set aside under the rule that it broke, and the lines around it are read."""
    good = json.dumps(PLAIN)
    rows, faults = _read(f"{good}\n{line}\n{good}\n")
    assert faults == [(2, rule)]
    assert [row[0] for row in rows] == [1, 3]


def test_values_are_the_texts_that_the_csv_would_have() -> None:
    """Any order of keys, escapes, empty and null alike, and a number as it was written, sign by sign."""
    long = "123456789012345678901234567890.10"
    rows, faults = _read(f'{{"N": {long}, "B": null, "A": "\\u00e9,\\"x\\""}}\r\n{{"A":"","B":"b","N":"007"}}')
    assert faults == []
    assert rows == [(1, 'é,"x"', None, long), (2, None, "b", "007")]
    assert [row[1:] for row in rows] == [row[1:] for row in _read(f'A,B,N\n"é,""x""",,{long}\n,b,007\n', "x.csv")[0]]


def test_a_key_that_is_no_column_refuses_the_delivery_and_is_not_repeated() -> None:
    """On whichever line: a field that nobody asked for has come, and its name may be anything."""
    with pytest.raises(IntakeFault) as fault:
        _read(json.dumps(PLAIN) + "\n" + json.dumps({**PLAIN, "Nationality of Jan": None}))
    assert fault.value.code == "INTAKE-017"
    assert "line 2" in str(fault.value)
    assert "Jan" not in str(fault.value)


def test_blocks_join_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the size of a block, so that no file is in memory whole, lines keep their content and number."""
    content = "".join(json.dumps({**PLAIN, "A": "é" * (n % 7)}) + "\n" for n in range(40))
    whole = _read(content)
    assert len(whole[0]) == 40
    for size in (7, 64, 1000):
        monkeypatch.setattr(sources, "BLOCK_BYTES", size)
        assert _read(content) == whole


@pytest.mark.parametrize(("name", "code"), [("limosa.csv", "008"), ("limosa.json", "005")])
def test_a_file_comes_once_under_a_name_that_is_known(name: str, code: str, tmp_path: Path) -> None:
    """Beside its other notation it is refused; under another ending it is not there."""
    folder = b.write(tmp_path / "in", closed_files("limosa"))
    csv = (folder / "limosa.csv").read_bytes()
    b.as_json_lines(folder)
    if code == "005":
        (folder / "limosa.jsonl").unlink()
    (folder / name).write_bytes(csv)
    with pytest.raises(IntakeFault) as fault:
        b.take("limosa", folder, Lake(tmp_path / "lake"))
    assert fault.value.code == f"INTAKE-{code}"


def test_what_its_owner_writes_as_csv_comes_as_csv(tmp_path: Path) -> None:
    """The open data of KBO have one notation."""
    folder = b.as_json_lines(b.write(tmp_path / "in", b.kbo_files()))
    with pytest.raises(IntakeFault) as fault:
        b.take("kbo", folder, Lake(tmp_path / "lake"))
    assert fault.value.code == "INTAKE-005"


def test_the_authorisation_judges_both_notations(tmp_path: Path) -> None:
    """A value in a field that it does not name refuses the delivery, with the line of the object."""
    needed = b.an_authorisation(b.rules(), "limosa")
    fields = tuple(name for name in needed.fields if name != "INSS")
    law = b.rules().model_copy(update={"authorisations": {"one": needed.model_copy(update={"fields": fields})}})
    folder = b.as_json_lines(b.write(tmp_path / "in", closed_files("limosa")))
    with pytest.raises(IntakeFault) as fault:
        b.ingest("limosa", folder, Lake(tmp_path / "lake"), rules=law, pseudonym=b.pseudonym)
    assert fault.value.code == "INTAKE-106"
    assert "limosa.jsonl, line 1" in str(fault.value)
