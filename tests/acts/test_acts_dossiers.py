"""The dossier of a control: all of it for the auditorate, and a copy that gives nothing of a suspicion away."""

import io
from typing import Any

import pytest
from builders_acts import AT, LIEGE, a_control, a_yes, later
from pypdf import PdfReader

from inspection.acts import Office, correct_control, dossier, list_clocks, note_report, save_control
from inspection.errors import AccessRefused, ControlFault
from inspection.store import control_body, new_id

BY = "insp-liege-1"
HEARD = {
    "ref": "H1",
    "person": "P1",
    "quality": "witness",
    "rights_given": True,
    "started_at": "2026-11-25T19:00:00+01:00",
    "ended_at": "2026-11-25T19:20:00+01:00",
    "language": "ro",
    "interpreter": "interpreter 4711",
    "statement": "I work from eight to eight.",
    "read_back": True,
    "signed": "refused",
}
STEPS = [
    {"step": "magistrate", "at": "2026-11-25T19:30:00+01:00", "outcome": "no_answer", "number": "+32 4 000 00 00"},
    {
        "step": "magistrate",
        "at": "2026-11-25T19:35:00+01:00",
        "outcome": "reached",
        "who": "magistrate on duty",
        "note": "Hear them apart.",
    },
]


def words(pdf: bytes) -> str:
    """The text of a PDF on one line."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def a_saved(house: Office, **fields: Any) -> str:
    """Save a control with a finding, a person and what is given."""
    persons = [{"ref": "P1", "name": "Synthetic Person", "answers": {"q02_dimona": "absent", **fields.pop("said", {})}}]
    control = a_control(persons=persons, **fields)
    save_control(control, BY, place=LIEGE, at=AT, office=house)
    return control.control_id


def pdf(house: Office, control_id: str, reader: str, by: str = BY) -> str:
    """What a dossier says."""
    return words(dossier(control_id, reader, by, at=later(1), office=house).pdf)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["fr", "nl", "de"])
def test_the_auditorate_reads_everything_in_the_language_of_the_report(house: Office, lang: str) -> None:
    """Findings, persons, hearings with what was refused, the calls at night and the magistrate's instruction."""
    control_id = a_saved(house, hearings=[HEARD], steps=STEPS, report_language=lang, suspicion=a_yes())
    found = pdf(house, control_id, "auditorate")
    for word in (
        "Synthetic Person",
        "interpreter 4711",
        "I work from eight to eight.",
        "Hear them apart.",
        "25/11/2026",
    ):
        assert word in found
    assert "19:30" in found
    assert "+32 4 000 00 00" in found


def test_the_copy_for_the_offender_is_the_same_with_and_without_a_suspicion(house: Office) -> None:
    """Twin controls: one with a yes, steps, calls, a worker's hearing, sensitive answers and a word about the police
    beside a look-up; the copies are equal."""
    one, other = new_id(), new_id()
    looked = {"ref": "L1", "register": "dimona", "subject": "P1", "looked_up_at": AT.isoformat(), "result": "not_found"}
    plain = a_saved(house, control_id=one, lookups=[looked])
    told = a_saved(
        house,
        control_id=other,
        hearings=[HEARD],
        steps=STEPS,
        suspicion=a_yes(),
        lookups=[{**looked, "note": "told to the police cell"}],
        said={"q23_threats": ["authorities"], "q17_freedom": ["watched"]},
    )
    copies = [pdf(house, each, "offender").replace(each, "") for each in (plain, told)]
    assert copies[0] == copies[1]
    assert "Hear them apart." in pdf(house, told, "auditorate")
    assert "told to the police cell" in pdf(house, told, "auditorate")


def test_a_report_number_is_noted_and_its_deadline_runs(house: Office) -> None:
    """The number stands in the control and in the dossier; the auditorate's six months begin."""
    control_id = a_saved(house)
    note_report(control_id, "EPV-0001", BY, sent_on=later(days=2).date(), at=later(days=3), office=house)
    assert '"cl_epv_number":"EPV-0001"' in control_body(house.store, control_id)
    assert "EPV-0001" in pdf(house, control_id, "offender")
    assert "administrative_route" in {clock.key for clock in list_clocks(BY, at=later(days=3), office=house)}


def test_a_correction_is_told_to_the_auditorate_with_its_reason(house: Office) -> None:
    """Who reads a corrected control must know that it was corrected."""
    control_id = a_saved(house)
    again = a_control(control_id=control_id, answers={"fm_head_count": 5})
    correct_control(again, "miscounted", BY, place=LIEGE, at=later(1), office=house)
    assert "miscounted" in pdf(house, control_id, "auditorate")
    assert "miscounted" not in pdf(house, control_id, "offender")


def test_an_unfinished_control_has_no_dossier(house: Office) -> None:
    """And nobody of another district reads one."""
    control = a_control(left_at=None)
    save_control(control, BY, place=LIEGE, at=AT, office=house)
    with pytest.raises(ControlFault):
        pdf(house, control.control_id, "auditorate")
    with pytest.raises(AccessRefused):
        pdf(house, control.control_id, "auditorate", by="insp-namur-1")


def test_a_dossier_is_archival_pdf(house: Office) -> None:
    """PDF/A-3b, and the same control on the same moment gives the same bytes."""
    control_id = a_saved(house)
    one, two = (dossier(control_id, "auditorate", BY, at=later(1), office=house).pdf for _ in range(2))
    assert one == two
    assert b"pdfaid:part" in one or b"pdfaid" in PdfReader(io.BytesIO(one)).xmp_metadata.stream.get_data()
