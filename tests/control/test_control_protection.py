"""What a control says of the people found: doubt over age, consent to a centre, and where it stops."""

import json
from datetime import date

import pytest
from builders_control import a_competence, a_control, a_person, a_raw_control, the_checklist, the_rules

from inspection.control.conclusions import conclude, stopping_paths
from inspection.control.papers import for_offender, only_on_site, without_suspicion
from inspection.control.reading import read_control
from inspection.errors import ControlFault

ON = date(2026, 11, 25)
CONSENT = {"person": "P1", "answer": "given", "at": "2026-11-25T11:00:00Z", "language": "ro", "name_too": True}


def read(**fields):
    """A control as it comes in from outside."""
    raw = json.dumps(a_raw_control(on=ON, **fields))
    return read_control(raw, lambda sector: the_checklist(sector, ON))


@pytest.mark.parametrize(
    ("fields", "is_minor"),
    [
        ({}, False),  # nobody said anything
        ({"under_age": False}, False),
        ({"under_age": True}, True),  # says so, or may be
        ({"under_age": True, "birth_date": "1990-01-01"}, True),  # a paper that says otherwise takes no doubt away
        ({"birth_date": "2010-01-01"}, True),
    ],
)
def test_doubt_over_an_age_counts_as_a_minor(fields, is_minor):
    """Whoever says to be, or may be, under age is treated as a minor until somebody knows."""
    made = conclude(a_control(on=ON, persons=[a_person(1, **fields)]), the_rules(), a_competence())
    assert made.proposal.minors == (("P1",) if is_minor else ())


def test_consent_comes_in_with_the_control_and_never_reaches_the_employer():
    """It is read strictly, names a person found, and the copy for the employer is the same without it."""
    control = read(persons=[a_person(1)], consents=[CONSENT])
    assert control.consents[0].answer == "given"
    plain = read(persons=[a_person(1)], control_id=control.control_id)
    questions = the_rules().on(ON).questions
    assert without_suspicion(control, questions) == without_suspicion(plain, questions)


def test_who_asked_for_a_control_and_what_was_written_on_a_guarded_answer_never_reach_the_employer():
    """The copy is the same without them; a comment on an open question stays with who may read that."""
    comment = {"question": "q08_found_with_employer", "written_at": "2026-11-25T18:00:00Z", "words": "in a drawer"}
    plain = {**comment, "question": "fm_head_count"}
    told = read(origin="complaint", comments=[comment, {**comment, "question": None}, plain])
    other = read(comments=[plain], control_id=told.control_id)
    questions = the_rules().on(ON).questions
    assert without_suspicion(told, questions) == without_suspicion(other, questions)
    assert for_offender(told, questions).comments == ()


def test_no_paper_tells_where_a_device_was_once_it_may_have_been_at_a_centre():
    """At the workplace it stays; after the control was left, or once a centre's staff explained something, it goes."""

    def told(at: str, **fields):
        position = {"lon": 5.5, "lat": 50.6, "at": f"2026-11-25T{at}:00Z"}
        photo = {
            "sha256": "ab" * 32,
            "kind": "photo",
            "media_type": "image/jpeg",
            "bytes": 9,
            "taken_at": position["at"],
        }
        control = read(persons=[a_person(1)], attachments=[{**photo, "position": position}], **fields)
        return only_on_site(control, the_rules().on(ON)).attachments[0].position is not None

    explained = {"consents": [{**CONSENT, "at": "2026-11-25T18:00:00Z", "explained_by": "centre_staff"}]}
    assert told("17:45")
    assert told("19:30")  # the minute in which the control was left
    assert not told("19:45")
    assert told("18:00", **explained)
    assert not told("18:30", **explained)


def test_consent_of_nobody_is_refused():
    """A reference that the control does not hold would be lost."""
    with pytest.raises(ControlFault, match="P2"):
        read(persons=[a_person(1)], consents=[{**CONSENT, "person": "P2"}])


def test_a_diplomatic_household_stops_the_control():
    """A yes is a remark that every screen shows; a no, or no answer, is none."""
    rules = the_rules()
    asked = {yes: a_control(on=ON, answers={"wp_diplomatic": yes}) for yes in (True, False)}
    assert [path.key for path in stopping_paths(asked[True].answers, rules.on(ON))] == ["diplomatic_household"]
    assert stopping_paths(asked[False].answers, rules.on(ON)) == ()
    assert "diplomatic_household" in conclude(asked[True], rules, a_competence()).remarks
    assert "diplomatic_household" not in conclude(asked[False], rules, a_competence()).remarks


def test_no_service_is_competent_for_trafficking():
    """A suspicion leaves by its referral only: what may be passed on is an allow-list without it."""
    catalogue = the_rules().on(ON)
    listed = {offence for service in catalogue.competent_services.values() for offence in service.offences}
    assert "FW_TRAFFICK_LABOUR" in catalogue.offences
    assert "FW_TRAFFICK_LABOUR" not in listed
