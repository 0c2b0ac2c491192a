"""What a reader may know of a district's week is decided by the acts that tell of it: by right, team, day and state."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from builders_acts import AT, WEEK, a_part

from inspection.acts.weeks import (
    Bounds,
    approve_week,
    district_book,
    plan_changes,
    propose_week,
    readable_plans,
    standing_instead,
)
from inspection.acts.weeks.knowing import Knowing, shown_replan
from inspection.errors import AccessRefused
from inspection.reporting.week import DistrictBook
from inspection.store.queries import plans
from inspection.store.views import ChangeView, EventView, ReplanView
from inspection.trust import AppContext, Places

PART, NAMUR = a_part("liege"), a_part("namur")
BOOK = replace(PART.book, rounds=(*PART.book.rounds, replace(PART.book.rounds[0], team="liege-2")))
PARTS = [replace(PART, book=BOOK), NAMUR]
INSPECTOR, HEAD, SUPERVISOR, DPO = "insp-liege-1", "head-liege", "supervisor-liege", "dpo-1"


def proposed(house: AppContext, seed: int = 1) -> str:
    """Propose the week of both districts."""
    parts = [replace(PARTS[0], book=replace(BOOK, seed=seed)), NAMUR]
    return str(propose_week(house.acting(at=AT), WEEK, service="ONSS", parts=parts))


def approved(house: AppContext) -> str:
    """Approve it."""
    plan_id = proposed(house)
    approve_week(house.acting("direction-1", AT), WEEK, plans(house.store)[0].sha256)
    return plan_id


def reader(house: AppContext, plan_id: str) -> Callable[[str, str], DistrictBook]:
    """Give what somebody reads of a district."""
    return lambda who, district: district_book(house.acting(who, AT), plan_id, district)


def says_why(book: DistrictBook) -> bool:
    """Tell whether anything in a book says why a place was chosen."""
    stops = [stop for each in book.rounds for stop in each.stops]
    told = [(s.arm, s.mandate, s.points, s.reasons, s.place, s.required, s.alternative) for s in stops]
    return any(any(one) for one in told) or any(one.arm or one.points for one in book.unplaced) or book.seed != 0


def test_the_office_reads_all_and_teams_read_where_they_go(embedded: AppContext) -> None:
    """Whoever plans a district again knows its rounds, and whoever watches the house; why is for the office alone."""
    read = reader(embedded, approved(embedded))
    assert read(SUPERVISOR, "liege") == BOOK
    for who in (HEAD, DPO):
        book = read(who, "liege")
        assert [one.team for one in book.rounds] == ["liege-1", "liege-2"]
        assert [one.workplace for one in book.unplaced] == [one.workplace for one in BOOK.unplaced]
        assert not says_why(book)
    mine = read(INSPECTOR, "liege")
    assert ([one.team for one in mine.rounds], mine.unplaced, says_why(mine)) == (["liege-1"], (), False)
    assert [s.address for s in mine.rounds[0].stops] == [s.address for s in BOOK.rounds[0].stops]


def test_a_proposal_is_read_by_whoever_decides_on_it(embedded: AppContext) -> None:
    """Not by a team, not even its own rounds; the list of plans says the same."""
    plan_id = proposed(embedded)
    read = reader(embedded, plan_id)
    assert read(HEAD, "liege").rounds
    for refused in (lambda: read(INSPECTOR, "liege"), lambda: plan_changes(embedded.acting(INSPECTOR, AT), plan_id)):
        with pytest.raises(AccessRefused, match="ACCESS-060"):
            refused()
    assert readable_plans(embedded.acting(INSPECTOR, AT)) == []
    approve_week(embedded.acting("direction-1", AT), WEEK, plans(embedded.store)[0].sha256)
    assert [one.id for one in readable_plans(embedded.acting(INSPECTOR, AT))] == [plan_id]


def test_another_district_of_the_same_plan_is_another_matter(embedded: AppContext) -> None:
    """A plan of two districts is one record: each reader gets the part in which they work."""
    plan_id = approved(embedded)
    for who in (INSPECTOR, HEAD):
        (plan,) = readable_plans(embedded.acting(who, AT))
        assert (plan.districts, set(plan.books)) == (("liege",), {"liege"})
        with pytest.raises(AccessRefused, match="ACCESS-060"):
            district_book(embedded.acting(who, AT), plan_id, "namur")
    (plan,) = readable_plans(embedded.acting(SUPERVISOR, AT))
    assert plan.districts == ("liege", "namur")


def test_a_plan_says_whether_its_reader_made_it(embedded: AppContext) -> None:
    """So a page need not know who may approve it."""
    propose_week(embedded.acting(SUPERVISOR, AT), WEEK, service="ONSS", parts=PARTS)
    assert [one.is_own for one in readable_plans(embedded.acting(SUPERVISOR, AT))] == [True]
    assert [one.is_own for one in readable_plans(embedded.acting("direction-1", AT))] == [False]


def test_a_plan_that_was_replaced_leads_to_the_one_that_stands(embedded: AppContext) -> None:
    """Over every version between; one that stands, and one that never was, lead nowhere."""
    first, second, third = (proposed(embedded, seed) for seed in (1, 2, 3))
    context = embedded.acting(HEAD, AT)
    assert [standing_instead(context, one) for one in (first, second, third, "none")] == [third, third, None, None]


def test_bounds_keep_days_from_whoever_plans() -> None:
    """A head of a house that keeps its plans secret: every team, up to a day; and nothing of what has no place."""
    late = replace(BOOK.rounds[1], day=date(2026, 12, 3))
    bounds = Bounds(team=None, until=BOOK.rounds[0].day, knows_why=False)
    shown = bounds.book(replace(BOOK, rounds=(BOOK.rounds[0], late)))
    assert ([one.day for one in shown.rounds], shown.unplaced) == ([BOOK.rounds[0].day], ())
    assert not replace(bounds, team="").book(BOOK).rounds


def test_a_change_points_at_no_event_that_its_reader_is_not_told() -> None:
    """Whoever tells the changes looks their events up: a head of a house that keeps its plans secret has none."""
    event = EventView(kind="team_absent", values={})
    change = ChangeView(code="K2CJJ4", district="liege", kind="dropped", before=(), after=(), cause="event", event=0)
    told, everywhere = ReplanView(at=AT, events=(event,), changes=(change,)), Places(None)
    bare = replace(told, events=(), changes=(replace(change, event=None),))
    for until, shown in ((None, told), (BOOK.rounds[0].day, bare)):
        found = Knowing(
            consults=everywhere, answers=everywhere, plans=everywhere, team="", until=until, knows_why=False
        )
        assert shown_replan(found, told, ["liege"]) == shown
