"""Twin weeks with and without a tip: no byte that an employer may see tells them apart (`make twins` for a hundred)."""

import os
import random
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import builders_tips
import pytest
from builders_books import week_of
from builders_flows import DISTRICTS, vigie, write_home
from builders_tips import Place, differing, drawn, seen
from houses import as_user

from flows import plan_week as steps
from inspection import acts
from inspection.planning.problem import GreatCircle, Visit, WeekPlan
from inspection.planning.solve import plan_rounds
from inspection.store.core import new_id
from inspection.store.weeks import PlanRow
from inspection.targeting.model import Chosen, Mandate
from inspection.targeting.model import Selection as SelectionValue
from inspection.time_of import IsoWeek, moment_of, today
from inspection.weeks import Assessed, Team, policies

PAIRS = int(os.environ.get("VIGIE_PAIRS", "3"))
SUPERVISOR = "supervisor-leuven"
Neutral = Literal["clock", "risk", "random"]
NEUTRAL: tuple[Neutral, ...] = ("clock", "risk", "random")


@dataclass(frozen=True)
class Twin:
    """The week of one district, and the visit that a tip asks for in one of the houses."""

    week: IsoWeek
    selection: SelectionValue
    offered: Mapping[str, tuple[Visit, ...]]
    plans: Mapping[str, WeekPlan]
    roster: Mapping[str, Team]
    workplace: str


@dataclass(frozen=True)
class Homes:
    """Two homes that are the same, but for the tips that one of them was told."""

    told: Path
    untold: Path
    assessed: Assessed
    first: IsoWeek


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Homes]:
    """Give two copies of one home without any complaint."""
    home = write_home(tmp_path_factory.mktemp("tips") / "told", establishments=200)
    vigie(home, "ingest")
    vigie(home, "teams", "import", str(home / "registers/roster/teams.json"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIGIE_HOME", str(home))
        assessed = steps.assess_workplaces(today())
        acts.app().store.close()
        twin = home.parent / "untold"
        shutil.copytree(home, twin)
        yield Homes(home, twin, assessed, IsoWeek.after(today()))


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Give a way to go to one home or the other."""
    return lambda home: monkeypatch.setenv("VIGIE_HOME", str(home))


def a_twin(homes: Homes, number: int) -> Twin:
    """Plan a district's week by a seed, and draw the visit that the tip is about among those that were placed."""
    week = homes.first
    for _ in range(number):
        week = IsoWeek.after(week.monday)
    district = DISTRICTS[number % len(DISTRICTS)]
    roster = {district: steps.read_roster(week, None)[district]}
    selection = steps.select_week(homes.assessed, roster, week, today(), number)
    selection = replace(selection, chosen=tuple(c for c in selection.chosen if c.district == district))
    offered = steps.offer_visits(homes.assessed, selection, roster, week)
    rules = policies(acts.app().catalogue(week.monday))
    travel = GreatCircle(acts.app().catalogue(week.monday).travel)
    plan = plan_rounds(offered[district], roster[district], travel, rules.rounds, iterations=20, seed=number)
    of = {v.id: v.workplace for v in offered[district]}
    placed = sorted(of[stop.visit] for each in plan.rounds for stop in each.stops)
    return Twin(week, selection, offered, {district: plan}, roster, random.Random(number).choice(placed))


def because(twin: Twin, mandate: Mandate | None, arm: str) -> Twin:
    """Return the week with another reason for the one visit; who goes where and when stays."""
    drawn = {"stratum": "s", "drawn": 1, "frame_size": 10, "inclusion_probability": 0.1} if arm == "random" else {}
    none = {"stratum": None, "drawn": None, "frame_size": None, "inclusion_probability": None}

    def again(chosen: Chosen) -> Chosen:
        if chosen.workplace != twin.workplace:
            return chosen
        return replace(chosen, arm=arm, mandate=mandate, day=None, **{**none, **drawn})  # type: ignore[arg-type]

    return replace(twin, selection=replace(twin.selection, chosen=tuple(map(again, twin.selection.chosen))))


def approved(homes: Homes, twin: Twin, control_id: str) -> Place:
    """Propose and approve the week in the home that we are in; return the round with the visit in question."""
    _, plan_id = steps.propose_week(
        homes.assessed, twin.selection, twin.offered, twin.plans, twin.roster, twin.week, today(), False
    )
    store = acts.app().store
    with store.read() as session:
        sha256 = session.get_one(PlanRow, plan_id).sha256
    acts.weeks.approve_week(as_user(acts.app(), SUPERVISOR), twin.week, sha256)
    book = week_of(store, plan_id)
    round_, stop = next((r, s) for r in book.rounds for s in r.stops if s.workplace == twin.workplace)
    return Place(book, round_, stop, control_id)


def tell(homes: Homes, twin: Twin) -> Mandate:
    """Let somebody tell of the workplace, in words that stand nowhere else; the visit is owed from then on."""
    ((district, _),) = twin.roster.items()
    told = acts.workplaces.NewComplaint(
        workplace=twin.workplace, district=district, text="Zegsman Canari hoorde", language="fr"
    )
    made = acts.workplaces.register_complaint(as_user(acts.app(), "system", moment_of(today(), 0.0)), told)
    acts.workplaces.keep_complaint(as_user(acts.app(), SUPERVISOR, moment_of(today(), 1.0)), made.id)
    return Mandate(workplace=twin.workplace, origin="complaint", origin_id=made.id)


def pair(homes: Homes, at: Callable[[Path], None], number: int) -> tuple[Place, Place, Callable[[], list[str]]]:
    """Make one pair of weeks; return both, and what compares them."""
    neutral, control_id = NEUTRAL[number % 3], new_id()
    at(homes.told)
    twin = a_twin(homes, number)
    told = approved(homes, because(twin, tell(homes, twin), "mandated"), control_id)
    at(homes.untold)
    clock = Mandate(workplace=twin.workplace, origin="clock", origin_id=new_id())
    other = because(twin, clock, "mandated") if neutral == "clock" else because(twin, None, neutral)
    untold = approved(homes, other, control_id)

    def compare() -> list[str]:
        at(homes.told)
        one, kept = seen(told), drawn(told.book)
        at(homes.untold)
        found = differing(one, seen(untold))
        return found + (differing(kept, drawn(untold.book)) if neutral == "clock" else [])

    return told, untold, compare


@pytest.mark.parametrize("number", range(PAIRS))
def test_no_byte_that_an_employer_may_see_tells_of_a_tip(homes: Homes, at: Callable[[Path], None], number: int) -> None:
    """The same visit, owed by a tip, by a legal deadline, chosen by risk, or drawn by lot."""
    *_, compare = pair(homes, at, number)
    assert compare() == []


def test_a_tip_that_shows_is_found(homes: Homes, at: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted leak: the calendar says that the visit is owed."""
    *_, compare = pair(homes, at, PAIRS + 1)
    calendar = builders_tips.SEEN["calendar"]

    def leaking(there: Place) -> bytes:
        return calendar(there) + (there.stop.arm == "mandated") * b"X-OWED:1"

    monkeypatch.setitem(builders_tips.SEEN, "calendar", leaking)  # type: ignore[arg-type]
    assert compare() == ["calendar"]
