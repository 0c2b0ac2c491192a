"""Weeks, each planned with a hold and without: they differ in nothing but the missing visit."""

import json
import random
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, cast

import polars as pl
import pytest
from builders_books import week_of
from builders_flows import DISTRICTS, next_week, vigie, write_home
from builders_twins import differences, made
from houses import as_user

from flows import plan_week as steps
from inspection import acts
from inspection.planning.problem import GreatCircle, Visit, WeekPlan, verify
from inspection.planning.solve import plan_rounds
from inspection.reporting.pages import district_page, map_page, office_page
from inspection.reporting.sheets import team_calendar
from inspection.reporting.week import WeekBook, rounds_geojson
from inspection.store.queries import draws
from inspection.store.weeks import PlanRow
from inspection.targeting.model import Selection as SelectionValue
from inspection.time_of import IsoWeek, moment_of, today
from inspection.weeks import Assessed, Team, policies
from inspection.weeks.output.sheets import SheetDesk

SUPERVISOR, DIRECTION = "supervisor-leuven", "direction-1"
ITERATIONS, ESTABLISHMENTS = 30, 300
KINDS = ("random", "mandated", "risk", "joint")
SUBJECTS: tuple[Literal["workplace", "enterprise", "address"], ...] = ("workplace", "enterprise", "address")


@dataclass(frozen=True)
class Twin:
    """One week of one district, ready to be proposed in either home, and the visit that one of them will miss."""

    selection: SelectionValue
    offered: Mapping[str, tuple[Visit, ...]]
    plans: Mapping[str, WeekPlan]
    roster: Mapping[str, Team]
    held: Visit


@dataclass(frozen=True)
class Homes:
    """Two homes that are the same but for their keys' use, what was assessed in them, and who works."""

    without: Path
    with_hold: Path
    assessed: Assessed
    roster: Mapping[str, Team]


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homes]:
    """Give two copies of one home: registers, roster, and a complaint kept in each district."""
    home = write_home(tmp_path_factory.mktemp("twins") / "a", establishments=ESTABLISHMENTS)
    vigie(home, "ingest")
    vigie(home, "teams", "import", str(home / "registers/roster/teams.json"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIGIE_HOME", str(home))
        assessed, roster = steps.assess_workplaces(today()), steps.read_roster(IsoWeek.parse(next_week()), None)
        for district in roster:
            _complain(assessed, district)
        acts.app().store.close()
        twin = home.parent / "b"
        shutil.copytree(home, twin)
        yield Homes(home, twin, assessed, roster)


def _complain(assessed: Assessed, district: str) -> None:
    mine = assessed.assessments.frame.filter(pl.col("district") == district).sort("workplace")
    for workplace in mine["workplace"].gather_every(max(1, mine.height // 3)).to_list():
        told = acts.workplaces.NewComplaint(workplace=workplace, district=district, text="synthetic", language="fr")
        made = acts.workplaces.register_complaint(as_user(acts.app(), "system"), told)
        acts.workplaces.keep_complaint(as_user(acts.app(), SUPERVISOR), made.id)


def a_twin(homes: Homes, number: int) -> Twin:
    """Plan a district's week by a seed; the visit that will be held is drawn among those of one kind."""
    kind, dice = KINDS[number % 4], random.Random(number)
    districts = [d for d in DISTRICTS if kind != "joint" or len({t.team for t in homes.roster[d]}) > 1]
    district = districts[number // 4 % len(districts)]
    roster, week = {district: homes.roster[district]}, IsoWeek.parse(next_week())
    selection = steps.select_week(homes.assessed, roster, week, today(), number)
    selection = replace(selection, chosen=tuple(c for c in selection.chosen if c.district == district))
    offered = steps.offer_visits(homes.assessed, selection, roster, week)
    if kind == "joint":
        offered = {district: tuple(replace(v, teams=2) if n % 4 == 0 else v for n, v in enumerate(offered[district]))}
    plan = _planned(offered[district], roster[district], number)
    arm = {c.workplace: c.arm for c in selection.chosen}
    placed = {stop.visit for each in plan.rounds for stop in each.stops}
    there = sorted((v for v in offered[district] if v.id in placed), key=lambda v: v.id)
    wanted = [v for v in there if (v.teams == 2 if kind == "joint" else arm[v.workplace] == kind)]
    return Twin(selection, offered, {district: plan}, roster, dice.choice(wanted or there))


def _planned(visits: tuple[Visit, ...], team_days: Team, seed: int) -> WeekPlan:
    catalogue = acts.app().catalogue(IsoWeek.parse(next_week()).monday)
    rules = policies(catalogue).rounds
    return plan_rounds(visits, team_days, GreatCircle(catalogue.travel), rules, iterations=ITERATIONS, seed=seed)


def propose(homes: Homes, twin: Twin) -> str:
    """Let the flow's own step bind and store the week; returns the plan's id."""
    asked = IsoWeek.parse(next_week())
    _, plan_id = steps.propose_week(
        homes.assessed, twin.selection, twin.offered, twin.plans, twin.roster, asked, today(), False
    )
    return plan_id


def hold(homes: Homes, visit: Visit, number: int) -> str:
    """Place a hold on a visit's workplace: by its key, by its enterprise or by its address, in turn."""
    row = homes.assessed.assessments.row(visit.workplace)
    kind = SUBJECTS[number % 3] if row["refnis"] and row["enterprise"] else "workplace"
    address = f"{row['street'] or ''} {row['house_number'] or ''}".upper().strip()
    if kind == "address" and not address:
        kind = "workplace"
    subject = {"workplace": visit.workplace, "enterprise": row["enterprise"], "address": address}[kind]
    last = IsoWeek.parse(next_week()).days[-1] + timedelta(days=1)
    place = f"{row['refnis']}" if kind == "address" else None
    return acts.workplaces.place_hold(as_user(acts.app(), SUPERVISOR), kind, str(subject), last, place=place).id


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Give a way to go to one home or the other."""
    return lambda home: monkeypatch.setenv("VIGIE_HOME", str(home))


@pytest.mark.parametrize(
    "numbers",
    [range(8), pytest.param(range(8, 100), marks=pytest.mark.battery(reason="eighty of them take 13 s"))],
    ids=["eight", "a hundred"],
)
def test_weeks_differ_from_their_twins_in_nothing_but_the_missing_visit(homes: Homes, at: Any, numbers: range) -> None:
    """Random, mandated, risk and joint visits; held by workplace, enterprise or address; book and every table."""
    kinds: dict[str, int] = dict.fromkeys((*KINDS, "emptied round"), 0)
    for number in numbers:
        at(homes.without)
        twin = a_twin(homes, number)
        plain = made(propose(homes, twin))
        at(homes.with_hold)
        hold_id = hold(homes, twin.held, number)
        covered = acts.workplaces.workplaces_under_hold(
            acts.acting_as_flow("plan_week"),
            {v.workplace for several in twin.offered.values() for v in several},
            IsoWeek.parse(next_week()).days,
        )
        if {w for w, _ in covered} != {twin.held.workplace}:  # the enterprise's other workplaces are held as well
            acts.workplaces.lift_hold(as_user(acts.app(), SUPERVISOR), hold_id)
            hold_id = hold(homes, twin.held, 0)
        held = made(propose(homes, twin))
        acts.workplaces.lift_hold(as_user(acts.app(), SUPERVISOR), hold_id)
        assert differences(plain, held, twin.held) == [], f"twin {number}"
        kinds["joint" if twin.held.teams == 2 else _arm(twin)] += 1
        kinds["emptied round"] += len(held.book["rounds"]) < len(plain.book["rounds"])
    assert all(kinds.values()), kinds


def _arm(twin: Twin) -> str:
    return next(c.arm for c in twin.selection.chosen if c.workplace == twin.held.workplace)


def test_a_hold_that_comes_too_early_is_found(homes: Homes, at: Any) -> None:
    """The comparison is no formality: where the visit is left out before planning, it names what tells of it."""
    told = 0
    for number in range(8):
        at(homes.without)
        twin = a_twin(homes, number)
        plain = made(propose(homes, twin))
        at(homes.with_hold)
        district = next(iter(twin.offered))
        left = tuple(v for v in twin.offered[district] if v.workplace != twin.held.workplace)
        early = replace(twin, offered={district: left}, plans={district: _planned(left, twin.roster[district], number)})
        told += differences(plain, made(propose(homes, early)), twin.held) != []
    assert told >= 4


def test_the_same_hold_again_gives_the_week_without_it(homes: Homes, at: Any) -> None:
    """Once lifted, the week is byte for byte what it was: a duty is owed again, and nothing remembers the hold."""
    at(homes.without)
    twin = a_twin(homes, 1)
    plain = made(propose(homes, twin))
    at(homes.with_hold)
    hold_id = hold(homes, twin.held, 0)
    assert made(propose(homes, twin)).book != plain.book
    acts.workplaces.lift_hold(as_user(acts.app(), SUPERVISOR), hold_id)
    assert made(propose(homes, twin)) == plain


@pytest.mark.parametrize(
    "last", [7, pytest.param(16, marks=pytest.mark.battery(reason="pages of nine more twins take 5 s"))]
)
def test_pages_sheets_map_and_calendars_of_the_twins(homes: Homes, at: Any, last: int) -> None:
    """What is written for people: the round of the missing visit lacks its lines, every other file is the same."""
    same = 0
    for number in range(4, last):
        at(homes.without)
        twin = a_twin(homes, number)
        plain = week_of(acts.app().store, propose(homes, twin))
        at(homes.with_hold)
        hold_id = hold(homes, twin.held, 0)
        held = week_of(acts.app().store, propose(homes, twin))
        acts.workplaces.lift_hold(as_user(acts.app(), SUPERVISOR), hold_id)
        ours = {(r.team, r.day) for r in plain.rounds if twin.held.workplace in {s.workplace for s in r.stops}}
        code = next(s.code for r in plain.rounds for s in r.stops if s.workplace == twin.held.workplace)
        for one, two in _pairs(plain, held)[:3] if number < 8 else ():
            same += _carried(plain, one) == _carried(held, two)
            assert ((one.team, one.day) in ours) is (_carried(plain, one) != _carried(held, two))
        assert [f for f in _features(plain) if not _is_of_a_team(f, ours)] == [
            f for f in _features(held) if not _is_of_a_team(f, ours)
        ]
        for page in _pages(held):
            assert code not in page
            assert "hold" not in page.lower().replace("threshold", "").replace("household", "")
        assert any(code in page for page in _pages(plain))
    assert same >= 4


def _pairs(plain: WeekBook, held: WeekBook) -> list[tuple[Any, Any]]:
    known = {(r.team, r.day): r for r in held.rounds}
    return [(r, known[r.team, r.day]) for r in plain.rounds if (r.team, r.day) in known]


def _carried(book: WeekBook, round_: Any) -> tuple[bytes, bytes]:
    app = acts.app()
    desk = SheetDesk(
        acts.acting_as_flow("write_sheets"), book.week, book.rounds, app.catalogue(IsoWeek.parse(book.week).monday)
    )
    return desk.sheet(round_), team_calendar((round_,), stamped_at=moment_of(today(), 480.0))


def _features(book: WeekBook) -> list[str]:
    return [json.dumps(f, sort_keys=True) for f in json.loads(rounds_geojson(book))["features"]]


def _is_of_a_team(feature: str, ours: set[tuple[str, Any]]) -> bool:
    """Tell whether a feature belongs to a round that lost its visit: its line and the places of its stops change."""
    team = json.loads(feature)["properties"]["team"]
    return team in {name for name, _ in ours}


def _pages(book: WeekBook) -> Iterator[str]:
    catalogue = acts.app().catalogue(IsoWeek.parse(book.week).monday)
    for lang in ("fr", "nl", "de", "en"):
        yield office_page(book, catalogue, cast(Any, lang), state="proposed")
        for one in book.books:
            yield district_page(one, catalogue, cast(Any, lang), state="proposed")
    yield map_page(book, [], "fr")


def test_non_response_by_a_hold_is_non_response_like_any_other(homes: Homes, at: Any) -> None:
    """What learning reads of an approved week: a drawn visit under hold has the state of one that found no place."""
    at(homes.without)
    twin = a_twin(homes, 4)
    assert _arm(twin) == "random"
    at(homes.with_hold)
    hold_id = hold(homes, twin.held, 0)
    plan_id = propose(homes, twin)
    store = acts.app().store
    with store.read() as session:
        sha256 = session.get_one(PlanRow, plan_id).sha256
    acts.weeks.approve_week(as_user(acts.app(), SUPERVISOR), IsoWeek.parse(next_week()), sha256)
    (seen,) = [d for d in draws(store) if d.workplace == twin.held.workplace]
    acts.workplaces.lift_hold(as_user(acts.app(), SUPERVISOR), hold_id)
    assert (seen.state, seen.has_finding, seen.arm) == ("unplaced", None, "random")
    assert seen.inclusion_probability is not None


@pytest.mark.battery(reason="the checker looks at plans in every run (test_flows_planning.py, tests/planning)")
def test_a_plan_with_a_gap_keeps_every_rule(homes: Homes, at: Any) -> None:
    """The checker finds nothing in a plan out of which visits were taken, as long as travel keeps the triangle."""
    from inspection.planning.bookings import take_out

    at(homes.without)
    catalogue = acts.app().catalogue(IsoWeek.parse(next_week()).monday)
    for number in range(24):
        twin = a_twin(homes, number)
        ((district, plan),) = twin.plans.items()
        closed = frozenset((twin.held.workplace, day) for day in IsoWeek.parse(next_week()).days)
        left = take_out(plan, twin.offered[district], closed)
        rules = policies(catalogue).rounds
        assert not verify(left, twin.offered[district], twin.roster[district], GreatCircle(catalogue.travel), rules)
        assert left.changes == plan.changes
