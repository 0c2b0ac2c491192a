"""Lines become fields exactly, or are named as what they are."""

import csv
import io
import zipfile
from pathlib import Path

import builders_registers as b
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.progress import listening
from inspection.registers.readers import lines as reading
from inspection.registers.readers import source as sources

HEADER = ["A", "B", "C"]
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\n\r"), max_size=12)


def _source(content: bytes) -> sources.Source:
    return sources.Source("test", "", {"x.csv": lambda: io.BytesIO(content)}, ())


def _read(content: bytes) -> tuple[list[tuple[object, ...]], list[tuple[int, str]]]:
    blocks = list(reading.read_lines(_source(content), "x.csv", HEADER))
    rows = [row for block in blocks for row in block.fields.select("line", *HEADER).rows()]
    return rows, [fault for block in blocks for fault in block.faults.rows()]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=8), st.booleans())
def test_what_a_csv_writer_writes_is_read_back(rows: list[tuple[str, str, str]], quoted: bool) -> None:
    """Quotes, commas and any character survive; an empty field is nothing."""
    found, faults = _read(b.csv_bytes([HEADER, *rows], quoted=quoted))
    assert faults == []
    assert [row[1:] for row in found] == [tuple(v or None for v in row) for row in rows]
    assert [row[0] for row in found] == list(range(2, len(rows) + 2))


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=8))
def test_no_line_is_lost_whatever_it_holds(texts: list[str]) -> None:
    """Each line is either a record or a fault, and a record is what the standard reader finds in that line alone."""
    found, faults = _read(("A,B,C\n" + "\n".join(texts) + "\n").encode())
    assert sorted([row[0] for row in found] + [line for line, _ in faults]) == list(range(2, len(texts) + 2))
    for line, *fields in found:
        (alone,) = csv.reader([texts[int(str(line)) - 2]], strict=True)
        assert fields == [v or None for v in alone]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("1,2", "fields"),
        ("1,2,3,4", "fields"),
        ("", "fields"),
        ('1,"2,3', "quotes"),
        ('1,2"x,3', "quotes"),
        ('1,"2"x,3', "quotes"),
        ("1," + "x" * 10_001 + ",3", "field_too_long"),
    ],
)
def test_line_that_is_no_record_costs_only_itself(line: str, rule: str) -> None:
    """A stray quote or comma does not swallow the lines that follow."""
    found, faults = _read(f"A,B,C\na,b,c\n{line}\nd,e,f\n".encode())
    assert faults == [(3, rule)]
    assert [row[1:] for row in found] == [("a", "b", "c"), ("d", "e", "f")]


def test_a_field_that_breaks_over_two_lines_is_two_faults() -> None:
    """Where everything else is a record too: the whole block is not taken for one."""
    found, faults = _read(b'A,B,C\n"a\nb",c,d\ne,f,g\n')
    assert [line for line, _ in faults] == [2, 3]
    assert found == [(4, "e", "f", "g")]


@pytest.mark.parametrize(
    "content", [b'"a",,"b"\n\n"c","d",e\n', b'"a",,"b"\r\n"c","d",e\r\n', b'x\n"a",,"b"\n"c","d",e']
)
def test_a_block_with_something_odd_gives_the_records_of_one_without(content: bytes) -> None:
    """An empty line, line ends of another system, a line that is none: the records are the same."""
    plain, none = _read(b'A,B,C\n"a",,"b"\n"c","d",e\n')
    assert none == []
    assert [row[1:] for row in _read(b"A,B,C\n" + content)[0]] == [row[1:] for row in plain]


def test_blocks_join_without_a_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the size of a block, lines keep their content and their number."""
    rows = [[str(n), "é" * (n % 7), ""] for n in range(50)]
    content = b.csv_bytes([HEADER, *rows])
    whole = _read(content)
    for size in (7, 64, 1000):
        monkeypatch.setattr(sources, "BLOCK_BYTES", size)
        assert _read(content) == whole


def test_file_may_end_without_a_line_end(tmp_path: Path) -> None:
    """The last line counts whether or not something follows it."""
    assert _read(b"A,B,C\n1,2,3")[0] == [(2, "1", "2", "3")]
    assert _read(b"A,B,C")[0] == []


def test_a_long_file_says_how_far_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By bytes, file by file, from a folder and from a zip; a short one is silent."""
    monkeypatch.setattr(sources, "BLOCK_BYTES", 8)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.csv").write_bytes(b"0123456789abcdefghij")
    (tmp_path / "in" / "y.csv").write_bytes(b"short")
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.write(tmp_path / "in" / "x.csv", "x.csv")
    heard: list[tuple[str, int, int]] = []
    for delivered in (tmp_path / "in", tmp_path / "in.zip"):
        heard.clear()
        with sources.opened(delivered, ["x.csv", "y.csv"]) as source, listening(lambda *said: heard.append(said)):
            assert b"".join(source.blocks("x.csv")) == b"0123456789abcdefghij"
            if "y.csv" in source.files:
                assert b"".join(source.blocks("y.csv")) == b"short"
        assert heard == [("x.csv bytes", done, 20) for done in (8, 16, 20)]
