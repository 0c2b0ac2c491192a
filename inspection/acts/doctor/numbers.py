"""Looks into files for numbers of persons that nobody sealed: bounded, reading only, and never telling what it found.

What it does not read is text that is packed otherwise than in gzip, zip or parquet, and the pages of a PDF.
"""

import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from inspection.registers import can_be_somebodys
from inspection.sealed_folders import begins_sealed

PIECE_BYTES, ALL_BYTES = 4 << 20, 96 << 20
_HEAD_BYTES, _ROWS, _MEMBERS = 64, 50_000, 200
# As it is written on a card, with a dash at least: nothing else looks so and has the right check digits as well.
_WRITTEN = re.compile(rb"[0-9](?<![0-9][0-9])[0-9][.]?[0-9]{2}[.]?[0-9]{2}-[0-9]{3}[-. ]?[0-9]{2}(?![0-9])")
# Eleven digits alone: neither of a hash, nor of a telephone number, nor behind a decimal point.
_PLAIN = re.compile(rb"[0-9](?<![0-9A-Za-z+][0-9])(?<![0-9][.][0-9])[0-9]{10}(?![0-9A-Za-z]|[.][0-9])")
_ENDING = r"[0-9]{3}[-. ]?[0-9]{2}(?:[^0-9]|$)"
_DIGITS, _LEAST_WHOLE, _MOST_WHOLE = 11, 10**7, 10**11 - 1  # the first digits may be noughts
_LEAST_SHARE = 10


@dataclass
class Look:
    """How much was looked at.

    cut
        Files of which the beginning alone was read.
    left
        Files that were not read: enough had been, or they cannot be opened.
    """

    files: int = 0
    cut: int = 0
    left: int = 0
    read: int = 0

    def told(self) -> str:
        """Tell how far it came."""
        stopped = [f"of {self.cut} the beginning alone"] if self.cut else []
        stopped += [f"{self.left} others unread"] if self.left else []
        return f"{self.files} files" + (f" ({', '.join(stopped)})" if stopped else "")


def files_with_numbers(home: Path, files: Iterable[Path], look: Look) -> Iterator[Path]:
    """Give the files in which, or in whose path in the home, a number of a person stands; the newest are read first.

    Arguments: `look` counts what was looked at.
    """
    for file in sorted(files, key=_newest):
        if look.read >= ALL_BYTES:
            look.left += 1
            continue
        where = str(file.relative_to(home)).encode(errors="replace")
        try:
            is_found = any(map(has_number, _parts(file, look))) or has_number(where)
        except FileNotFoundError:  # gone since
            continue
        except OSError:
            look.left += 1
            continue
        look.files += 1
        if is_found:
            yield file


def has_number(content: bytes) -> bool:
    """Tell whether a number of a person stands in some bytes, by its check digits of either century, also a BIS number.

    Of eleven digits alone, chance makes such a number of one in some hundred: they are meant where a tenth are right.
    """
    if any(_is_persons(match[0]) for match in _WRITTEN.finditer(content)):
        return True
    alone = set(_PLAIN.findall(content))
    return sum(map(_is_persons, alone)) * _LEAST_SHARE > len(alone)


def _is_persons(written: bytes) -> bool:
    digits = re.sub(rb"[^0-9]", b"", written).decode()
    return len(set(digits)) > 2 and can_be_somebodys(digits)  # a number of two digits fills a column, too


def _newest(file: Path) -> float:
    try:
        return -file.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _parts(file: Path, look: Look) -> Iterator[bytes]:
    """Give the beginning of a file, as it is and as it is packed."""
    with file.open("rb") as opened:
        head = opened.read(_HEAD_BYTES)
        if begins_sealed(head) and not head.isascii():
            return
        head += opened.read(PIECE_BYTES - len(head))
        look.read += len(head)
        look.cut += bool(opened.read(1))
    yield head
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield head.replace(b"\0", b"")
    for part in _unpacked(file, head):
        look.read += len(part)
        yield part


def _unpacked(file: Path, head: bytes) -> Iterator[bytes]:
    """Give what is packed in a file, each part to its bound; one that does not open is damaged, or is none."""
    try:
        if head.startswith(b"\x1f\x8b"):
            with gzip.GzipFile(fileobj=io.BytesIO(head)) as packed:
                yield packed.read(PIECE_BYTES)
        elif head.startswith(b"PK\x03\x04"):
            yield from _members(file)
        elif head.startswith(b"PAR1"):
            yield from _columns(file)
    except (OSError, EOFError, ValueError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return
    except pl.exceptions.PolarsError:
        return


def _members(file: Path) -> Iterator[bytes]:
    with zipfile.ZipFile(file) as archive:
        left = PIECE_BYTES
        for member in archive.infolist()[:_MEMBERS]:
            yield member.filename.encode()
            with archive.open(member) as opened:
                part = opened.read(left)
            left -= len(part)
            yield part


def _columns(file: Path) -> Iterator[bytes]:
    """Give the texts and whole numbers of each column of a table that may be somebody's."""
    rows = pl.scan_parquet(file, glob=False).head(_ROWS)
    for name, kind in rows.collect_schema().items():
        if kind not in (pl.String, pl.Int64, pl.UInt64):  # smaller ones hold no eleven digits
            continue
        values = rows.select(pl.col(name)).collect().to_series().drop_nulls().unique()
        if kind == pl.String:
            told = values.filter(values.str.contains(_ENDING))
        else:
            told = values.filter(values.is_between(_LEAST_WHOLE, _MOST_WHOLE)).cast(pl.String).str.zfill(_DIGITS)
            if len(told) * _LEAST_SHARE <= len(values):  # of hashes, some are as long
                continue
        yield "\n".join(told.to_list()).encode()[:PIECE_BYTES]
