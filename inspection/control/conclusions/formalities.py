"""Formalities to look at before a report is drawn up: rights that were not told, rooms entered without a ground.

They are pointed out and hold nothing back: what was seen stays seen, and a magistrate weighs how.
"""

from collections.abc import Iterator
from typing import Final

from inspection.control.filled import Control, Hearing, RoomEntry
from sectors import Catalogue

FORMAL: Final = frozenset({"hearing_rights", "hearing_lawyer", "rooms_ground"})
ENTERED_BY = "q15_entry"
ROOMS_SEEN = "q15_rooms_seen"
_NOT_ENTERED = "not_entered"


def formal_remarks(control: Control, form: Catalogue) -> Iterator[str]:
    """Yield the keys of what is wanting: `hearing_rights`, `hearing_lawyer`, `rooms_ground`.

    form
        The rules of the day of the control.
    """
    if any(_lacks_rights(one) for one in control.hearings):
        yield "hearing_rights"
    if any(_lacks_lawyer(one, form) for one in control.hearings):
        yield "hearing_lawyer"
    if _was_entered(control) and not (control.rooms and all(has_ground(one, form) for one in control.rooms)):
        yield "rooms_ground"


def _lacks_rights(hearing: Hearing) -> bool:
    """Tell whether a capacity, the first or a later one, has no minute at which its rights were told."""
    first = hearing.rights_given is not True and hearing.rights_given_at is None
    return first or any(change.rights_given_at is None for change in hearing.changes)


def has_ground(entry: RoomEntry, form: Catalogue) -> bool:
    """Tell whether all is on record that the ground of an entry calls for."""
    ground = form.room_grounds.get(entry.ground)
    return ground is not None and all(_is_met(need, entry) for need in ground.needs)


def _is_met(need: str, entry: RoomEntry) -> bool:
    met = {
        "who": bool(entry.by or entry.name.strip()),
        "minute": entry.at is not None,
        "writing": entry.is_written is True,
        "reference": bool(entry.reference.strip()),
        "words": bool(entry.words.strip()),
    }
    return met[need]


def _lacks_lawyer(hearing: Hearing, form: Catalogue) -> bool:
    heard_as = {hearing.quality, *(change.quality for change in hearing.changes)}
    owed = any(key in form.hearing_capacities and form.hearing_capacities[key].lawyer != "none" for key in heard_as)
    return owed and hearing.lawyer is None


def _was_entered(control: Control) -> bool:
    by, seen = control.answers.get(ENTERED_BY), control.answers.get(ROOMS_SEEN)
    return bool(control.rooms) or (isinstance(by, str) and by != _NOT_ENTERED) or bool(seen)
