"""A plan stays secret until some hours before, where policy says so: from each reader that tells a team of it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from builders_acts import AT, WEEK, a_part
from builders_books import a_week_of
from icalendar import Calendar

from inspection import acts
from inspection.reporting.week import WeekBook
from inspection.store.queries import plans
from inspection.time_of import day_in_brussels
from inspection.trust import AppContext
from inspection.weeks.output import carried
from inspection.weeks.output.output import is_written
from sectors.reader import load_rules

PARTS = [a_part("liege"), a_part("namur", seed=2)]
NAMUR = PARTS[1].book
LINE = "secret_planning: {dated: {2026-01-01: {shown_hours: 48, source: a decision of the service, confidence: M}}}"
BEFORE, TEAMS = datetime(2026, 11, 27, 9, 0, tzinfo=UTC), ("insp-liege-1", "head-liege")
AHEAD = ("supervisor-liege", "direction-1", "dpo-1")


@pytest.fixture
def planned(embedded: AppContext, tmp_path: Path) -> tuple[AppContext, AppContext, WeekBook]:
    """Give a house with an approved week: as it is, and where plans stay secret; and the week."""
    book = a_week_of(PARTS)
    acts.weeks.propose_week(embedded.acting(at=AT), WEEK, service="ONSS", parts=PARTS)
    acts.weeks.approve_week(embedded.acting("direction-1", AT), WEEK, book.sha256, service="ONSS")
    local = tmp_path / "local.yaml"
    local.write_text(LINE, encoding="utf-8")
    return embedded, replace(embedded, rules=load_rules([local])), book


def days_of(content: bytes) -> set[date]:
    """Return the days of a calendar's events."""
    events = Calendar.from_ical(content).walk("VEVENT")
    return {day_in_brussels(event.decoded("DTSTART")) for event in events}


def told(house: AppContext, who: str, at: datetime) -> dict[str, set[date]]:
    """Return the days that each reader tells somebody of, at a moment."""
    context = house.acting(who, at)
    (plan,) = acts.weeks.readable_plans(context)
    books = [acts.weeks.district_book(context, plan.id, name) for name in plan.districts]
    days = {
        "plan": {one.day for book in books for one in book.rounds if one.stops},
        "unplaced": {at.date() for book in books for _ in book.unplaced},
    }
    if who in TEAMS:
        days["visits"] = {one.day for one in acts.weeks.team_visits(context)}
        days["package"] = {one.day for one in acts.weeks.field_package(context).missions}
        days["calendar"] = days_of(acts.weeks.own_calendar(context))
        days["client of others"] = {one.day for one in acts.weeks.listed_missions(context)}
    return days


def test_a_team_learns_of_no_day_too_early(planned: tuple[AppContext, AppContext, WeekBook]) -> None:
    """Nothing of the week on the Friday before; whoever plans sees all of it; off by default, all is as ever."""
    plain, secret, book = planned
    for who in TEAMS:
        assert not any(told(secret, who, BEFORE).values())
        assert told(plain, who, BEFORE)["plan"]
        assert told(plain, who, BEFORE)["visits"] == told(plain, who, BEFORE)["calendar"] != set()
    whole = {one.day for one in book.rounds if one.stops}
    for who in AHEAD:
        assert told(secret, who, BEFORE)["plan"] == whole
        (plan,) = plans(secret.store)
        seen = acts.weeks.district_book(secret.acting(who, BEFORE), plan.id, "namur")
        assert {(one.team, one.day) for one in seen.rounds} == {(one.team, one.day) for one in NAMUR.rounds}
        assert (seen.sha256 == plan.books["namur"]) == seen.tells_why == (who != "dpo-1")


def test_each_day_is_shown_when_it_is_near(planned: tuple[AppContext, AppContext, WeekBook]) -> None:
    """Two days before a round its team sees it, in every reader; and later ones not yet."""
    _, secret, book = planned
    for day in sorted({one.day for one in book.rounds if one.stops}):
        near = datetime(day.year, day.month, day.day - 1 or 1, 23, 0, tzinfo=UTC)
        for name, days in told(secret, "insp-liege-1", near).items():
            assert all((one - near.date()).days <= 3 for one in days), name
    on = min(one.day for one in book.rounds if one.stops and one.team == "liege-1")
    morning = datetime(on.year, on.month, on.day, 5, 0, tzinfo=UTC)
    assert on in told(secret, "insp-liege-1", morning)["plan"]
    assert on in told(secret, "insp-liege-1", morning)["visits"]


def test_sheets_calendars_and_exports_obey(planned: tuple[AppContext, AppContext, WeekBook]) -> None:
    """What teams carry is written when its day is near, each day once; an export for a head has no later round."""
    plain, secret, book = planned
    (plan,) = plans(secret.store)
    writer = secret.acting(at=BEFORE)
    assert carried(writer, plan.id, book) == ()
    assert carried(plain.acting(at=BEFORE), plan.id, book) == book.rounds
    marks = secret.settings.out / str(WEEK) / "written"
    marks.mkdir(parents=True)
    (marks / f"{book.sha256}.2026-11-29").touch()
    assert is_written(secret.acting(at=BEFORE), str(WEEK), book.sha256)
    assert not is_written(secret.acting(at=datetime(2026, 11, 28, 9, 0, tzinfo=UTC)), str(WEEK), book.sha256)
    assert acts.weeks.shown_book(secret.acting("head-liege", BEFORE), book.books[0]).rounds == ()
    assert acts.weeks.shown_book(secret.acting("supervisor-liege", BEFORE), book.books[0]) == book.books[0]
