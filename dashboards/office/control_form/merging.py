"""A page that was open while its draft was kept elsewhere: what one changed is taken, of what both did both are shown.

A page carries, for each of its fields, a short mark of what it was drawn with. A field whose text still has its mark
was not touched on this page.
"""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from dashboards.office.paper import Fields, Values

_LETTERS: Final = 4
_NOTHING: Final = "-" * _LETTERS


@dataclass(frozen=True)
class Merged:
    """The fields of a page after it was sent.

    values
        What each holds: typed here, or as it stands where it was not touched here, or was changed at both ends.
    apart
        By the name of a field that was changed at both ends, what stands in the draft.
    touched
        The fields that were changed on this page.
    """

    values: dict[str, str] = field(repr=False)
    apart: dict[str, str] = field(default_factory=dict, repr=False)
    touched: set[str] = field(default_factory=set)


def marked(drawn: Values) -> str:
    """Return the marks of all fields, in the order of their names."""
    return "".join(_mark(drawn.values.get(name, "")) for name in drawn.names)


def merged(stands: Values, of: str, sent: Fields) -> Merged:
    """Return what a page that was sent makes of its fields.

    Arguments: `stands` the fields as the draft says them now; `of` the marks that the page was drawn with: where they
    are none of this page, whatever differs was changed at both ends.
    """
    made = Merged({})
    for name, mark in _each_marked(stands, of):
        typed, there = plain(sent.get(name, "")), stands.values.get(name, "")
        is_touched, is_moved = _mark(typed) != mark, _mark(there) != mark
        if is_touched:
            made.touched.add(name)
        if is_touched and is_moved and typed != plain(there):
            made.apart[name] = there
        made.values[name] = typed if is_touched and not is_moved else there
    return made


def still_marked(stands: Values, of: str, made: Merged) -> str:
    """Return the marks of a page that was kept and stays open.

    A field that was not touched keeps the mark of what the page shows: what stands there may be newer, and the next
    press would take the older text for one that was typed over it.

    Arguments: `stands` the fields as the draft says them now; `of` the marks that the page came with; `made` what
    became of it.
    """
    return "".join(
        mark if mark and name not in made.touched else _mark(stands.values.get(name, ""))
        for name, mark in _each_marked(stands, of)
    )


def plain(text: str) -> str:
    """Return a text as a field holds it: a browser sends ends of lines of its own, and spaces round it say nothing."""
    return text.replace("\r\n", "\n").strip()


def with_typed(made: Merged, sent: Mapping[str, str]) -> dict[str, str]:
    """Return what the fields show again: what was typed where both ends changed, else what holds."""
    return {**made.values, **{name: plain(sent.get(name, "")) for name in made.apart}}


def _each_marked(stands: Values, of: str) -> list[tuple[str, str]]:
    """Return the fields with their marks, all "" where the marks are none of this page."""
    size = len(stands.names) * _LETTERS
    marks = [of[n : n + _LETTERS] for n in range(0, size, _LETTERS)] if len(of) == size else [""] * len(stands.names)
    return list(zip(stands.names, marks, strict=True))


def _mark(text: str) -> str:
    said = plain(text)
    if not said:
        return _NOTHING
    return urlsafe_b64encode(hashlib.sha256(said.encode()).digest())[:_LETTERS].decode()
