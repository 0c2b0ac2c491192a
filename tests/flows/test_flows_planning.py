"""Planning: how the parts of a week are joined, and districts side by side as one after the other."""

from collections.abc import Mapping
from concurrent.futures import wait
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from builders_flows import DISTRICTS, next_week
from builders_planning import a_day, a_plan, a_visit
from builders_reporting import a_district_book

from flows import plan_week as steps
from inspection.errors import LearningFault
from inspection.executing import processes
from inspection.planning.problem import GreatCircle, Visit, verify
from inspection.targeting.model import Chosen, Mandate, Selection
from inspection.targeting.origin import Unchanged, unchanged_by_place
from inspection.time_of import IsoWeek, moment_of, today
from inspection.weeks import (
    Assessed,
    DistrictTask,
    Team,
    capacities,
    district_planning,
    plan_each,
    policies,
    unmoved,
    visits_of,
    worked_days,
)
from inspection.weeks.district_planning import plan_one
from inspection.weeks.replanned import happening
from inspection.weeks.replanned.replan_parts import OpenPart
from sectors import Catalogue
from sectors.reader import load_rules

WEEK = IsoWeek.parse("2026-W49")
MONDAY, SATURDAY = WEEK.days[0], WEEK.days[5]


def the_catalogue() -> Catalogue:
    """The project's own rules in the week that is planned."""
    return load_rules().on(MONDAY)


def a_task(district: str, visits: tuple[Visit, ...], team_days: Team, seed: int = 1) -> DistrictTask:
    """A district to plan by the project's own rules."""
    catalogue = the_catalogue()
    return DistrictTask(
        district=district,
        visits=visits,
        team_days=team_days,
        travel=GreatCircle(catalogue.travel),
        policy=policies(catalogue).rounds,
        seed=seed,
        seconds=900.0,  # the first run on a machine compiles for a minute or two
    )


def some_tasks() -> list[DistrictTask]:
    """Two districts of different size, each with more visits than its day has room for."""
    return [
        a_task(
            name,
            tuple(
                a_visit(f"{name}-{n}", at=(4.35 + n / 100, 50.85), value=10.0 + n, days=(MONDAY,), required=n < 2)
                for n in range(many)
            ),
            (a_day(f"{name}-1", MONDAY, shift=(480.0, 780.0)),),
        )
        for name, many in (("eupen", 6), ("leuven", 7))
    ]


def test_a_cap_that_bites_is_kept_with_the_plan() -> None:
    """A week that the clock cut short says so, since nobody can plan it again."""
    hurried = plan_each([replace(task, seconds=1e-9) for task in some_tasks()], workers=1)
    patient = plan_each(some_tasks(), workers=1)
    assert {plan.stopped_by for plan in hurried.values()} == {"seconds"}
    assert {plan.stopped_by for plan in patient.values()} == {"iterations"}


def test_the_plans_are_the_same_with_one_process_and_with_two() -> None:
    """Which process plans a district, and which is ready first, changes nothing."""
    assert plan_each(some_tasks(), workers=1) == plan_each(some_tasks(), workers=2)


def test_an_interrupt_leaves_every_district_a_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    """The district that is being planned keeps its best plan; the one that was not begun has its first."""
    tasks = some_tasks()

    def interrupted(task: DistrictTask) -> Any:
        plan = plan_one(task)
        return replace(plan, stopped_by="interrupt") if task.seconds else plan

    monkeypatch.setattr(district_planning, "plan_one", interrupted)
    made = plan_each(tasks, workers=1)
    assert {name: plan.stopped_by for name, plan in made.items()} == dict.fromkeys(("eupen", "leuven"), "interrupt")
    assert all(plan.rounds for plan in made.values())


@pytest.mark.battery(reason="interrupts are tried in every run (tests/planning, tests/executing)")
def test_an_interrupt_of_districts_side_by_side_waits_for_those_that_are_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C comes while the processes work: what they found is kept, and nothing is raised."""

    waited: list[Any] = []

    def interrupted(futures: Any, return_when: str) -> Any:
        if waited:
            raise KeyboardInterrupt
        waited.append(wait(futures, return_when=return_when))
        return waited[0]

    monkeypatch.setattr(processes, "wait", interrupted)
    made = plan_each(some_tasks(), workers=2)
    assert set(made) == {"eupen", "leuven"}
    assert all(plan.rounds for plan in made.values())


def test_no_team_goes_alone_to_an_action_that_another_district_cannot_join(monkeypatch: pytest.MonkeyPatch) -> None:
    """The district in which it fails says its rule, the other that there is no common minute; neither goes."""
    moment = {"at": (4.35, 50.85), "windows": ((600.0, 600.0),), "days": (MONDAY,), "required": True}
    offered = {name: (a_visit("est:x#joint", **moment),) for name in ("leuven", "namur")}
    shifts = {"leuven": (480.0, 780.0), "namur": (720.0, 1020.0)}
    roster = {name: (a_day(f"{name}-1", MONDAY, shift=shift),) for name, shift in shifts.items()}
    catalogue = the_catalogue()
    here = SimpleNamespace(catalogue=lambda _: catalogue, settings=SimpleNamespace(planning_seconds=900, executor=None))
    monkeypatch.setattr(steps.acts, "app", lambda: here)
    monkeypatch.setattr(steps.weeks, "settled_travel", lambda *_: dict.fromkeys(roster, GreatCircle(catalogue.travel)))
    monkeypatch.setattr(steps.weeks, "plan_each", lambda tasks, address: plan_each(tasks, workers=1))
    made = steps.plan_districts(offered, roster, WEEK, 1)
    told = {name: {visit: why.rule for visit, why in plan.unplaced.items()} for name, plan in made.items()}
    assert told == {
        "leuven": {"est:x#joint": "no_common_minute"},
        "namur": {"est:x#joint": "no_shift_reaches_the_window"},
    }
    assert not any(plan.rounds for plan in made.values())


def test_no_district_is_no_plan() -> None:
    """A service without a roster gets an empty week, not an error."""
    assert plan_each([]) == {}


@pytest.fixture(scope="module")
def planned(ready_home: Path) -> tuple[Assessed, Selection, Mapping[str, Team], Mapping[str, tuple[Visit, ...]]]:
    """Give the small home's week up to what is offered to the planners."""
    week, on = IsoWeek.parse(next_week()), today()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIGIE_HOME", str(ready_home))
        assessed, roster = steps.assess_workplaces(on), steps.read_roster(week, None)
        selection = steps.select_week(assessed, roster, week, on, 1)
        return assessed, selection, roster, steps.offer_visits(assessed, selection, roster, week)


def test_every_districts_plan_of_the_home_keeps_the_rules(planned: Any) -> None:
    """The checker, which shares no code with the planner, finds nothing; what is required is placed or has a rule."""
    _, _, roster, offered = planned
    assert set(roster) == set(DISTRICTS)
    for district, days in roster.items():
        task = a_task(district, offered[district], days)
        plan = plan_one(task)
        assert not verify(plan, task.visits, task.team_days, task.travel, task.policy)
        placed = {stop.visit for round_ in plan.rounds for stop in round_.stops}
        required = {visit.id for visit in task.visits if visit.required}
        assert required - placed == set(plan.unplaced)
        assert placed


def test_the_risk_arm_leaves_alone_what_another_week_still_visits(
    planned: Any, ready_home: Path, monkeypatch: Any
) -> None:
    """The choice asks for the week that is planned: what an approved one visits before it is offered to nobody."""
    assessed, selection, roster, _ = planned
    week, on = IsoWeek.parse(next_week()), today()
    near = next(c.workplace for c in selection.chosen if c.arm == "risk")
    monkeypatch.setenv("VIGIE_HOME", str(ready_home))
    monkeypatch.setattr(
        steps.acts.weeks, "cooling_off", lambda app, on, planned=None: frozenset({near} if planned == week else ())
    )
    again = steps.select_week(assessed, roster, week, on, 1)
    assert near not in {c.workplace for c in again.chosen if c.arm == "risk"}


def test_what_is_offered_is_what_was_chosen_in_the_district(planned: Any) -> None:
    """Every chosen workplace of a district is offered to its planner, and nothing else; required once only."""
    _, selection, _, offered = planned
    for district, visits in offered.items():
        assert {v.workplace for v in visits} == {c.workplace for c in selection.chosen if c.district == district}
        required = [v.workplace for v in visits if v.required]
        assert len(required) == len(set(required))
        assert set(required) == {c.workplace for c in selection.chosen if c.district == district and c.arm != "risk"}


def a_chosen(arm: str, day: date | None = None) -> Chosen:
    """A restaurant in Leuven, chosen by an arm."""
    return Chosen(
        workplace=f"est:8{['random', 'mandated', 'risk'].index(arm):09d}",
        arm=cast(Any, arm),
        sector="restaurants",
        district="leuven",
        points=1,
        worth=0.25,
        reasons=(),
        day=day,
    )


def offered_for(*chosen: Chosen, team: Team) -> tuple[Visit, ...]:
    """What Leuven's planner is offered for these."""
    place = {"lon": 4.70, "lat": 50.88, "refnis": "24062", "canton": ""}
    assessed = Assessed(
        assessments=cast(Any, SimpleNamespace(row=lambda _: place)), snapshots={}, left_out={}
    )  # fmt: skip
    selection = cast(Any, SimpleNamespace(chosen=chosen))
    return visits_of(assessed, selection, "leuven", team, WEEK, the_catalogue())


def test_a_required_visit_is_offered_once_and_an_optional_one_for_each_kind_of_day() -> None:
    """Windows differ between days; what must be placed has one id, so that "required" means one thing."""
    team = tuple(a_day("leuven-1", day) for day in WEEK.days)
    kinds = {
        tuple(sorted((w.opens, w.closes) for w in the_catalogue().sectors["restaurants"].windows if w.holds_on(day)))
        for day in WEEK.days
    } - {()}
    assert len(kinds) > 1, "this test needs a sector whose windows differ between days"
    assert len(offered_for(a_chosen("mandated"), team=team)) == 1
    optional = offered_for(a_chosen("risk"), team=team)
    assert len(optional) == len(kinds)
    assert not set.intersection(*(set(visit.days) for visit in optional))
    assert {visit.value for visit in optional} == {250.0}


def test_a_drawn_day_is_the_only_day_of_a_random_visit() -> None:
    """The day is drawn too, so that the random arm does not go when it is convenient."""
    team = tuple(a_day("leuven-1", day) for day in WEEK.days)
    (visit,) = offered_for(a_chosen("random", MONDAY), team=team)
    assert visit.days == {MONDAY}
    assert visit.required


def test_a_complaint_at_a_drawn_place_gets_the_days_that_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawn for Monday, not placed; the complaint comes on Wednesday, before or after the teams have left."""
    chosen = a_chosen("random", MONDAY)
    place = {"lon": 4.70, "lat": 50.88, "refnis": "24062", "canton": ""}
    told = Mandate(workplace=chosen.workplace, origin="complaint", origin_id="c")
    monkeypatch.setattr(happening, "_mandates", lambda *_: [(told, "leuven")])
    part = OpenPart(
        district="leuven",
        selection=Selection(
            seed=1, frame_sha256="", frame_size=1, chosen=(chosen,), strata={},
            frozen={chosen.workplace: {"values": place}},
        ),
        visits=(),
        team_days=tuple(a_day("leuven-1", day) for day in WEEK.days[:4]),
        plan=a_plan(),
        answered=frozenset(),
        names={},
        book=a_district_book(),
    )  # fmt: skip
    monkeypatch.setattr(happening, "_actions", lambda *_: [])
    nobody_asks: Any = None  # an installation: what is asked of it is given above
    for hour, left in ((6, WEEK.days[2:4]), (9, WEEK.days[3:4])):
        happened = happening.WeekEvents(at=moment_of(WEEK.days[2], hour * 60), complaints=("C",))
        parts, events = happening.events_of(nobody_asks, happened, {"leuven": part}, WEEK, the_catalogue())
        (new,) = events["leuven"]
        assert new.visit.days & {day.day for day in part.team_days} == set(left)
        assert [c.day for c in parts["leuven"].selection.chosen] == [MONDAY], "what was drawn stays as it was drawn"


def test_a_visit_asks_for_a_language_in_which_its_report_may_be_written() -> None:
    """Leuven's reports are in Dutch: a team that speaks French only cannot be sent."""
    (visit,) = offered_for(a_chosen("mandated"), team=(a_day("leuven-1", MONDAY),))
    assert visit.languages == {"nl"}


def test_capacity_grows_with_the_hours_of_the_roster() -> None:
    """No team, no capacity; two teams have twice that of one; a longer shift never has less."""
    catalogue = the_catalogue()
    one, long = a_day("A", MONDAY), a_day("A", MONDAY, shift=(480.0, 1260.0))
    room = capacities({"none": (), "one": (one,), "two": (one, replace(one, team="B")), "long": (long,)}, catalogue)
    assert room["none"] == 0
    assert room["one"] >= 1
    assert room["two"] == 2 * room["one"]
    assert room["long"] > room["one"]


def test_a_day_is_drawn_among_those_on_which_sector_and_team_work() -> None:
    """Days without a team are left out; where the two never meet, the sector's own days are given."""
    catalogue = the_catalogue()
    days = worked_days(catalogue, WEEK, {"leuven": (a_day("A", MONDAY),), "namur": ()})
    sector = catalogue.sectors["restaurants"]
    open_days = [day for day in WEEK.days if any(w.holds_on(day) for w in sector.windows)]
    assert list(days("restaurants", "leuven")) == [day for day in open_days if day == MONDAY]
    assert list(days("restaurants", "namur")) == open_days


def test_a_week_whose_points_follow_places_is_not_drawn(
    ready_home: Path, planned: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The registers of a home are tried as they are, and pass; where one point had changed nobody is drawn."""
    monkeypatch.setenv("VIGIE_HOME", str(ready_home))
    tried: list[Unchanged] = []

    def bent(*asked: Any, **how: Any) -> Unchanged:
        tried.append(unchanged_by_place(*asked, **how))
        return replace(tried[-1], points=1)

    monkeypatch.setattr(steps, "assess_workplaces", lambda _: planned[0])
    monkeypatch.setattr(steps, "select_week", lambda *_: pytest.fail("somebody is drawn"))
    monkeypatch.setattr(unmoved, "unchanged_by_place", bent)
    with pytest.raises(LearningFault) as fault:
        steps.plan_week(next_week())
    assert fault.value.code == "LEARN-125"
    assert tried[0].workplaces
    assert not tried[0].points  # a district of one workplace has nothing to exchange: which one is drawn is a lot
    assert not tried[0].signals
