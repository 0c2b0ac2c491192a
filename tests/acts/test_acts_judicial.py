"""What a magistrate ordered: owed like any visit, and seen by nobody without a recorded permission."""

from dataclasses import replace
from datetime import timedelta

import pytest
from builders_acts import AT, FIRM, LIEGE, WEEK, a_control, a_part, a_suspicious_control, later
from builders_dashboards import a_book
from builders_orders import BY, INSPECTOR, OTHER, TEAM, THEIRS, apart, ordered, planned
from sqlmodel import select

from inspection.acts.access import consult
from inspection.acts.chasing import chase, list_alerts, list_clocks, list_controls
from inspection.acts.context import Office
from inspection.acts.controls import save_control
from inspection.acts.orders import carried_rounds, orders_of, permit
from inspection.acts.weeks import open_mandates, propose_week
from inspection.acts.workplaces import NewComplaint, keep_complaint, place_hold, register_complaint
from inspection.errors import AccessRefused, ControlFault, PlanningFault
from inspection.store.orders import JudicialOrder
from inspection.store.queries import controls, plans
from inspection.store.records import AuditEntry


def test_an_order_is_owed_from_its_day_and_named_by_its_origin(house: Office) -> None:
    """The selection sees a duty with its last day; yesterday it did not exist."""
    order = ordered(house, not_after=WEEK.days[2])
    (owed,) = open_mandates(None, AT.date(), office=house)
    assert (owed.workplace, owed.origin, owed.origin_id, owed.not_after) == (FIRM, "judicial", order.id, WEEK.days[2])
    assert open_mandates("namur", AT.date(), office=house) == []
    assert open_mandates(None, AT.date() - timedelta(days=1), office=house) == []


def test_an_ordinary_duty_at_the_same_workplace_hides_the_order_and_takes_its_deadline(house: Office) -> None:
    """One visit answers both, and shows as what it would be without the order."""
    told = NewComplaint(workplace=FIRM, district="liege", text="Synthetic.", language="fr")
    complaint = register_complaint(told, BY, at=AT, office=house)
    keep_complaint(complaint.id, BY, not_after=WEEK.days[4], at=AT, office=house)
    ordered(house, not_after=WEEK.days[1])
    (owed,) = open_mandates(None, AT.date(), office=house)
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
def test_what_is_no_order_is_refused(house: Office, fields: dict[str, object], code: str) -> None:
    """Only a magistrate's office orders; an order has a reference and a day that has not passed."""
    with pytest.raises(PlanningFault) as refused:
        ordered(house, **fields)
    assert refused.value.code == f"PLAN-{code}"
    assert FIRM not in str(refused.value)


def test_nobody_sees_an_order_by_their_role(house: Office) -> None:
    """Not the direction, not another supervisor, not the data officer; who registered it, and whom they permit."""
    order = ordered(house)
    for by in (OTHER, "direction-1", INSPECTOR, "head-liege"):
        assert orders_of(by, at=AT, office=house) == []
    assert [o.reference for o in orders_of(BY, at=AT, office=house)] == [order.reference]
    permit(order.reference.lower(), "user", "direction-1", BY, at=AT, office=house)
    permit(order.id, "team", TEAM, "direction-1", at=AT, office=house)
    for by in ("direction-1", INSPECTOR, "head-liege"):
        assert [o.authority_reference for o in orders_of(by, at=AT, office=house)] == [THEIRS]
    assert orders_of(OTHER, at=AT, office=house) == []


def test_a_permission_names_somebody_who_exists_and_comes_from_who_may_see(house: Office) -> None:
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
            permit(order.id, kind, reader, by, at=AT, office=house)
        assert refused.value.code == f"PLAN-{code}"
    with pytest.raises(AccessRefused):
        permit(order.id, "user", INSPECTOR, INSPECTOR, at=AT, office=house)
    permit(order.id, "list", "controls", BY, at=AT, office=house)
    permit(order.id, "list", "controls", BY, at=AT, office=house)
    with house.store.read() as session:
        granted = session.exec(select(AuditEntry).where(AuditEntry.act == "order.permit")).all()
    assert len(granted) == 2  # the registrar's own, and the list's


def test_row_and_trail_say_neither_workplace_nor_magistrate(house: Office) -> None:
    """All three are sealed; the trail names the order's id."""
    ordered(house)
    with house.store.read() as session:
        (row,) = session.exec(select(JudicialOrder))
        trail = session.exec(select(AuditEntry).where(AuditEntry.stream == "judicial")).all()
    said = str(row.model_dump()) + str([entry.model_dump() for entry in trail])
    assert not [word for word in (FIRM, FIRM[4:], THEIRS, "aud-liege") if word in said]


def test_a_round_shows_the_visit_to_a_permitted_team_only(house: Office) -> None:
    """Without a permission nobody is sent: the round is that of the plan. With one, the stop stands at its hour."""
    order = ordered(house)
    plan_id, book = planned(house), a_book([a_part("liege")])
    assert carried_rounds(plan_id, book.rounds, office=house) == book.rounds
    permit(order.id, "user", INSPECTOR, BY, at=AT, office=house)
    assert carried_rounds(plan_id, book.rounds, office=house) == book.rounds
    permit(order.id, "team", TEAM, BY, at=AT, office=house)
    (carried,) = carried_rounds(plan_id, book.rounds, office=house)
    assert [s.code for s in carried.stops] == [*[s.code for s in book.rounds[0].stops], "ABCDEF"]
    (alone,) = carried_rounds(plan_id, (), office=house)
    assert [s.code for s in alone.stops] == ["ABCDEF"]
    place_hold("workplace", FIRM, WEEK.monday, BY, at=AT, office=house)
    assert carried_rounds(plan_id, book.rounds, office=house) == book.rounds


def test_whoever_may_see_an_order_sees_which_team_needs_a_permission(house: Office) -> None:
    """The plan chose the team, and only what is seen here says so; a day that is over is no news."""
    order = ordered(house)
    planned(house)
    (stop,) = orders_of(BY, at=AT, office=house)[0].planned
    assert (stop.team, stop.day, stop.is_permitted) == (TEAM, WEEK.monday, False)
    permit(order.id, "team", TEAM, BY, at=AT, office=house)
    (stop,) = orders_of(BY, at=AT, office=house)[0].planned
    assert stop.is_permitted
    assert orders_of(BY, at=later(days=10), office=house)[0].planned == ()


def test_a_night_visit_is_carried_once_the_hold_of_the_evening_is_over(house: Office) -> None:
    """Monday's round is at the place on Tuesday: a hold until Monday does not stop it, one until Tuesday does."""
    order, night = ordered(house), apart(house)
    stop = replace(night.rounds[0].stops[0], arrive=1495.0, start=1500.0, leave=1560.0)
    night = replace(night, rounds=(replace(night.rounds[0], stops=(stop,)),))
    plan_id = planned(house, apart=night)
    permit(order.id, "team", TEAM, BY, at=AT, office=house)
    place_hold("workplace", FIRM, WEEK.monday, BY, at=AT, office=house)
    assert [s.code for one in carried_rounds(plan_id, (), office=house) for s in one.stops] == ["ABCDEF"]
    place_hold("workplace", FIRM, WEEK.days[1], BY, at=AT, office=house)
    assert carried_rounds(plan_id, (), office=house) == ()


def test_the_plan_is_the_same_with_and_without_the_order(house: Office) -> None:
    """Body, hash and rows: what is apart is no part of what is approved."""
    ordered(house)
    without = propose_week(WEEK, service="ONSS", parts=[a_part("liege")], at=AT, office=house)
    sha256 = plans(house.store)[0].sha256
    assert planned(house) == without
    assert plans(house.store)[0].sha256 == sha256
    assert planned(house) == without  # and a third time: nothing to do, nothing recorded


def test_an_order_without_a_place_alerts_who_registered_it(house: Office) -> None:
    """Once a week and nobody else; an order of another district waits for its own plan."""
    ordered(house)
    ordered(house, "est:2999999999", place="92094", by=OTHER)
    nothing = replace(apart(house), rounds=())
    planned(house, apart=nothing)
    planned(house, apart=nothing, at=later(hours=1))
    assert [a.kind for a in list_alerts(BY, at=AT, office=house)] == ["order_unplaced"]
    assert list_alerts("direction-1", at=AT, office=house) == []
    assert list_alerts(OTHER, at=AT, office=house) == []


def answered(house: Office, **fields):
    """Save the control of the ordered visit, by its code."""
    permit(orders_of(BY, at=AT, office=house)[0].id, "team", TEAM, BY, at=AT, office=house)
    planned(house)
    return save_control(
        a_control(workplace=FIRM, visit="ABCDEF", **fields), INSPECTOR, place=LIEGE, at=AT, office=house
    )


def test_its_control_is_in_no_list_and_no_query_without_permission(house: Office) -> None:
    """Lists, named queries and consultations: for who made it and whom it was permitted to, and for nobody else."""
    ordered(house)
    control = answered(house)
    other = save_control(a_control(workplace="est:2999999999"), INSPECTOR, place=LIEGE, at=AT, office=house)
    for by in (OTHER, "direction-1", "dpo-1"):
        assert [c.id for c in list_controls(by, at=AT, office=house)] == [other.control_id]
        with pytest.raises(AccessRefused) as refused:
            look(house, control.control_id, by)
        with pytest.raises(AccessRefused) as unknown:
            look(house, "no such control", by)
        assert str(refused.value) == str(unknown.value)
    for by in (BY, INSPECTOR, "head-liege"):
        assert control.control_id in {c.id for c in list_controls(by, at=AT, office=house)}
        assert look(house, control.control_id, by) == "read"
    assert [c.id for c in controls(house.store)] == [other.control_id]
    assert [c.id for c in controls(house.store, workplace=FIRM)] == []


def look(house: Office, control: str, by: str) -> str:
    """Consult a control."""
    return consult("control", control, by, purpose="inspection", read=lambda: "read", at=AT, office=house)


def test_a_list_that_is_permitted_shows_it_to_all_of_its_readers(house: Office) -> None:
    """A permission for one list opens that list, and no other door."""
    order = ordered(house)
    control = answered(house)
    permit(order.id, "list", "controls", BY, at=AT, office=house)
    assert [c.id for c in list_controls("direction-1", at=AT, office=house)] == [control.control_id]
    assert list_clocks("direction-1", at=AT, office=house) == []
    with pytest.raises(AccessRefused):
        look(house, control.control_id, "direction-1")


def test_a_control_ends_the_order_once_somebody_was_really_there(house: Office) -> None:
    """A closed door does not; then it is owed again."""
    ordered(house)
    answered(house, outcome="closed")
    assert [m.origin for m in open_mandates(None, AT.date(), office=house)] == ["judicial"]
    answered(house)
    assert open_mandates(None, AT.date(), office=house) == []
    assert orders_of(BY, at=AT, office=house)[0].state == "visited"


def test_a_visit_that_a_deadline_of_its_control_asks_for_is_carried_too(house: Office) -> None:
    """The order was answered, and its control set a deadline that is over: the team goes again, or it is told of."""
    ordered(house)
    answered(house)
    plan_id = planned(house)
    assert carried_rounds(plan_id, (), office=house) == ()
    again = {"fm_head_count": 1, "q05_work_rules": ["no_rules"], "cl_comply_by": "2026-11-28"}
    control = a_control(workplace=FIRM, visit="ABCDEF", answers=again)
    save_control(control, INSPECTOR, place=LIEGE, at=AT, office=house)
    assert [m.origin for m in open_mandates(None, WEEK.monday, office=house)] == ["judicial"]
    (carried,) = carried_rounds(plan_id, (), office=house)
    assert [s.code for s in carried.stops] == ["ABCDEF"]
    planned(house, apart=replace(apart(house), rounds=()), at=later(days=4))
    assert "order_unplaced" in [a.kind for a in list_alerts(BY, at=AT, office=house)]


def test_silence_about_an_ordered_control_is_told_to_its_inspector_and_who_registered_it(house: Office) -> None:
    """An undecided suspicion climbs, but to nobody by their role: an alert's subject is the control."""
    order = ordered(house)
    planned(house)
    permit(order.id, "user", INSPECTOR, BY, at=AT, office=house)
    control = a_suspicious_control(workplace=FIRM, visit="ABCDEF")
    save_control(control, INSPECTOR, place=LIEGE, at=AT, office=house)
    chase(later(days=2), office=house)
    for by in (INSPECTOR, BY):
        assert str(control.control_id) in {a.subject for a in list_alerts(by, at=AT, office=house)}
    for by in (OTHER, "direction-1", "dpo-1", "head-liege"):
        assert str(control.control_id) not in {a.subject for a in list_alerts(by, at=AT, office=house)}


def test_a_control_of_somebody_who_knows_nothing_of_the_order_stays_theirs(house: Office) -> None:
    """It neither vanishes from their list, which would tell them, nor ends the order."""
    ordered(house)
    mine = save_control(a_control(workplace=FIRM), INSPECTOR, place=LIEGE, at=AT, office=house)
    assert [c.id for c in list_controls(INSPECTOR, at=AT, office=house)] == [mine.control_id]
    assert [m.origin for m in open_mandates(None, AT.date(), office=house)] == ["judicial"]


def test_a_permitted_inspector_answers_it_without_a_code_too(house: Office) -> None:
    """The screens begin such a control as an unplanned one."""
    order = ordered(house)
    permit(order.id, "user", INSPECTOR, BY, at=AT, office=house)
    save_control(a_control(workplace=FIRM), INSPECTOR, place=LIEGE, at=AT, office=house)
    assert open_mandates(None, AT.date(), office=house) == []
    assert list_controls("direction-1", at=AT, office=house) == []


def test_the_code_of_an_ordered_visit_fits_no_other_workplace(house: Office) -> None:
    """And is then as wrong as any other."""
    ordered(house)
    planned(house)
    wrong = a_control(workplace="est:2999999999", visit="ABCDEF")
    with pytest.raises(ControlFault, match="belongs to no approved visit"):
        save_control(wrong, INSPECTOR, place=LIEGE, at=AT, office=house)
