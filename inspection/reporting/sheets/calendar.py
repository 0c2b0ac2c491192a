"""A team's week as iCalendar: when, where to meet, and a code, since calendars leak; a feed says when and the code.

Every event has an identity that stays when its visit moves, and a number that rises with each approval: whoever reads
the calendar again replaces what they had.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from icalendar import Calendar, Event

from inspection.i18n import Lang, t
from inspection.reporting.week import BookRound, BookStop
from inspection.time_of import IsoWeek, moment_of


@dataclass(frozen=True, kw_only=True)
class CalendarVisit:
    """A visit as a feed tells it.

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

    An event keeps its identity when its visit moves within the week, so that a calendar read again moves it too. The
    meeting point is a postcode and municipality: the house and its name are on the carry sheet only. Of a joint action
    it says how many teams meet; which offices come with them is on the sheet.

    stamped_at
        Moment of the approval; every event carries it.
    """
    return _calendar(_of_round(round_, stop, stamped_at) for round_ in rounds for stop in round_.stops)


def visit_calendar(visits: Iterable[CalendarVisit], lang: Lang) -> bytes:
    """Return visits as a calendar that a program of others reads again and again: hour and code, and no place at all.

    The same visits are the same bytes.
    """
    return _calendar(
        _event(one.code, one.day, one.start, one.leave, one.stamped_at, t("calendar.visit", lang, code=one.code))
        for one in visits
    )


def _calendar(events: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Vigie//rounds//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _of_round(round_: BookRound, stop: BookStop, stamped_at: datetime) -> Event:
    said = t("calendar.meeting_of_teams", round_.language, code=stop.code, n=stop.joint.teams) if stop.joint else None
    summary = said or t("calendar.visit", round_.language, code=stop.code)
    event = _event(stop.code, round_.day, stop.start, stop.leave, stamped_at, summary)
    event.add("location", t("calendar.meeting", round_.language, place=f"{stop.postcode} {stop.municipality}"))
    return event


def _event(code: str, day: date, start: float, leave: float, stamped_at: datetime, summary: str) -> Event:
    event = Event()
    event.add("uid", f"{code}-{IsoWeek.of(day)}@vigie")
    event.add("sequence", int(stamped_at.timestamp()) // 60)
    event.add("dtstamp", stamped_at.astimezone(UTC))
    event.add("dtstart", _minute(day, start))
    event.add("dtend", _minute(day, leave))
    event.add("summary", summary)
    return event


def _minute(day: date, minute: float) -> datetime:
    """Return the moment in whole minutes, as the carry sheet prints it."""
    return moment_of(day, int(minute))
