"""People first: a centre hears of a person only by consent, withdrawal stops at once, a minor alone is told at once."""

import json
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_yes, later
from builders_control import a_person
from builders_protection import BY, NAME, said, saved_people, with_a_centre_that_is_written_to, with_people
from sqlmodel import select

from inspection.acts.chasing import chase
from inspection.acts.context import Office
from inspection.acts.controls import save_control
from inspection.acts.delivery import deliver_notices
from inspection.acts.protection import (
    log_notice,
    notice_script,
    notify_guardian,
    offer_centre,
    open_notices,
    protection_of,
    record_consent,
    withdraw_consent,
)
from inspection.acts.referrals import decide_suspicion
from inspection.errors import AccessRefused, ReferralFault
from inspection.referral.delivery import FileDrop
from inspection.store.protection import ConsentRow, NoticeRow, NoticeTry
from inspection.store.queries import alerts, deliveries
from inspection.store.records import AuditEntry


def agreed(house: Office, control: str, **fields) -> str:
    """Agreement of the first person; the reference of the message that follows."""
    reference = record_consent(control, said(**fields), BY, at=AT, office=house).reference
    assert reference is not None
    return reference


def files_of(folder: Path) -> dict[str, str]:
    """What lies in an outbox, by path."""
    return {str(f.relative_to(folder)): f.read_text() for f in folder.rglob("*") if f.is_file()}


def test_nothing_goes_to_a_centre_before_the_person_agrees(house: Office) -> None:
    """Informed, refused or not asked: no message is made, whatever was decided on the suspicion."""
    control = saved_people(house, decision="yes")
    offer_centre(control, "P1", "ro", BY, at=AT, office=house)
    for answer in ("informed", "refused", "not_asked"):
        assert record_consent(control, said(answer), BY, at=AT, office=house).reference is None
    with house.store.read() as session:
        assert session.exec(select(NoticeRow)).all() == []
    assert [d.recipient for d in deliveries(house.store)] == ["pjf-liege", "aud-liege"]


def test_the_offer_is_read_in_the_persons_own_language_and_recorded(house: Office) -> None:
    """Four lines of the brochure, with the centres' number; the person is informed from then on."""
    control = saved_people(house)
    offered = offer_centre(control, "P1", "ro", BY, at=AT, office=house)
    assert (offered.language, offered.checked, len(offered.lines)) == ("ro", False, 4)
    assert any("078 055 800" in line for line in offered.lines)
    (person,) = protection_of(control, BY, at=AT, office=house)
    assert (person.informed, person.wanted_contact, person.centre_reached) == (True, None, False)


@pytest.mark.parametrize(("name_too", "is_there"), [(False, False), (True, True)])
def test_a_centre_is_told_the_minimum_and_the_name_only_by_consent(
    house: Office, name_too: bool, is_there: bool
) -> None:
    """Reference, language, minor or not, the inspector's number; nothing of the place, the facts or the suspicion."""
    control = saved_people(house, decision="yes")
    script = notice_script(agreed(house, control, name_too=name_too), BY, at=AT, office=house)
    assert (NAME in script) is is_there
    assert "04 232 40 30" in script  # Sürya: the area's own
    assert "+32 2 000 00 00" in script
    with house.store.read() as session:
        (row,) = session.exec(select(NoticeRow)).all()
    told = json.loads(house.store.unseal("notice.body", row.id, row.body or b""))
    assert set(told) == {"language", "minor", "callback"} | ({"name"} if name_too else set())


def test_withdrawal_stops_what_waits_at_once(house: Office, tmp_path: Path) -> None:
    """A message that was queued for an automatic way is not sent after it, and holds nothing any more."""
    there = with_a_centre_that_is_written_to(house, tmp_path)
    control = saved_people(there)
    agreed(there, control, name_too=True)
    withdrawn = withdraw_consent(control, "P1", BY, at=later(minutes=1), office=there)
    assert (withdrawn.stopped, withdrawn.reference) == (1, None)
    out = tmp_path / "out"
    assert deliver_notices([FileDrop(out)], at=later(minutes=2), office=there).sent == 0
    assert not out.exists()
    with there.store.read() as session:
        (row,) = session.exec(select(NoticeRow)).all()
    assert (row.state, row.body, row.office) == ("stopped", None, None)
    (person,) = protection_of(control, BY, at=later(minutes=3), office=there)
    assert (person.wanted_contact, person.waiting) == (False, None)


def test_an_old_yes_that_comes_in_late_undoes_no_withdrawal(house: Office) -> None:
    """What stands is what was said last, not what was recorded last: a device may have been without a network."""
    control = saved_people(house)
    agreed(house, control)
    withdraw_consent(control, "P1", BY, at=later(hours=1), office=house)
    late = record_consent(control, said(at=later(minutes=30)), BY, at=later(hours=2), office=house)
    assert (late.answer, late.reference) == ("withdrawn", None)
    again = record_consent(control, said(at=later(hours=3)), BY, at=later(hours=3), office=house)
    assert again.reference is not None


def test_without_anything_said_there_is_nothing_to_withdraw(house: Office) -> None:
    """Somebody typed the wrong reference: said, not swallowed."""
    with pytest.raises(ReferralFault) as caught:
        withdraw_consent(saved_people(house), "P1", BY, at=AT, office=house)
    assert caught.value.code == "REFER-787"


def test_a_centre_that_is_full_gives_way_to_the_next(house: Office) -> None:
    """The area's own first, then the order of the rules, and the team head hears when all were tried."""
    control = saved_people(house)
    reference = agreed(house, control)
    tried = []
    for n, outcome in enumerate(("full", "no_answer", "full", "no_answer"), 1):
        step = log_notice(reference, outcome, BY, at=later(minutes=n), office=house)
        tried.append(step.next_office)
    assert tried == ["pagasa", "payoke", "centres", "surya"]
    assert [a.kind for a in alerts(house.store)] == ["centres_full"]
    reached = log_notice(reference, "reached", BY, at=later(minutes=9), office=house)
    assert (reached.state, reached.next_office, reached.attempts) == ("taken", None, 5)


def test_nothing_tells_which_centre_was_reached(house: Office) -> None:
    """Of the call that succeeded neither the row nor the trail names a centre; the person has three facts."""
    control = saved_people(house)
    reference = agreed(house, control, name_too=True)
    log_notice(reference, "reached", BY, at=later(minutes=1), office=house)
    with house.store.read() as session:
        (row,), (call,) = session.exec(select(NoticeRow)).all(), session.exec(select(NoticeTry)).all()
        trail = "".join(json.dumps(e.facts) + e.subject for e in session.exec(select(AuditEntry)))
    assert (row.office, row.body, call.office) == (None, None, None)
    assert not [name for name in ("surya", "pagasa", "payoke", NAME) if name in trail]
    (person,) = protection_of(control, BY, at=AT, office=house)
    assert (person.informed, person.wanted_contact, person.centre_reached) == (True, True, True)
    assert (person.waiting, person.next_office) == (None, None)


def test_consent_of_the_field_form_flows_with_the_control(house: Office) -> None:
    """The same rows and the same message; saving the control again changes nothing."""
    consent = {"person": "P1", "answer": "given", "at": AT.isoformat(), "language": "ro", "interpreter": "telephone"}
    control = with_people(consents=[consent], left_at=None)
    for n in range(2):
        save_control(control, BY, place=LIEGE, at=later(minutes=n), office=house)
    longer = control.model_copy(update={"answers": {"fm_head_count": 2}})
    save_control(longer, BY, place=LIEGE, at=later(minutes=5), office=house)
    with house.store.read() as session:
        (row,) = session.exec(select(ConsentRow)).all()
        (notice,) = session.exec(select(NoticeRow)).all()
    assert (row.answer, row.interpreter, row.recorded_by) == ("given", "telephone", BY)
    assert (notice.kind, notice.state) == ("centre", "queued")


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [
        ({"under_age": True}, True),  # in doubt, nobody knows whether alone
        ({"birth_date": "2010-05-05"}, True),
        ({"under_age": True, "accompanied": True}, False),
        ({"birth_date": "1990-05-05"}, False),
    ],
)
def test_a_minor_alone_is_told_at_once_without_any_suspicion(house: Office, fields, is_told: bool) -> None:
    """From an unfinished control, once, and the service's folder has it: no decision is awaited."""
    control = with_people(a_person(1, name=NAME, **fields), left_at=None)
    for n in range(2):
        changed = control.model_copy(update={"answers": {"fm_head_count": n + 1}})
        save_control(changed, BY, place=LIEGE, at=later(minutes=n), office=house)
    with house.store.read() as session:
        rows = session.exec(select(NoticeRow)).all()
    assert [(row.kind, row.persons) for row in rows] == ([("guardian", ["P1"])] if is_told else [])


def test_the_guardianship_service_is_written_to_and_hears_nothing_of_the_control(house: Office, tmp_path: Path) -> None:
    """Who, in which language, where now, whom to ring back; neither workplace, nor sector, nor a finding."""
    saved_people(house, a_person(1, name=NAME, under_age=True, hearing_language="ro", whereabouts="With the police"))
    assert deliver_notices([FileDrop(tmp_path / "out")], at=later(minutes=1), office=house).sent == 1
    found = files_of(tmp_path / "out")
    text = "".join(found.values())
    assert {name.split("/")[0] for name in found} == {"guardianship"}
    assert NAME in text
    assert "With the police" in text
    assert not [word for word in ("2123456789", "restaurants", "62063", "liege") if word in text]
    assert deliver_notices([FileDrop(tmp_path / "out")], at=later(minutes=2), office=house).sent == 0


def test_a_yes_tells_the_guardianship_service_by_its_bundle_and_not_twice(house: Office) -> None:
    """One way only: with the referral where it leaves with the control; a notice of before stands beside it."""
    minor = a_person(1, under_age=True)
    control = saved_people(house, minor, decision="yes")
    assert "guardianship" in [d.recipient for d in deliveries(house.store)]
    assert open_notices(BY, at=AT, office=house) == ()
    (person,) = protection_of(control, BY, at=AT, office=house)
    assert person.guardian_told is True


def test_the_inspector_may_tell_of_anybody_in_doubt(house: Office) -> None:
    """Nobody marked the person as young: the inspector's word is enough, and the second time changes nothing."""
    control = saved_people(house)
    first = notify_guardian(control, "P1", BY, at=AT, office=house)
    again = notify_guardian(control, "P1", BY, at=later(1), office=house)
    assert (first.is_new, again.is_new) == (True, False)
    assert first.reference == again.reference
    assert log_notice(str(first.reference), "reached", BY, at=later(1), office=house).state == "taken"


def test_silence_is_chased(house: Office) -> None:
    """An agreed contact that nobody rang with, and a guardian that does not answer, climb the house's own ladder."""
    control = saved_people(house, a_person(1, under_age=True))
    agreed(house, control)
    assert chase(later(minutes=59), office=house).raised == 0
    assert chase(later(minutes=61), office=house).raised == 2  # the inspector and the team head, of the centre
    assert chase(later(hours=25), office=house).raised == 2 + 2  # the guardian too; the first climbed to the end


def test_an_early_no_holds_nothing_back(house: Office) -> None:
    """A decision on trafficking is one thing, a child alone another."""
    control = saved_people(house, a_person(1, under_age=True), suspicion={**a_yes(), "decision": "no"})
    assert [n.kind for n in open_notices(BY, at=AT, office=house)] == ["guardian"]
    assert decide_suspicion(control, "undecided", grounds="", by=BY, at=AT, office=house) is None


def test_what_concerns_nobody_is_refused(house: Office) -> None:
    """No control, nobody of that reference, no such notice, a language without texts, a closed notice, a stranger."""
    control = saved_people(house)
    reference = agreed(house, control)
    calls = {
        "REFER-780": lambda: record_consent("nothing", said(), BY, at=AT, office=house),
        "REFER-781": lambda: record_consent(control, said(person="P9"), BY, at=AT, office=house),
        "REFER-782": lambda: offer_centre(control, "P1", "xx", BY, at=AT, office=house),
        "REFER-783": lambda: log_notice("N-000000", "reached", BY, at=AT, office=house),
    }
    for code, call in calls.items():
        with pytest.raises(ReferralFault) as caught:
            call()
        assert caught.value.code == code
    log_notice(reference, "reached", BY, at=AT, office=house)
    with pytest.raises(ReferralFault, match="REFER-784"):
        log_notice(reference, "full", BY, at=AT, office=house)
    with pytest.raises(AccessRefused):
        protection_of(control, "insp-namur-1", at=AT, office=house)
    with pytest.raises(AccessRefused):
        record_consent(control, said(), "dpo-1", at=AT, office=house)
