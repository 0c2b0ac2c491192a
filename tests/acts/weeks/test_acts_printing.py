"""Rounds for the printer: of an approved week, within rights, with what was ordered only for who may see it."""

import pytest
from builders_acts import AT, WEEK, later
from builders_orders import BY, INSPECTOR, TEAM, ordered, planned
from sqlmodel import select

from inspection.acts.orders import permit
from inspection.acts.weeks import approve_week, rounds_to_print
from inspection.errors import AccessRefused, PlanningFault
from inspection.store.queries import plans
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext

SECOND, SECRET = "direction-1", "ABCDEF"


def codes(house: AppContext, by: str, plan_id: str) -> set[str]:
    """The codes of the visits that somebody prints."""
    found = rounds_to_print(house.acting(by, later(hours=2)), plan_id, "liege")
    return {stop.code for one in found.rounds for stop in one.stops}


def approved(house: AppContext) -> str:
    """Approve the week that was proposed; returns its plan."""
    (plan,) = plans(house.store)
    approve_week(house.acting(SECOND, later(hours=1)), WEEK, plan.sha256)
    return plan.id


def test_an_ordered_visit_is_printed_for_who_may_see_it_and_whose_team_may(house: AppContext) -> None:
    """Neither a permission of the team alone opens it for whoever prints, nor one of the printer for the team."""
    order = ordered(house)
    planned(house)
    plan_id = approved(house)
    assert SECRET not in codes(house, BY, plan_id)
    permit(house.acting(BY, AT), order.id, "team", TEAM)
    assert SECRET in codes(house, BY, plan_id)
    plain = codes(house, SECOND, plan_id)
    assert plain
    assert SECRET not in plain
    permit(house.acting(BY, AT), order.id, "user", SECOND)
    assert SECRET in codes(house, SECOND, plan_id)


def test_the_look_is_in_the_trail_and_counts_nothing_that_was_ordered(house: AppContext) -> None:
    """Whoever reads the trail learns the district and how many sheets the plan has, whatever was ordered."""
    planned(house)
    plan_id = approved(house)
    codes(house, BY, plan_id)
    with house.store.read() as session:
        (entry,) = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "plan.print")).all()
    assert (entry.who, entry.subject, entry.facts["district"], entry.facts["sheets"]) == (BY, plan_id, "liege", 1)


def test_nobody_prints_what_is_proposed_or_of_another_district(house: AppContext) -> None:
    """A paper of a week that nobody approved would be carried to a door."""
    planned(house)
    (plan,) = plans(house.store)
    with pytest.raises(PlanningFault) as refused:
        rounds_to_print(house.acting(BY, AT), plan.id, "liege")
    assert refused.value.code == "PLAN-355"
    approved(house)
    for by in ("head-namur", INSPECTOR):
        with pytest.raises(AccessRefused):
            rounds_to_print(house.acting(by, later(hours=2)), plan.id, "liege")
    with pytest.raises(AccessRefused):
        rounds_to_print(house.acting(SECOND, later(hours=2)), "no-plan", "liege")
