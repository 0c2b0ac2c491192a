"""People first: a centre hears of a person only by consent, withdrawal stops at once, a minor alone is told at once."""

import json
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_yes, later
from builders_control import a_person
from builders_protection import BY, NAME, said, saved_people, with_a_centre_that_is_written_to, with_people
from sqlmodel import select

from inspection.acts.chasing import chase
from inspection.acts.controls import save
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
from inspection.acts.referrals import decide
from inspection.errors import AccessRefused, ReferralFault
from inspection.referral.delivery import FileDrop
from inspection.store.protection import ConsentRow, NoticeRow, NoticeTryRow
from inspection.store.queries import alerts, deliveries
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext


def agreed(house: AppContext, control: str, **fields) -> str:
    """Agreement of the first person; the reference of the message that follows."""
    reference = record_consent(house.acting(BY, AT), control, said(**fields)).reference
    assert reference is not None
    return reference


def files_of(folder: Path) -> dict[str, str]:
    """What lies in an outbox, by path."""
    return {str(f.relative_to(folder)): f.read_text() for f in folder.rglob("*") if f.is_file()}


def test_nothing_goes_to_a_centre_before_the_person_agrees(house: AppContext) -> None:
    """Informed, refused or not asked: no message is made, whatever was decided on the suspicion."""
    control = saved_people(house, decision="yes")
    offer_centre(house.acting(BY, AT), control, "P1", "ro")
    for answer in ("informed", "refused", "not_asked"):
        assert record_consent(house.acting(BY, AT), control, said(answer)).reference is None
    with house.store.read() as session:
        assert session.exec(select(NoticeRow)).all() == []
    assert [d.recipient for d in deliveries(house.store)] == ["pjf-liege", "aud-liege"]


def test_the_offer_is_read_in_the_persons_own_language_and_recorded(house: AppContext) -> None:
    """Four lines of the brochure, with the centres' number; the person is informed from then on."""
    control = saved_people(house)
    offered = offer_centre(house.acting(BY, AT), control, "P1", "ro")
    assert (offered.language, offered.checked, len(offered.lines)) == ("ro", False, 4)
    assert any("078 055 800" in line for line in offered.lines)
    (person,) = protection_of(house.acting(BY, AT), control)
    assert (person.informed, person.wanted_contact, person.centre_reached) == (True, None, False)


@pytest.mark.parametrize(("name_too", "is_there"), [(False, False), (True, True)])
def test_a_centre_is_told_the_minimum_and_the_name_only_by_consent(
    house: AppContext, name_too: bool, is_there: bool
) -> None:
    """Reference, language, minor or not, the inspector's number; nothing of the place, the facts or the suspicion."""
    control = saved_people(house, decision="yes")
    script = notice_script(house.acting(BY, AT), agreed(house, control, name_too=name_too))
    assert (NAME in script) is is_there
    assert "04 232 40 30" in script  # Sürya: the area's own
    assert "+32 2 000 00 00" in script
    with house.store.read() as session:
        (row,) = session.exec(select(NoticeRow)).all()
    told = json.loads(house.store.unseal("notice.body", row.id, row.body or b""))
    assert set(told) == {"language", "minor", "callback"} | ({"name"} if name_too else set())


def test_withdrawal_stops_what_waits_at_once(house: AppContext, tmp_path: Path) -> None:
    """A message that was queued for an automatic way is not sent after it, and holds nothing any more."""
    there = with_a_centre_that_is_written_to(house, tmp_path)
    control = saved_people(there)
    agreed(there, control, name_too=True)
    withdrawn = withdraw_consent(there.acting(BY, later(minutes=1)), control, "P1")
    assert (withdrawn.stopped, withdrawn.reference) == (1, None)
    out = tmp_path / "out"
    assert deliver_notices(there.acting(at=later(minutes=2)), [FileDrop(out)]).sent == 0
    assert not out.exists()
    with there.store.read() as session:
        (row,) = session.exec(select(NoticeRow)).all()
    assert (row.state, row.body, row.office) == ("stopped", None, None)
    (person,) = protection_of(there.acting(BY, later(minutes=3)), control)
    assert (person.wanted_contact, person.waiting) == (False, None)


def test_an_old_yes_that_comes_in_late_undoes_no_withdrawal(house: AppContext) -> None:
    """What stands is what was said last, not what was recorded last: a device may have been without a network."""
    control = saved_people(house)
    agreed(house, control)
    withdraw_consent(house.acting(BY, later(hours=1)), control, "P1")
    late = record_consent(house.acting(BY, later(hours=2)), control, said(at=later(minutes=30)))
    assert (late.answer, late.reference) == ("withdrawn", None)
    again = record_consent(house.acting(BY, later(hours=3)), control, said(at=later(hours=3)))
    assert again.reference is not None


def test_without_anything_said_there_is_nothing_to_withdraw(house: AppContext) -> None:
    """Somebody typed the wrong reference: said, not swallowed."""
    with pytest.raises(ReferralFault) as caught:
        withdraw_consent(house.acting(BY, AT), saved_people(house), "P1")
    assert caught.value.code == "REFER-787"


def test_a_centre_that_is_full_gives_way_to_the_next(house: AppContext) -> None:
    """The area's own first, then the order of the rules, and the team head hears when all were tried."""
    control = saved_people(house)
    reference = agreed(house, control)
    tried = []
    for n, outcome in enumerate(("full", "no_answer", "full", "no_answer"), 1):
        step = log_notice(house.acting(BY, later(minutes=n)), reference, outcome)
        tried.append(step.next_office)
    assert tried == ["pagasa", "payoke", "centres", "surya"]
    assert [a.kind for a in alerts(house.store)] == ["centres_full"]
    reached = log_notice(house.acting(BY, later(minutes=9)), reference, "reached")
    assert (reached.state, reached.next_office, reached.attempts) == ("taken", None, 5)
    chase(house.acting(at=later(minutes=10)))
    assert "centres_full" not in {a.kind for a in alerts(house.store)}


def test_nothing_tells_which_centre_was_reached(house: AppContext) -> None:
    """Of the call that succeeded neither the row nor the trail names a centre; the person has three facts."""
    control = saved_people(house)
    reference = agreed(house, control, name_too=True)
    log_notice(house.acting(BY, later(minutes=1)), reference, "reached")
    with house.store.read() as session:
        (row,), (call,) = session.exec(select(NoticeRow)).all(), session.exec(select(NoticeTryRow)).all()
        trail = "".join(json.dumps(e.facts) + e.subject for e in session.exec(select(AuditEntryRow)))
    assert (row.office, row.body, call.office) == (None, None, None)
    assert not [name for name in ("surya", "pagasa", "payoke", NAME) if name in trail]
    (person,) = protection_of(house.acting(BY, AT), control)
    assert (person.informed, person.wanted_contact, person.centre_reached) == (True, True, True)
    assert (person.waiting, person.next_office) == (None, None)


def test_consent_of_the_field_form_flows_with_the_control(house: AppContext) -> None:
    """The same rows and the same message; saving the control again changes nothing."""
    consent = {"person": "P1", "answer": "given", "at": AT.isoformat(), "language": "ro", "interpreter": "telephone"}
    control = with_people(consents=[consent], left_at=None)
    for n in range(2):
        save(house.acting(BY, later(minutes=n)), control, place=LIEGE)
    longer = control.model_copy(update={"answers": {"fm_head_count": 2}})
    save(house.acting(BY, later(minutes=5)), longer, place=LIEGE)
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
def test_a_minor_alone_is_told_at_once_without_any_suspicion(house: AppContext, fields, is_told: bool) -> None:
    """From an unfinished control, once, and the service's folder has it: no decision is awaited."""
    control = with_people(a_person(1, name=NAME, **fields), left_at=None)
    for n in range(2):
        changed = control.model_copy(update={"answers": {"fm_head_count": n + 1}})
        save(house.acting(BY, later(minutes=n)), changed, place=LIEGE)
    with house.store.read() as session:
        rows = session.exec(select(NoticeRow)).all()
    assert [(row.kind, row.persons) for row in rows] == ([("guardian", ["P1"])] if is_told else [])


def test_the_guardianship_service_is_written_to_and_hears_nothing_of_the_control(
    house: AppContext, tmp_path: Path
) -> None:
    """Who, in which language, where now, whom to ring back; neither workplace, nor sector, nor a finding."""
    saved_people(house, a_person(1, name=NAME, under_age=True, hearing_language="ro", whereabouts="With the police"))
    assert deliver_notices(house.acting(at=later(minutes=1)), [FileDrop(tmp_path / "out")]).sent == 1
    found = files_of(tmp_path / "out")
    text = "".join(found.values())
    assert {name.split("/")[0] for name in found} == {"guardianship"}
    assert NAME in text
    assert "With the police" in text
    assert not [word for word in ("2123456789", "restaurants", "62063", "liege") if word in text]
    assert deliver_notices(house.acting(at=later(minutes=2)), [FileDrop(tmp_path / "out")]).sent == 0


def test_a_yes_tells_the_guardianship_service_by_its_bundle_and_not_twice(house: AppContext) -> None:
    """One way only: with the referral where it leaves with the control; a notice of before stands beside it."""
    minor = a_person(1, under_age=True)
    control = saved_people(house, minor, decision="yes")
    assert "guardianship" in [d.recipient for d in deliveries(house.store)]
    assert open_notices(house.acting(BY, AT)) == ()
    (person,) = protection_of(house.acting(BY, AT), control)
    assert person.guardian_told is True


def test_the_inspector_may_tell_of_anybody_in_doubt(house: AppContext) -> None:
    """Nobody marked the person as young: the inspector's word is enough, and the second time changes nothing."""
    control = saved_people(house)
    first = notify_guardian(house.acting(BY, AT), control, "P1")
    again = notify_guardian(house.acting(BY, later(1)), control, "P1")
    assert (first.is_new, again.is_new) == (True, False)
    assert first.reference == again.reference
    assert log_notice(house.acting(BY, later(1)), str(first.reference), "reached").state == "taken"


def test_silence_is_chased(house: AppContext) -> None:
    """An agreed contact that nobody rang with, and a guardian that does not answer, climb the house's own ladder."""
    control = saved_people(house, a_person(1, under_age=True))
    agreed(house, control)
    assert chase(house.acting(at=later(minutes=59))).raised == 0
    assert chase(house.acting(at=later(minutes=61))).raised == 2  # the inspector and the team head, of the centre
    assert chase(house.acting(at=later(hours=25))).raised == 2 + 2  # the guardian too; the first climbed to the end


def test_an_early_no_holds_nothing_back(house: AppContext) -> None:
    """A decision on trafficking is one thing, a child alone another."""
    control = saved_people(house, a_person(1, under_age=True), suspicion={**a_yes(), "decision": "no"})
    assert [n.kind for n in open_notices(house.acting(BY, AT))] == ["guardian"]
    assert decide(house.acting(BY, AT), control, "undecided", grounds="") is None


def test_what_concerns_nobody_is_refused(house: AppContext) -> None:
    """No control, nobody of that reference, no such notice, a language without texts, a closed notice, a stranger."""
    control = saved_people(house)
    reference = agreed(house, control)
    calls = {
        "REFER-780": lambda: record_consent(house.acting(BY, AT), "nothing", said()),
        "REFER-781": lambda: record_consent(house.acting(BY, AT), control, said(person="P9")),
        "REFER-782": lambda: offer_centre(house.acting(BY, AT), control, "P1", "xx"),
        "REFER-783": lambda: log_notice(house.acting(BY, AT), "N-000000", "reached"),
    }
    for code, call in calls.items():
        with pytest.raises(ReferralFault) as caught:
            call()
        assert caught.value.code == code
    log_notice(house.acting(BY, AT), reference, "reached")
    with pytest.raises(ReferralFault, match="REFER-784"):
        log_notice(house.acting(BY, AT), reference, "full")
    with pytest.raises(AccessRefused):
        protection_of(house.acting("insp-namur-1", AT), control)
    with pytest.raises(AccessRefused):
        record_consent(house.acting("dpo-1", AT), control, said())
