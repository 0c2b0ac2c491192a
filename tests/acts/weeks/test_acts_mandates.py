"""What the risk arm leaves alone: what this service has seen, and what it is about to see."""

from dataclasses import replace
from datetime import timedelta

from builders_acts import AT, FIRM, WEEK, a_chosen, a_control, a_part
from builders_joint import an_approved_week
from builders_orders import ordered, planned
from houses import House, as_user

from inspection.acts.controls import save
from inspection.acts.weeks import approve_week, cooling_off, propose_week
from inspection.store.queries import plans, visits
from inspection.time_of import IsoWeek
from inspection.trust import AppContext

NEXT, ON = IsoWeek.after(WEEK.monday), AT.date()
PLACED = {a_chosen(2).workplace, a_chosen(3).workplace, a_chosen(4).workplace}  # the others found no place


def test_a_visit_that_another_approved_week_still_makes_is_left_alone(house: AppContext) -> None:
    """Approved on Wednesday for the coming Monday: the week after must not send a second team there."""
    propose_week(house.acting(at=AT), WEEK, service="ONSS", parts=[a_part()])
    assert cooling_off(house.acting(), ON, NEXT) == frozenset()
    an_approved_week(house)
    assert cooling_off(house.acting(), ON, NEXT) == PLACED
    assert cooling_off(house.acting(), ON) == frozenset()
    assert cooling_off(house.acting(), ON, WEEK) == frozenset(), "a week does not stand in its own way"


def test_what_is_over_far_away_or_anothers_is_not(house: AppContext) -> None:
    """A day that passed without a control saw nobody; a year on it is another matter; services count apart."""
    an_approved_week(house)
    assert cooling_off(house.acting(), WEEK.monday + timedelta(days=1), NEXT) == frozenset()
    assert cooling_off(house.acting(), ON, IsoWeek.after(WEEK.monday + timedelta(days=365))) == frozenset()
    other = House(house.store, house.rules, replace(house.settings, service="TSW"))
    assert cooling_off(as_user(other), ON, NEXT) == frozenset()


def test_a_visit_that_was_answered_counts_by_its_control(house: AppContext) -> None:
    """A closed door cools nothing off."""
    an_approved_week(house)
    visit = next(v for v in visits(house.store) if v.workplace == a_chosen(4).workplace)
    control = a_control(workplace=visit.workplace, visit=visit.code, outcome="closed")
    save(house.acting("insp-liege-1", AT), control, place="62063")
    assert cooling_off(house.acting(), ON, NEXT) == PLACED - {visit.workplace}


def test_an_ordered_visit_is_no_part_of_it(house: AppContext) -> None:
    """Who is missing from next week's choice tells nobody what a magistrate ordered."""
    ordered(house)
    planned(house)
    approve_week(house.acting("direction-1", AT), WEEK, plans(house.store)[0].sha256)
    found = cooling_off(house.acting(), ON, NEXT)
    assert found == PLACED
    assert FIRM not in found
