"""How copies and words lie in the portal's database: as JSON, and a bundle's files as one ZIP; each sealed by its row.

Office and portal write and read them by these functions only, so that what one writes the other can read.
"""

import io
from collections.abc import Mapping
from typing import Any, Final
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from pydantic import TypeAdapter

from inspection.acts.portal.values import (
    Acknowledges,
    AnswersContact,
    AnswersFinding,
    Asks,
    CaseCopy,
    ContactCopy,
    Copy,
    FindingCopy,
    Lifts,
    ListCopy,
    Opens,
    Refuses,
    Restricts,
    SendsOn,
    TellsOutcome,
    Word,
)

BODY: Final = "portal_copy.body"
FILES: Final = "portal_copy.files"
SAID: Final = "portal_word.body"
_COPIES: Final[Mapping[str, type[Copy]]] = {
    "case": CaseCopy,
    "contact": ContactCopy,
    "finding": FindingCopy,
    "list": ListCopy,
}
_WORDS: Final[Mapping[str, type[Word]]] = {
    "opened": Opens,
    "acknowledged": Acknowledges,
    "refused": Refuses,
    "question": Asks,
    "embargo": Restricts,
    "lifted": Lifts,
    "outcome": TellsOutcome,
    "forwarded": SendsOn,
    "contact": AnswersContact,
    "finding": AnswersFinding,
}


def packed_copy(copy: Copy) -> str:
    """Return a copy as JSON, for the column of its row."""
    return _adapter(type(copy)).dump_json(copy).decode()


def unpacked_copy(kind: str, text: str) -> Copy:
    """Return the copy of a kind that JSON holds; raises KeyError for a kind that there is not."""
    found: Copy = _adapter(_COPIES[kind]).validate_json(text)
    return found


def packed_word(word: Word) -> str:
    """Return a word as JSON, for the column of its row."""
    return _adapter(type(word)).dump_json(word).decode()


def unpacked_word(kind: str, text: str) -> Word:
    """Return the word of a kind that JSON holds; raises KeyError for a kind that there is not."""
    found: Word = _adapter(_WORDS[kind]).validate_json(text)
    return found


def packed_files(files: Mapping[str, bytes]) -> bytes:
    """Return files as one ZIP, in the order in which they are given; the same files give the same bytes."""
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_STORED) as archive:
        for name, content in files.items():
            archive.writestr(ZipInfo(name), content)
    return held.getvalue()


def unpacked_file(packed: bytes, name: str) -> bytes | None:
    """Return one file of a ZIP, None where there is none of this name."""
    with ZipFile(io.BytesIO(packed)) as archive:
        return archive.read(name) if name in archive.namelist() else None


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """Return what reads and writes a kind of value; to make one takes long, so each is made once."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


_ADAPTERS: Final[dict[type[Any], TypeAdapter[Any]]] = {}
