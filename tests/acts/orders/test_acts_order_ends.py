"""An order withdrawn, a permission revoked, a permission missing when the week is approved."""

import pytest
from builders_acts import AT, FIRM, LIEGE, WEEK, a_control, a_part, later
from builders_orders import BY, INSPECTOR, OTHER, TEAM, ordered, planned
from sqlmodel import select

from inspection.acts.alerts import see_alert
from inspection.acts.chasing import list_alerts, list_controls
from inspection.acts.controls import save
from inspection.acts.orders import carried_rounds, orders_of, permit, revoke, show_order, withdraw_order
from inspection.acts.weeks import approve_week, open_mandates
from inspection.acts.workplaces import place_hold
from inspection.errors import AccessRefused, PlanningFault
from inspection.store.orders import JudicialOrderRow, JudicialPermissionRow, order_references
from inspection.store.queries import alerts, plans, user
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext

REASON = "withdrawn_by_magistrate"


def approved(house: AppContext) -> str:
    """Approve the week with the ordered visit apart; returns the plan's id."""
    plan_id = planned(house)
    approve_week(house.acting("direction-1", AT), WEEK, plans(house.store)[0].sha256)
    return plan_id


def waiting(house: AppContext, by: str = BY) -> list[str]:
    """Return the kinds of alerts that wait for somebody."""
    return [alert.kind for alert in list_alerts(house.acting(by, AT))]


def test_whoever_registered_an_order_is_told_that_its_team_lacks_the_permission(house: AppContext) -> None:
    """When the week is approved, and nobody else is: not the approver, not the team, not the data officer."""
    order = ordered(house)
    planned(house)
    assert waiting(house) == []
    approved(house)
    assert waiting(house) == ["order_unpermitted"]
    for by in ("direction-1", OTHER, "head-liege", INSPECTOR, "dpo-1"):
        assert waiting(house, by) == []
    assert order_references(house.store, user(house.store, BY)) == {order.id: order.reference}
    assert order_references(house.store, user(house.store, "direction-1")) == {}


def test_a_permission_that_is_recorded_in_time_raises_nothing(house: AppContext) -> None:
    """The team was permitted before: nobody has anything to do."""
    permit(house.acting(BY, AT), ordered(house).id, "team", TEAM)
    approved(house)
    assert waiting(house) == []


def test_an_order_that_was_withdrawn_raises_nothing_either(house: AppContext) -> None:
    """Nobody is sent for it any more, so no permission is missing."""
    order = ordered(house)
    planned(house)
    withdraw_order(house.acting(BY, AT), order.id, reason=REASON)
    approved(house)
    assert waiting(house) == []


def test_a_withdrawn_order_sends_nobody_and_is_still_there(house: AppContext) -> None:
    """Neither owed nor carried; it stays, with who ended it and why in the trail."""
    order = ordered(house)
    permit(house.acting(BY, AT), order.id, "team", TEAM)
    plan_id = approved(house)
    ended = withdraw_order(house.acting(BY, AT), order.reference.lower(), reason=REASON)
    assert (ended.state, [(s.team, s.day) for s in ended.planned]) == ("withdrawn", [(TEAM, WEEK.monday)])
    assert open_mandates(house.acting(), None, AT.date()) == []
    assert carried_rounds(house.acting(), plan_id, ()) == ()
    (listed,) = orders_of(house.acting(BY, AT))
    assert (listed.state, listed.planned) == ("withdrawn", ())
    again = withdraw_order(house.acting(BY, later(hours=1)), order.id, reason="entered_twice")
    assert again.state == "withdrawn"
    with house.store.read() as session:
        assert session.exec(select(JudicialOrderRow)).one().id == order.id
        (entry,) = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "order.withdraw"))
    assert (entry.subject, entry.who, entry.facts) == (order.id, BY, {"reason": REASON})


def test_another_order_at_the_same_workplace_still_stands(house: AppContext) -> None:
    """The visit answers the one that was not withdrawn, whichever came first."""
    kept = ordered(house)
    gone = ordered(house, authority_reference="LI.69.98.7-26")
    withdraw_order(house.acting(BY, AT), gone.id, reason="entered_twice")
    (owed,) = open_mandates(house.acting(), None, AT.date())
    assert owed.origin_id == kept.id
    permit(house.acting(BY, AT), kept.id, "user", INSPECTOR)
    save(house.acting(INSPECTOR, AT), a_control(workplace=FIRM), place=LIEGE)
    assert {o.id: o.state for o in orders_of(house.acting(BY, AT))} == {kept.id: "visited", gone.id: "withdrawn"}


def test_a_control_by_the_code_of_a_withdrawn_order_stays_closed(house: AppContext) -> None:
    """The team went with the sheet of the day before: what it saw is as closed as the order was, and ends nothing."""
    order = ordered(house)
    permit(house.acting(BY, AT), order.id, "team", TEAM)
    approved(house)
    withdraw_order(house.acting(BY, AT), order.id, reason=REASON)
    control = save(house.acting(INSPECTOR, later(hours=1)), a_control(workplace=FIRM, visit="ABCDEF"), place=LIEGE)
    assert list_controls(house.acting("direction-1", AT)) == []
    assert [c.id for c in list_controls(house.acting(BY, AT))] == [control.control_id]
    assert orders_of(house.acting(BY, AT))[0].state == "withdrawn"
    plain = save(house.acting(INSPECTOR, later(hours=2)), a_control(workplace=FIRM), place=LIEGE)
    assert [c.id for c in list_controls(house.acting("direction-1", AT))] == [plain.control_id]


def test_what_was_answered_is_not_withdrawn(house: AppContext) -> None:
    """A control is there: the order has had its effect."""
    order = ordered(house)
    save(house.acting(BY, AT), a_control(workplace=FIRM), place=LIEGE)
    with pytest.raises(PlanningFault) as refused:
        withdraw_order(house.acting(BY, AT), order.id, reason=REASON)
    assert refused.value.code == "PLAN-412"


def test_a_revoked_permission_closes_the_door_and_can_be_given_again(house: AppContext) -> None:
    """List, round and control are closed to the team; both rows stay, and a third opens the door again."""
    order = ordered(house)
    permit(house.acting(BY, AT), order.id, "team", TEAM)
    plan_id, book = approved(house), a_part("liege").book
    seen = revoke(house.acting(BY, AT), order.id, "team", TEAM, reason="other_team")
    assert [(s.team, s.is_permitted) for s in seen.planned] == [(TEAM, False)]
    assert orders_of(house.acting(INSPECTOR, AT)) == []
    assert carried_rounds(house.acting(), plan_id, book.rounds) == book.rounds
    revoke(house.acting(BY, AT), order.id, "team", TEAM, reason="other_team")
    permit(house.acting(BY, later(hours=1)), order.id, "team", TEAM)
    assert len(orders_of(house.acting(INSPECTOR, AT))) == 1
    with house.store.read() as session:
        rows = session.exec(select(JudicialPermissionRow).where(JudicialPermissionRow.reader == TEAM)).all()
        (entry,) = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "order.revoke"))
    assert len(rows) == 2
    assert entry.facts == {"kind": "team", "reader": TEAM, "reason": "other_team"}


def test_a_permission_revoked_by_another_is_told_to_who_registered_the_order(house: AppContext) -> None:
    """In an approved week nobody goes any more. Seen once, it is told again when it happens again."""
    order = ordered(house)
    permit(house.acting(BY, AT), order.id, "team", TEAM)
    permit(house.acting(BY, AT), order.id, "user", "direction-1")
    approved(house)
    revoke(house.acting(BY, AT), order.id, "team", TEAM, reason="other_team")
    assert waiting(house) == []  # who did it knows it
    for _ in range(2):
        permit(house.acting(BY, AT), order.id, "team", TEAM)
        assert waiting(house) == []  # with the permission the alert ends
        revoke(house.acting("direction-1", AT), order.id, "team", TEAM, reason="other_team")
    assert waiting(house) == ["order_unpermitted"]
    see_alert(house.acting(BY, AT), alerts(house.store)[0].id)
    permit(house.acting(BY, AT), order.id, "team", TEAM)
    revoke(house.acting("direction-1", AT), order.id, "team", TEAM, reason="other_team")
    assert waiting(house) == ["order_unpermitted"]


def test_ends_are_refused_as_permissions_are(house: AppContext) -> None:
    """Who cannot see an order cannot end it, a reason is one word, and the registrar stays."""
    order = ordered(house)
    for by, reason, code in ((OTHER, REASON, "409"), (BY, "because the owner is ill", "411"), (BY, "", "411")):
        with pytest.raises(PlanningFault) as refused:
            withdraw_order(house.acting(by, AT), order.id, reason=reason)
        assert refused.value.code == f"PLAN-{code}"
        with pytest.raises(PlanningFault) as refused:
            revoke(house.acting(by, AT), order.id, "team", TEAM, reason=reason)
        assert refused.value.code == f"PLAN-{code}"
    with pytest.raises(PlanningFault) as refused:
        revoke(house.acting(BY, AT), order.id, "user", BY, reason="left_the_service")
    assert refused.value.code == "PLAN-413"
    with pytest.raises(AccessRefused):
        withdraw_order(house.acting(INSPECTOR, AT), order.id, reason=REASON)
    with pytest.raises(AccessRefused):
        revoke(house.acting(INSPECTOR, AT), order.id, "team", TEAM, reason=REASON)


def test_a_hold_does_not_show_through_the_alert(house: AppContext) -> None:
    """The alert is the same whether the place is on hold or not: it speaks of the permission only."""
    ordered(house)
    place_hold(house.acting(OTHER, AT), "workplace", FIRM, WEEK.days[4])
    approved(house)
    assert waiting(house) == ["order_unpermitted"]


def test_an_order_is_shown_with_who_may_see_it_and_whom_to_ring(house: AppContext) -> None:
    """A team is to be rung once it could see the visit and nobody goes any more; who may see it, the office alone."""
    order = ordered(house)
    approved(house)
    assert show_order(house.acting(BY, AT), order.reference.lower()).to_ring == ()
    permit(house.acting(BY, AT), order.id, "team", TEAM)
    shown = show_order(house.acting(BY, AT), order.id)
    assert [(one.kind, one.reader) for one in shown.access or ()] == [("user", BY), ("team", TEAM)]
    assert (shown.to_ring, [stop.is_permitted for stop in shown.order.planned]) == ((), [True])
    theirs = show_order(house.acting(INSPECTOR, AT), order.id)
    assert (theirs.access, theirs.offices, theirs.order) == (None, None, shown.order)
    revoke(house.acting(BY, AT), order.id, "team", TEAM, reason="other_team")
    closed = [(stop.team, stop.is_permitted) for stop in show_order(house.acting(BY, AT), order.id).to_ring]
    assert closed == [(TEAM, False)]
    with pytest.raises(PlanningFault) as refused:
        show_order(house.acting(INSPECTOR, AT), order.id)
    assert refused.value.code == "PLAN-409"
    permit(house.acting(BY, AT), order.id, "team", TEAM)
    withdraw_order(house.acting(BY, AT), order.id, reason=REASON)
    ended = show_order(house.acting(BY, AT), order.id)
    assert (ended.order.planned, [stop.team for stop in ended.to_ring]) == ((), [TEAM])
    assert show_order(house.acting(BY, later(days=30)), order.id).to_ring == ()
    with house.store.read() as session:
        looks = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "order.list")).all()
    assert {(one.subject, one.facts["kind"]) for one in looks} == {(order.id, "order")}
