"""What a magistrate ordered: owed like any visit, and seen by nobody without a recorded permission."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders_acts import AT, FIRM, LIEGE, WEEK, a_control, a_part, a_suspicious_control, later
from builders_orders import BY, INSPECTOR, OTHER, TEAM, THEIRS, apart, ordered, planned
from sqlmodel import select

from inspection.acts.access import audited_read
from inspection.acts.chasing import chase, list_alerts, list_clocks, list_controls
from inspection.acts.controls import save
from inspection.acts.orders import carried_rounds, orders_of, permit, withdraw_order
from inspection.acts.weeks import open_mandates, propose_week
from inspection.acts.workplaces import NewComplaint, keep_complaint, place_hold, register_complaint
from inspection.errors import AccessRefused, ControlFault, PlanningFault
from inspection.store.orders import JudicialOrderRow
from inspection.store.queries import controls, plans
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext


def test_an_order_is_owed_from_its_day_and_named_by_its_origin(house: AppContext) -> None:
    """The selection sees a duty with its last day; yesterday it did not exist."""
    order = ordered(house, not_after=WEEK.days[2])
    (owed,) = open_mandates(house.acting(), None, AT.date())
    assert (owed.workplace, owed.origin, owed.origin_id, owed.not_after) == (FIRM, "judicial", order.id, WEEK.days[2])
    assert open_mandates(house.acting(), "namur", AT.date()) == []
    assert open_mandates(house.acting(), None, AT.date() - timedelta(days=1)) == []


def test_an_ordinary_duty_at_the_same_workplace_hides_the_order_and_takes_its_deadline(house: AppContext) -> None:
    """One visit answers both, and shows as what it would be without the order."""
    told = NewComplaint(workplace=FIRM, district="liege", text="Synthetic.", language="fr")
    complaint = register_complaint(house.acting(BY, AT), told)
    keep_complaint(house.acting(BY, AT), complaint.id, not_after=WEEK.days[4])
    ordered(house, not_after=WEEK.days[1])
    (owed,) = open_mandates(house.acting(), None, AT.date())
    assert (owed.origin, owed.not_after) == ("complaint", WEEK.days[1])


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"authority": "nobody"}, "406"),
        ({"authority": "pjf-liege"}, "406"),  # the police order nothing
        ({"authority_reference": "  "}, "407"),
        ({"not_after": AT.date() - timedelta(days=1)}, "408"),
    ],
)
def test_what_is_no_order_is_refused(house: AppContext, fields: dict[str, object], code: str) -> None:
    """Only a magistrate's office orders; an order has a reference and a day that has not passed."""
    with pytest.raises(PlanningFault) as refused:
        ordered(house, **fields)
    assert refused.value.code == f"PLAN-{code}"
    assert FIRM not in str(refused.value)


def test_nobody_sees_an_order_by_their_role(house: AppContext) -> None:
    """Not the direction, not another supervisor, not the data officer; who registered it, and whom they permit."""
    order = ordered(house)
    for by in (OTHER, "direction-1", INSPECTOR, "head-liege"):
        assert orders_of(house.acting(by, AT)) == []
    assert [o.reference for o in orders_of(house.acting(BY, AT))] == [order.reference]
    permit(house.acting(BY, AT), order.reference.lower(), "user", "direction-1")
    permit(house.acting("direction-1", AT), order.id, "team", TEAM)
    for by in ("direction-1", INSPECTOR, "head-liege"):
        assert [o.authority_reference for o in orders_of(house.acting(by, AT))] == [THEIRS]
    assert orders_of(house.acting(OTHER, AT)) == []


def test_a_permission_names_somebody_who_exists_and_comes_from_who_may_see(house: AppContext) -> None:
    """Whoever cannot see an order cannot learn by permitting that it exists."""
    order = ordered(house)
    for kind, reader, by, code in (
        ("user", "nobody", BY, "410"),
        ("team", INSPECTOR, BY, "410"),
        ("list", "everything", BY, "410"),
        ("user", OTHER, OTHER, "409"),
        ("user", "direction-1", "direction-1", "409"),
    ):
        with pytest.raises(PlanningFault) as refused:
            permit(house.acting(by, AT), order.id, kind, reader)
        assert refused.value.code == f"PLAN-{code}"
    with pytest.raises(AccessRefused):
        permit(house.acting(INSPECTOR, AT), order.id, "user", INSPECTOR)
    permit(house.acting(BY, AT), order.id, "list", "controls")
    permit(house.acting(BY, AT), order.id, "list", "controls")
    with house.store.read() as session:
        granted = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "order.permit")).all()
    assert len(granted) == 2  # the registrar's own, and the list's


def test_row_and_trail_say_neither_workplace_nor_magistrate(house: AppContext) -> None:
    """All three are sealed; the trail names the order's id."""
    ordered(house)
    with house.store.read() as session:
        (row,) = session.exec(select(JudicialOrderRow))
        trail = session.exec(select(AuditEntryRow).where(AuditEntryRow.stream == "judicial")).all()
    said = str(row.model_dump()) + str([entry.model_dump() for entry in trail])
    assert not [word for word in (FIRM, FIRM[4:], THEIRS, "aud-liege") if word in said]


def test_a_round_shows_the_visit_to_a_permitted_team_only(house: AppContext) -> None:
    """Without a permission nobody is sent: the round is that of the plan. With one, the stop stands at its hour."""
    order = ordered(house)
    plan_id, book = planned(house), a_part("liege").book
    assert carried_rounds(house.acting(), plan_id, book.rounds) == book.rounds
    permit(house.acting(BY, AT), order.id, "user", INSPECTOR)
    assert carried_rounds(house.acting(), plan_id, book.rounds) == book.rounds
    permit(house.acting(BY, AT), order.id, "team", TEAM)
    (carried,) = carried_rounds(house.acting(), plan_id, book.rounds)
    assert [s.code for s in carried.stops] == [*[s.code for s in book.rounds[0].stops], "ABCDEF"]
    (alone,) = carried_rounds(house.acting(), plan_id, ())
    assert [s.code for s in alone.stops] == ["ABCDEF"]
    place_hold(house.acting(BY, AT), "workplace", FIRM, WEEK.monday)
    assert carried_rounds(house.acting(), plan_id, book.rounds) == book.rounds


def test_whoever_may_see_an_order_sees_which_team_needs_a_permission(house: AppContext) -> None:
    """The plan chose the team, and only what is seen here says so; a day that is over is no news."""
    order = ordered(house)
    planned(house)
    (stop,) = orders_of(house.acting(BY, AT))[0].planned
    assert (stop.team, stop.day, stop.is_permitted) == (TEAM, WEEK.monday, False)
    permit(house.acting(BY, AT), order.id, "team", TEAM)
    (stop,) = orders_of(house.acting(BY, AT))[0].planned
    assert stop.is_permitted
    assert orders_of(house.acting(BY, later(days=10)))[0].planned == ()


def test_a_night_visit_is_carried_once_the_hold_of_the_evening_is_over(house: AppContext) -> None:
    """Monday's round is at the place on Tuesday: a hold until Monday does not stop it, one until Tuesday does."""
    order, (evening,) = ordered(house), apart(house)
    stop = replace(evening.stops[0], arrive=1495.0, start=1500.0, leave=1560.0)
    plan_id = planned(house, restricted=[replace(evening, stops=(stop,))])
    permit(house.acting(BY, AT), order.id, "team", TEAM)
    place_hold(house.acting(BY, AT), "workplace", FIRM, WEEK.monday)
    assert [s.code for one in carried_rounds(house.acting(), plan_id, ()) for s in one.stops] == ["ABCDEF"]
    place_hold(house.acting(BY, AT), "workplace", FIRM, WEEK.days[1])
    assert carried_rounds(house.acting(), plan_id, ()) == ()


def test_the_plan_is_the_same_with_and_without_the_order(house: AppContext) -> None:
    """Books, hash and rows: what is apart is no part of what is approved."""
    ordered(house)
    without = propose_week(house.acting(at=AT), WEEK, service="ONSS", parts=[a_part("liege")])
    sha256 = plans(house.store)[0].sha256
    assert planned(house) == without
    assert plans(house.store)[0].sha256 == sha256
    assert planned(house) == without  # and a third time: nothing to do, nothing recorded


def test_an_order_without_a_place_alerts_who_registered_it(house: AppContext) -> None:
    """Once a week and nobody else; an order of another district waits for its own plan."""
    ordered(house)
    ordered(house, "est:2999999999", place="92094", by=OTHER)
    planned(house, restricted=())
    planned(house, restricted=(), at=later(hours=1))
    assert [a.kind for a in list_alerts(house.acting(BY, AT))] == ["order_unplaced"]
    assert list_alerts(house.acting("direction-1", AT)) == []
    assert list_alerts(house.acting(OTHER, AT)) == []
    planned(house, at=later(hours=2))  # now the week has a place for it
    assert list_alerts(house.acting(BY, AT)) == []


@pytest.mark.parametrize("how", ["visited", "withdrawn"])
def test_an_order_that_is_over_waits_for_no_place(house: AppContext, how: str) -> None:
    """Whoever registered it is asked for nothing any more."""
    order = ordered(house)
    planned(house, restricted=())
    assert [a.kind for a in list_alerts(house.acting(BY, AT))] == ["order_unplaced"]
    if how == "visited":
        save(house.acting(BY, AT), a_control(workplace=FIRM), place=LIEGE)
    else:
        withdraw_order(house.acting(BY, AT), order.id, reason="entered_twice")
    assert list_alerts(house.acting(BY, AT)) == []


def answered(house: AppContext, **fields):
    """Save the control of the ordered visit, by its code."""
    permit(house.acting(BY, AT), orders_of(house.acting(BY, AT))[0].id, "team", TEAM)
    planned(house)
    return save(house.acting(INSPECTOR, AT), a_control(workplace=FIRM, visit="ABCDEF", **fields), place=LIEGE)


def test_its_control_is_in_no_list_and_no_query_without_permission(house: AppContext) -> None:
    """Lists, named queries and consultations: for who made it and whom it was permitted to, and for nobody else."""
    ordered(house)
    control = answered(house)
    other = save(house.acting(INSPECTOR, AT), a_control(workplace="est:2999999999"), place=LIEGE)
    for by in (OTHER, "direction-1", "dpo-1"):
        assert [c.id for c in list_controls(house.acting(by, AT))] == [other.control_id]
        with pytest.raises(AccessRefused) as refused:
            look(house, control.control_id, by)
        with pytest.raises(AccessRefused) as unknown:
            look(house, "no such control", by)
        assert str(refused.value) == str(unknown.value)
    for by in (BY, INSPECTOR, "head-liege"):
        assert control.control_id in {c.id for c in list_controls(house.acting(by, AT))}
        assert look(house, control.control_id, by) == "read"
    assert [c.id for c in controls(house.store)] == [other.control_id]
    assert [c.id for c in controls(house.store, workplace=FIRM)] == []


def look(house: AppContext, control: str, by: str) -> str:
    """Consult a control."""
    context = house.acting(by, AT)
    return audited_read(context, "control", control, read=lambda: "read", masked=True)


def test_a_list_that_is_permitted_shows_it_to_all_of_its_readers(house: AppContext) -> None:
    """A permission for one list opens that list, and no other door."""
    order = ordered(house)
    control = answered(house)
    permit(house.acting(BY, AT), order.id, "list", "controls")
    assert [c.id for c in list_controls(house.acting("direction-1", AT))] == [control.control_id]
    assert list_clocks(house.acting("direction-1", AT)) == []
    with pytest.raises(AccessRefused):
        look(house, control.control_id, "direction-1")


def test_a_control_ends_the_order_once_somebody_was_really_there(house: AppContext) -> None:
    """A closed door does not; then it is owed again."""
    ordered(house)
    answered(house, outcome="closed")
    assert [m.origin for m in open_mandates(house.acting(), None, AT.date())] == ["judicial"]
    answered(house)
    assert open_mandates(house.acting(), None, AT.date()) == []
    assert orders_of(house.acting(BY, AT))[0].state == "visited"


def test_a_visit_that_a_deadline_of_its_control_asks_for_is_carried_too(house: AppContext) -> None:
    """The order was answered, and its control set a deadline that is over: the team goes again, or it is told of."""
    ordered(house)
    answered(house)
    plan_id = planned(house)
    assert carried_rounds(house.acting(), plan_id, ()) == ()
    again = {"fm_head_count": 1, "q05_work_rules": ["no_rules"], "cl_comply_by": "2026-11-28"}
    control = a_control(workplace=FIRM, visit="ABCDEF", answers=again)
    save(house.acting(INSPECTOR, AT), control, place=LIEGE)
    assert [m.origin for m in open_mandates(house.acting(), None, WEEK.monday)] == ["judicial"]
    (carried,) = carried_rounds(house.acting(), plan_id, ())
    assert [s.code for s in carried.stops] == ["ABCDEF"]
    planned(house, restricted=(), at=later(days=4))
    assert "order_unplaced" in [a.kind for a in list_alerts(house.acting(BY, AT))]


def test_silence_about_an_ordered_control_is_told_to_its_inspector_and_who_registered_it(house: AppContext) -> None:
    """An undecided suspicion climbs, but to nobody by their role: an alert's subject is the control."""
    order = ordered(house)
    planned(house)
    permit(house.acting(BY, AT), order.id, "user", INSPECTOR)
    control = a_suspicious_control(workplace=FIRM, visit="ABCDEF")
    save(house.acting(INSPECTOR, AT), control, place=LIEGE)
    chase(house.acting(at=later(days=2)))
    for by in (INSPECTOR, BY):
        assert str(control.control_id) in {a.subject for a in list_alerts(house.acting(by, AT))}
    for by in (OTHER, "direction-1", "dpo-1", "head-liege"):
        assert str(control.control_id) not in {a.subject for a in list_alerts(house.acting(by, AT))}


def test_a_control_of_somebody_who_knows_nothing_of_the_order_stays_theirs(house: AppContext) -> None:
    """It neither vanishes from their list, which would tell them, nor ends the order."""
    ordered(house)
    mine = save(house.acting(INSPECTOR, AT), a_control(workplace=FIRM), place=LIEGE)
    assert [c.id for c in list_controls(house.acting(INSPECTOR, AT))] == [mine.control_id]
    assert [m.origin for m in open_mandates(house.acting(), None, AT.date())] == ["judicial"]


def test_a_permitted_inspector_answers_it_without_a_code_too(house: AppContext) -> None:
    """The screens begin such a control as an unplanned one."""
    order = ordered(house)
    permit(house.acting(BY, AT), order.id, "user", INSPECTOR)
    save(house.acting(INSPECTOR, AT), a_control(workplace=FIRM), place=LIEGE)
    assert open_mandates(house.acting(), None, AT.date()) == []
    assert list_controls(house.acting("direction-1", AT)) == []


def test_the_code_of_an_ordered_visit_fits_no_other_workplace(house: AppContext) -> None:
    """And is then as wrong as any other."""
    ordered(house)
    planned(house)
    wrong = a_control(workplace="est:2999999999", visit="ABCDEF")
    with pytest.raises(ControlFault, match="belongs to no approved visit"):
        save(house.acting(INSPECTOR, AT), wrong, place=LIEGE)
