"""A lot owes second visits to doors that stayed shut; it is held once, can be counted again, and narrows the bounds."""

from datetime import date, datetime, timedelta

import pytest
from builders_acts import AT, LIEGE, WEEK, a_control, later
from builders_learning import FOUND, HEAD, a_week, visited
from builders_replans import PARTS
from sqlmodel import select

from inspection.acts.controls import save
from inspection.acts.figures import figure_facts
from inspection.acts.learning import evaluation
from inspection.acts.second_visits import draw_second_visits
from inspection.acts.weeks import approve_week, open_mandates, propose_week, visit_codes
from inspection.errors import AccessRefused, LearningFault
from inspection.store.queries import plans
from inspection.store.weeks import SecondVisitRow
from inspection.targeting.evaluating import is_followed_up
from inspection.time_of import IsoWeek
from inspection.trust import AppContext

OVER, NEXT = WEEK.days[-1] + timedelta(days=1), IsoWeek.after(WEEK.monday)
SEED = 1  # that of both parts
DOORS = {c.workplace for part in PARTS for c in part.selection.chosen if c.arm == "random"}
DRAWN = {door for door in DOORS if is_followed_up(door, share=0.5, seed=SEED)}
HELD = later(days=12)


def shut(app: AppContext) -> str:
    """A week in which one drawn door was closed, and nobody answered for the others; the lot is held over all."""
    a_week(app)
    door = visited(app, 1, district="namur", by="insp-namur-1", outcome="closed")
    draw_second_visits(app.acting(at=HELD), OVER)
    return door


def lots(app: AppContext) -> dict[str, SecondVisitRow]:
    """What the store holds, by workplace."""
    with app.store.read() as session:
        return {row.workplace: row for row in session.exec(select(SecondVisitRow))}


def owed(app: AppContext, on: date) -> set[str]:
    """The workplaces that are owed a second visit on a day."""
    found = open_mandates(app.acting(at=HELD), None, on)
    assert all(one.not_after == WEEK.days[-1] + timedelta(days=42) for one in found)
    return {one.workplace for one in found if one.origin == "second_visit"}


def visited_again(app: AppContext, door: str, at: datetime, **fields: object) -> None:
    """Plan the next week with the same places, and save a control of one of them."""
    propose_week(app.acting(at=at), NEXT, service="ONSS", parts=PARTS)
    plan = next(one for one in plans(app.store) if one.week == str(NEXT))
    approve_week(app.acting(HEAD, at), NEXT, plan.sha256)
    code = visit_codes("ONSS", str(NEXT), PARTS)[door]
    control = a_control(workplace=door, visit=code, on=NEXT.monday, **fields)
    save(app.acting("insp-namur-1", at + timedelta(days=2)), control, place=LIEGE)


def test_the_lot_is_held_once_over_the_week_that_is_over(house: AppContext) -> None:
    """Not while somebody may still open; every door that nobody saw is in it; a second time it is as it was."""
    a_week(house)
    visited(house, 1)
    assert draw_second_visits(house.acting(at=AT), WEEK.days[-1]) == 0
    assert lots(house) == {}
    seen = PARTS[0].selection.chosen[1].workplace
    assert draw_second_visits(house.acting(at=HELD), OVER) == len(DRAWN - {seen})
    held = lots(house)
    assert held.keys() == DOORS - {seen}
    assert {door for door, row in held.items() if row.is_drawn} == DRAWN - {seen}
    assert draw_second_visits(house.acting(at=HELD), OVER + timedelta(days=7)) == 0
    assert lots(house) == held
    with pytest.raises(AccessRefused):
        draw_second_visits(house.acting("insp-liege-1", HELD), OVER)


def test_a_week_of_long_ago_has_no_lot(house: AppContext) -> None:
    """Nobody could still be sent in time."""
    a_week(house)
    assert draw_second_visits(house.acting(at=later(days=60)), WEEK.days[-1] + timedelta(days=43)) == 0
    assert lots(house) == {}


def test_a_drawn_door_is_owed_a_visit_until_it_was_made_or_its_time_is_over(house: AppContext) -> None:
    """A second door that stays shut is an answer too; a visit that is planned already is not owed twice."""
    door = shut(house)
    assert door in DRAWN
    assert owed(house, OVER) == DRAWN
    assert owed(house, WEEK.days[-1] + timedelta(days=43)) == set()
    visited_again(house, door, HELD, outcome="closed")
    assert owed(house, NEXT.monday) <= DRAWN - {door}
    assert door not in owed(house, NEXT.days[-1] + timedelta(days=1))


def test_what_the_second_visit_saw_stands_for_the_doors_that_were_not_drawn(house: AppContext) -> None:
    """In the evaluation and in the figures alike; the first visit still counts as not made."""
    door = shut(house)
    assert door in DRAWN
    visited_again(house, door, HELD, persons=FOUND)
    after = WEEK.days[-1] + timedelta(days=43)
    found = evaluation(house.acting(HEAD, later(days=60)), after).any_infringement
    assert (found.drawn, found.seen) == (len(DOORS), 1)
    assert found.non_response < 1
    facts = figure_facts(house.acting(HEAD, later(days=60)), WEEK.monday, WEEK.days[-1])
    held = [one for one in facts.visits if one.second_chance is not None]
    assert len(held) == len(DOORS)
    assert [one.second_has_finding for one in held if one.second_has_finding is not None] == [True]
    assert all(one.has_finding is None for one in held)


def test_a_lot_that_somebody_bent_is_refused(house: AppContext) -> None:
    """Who is owed a visit follows from the seed: a convenient door in the place of another is found."""
    door = shut(house)
    with house.store.write() as session:
        row = session.exec(select(SecondVisitRow).where(SecondVisitRow.workplace == door)).one()
        row.is_drawn = not row.is_drawn
    with pytest.raises(LearningFault, match="LEARN-124"):
        evaluation(house.acting(HEAD, later(days=20)), OVER)
