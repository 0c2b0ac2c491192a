"""A team's week as iCalendar: when, and a code, since calendars leak; a file on the shelf and a feed say the same.

Every event has an identity that stays when its visit moves, and a number that rises with each approval: whoever reads
the calendar again replaces what they had.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from icalendar import Calendar, Event

from inspection.i18n import Lang, t
from inspection.reporting.week import BookRound
from inspection.time_of import IsoWeek, moment_of


@dataclass(frozen=True, kw_only=True)
class CalendarVisit:
    """A visit as a calendar tells it.

    start, leave
        Minutes of its day, beyond 1440 after midnight.
    stamped_at
        Moment of the approval by which it stands where it does.
    """

    code: str
    day: date
    start: float
    leave: float
    stamped_at: datetime


def team_calendar(rounds: tuple[BookRound, ...], *, stamped_at: datetime) -> bytes:
    """Return the rounds of one team as an iCalendar file.

    An event keeps its identity when its visit moves within the week, so that a calendar read again moves it too. Where
    to go, and whether other teams or offices come, is on the carry sheet only.

    stamped_at
        Moment of the approval; every event carries it.
    """
    return _calendar(
        _event(stop.code, each.day, stop.start, stop.leave, stamped_at, each.language)
        for each in rounds
        for stop in each.stops
    )


def visit_calendar(visits: Iterable[CalendarVisit], lang: Lang) -> bytes:
    """Return visits as a calendar that a program of others reads again and again: hour and code, and no place at all.

    The same visits are the same bytes.
    """
    return _calendar(_event(one.code, one.day, one.start, one.leave, one.stamped_at, lang) for one in visits)


def _calendar(events: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Vigie//rounds//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(code: str, day: date, start: float, leave: float, stamped_at: datetime, lang: Lang) -> Event:
    event = Event()
    event.add("uid", f"{code}-{IsoWeek.of(day)}@vigie")
    event.add("sequence", int(stamped_at.timestamp()) // 60)
    event.add("dtstamp", stamped_at.astimezone(UTC))
    event.add("dtstart", _minute(day, start))
    event.add("dtend", _minute(day, leave))
    event.add("summary", t("calendar.visit", lang, code=code))
    return event


def _minute(day: date, minute: float) -> datetime:
    """Return the moment in whole minutes, as the carry sheet prints it."""
    return moment_of(day, int(minute))
