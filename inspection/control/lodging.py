"""Where people are lodged, as the answers say it: a municipality by its name, its postcode or its REFNIS code."""

import re
from collections.abc import Iterator
from datetime import date

from inspection.control.model import Control
from inspection.errors import TerritoryFault
from inspection.territory import Municipality, find_municipality, municipalities_of_postcode, municipality

LODGED_IN = "q15_municipality"
_WRITTEN = re.compile(r"(?P<refnis>\d{5})|(?P<postcode>\d{4})?[\s,-]*(?P<name>\D*)")


def lodgings(control: Control, on: date) -> tuple[Municipality, ...]:
    """Return the municipalities in which people found say that they are lodged, each once, in the order of the people.

    What leads to no municipality is left out: `unknown_lodgings` says whose it is.
    """
    found = (_municipality(written, on) for _, written in _answers(control))
    return tuple(dict.fromkeys(one for one in found if one is not None))


def unknown_lodgings(control: Control, on: date) -> tuple[str, ...]:
    """Return the references of the people whose lodging was written so that nobody knows which municipality it is."""
    return tuple(ref for ref, written in _answers(control) if _municipality(written, on) is None)


def _answers(control: Control) -> Iterator[tuple[str, str]]:
    for person in control.persons:
        written = person.answers.get(LODGED_IN)
        if isinstance(written, str) and written.strip():
            yield person.ref, written.strip()


def _municipality(written: str, on: date) -> Municipality | None:
    """Return the municipality that somebody wrote; of two with one postcode the first, for they share their offices."""
    parts = _WRITTEN.fullmatch(written)
    if parts is None:
        return None
    try:
        if parts["refnis"]:
            return municipality(parts["refnis"], on)
        return find_municipality(parts["name"].strip() or None, parts["postcode"], on)
    except TerritoryFault:
        return next(iter(municipalities_of_postcode(parts["postcode"], on)), None) if parts["postcode"] else None
