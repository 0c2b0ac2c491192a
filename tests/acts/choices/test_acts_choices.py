"""A year against its objectives, and one list beside the other, from what approved weeks kept; looks are recorded."""

from dataclasses import replace

import pytest
from builders_acts import AT, WEEK, a_chosen, a_part
from sqlmodel import select

from inspection.acts.choices import list_difference, objectives_of_year, owed_visits
from inspection.acts.weeks import approve_week, propose_week, reopen_week
from inspection.errors import AccessRefused, PlanningFault
from inspection.store.queries import plans
from inspection.store.records import AuditEntryRow
from inspection.store.weeks import PlannedVisitRow
from inspection.targeting.model import Reason, SectorRoom
from inspection.time_of import IsoWeek
from inspection.trust import AppContext

EARLIER = IsoWeek(WEEK.year, WEEK.week - 1)


def a_room(sector: str = "restaurants", share: float = 0.5, **fields) -> SectorRoom:
    """What a sector was given in Liège."""
    values = {"district": "liege", "owed": 0.0, "room": 2.0, "offered": 8, "card": f"{sector}@2026-01-01"}
    return SectorRoom(sector=sector, share=share, **{**values, **fields})


def a_week(house: AppContext, week: IsoWeek, *chosen, rooms=(), approved: bool = True) -> None:
    """Propose, and approve, a week of Liège: its risk arm is 4 (placed) and 5 (not), unless `chosen` changes some."""
    part = a_part("liege")
    changed = {one.workplace: one for one in chosen}
    mine = tuple(changed.get(one.workplace, one) for one in part.selection.chosen)
    selection = replace(part.selection, chosen=mine, rooms=tuple(rooms), objective="serious", seed=week.week)
    propose_week(house.acting("system", AT), week, service="ONSS", parts=[replace(part, selection=selection)])
    if approved:
        (plan,) = plans(house.store, str(week))
        approve_week(house.acting("direction-1", AT), week, plan.sha256)


BOTH = (a_room(), a_room("agriculture", 0.5))


def test_a_sector_is_owed_what_it_missed_in_approved_weeks_of_the_year(house: AppContext) -> None:
    """One visit, a restaurant's, where half was a farm's: half a visit each way. The week itself does not count."""
    planner = house.acting("system", AT)
    assert owed_visits(planner, WEEK) == {}
    a_week(house, EARLIER, rooms=BOTH)
    assert owed_visits(planner, EARLIER) == {}
    assert owed_visits(planner, IsoWeek(WEEK.year + 1, 1)) == {}
    assert owed_visits(planner, WEEK) == {"liege": {"agriculture": 0.5, "restaurants": -0.5}}
    with house.store.write() as session:  # nobody was there: it was no visit, and no share of none is owed
        (visit,) = session.exec(select(PlannedVisitRow).where(PlannedVisitRow.arm == "risk")).all()
        visit.state = "not_carried_out"
        session.add(visit)
    assert owed_visits(planner, WEEK) == {"liege": {"agriculture": 0.0, "restaurants": 0.0}}


def test_a_year_is_told_with_its_excuses_and_the_look_recorded(house: AppContext) -> None:
    """Excused district-weeks are told and not counted; weeks of before shares were kept are counted apart."""
    a_week(house, IsoWeek(WEEK.year, WEEK.week - 2))
    a_week(house, EARLIER, rooms=BOTH)
    a_week(house, WEEK, rooms=(a_room(), a_room("agriculture", 0.5, excuse="no_window")))
    found = objectives_of_year(house.acting("direction-1", AT), WEEK.year)
    assert [(one.sector, one.due, one.visits) for one in found.visits.sectors] == [
        ("agriculture", 0.5, 0), ("restaurants", 0.5, 1),
    ]  # fmt: skip
    assert found.visits.excused == ((str(WEEK), "liege", "agriculture", "no_window"),)
    assert (found.visits.district_weeks, found.visits.excused_part, found.unkept) == (2, 0.5, 1)
    assert set(found.core) == {"restaurants", "construction", "agriculture", "garment"}
    with house.store.read() as session:
        (entry,) = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "figures.read")).all()
    assert entry.facts == {"figure": "objectives", "year": WEEK.year}
    with pytest.raises(AccessRefused):
        objectives_of_year(house.acting("insp-liege-1", AT), WEEK.year)


def test_a_replanned_week_keeps_what_it_serves_and_its_shares(house: AppContext) -> None:
    """Taken out again to be replanned, nothing of it is lost."""
    a_week(house, WEEK, rooms=BOTH)
    again = reopen_week(house.acting("direction-1", AT), WEEK).districts["liege"].selection
    assert (again.objective, set(again.rooms)) == ("serious", set(BOTH))


def moved(n: int, arm: str = "risk", points: int = 9):
    """The n-th workplace with another value of its signal, one week later."""
    now = Reason(signal="late_dimona_share", value=0.6, bin="0.5", points=points, snapshot="dimona@2026-11-27")
    return a_chosen(n, arm, points=points, reasons=(now,))


def test_a_list_says_why_it_differs(house: AppContext) -> None:
    """Up by its value; what is owed or drawn is in none; both plans are in the trail, and an inspector is refused."""
    a_week(house, EARLIER, rooms=BOTH)
    a_week(house, WEEK, moved(5), rooms=BOTH, approved=False)
    found = list_difference(house.acting("direction-1", AT), WEEK)
    assert (found.before, found.week, found.districts) == (str(EARLIER), str(WEEK), ("liege",))
    (change,) = found.changes
    assert (change.workplace, change.kind, change.points) == (a_chosen(5).workplace, "up", 4)
    assert change.terms[0].what == ("value", "bin", "points", "register_day")
    with house.store.read() as session:
        looks = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "plan.compare")).all()
    assert len(looks) == 2
    with pytest.raises(AccessRefused):
        list_difference(house.acting("insp-liege-1", AT), WEEK)


def test_a_visit_that_is_owed_now_is_told_by_no_difference(house: AppContext) -> None:
    """Of a workplace that somebody complained of meanwhile, nothing is said: neither gone, nor new, nor up."""
    a_week(house, EARLIER, rooms=BOTH)
    a_week(house, WEEK, moved(4, "mandated"), rooms=BOTH)
    assert list_difference(house.acting("direction-1", AT), WEEK).changes == ()


@pytest.mark.parametrize(("more", "code"), [({}, "PLAN-341"), ({"district": "namur"}, "PLAN-342")])
def test_without_two_lists_there_is_no_difference(house: AppContext, more, code: str) -> None:
    """The first week that was ever planned; a district that the earlier one did not have."""
    a_week(house, WEEK, rooms=BOTH)
    if more:
        a_week(house, EARLIER, rooms=BOTH)
    with pytest.raises(PlanningFault, match=code):
        list_difference(house.acting("direction-1", AT), WEEK, **more)
