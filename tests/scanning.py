"""Reads a whole home as a thief would: every file, whatever it is packed in, for numbers, names and words of people.

A number is one of eleven digits whose check digits are right for a birth in either century, of the National Register or
a BIS number (its month is higher by 20 or 40); with or without dots and dashes. The numbers of the demo can be nobody's
and have wrong check digits, so they are looked for by themselves, as names and words are: whatever stands beside them.
"""

import base64
import bz2
import gzip
import html
import io
import lzma
import os
import quopri
import re
import sqlite3
import tempfile
import threading
import zipfile
import zlib
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

import numpy as np
import polars as pl
import pyarrow as pa
import pypdfium2

_REST = rb"[0-9])[.\s]?(\d{2})[.\s]?(\d{2})[-.\s]?(\d{3})[-.\s]?(\d{2})"
# What may not stand before it is looked at behind its first digit: a search for a digit passes over all else at once.
_KNOWN = re.compile(rb"([0-9](?<![0-9][0-9])" + _REST + rb"(?![0-9])")
# One that nobody knows is told by its check alone, as one in some hundred of hashes and places is too.
_NUMBER = re.compile(
    rb"([0-9](?<![0-9A-Za-z+][0-9])(?<![0-9][.][0-9])" + _REST + rb"(?![0-9A-Za-z+])",
)
Known = tuple[str, int, int, int]  # path, inode, size and moment of the last writing
_SIGNS = re.compile(r"\D")
_LONGER = re.compile(rb"[0-9]{12,}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/]{24,}={0,2}")
_ESCAPED = re.compile(rb"\\u([0-9a-fA-F]{4})")
# How a line goes on in the next one: folded in a calendar, a word cut at the end of a line of a page, and any space.
_FOLDED, _CUT, _SPACES = (
    re.compile(rb"\r?\n[ \t]"),
    re.compile(r"[\x02\xad\ufffe]\s*|(?<=\w)[-\u2010]\s*\n\s*"),
    rb"\s+",
)
_DEEPEST = 4
_LARGEST = 1 << 30
_LEAST = 10**7  # so long is a number of a person without the noughts before it: minutes and counters are none


@dataclass(frozen=True)
class Leak:
    """What was found where: a path, with what it was packed in, and the kind of what was found; never the thing."""

    where: str
    kind: str


@dataclass(frozen=True)
class Sought:
    """What may stand nowhere: numbers that are known, and names and words as they are written."""

    numbers: frozenset[bytes] = frozenset()
    words: tuple[bytes, ...] = ()

    @classmethod
    def of(cls, *, numbers: Collection[str] = (), words: Collection[str] = ()) -> "Sought":
        """Return what is sought, words also without regard to capitals."""
        written = tuple(sorted({word.encode().lower() for word in words}))
        return cls(frozenset(_SIGNS.sub("", number).encode() for number in numbers), written)

    def in_(self, content: bytes) -> Iterator[str]:
        """Yield the kinds of what stands in some bytes."""
        for match in _KNOWN.finditer(content) if self.numbers else ():
            digits = b"".join(match.groups())
            if digits in self.numbers:
                yield "known number"
        for match in _NUMBER.finditer(content):
            digits = b"".join(match.groups())
            if digits not in self.numbers and is_person_number(digits.decode()):
                yield "number"
        lowered = content.lower() if self.words else b""
        if any(word in lowered for word in self.words):
            yield "word"


def is_person_number(digits: str) -> bool:
    """Tell whether eleven digits are a number of the National Register or a BIS number, of either century."""
    month, day, nine, check = int(digits[2:4]), int(digits[4:6]), digits[:9], int(digits[9:])
    is_date = month % 20 <= 12 and month < 60 and day <= 31
    is_checked = check in (97 - int(nine) % 97, 97 - int("2" + nine) % 97)
    return is_date and is_checked and len(set(digits)) > 2  # zeros alone are no number


def scan(
    root: Path, sought: Sought, *, without: Collection[str] = ("keys",), known: set[Known] | None = None
) -> list[Leak]:
    """Return what is found in every file under a folder but those in folders of these names.

    known
        Files that were read before, as they were then: those that are still so are not read again.
    """
    found: dict[Leak, None] = {}
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(set(folders) - set(without))
        for name in sorted(names):
            path = Path(folder, name)
            where = path.relative_to(root).as_posix()
            found |= dict.fromkeys(Leak(where, f"{kind} in its name") for kind in sought.in_(where.encode()))
            if not path.is_file():
                continue
            with suppress(FileNotFoundError):  # gone since: what is written now is read by the next look
                if known is not None and _is_known(path, known):
                    continue
                found |= dict.fromkeys(_in_content(where, path.read_bytes(), sought))
    return list(found)


def _is_known(path: Path, known: set[Known]) -> bool:
    """Tell whether a file was read as it is now, and note that it is."""
    now = path.stat()
    one = (str(path), now.st_ino, now.st_size, now.st_mtime_ns)
    if one in known:
        return True
    known.add(one)
    return False


def _in_content(where: str, content: bytes, sought: Sought, depth: int = 0) -> Iterator[Leak]:
    yield from (Leak(where, kind) for kind in sought.in_(content))
    if depth >= _DEEPEST:
        return
    for inside, part in _layers(content):
        yield from _in_content(f"{where}!{inside}", part, sought, depth + 1)


def _layers(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what is packed in some bytes: archives, tables, documents, databases, and other ways to write a text."""
    openers = {
        b"\x1f\x8b": _gzip, b"BZh": _bz2, b"\xfd7zXZ": _xz, b"PK\x03\x04": _zip, b"PAR1": _parquet, b"%PDF": _pdf,
        b"SQLite format 3\0": _sqlite, b"ARROW1": _arrow, b"\x28\xb5\x2f\xfd": _zstd, b"\x93NUMPY": _numpy,
    }  # fmt: skip
    for magic, opener in openers.items():
        if content.startswith(magic):
            yield from opener(content)
            return
    with suppress(zlib.error):
        if content[:1] == b"\x78":
            yield "zlib", zlib.decompress(content)
    if b"\0" in content and (content.startswith((b"\xff\xfe", b"\xfe\xff")) or content[1:2] == b"\0"):
        yield "utf-16", content.replace(b"\0", b"")
    if _is_text(content):
        yield from _written_otherwise(content)
        yield from _based(content)


def _is_text(content: bytes) -> bool:
    return b"\0" not in content[:4096]


def _written_otherwise(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a text as whoever it is written for reads it: of JSON, a page, an address, a calendar and a letter."""
    ways = {
        "json": lambda: _ESCAPED.sub(lambda match: chr(int(match[1], 16)).encode("utf-8", "ignore"), content),
        "html": lambda: html.unescape(content.decode("utf-8", "replace")).encode(),
        "address": lambda: unquote_to_bytes(content.replace(b"+", b" ")),
        "folded": lambda: re.sub(rb"\\([,;])", rb"\1", _FOLDED.sub(b"", content)),
        "quoted": lambda: quopri.decodestring(content),
        "spaces": lambda: re.sub(_SPACES, b" ", content),
    }  # fmt: skip
    signs = {"json": b"\\u", "html": b"&", "address": b"%", "folded": b"BEGIN:V", "quoted": b"quoted-printable"}
    for way, read in ways.items():
        if signs.get(way, b"\n") in content and (read_so := read()) != content:
            yield way, read_so


def _based(content: bytes) -> Iterator[tuple[str, bytes]]:
    for match in _BASE64.finditer(content):
        with suppress(ValueError):
            whole = match[0].rstrip(b"=")
            yield "base64", base64.b64decode(whole + b"=" * (-len(whole) % 4))


def _gzip(content: bytes) -> Iterator[tuple[str, bytes]]:
    with suppress(OSError, EOFError, zlib.error):
        yield "gzip", gzip.decompress(content)


def _bz2(content: bytes) -> Iterator[tuple[str, bytes]]:
    with suppress(OSError, ValueError):
        yield "bz2", bz2.decompress(content)


def _xz(content: bytes) -> Iterator[tuple[str, bytes]]:
    with suppress(lzma.LZMAError):
        yield "xz", lzma.decompress(content)


def _zip(content: bytes) -> Iterator[tuple[str, bytes]]:
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            yield "names", member.filename.encode() + b"\n" + member.comment
            if member.file_size < _LARGEST and not member.flag_bits & 1:
                yield member.filename, archive.read(member)


def _parquet(content: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        frame = pl.read_parquet(io.BytesIO(content))
    except pl.exceptions.PolarsError:
        return
    yield from _columns(frame)


def _columns(frame: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """Yield what stands in each column of a table, lists and structures to their last value."""
    for column in frame.columns:
        values = frame[column]
        if values.dtype.is_float():  # where some are missing, whole numbers become these
            values = values.filter(values.is_finite() & (values == values.round()) & (values.abs() < 1e11)).cast(
                pl.Int64
            )
        values = values if values.dtype.is_nested() or values.dtype == pl.Object else values.unique()
        if values.dtype not in (pl.Boolean, pl.Date, pl.Time) and values.dtype != pl.Datetime:
            told = map(_told, values.drop_nulls().to_list())
            # Behind a plus only a number that is known is one of a person.
            plus = b"+" if values.dtype.is_integer() and not _are_numbers(values) else b""
            yield column, b"\n".join(plus + each for each in told)


def _told(value: object) -> bytes:
    if isinstance(value, int):
        return str(value).zfill(11).encode()
    return value if isinstance(value, bytes) else str(value).encode()


def _arrow(content: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        frame = pl.read_ipc(io.BytesIO(content))
    except pl.exceptions.PolarsError:
        return
    yield from _columns(frame)


def _zstd(content: bytes) -> Iterator[tuple[str, bytes]]:
    with suppress(OSError), pa.input_stream(pa.BufferReader(content), compression="zstd") as stream:
        yield "zstd", stream.read()


def _numpy(content: bytes) -> Iterator[tuple[str, bytes]]:
    with suppress(ValueError):
        yield from _columns(pl.DataFrame({"values": np.load(io.BytesIO(content), allow_pickle=False).ravel()}))


def _are_numbers(values: pl.Series) -> bool:
    """Tell whether whole numbers are those of persons: of hashes and counters one in some hundred looks like one."""
    told = [str(value).zfill(11) if value >= _LEAST else "" for value in values.drop_nulls()]
    return sum(len(each) == 11 and each.isdecimal() and is_person_number(each) for each in told) > len(told) / 10


def _pdf(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the text of each page, and what is attached; streams lie compressed in the file."""
    with suppress(pypdfium2.PdfiumError):
        document = pypdfium2.PdfDocument(content)
        for number in range(len(document)):
            told = document[number].get_textpage().get_text_bounded()
            yield f"page {number + 1}", told.encode()
            yield f"page {number + 1}", _CUT.sub("", told).encode()
        for number in range(document.count_attachments()):
            attached = document.get_attachment(number)
            yield f"attached {number + 1}", bytes(attached.get_data())
        document.close()


def _sqlite(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield every row of a database that is not encrypted; what was deleted and not overwritten is in the bytes.

    There the length of a value, a byte that may be that of a digit, stands before its first one.
    """
    runs = (match[0] for match in _LONGER.finditer(content))
    yield "free", b"\n".join(b"+" + run[at : at + 11] for run in runs for at in range(len(run) - 10))
    with tempfile.NamedTemporaryFile() as copy:
        copy.write(content)
        copy.flush()
        with suppress(sqlite3.DatabaseError):
            base = sqlite3.connect(copy.name)
            tables = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            for table in tables:
                rows = base.execute(f'SELECT * FROM "{table}"')
                for row in rows:
                    for value in row:
                        if isinstance(value, str | bytes | int):
                            yield table, value if isinstance(value, bytes) else str(value).encode()
            base.close()


class Watch:
    """Looks, while something runs, at the arguments and environments of processes and at folders of temporary files."""

    def __init__(self, sought: Sought, *folders: Path) -> None:
        self.leaks: set[Leak] = set()
        self.looks = 0
        self._sought, self._folders, self._is_over = sought, folders, threading.Event()
        self._read: set[Known] = set()
        self._told: set[bytes] = set()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._is_over.wait(0.2):
            self.looks += 1
            self.leaks |= set(_of_processes(self._sought, self._told))
            for folder in self._folders:
                self.leaks |= set(scan(folder, self._sought, known=self._read))


def _of_processes(sought: Sought, known: set[bytes]) -> Iterator[Leak]:
    """Look at what each process says of itself, but for what was looked at before, word for word."""
    mine = os.getuid()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if process.stat().st_uid != mine:
                continue
            for part in ("cmdline", "environ"):
                told = (process / part).read_bytes().replace(b"\0", b" ")
                if told in known:
                    continue
                known.add(told)
                yield from (Leak(f"process {part}", kind) for kind in sought.in_(told))
