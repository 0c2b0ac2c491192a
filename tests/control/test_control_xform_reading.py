"""A filled form as the raw control that it makes: evidence beside answers, references of persons, fields of clients."""

from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from builders_control import a_person, a_raw_control, the_checklist
from builders_openrosa import filled, instance_id

from inspection.control.checklists import Checklist, xform
from inspection.control.xforms import envelope, parse_xml, read_filled
from inspection.errors import ControlFault
from sectors.rules.checklists import Need

DAY = date(2026, 11, 25)
A_BLANK = "<meta><instanceID>a b</instanceID></meta>"
PROVED = Need(when=". = 'absent'", kind="photo")


def a_list() -> Checklist:
    """A list with a question of the workplace, and one of each person, that call for a photograph."""
    found = the_checklist("garment", DAY)
    needs = {"fm_fled": Need(when=". > 0", kind="photo"), "q02_dimona": PROVED}
    questions = tuple(q.model_copy(update={"needs": (needs[q.id],) if q.id in needs else ()}) for q in found.questions)
    return Checklist(
        id="garment", version="w", sha256="e" * 64, label=found.label, sections=found.sections, questions=questions
    )


def read(raw: dict[str, Any], changed: tuple[str, str] = ("", "")) -> Any:
    """Fill the form of that list in, change a little of its XML, and read it."""
    xml = filled(xform(a_list()), raw, instance=instance_id()).decode()
    assert changed[0] in xml
    return read_filled(parse_xml(xml.replace(*changed).encode()), a_list())


def test_evidence_becomes_a_photo_of_its_question_and_person() -> None:
    """A picture for the second person's answer is theirs; one for the workplace is nobody's."""
    persons = [a_person(1), a_person(2, {"q02_dimona": "absent", "q02_dimona_photo": "b.jpg"})]
    answers = {"fm_fled": 2, "fm_fled_photo": "a.jpg", "fm_fled_photo_comment": "the back door"}
    form = read(a_raw_control(on=DAY, sector="garment", answers=answers, persons=persons))
    assert [(p.file, p.question, p.person, p.comment) for p in form.photos] == [
        ("a.jpg", "fm_fled", None, "the back door"),
        ("b.jpg", "q02_dimona", "P2", ""),
    ]
    assert form.control["answers"] == {"fm_head_count": 1, "fm_fled": 2}
    assert form.control["persons"][1]["answers"] == {"q02_dimona": "absent"}


def test_persons_keep_their_reference_and_whoever_has_none_gets_a_free_one() -> None:
    """Somebody removed in an edit takes nobody's reference along; a broken one is replaced."""
    persons = [a_person(3), a_person(3), {"ref": "Paul", "answers": {}}, a_person(1)]
    form = read(a_raw_control(on=DAY, sector="garment", persons=persons))
    assert [p["ref"] for p in form.control["persons"]] == ["P3", "P1", "P2", "P4"]


def test_what_clients_add_by_themselves_is_left_out() -> None:
    """KoboToolbox writes its own marks beside the answers; they are no answers, and no reason to refuse."""
    raw = a_raw_control(on=DAY, sector="garment", persons=[])
    added = "<formhub><uuid>abc</uuid></formhub><__version__>v1</__version__><_version_>v1</_version_><leaving>"
    assert read(raw, ("<leaving>", added)).control == read(raw).control


@pytest.mark.parametrize("added", ["<cl_remarks>x</cl_remarks>", "<q02_dimona>absent</q02_dimona><z>1</z>", "<z>1</z>"])
def test_a_field_that_the_form_does_not_have_is_refused(added: str) -> None:
    """No answer is lost in silence, and no sensitive one comes in by this door."""
    with pytest.raises(ControlFault) as refused:
        read(a_raw_control(on=DAY, sector="garment", persons=[]), ("<leaving>", f"{added}<leaving>"))
    assert refused.value.code == "CONTROL-344"


@pytest.mark.parametrize("meta", ["", "<meta/>", "<meta><instanceID/></meta>", A_BLANK])
def test_a_submission_that_does_not_say_which_it_is_is_refused(meta: str) -> None:
    """Without an instanceID it could come twice and be two controls."""
    with pytest.raises(ControlFault) as refused:
        envelope(ElementTree.XML(f'<data id="vigie_garment" version="w">{meta}</data>'))
    assert refused.value.code == "CONTROL-343"
