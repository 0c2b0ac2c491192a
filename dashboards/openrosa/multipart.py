"""The body of a submission, read with a limit and held in memory only: a photo must not lie in clear on the disk."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email.message import Message
from typing import TYPE_CHECKING

from python_multipart import MultipartParser
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import parse_options_header

from inspection.errors import ControlFault

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

LARGEST_BODY_BYTES = 32_000_000
_XML = "xml_submission_file"
_MORE = "*isIncomplete*"
_MOST_PARTS = 60
_LONGEST_HEADER = 2_000


class TooLarge(Exception):
    """The body is larger than this server takes."""


@dataclass
class Posted:
    """The parts of a submission: the form's XML, and other files by name."""

    xml: bytes | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    is_incomplete: bool = False


async def read_body(chunks: AsyncIterator[bytes], announced: str | None) -> bytes:
    """Return a body whole; raises `TooLarge` as soon as it is announced or grows too large."""
    if announced is not None and announced.isdecimal() and int(announced) > LARGEST_BODY_BYTES:
        raise TooLarge
    read = bytearray()
    async for chunk in chunks:
        read += chunk
        if len(read) > LARGEST_BODY_BYTES:
            raise TooLarge
    return bytes(read)


def parse_posted(body: bytes, boundary: bytes) -> Posted:
    """Return the parts of a multipart body; raises `ControlFault` 352 and 367 to 371 for one that is cut short or not
    well formed."""
    reader = _Parts()
    try:
        parser = MultipartParser(boundary, reader.callbacks())
        parser.write(body)
        parser.finalize()
    except (MultipartParseError, ValueError):
        raise ControlFault("CONTROL-367") from None
    if not reader.is_whole or reader.posted.xml is None:
        raise ControlFault("CONTROL-352")
    return reader.posted


class _Parts:
    """Collects parts as the parser meets them."""

    def __init__(self) -> None:
        self.posted, self.is_whole = Posted(), False
        self._headers, self._name, self._value, self._data = Message(), bytearray(), bytearray(), bytearray()
        self._count = 0

    def callbacks(self) -> "MultipartCallbacks":
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._on_field,
            "on_header_value": self._on_value,
            "on_header_end": self._end_header,
            "on_part_data": self._on_data,
            "on_part_end": self._end,
            "on_end": self._whole,
        }

    def _begin(self) -> None:
        self._count += 1
        if self._count > _MOST_PARTS:
            raise ControlFault("CONTROL-368")
        self._headers, self._data = Message(), bytearray()

    def _on_field(self, data: bytes, start: int, end: int) -> None:
        self._name += self._short(data, start, end, self._name)

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += self._short(data, start, end, self._value)

    def _end_header(self) -> None:
        name = self._name.decode("latin-1").strip().lower()
        if name == "content-disposition":
            self._headers["content-disposition"] = self._value.decode("utf-8", "replace")
        self._name, self._value = bytearray(), bytearray()

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        self._data += data[start:end]

    def _end(self) -> None:
        _, options = parse_options_header((self._headers["content-disposition"] or "").encode())
        name, file = (options.get(key, b"").decode("utf-8", "replace") for key in (b"name", b"filename"))
        content, posted = bytes(self._data), self.posted
        if name == _XML:
            if posted.xml is not None:
                raise ControlFault("CONTROL-370")
            posted.xml = content
        elif name == _MORE:
            posted.is_incomplete = content.strip() == b"yes"
        elif file:
            if posted.files.get(file, content) != content:
                raise ControlFault("CONTROL-371")
            posted.files[file] = content

    def _whole(self) -> None:
        self.is_whole = True

    @staticmethod
    def _short(data: bytes, start: int, end: int, before: bytearray) -> bytes:
        if len(before) + end - start > _LONGEST_HEADER:
            raise ControlFault("CONTROL-369")
        return data[start:end]
