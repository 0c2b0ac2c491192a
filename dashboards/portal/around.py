"""What stands round a page of the portal: its few rooms, with how much waits in each, and the reader's office."""

from collections.abc import Callable
from pathlib import Path

from dashboards.office import Around, Asked, Room, Rooms, Shell
from dashboards.portal.offices import names_of_offices
from inspection import acts
from inspection.acts.portal.pages import Counted
from inspection.errors import AccessRefused

_BESIDE = 4


def around(asked: Asked) -> Around:
    """Return the rooms of whoever asks, and the names of the offices that they act for."""
    try:
        return _around(asked, acts.portal.pages.counted(asked.acting()))
    except AccessRefused:  # somebody who left their office a moment ago, and reads why nothing is shown
        return Around(Rooms((), ()))


def counted_as(asked: Asked, found: Counted) -> Callable[[], Around]:
    """Return what stands round a page whose own look counted already: nothing is asked twice, and both say the same."""
    made = _around(asked, found)
    return lambda: made


def _around(asked: Asked, found: Counted) -> Around:
    has_cases = asked.known.may("portal.acknowledge")
    rooms = [
        _room("answer", "/", found.waiting),
        *([_room("open", "/open", found.open)] if has_cases else []),
        _room("closed", "/closed"),
        *([_room("lists", "/list")] if has_cases else []),
        _room("absence", "/absence"),
        _room("reach", "/reach"),
        _room("help", "/help"),
    ]
    return Around(Rooms(tuple(rooms[:_BESIDE]), tuple(rooms[_BESIDE:])), names_of_offices(asked, found.offices))


def _room(key: str, address: str, count: int = 0) -> Room:
    return Room(key, address, lambda _: True, f"portal.room.{key}", count)


PORTAL = Shell(
    name="portal.name",
    home="/",
    around=around,
    templates=(Path(__file__).parent / "templates",),
    menu=(("menu.sessions", "/me/sessions"), ("menu.passkeys", "/me/passkeys")),
)
