"""A stored plan changed by hand: a version with its own hash, with who, when and why; approved by somebody else."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from builders_acts import AT, an_office, later
from builders_edited import LIEGE, proposed
from houses import House

from inspection import acts
from inspection.errors import AccessRefused, PlanningFault
from inspection.planning.editing import BY_HAND, Drop, EditReason, Move, Pin, Swap
from inspection.settings import settings
from inspection.store.queries import plans
from inspection.store.views import PlanView
from inspection.time_of import IsoWeek
from inspection.weeks.replanned import OpenPlan, keep_edit, offered_edits, open_plan, tried_edit

HEAD, SUPERVISOR, DIRECTION = "head-liege", "supervisor-liege", "direction-1"
WHY = EditReason.AGREED


@dataclass
class Week:
    """A house with a proposed week."""

    house: House
    plan_id: str

    def opened(self, by: str = HEAD) -> OpenPlan:
        """The plan that stands last, as somebody may change it."""
        return open_plan(self.house.acting(by, AT), self.standing.id, LIEGE)

    @property
    def standing(self) -> PlanView:
        """The plan that was made last."""
        return max(plans(self.house.store), key=lambda one: one.id)


@pytest.fixture
def week(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Week]:
    """Give one."""
    home = tmp_path_factory.mktemp("edited") / "home"
    house = an_office(settings({"VIGIE_HOME": str(home)}))
    yield Week(house, proposed(house))
    house.store.close()


def some_move(plan: OpenPlan) -> Move:
    """A move of an optional visit to another day that every rule accepts."""
    asked = plan.question
    for name, (key, *_) in sorted(asked.places.items()):
        for team, day in plan.shown_keys:
            edit = Move(visit=name, team=team, day=day)
            if (team, day) != key and not asked.known[name].required and tried_edit(plan, edit).is_accepted:
                return edit
    raise AssertionError("nothing can be moved")


def where(plan: OpenPlan) -> dict[str, object]:
    """Team-day of each workplace."""
    return {plan.workplace(name): keys[0] for name, keys in plan.question.places.items()}


def test_a_plan_opens_as_it_was_planned(week: Week) -> None:
    """Nothing is broken, every visit is where the book has it, and each team-day may be changed."""
    plan = week.opened()
    assert plan.question.broken == ()
    assert len(where(plan)) == len({s.workplace for one in plan.parts[LIEGE].book.rounds for s in one.stops})
    assert plan.question.frozen == frozenset()


def test_an_edit_is_a_version_with_its_own_hash_and_says_who_when_and_why(week: Week) -> None:
    """The proposal before it is replaced; the difference leads back to the event."""
    plan, before = week.opened(), week.standing
    edit = some_move(plan)
    place = plan.workplace(edit.visit)
    kept = keep_edit(week.house.acting(HEAD, later(hours=1)), plan, edit, WHY)
    after = week.standing
    assert (after.id, after.state, after.supersedes) == (kept.plan_id, "proposed", None)
    assert after.sha256 != before.sha256
    assert [one.id for one in plans(week.house.store)] == [after.id]
    told = acts.weeks.plan_changes(week.house.acting(DIRECTION, later(hours=2)), after.id)
    assert told is not None
    (event,) = told.events
    assert (event.kind, event.values["by"], event.values["reason"]) == ("by_hand_moved", HEAD, "agreed")
    assert event.values["when"] == later(hours=1).isoformat()
    (moved,) = [one for one in told.changes if one.event == 0]
    assert (moved.kind, moved.after[0].day) == ("moved", edit.day)
    assert where(week.opened())[place] == (edit.team, edit.day)


def test_who_made_or_changed_a_plan_does_not_approve_it(week: Week) -> None:
    """Neither the last who changed it nor one before; somebody else does, bound to the hash."""
    first = week.opened(SUPERVISOR)
    keep_edit(week.house.acting(SUPERVISOR, AT), first, some_move(first), WHY)
    second = week.opened()
    keep_edit(week.house.acting(HEAD, later(hours=1)), second, some_move(second), WHY)
    monday, sha256 = IsoWeek.parse(week.standing.week), week.standing.sha256
    assert week.standing.made_by == ("system", SUPERVISOR, HEAD)
    with pytest.raises(AccessRefused, match="ACCESS-041"):
        acts.weeks.approve_week(week.house.acting(SUPERVISOR, later(hours=2)), monday, sha256)
    assert acts.weeks.approve_week(week.house.acting(DIRECTION, later(hours=2)), monday, sha256).sha256 == sha256


def test_an_approved_week_stands_until_its_version_is_approved(week: Week) -> None:
    """The edit is proposed beside it; a second edit goes on from the version, and not beside it."""
    monday = IsoWeek.parse(week.standing.week)
    old = week.standing
    acts.weeks.approve_week(week.house.acting(DIRECTION, AT), monday, old.sha256)
    plan = week.opened()
    keep_edit(week.house.acting(HEAD, later(hours=1)), plan, some_move(plan), WHY)
    assert {one.id: one.state for one in plans(week.house.store)} == {old.id: "approved", week.standing.id: "proposed"}
    assert week.standing.supersedes == old.id
    with pytest.raises(PlanningFault, match="PLAN-354"):
        keep_edit(week.house.acting(HEAD, later(hours=1)), plan, some_move(plan), WHY)
    acts.weeks.approve_week(week.house.acting(DIRECTION, later(hours=2)), monday, week.standing.sha256)
    assert [one.state for one in plans(week.house.store)] == ["approved"]


def test_a_drawn_visit_that_is_taken_out_stays_owed(week: Week) -> None:
    """It is told among those without a place, by a rule of its own."""
    plan = week.opened()
    drawn = next(name for name in plan.question.places if plan.question.known[name].required)
    keep_edit(week.house.acting(HEAD, AT), plan, Drop(visit=drawn), EditReason.SAFETY)
    book = week.opened().parts[LIEGE].book
    assert [(one.workplace, one.rule) for one in book.unplaced] == [(plan.workplace(drawn), BY_HAND)]


def test_a_pin_keeps_the_plan_and_is_held_afterwards(week: Week) -> None:
    """The hash stays, since the plan says the same; what is pinned moves no more until somebody lets go of it."""
    plan, before = week.opened(), week.standing
    edit = some_move(plan)
    keep_edit(week.house.acting(HEAD, AT), plan, Pin(visit=edit.visit), WHY)
    after = week.standing
    assert (after.id, after.sha256, after.state) == (before.id, before.sha256, "proposed")
    pinned = week.opened()
    assert {one.rule for one in tried_edit(pinned, edit).broken} == {"pinned"}
    with pytest.raises(PlanningFault, match="PLAN-351"):
        keep_edit(week.house.acting(HEAD, AT), pinned, edit, WHY)
    keep_edit(week.house.acting(HEAD, AT), pinned, Pin(visit=edit.visit, holds=False), WHY)
    assert tried_edit(week.opened(), edit).is_accepted


def test_hours_that_a_team_was_given_stay_with_the_plan(week: Week) -> None:
    """The version says them, and opens with them again."""
    plan = week.opened()
    edit = replace(some_move(plan), earlier=20.0, later=10.0)
    first, last = plan.question.roster[edit.key].shift
    keep_edit(week.house.acting(HEAD, AT), plan, edit, WHY)
    told = acts.weeks.plan_changes(week.house.acting(DIRECTION, later(hours=2)), week.standing.id)
    assert told is not None
    (event,) = told.events
    assert (event.kind, event.values["starts"], event.values["ends"]) == ("by_hand_moved_hours", first - 20, last + 10)
    assert week.opened().question.roster[edit.key].shift == (first - 20, last + 10)


def test_what_other_days_cost_is_offered(week: Week) -> None:
    """The other teams of a day and the other days of its team; accepted ones first, refused ones with a rule."""
    plan = week.opened()
    edit = some_move(plan)
    found = offered_edits(plan, edit.visit, edit.day)
    here = plan.question.places[edit.visit]
    teams = {team for team, _ in here}
    wanted = {key for key in plan.shown_keys if key not in here and (key[1] == edit.day or key[0] in teams)}
    assert {one.edit.key for one in found if isinstance(one.edit, Move)} == wanted
    accepted = [one.is_accepted for one in found]
    assert accepted == sorted(accepted, reverse=True)
    assert (True in accepted, all(bool(one.broken) != one.is_accepted for one in found)) == (True, True)
    with pytest.raises(PlanningFault, match="PLAN-352"):
        plan.visit("est:2999999999")


def test_only_who_plans_may_open_a_plan_to_change_it(week: Week) -> None:
    """An inspector may not; nor does a head change another district's week."""
    with pytest.raises(AccessRefused):
        open_plan(week.house.acting("insp-liege-1", AT), week.plan_id, LIEGE)
    with pytest.raises(AccessRefused):
        open_plan(week.house.acting("head-namur", AT), week.plan_id, LIEGE)
    plan = week.opened()
    with pytest.raises(AccessRefused):
        keep_edit(week.house.acting("head-namur", AT), plan, some_move(plan), WHY)


def test_an_answer_tells_nothing_of_rounds_that_are_kept_from_whoever_edits(week: Week) -> None:
    """Days after a bound: no slot, no visit and no round of them, whether an edit is tried, offered or kept."""
    whole = week.opened()
    days = sorted({key[1] for keys in whole.question.places.values() for key in keys})
    until = days[0]
    plan = replace(whole, bounds=replace(whole.bounds, until=until))
    places = {name: keys[0][1] for name, keys in whole.question.places.items()}
    near = next(name for name, day in sorted(places.items()) if day == until)
    far = next(name for name, day in sorted(places.items()) if day > until)
    assert {day for _, day in plan.shown_keys} == {until}
    with pytest.raises(PlanningFault, match="PLAN-352"):
        plan.visit(plan.workplace(far))
    later_on = Move(visit=near, team="liege-1", day=places[far])
    for refused in (Move(visit=far, team="liege-1", day=until), Swap(visit=near, other=far), later_on):
        with pytest.raises(PlanningFault, match="PLAN-357"):
            tried_edit(plan, refused)
        with pytest.raises(PlanningFault, match="PLAN-357"):
            keep_edit(week.house.acting(HEAD, AT), plan, refused, WHY)
    tried = tried_edit(plan, Drop(visit=near))
    assert {each.day for each in tried.plan.rounds} <= {until}
    assert tried.plan.unplaced == {}
    assert all(one.day in (None, until) for one in tried.broken)
    assert week.standing.id == week.plan_id
