"""Holds: who may place, lift and see one; what a plan may know of it; and that nothing else tells."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders_acts import AT, FIRM, LIEGE, WEEK, a_control, a_part, later
from sqlmodel import select

from inspection.acts.chasing import list_alerts
from inspection.acts.controls import save
from inspection.acts.weeks import approve_week, propose_week
from inspection.acts.workplaces import (
    KnownWorkplace,
    holds_of,
    lift_hold,
    place_hold,
    remember_workplaces,
    show_hold,
    workplaces_under_hold,
)
from inspection.errors import AccessRefused, PlanningFault
from inspection.store.queries import plans
from inspection.store.records import AuditEntryRow
from inspection.store.weeks import HoldRow
from inspection.trust import AppContext, verify_trail

BY, OTHER, DIRECTION = "supervisor-liege", "supervisor-namur", "direction-1"
UNTIL = WEEK.days[4]
FIRST_STOP = "est:2000000002"  # the first of the three that a_part plans in Liège


def placed(house: AppContext, kind="workplace", subject=FIRM, until=UNTIL, by=BY, at=AT, **fields):
    """Place a hold."""
    return place_hold(house.acting(by, at), kind, subject, until, **fields)


def a_place(workplace: str, enterprise: str | None = None, address: str | None = None, **fields) -> KnownWorkplace:
    """A workplace as last known."""
    values = {"district": "liege", "sector": "restaurants", "seen_on": AT.date(), "refnis": LIEGE}
    return KnownWorkplace(id=workplace, enterprise=enterprise, address=address, **{**values, **fields})


def under(house: AppContext, *workplaces: str, days=WEEK.days) -> set[tuple[str, date]]:
    """Return what is unavailable in the week."""
    return set(workplaces_under_hold(house.acting(), workplaces, days))


def test_a_workplace_is_unavailable_up_to_and_including_the_day(house: AppContext) -> None:
    """The day after it may be visited again; another workplace always."""
    placed(house, until=WEEK.days[1])
    assert under(house, FIRM, "est:2999999999") == {(FIRM, WEEK.days[0]), (FIRM, WEEK.days[1])}
    assert under(house) == set()
    assert under(house, FIRM, days=()) == set()


def test_an_enterprise_or_an_address_holds_every_workplace_of_it(house: AppContext) -> None:
    """However the register writes them: dots, capitals, accents; and only in the municipality that was named."""
    rows = [
        a_place("est:2111111111", "0800.000.123", "Rue de l'Église 4"),
        a_place("est:2222222222", "0800000123"),
        a_place("est:2333333333", "0800000999", "RUE DE L EGLISE 4"),
        a_place("est:2444444444", None, "Rue de l'Église 4", refnis="92094"),
    ]
    remember_workplaces(house.acting(at=AT), rows)
    every = [row.id for row in rows]
    firm = placed(house, "enterprise", "BE 0800.000.123")
    assert {w for w, _ in under(house, *every)} == set(every[:2])
    placed(house, "address", "rue de l'eglise 4", place=LIEGE)
    assert {w for w, _ in under(house, *every)} == set(every[:3])
    lift_hold(house.acting(BY, AT), firm.id)
    assert {w for w, _ in under(house, *every)} == {every[0], every[2]}


def test_the_same_hold_again_is_no_second_one(house: AppContext) -> None:
    """Lifted once, it is over; of another day, office or person, or once it was lifted, it is another one."""
    first = placed(house, authority="aud-liege")
    assert placed(house, authority="aud-liege").id == first.id
    others = [placed(house), placed(house, until=UNTIL + timedelta(days=1)), placed(house, by=OTHER)]
    assert len({one.id for one in (first, *others)}) == 4
    for one in (first, *others):
        lift_hold(house.acting(one.placed_by, AT), one.id)
    assert under(house, FIRM) == set()
    assert placed(house, authority="aud-liege").id != first.id


def test_the_later_of_two_holds_counts_and_lifting_one_leaves_the_other(house: AppContext) -> None:
    """Two who asked are two holds: neither ends the other's."""
    placed(house, until=WEEK.days[0])
    long = placed(house, until=WEEK.days[2], by=OTHER)
    assert len(under(house, FIRM)) == 3
    lift_hold(house.acting(OTHER, AT), long.id)
    assert len(under(house, FIRM)) == 1


def test_another_service_has_holds_of_its_own(house: AppContext) -> None:
    """A hold of ONSS is unknown to TSW, which plans by itself."""
    placed(house)
    elsewhere = replace(house, settings=replace(house.settings, service="TSW"))
    assert under(elsewhere, FIRM) == set()


@pytest.mark.parametrize(
    ("kind", "subject", "fields", "code"),
    [
        ("workplace", "2123456789", {}, "401"),  # no key of a workplace
        ("workplace", "est:1123456789", {}, "401"),  # no establishment's number
        ("enterprise", "2123456789", {}, "401"),  # no enterprise's number
        ("enterprise", "", {}, "401"),
        ("somebody", FIRM, {}, "401"),
        ("workplace", FIRM, {"until": AT.date() - timedelta(days=1)}, "402"),
        ("address", "Rue du Test 4", {}, "404"),
        ("address", "Rue du Test 4", {"place": "Liège"}, "404"),
        ("workplace", FIRM, {"authority": "nobody"}, "405"),
    ],
)
def test_what_cannot_be_held_is_refused_without_repeating_it(
    house: AppContext, kind: str, subject: str, fields: dict[str, object], code: str
) -> None:
    """A refusal ends in logs: it says what to do, and not about whom."""
    with pytest.raises(PlanningFault) as refused:
        placed(house, kind, subject, **fields)
    assert refused.value.code == f"PLAN-{code}"
    assert not subject or subject not in str(refused.value)
    assert holds_of(house.acting(BY, AT)) == []


@pytest.mark.parametrize("by", ["insp-liege-1", "head-liege", "dpo-1", "system", "nobody"])
def test_only_the_office_places_lifts_and_lists_holds(house: AppContext, by: str) -> None:
    """A field role that could would learn from a refusal what is held."""
    hold = placed(house)
    for act in (
        lambda: placed(house, by=by),
        lambda: lift_hold(house.acting(by, AT), hold.id),
        lambda: holds_of(house.acting(by, AT)),
    ):
        with pytest.raises(AccessRefused):
            act()


def test_a_hold_is_seen_by_who_placed_it_and_by_the_direction(house: AppContext) -> None:
    """Another supervisor neither sees nor lifts it; to them it is one that does not exist."""
    hold = placed(house, authority="aud-liege")
    assert [h.id for h in holds_of(house.acting(BY, AT))] == [hold.id]
    (seen,) = holds_of(house.acting(DIRECTION, AT))
    assert (seen.subject, seen.authority, seen.until) == (FIRM, "aud-liege", UNTIL)
    assert holds_of(house.acting(OTHER, AT)) == []
    for one, by in ((hold.id, OTHER), ("unknown", BY)):
        with pytest.raises(PlanningFault) as refused:
            lift_hold(house.acting(by, AT), one)
        assert refused.value.code == "PLAN-403"
    assert FIRM not in repr(seen)
    assert "aud-liege" not in repr(seen)


def test_a_lifted_hold_stays_lifted_and_an_ended_one_is_not_listed(house: AppContext) -> None:
    """Lifting twice changes nothing and records nothing."""
    hold = placed(house)
    first = lift_hold(house.acting(BY, later(days=1)), hold.id)
    entries = verify_trail(house.store).entries
    assert lift_hold(house.acting(DIRECTION, later(days=2)), hold.id) == first
    assert verify_trail(house.store).entries == entries
    assert holds_of(house.acting(BY, AT)) == []
    placed(house, until=AT.date())
    assert holds_of(house.acting(BY, later(days=1))) == []


def test_neither_row_nor_trail_says_what_is_held_or_who_asked(house: AppContext) -> None:
    """Both are sealed; there is no column for a ground; the trail names the hold's id, its kind and its day."""
    placed(house, authority="aud-liege")
    with house.store.read() as session:
        (row,) = session.exec(select(HoldRow))
        trail = session.exec(select(AuditEntryRow).where(AuditEntryRow.stream == "hold")).all()
    said = str(row.model_dump()) + str([entry.model_dump() for entry in trail])
    assert FIRM not in said
    assert FIRM[4:] not in said
    assert "aud-liege" not in said
    assert not {"ground", "grounds", "reason", "note"} & set(HoldRow.model_fields)
    assert [(e.act, set(e.facts)) for e in trail] == [("hold.place", {"kind", "until"})]


def test_a_week_that_changed_since_it_was_planned_is_not_approved(house: AppContext) -> None:
    """The approver is told to plan it again, and not which visit it is; a stop after the hold's end does not count."""
    propose_week(house.acting(at=AT), WEEK, service="ONSS", parts=[a_part("liege")])
    sha256 = plans(house.store)[0].sha256
    hold = placed(house, subject=FIRST_STOP)
    assert hold.planned == ()
    with pytest.raises(PlanningFault) as refused:
        approve_week(house.acting(DIRECTION, AT), WEEK, sha256)
    assert refused.value.code == "PLAN-223"
    assert FIRST_STOP not in str(refused.value)
    lift_hold(house.acting(BY, AT), hold.id)
    placed(house, subject=FIRST_STOP, until=WEEK.monday - timedelta(days=1))
    assert approve_week(house.acting(DIRECTION, AT), WEEK, sha256).approved_by == DIRECTION


def test_who_places_a_hold_learns_what_approved_weeks_still_send_there(house: AppContext) -> None:
    """They tell the team by telephone: team, day and code, which is all that one says on the telephone."""
    propose_week(house.acting(at=AT), WEEK, service="ONSS", parts=[a_part("liege")])
    approve_week(house.acting(DIRECTION, AT), WEEK, plans(house.store)[0].sha256)
    (there,) = placed(house, subject=FIRST_STOP).planned
    assert (there.team, there.day) == ("liege-1", WEEK.monday)
    assert placed(house, subject="est:2999999999").planned == ()
    assert placed(house, subject=FIRST_STOP, until=WEEK.monday - timedelta(days=1)).planned == ()


def test_a_control_there_is_saved_and_only_who_placed_the_hold_is_told(house: AppContext) -> None:
    """Whoever stood at the door is not refused; each control is told once, to one person, wherever they are."""
    placed(house, by=OTHER)
    control = a_control(workplace=FIRM)
    assert save(house.acting("insp-liege-1", AT), control, place=LIEGE).is_new
    assert not save(house.acting("insp-liege-1", AT), control, place=LIEGE).is_new
    save(house.acting("insp-liege-1", later(hours=1)), a_control(workplace=FIRM), place=LIEGE)
    assert [a.kind for a in list_alerts(house.acting(OTHER, AT))] == ["place_unavailable"] * 2
    for by in (BY, DIRECTION, "insp-liege-1", "head-liege", "dpo-1"):
        assert list_alerts(house.acting(by, AT)) == []


def test_a_control_elsewhere_or_after_the_hold_tells_nobody(house: AppContext) -> None:
    """Facts of a day after the last one are none of theirs."""
    placed(house, by=OTHER, until=AT.date())
    save(house.acting("insp-liege-1", AT), a_control(workplace="est:2999999999"), place=LIEGE)
    tomorrow = AT.date() + timedelta(days=1)
    save(house.acting("insp-liege-1", later(days=1)), a_control(workplace=FIRM, on=tomorrow), place=LIEGE)
    assert list_alerts(house.acting(OTHER, AT)) == []


def test_a_control_on_the_last_day_of_a_hold_is_told(house: AppContext) -> None:
    """The day itself still belongs to the hold: whoever placed it learns that somebody went there."""
    placed(house, until=AT.date())
    save(house.acting("insp-liege-1", AT), a_control(workplace=FIRM), place=LIEGE)
    assert [a.kind for a in list_alerts(house.acting(BY, AT))] == ["place_unavailable"]


def test_one_hold_is_shown_with_what_still_goes_there(house: AppContext) -> None:
    """To who placed it and the direction; the look is recorded with its id, and one that was lifted stops nothing."""
    propose_week(house.acting(at=AT), WEEK, service="ONSS", parts=[a_part("liege")])
    approve_week(house.acting(DIRECTION, AT), WEEK, plans(house.store)[0].sha256)
    hold = placed(house, subject=FIRST_STOP)
    for by in (BY, DIRECTION):
        seen = show_hold(house.acting(by, AT), hold.id)
        assert [(one.team, one.day) for one in seen.planned] == [("liege-1", WEEK.monday)]
    assert show_hold(house.acting(BY, later(days=9)), hold.id).planned == ()
    for by, one in ((OTHER, hold.id), (BY, "unknown")):
        with pytest.raises(PlanningFault) as refused:
            show_hold(house.acting(by, AT), one)
        assert refused.value.code == "PLAN-403"
    with house.store.read() as session:
        looks = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "hold.list")).all()
    assert [(one.who, one.subject) for one in looks] == [(BY, hold.id), (DIRECTION, hold.id), (BY, hold.id)]
    lift_hold(house.acting(BY, AT), hold.id)
    assert show_hold(house.acting(BY, AT), hold.id).planned == ()
