"""Every fault of the shape of what somebody wrote, told at once: each by its place and its line, never by its content.

The place is what a person finds in the file: `users.3.role` is the role of the fourth user.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from inspection.acts.written.reading import Place, Written
from sectors.rules.on_call import CLOCK, NUMBER

ID: Final = r"^[a-z0-9][a-z0-9._-]{1,60}$"
WEEKDAY: Final = r"^[0-6]$"
_MOST: Final = 20  # that are told; who has more has mended the first ones before they read on
_PLAIN_WORD: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")  # what a name of a field may be: anything else may be content
_PATTERNS: Final = {
    ID: "write small letters, digits, '.', '_' and '-', the first a letter or a digit, 2 to 61 in all",
    CLOCK: "write a time as 08:30",
    NUMBER: "write a telephone number: its digits, with spaces, and + before a prefix",
    WEEKDAY: "write a weekday from 0 for Monday to 6",
}
_A_DAY: Final = "write a day that there is, as 2026-12-31"
_SAID: Final[Mapping[str, str]] = {
    "missing": "this field is missing",
    "extra_forbidden": "no field of this name belongs here",
    "string_type": "write a text, in quotes",
    "string_too_short": "this may not be empty",
    "literal_error": "write one of {expected}",
    "greater_than_equal": "write a number from {ge} on",
    "less_than_equal": "write a number up to {le}",
    "too_short": "this list is too short: write {min_length} or more",
    "too_long": "this list is too long: write {max_length} or fewer",
    **dict.fromkeys(("bool_type", "bool_parsing"), "write true or false"),
    **dict.fromkeys(("int_type", "int_parsing", "int_parsing_size", "int_from_float"), "write a whole number"),
    **dict.fromkeys(("float_type", "float_parsing", "finite_number"), "write a number"),
    **dict.fromkeys(("list_type", "tuple_type"), "write a list, in square brackets"),
    **dict.fromkeys(("model_type", "dict_type"), "write an entry with fields of its own"),
    **dict.fromkeys(("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"), _A_DAY),
}
_OTHERWISE: Final = "this is not written as it must be"


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """What is wrong with the shape of something, as an error tells it.

    problem
        What to write instead; where several places are wrong each of them on a line of its own.
    place
        All places that are told, in their order.
    """

    problem: str
    place: str


def wrong_in(written: Mapping[str, Any], refused: ValidationError) -> Wrong:
    """Return every fault that a model found, in the order of the file; of very many the first ones."""
    found: dict[str, str] = {}
    every = refused.errors(include_input=False, include_url=False)
    for one in sorted(filter(lambda one: _is_told(one, every), every), key=lambda one: _line(written, one)):
        found.setdefault(placed(written, one["loc"]), _plainly(one))
    if len(found) == 1:
        ((place, problem),) = found.items()
        return Wrong(problem=problem, place=place)
    told = [f"\n          {place}: {problem}" for place, problem in found.items()]
    more = len(found) - _MOST
    rest = f"\n          and {more} more" if more > 0 else ""
    places = "; ".join([*[*found][:_MOST], *(["…"] if more > 0 else [])])
    return Wrong(problem=f"{len(found)} places of it are wrong{''.join(told[:_MOST])}{rest}", place=places)


def placed(written: Mapping[str, Any], place: Place | str) -> str:
    """Return a place as people read it, with its line where that is known.

    Arguments: `place` its parts, or them with points between.
    """
    parts = place if isinstance(place, tuple) else tuple(int(p) if p.isdigit() else p for p in place.split("."))
    said = ".".join(_said(part) for part in parts if part != "[key]") or "the whole"
    line = written.line_of(parts) if isinstance(written, Written) else None
    return said if line is None else f"{said} (line {line})"


def _said(part: int | str) -> str:
    return str(part) if isinstance(part, int) or _PLAIN_WORD.fullmatch(part) else "…"


def _is_told(one: Any, every: Sequence[Any]) -> bool:
    """Tell whether a fault is one: a list whose entries are wrong seems too short, as if they were not there."""
    at = one["loc"]
    return one["type"] != "too_short" or not any(other["loc"][: len(at)] == at for other in every if other is not one)


def _line(written: Mapping[str, Any], one: Any) -> int:
    return (written.line_of(one["loc"]) or 0) if isinstance(written, Written) else 0


def _plainly(one: Any) -> str:
    kind, context = one["type"], one.get("ctx", {})
    if kind == "value_error":  # our own words
        return str(context["error"])
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(context["pattern"], _OTHERWISE)
    return _SAID.get(kind, _OTHERWISE).format(**{key: str(value).replace("'", "") for key, value in context.items()})
