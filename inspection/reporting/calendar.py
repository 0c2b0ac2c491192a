"""A team's week as iCalendar: time, meeting point and visit code, and nothing else, since calendars leak."""

from datetime import UTC, datetime

from icalendar import Calendar, Event

from inspection.i18n import t
from inspection.reporting.week_book import BookRound, BookStop
from inspection.time_of import moment_of


def team_calendar(rounds: tuple[BookRound, ...], *, stamped_at: datetime) -> bytes:
    """Return the rounds of one team as an iCalendar file.

    The meeting point is a postcode and municipality: the house and its name are on the carry sheet only.

    stamped_at
        Moment of the approval; every event carries it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Vigie//rounds//EN")
    calendar.add("version", "2.0")
    for round_ in rounds:
        for stop in round_.stops:
            calendar.add_component(_event(round_, stop, stamped_at))
    return bytes(calendar.to_ical())


def _event(round_: BookRound, stop: BookStop, stamped_at: datetime) -> Event:
    event = Event()
    event.add("uid", f"{stop.code}@vigie")
    event.add("dtstamp", stamped_at.astimezone(UTC))
    event.add("dtstart", moment_of(round_.day, stop.start))
    event.add("dtend", moment_of(round_.day, stop.leave))
    event.add("summary", t("calendar.visit", round_.language, code=stop.code))
    event.add("location", t("calendar.meeting", round_.language, place=f"{stop.postcode} {stop.municipality}"))
    return event
