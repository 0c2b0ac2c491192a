"""The calendar of teams before a browser without a screen: who is off, who speaks what; for who plans."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from builders_identity import an_account
from builders_joint import POLICE, an_action, with_two_teams
from office_shell import HERE, INSPECTOR, PAGE, Caller, a_home, token_in, words

from inspection import acts, time_of
from inspection.acts.joint_actions import FixedMoment
from inspection.time_of import IsoWeek, now
from inspection.trust import AppContext

HEAD = "head-liege"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a home with its roster."""
    with a_home(tmp_path_factory.mktemp("calendar") / "home") as house:
        an_account(house, HEAD, now())
        yield house


@pytest.fixture
def head(home: AppContext) -> Caller:
    """Give the browser of a team head who has signed in."""
    made = Caller(home)
    made.sign_in(HEAD)
    return made


def coming() -> IsoWeek:
    """The week after this one."""
    return IsoWeek.after(now().date())


def test_a_week_of_teams(home: AppContext) -> None:
    """The own district's team with its hours, days without it, languages; the other week is one press away."""
    caller = Caller(home)
    caller.sign_in(HEAD)
    said = words(caller.get("/calendar?week=2026-W49").text)
    assert "Teams, week 49" in said
    assert said.count("08:00–16:30") == 5
    assert said.count("not there") == 2
    assert "Team 1, liege" in said
    assert "Team 1, namur" not in said
    assert "No joint action in this week." in said
    assert "/calendar?week=2026-W50" in caller.get("/calendar?week=2026-W49").text
    assert caller.get("/calendar?week=nonsense").status_code == 200


def test_a_week_begins_at_midnight_here(home: AppContext, head: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the first hours of a Monday it is Sunday still where no clock of ours hangs."""
    monkeypatch.setattr(time_of, "now", lambda: datetime(2026, 12, 6, 23, 30, tzinfo=UTC))
    assert "Teams, week 50" in words(head.get("/calendar").text)


def test_the_calendar_is_for_who_plans(home: AppContext) -> None:
    """An inspector has no such room, and the address is refused."""
    caller = Caller(home)
    caller.sign_in(INSPECTOR)
    assert 'href="/calendar"' not in caller.get("/office").text
    assert caller.get("/calendar").status_code >= 400


def a_calendar(*lines: str) -> str:
    """A calendar of one event of whole days in the week that is looked at, with more lines."""
    event = ["UID:leave-1@home", "DTSTAMP:20261101T080000Z", "SUMMARY:Secret ground", *lines]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", *event, "END:VEVENT", "END:VCALENDAR", ""])


def sent_file(caller: Caller, text: str, **fields: str) -> Any:
    """Send a file with the form of the calendar."""
    token = token_in(caller.get("/calendar").text)
    files = {name: (None, value) for name, value in {"form_token": token, **fields}.items()}
    return caller.client.post(
        "/week/teams/file", files={**files, "file": ("a.ics", text)}, headers={**PAGE, "origin": HERE}
    )


def test_days_away_are_noted_and_taken_back_on_the_calendar(head: Caller) -> None:
    """In the week that is looked at, by the act of administration; where it is refused, what was typed stays."""
    week, day = coming(), str(coming().days[1])
    fields = {"week": str(week), "user": INSPECTOR, "kind": "training", "first_day": day, "last_day": day}
    done = head.send("/week/teams/away", "/calendar", **fields)
    assert done.headers["location"] == f"/calendar?week={week}&told=kept"
    page = head.get(done.headers["location"]).text
    assert "The absence is noted." in words(page)
    assert f"{INSPECTOR} Team 1, liege" in words(page)
    made = re.search(r'name="absence" value="([^"]+)"', page)[1]
    assert head.send("/week/teams/back", "/calendar", week=str(week), absence=made).status_code == 303
    assert "Nobody is noted as away" in words(head.get(f"/calendar?week={week}").text)
    wrong = head.send("/week/teams/away", "/calendar", **{**fields, "last_day": "2020-01-01"})
    assert wrong.status_code == 422
    assert f'<option value="{INSPECTOR}" selected>' in wrong.text


def test_a_calendar_file_is_shown_and_then_done(head: Caller, home: AppContext) -> None:
    """Its title is on no page; the file that was shown is the one that is done."""
    day = coming().days[2]
    text = a_calendar(f"DTSTART;VALUE=DATE:{day:%Y%m%d}")
    shown = sent_file(head, text, of="absences", user=INSPECTOR, kind="court", week=str(coming()))
    said = words(shown.text)
    assert "Changes: 1. Known already: 0. Refused: 0." in said
    assert "Secret ground" not in said
    fields = dict(re.findall(r'type="hidden" name="(packed|shown|of|user|kind|week)" value="([^"]*)"', shown.text))
    assert head.send("/week/teams/file/confirm", "/calendar", **{**fields, "shown": "x"}).status_code == 409
    done = head.send("/week/teams/file/confirm", "/calendar", **fields)
    assert done.headers["location"] == f"/calendar?week={coming()}&told=taken"
    assert "court" in words(head.get(done.headers["location"]).text)
    hours = a_calendar(f"DTSTART:{day:%Y%m%d}T090000Z")
    assert "It has hours" in words(sent_file(head, hours, of="absences", user=INSPECTOR, kind="court").text)
    assert "no iCalendar file" in words(sent_file(head, "x", of="absences", user=INSPECTOR, kind="court").text)


def test_a_partner_is_invited_and_its_answer_noted(head: Caller, home: AppContext) -> None:
    """By a file with hour and reference, and by a press; the calendar says what each answered."""
    with_two_teams(home)
    week = IsoWeek.of(coming().monday + timedelta(days=7))
    moment = FixedMoment(day=week.days[1], minute=600.0)
    action = acts.joint_actions.book_action(home.acting(HEAD), an_action(moment=moment, partners=(POLICE,)))
    page = head.get(f"/calendar?week={week}").text
    assert f'href="/joint-actions/{action.reference}"' in page
    (partner,) = set(re.findall(r'name="partner" value="([^"]+)"', page))
    fields = {"week": str(week), "partner": partner}
    given = head.send("/week/teams/invite", "/calendar", reference=action.reference, **fields)
    assert given.headers["content-type"].startswith("text/calendar")
    assert action.reference in given.text
    answer = given.text.replace("STATUS:TENTATIVE", "STATUS:CONFIRMED")
    assert "The partner comes" in words(sent_file(head, answer, of="answers").text)
    assert head.send("/week/teams/answer", "/calendar", **fields).status_code == 400
    done = head.send("/week/teams/answer", "/calendar", said="declined", **fields)
    assert "declined" in words(head.get(done.headers["location"]).text)
