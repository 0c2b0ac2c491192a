"""A team's calendar: calendars leak, so it says when, and a code."""

from datetime import UTC, date, datetime, timedelta

from builders_reporting import a_joint, a_round, a_stop, as_tip
from icalendar import Calendar

from inspection.reporting.sheets import CalendarVisit, team_calendar, visit_calendar

AT = datetime(2026, 11, 27, 9, tzinfo=UTC)


def events(*rounds):
    return Calendar.from_ical(team_calendar(rounds, stamped_at=AT)).walk("VEVENT")


def test_an_event_holds_time_and_code_only():
    """No firm, no house, not even the municipality, no sector, no reason."""
    (event,) = events(a_round())
    assert sorted(event) == ["DTEND", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY", "UID"]
    assert event["SUMMARY"] == "Visite K2CJJ4"
    text = team_calendar((a_round(),), stamped_at=AT).decode()
    for told in ("4102", "Seraing", "Moulin", "Blés", "restaurant", "8000000001", "risk"):
        assert told not in text


def test_times_are_those_of_the_sheet_in_winter_and_in_summer():
    """08:30 in Brussels is 07:30 UTC in November and 06:30 in July, in whole minutes."""
    (winter,) = events(a_round())
    (summer,) = events(a_round(day=date(2026, 7, 6)))
    assert winter.decoded("DTSTART") == datetime(2026, 11, 30, 7, 30, tzinfo=UTC)
    assert summer.decoded("DTSTART") == datetime(2026, 7, 6, 6, 30, tzinfo=UTC)


def test_the_night_on_which_the_clocks_change():
    """00:30 after the Saturday's round is the Sunday's, still in summer time; 03:30 is already in winter time."""
    night = a_round(a_stop(start=1470.0), a_stop("LATER1", start=1650.0), day=date(2026, 10, 24))
    first, later = events(night)
    assert first.decoded("DTSTART") == datetime(2026, 10, 24, 22, 30, tzinfo=UTC)
    assert later.decoded("DTSTART") == datetime(2026, 10, 25, 2, 30, tzinfo=UTC)


def test_a_visit_keeps_its_identity_when_it_moves_within_the_week():
    """Or a calendar that is read again would show it twice; the same code in another week is another visit."""
    uids = [events(a_round(day=day))[0]["UID"] for day in (date(2026, 11, 30), date(2026, 12, 2), date(2026, 12, 9))]
    assert uids[0] == uids[1] != uids[2]


def test_a_tip_does_not_show():
    """Calendars of a week with and without a complaint are the same bytes (traps of the law, 18)."""
    plain, told = a_round(a_stop()), a_round(as_tip(a_stop()))
    assert team_calendar((plain,), stamped_at=AT) == team_calendar((told,), stamped_at=AT)


def test_a_joint_action_looks_like_any_visit():
    """That others come, and who, is on the sheet: a calendar that leaks would warn whoever is to be met."""
    joint, alone = a_round(a_stop(joint=a_joint())), a_round(a_stop())
    assert team_calendar((joint,), stamped_at=AT) == team_calendar((alone,), stamped_at=AT)


def a_visit(code="K2CJJ4", **fields):
    known = {"code": code, "day": date(2026, 11, 30), "start": 510.0, "leave": 600.0, "stamped_at": AT}
    return CalendarVisit(**known | fields)


def fed(*visits):
    return Calendar.from_ical(visit_calendar(visits, "fr"))


def test_a_feed_says_hour_and_code_and_no_place():
    """It lies on servers of others: not even the municipality stands in it."""
    (event,) = fed(a_visit()).walk("VEVENT")
    assert sorted(event) == ["DTEND", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY", "UID"]
    assert event["SUMMARY"] == "Visite K2CJJ4"
    assert event.decoded("DTSTART") == datetime(2026, 11, 30, 7, 30, tzinfo=UTC)


def test_an_update_replaces_what_was_there():
    """The same identity, a later approval, a higher number; sheets' calendars and feeds say it alike."""
    later = AT + timedelta(hours=2)
    (before,) = fed(a_visit()).walk("VEVENT")
    (after,) = fed(a_visit(day=date(2026, 12, 2), stamped_at=later)).walk("VEVENT")
    assert before["UID"] == after["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    (sheet,) = events(a_round())
    assert (sheet["UID"], sheet["SEQUENCE"]) == (before["UID"], before["SEQUENCE"])
    assert fed(a_visit())["METHOD"] == "PUBLISH"
