"""A replanned week is a version beside the approved one, approved by a second person, and loses no answer."""

from datetime import timedelta

import pytest
from builders_acts import AT, WEEK, a_control, later
from builders_replans import CODES, PARTS, approve, approved, changes, replanned, without_last
from sqlmodel import col, select

from inspection.acts.controls import save
from inspection.acts.weeks import approve_week, propose_week, reopen_week
from inspection.acts.workplaces import place_hold
from inspection.errors import AccessRefused, PlanningFault
from inspection.sealing import sha256_of
from inspection.store.controls import ControlRow
from inspection.store.queries import district_books, draws, plan_changes, plan_origin, plans, visits
from inspection.store.records import AuditEntryRow
from inspection.store.weeks import PlannedVisitRow, PlanRow
from inspection.time_of import moment_of
from inspection.trust import AppContext


def test_a_version_stands_beside_the_approved_week_until_it_is_approved(house: AppContext) -> None:
    """Teams go on with the old one; then the new one is the only one, and the trail tells of both."""
    old = approved(house)
    new = replanned(house, old)
    assert {p.id: p.state for p in plans(house.store)} == {old.id: "approved", new: "proposed"}
    assert {v.plan_id for v in visits(house.store)} == {old.id}
    approve(house, new)
    assert {p.id: p.state for p in plans(house.store)} == {new: "approved"}
    assert plan_origin(house.store, new) == old.id
    assert len(visits(house.store)) == 5
    assert set(district_books(house.store, old.id)) == {"liege", "namur"}, "the old one is kept"
    with house.store.read() as session:
        assert session.get_one(PlanRow, old.id).replaced_by == new
        acts = list(
            session.exec(select(AuditEntryRow.act).where(col(AuditEntryRow.stream) == "plan").order_by(AuditEntryRow.n))
        )
    assert acts[-3:] == ["plan.replan", "plan.replace", "plan.approve"]


def test_a_district_in_which_nothing_changed_keeps_its_book(house: AppContext) -> None:
    """To the byte, and its hash in the list; the week's own hash is another one."""
    old = approved(house)
    before = district_books(house.store, old.id)
    new = replanned(house, old)
    known = {plan.id: plan for plan in plans(house.store)}
    after = district_books(house.store, new)
    assert [name for name in before if before[name] != after[name]] == ["liege"]
    assert known[new].books["namur"] == known[old.id].books["namur"] == sha256_of(before["namur"])
    assert known[new].books["liege"] == sha256_of(after["liege"])
    assert known[new].sha256 != known[old.id].sha256


def test_what_changed_is_kept_by_code_and_without_a_ground(house: AppContext) -> None:
    """Who reads the version sees what happened, which visit, where it was, and why."""
    new = replanned(house, approved(house))
    found = plan_changes(house.store, new)
    assert found is not None
    assert [(e.kind, e.values) for e in found.events] == [
        ("team_absent", {"team": "liege-1", "first": "2026-11-30", "last": "2026-11-30"})
    ]
    (one,) = found.changes
    assert (one.code, one.kind, one.cause, one.event) == (CODES[without_last()[1]], "dropped", "event", 0)
    assert (one.before[0].team, one.before[0].day, one.before[0].start, one.after) == (
        "liege-1",
        WEEK.monday,
        690.0,
        (),
    )


def test_whoever_replans_does_not_approve(house: AppContext) -> None:
    """A second person, as for every week."""
    new = replanned(house, approved(house), by="supervisor-liege")
    with pytest.raises(AccessRefused, match="ACCESS-041"):
        approve(house, new, by="supervisor-liege")


def test_the_same_version_again_is_the_one_that_is_there_and_another_takes_its_place(house: AppContext) -> None:
    """Proposing twice writes nothing twice; the newest proposal is the one that waits."""
    old = approved(house)
    first = replanned(house, old)
    assert replanned(house, old, at=later(hours=2)) == first
    second = replanned(house, old, seed=3)
    assert {p.id for p in plans(house.store)} == {old.id, second}


def test_an_answer_goes_over_to_the_new_version_also_without_a_stop(house: AppContext) -> None:
    """A control that was made meanwhile, of a visit that the new version keeps and of one that it has dropped."""
    old = approved(house)
    new = replanned(house, old)
    kept, dropped = PARTS[0].visits[1].workplace, without_last()[1]
    made = {}
    for workplace in (kept, dropped):
        control = a_control(workplace=workplace, visit=CODES[workplace], on=AT.date())
        made[workplace] = save(house.acting("insp-liege-1", later(hours=1.5)), control, place="62063").control_id
    approve(house, new)
    with house.store.read() as session:
        rows = session.exec(select(PlannedVisitRow).where(PlannedVisitRow.plan_id == new)).all()
        by_place = {row.workplace: row for row in rows}
        for workplace, control in made.items():
            assert (by_place[workplace].state, by_place[workplace].control_id) == ("carried_out", control)
            assert session.get_one(ControlRow, control).visit_id == by_place[workplace].id
    evidence = {d.workplace: d.state for d in draws(house.store)}
    assert (evidence[kept], evidence[dropped]) == ("carried_out", "carried_out")
    assert dropped not in {v.workplace for v in visits(house.store)}


def test_a_reopened_week_says_what_was_chosen_where_it_is_and_what_is_answered(house: AppContext) -> None:
    """The selection comes back equal in all that defends it; the look is recorded."""
    approved(house)
    workplace = PARTS[0].visits[1].workplace
    control = a_control(workplace=workplace, visit=CODES[workplace])
    save(house.acting("insp-liege-1", later(hours=0.5)), control, place="62063")
    opened = reopen_week(house.acting("head-liege", later(hours=1)), WEEK)
    one, part = opened.districts["liege"], PARTS[0]
    assert [c.workplace for c in one.selection.chosen] == [c.workplace for c in part.selection.chosen]
    assert one.selection.chosen == part.selection.chosen
    assert one.selection.strata == part.selection.strata
    assert one.selection.frozen == part.selection.frozen
    stops = one.stops["liege-1", WEEK.monday]
    assert [(s.arrive, s.start, s.leave) for s in stops] == [
        (s.arrive, s.start, s.leave) for s in part.plan.rounds[0].stops
    ]
    assert one.answered == {workplace}
    assert dict(one.unplaced) == {part.visits[0].workplace: part.plan.unplaced[part.visits[0].id]}
    assert all(CODES[place] == code for place, code in one.codes.items())
    with house.store.read() as session:
        (look,) = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "plan.reopen"))
    assert (look.subject, look.who) == (opened.plan_id, "head-liege")


def code_of(fault) -> str:
    """The code of what was raised."""
    return fault.value.code


def test_nothing_is_reopened_before_it_is_approved(house: AppContext) -> None:
    """A proposed week is planned again instead; weeks planned apart need a district."""
    propose_week(house.acting(at=AT), WEEK, service="ONSS", parts=PARTS[:1])
    with pytest.raises(PlanningFault) as fault:
        reopen_week(house.acting("head-liege", AT), WEEK)
    assert code_of(fault) == "PLAN-321"
    propose_week(house.acting(at=AT), WEEK, service="ONSS", parts=PARTS[1:])
    for plan in plans(house.store):
        approve_week(house.acting("direction-1", AT), WEEK, plan.sha256)
    with pytest.raises(PlanningFault) as fault:
        reopen_week(house.acting("supervisor-liege", AT), WEEK)
    assert code_of(fault) == "PLAN-322"
    assert set(reopen_week(house.acting("head-namur", AT), WEEK, district="namur").districts) == {"namur"}


def test_a_version_of_what_does_not_stand_is_refused(house: AppContext) -> None:
    """An unknown plan, and other districts than its own."""
    old = approved(house)
    for given in ({"supersedes": "nothing"}, {"parts": PARTS[:1]}):
        with pytest.raises(PlanningFault) as fault:
            replanned(house, old, **given)
        assert code_of(fault) == "PLAN-323"


def test_a_version_that_changes_nothing_is_refused(house: AppContext) -> None:
    """The approved week holds as it is."""
    old = approved(house)
    with pytest.raises(PlanningFault) as fault:
        replanned(house, old, parts=PARTS)
    assert code_of(fault) == "PLAN-324"


def test_a_version_comes_too_late(house: AppContext) -> None:
    """When another one was approved meanwhile, or a round that it changes has begun."""
    old = approved(house)
    late = replanned(house, old, changes=changes(expires_at=moment_of(AT.date(), 600) + timedelta(hours=1)))
    with pytest.raises(PlanningFault) as fault:
        approve(house, late, hours=30)
    assert code_of(fault) == "PLAN-326"
    with house.store.write() as session:
        session.get_one(PlanRow, old.id).state = "replaced"
    with pytest.raises(PlanningFault) as fault:
        approve(house, late, hours=0)
    assert code_of(fault) == "PLAN-325"


@pytest.mark.parametrize("by", ["insp-liege-1", "head-namur", "dpo-1", "nobody"])
def test_who_may_not_plan_here_may_not_replan(house: AppContext, by: str) -> None:
    """A team head may in their own district only."""
    old = approved(house)
    with pytest.raises(AccessRefused):
        replanned(house, old, by=by)
    assert [p.id for p in plans(house.store)] == [old.id]


def held(house: AppContext, workplace: str) -> None:
    """Make a place unavailable after the week was approved."""
    place_hold(house.acting("supervisor-liege", later(hours=0.5)), "workplace", workplace, WEEK.days[-1])


def test_a_version_that_goes_where_nobody_may_be_is_refused_and_replanned(house: AppContext) -> None:
    """Without naming the visit; the advice is to replan, since an approved week is not planned again."""
    old = approved(house)
    new = replanned(house, old)
    held(house, PARTS[0].visits[2].workplace)
    with pytest.raises(PlanningFault) as fault:
        approve(house, new)
    assert code_of(fault) == "PLAN-223"
    assert "Replan the week again" in str(fault.value)
    assert PARTS[0].visits[2].workplace not in str(fault.value)
    assert {p.id: p.state for p in plans(house.store)} == {old.id: "approved", new: "proposed"}


def test_what_was_answered_meanwhile_blocks_no_version(house: AppContext) -> None:
    """A team went there before its hour, and only then was the place held: the version takes the answer over."""
    old = approved(house)
    new = replanned(house, old)
    workplace = PARTS[0].visits[1].workplace
    control = a_control(workplace=workplace, visit=CODES[workplace], on=AT.date())
    save(house.acting("insp-liege-1", later(hours=1.5)), control, place="62063")
    held(house, workplace)
    approve(house, new)
    assert {p.id: p.state for p in plans(house.store)} == {new: "approved"}
