"""The scanner of a home finds what is planted in any file, and nothing where there is nothing."""

import base64
import gzip
import io
import json
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pikepdf
import polars as pl
import pyarrow as pa
import pytest
import typst
from scanning import Sought, Watch, is_person_number, scan

NUMBER, BIS, YOUNG, NAME = "85.07.30-033.28", "85473003317", "10123100171", "Quidam Vandecanari"
DEMOS = "93051822362"
SOUGHT = Sought.of(words=[NAME])
MUCH = [base64.b32encode(n.to_bytes(9, "big")).decode() for n in range(7, 7**12, 7**9)]  # so that it is packed well


def _zipped(name: str, content: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return held.getvalue()


def _parquet(values: list[object]) -> bytes:
    held = io.BytesIO()
    pl.DataFrame({"on": [1] * len(values), "value": values}).write_parquet(held, compression="zstd")
    return held.getvalue()


def _arrow(values: list[object]) -> bytes:
    held = io.BytesIO()
    pl.DataFrame({"value": values}).write_ipc(held, compression="zstd")
    return held.getvalue()


def _array(values: list[int]) -> bytes:
    held = io.BytesIO()
    np.savez_compressed(held, keys=np.array(values))
    return held.getvalue()


def _sqlite(folder: Path) -> bytes:
    base = sqlite3.connect(folder / "base.db")
    base.execute("CREATE TABLE flow_run (parameters TEXT)")
    base.execute("INSERT INTO flow_run VALUES (?)", (json.dumps({"who": NAME}),))
    base.commit()
    base.close()
    return (folder / "base.db").read_bytes()


def _workbook() -> bytes:
    held, book = io.BytesIO(), openpyxl.Workbook()
    assert book.active is not None
    book.active["B7"] = f"of {NAME}"
    book.save(held)
    return held.getvalue()


def _pdf(text: str, attached: bytes = b"{}") -> bytes:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(bytes(typst.compile(text.encode())))) as document:
        document.attachments["data.json"] = attached
        document.save(held)
    return held.getvalue()


PLACES: dict[str, tuple[str, Callable[[Path], bytes]]] = {
    "a delivery in clear": ("registers/dimona/dimona.csv", lambda _: b"x,0123456789,85073003328,2026\n"),
    "a BIS number in a log": ("prefect/worker-1.log", lambda _: f"took {BIS} in".encode()),
    "a number of this century": ("cache/notes.json", lambda _: f'{{"worker": "{YOUNG}"}}'.encode()),
    "a hidden draft": ("outbox/pjf-liege/.R-1.part/data.json", lambda _: NUMBER.encode()),
    "a packed log": ("logs/old.log.gz", lambda _: gzip.compress(NAME.encode())),
    "an archive in an archive": ("out/a.zip", lambda _: _zipped("b.zip", _zipped("c.txt", NAME.lower().encode()))),
    "a text column of the lake": ("lake/dimona/2026-11-30/period.parquet", lambda _: _parquet([NAME, "x"])),
    "a whole number of the lake": ("lake/x/2026-11-30/y.parquet", lambda _: _parquet([85073003328, int(YOUNG)])),
    "a database of Prefect": ("prefect/prefect.db", _sqlite),
    "a page of a PDF": ("out/2026-W49/sheets/round.pdf", lambda _: _pdf(f"Worker {NUMBER} was there")),
    "a file in a PDF": ("lists/aud-liege/2026-W48.pdf", lambda _: _pdf("A list", json.dumps([NAME]).encode())),
    "a workbook": ("reports/board.xlsx", lambda _: _workbook()),
    "bytes written as letters": ("cache/part.json", lambda _: b'{"file":"' + base64.b64encode(NAME.encode()) + b'"}'),
    "escaped letters": ("out/plan.json", lambda _: json.dumps({"for": "Zo\xe9 \xc9toile"}).encode()),
    "a text of two bytes a letter": ("out/list.csv", lambda _: NAME.encode("utf-16")),
    "a known number among whole numbers": (
        "lake/x.parquet",
        lambda _: _parquet([int(DEMOS), *range(10**10, 10**10 + 99)]),
    ),
    "a number beside a missing one": ("cache/x.parquet", lambda _: _parquet([85073003328.0, None])),
    "a list in a column": ("cache/parts/x.parquet", lambda _: _parquet([["x"] * 200 + [NAME] + ["x"] * 200])),
    "a table of Arrow": ("cache/parts/x.arrow", lambda _: _arrow([*MUCH, NAME])),
    "an array": ("cache/roads/x.npz", lambda _: _array([int(DEMOS)])),
    "a packed stream": (
        "prefect/x.zst",
        lambda _: pa.compress(" ".join([*MUCH, NAME]).encode(), "zstd", asbytes=True),
    ),
    "an address": ("prefect/server.log", lambda _: b"GET /search?q=Quidam%20Vandecanari HTTP/1.1"),
    "a page": ("out/2026-W49/brief.html", lambda _: b"<p>Quidam&nbsp;x Zo&euml; &Eacute;toile</p>"),
    "a folded calendar": ("out/week.ics", lambda _: b"BEGIN:VEVENT\r\nDESCRIPTION:of Quidam Vande\r\n canari\r\n"),
    "a quoted letter": ("outbox/x.eml", lambda _: b"Encoding: quoted-printable\n\nQuidam Vandecan=\nari"),
    "a line of a log in JSON": ("logs/x.jsonl", lambda _: b'{"a": 1}\n{"for": "Zo\\u00eb \\u00c9toile"}\n'),
    "two lines of a text": ("logs/x.txt", lambda _: b"said of Quidam\n    Vandecanari"),
    "a word cut in a PDF": ("out/cut.pdf", lambda _: _pdf("of Quidam Vandeca-\\ nari")),
    "a name of a file": (f"attachments/{NAME}.sealed", lambda _: b"\x00"),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_planted_leak_is_found(place: str, tmp_path: Path) -> None:
    """Wherever somebody's number or name is written, and in whatever it is packed, it is found, and there."""
    home, (name, content) = tmp_path / "home", PLACES[place]
    sought = Sought.of(numbers=[DEMOS], words=[NAME, "Zo\xe9 \xc9toile", "Zo\xeb \xc9toile"])
    (home / "store").mkdir(parents=True)
    (home / "store" / "vigie.db").write_bytes(bytes(range(256)) * 64)
    assert not scan(home, sought)
    file = home / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content(tmp_path))
    found = scan(home, sought)
    assert found
    assert {leak.where.split("!")[0] for leak in found} == {name}


BESIDE = ("INSS={}", "/{}", "id{}", "{}x", "a/{}/b", "+{}+", "x={}=", "4.{}", "_{}_", "{}.jpg")


@pytest.mark.parametrize("form", BESIDE)
def test_a_known_number_is_found_whatever_stands_beside_it(form: str, tmp_path: Path) -> None:
    """In a file and in the name of one; the numbers of the demo have a wrong check, so nothing else finds them."""
    told = form.format(DEMOS)
    sought = Sought.of(numbers=[DEMOS])
    (tmp_path / "x.txt").write_text(told)
    assert {leak.kind for leak in scan(tmp_path, sought)} == {"known number"}
    (tmp_path / "x.txt").unlink()
    (file := Path(f"{tmp_path}/in{told}.sealed")).parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"")
    assert {leak.kind for leak in scan(tmp_path, sought)} == {"known number in its name"}


def test_a_known_number_is_known_however_it_was_told() -> None:
    """With its dots and its dash, or without; with a digit beside it, it is another number."""
    for told in ("93.05.18-223.62", DEMOS):
        assert list(Sought.of(numbers=[told]).in_(b"of 93051822362, or 93.05.18-223.62")) == ["known number"] * 2
    assert not list(Sought.of(numbers=[DEMOS]).in_(b"930518223622 193051822362"))


@pytest.mark.parametrize("form", ["INSS={}", "/{}", "a/{}/b", "x={}="])
def test_an_unknown_number_is_found_in_an_address(form: str) -> None:
    """Beside the signs of paths and parameters; what is written as base64 is opened by itself."""
    assert list(SOUGHT.in_(form.format("85073003328").encode())) == ["number"]


def test_what_is_no_number_of_a_person_is_passed(tmp_path: Path) -> None:
    """Digits of another kind alarm nobody: a place, a telephone, an enterprise, a hash, a number with a wrong check."""
    told = "4.85073003328 +85073003328 0123456789 a85073003328b 85073003329 85137303328 00000000000"
    (tmp_path / "x.txt").write_text(told)
    (tmp_path / "y.parquet").write_bytes(_parquet([85073003328, *range(10**10, 10**10 + 500)]))
    minutes = [float(n) for n in range(1441) if is_person_number(str(n).zfill(11))]
    assert minutes
    (tmp_path / "z.parquet").write_bytes(_parquet([*minutes]))
    assert not scan(tmp_path, SOUGHT)


def test_numbers_of_either_century_and_bis_numbers_are_told_by_their_check() -> None:
    """The check digits say whether eleven digits are somebody's."""
    assert is_person_number("85073003328")
    assert is_person_number(YOUNG)
    assert is_person_number(BIS)
    assert not is_person_number("85073003327")


def test_the_arguments_of_a_process_and_temporary_files_are_watched(tmp_path: Path) -> None:
    """What stands in the command of a process, or in a file that is gone at its end, is seen while it is there."""
    line = "import sys,time,pathlib; f=pathlib.Path(sys.argv[1]); f.write_text(sys.argv[2]); time.sleep(2); f.unlink()"
    with Watch(SOUGHT, tmp_path) as watch:
        subprocess.run([sys.executable, "-c", line, str(tmp_path / "gone.txt"), NAME], check=True)
    told = {leak.where for leak in watch.leaks}
    assert told - {"process environ"} == {"process cmdline", "gone.txt"}  # a process that begins shows one as the other
    assert not list(tmp_path.iterdir())
