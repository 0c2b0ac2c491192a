"""Where people are lodged, as the control says it: the municipalities of the addresses that were noted."""

import re
from collections.abc import Iterator
from datetime import date

from inspection.control.filled import Control
from inspection.errors import TerritoryFault
from inspection.territory import Municipality, find_municipality, municipalities_of_postcode, municipality

LODGED_AT = "q15_lodging_address"
_SEVERAL = re.compile(r"[;\n]")
_CODE = re.compile(r"\b(\d{4,5})\b")
_AFTER_CODE = re.compile(r"\b\d{4}\s+([^\d,;]+)")


def lodgings(control: Control, on: date) -> tuple[Municipality, ...]:
    """Return the municipalities in which people are lodged, each once, in the order in which they were noted.

    Several addresses stand on lines of their own, or behind a semicolon. What leads to no municipality is left out:
    `has_unknown_lodging` tells of it.
    """
    found = (_municipality(written, on) for written in _addresses(control))
    return tuple(dict.fromkeys(one for one in found if one is not None))


def lodging_places(control: Control, on: date) -> tuple[tuple[str, Municipality | None], ...]:
    """Return each address as it was noted, with its municipality; None where it leads to none."""
    return tuple((written, _municipality(written, on)) for written in _addresses(control))


def has_unknown_lodging(control: Control, on: date) -> bool:
    """Tell whether a lodging was written so that nobody knows in which municipality it is."""
    return any(_municipality(written, on) is None for written in _addresses(control))


def _addresses(control: Control) -> Iterator[str]:
    written = control.answers.get(LODGED_AT)
    parts = _SEVERAL.split(written) if isinstance(written, str) else ()
    yield from (part.strip() for part in parts if part.strip())


def _municipality(written: str, on: date) -> Municipality | None:
    """Return the municipality of an address: by its postcode, by the name that ends it, or by a REFNIS code alone.

    Of two municipalities that share a postcode the first: they share their offices too.
    """
    if re.fullmatch(r"\d{5}", written):
        return _known(written, on)
    for code in reversed(_CODE.findall(written)):
        found = municipalities_of_postcode(code, on)
        if found:
            return _named(_AFTER_CODE.findall(written), code, on) or found[0]
    return _named([written.rpartition(",")[2]], None, on)


def _known(refnis: str, on: date) -> Municipality | None:
    try:
        return municipality(refnis, on)
    except TerritoryFault:
        return None


def _named(names: list[str], postcode: str | None, on: date) -> Municipality | None:
    try:
        return find_municipality(names[-1].strip() if names else None, postcode, on)
    except TerritoryFault:
        return None
