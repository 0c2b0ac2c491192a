"""A team's week as iCalendar: time, meeting point and visit code, and nothing else, since calendars leak."""

from datetime import UTC, date, datetime

from icalendar import Calendar, Event

from inspection.i18n import t
from inspection.reporting.week import BookRound, BookStop
from inspection.time_of import IsoWeek, moment_of


def team_calendar(rounds: tuple[BookRound, ...], *, stamped_at: datetime) -> bytes:
    """Return the rounds of one team as an iCalendar file.

    An event keeps its identity when its visit moves within the week, so that a calendar read again moves it too. The
    meeting point is a postcode and municipality: the house and its name are on the carry sheet only. Of a joint action
    it says how many teams meet; which offices come with them is on the sheet.

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
    event.add("uid", f"{stop.code}-{IsoWeek.of(round_.day)}@vigie")
    event.add("dtstamp", stamped_at.astimezone(UTC))
    event.add("dtstart", _minute(round_.day, stop.start))
    event.add("dtend", _minute(round_.day, stop.leave))
    said = t("calendar.meeting_of_teams", round_.language, code=stop.code, n=stop.joint.teams) if stop.joint else None
    event.add("summary", said or t("calendar.visit", round_.language, code=stop.code))
    event.add("location", t("calendar.meeting", round_.language, place=f"{stop.postcode} {stop.municipality}"))
    return event


def _minute(day: date, minute: float) -> datetime:
    """Return the moment in whole minutes, as the carry sheet prints it."""
    return moment_of(day, int(minute))
