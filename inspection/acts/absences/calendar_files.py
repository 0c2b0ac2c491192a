"""An iCalendar file as somebody else's program wrote it: which days each event takes, and what is not understood.

Titles, places and notes are not read: what a calendar says of why somebody is away stays in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from icalendar import Calendar, Event, vDDDTypes

from inspection.errors import SettingsFault

NotUnderstood = Literal["no_uid", "twice", "no_start", "unreadable", "repeats", "lasts", "tentative", "backwards"]
_REPEATS = ("RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
_KNOWN_STATUS = ("", "CONFIRMED", "CANCELLED")


@dataclass(frozen=True, kw_only=True)
class CalendarEvent:
    """An event that is understood.

    n
        Which of the file's events it is, from 1.
    first_day, last_day
        The days that it takes, both included; of one with hours, the day on which it starts and on which it ends.
    starts
        The moment at which it starts, as the file has it; None for whole days.
    answer
        What its one invited party answered ("ACCEPTED", "DECLINED"), "" where it says nothing.
    """

    n: int
    uid: str
    first_day: date
    last_day: date
    starts: datetime | None
    is_confirmed: bool
    is_cancelled: bool
    answer: str


@dataclass(frozen=True, kw_only=True)
class RefusedEvent:
    """An event that is not taken, and why."""

    n: int
    why: str


@dataclass(frozen=True, kw_only=True)
class CalendarFile:
    """What stands in a file.

    others
        How many parts of it are no events (tasks, notes); they are left alone.
    """

    events: tuple[CalendarEvent, ...]
    refused: tuple[RefusedEvent, ...]
    others: int


def read_calendar(text: str) -> CalendarFile:
    """Return the events of an iCalendar file; each that is not understood is refused, and the others stand.

    Errors: `SettingsFault` 074 for what is no iCalendar file, or holds no part at all.
    """
    try:
        calendar = Calendar.from_ical(text)
        parts = list(calendar.subcomponents)
    except (ValueError, KeyError, IndexError, RecursionError):
        raise SettingsFault("SETTING-074") from None
    if not parts:
        raise SettingsFault("SETTING-074")
    called_off = str(calendar.get("METHOD", "")).upper() == "CANCEL"
    found = list(_read([one for one in parts if isinstance(one, Event)], called_off=called_off))
    others = sum(not isinstance(one, Event) and one.name != "VTIMEZONE" for one in parts)
    events = tuple(one for one in found if isinstance(one, CalendarEvent))
    refused = tuple(one for one in found if isinstance(one, RefusedEvent))
    return CalendarFile(events=events, refused=refused, others=others)


def _read(events: list[Event], *, called_off: bool) -> Iterator[CalendarEvent | RefusedEvent]:
    seen: set[str] = set()
    for n, event in enumerate(events, 1):
        uid = str(event.get("UID", "")).strip()
        why = _why_not(event, uid, seen)
        seen.add(uid)
        if why is not None:
            yield RefusedEvent(n=n, why=why)
            continue
        start, last = _days(event)
        yield CalendarEvent(
            n=n,
            uid=uid,
            first_day=_day(start),
            last_day=last,
            starts=start if isinstance(start, datetime) else None,
            is_confirmed=str(event.get("STATUS", "")).upper() == "CONFIRMED",
            is_cancelled=called_off or str(event.get("STATUS", "")).upper() == "CANCELLED",
            answer=_answer(event),
        )


def _why_not(event: Event, uid: str, seen: set[str]) -> NotUnderstood | None:
    checks: tuple[tuple[NotUnderstood, bool], ...] = (
        ("no_uid", not uid),
        ("twice", uid in seen),
        ("unreadable", bool(event.errors)),
        ("repeats", any(name in event for name in _REPEATS)),
        ("no_start", not isinstance(_value(event, "DTSTART"), date)),
        ("lasts", "DURATION" in event),
        ("tentative", str(event.get("STATUS", "")).upper() not in _KNOWN_STATUS),
    )
    why = next((name for name, is_so in checks if is_so), None)
    return why or (None if _is_forwards(event) else "backwards")


def _value(event: Event, name: str) -> object:
    held = event.get(name)
    return held.dt if isinstance(held, vDDDTypes) else None


def _is_forwards(event: Event) -> bool:
    """Tell whether an event ends after it begins, and both are days or both are moments."""
    start, end = _value(event, "DTSTART"), _value(event, "DTEND")
    if end is None:
        return True
    if not isinstance(end, date) or isinstance(start, datetime) != isinstance(end, datetime):
        return False
    try:
        return end > start  # type: ignore[operator]  # both are days or both are moments
    except TypeError:  # one has a zone and the other has none
        return False


def _days(event: Event) -> tuple[date, date]:
    """Return when an event starts and its last day; the end of whole days is the day after, as the standard has it."""
    start, end = _value(event, "DTSTART"), _value(event, "DTEND")
    assert isinstance(start, date)  # noqa: S101  asked before
    if not isinstance(end, date):
        return start, _day(start)
    return start, end.date() if isinstance(end, datetime) else end - timedelta(days=1)


def _day(when: date) -> date:
    return when.date() if isinstance(when, datetime) else when


def _answer(event: Event) -> str:
    """Return what the one party that is invited answered; of several, nobody can tell whose answer this is."""
    invited = event.get("ATTENDEE")
    if invited is None or isinstance(invited, list):
        return ""
    return str(invited.params.get("PARTSTAT", "")).upper()
