"""Leaks planted in a home that has done its week, each as it would come about there, and taken away again."""

import base64
import gzip
import io
import json
import lzma
import sqlite3
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import openpyxl
import pikepdf
import polars as pl
import typst

_CASE = "0199a000-0000-7000-8000-000000000042"


@contextmanager
def planted(root: Path, place: str, thing: str) -> Iterator[str]:
    """Write something about a person at a place of a home, and give that place; afterwards all is as it was.

    Arguments: `root` the folder in which the home lies, and its backups beside it.
    """
    name, write = PLACES[place]
    file = next(iter(sorted(root.glob(name))), root / name)
    before = file.read_bytes() if file.exists() else None
    made = [folder for folder in file.parents if not folder.exists()]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(write(before or b"", thing))
    try:
        yield file.relative_to(root).as_posix()
    finally:
        file.unlink() if before is None else file.write_bytes(before)
        for folder in made:
            folder.rmdir()


def _deleted_row(_: bytes, thing: str) -> bytes:
    """A row that was deleted from a database beside the store, whose page is free and not yet written over."""
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("PRAGMA secure_delete = OFF")
        base.execute("CREATE TABLE note (told TEXT)")
        base.executemany("INSERT INTO note VALUES (?)", [(thing + " " * 5000,), ("x" * 5000,)])
        base.execute("DELETE FROM note WHERE told LIKE '%  '")
        base.commit()
        held = base.serialize()
    assert thing.encode() in held
    return held


def _prefect(_: bytes, thing: str) -> bytes:
    """What Prefect keeps of the parameters of a run, over more than one page."""
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("CREATE TABLE flow_run (id TEXT, parameters TEXT)")
        told = json.dumps({"weeks": list(range(4000)), "who": thing})
        base.execute("INSERT INTO flow_run VALUES (?, ?)", (_CASE, told))
        base.commit()
        return base.serialize()


def _result(_: bytes, thing: str) -> bytes:
    """What Prefect stores of a result: packed, and written as letters."""
    packed = base64.b64encode(lzma.compress(json.dumps({"of": thing}).encode())).decode()
    return json.dumps({"metadata": {"storage_key": _CASE}, "result": packed}).encode()


def _column(before: bytes, thing: str) -> bytes:
    """A real table of the lake with one column more, compressed."""
    frame, held = pl.read_parquet(io.BytesIO(before)), io.BytesIO()
    rest = (pl.int_range(pl.len()).hash(seed=1) % 10**12).cast(pl.String)
    told = (
        pl.when(pl.int_range(pl.len()) == frame.height // 2)
        .then(pl.lit(thing))
        .otherwise(pl.lit("x") + rest + pl.lit(thing[:3]))
    )
    frame.with_columns(told.alias("remark")).write_parquet(held, compression="zstd", statistics=False)
    assert frame.height > 2
    assert thing.encode() not in held.getvalue(), "it is not packed"
    return held.getvalue()


def _pdf(_: bytes, thing: str) -> bytes:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(bytes(typst.compile(f"#set page(width: 6cm)\nWho: {thing}".encode())))) as document:
        document.save(held)
    assert thing.encode() not in held.getvalue()
    return held.getvalue()


def _attached(_: bytes, thing: str) -> bytes:
    held = io.BytesIO()
    with pikepdf.open(io.BytesIO(bytes(typst.compile(b"A list")))) as document:
        document.attachments["data.json"] = json.dumps({"who": thing}).encode()
        document.save(held, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return held.getvalue()


def _workbook(_: bytes, thing: str) -> bytes:
    held, book = io.BytesIO(), openpyxl.Workbook()
    assert book.active is not None
    book.active["B7"] = thing
    book.save(held)
    return held.getvalue()


def _zipped(_: bytes, thing: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:t>{thing}</w:t>")
    return held.getvalue()


def _calendar(_: bytes, thing: str) -> bytes:
    told = thing.replace(",", "\\,")
    return f"BEGIN:VEVENT\r\nDESCRIPTION:{told[:5]}\r\n {told[5:]}\r\nEND:VEVENT\r\n".encode()


def _asked(before: bytes, thing: str) -> bytes:
    told = thing.replace(" ", "%20").replace(",", "%2C")
    return before + f'INFO: 127.0.0.1:4242 - "GET /search?q={told} HTTP/1.1" 200 OK\n'.encode()


def _end(before: bytes, thing: str) -> bytes:
    return before + f"\n{thing}".encode()  # what is sealed may end with a byte that reads as a digit


def _packed(_: bytes, thing: str) -> bytes:
    return zlib.compress(f"of {thing}, of {thing}".encode(), 6)


def _json(_: bytes, thing: str) -> bytes:
    return json.dumps({"who": thing}).encode()


# The place, where it lies beside the home's parent (the first of such files, if there is one), and how it is written.
PLACES: Mapping[str, tuple[str, Callable[[bytes, str], bytes]]] = {
    "a page of the store itself": ("home/store/vigie.db", _end),
    "a free page beside the store": ("home/store/side.db", _deleted_row),
    "a draft in a bundle of the outbox": ("home/outbox/aud-leuven/R-26-1/.data.json.ab12.new", _json),
    "the end of a sealed file": ("home/outbox/*/R-*/first_report.txt.sealed", _end),
    "a document among the attachments": (f"home/attachments/{_CASE}/ab.sealed", _zipped),
    "a column of a table of the lake": ("home/lake/employers/*/employer.parquet", _column),
    "the account of an intake": ("home/lake/dimona/*/profile.json", _end),
    "a log": ("home/prefect/worker-1.log", _end),
    "a log of addresses": ("home/prefect/server.log", _asked),
    "a log that was put away": ("home/logs/old.log.gz", lambda _, thing: gzip.compress(thing.encode())),
    "the database of Prefect": ("home/prefect/prefect.db", _prefect),
    "the journal of that database": ("home/prefect/prefect.db-wal", lambda _, thing: bytes(4120) + thing.encode()),
    "a stored result of Prefect": (f"home/prefect/storage/{_CASE}", _result),
    "the cache": ("home/cache/roads/answers.json", _json),
    "a sheet of the week": ("home/out/2026-W49/sheets/sheet.pdf", _pdf),
    "what is attached to a sheet": ("home/out/2026-W49/sheets/attached.pdf", _attached),
    "a workbook of the week": ("home/out/2026-W49/week.xlsx", _workbook),
    "a calendar of the week": ("home/out/2026-W49/week.ics", _calendar),
    "the weekly figures": ("home/reports/week.json", _json),
    "the keyring": ("home/keyring/keyring.json", _end),
    "the portal's home": ("home/portal/store/portal.db", _prefect),
    "a piece of a backup": ("home-backups/pieces/ab/abcd", lambda _, thing: b"VB1" + bytes(16) + thing.encode()),
    "a piece that was packed and not sealed": ("home-backups/pieces/ab/abce", _packed),
}  # fmt: skip
