"""After the decision: a no is read, who stayed is looked after, the inspector is rung for what a report leaves open."""

from datetime import UTC, datetime

import pytest
from builders_acts import AT, LIEGE, SIGNS, a_control, a_roster, a_suspicious_control, a_user, a_yes, later
from builders_control import a_person
from sqlmodel import select

from inspection.acts.aftercare import leave_no, note_call_back, note_person, refer_no
from inspection.acts.chasing import chase
from inspection.acts.controls import correct_control, save, show_control
from inspection.acts.follow_ups import FollowUp, list_follow_ups
from inspection.acts.referrals import decide
from inspection.acts.staff import import_roster
from inspection.errors import AccessRefused, ReferralFault
from inspection.store.queries import alerts, deliveries, referrals
from inspection.store.records import AuditEntryRow
from inspection.store.referrals import FollowUpRow
from inspection.trust import AppContext, verify_trail

BY, CONTACT = "insp-liege-1", "contact-1"


@pytest.fixture
def manned(house: AppContext) -> AppContext:
    """A house whose roster names a contact for trafficking, of another district."""
    people = [*a_roster()["users"], a_user(CONTACT, "inspector", "namur", "namur-1", thb_contact=True)]
    import_roster(house.acting("system", AT), a_roster(users=people))
    return house


def denied(house: AppContext) -> str:
    """A no against a gravest fact: people were seen locked in."""
    control = a_suspicious_control("no")
    save(house.acting(BY, AT), control, place=LIEGE)
    return control.control_id


def one(house: AppContext, by: str, kind: str, at: datetime = AT) -> FollowUp:
    """The one follow-up of a kind that somebody may end."""
    (found,) = [owed for owed in list_follow_ups(house.acting(by, at)) if owed.kind == kind and owed.is_mine]
    return found


def told(house: AppContext, kind: str) -> list[tuple[int, str, str | None]]:
    return [(a.step, a.for_role, a.for_user) for a in alerts(house.store) if a.kind == kind]


def test_a_no_against_a_gravest_fact_waits_for_the_contact_and_for_nobody_else(manned: AppContext) -> None:
    """Until the end of the next working day; neither the inspector nor their superiors are shown it."""
    denied(manned)
    waiting = one(manned, CONTACT, "no_review")
    assert waiting.due_at == datetime(2026, 11, 26, 23, 0, tzinfo=UTC)
    for by in (BY, "head-liege", "supervisor-liege", "direction-1", "insp-namur-1"):
        assert [d for d in list_follow_ups(manned.acting(by, AT)) if d.kind == "no_review"] == []
        with pytest.raises(ReferralFault, match="REFER-770"):
            leave_no(manned.acting(by, AT), waiting.id, "as it is")


def test_a_friday_evening_is_read_on_monday(manned: AppContext) -> None:
    """The next working day: no weekend, no holiday."""
    control = a_suspicious_control(None)
    save(manned.acting(BY, AT), control, place=LIEGE)
    friday = datetime(2026, 11, 27, 19, 0, tzinfo=UTC)
    decide(manned.acting(BY, friday), control.control_id, "no", grounds="explained")
    assert one(manned, CONTACT, "no_review", friday).due_at == datetime(2026, 11, 30, 23, 0, tzinfo=UTC)


def test_a_no_that_was_read_stays_and_the_trail_says_who_read_it(manned: AppContext) -> None:
    """The contact reads the whole control, in another district too; nothing is sent, and the no is what it was."""
    control = denied(manned)
    waiting = one(manned, CONTACT, "no_review")
    assert show_control(manned.acting(CONTACT, AT), control, whole=True).decided[-1].decision == "no"
    with pytest.raises(ReferralFault, match="REFER-771"):
        leave_no(manned.acting(CONTACT, AT), waiting.id, " ")
    leave_no(manned.acting(CONTACT, later(hours=3)), waiting.id, "the doors open from inside")
    assert list_follow_ups(manned.acting(CONTACT, later(hours=4))) == []
    assert referrals(manned.store) == []
    with manned.store.read() as session:
        (entry,) = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "follow_up.close")).all()
        row = session.get_one(FollowUpRow, waiting.id)
        assert (entry.who, entry.facts["outcome"], row.outcome) == (CONTACT, "left_as_is", "left_as_is")
        assert b"inside" not in row.words
    with pytest.raises(AccessRefused):
        show_control(manned.acting(CONTACT, later(hours=5)), control, whole=True)


def test_the_contact_sets_a_yes_beside_the_no_and_nobody_undoes_it(manned: AppContext) -> None:
    """It leaves at once as any yes; the inspector's no is kept, and a further no calls nothing back."""
    control = denied(manned)
    reference = refer_no(manned.acting(CONTACT, later(hours=1)), one(manned, CONTACT, "no_review").id, "locked in")
    assert [r.reference for r in referrals(manned.store)] == [reference]
    assert {d.recipient for d in deliveries(manned.store)} == {"pjf-liege", "aud-liege"}
    decide(manned.acting(BY, later(hours=2)), control, "no", grounds="I was there")
    decided = show_control(manned.acting(BY, later(hours=2)), control, whole=True).decided
    assert [(d.by, d.decision) for d in decided] == [(BY, "no"), (CONTACT, "yes"), (BY, "no")]
    assert [d for d in list_follow_ups(manned.acting(CONTACT, later(hours=3))) if d.kind == "no_review"] == []
    verify_trail(manned.store)


def test_a_no_that_nobody_reads_climbs_the_ladder(manned: AppContext) -> None:
    """The contact is told at once; once the day is over the head, then supervisor and direction."""
    denied(manned)
    chase(manned.acting("system", later(minutes=1)))
    assert told(manned, "follow_up_no_review") == [(0, "supervisor", CONTACT)]
    assert told(manned, "follow_up_no_review_late") == []
    chase(manned.acting("system", datetime(2026, 11, 26, 23, 30, tzinfo=UTC)))
    assert told(manned, "follow_up_no_review_late") == [(1, "team_head", None)]
    chase(manned.acting("system", later(days=9)))
    assert [step for step, *_ in told(manned, "follow_up_no_review_late")] == [1, 2, 3]
    leave_no(manned.acting(CONTACT, later(days=9)), one(manned, CONTACT, "no_review", later(days=9)).id, "as it is")
    chase(manned.acting("system", later(days=10)))
    assert told(manned, "follow_up_no_review") + told(manned, "follow_up_no_review_late") == []


def test_where_no_contact_is_named_a_supervisor_stands_in(house: AppContext) -> None:
    """A service that names none must not lose the reading."""
    denied(house)
    leave_no(house.acting("supervisor-namur", AT), one(house, "supervisor-namur", "no_review").id, "read")


def test_a_contact_reads_no_no_of_their_own(house: AppContext) -> None:
    """Somebody else does: who stands in."""
    people = [{**u, "thb_contact": True} if u["id"] == BY else u for u in a_roster()["users"]]
    import_roster(house.acting("system", AT), a_roster(users=people))
    denied(house)
    assert list_follow_ups(house.acting(BY, AT)) == []
    assert one(house, "supervisor-liege", "no_review")
    chase(house.acting("system", later(minutes=1)))
    assert told(house, "follow_up_no_review") == [(0, "supervisor", None)]


def test_a_no_without_a_gravest_fact_is_read_by_nobody(manned: AppContext) -> None:
    """Full discretion: a reasoned no ends it."""
    answers = {key: value for key, value in SIGNS.items() if key != "q17_seen"}
    save(manned.acting(BY, AT), a_control(answers=answers, suspicion={**a_yes(), "decision": "no"}), place=LIEGE)
    assert [d for d in list_follow_ups(manned.acting(CONTACT, AT)) if d.kind == "no_review"] == []


def test_a_yes_of_the_inspector_overtakes_the_reading(manned: AppContext) -> None:
    """Nothing is left to read."""
    control = denied(manned)
    decide(manned.acting(BY, later(hours=1)), control, "yes", grounds="on second thoughts")
    assert [d for d in list_follow_ups(manned.acting(CONTACT, AT)) if d.kind == "no_review"] == []


def stayed(house: AppContext, decision: str | None = "yes") -> str:
    """A control of which P1 stayed there and P2 is with the police."""
    persons = [
        a_person(1, now_at="stayed", reach_how="telephone", reach_through="0470 00 00 00", reach_when="after 20:00"),
        a_person(2, now_at="with_police"),
    ]
    suspicion = None if decision is None else {**a_yes(), "decision": decision}
    control = a_control(answers=dict(SIGNS), persons=persons, suspicion=suspicion)
    save(house.acting(BY, AT), control, place=LIEGE)
    return control.control_id


def test_who_stayed_is_looked_after_the_next_day(house: AppContext) -> None:
    """Told to the inspector and the head on that day and not before, by reference; a supplement says what was found."""
    stayed(house)
    check = one(house, BY, "person_check")
    assert (check.subject, check.due_at) == ("P1", datetime(2026, 11, 26, 23, 0, tzinfo=UTC))
    chase(house.acting("system", later(hours=5)))
    assert told(house, "follow_up_person_check") == []
    morning = datetime(2026, 11, 26, 7, 0, tzinfo=UTC)
    chase(house.acting("system", morning))
    assert told(house, "follow_up_person_check") == [(0, "inspector", BY), (1, "team_head", None)]
    before = len(deliveries(house.store))
    with pytest.raises(ReferralFault, match="REFER-773"):
        note_person(house.acting(BY, morning), check.id, "moved")
    note_person(house.acting(BY, morning), check.id, "moved", now_at="left", words="gone by night")
    assert len(deliveries(house.store)) == before + 2
    assert [d for d in list_follow_ups(house.acting(BY, morning)) if d.kind == "person_check"] == []


def test_whoever_was_not_reached_is_looked_for_again(house: AppContext) -> None:
    """The day after; nothing is sent, for nothing has changed. A worry is told to the head at once."""
    stayed(house)
    next_day = later(days=1)
    before = len(deliveries(house.store))
    note_person(house.acting(BY, next_day), one(house, BY, "person_check").id, "not_reached")
    again = one(house, BY, "person_check", next_day)
    assert (again.subject, again.due_at) == ("P1", datetime(2026, 11, 27, 23, 0, tzinfo=UTC))
    note_person(house.acting("head-liege", later(days=2)), again.id, "reached_worried", words="afraid")
    assert told(house, "follow_up_worried") == [(1, "team_head", None)]
    assert len(deliveries(house.store)) == before


@pytest.mark.parametrize(("decision", "waits"), [(None, 1), ("undecided", 1), ("no", 0), ("yes", 1)])
@pytest.mark.few(2)
def test_nobody_is_looked_after_where_the_suspicion_was_denied(
    house: AppContext, decision: str | None, waits: int
) -> None:
    """A positive proposal that nobody decided on is enough."""
    stayed(house, decision)
    assert len([d for d in list_follow_ups(house.acting(BY, AT)) if d.kind == "person_check"]) == waits


def test_a_first_report_that_leaves_something_open_raises_a_call_back(house: AppContext) -> None:
    """With the yes, in the same act; told to the head at once, and rung by rung once it is late."""
    control = a_suspicious_control("yes")
    save(house.acting(BY, AT), control, place=LIEGE)
    assert one(house, BY, "call_back").lacks == ("danger", "address", "employer", "evidence")
    chase(house.acting("system", later(minutes=1)))
    assert told(house, "follow_up_call_back") == [(0, "team_head", None)]
    chase(house.acting("system", later(minutes=61)))
    assert told(house, "follow_up_call_back_late") == [(1, "team_head", None)]
    note_call_back(house.acting("head-liege", later(minutes=70)), one(house, "head-liege", "call_back").id, "no danger")
    assert list_follow_ups(house.acting("head-liege", later(minutes=71))) == []


def test_a_supplement_that_fills_all_of_it_ends_the_call_back(house: AppContext) -> None:
    """What was told is entered into the control, and nobody has to say a second time that it was."""
    control = a_control(suspicion=a_yes())
    save(house.acting(BY, AT), control, place=LIEGE)
    assert one(house, BY, "call_back").lacks == ("danger", "address", "employer")
    raw, answers = control.model_dump(mode="json"), {"ob_danger_now": True, "ob_employer_knows": ["ordinary"]}
    told_more = a_control(**{**raw, "answers": answers})
    correct_control(house.acting(BY, later(hours=1)), told_more, "rung back")
    assert one(house, BY, "call_back").lacks == ("address",)
    correct_control(
        house.acting(BY, later(hours=2)), a_control(**{**raw, "answers": answers, "door": "Rue X 1"}), "door"
    )
    assert [d for d in list_follow_ups(house.acting(BY, AT)) if d.kind == "call_back"] == []
    with house.store.read() as session:
        assert [row.outcome for row in session.exec(select(FollowUpRow)).all()] == ["filled"]
