"""A control is stored and concluded in one transaction, and what follows from it leaves at once."""

from dataclasses import replace

import pytest
from builders_acts import (
    AT,
    FIRM,
    LIEGE,
    NAMUR,
    SIGNS,
    WEEK,
    a_control,
    a_part,
    a_suspicious_control,
    a_yes,
    later,
    raised,
)
from houses import House, as_user
from sqlalchemy import text
from sqlmodel import select

from inspection.acts.chasing import chase, list_draws
from inspection.acts.controls import correct_control, save, show_control
from inspection.acts.referrals import decide, log_call
from inspection.acts.weeks import approve_week, cooling_off, open_mandates, propose_week
from inspection.acts.workplaces import (
    KnownWorkplace,
    NewComplaint,
    drop_complaint,
    keep_complaint,
    register_complaint,
    remember_workplaces,
)
from inspection.control.conclusions import FORMAL
from inspection.errors import AccessRefused, ControlFault
from inspection.store.controls import ControlRow
from inspection.store.queries import complaints, control_body, controls, plans, referrals, visits
from inspection.store.records import AuditEntryRow
from inspection.territory import unnumbered_site
from inspection.trust import AppContext, verify_trail

BY = "insp-liege-1"
OTHER_ID = "01935c2e-7b00-7abc-8def-0123456789ac"


def saved(house: AppContext, control, by: str = BY, place: str | None = LIEGE, at=AT):
    """Save a control."""
    return save(house.acting(by, at), control, place=place)


def test_an_ordinary_control_is_stored_with_what_follows(house: AppContext) -> None:
    """Nothing found: no finding, no clock, no referral, no alert; the body opens as it was filled in."""
    control = a_control()
    result = saved(house, control)
    assert (result.findings, result.clocks, result.reference, result.is_new) == (0, 0, None, True)
    (row,) = controls(house.store)
    assert (row.id, row.district, row.is_planned, row.positive) == (control.control_id, "liege", False, False)
    assert '"fm_head_count":1' in control_body(house.store, row.id)
    assert raised(house) == referrals(house.store) == []


def test_an_unplanned_control_at_a_door_that_no_register_knows(house: AppContext) -> None:
    """A number of its own, and the place from the device, from the control's own words, or from whoever saves it."""
    control = a_control()
    site = unnumbered_site(control.control_id)
    somewhere = {"lon": 5.5718, "lat": 50.6412, "accuracy_m": 8.0, "at": AT.isoformat()}
    with pytest.raises(ControlFault, match="Nobody knows where"):
        saved(house, a_control(workplace=site), place=None)
    result = saved(house, a_control(workplace=site, position=somewhere), place=None)
    assert result.district == "liege"
    named = a_control(control_id=OTHER_ID, workplace=unnumbered_site(OTHER_ID), place=NAMUR, position=somewhere)
    assert saved(house, named, by="insp-namur-1", place=None).district == "namur"
    assert {row.workplace for row in controls(house.store)} == {site, unnumbered_site(OTHER_ID)}


def test_whoever_adds_to_a_control_need_not_say_again_where_it_was(house: AppContext) -> None:
    """The place was said when it was first saved; another workplace is another place."""
    control = a_control(left_at=None)
    saved(house, control)
    again = a_control(control_id=control.control_id)
    assert saved(house, again, place=None).district == "liege"
    with pytest.raises(ControlFault, match="Nobody knows where"):
        saved(house, a_control(control_id=control.control_id, workplace="site:x"), place=None)


def test_a_device_abroad_does_not_say_where_a_workplace_is(house: AppContext) -> None:
    """A position outside the country names no office: somebody must say the place."""
    sea = {"lon": 2.0, "lat": 52.0, "at": AT.isoformat()}
    with pytest.raises(ControlFault, match="Nobody knows where"):
        saved(house, a_control(workplace="site:x", position=sea), place=None)


@pytest.mark.parametrize("outcome", ["closed", "refused_access", "moved", "called_off", "unsafe"])
@pytest.mark.few(2)
def test_a_control_that_could_not_take_place_is_stored_with_what_was_done(house: AppContext, outcome: str) -> None:
    """Who fled and who was called is kept, whatever the outcome."""
    kept = {
        "seen": [{"ref": "S1", "state": "fled"}],
        "steps": [{"step": "local_police", "at": AT.isoformat(), "outcome": "reached"}],
    }
    body = control_body(house.store, saved(house, a_control(outcome=outcome, **kept)).control_id)
    assert '"state":"fled"' in body
    assert '"local_police"' in body


def test_findings_and_clocks_are_rows(house: AppContext) -> None:
    """An undeclared worker is a finding by the law of the day, and the copy's clock runs."""
    person = {"ref": "P1", "answers": {"q02_dimona": "absent"}}
    result = saved(house, a_control(persons=[person]))
    assert result.findings >= 1
    assert result.clocks >= 1
    assert controls(house.store)[0].findings == result.findings


def test_the_same_control_again_changes_nothing(house: AppContext) -> None:
    """Idempotent by id and content: the trail has not grown either."""
    control = a_suspicious_control("yes")
    first = saved(house, control)
    entries = verify_trail(house.store).entries
    again = saved(house, control, at=later(hours=3))
    assert (again.reference, again.is_new) == (first.reference, False)
    assert verify_trail(house.store).entries == entries
    assert len(referrals(house.store)) == 1


def test_another_control_under_the_same_id_is_refused(house: AppContext) -> None:
    """Nothing of it is stored."""
    control = a_control()
    saved(house, control)
    with pytest.raises(ControlFault, match="Another control"):
        saved(house, control.model_copy(update={"outcome": "closed"}))
    assert controls(house.store)[0].outcome == "done"


def test_an_unfinished_control_is_completed_and_its_versions_kept(house: AppContext) -> None:
    """A yes from inside an unfinished control opens the referral; the finished one adds nothing twice."""
    first = a_suspicious_control("yes", left_at=None)
    reference = saved(house, first).reference
    finished = first.model_copy(update={"left_at": later(hours=2)})
    assert saved(house, finished, at=later(hours=2)).reference == reference
    assert len(referrals(house.store)) == 1
    with house.store.read() as session:
        count = session.connection().execute(text("SELECT count(*) FROM control_version")).scalar()
    assert count == 1
    with pytest.raises(ControlFault, match="Another control"):
        saved(house, finished.model_copy(update={"outcome": "closed"}))
    with pytest.raises(ControlFault, match="Another control"):
        saved(house, a_control(control_id=first.control_id, left_at=None), by="insp-liege-2")


def test_a_yes_leaves_at_once_to_the_offices_of_the_workplace(house: AppContext) -> None:
    """One referral and one delivery each to the police cell and the auditorate, in the transaction of the control."""
    result = saved(house, a_suspicious_control("yes"))
    (referral,) = referrals(house.store)
    assert referral.reference == result.reference
    assert [d.recipient for d in referral.deliveries] == ["pjf-liege", "aud-liege"]
    assert {d.state for d in referral.deliveries} == {"queued"}
    assert raised(house) == []


def test_a_minor_is_told_to_the_guardianship_service_too(house: AppContext) -> None:
    """Three addressees."""
    minor = {"ref": "P1", "birth_date": "2011-01-01", "answers": {}}
    control = a_control(answers=dict(SIGNS), persons=[minor], suspicion=a_yes())
    saved(house, control)
    assert [d.recipient for d in referrals(house.store)[0].deliveries] == ["pjf-liege", "aud-liege", "guardianship"]


def test_undecided_after_a_positive_pattern_alerts_and_sends_nothing(house: AppContext) -> None:
    """The inspector is told at once; nothing is ever sent by itself."""
    result = saved(house, a_suspicious_control())
    assert result.proposal.positive
    (alert,) = raised(house)
    assert (alert.kind, alert.for_role, alert.for_user, alert.step) == ("undecided", "inspector", BY, 0)
    assert referrals(house.store) == []


def test_the_rule_never_blocks_the_inspectors_own_judgement(house: AppContext) -> None:
    """A yes without any indicator is referred all the same."""
    assert saved(house, a_control(suspicion=a_yes())).reference is not None


def test_grounds_are_needed_and_kept_sealed(house: AppContext) -> None:
    """A yes without grounds is refused whole; with grounds, no table shows them."""
    bare = a_suspicious_control("yes")
    bare = bare.model_copy(update={"suspicion": bare.suspicion.model_copy(update={"grounds": " "})})
    with pytest.raises(ControlFault, match="grounds"):
        saved(house, bare)
    saved(house, a_control(suspicion=a_yes(grounds="CANARY-GROUNDS")))
    assert "CANARY" not in everything(house, "suspicion_decision", "control", "delivery", "audit_entry")


def everything(house: AppContext, *tables: str) -> str:
    """Return all that stands in some tables, bytes as they are."""
    with house.store.read() as session:
        rows = [row for table in tables for row in session.connection().execute(text(f"SELECT * FROM {table}"))]
    return repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in rows])


def test_competence_follows_the_place(house: AppContext) -> None:
    """By REFNIS code, by what is known of the workplace, or refused: never by guess."""
    with pytest.raises(ControlFault, match="Nobody knows where"):
        saved(house, a_control(), place=None)
    where = KnownWorkplace(
        id=FIRM, district="namur", sector="restaurants", seen_on=AT.date(), refnis=NAMUR, name="Firm"
    )
    assert remember_workplaces(house.acting(at=AT), [where]) == 1
    assert saved(house, a_control(), by="insp-namur-1", place=None).district == "namur"


def test_a_control_answers_its_visit_and_the_complaint(house: AppContext) -> None:
    """The planned visit is carried out, the complaint visited; a second control of that visit is refused."""
    place = "est:2000000003"
    complaint = a_complaint(house, place)
    keep_complaint(house.acting("head-liege", AT), complaint)
    mandate = open_mandates(house.acting(), "liege", AT.date())[0]
    propose_week(house.acting(at=AT), WEEK, service="ONSS", parts=[a_part(mandate=mandate)])
    code = next(
        v.code for v in visits(house.store, plan_id=plans(house.store)[0].id) if v.workplace == "est:2000000003"
    )
    control = a_control(workplace=place, visit=code)
    with pytest.raises(ControlFault, match="no approved visit"):
        saved(house, control)
    approve_week(house.acting("direction-1", AT), WEEK, plans(house.store)[0].sha256)
    saved(house, control)
    visit = next(v for v in visits(house.store) if v.code == code)
    assert (visit.state, visit.control_id, visit.arm) == ("carried_out", control.control_id, "mandated")
    assert complaints(house.store)[0].visited_by == control.control_id
    assert open_mandates(house.acting(), None, AT.date()) == []
    assert cooling_off(house.acting(), AT.date()) == {place}
    with pytest.raises(ControlFault, match="already answered"):
        saved(house, a_control(workplace=place, visit=code))


def test_a_closed_door_is_non_response(house: AppContext) -> None:
    """The visit is not carried out, the complaint stays open, and nothing cools off."""
    propose_week(house.acting(at=AT), WEEK, service="ONSS", parts=[a_part()])
    approve_week(house.acting("direction-1", AT), WEEK, plans(house.store)[0].sha256)
    visit = visits(house.store)[0]
    saved(house, a_control(workplace=visit.workplace, visit=visit.code, outcome="closed"))
    assert visits(house.store)[0].state == "not_carried_out"
    assert cooling_off(house.acting(), AT.date()) == frozenset()


def a_complaint(house: AppContext, workplace: str = FIRM, told: str = "CANARY-TEXT") -> str:
    """Register a complaint and return its id."""
    new = NewComplaint(workplace=workplace, district="liege", text=told, language="fr", source="CANARY-SOURCE")
    return register_complaint(house.acting(BY, AT), new).id


@pytest.mark.parametrize("place", ["", "FIRM", "est:12", "est:2123456789 "])
def test_a_complaint_is_about_a_workplace(house: AppContext, place: str) -> None:
    """A key that no workplace can have would send a team to no door."""
    with pytest.raises(ControlFault, match="CONTROL-234"):
        a_complaint(house, place)


def test_complaints_become_mandates_only_when_kept(house: AppContext) -> None:
    """Registered, kept, dropped: only the kept one must be visited, and only a head decides."""
    one, two = a_complaint(house), a_complaint(house, "est:2123456790")
    assert open_mandates(house.acting(), None, AT.date()) == []
    with pytest.raises(AccessRefused):
        keep_complaint(house.acting(BY, AT), one)
    keep_complaint(house.acting("head-liege", AT), one)
    drop_complaint(house.acting("head-liege", AT), two, reason="unfounded")
    (mandate,) = open_mandates(house.acting(), "liege", AT.date())
    assert (mandate.workplace, mandate.origin, mandate.origin_id) == (FIRM, "complaint", one)
    assert open_mandates(house.acting(), "namur", AT.date()) == []
    with pytest.raises(ControlFault, match="one word"):
        drop_complaint(house.acting("head-liege", AT), two, reason="Said by the neighbour")


def test_copies_of_a_complaint_are_recognised_without_reading_it(house: AppContext) -> None:
    """The same text for the same place counts as a copy; neither text nor source stands in the tables."""
    a_complaint(house, told="They work at night")
    new = NewComplaint(
        workplace=FIRM, district="liege", text="they  work at NIGHT", language="fr", source="CANARY-SOURCE"
    )
    assert register_complaint(house.acting(BY, AT), new).copies == 1
    assert "CANARY" not in repr(new)
    assert "CANARY" not in everything(house, "complaint")


def an_approved_week(house: AppContext) -> str:
    """Approve a week of Liège and return the code of its first visit, whose workplace is est:2000000002."""
    propose_week(house.acting(at=AT), WEEK, service="ONSS", parts=[a_part()])
    approve_week(house.acting("direction-1", AT), WEEK, plans(house.store)[0].sha256)
    return next(v.code for v in visits(house.store) if v.workplace == "est:2000000002")


def test_an_unfinished_control_holds_its_visit_and_closes_nothing(house: AppContext) -> None:
    """The arm stays hidden, the visit is planned, the complaint open and no evidence made until it is closed."""
    code, place = an_approved_week(house), "est:2000000002"
    keep_complaint(house.acting("head-liege", AT), a_complaint(house, place))
    begun = a_control(workplace=place, visit=code, left_at=None)
    saved(house, begun)
    visit = next(v for v in visits(house.store) if v.code == code)
    assert (visit.state, visit.control_id, visit.arm) == ("planned", begun.control_id, None)
    assert complaints(house.store)[0].visited_by is None
    draw = next(d for d in list_draws(house.acting("direction-1", AT)) if d.workplace == place)
    assert (draw.state, draw.has_finding) == ("planned", None)
    with pytest.raises(ControlFault, match="already answered"):
        saved(house, a_control(workplace=place, visit=code, left_at=None), by="insp-liege-2")
    saved(house, begun.model_copy(update={"left_at": later(hours=1)}), at=later(hours=1))
    visit = next(v for v in visits(house.store) if v.code == code)
    assert (visit.state, visit.arm) == ("carried_out", "random")
    assert complaints(house.store)[0].visited_by == begun.control_id


def test_a_visit_that_was_held_by_mistake_is_free_again(house: AppContext) -> None:
    """The right code in the finished control lets the first one go."""
    code = an_approved_week(house)
    begun = a_control(workplace="est:2000000002", visit=code, left_at=None)
    saved(house, begun)
    saved(house, begun.model_copy(update={"visit": None, "left_at": later(hours=1)}), at=later(hours=1))
    assert next(v for v in visits(house.store) if v.code == code).control_id is None


def test_a_mistyped_code_never_holds_a_yes_back(house: AppContext) -> None:
    """Without a yes it is refused and can be corrected; with one it is stored as unplanned, and somebody matches it."""
    with pytest.raises(ControlFault, match="no approved visit"):
        saved(house, a_suspicious_control("undecided", visit="XXXXXX"))
    assert controls(house.store) == []
    result = saved(house, a_suspicious_control("yes", visit="XXXXXX"))
    assert result.reference is not None
    (row,) = controls(house.store)
    assert (row.is_planned, row.unmatched_visit) == (False, "XXXXXX")
    assert [(a.kind, a.subject, a.for_role) for a in raised(house)] == [("visit_unmatched", row.id, "team_head")]
    matched = a_suspicious_control("yes", control_id=row.id, visit=None)
    correct_control(house.acting(BY, later(hours=1)), matched, "it was not planned", place=LIEGE)
    assert "visit_unmatched" not in {a.kind for a in raised(house)}


def test_a_visit_that_was_answered_already_never_holds_a_yes_back(house: AppContext) -> None:
    """A second team in front of the same door is heard as well."""
    code = an_approved_week(house)
    saved(house, a_control(workplace="est:2000000002", visit=code))
    second = a_suspicious_control("yes", workplace="est:2000000002", visit=code)
    assert saved(house, second, by="insp-liege-2").reference is not None
    assert next(v for v in visits(house.store) if v.code == code).control_id != second.control_id


def test_a_joint_action_elsewhere_is_saved_and_referred(house: AppContext) -> None:
    """Who is in front of somebody in need is competent; the trail says that it was outside the district."""
    control = a_suspicious_control("yes")
    result = saved(house, control, place=NAMUR)
    assert result.district == "namur"
    assert next(d.recipient for d in referrals(house.store)[0].deliveries) == "pjf-namur"
    ordinary = a_suspicious_control()
    saved(house, ordinary)
    with house.store.read() as session:
        said = {
            e.subject: e.facts["outside_district"]
            for e in session.exec(select(AuditEntryRow))
            if e.act == "control.save"
        }
    assert said == {control.control_id: True, ordinary.control_id: False}
    later_one = a_suspicious_control()
    saved(house, later_one, place=NAMUR)
    assert decide(house.acting(BY, AT), later_one.control_id, "yes", grounds="papers held")


def test_who_said_yes_elsewhere_may_note_the_call_there(house: AppContext) -> None:
    """The inspector rings the duty officer of the place; a colleague of another district may not speak for them."""
    saved(house, a_suspicious_control("yes"), place=NAMUR)
    police = referrals(house.store)[0].deliveries[0]
    said = (police.id, "duty_officer", "come at once", True)
    with pytest.raises(AccessRefused):
        log_call(house.acting("insp-liege-2", AT), *said, number="02 000 00 00")
    assert log_call(house.acting(BY, AT), *said, number="02 000 00 00").state == "acknowledged"


@pytest.mark.parametrize("by", ["direction-1", "supervisor-liege"])
@pytest.mark.parametrize("decision", ["yes", "no", "undecided"])
@pytest.mark.few(3)
def test_whoever_may_save_a_control_may_not_decide_for_that(house: AppContext, by: str, decision: str) -> None:
    """The office saves controls; a decision inside one is the field's."""
    with pytest.raises(AccessRefused, match=r"suspicion\.decide"):
        saved(house, a_suspicious_control(decision), by=by)
    assert controls(house.store) == []
    assert saved(house, a_suspicious_control(), by=by).is_new


def heads_alerts(house: AppContext) -> int:
    """Count what the team head was told about undecided patterns."""
    return sum(a.kind == "undecided" and a.for_role == "team_head" for a in raised(house))


def test_the_hour_runs_from_the_first_positive_save(house: AppContext) -> None:
    """Saved again every fifty minutes with one answer more, the head is told after an hour all the same."""
    control = a_suspicious_control(left_at=None)
    for turn in range(3):
        answers = {**control.answers, "fm_head_count": turn + 1}
        saved(house, control.model_copy(update={"answers": answers}), at=later(minutes=50 * turn))
        chase(house.acting(at=later(minutes=50 * turn + 1)))
        assert heads_alerts(house) == (turn == 2), turn
    with house.store.read() as session:
        assert session.get(ControlRow, control.control_id).positive_since == AT


def test_undecided_in_other_words_puts_nothing_off(house: AppContext) -> None:
    """Every fifty minutes another reason: the head is told after an hour all the same, and once."""
    control = a_suspicious_control()
    saved(house, control)
    for turn in range(1, 4):
        at = later(minutes=50 * turn)
        decide(house.acting(BY, at), control.control_id, "undecided", grounds=f"reason {turn}")
        chase(house.acting(at=later(minutes=50 * turn + 11)))
        assert heads_alerts(house) == 1, turn


def test_another_services_controls_cool_nothing_off(house: AppContext) -> None:
    """What the other service saw is not what this one saw."""
    saved(house, a_control())
    assert cooling_off(house.acting(), AT.date()) == {FIRM}
    other = House(house.store, house.rules, replace(house.settings, service="TSW"))
    assert cooling_off(as_user(other), AT.date()) == frozenset()


def test_a_kept_complaint_says_when_it_was_kept(house: AppContext) -> None:
    """Not when it was received; a dropped one says nothing."""
    one, two = a_complaint(house), a_complaint(house, "est:2123456790")
    keep_complaint(house.acting("head-liege", later(days=3)), one)
    drop_complaint(house.acting("head-liege", later(days=3)), two, reason="unfounded")
    kept = {c.id: (c.received_at, c.kept_at) for c in complaints(house.store)}
    assert kept == {one: (AT, later(days=3)), two: (AT, None)}


def test_a_correction_opens_again_what_the_control_did_not_answer(house: AppContext) -> None:
    """The wrong code, then a door that nobody opened: visit and complaint wait as if nobody had come."""
    code, place = an_approved_week(house), "est:2000000002"
    keep_complaint(house.acting("head-liege", AT), a_complaint(house, place))
    control = a_control(workplace=place, visit=code)
    saved(house, control)
    wrong = control.model_copy(update={"visit": None, "outcome": "closed"})
    correct_control(house.acting(BY, later(hours=1)), wrong, "another door", place=LIEGE)
    visit = next(v for v in visits(house.store) if v.code == code)
    assert (visit.state, visit.control_id) == ("planned", None)
    assert complaints(house.store)[0].visited_by is None
    assert [mandate.workplace for mandate in open_mandates(house.acting(), "liege", AT.date())] == [place]


def test_what_a_formality_lacks_is_told_with_the_whole_control_only(house: AppContext) -> None:
    """Without hearings and rooms, which are taken from the plain control, it would be told of every lodging."""
    hearing = {
        "ref": "H1",
        "person": "employer",
        "quality": "suspect",
        "started_at": "2026-11-25T19:00:00+01:00",
        "language": "fr",
    }
    rooms = [{"ref": "R1", "ground": "judge", "at": AT.isoformat(), "reference": "2026/1"}]
    control = a_control(
        answers={"q15_entry": "judge", "q15_rooms_seen": ["overcrowded"]}, hearings=[hearing], rooms=rooms
    )
    saved = save(house.acting(BY, AT), control, place=LIEGE)
    plain, whole = (
        set(show_control(house.acting(BY, later(1)), saved.control_id, whole=one).conclusion.remarks)
        for one in (False, True)
    )
    assert whole & FORMAL == {"hearing_rights", "hearing_lawyer"}
    assert plain & FORMAL == set()
