"""PDF by typst: a template of ours, data as one JSON value, the same input giving the same bytes."""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst

from inspection.files import memory_folder

TEMPLATES = Path(__file__).parents[1] / "templates"
STAND_IN = "\N{WHITE SQUARE}"
_UNSEEN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# marks that turn the direction of what follows: in a name they can make a sheet read as something else
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def typeset(
    template: str,
    data: Mapping[str, object],
    *,
    made_on: datetime | None = None,
    tagged: bool = True,
    attached: bytes | None = None,
) -> bytes:
    """Return the PDF/A-3b of `template` filled with `data`.

    The data never becomes markup: the template reads it as JSON, so a firm called `#panic()` stays a name. A character
    that no font of ours can draw becomes a square, since PDF/A refuses it: one sign in one name must not keep a whole
    week's sheets from being written.

    template
        Name of a file in `templates/`, without its ending.
    made_on
        Creation time written into the document; a fixed one by default, so that equal content is equal bytes.
    tagged
        Whether the structure is written for screen readers; a sheet for paper is half the size without it.
    attached
        Bytes that the template attaches to the PDF, which it reads from the file `attached`.
    """
    text = json.dumps(_readable(data), ensure_ascii=False)
    while True:
        try:
            return _compile(template, text, made_on or datetime(2000, 1, 1, tzinfo=UTC), tagged, attached)
        except typst.TypstError as fault:
            unseen = _unseen(str(fault)) & set(text)
            if not unseen:
                raise
            text = text.translate({ord(sign): STAND_IN for sign in unseen})


def _compile(template: str, text: str, made_on: datetime, tagged: bool, attached: bytes | None) -> bytes:
    """Compile template and data from files of their own.

    Data that came in by `sys.inputs` would make typst forget what it laid out before; with files, the parts that are
    the same from one sheet to the next are laid out once. The folder is in memory, and gone before this returns.
    """
    with memory_folder("vigie-sheet-") as folder:
        (folder / "data.json").write_text(text, encoding="utf-8")
        (folder / "main.typ").write_bytes(_source(template))
        if attached is not None:
            (folder / "attached").write_bytes(attached)
        return bytes(
            typst.compile(
                folder / "main.typ",
                root=folder,
                format="pdf",
                pdf_standards="a-3b",
                pdf_tags=tagged,
                timestamp=made_on.astimezone(UTC).replace(microsecond=0),  # typst takes whole seconds only
                font_paths=_fonts(),
            )
        )


@cache
def _source(template: str) -> bytes:
    return (TEMPLATES / f"{template}.typ").read_bytes()


@cache
def _fonts() -> typst.Fonts:
    """The fonts that come with typst, read once: never those of the machine."""
    return typst.Fonts(include_system_fonts=False)


def _unseen(message: str) -> set[str]:
    """Return the characters that a refusal of typst names."""
    named = (_ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) for text in _UNSEEN.findall(message))
    return {sign for text in named for sign in text if ord(sign) > 127 and sign != STAND_IN}


def _without_controls(text: str) -> str:
    return "".join(" " if unicodedata.category(c) == "Cc" else c for c in text if c not in _TURNS)


def _readable(value: object) -> object:
    """Return the data with control signs and turns of direction taken out of every text."""
    if isinstance(value, str):
        return value if value.isprintable() else _without_controls(value)
    if isinstance(value, Mapping):
        return {name: _readable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_readable(each) for each in value]
    return value
