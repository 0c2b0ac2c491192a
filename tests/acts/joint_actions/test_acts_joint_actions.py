"""Joint actions: booked, refused by name, moved, confirmed partner by partner, called off, carried out."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from builders_acts import AT, FIRM, LIEGE, a_chosen, a_control, a_part, later
from builders_acts import WEEK as PLANNED
from builders_books import with_plan
from builders_joint import (
    MONDAY,
    MORNINGS,
    OTHER,
    POLICE,
    ROMANIAN,
    TEN,
    TUESDAY,
    WEEK,
    an_action,
    an_approved_week,
    with_two_teams,
)
from houses import as_user
from sqlmodel import select

from inspection.acts.chasing import chase
from inspection.acts.controls import save
from inspection.acts.joint_actions import (
    FixedMoment,
    FreeMoment,
    NewPartner,
    actions_of,
    book_action,
    booked_actions,
    booked_elsewhere,
    call_off_action,
    confirm_partner,
    move_action,
    with_bookings,
)
from inspection.acts.staff import import_roster
from inspection.acts.weeks import propose_week
from inspection.acts.workplaces import KnownWorkplace, remember_workplaces
from inspection.errors import AccessRefused, PlanningFault
from inspection.planning.problem import Round, Stop
from inspection.sealing import is_short_code
from inspection.store.queries import actions, alerts, visits
from inspection.store.records import AuditEntryRow
from inspection.targeting.model import Mandate
from inspection.time_of import IsoWeek
from inspection.trust import AppContext, verify_trail

HEAD = "head-liege"


@pytest.fixture
def two(house: AppContext) -> AppContext:
    """Give a house with two teams in Liège."""
    return with_two_teams(house)


def booked(house: AppContext, by: str = HEAD, **fields):
    """Book the ordinary action."""
    return book_action(house.acting(by, AT), an_action(**fields))


def refused(house: AppContext, code: str, by: str = HEAD, **fields) -> PlanningFault:
    """Try to book; see that it is refused with this code and that nothing was kept."""
    before = [a.reference for a in actions(house.store)]
    with pytest.raises(PlanningFault) as fault:
        booked(house, by, **fields)
    assert fault.value.code == f"PLAN-{code}", fault.value
    assert [a.reference for a in actions(house.store)] == before
    return fault.value


def test_an_action_without_partners_is_confirmed_at_once(two: AppContext) -> None:
    """It has a reference that can be spoken, minutes and size of its sector, and an entry in the trail."""
    made = booked(two, team_size=None)
    (action,) = actions(two.store)
    assert is_short_code(made.reference)
    assert (made.state, made.waits_for) == ("confirmed", 0)
    assert (action.teams, action.week, action.day, action.minute) == (2, str(WEEK), TUESDAY, 600.0)
    sector = two.catalogue(TUESDAY).sectors["restaurants"]
    assert (action.minutes, action.team_size) == (sector.minutes, sector.team_size)
    with two.store.read() as session:
        (entry,) = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "action.book"))
    assert (entry.subject, entry.facts["teams"]) == (action.id, 2)


def test_the_last_partner_confirms_an_action_and_a_no_takes_it_back(two: AppContext) -> None:
    """Proposed until everybody comes; a "no" is told to the team head, once."""
    made = booked(two, partners=(POLICE, ROMANIAN))
    assert (made.state, made.waits_for) == ("proposed", 2)
    assert confirm_partner(two.acting(HEAD, AT), made.reference, "police").state == "proposed"
    done = confirm_partner(two.acting("insp-liege-1", AT), made.reference, "interpreter", language="ro")
    assert (done.state, done.waits_for) == ("confirmed", 0)
    entries = verify_trail(two.store).entries
    assert confirm_partner(two.acting(HEAD, later(hours=1)), made.reference, "police") == done
    assert verify_trail(two.store).entries == entries
    gone = confirm_partner(two.acting(HEAD, AT), made.reference, "police", declined=True)
    assert (gone.state, gone.waits_for) == ("proposed", 1)
    for _ in range(2):
        assert [a.for_role for a in alerts(two.store) if a.kind == "partner_declined"] == ["team_head"]
        confirm_partner(two.acting(HEAD, later(hours=2)), made.reference, "police")
        assert "partner_declined" not in {a.kind for a in alerts(two.store)}  # and a second "no" is told again
        confirm_partner(two.acting(HEAD, later(hours=3)), made.reference, "police", declined=True)


def test_a_moved_action_asks_its_partners_anew(two: AppContext) -> None:
    """A "yes" was to the old moment; the reference stays."""
    made = booked(two, partners=(POLICE,))
    confirm_partner(two.acting(HEAD, AT), made.reference, "police")
    moved = move_action(two.acting(HEAD, later(hours=1)), made.reference, MORNINGS)
    (action,) = actions(two.store)
    assert (moved.reference, moved.state, moved.waits_for) == (made.reference, "proposed", 1)
    assert (action.day, action.minute, action.days) == (None, None, (MONDAY, TUESDAY))
    assert [p.state for p in action.partners] == ["asked"]


def test_a_refused_move_leaves_the_action_where_it_was(two: AppContext) -> None:
    """One transaction: neither moment nor partners change."""
    made = booked(two, partners=(POLICE,))
    before = actions(two.store)
    for moment, code in ((replace(TEN, minute=607.0), "252"), (replace(TEN, minute=1200.0), "245")):
        with pytest.raises(PlanningFault) as fault:
            move_action(two.acting(HEAD, AT), made.reference, moment)
        assert fault.value.code == f"PLAN-{code}"
    assert actions(two.store) == before


def test_a_moment_that_is_past_or_was_never_one_is_refused(two: AppContext) -> None:
    """Past, no quarter of an hour, days of two weeks, no window at all."""
    refused(two, "240", moment=FixedMoment(day=AT.date() - timedelta(days=1), minute=600.0))
    refused(two, "240", moment=FixedMoment(day=AT.date(), minute=600.0))
    refused(two, "240", moment=FreeMoment(days=(date(2026, 11, 20),), windows=((540.0, 600.0),)))
    refused(two, "252", moment=replace(TEN, minute=607.0))
    refused(two, "252", moment=replace(MORNINGS, windows=((541.0, 700.0),)))
    refused(two, "265", moment=replace(MORNINGS, days=(MONDAY, MONDAY + timedelta(days=7))))
    refused(two, "253", moment=replace(MORNINGS, windows=()))
    refused(two, "253", moment=replace(MORNINGS, windows=((720.0, 540.0),)))


def test_teams_districts_sector_and_size_must_make_sense(two: AppContext) -> None:
    """One team is no joint action; a free moment is of one district; a district has teams of this service."""
    refused(two, "244", shares={"liege": 1})
    refused(two, "272", by="supervisor-liege", shares={"namur": 2})
    refused(two, "244", by="supervisor-liege", shares={"liege": 2, "namur": 0})
    refused(two, "254", by="supervisor-liege", shares={"liege": 1, "namur": 1}, moment=MORNINGS)
    refused(two, "255", sector="no_such_sector")
    refused(two, "263", workplace="")
    refused(two, "263", workplace="Rue Neuve 1")
    refused(two, "270", by="supervisor-liege", shares={"liege": 1, "eupen": 1})
    refused(two, "262", minutes=0.0)
    refused(two, "262", team_size=-1)


def test_a_workplace_of_another_district_is_refused(two: AppContext) -> None:
    """The district in which it lies leads."""
    known = KnownWorkplace(id=FIRM, district="namur", sector="restaurants", seen_on=AT.date(), refnis=LIEGE)
    remember_workplaces(two.acting(at=AT), [known])
    assert "namur" in refused(two, "256").what


def test_a_contact_is_an_office_and_an_interpreter_has_a_language(two: AppContext) -> None:
    """A name is refused, and does not come back in the message."""
    fault = refused(two, "257", partners=(NewPartner(kind="police", contact="Commissaire Dupont"),))
    assert "Dupont" not in str(fault)
    refused(two, "251", partners=(replace(ROMANIAN, language=None),))
    refused(two, "264", partners=(replace(ROMANIAN, language="roumain"),))
    for contact in ("pjf-liege", "+32 2 555 00 00", "permanence@police.be"):
        move = replace(POLICE, contact=contact)
        call_off_action(two.acting(HEAD, AT), booked(two, partners=(move,)).reference, reason="test")


@pytest.mark.parametrize(
    ("code", "second", "fields"),
    [
        ("245", {}, {"moment": FixedMoment(day=TUESDAY, minute=1200.0)}),
        ("245", {}, {"moment": FixedMoment(day=WEEK.days[6], minute=600.0)}),
        ("245", {}, {"moment": FixedMoment(day=TUESDAY, minute=975.0), "minutes": 60.0}),
        ("246", {"size": 1}, {}),
        ("247", {"languages": ["nl"]}, {"languages": frozenset({"fr", "de"})}),
        ("248", {"skills": ["heights"]}, {"skills": frozenset({"heights"})}),
        ("249", {}, {"shares": {"liege": 3}}),
        ("249", {"size": 3}, {"team_size": 3, "languages": frozenset({"nl"}), "shares": {"liege": 3}}),
    ],
)
@pytest.mark.few(4)
def test_what_the_teams_cannot_do_is_refused_by_its_rule(house: AppContext, code: str, second, fields) -> None:
    """The rule that keeps them out is named, so that whoever books knows what to change."""
    refused(with_two_teams(house, **second), code, **fields)


def test_two_actions_never_claim_the_same_team_at_once(two: AppContext) -> None:
    """Overlapping in time they need teams of their own; one after the other, or with a free moment, they do not."""
    first = booked(two)
    fault = refused(two, "250", workplace=OTHER, moment=replace(TEN, minute=630.0))
    assert first.reference in fault.what
    assert booked(two, workplace=OTHER, moment=replace(TEN, minute=780.0))
    assert booked(two, workplace="est:2999999902", moment=MORNINGS)


def test_a_workplace_is_visited_once_in_a_cooling_off_period(two: AppContext) -> None:
    """Neither after a control, nor beside another action, nor near a visit that is planned already."""
    save(two.acting("insp-liege-1", AT), a_control(workplace=OTHER), place=LIEGE)
    refused(two, "242", workplace=OTHER)
    first = booked(two)
    assert first.reference in refused(two, "243").what
    assert first.reference in refused(two, "243", moment=replace(TEN, day=TUESDAY + timedelta(weeks=3))).what
    far = two.catalogue(TUESDAY).selection.cooling_off_days + 10
    later_day = TUESDAY + timedelta(days=far - (far % 7) + 7)
    assert booked(two, moment=replace(TEN, day=later_day))
    an_approved_week(two)
    refused(two, "242", workplace=a_chosen(2).workplace)
    assert booked(two, workplace=a_chosen(5).workplace, moment=replace(TEN, minute=780.0))  # it found no place


def test_an_approved_week_takes_no_booking_but_by_replanning(two: AppContext) -> None:
    """The conflict is named: the visit that stands at that workplace."""
    an_approved_week(two, WEEK)
    refused(two, "241", workplace=OTHER)
    code = visits(two.store)[0].code
    fault = refused(two, "275", workplace=visits(two.store)[0].workplace)
    assert f"visit {code} of liege-1" in fault.advice
    assert book_action(two.acting(HEAD, AT), an_action(workplace=OTHER), replanning=True).state == "confirmed"


def test_only_a_head_of_each_district_books_and_everybody_of_it_sees(two: AppContext) -> None:
    """An inspector books nothing; a head lends no other district's teams; another district sees what it lends to."""
    for by in ("insp-liege-1", "head-namur", "dpo-1", "nobody"):
        with pytest.raises(AccessRefused):
            booked(two, by)
    shared = {"liege": 1, "namur": 1}
    with pytest.raises(AccessRefused):
        booked(two, shares=shared)
    made = booked(two, "supervisor-liege", shares=shared)
    booked(two, workplace=OTHER, moment=replace(TEN, minute=780.0))
    for by, count in (("insp-liege-1", 2), ("head-namur", 1), ("direction-1", 2)):
        assert len(actions_of(two.acting(by, AT), week=WEEK)) == count
    assert [a.reference for a in actions_of(two.acting("direction-1", AT), district="namur")] == [made.reference]
    with pytest.raises(AccessRefused):
        call_off_action(two.acting("head-namur", AT), made.reference, reason="test")
    with two.store.read() as session:
        looks = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "record.list")).all()
    assert len(looks) == 4


def test_what_is_over_stays_as_it_is(two: AppContext) -> None:
    """Unknown, called off and carried out are refused; calling off twice changes nothing; a reason is one word."""
    made = booked(two)
    wrong = [
        ("258", lambda: call_off_action(two.acting(HEAD, AT), "AAAAAAA", reason="test")),
        ("261", lambda: call_off_action(two.acting(HEAD, AT), made.reference, reason="He is ill")),
        ("260", lambda: confirm_partner(two.acting(HEAD, AT), made.reference, "police")),
    ]
    off = call_off_action(two.acting(HEAD, AT), made.reference.lower(), reason="partner_declined")
    assert off.state == "called_off"
    assert call_off_action(two.acting(HEAD, AT), made.reference, reason="test") == off
    wrong = [
        wrong[0],
        ("259", lambda: move_action(two.acting(HEAD, AT), made.reference, MORNINGS)),
        ("259", lambda: confirm_partner(two.acting(HEAD, AT), made.reference, "police")),
    ] + [w for w in wrong if w[0] == "261"]
    for code, act in wrong:
        with pytest.raises(PlanningFault) as fault:
            act()
        assert fault.value.code == f"PLAN-{code}"
    assert booked(two)  # its teams and its workplace are free again


def test_partners_of_one_kind_are_told_apart(two: AppContext) -> None:
    """Two interpreters: the language, or the contact, says which one answered."""
    polish = replace(ROMANIAN, language="pl")
    made = booked(two, partners=(ROMANIAN, polish))
    for kind, code in (("interpreter", "PLAN-274"), ("police", "PLAN-260")):
        with pytest.raises(PlanningFault) as fault:
            confirm_partner(two.acting(HEAD, AT), made.reference, kind)
        assert fault.value.code == code
    confirm_partner(two.acting(HEAD, AT), made.reference, "interpreter", language="pl")
    assert sorted((p.language, p.state) for p in actions(two.store)[0].partners) == [
        ("pl", "confirmed"),
        ("ro", "asked"),
    ]


def test_an_action_called_off_in_an_approved_week_is_told(two: AppContext) -> None:
    """The visit stands until the week is replanned."""
    made = booked(two)
    an_approved_week(two, WEEK)
    call_off_action(two.acting(HEAD, AT), made.reference, reason="test")
    assert [a.district for a in alerts(two.store) if a.kind == "action_called_off"] == ["liege"]


def test_silent_partners_are_told_of_once_a_rung(two: AppContext) -> None:
    """Nobody is told early; then team head, supervisor and direction, each once; not of one that confirmed."""
    made = booked(two, partners=(POLICE, ROMANIAN))
    confirm_partner(two.acting(HEAD, AT), made.reference, "police")
    days = sorted(two.catalogue(AT.date()).planning.partner_reminder_days, reverse=True)
    told = []
    for before in (days[0] + 1, *days, days[-1]):
        at = later(days=(TUESDAY - AT.date()).days - before)
        chase(two.acting(at=at))
        told.append([a.for_role for a in alerts(two.store) if a.kind == "partner_unconfirmed"])
    ladder = ["team_head", "supervisor", "direction"]
    assert told == [[], ladder[:1], ladder[:2], ladder, ladder]
    confirm_partner(two.acting(HEAD, at), made.reference, "interpreter", language="ro")
    chase(two.acting(at=at))
    assert "partner_unconfirmed" not in {a.kind for a in alerts(two.store)}


def test_a_control_carries_an_action_out(two: AppContext) -> None:
    """A closed control that was done, at its workplace in its week; a closed door leaves the action open."""
    booked(two)
    at = later(days=(TUESDAY - AT.date()).days)
    save(two.acting("insp-liege-1", at), a_control(on=TUESDAY, workplace=FIRM, outcome="closed"), place=LIEGE)
    assert actions(two.store)[0].state == "confirmed"
    save(two.acting("insp-liege-1", at), a_control(on=TUESDAY, workplace=FIRM), place=LIEGE)
    assert actions(two.store)[0].state == "carried_out"


def test_a_booking_takes_the_place_of_other_duties_and_keeps_the_risk_arm_away(two: AppContext) -> None:
    """One mandate a workplace; an optional action displaces no duty; near weeks leave the workplace alone."""
    booked(two)
    booked(two, workplace=OTHER, required=False, moment=replace(TEN, minute=780.0))
    found = booked_actions(as_user(two), WEEK)
    told = [Mandate(workplace=w, origin="complaint", origin_id="c") for w in (FIRM, OTHER)]
    assert [(m.workplace, m.origin) for m in with_bookings(told, found)] == [
        (FIRM, "joint_action"),
        (OTHER, "complaint"),
    ]
    assert [m.origin for m in with_bookings([], found)] == ["joint_action"] * 2
    assert booked_elsewhere(as_user(two), WEEK) == frozenset()
    assert booked_elsewhere(as_user(two), IsoWeek(2026, 50)) == {FIRM, OTHER}
    assert booked_elsewhere(as_user(two), IsoWeek(2027, 40)) == frozenset()


def proposed_with_an_action(house: AppContext, *teams: str) -> str:
    """Book an action for two teams and propose a week in which these have a stop there; returns the plan's id."""
    part = a_part("liege")
    workplace = part.selection.chosen[2].workplace
    moment = FreeMoment(days=(PLANNED.days[1],), windows=((540.0, 720.0),))
    book_action(house.acting(HEAD, AT), an_action(workplace=workplace, moment=moment))
    stop = Stop(visit=f"v-{workplace}", arrive=590.0, start=600.0, leave=660.0)
    rounds = tuple(Round(team=team, day=PLANNED.days[1], stops=(stop,)) for team in teams)
    parts = [with_plan(part, replace(part.plan, rounds=rounds))]
    return propose_week(house.acting(at=AT), PLANNED, service="ONSS", parts=parts)


def test_a_proposed_plan_writes_its_moments_back(two: AppContext) -> None:
    """Where the plan put an action stands in the calendar; a later plan without it empties the moment again."""
    plan_id = proposed_with_an_action(two, "liege-1", "liege-2")
    assert [(a.planned_day, a.planned_minute) for a in actions(two.store)] == [(PLANNED.days[1], 600.0)]
    assert {(v.team, v.start) for v in visits(two.store, plan_id=plan_id)} == {("liege-1", 600.0), ("liege-2", 600.0)}
    part = a_part("liege")
    without = [with_plan(part, replace(part.plan, rounds=()))]
    propose_week(two.acting(at=AT), PLANNED, service="ONSS", parts=without)
    assert [(a.planned_day, a.planned_minute) for a in actions(two.store)] == [(None, None)]


def test_a_plan_that_places_some_of_the_teams_writes_no_moment(two: AppContext) -> None:
    """One of two teams has a stop there: nobody may read from the calendar that the action is planned."""
    proposed_with_an_action(two, "liege-1")
    assert [(a.planned_day, a.planned_minute) for a in actions(two.store)] == [(None, None)]


def test_teams_of_two_districts_make_one_visit(two: AppContext) -> None:
    """The district that lends has a stop and no choice of its own: who was chosen is counted once."""
    lead, lends = a_part("liege"), a_part("namur", seed=2)
    one = lead.selection.chosen[2]
    guest = next(v for v in lead.visits if v.workplace == one.workplace)
    stop = Stop(visit=guest.id, arrive=590.0, start=600.0, leave=660.0)
    plans = [
        replace(p.plan, rounds=(Round(team=t, day=PLANNED.monday, stops=(stop,)),), unplaced={})
        for p, t in ((lead, "liege-1"), (lends, "namur-1"))
    ]
    parts = [
        with_plan(lends, plans[1], visits=(*lends.visits, guest), guests=(one,)),
        with_plan(lead, plans[0]),
    ]
    plan_id = propose_week(two.acting(at=AT), PLANNED, service="ONSS", parts=parts)
    found = visits(two.store, plan_id=plan_id, with_arm=True)
    assert {(v.workplace, v.district, v.arm, v.start) for v in found} == {(one.workplace, "liege", "mandated", 600.0)}
    assert [v.team for v in found] == ["liege-1", "namur-1"]
    assert len({v.code for v in found}) == 1


def test_a_roster_that_changed_is_asked_when_an_action_moves(two: AppContext) -> None:
    """What was possible when it was booked may be so no longer."""
    from builders_acts import a_roster

    made = booked(two)
    import_roster(two.acting("system", AT), a_roster())
    with pytest.raises(PlanningFault) as fault:
        move_action(two.acting(HEAD, AT), made.reference, replace(TEN, minute=720.0))
    assert fault.value.code == "PLAN-249"
