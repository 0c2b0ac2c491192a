"""A week with joint actions: teams that start in the same minute, one visit a workplace, sheets that say who comes."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders_books import plan_values, week_of
from builders_flows import As, next_week, vigie
from builders_twins import differences, made
from houses import as_user
from icalendar import Calendar
from pdf_words import page_words, pdf_words

from flows import plan_week as steps
from inspection import acts
from inspection.planning.problem import GreatCircle, TeamDay, Visit, verify
from inspection.reporting.week import BookStop, WeekBook
from inspection.settings import settings
from inspection.store.queries import ActionView, actions, plans, visits
from inspection.store.views import PlanView, VisitView
from inspection.time_of import IsoWeek, today
from inspection.trust import AppContext
from inspection.weeks import DistrictTask, policies
from inspection.weeks.district_planning import plan_one

PLACE, HEAD = "leuven", "head-leuven"
TEN = 600.0
LOTS = (
    "--seed",
    "7",
    As("direction-1"),
)  # a home draws by its own key: other lots at every run, and some leave no room for a third action


@dataclass(frozen=True)
class Joint:
    """A home whose week holds a fixed action at a drawn workplace and a free one at another, approved."""

    home: Path
    office: AppContext
    fixed: ActionView
    free: ActionView
    drawn_day: str
    first: WeekBook
    book: WeekBook
    plan: PlanView
    stops: list[VisitView]

    def stops_at(self, action: ActionView) -> list[VisitView]:
        return [stop for stop in self.stops if stop.workplace == action.workplace]


@pytest.fixture(scope="module")
def booked(ready_home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, WeekBook, str, str, str]:
    """Plan a week, book two actions, and plan it again: once for all that follows, each in a copy of its own."""
    home = tmp_path_factory.mktemp("booked") / "home"
    shutil.copytree(ready_home, home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIGIE_HOME", str(home))
        found = _booked(home, acts.app(settings()))
        vigie(home, "week", "--district", PLACE, *LOTS)
    return home, *found


@pytest.fixture(scope="module")
def joint(booked: tuple[Path, WeekBook, str, str, str], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Approve the week with its two actions."""
    home = tmp_path_factory.mktemp("joint") / "home"
    planned, first, fixed, free, day = booked
    shutil.copytree(planned, home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIGIE_HOME", str(home))
        house = acts.app(settings())
        vigie(home, "approve", "--latest", As("supervisor-leuven"))
        (plan,) = plans(house.store)
        book = week_of(house.store, plan.id)
        found = {a.reference: a for a in actions(house.store)}
        yield Joint(
            home=home,
            office=house,
            fixed=found[fixed],
            free=found[free],
            drawn_day=day,
            first=first,
            book=book,
            plan=plan,
            stops=visits(house.store, plan_id=plan.id, with_arm=True),
        )


def _booked(home: Path, house: AppContext) -> tuple[WeekBook, str, str, str]:
    """Plan once, then book a drawn workplace on another day than the drawn one, and a second one without a moment."""
    vigie(home, "week", "--district", PLACE, *LOTS)
    first = week_of(house.store, plans(house.store)[0].id)
    plain = {s.key for s in house.catalogue(today()).enabled_sectors() if not s.skills}
    placed = [(r.day, s) for r in first.rounds for s in r.stops if s.sector in plain]
    drawn_day, drawn = next((day, stop) for day, stop in placed if stop.arm == "random")
    other = next(stop for _, stop in placed if stop.workplace != drawn.workplace)
    day = next(d for d in _days_with_two(house) if d != drawn_day)
    same = ("--district", PLACE, As(HEAD), "--size", "2", "--minutes", "60", "--json")
    made = vigie(
        home, "action", "add", drawn.workplace, "--sector", drawn.sector, "--day", str(day), "--at", "10:00",
        "--partner", "police:zp-leuven", "--partner", "interpreter:+32 16 00 00 00:ro", *same,
    )  # fmt: skip
    vigie(home, "action", "confirm", made.value["reference"], "police", As(HEAD))
    among = [part for d in _days_with_two(house) for part in ("--among", str(d))]
    open_one = vigie(
        home, "action", "add", other.workplace, "--sector", other.sector, *among, "--between", "09:00-15:00", *same
    )
    return first, made.value["reference"], open_one.value["reference"], str(drawn_day)


def _days_with_two(house: AppContext) -> list[date]:
    """The days of the week on which two teams at least are at work round ten."""
    week = IsoWeek.parse(next_week())
    roster = acts.staff.team_days(house, week, PLACE)
    at_ten = [d.day for d in roster if d.shift[0] <= TEN - 120 and d.shift[1] >= TEN + 180]
    return [day for day in week.days if at_ten.count(day) >= 2]


def test_two_teams_start_in_the_booked_minute(joint: Joint) -> None:
    """Two teams, one minute, one visit code; the proposed action is in the plan as well, marked so."""
    stops = joint.stops_at(joint.fixed)
    assert len({s.team for s in stops}) == len(stops) == 2
    assert {(s.day, s.start) for s in stops} == {(joint.fixed.day, TEN)}
    assert len({s.code for s in stops}) == 1
    told = [s.joint for r in joint.book.rounds for s in r.stops if s.workplace == joint.fixed.workplace]
    assert [(j.state, j.partners) for j in told if j] == [("proposed", ("police", "interpreter:ro"))] * 2


def test_a_free_moment_is_chosen_on_a_quarter_and_written_back(joint: Joint) -> None:
    """The planner chose one of the days and a quarter of an hour; the calendar says which."""
    stops = joint.stops_at(joint.free)
    ((day, start),) = {(s.day, s.start) for s in stops}
    assert len({s.team for s in stops}) == 2
    assert day in joint.free.days
    assert start % 15 == 0
    assert 540 <= start <= 900
    assert (joint.free.planned_day, joint.free.planned_minute) == (day, start)
    asked = ("action", "list", "--week", next_week(), As(HEAD))
    (told,) = (a for a in vigie(joint.home, *asked, "--json").value if a["reference"] == joint.free.reference)
    assert (told["planned_day"], told["planned_minute"]) == (str(day), start)
    assert f"{int(start) // 60:02d}:{int(start) % 60:02d}" in vigie(joint.home, *asked).out


def test_a_drawn_workplace_stays_drawn_and_is_visited_once(joint: Joint) -> None:
    """The action's visit is the drawn visit, on the booked day; the mandate in its row says why. Who was drawn did not
    change."""
    for stop in joint.stops_at(joint.fixed):
        assert stop.arm == "random"
    told = {(s.workplace, s.arm, s.mandate) for r in joint.book.rounds for s in r.stops if s.joint}
    assert (joint.fixed.workplace, "random", "joint_action") in told
    assert str(joint.fixed.day) != joint.drawn_day
    minutes = {(s.workplace, s.day, s.start) for s in joint.stops}
    assert len(minutes) == len({workplace for workplace, _, _ in minutes})
    numbers = [(d.eligible, d.random) for d in joint.book.districts]
    assert numbers == [(d.eligible, d.random) for d in joint.first.districts]
    (counted,) = joint.book.districts
    assert counted.placed == len(minutes)


def test_the_plan_keeps_every_rule(joint: Joint, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planned again from the same week it has the same stops, and the checker written apart finds nothing."""
    monkeypatch.setenv("VIGIE_HOME", str(joint.home))
    week, on = IsoWeek.parse(next_week()), today()
    roster: Mapping[str, tuple[TeamDay, ...]] = {
        PLACE: tuple(
            acts.weeks.work_days(
                acts.acting_as_flow("plan_week"),
                week,
                acts.weeks.rounds_around(acts.acting_as_flow("plan_week"), week),
                PLACE,
            )
        )
    }
    booked = acts.joint_actions.booked_actions(acts.acting_as_flow("plan_week"), week)
    assessed = steps.assess_workplaces(on)
    selection = steps.select_week(assessed, roster, week, on, int(LOTS[1]), booked)
    offered = steps.offer_visits(assessed, selection, roster, week, booked)[PLACE]
    rules = acts.app().catalogue(week.monday)
    task = DistrictTask(
        district=PLACE,
        visits=offered,
        team_days=roster[PLACE],
        travel=GreatCircle(rules.travel),
        policy=policies(rules).rounds,
        seed=selection.seed,
        seconds=60.0,
    )
    plan = plan_one(task)
    assert not verify(plan, task.visits, task.team_days, task.travel, task.policy)
    again = {(r.team, r.day, round(s.start, 3)) for r in plan.rounds for s in r.stops}
    assert again == {(s.team, s.day, round(s.start, 3)) for s in joint.stops}
    assert [v.teams for v in offered if v.workplace in (joint.fixed.workplace, joint.free.workplace)] == [2, 2]


def test_sheets_say_which_kinds_come_and_calendars_say_hour_and_code(joint: Joint) -> None:
    """Police and an interpreter, no telephone number; the calendar has its hour and code, and none of them."""
    folder = joint.home / "out" / next_week() / "teams"
    for stop in joint.stops_at(joint.fixed):
        pdf = (folder / stop.team / f"{stop.day}-carry-sheet.pdf").read_bytes()
        front = page_words(pdf)[0]
        assert joint.fixed.reference in front
        for told in ("politie", "tolk (Roemeens)", "nog te bevestigen"):
            assert told in front
        assert "+32 16 00 00 00" not in front
        raw = (folder / stop.team / f"{next_week()}.ics").read_bytes()
        summaries = [str(event["SUMMARY"]) for event in Calendar.from_ical(raw).walk("VEVENT")]
        assert f"Bezoek {stop.code}" in summaries
        assert b"politie" not in raw


def test_a_silent_partner_is_told_of_by_the_hourly_round(joint: Joint) -> None:
    """The interpreter has not confirmed, and the action is next week: the team head is told."""
    vigie(joint.home, "refer", "chase")
    told = vigie(joint.home, "alerts", "list", As(HEAD), "--json").value
    assert [a["for_role"] for a in told if a["kind"] == "partner_unconfirmed"] == ["team_head"]


def test_an_action_called_off_frees_its_teams(ready_home: Path, joint: Joint, tmp_path: Path) -> None:
    """Planned again without it, one team at most goes there, and the moment that was written back is gone."""
    home = tmp_path / "home"
    shutil.copytree(ready_home, home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIGIE_HOME", str(home))
        house = acts.app(settings())
        _, fixed, free, _ = _booked(home, house)
        vigie(home, "week", "--district", PLACE, *LOTS)
        for reference in (fixed, free):
            said = vigie(home, "action", "call-off", reference, As(HEAD), "--reason", "partner_declined")
            assert "called off" in said.out
        vigie(home, "week", "--district", PLACE, *LOTS)
        (plan,) = plans(house.store)
        book = plan_values(house.store, plan.id)
        assert not [s for r in book["rounds"] for s in r["stops"] if s["joint"]]
        for workplace in (joint.fixed.workplace, joint.free.workplace):
            assert sum(s["workplace"] == workplace for r in book["rounds"] for s in r["stops"]) <= 1


@pytest.fixture(scope="module")
def lent(ready_home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, WeekBook, BookStop, str]:
    """A home with a week in which teams of two districts meet; the week before that, the place, and the action."""
    home = tmp_path_factory.mktemp("lent") / "home"
    shutil.copytree(ready_home, home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIGIE_HOME", str(home))
        house = acts.app(settings())
        vigie(home, "week", *LOTS)
        before = week_of(house.store, plans(house.store)[0].id)
        where = next(s for r in before.rounds for s in r.stops if r.district == PLACE and s.sector == "restaurants")
        made = vigie(
            home, "action", "add", where.workplace, "--district", PLACE, "--sector", "restaurants", "--size", "2",
            "--day", str(_days_with_two(house)[0]), "--at", "10:30", "--minutes", "60", "--language", "nl",
            "--language", "fr", "--teams", "1", "--teams", "namur:1", As("supervisor-leuven"), "--json",
        )  # fmt: skip
        vigie(home, "week", *LOTS)
    return home, before, where, made.value["reference"]


def test_teams_of_two_districts_meet_in_the_lead_districts_visit(
    lent: tuple[Path, WeekBook, BookStop, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each district's planner keeps the given minute by itself; one visit, one code, counted where it was chosen."""
    home, before, where, reference = lent
    monkeypatch.setenv("VIGIE_HOME", str(home))
    house = acts.app(settings())
    (plan,) = plans(house.store)
    stops = [v for v in visits(house.store, plan_id=plan.id) if v.workplace == where.workplace]
    book = week_of(house.store, plan.id)
    assert {s.team.partition("-")[0] for s in stops} == {PLACE, "namur"}
    assert {(s.start, s.district) for s in stops} == {(630.0, PLACE)}
    assert len({s.code for s in stops}) == 1
    told = [(r.district, s.joint.reference) for r in book.rounds for s in r.stops if s.joint]
    assert told == [(PLACE, reference), ("namur", reference)]
    assert [(d.district, d.random, d.mandated) for d in book.districts] == [
        (d.district, d.random, d.mandated + (d.district == PLACE and where.arm == "risk")) for d in before.districts
    ]


@pytest.mark.battery(reason="two teams meet in one minute, and one called off frees them, in every run")
def test_where_one_district_has_no_team_left_the_other_sends_none(
    lent: tuple[Path, WeekBook, BookStop, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of Namur is ill on the day: nobody of Leuven goes to the joint action alone, and its other visits stay."""
    home, (_, _, where, _) = tmp_path / "home", lent
    shutil.copytree(lent[0], home)
    monkeypatch.setenv("VIGIE_HOME", str(home))
    house, week = acts.app(settings()), IsoWeek.parse(next_week())
    vigie(home, "approve", "--latest", As("supervisor-leuven"))
    (plan,) = plans(house.store)
    before = visits(house.store, plan_id=plan.id)
    (day,) = {v.day for v in before if v.workplace == where.workplace}
    ill = [
        part
        for team in sorted({d.team for d in acts.staff.team_days(house, week, "namur") if d.day == day})
        for part in ("--absent", f"{team}:{day}")
    ]
    said = vigie(
        home, "replan", "--week", str(week), As("supervisor-leuven"), "--at", f"{week.monday}T05:00", *ill, "--json"
    ).value
    after = visits(house.store, plan_id=said["plan"])
    assert not [v for v in after if v.workplace == where.workplace]
    elsewhere = [
        {(v.workplace, v.team, v.day) for v in seen if v.district != PLACE and v.day != day} for seen in (before, after)
    ]
    assert elsewhere[0] <= elsewhere[1]
    assert {v.workplace for v in before if v.district == PLACE} - {v.workplace for v in after} <= {where.workplace}


def test_the_command_refuses_what_cannot_be_read(ready_home: Path) -> None:
    """Each mistake of typing ends in one message with a code; nothing is booked."""
    base = ("action", "add", "est:2999999901", "--district", PLACE, "--sector", "restaurants", As(HEAD))
    for code, wrong in (
        ("266", ("--day", "2030-01-07")),
        ("268", ("--day", "7 January", "--at", "10:00")),
        ("267", ("--day", "2030-01-07", "--at", "10h")),
        ("266", ("--day", "2030-01-07", "--at", "10:00", "--among", "2030-01-08", "--between", "09:00-12:00")),
        ("273", ("--day", "2030-01-07", "--at", "10:00", "--teams", "many")),
        ("271", ("--day", "2030-01-07", "--at", "10:00", "--partner", "army:x")),
        ("252", ("--day", "2030-01-07", "--at", "10:07")),
    ):
        assert f"[PLAN-{code}]" in vigie(ready_home, *base, *wrong, expected=2).err
    assert vigie(ready_home, "action", "list", As(HEAD), "--json").value == []


@pytest.mark.battery(reason="an action that is called off, and a week replanned, are tried in every run")
def test_a_replanned_week_keeps_its_actions_and_takes_in_what_was_booked_since(joint: Joint, tmp_path: Path) -> None:
    """One team of the fixed action falls ill on another day: both actions stay. A third is booked, one called off."""
    home = tmp_path / "home"
    shutil.copytree(joint.home, home)
    week, first = next_week(), IsoWeek.parse(next_week()).monday
    replan = ("replan", "--week", week, As(HEAD), "--at", f"{first}T05:00", "--json")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIGIE_HOME", str(home))
        house = acts.app(settings())
        met = {(s.workplace, s.team, s.day, s.start) for s in joint.stops_at(joint.fixed)}
        busy = {s.team for s in joint.stops_at(joint.fixed) + joint.stops_at(joint.free)}
        idle = next(s for s in joint.stops if (s.team, s.day) not in {(t, d) for _, t, d, _ in met} and s.team in busy)
        third = next(s for s in joint.stops if s.workplace not in (joint.fixed.workplace, joint.free.workplace))
        base = ("--district", PLACE, "--sector", third.sector, "--size", "2", "--minutes", "45", As(HEAD))
        moment = ("--among", str(joint.fixed.day), "--between", "12:00-15:00")
        refused = vigie(home, "action", "add", third.workplace, *base, *moment, expected=2)
        assert "[PLAN-275]" in refused.err
        assert third.code in refused.err
        made = vigie(home, "action", "add", third.workplace, *base, *moment, "--replanning", "--json").value
        vigie(home, "action", "call-off", joint.free.reference, As(HEAD), "--reason", "test")
        told = ("--action", made["reference"], "--action", joint.free.reference)
        said = vigie(home, *replan, "--absent", f"{idle.team}:{idle.day}", *told).value
        vigie(home, "approve", "--week", week, "--latest", As("supervisor-leuven"))
        (plan,) = [p for p in plans(house.store, week) if p.id == said["plan"]]
        after = visits(house.store, plan_id=plan.id)
        found = {a.reference: a for a in actions(house.store)}
    assert plan.state == "approved"
    assert {(s.workplace, s.team, s.day, s.start) for s in after if s.workplace == joint.fixed.workplace} == met
    assert joint.free.workplace not in {s.workplace for s in after}
    new = [s for s in after if s.workplace == third.workplace]
    assert len({s.team for s in new}) == 2
    ((day, start),) = {(s.day, s.start) for s in new}
    assert (day, start % 15) == (joint.fixed.day, 0)
    assert {s.code for s in new} == {third.code}
    assert (found[made["reference"]].planned_day, found[made["reference"]].planned_minute) == (day, start)
    assert not [s for s in after if (s.team, s.day) == (idle.team, idle.day)]


@pytest.mark.battery(reason="two teams meet in one minute, and one called off frees them, in every run")
def test_a_replanned_week_keeps_a_moment_that_the_planner_chose(joint: Joint, tmp_path: Path) -> None:
    """Police and partners know it by now: where one of its teams is ill, another goes at that minute, or none."""
    home, stops = tmp_path / "home", joint.stops_at(joint.free)
    shutil.copytree(joint.home, home)
    replan = ("replan", "--week", next_week(), As(HEAD), "--at", f"{IsoWeek.parse(next_week()).monday}T05:00")
    said = vigie(home, *replan, "--absent", f"{stops[0].team}:{stops[0].day}", "--json").value
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIGIE_HOME", str(home))
        after = visits(acts.app(settings()).store, plan_id=said["plan"])
    met = {(s.day, s.start) for s in after if s.workplace == joint.free.workplace}
    assert met <= {(s.day, s.start) for s in stops}


@pytest.fixture(scope="module")
def held(booked: tuple[Path, WeekBook, str, str, str], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Give a home with two booked actions, what its week keeps, and the same once the place of one is unavailable."""
    home = tmp_path_factory.mktemp("held-joint") / "home"
    planned, _, fixed, *_ = booked
    shutil.copytree(planned, home)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIGIE_HOME", str(home))
        house = acts.app(settings())
        plain, before = made(plans(house.store)[0].id), {a.reference: a for a in actions(house.store)}
        action = before[fixed]
        acts.workplaces.place_hold(
            as_user(acts.app(), "supervisor-leuven"), "workplace", action.workplace, IsoWeek.parse(next_week()).days[-1]
        )
        said = vigie(home, "week", "--district", PLACE, *LOTS)
        after = {a.reference: a for a in actions(house.store)}
        yield home, action, plain, made(plans(house.store)[0].id), before, after, said.out + said.err


@pytest.mark.battery(reason="two teams meet in one minute, and one called off frees them, in every run")
def test_a_booked_place_under_hold_leaves_the_week_and_nothing_else_does(held: Any) -> None:
    """Both teams' stops are gone and every other row is as it was; the calendar has no moment, and no reason why."""
    _, action, plain, kept, before, after, said = held
    stop = next(s for r in plain.book["rounds"] for s in r["stops"] if s["workplace"] == action.workplace)
    value = 1000 * next(json.loads(c)["worth"] for c in plain.rows["chosen"] if action.workplace in c)
    gone = Visit(
        id=action.workplace, workplace=action.workplace, point=(stop["lon"], stop["lat"]), minutes=action.minutes,
        value=value, windows=((600.0, 600.0),), days=frozenset(action.days), required=True,
    )  # fmt: skip
    assert differences(plain, kept, gone) == []
    for reference, one in after.items():
        was = before[reference]
        assert one == (replace(was, planned_day=None, planned_minute=None) if one.id == action.id else was)
    assert action.workplace not in said
    assert "hold" not in said


@pytest.mark.battery(reason="two teams meet in one minute, and one called off frees them, in every run")
def test_no_calendar_sheet_or_reminder_goes_out_for_it(held: Any) -> None:
    """The approved week sends nobody, and nobody is told to telephone a partner; another booking is taken."""
    home, action, plain, *_ = held
    code = next(s["code"] for r in plain.book["rounds"] for s in r["stops"] if s["workplace"] == action.workplace)
    vigie(home, "approve", "--latest", As("supervisor-namur"))
    out = home / "out" / next_week() / "teams"
    assert list(out.rglob("*.ics"))
    assert not [file for file in out.rglob("*.ics") if code.encode() in file.read_bytes()]
    for file in out.rglob("*.pdf"):
        assert code not in pdf_words(file.read_bytes())
    vigie(home, "refer", "chase")
    told = vigie(home, "alerts", "list", As(HEAD), "--json").value
    assert "partner_unconfirmed" not in {a["kind"] for a in told}
    vigie(home, "action", "call-off", action.reference, As(HEAD), "--reason", "test")
    again = (
        "action", "add", action.workplace, "--district", PLACE, "--sector", action.sector, "--size", "2", "--minutes",
        "60", "--day", str(action.day), "--at", "10:00", As(HEAD), "--replanning", "--json",
    )  # fmt: skip
    made_again = vigie(home, *again).value
    replan = ("replan", "--week", next_week(), As(HEAD), "--at", f"{IsoWeek.parse(next_week()).monday}T05:00")
    said = vigie(home, *replan, "--action", made_again["reference"], "--json", expected=None)
    assert code not in json.dumps(json.loads(said.out)["changes"]) if said.status == 0 else "[PLAN-324]" in said.err
