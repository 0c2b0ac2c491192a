"""The dossier of a control: all of it for the auditorate, and a copy that gives nothing of a suspicion away."""

import io
from dataclasses import replace
from typing import Any

import pikepdf
import pytest
from builders_acts import AT, LIEGE, a_control, a_yes, later
from builders_control import the_checklist
from pdf_words import pdf_words

from inspection.acts.chasing import list_clocks
from inspection.acts.controls import correct_control, dossier, note_report, save
from inspection.acts.controls.dossiers import dossier_content
from inspection.acts.records import definitions
from inspection.errors import AccessRefused, ControlFault
from inspection.i18n import LANGUAGES, Lang, t
from inspection.reporting.cases import dossier_data, dossier_pdf
from inspection.store.core import new_id
from inspection.store.queries import control_body
from inspection.trust import AppContext

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


def a_saved(house: AppContext, **fields: Any) -> str:
    """Save a control with a finding, a person and what is given."""
    persons = [{"ref": "P1", "name": "Synthetic Person", "answers": {"q02_dimona": "absent", **fields.pop("said", {})}}]
    control = a_control(persons=persons, **fields)
    save(house.acting(BY, AT), control, place=LIEGE)
    return control.control_id


def pdf(house: AppContext, control_id: str, reader: str, by: str = BY) -> str:
    """What a dossier says."""
    return pdf_words(dossier(house.acting(by, later(1)), control_id, reader).pdf)  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["fr", "nl", "de"])
@pytest.mark.few(3)
def test_the_auditorate_reads_everything_in_the_language_of_the_report(house: AppContext, lang: str) -> None:
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


def test_the_copy_for_the_offender_is_the_same_with_and_without_a_suspicion(house: AppContext) -> None:
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


CANARIES = [f"canary{n:02d}" for n in range(20)]


def test_the_offender_gets_no_words_that_were_typed_freely(house: AppContext) -> None:
    """A canary in every field that takes words; the copy has none, but the employer's own hearing. The auditorate's
    has them all, whatever the field."""
    words_ = iter(CANARIES)
    told = [next(words_) for _ in range(14)]
    photo = {"sha256": "0" * 64, "kind": "photo", "media_type": "image/jpeg", "bytes": 5, "question": "q02_dimona",
             "person": "P1", "taken_at": AT.isoformat(), "comment": told[0]}  # fmt: skip
    seen = {"ref": "S1", "person": "P1", "state": "identified", "doing": told[1], "at": "19:05", "seen_by": told[2],
            "place": told[3]}  # fmt: skip
    looked = {"ref": "L1", "register": "dimona", "subject": "P1", "looked_up_at": AT.isoformat(), "result": "not_found",
              "note": told[4]}  # fmt: skip
    hearing = {**HEARD, "statement": told[5], "interpreter": told[6]}
    own = {**HEARD, "ref": "H2", "person": "employer", "quality": "employer", "statement": "the employer's words"}
    step = {**STEPS[1], "who": told[7], "number": told[8], "note": told[9]}
    control_id = a_saved(
        house,
        attachments=[photo],
        seen=[seen],
        lookups=[looked],
        hearings=[hearing, own],
        steps=[step],
        door=told[12],
        comments=[{"question": "q02_dimona", "person": "P1", "written_at": AT.isoformat(), "words": told[13]}],
        answers={
            "fm_head_count": 1,
            "wp_obstruction": "obstructed",
            "wp_obstruction_facts": told[10],
            "cl_remarks": told[11],
        },
        said={"q01_task": "canary99"},
    )
    offender, auditorate = (pdf(house, control_id, reader) for reader in ("offender", "auditorate"))
    assert [word for word in [*CANARIES, "canary99"] if word in offender] == []
    assert "the employer's words" in offender.replace("’", "'")
    assert [word for word in [*told, "canary99"] if word not in auditorate] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("asked", ["police", "auditorate", "other_service"])
@pytest.mark.few(4)
def test_the_auditorate_reads_which_authority_asked_for_a_control(house: AppContext, lang: Lang, asked: str) -> None:
    """Kept with the control and printed beside its day; the offender learns nothing of it."""
    content = dossier_content(house, a_saved(house, origin=asked), "auditorate")
    line = t(f"dossier.origin.{asked}", lang)
    assert line in pdf_words(
        dossier_pdf(dossier_data(content, "auditorate", lang, made_on=later(1)), made_on=later(1))
    ).replace("’", "'")
    copy = dossier_content(house, content.control.control_id, "offender")
    told = pdf_words(dossier_pdf(dossier_data(copy, "offender", lang, made_on=later(1)), made_on=later(1))).replace(
        "’", "'"
    )
    assert line not in told
    assert copy.control.origin is None


def test_a_complaint_reads_as_an_own_initiative_does(house: AppContext) -> None:
    """No paper tells that somebody complained, not even by what it leaves out."""
    found = {}
    for asked in ("complaint", "own_initiative", None):
        control_id = a_saved(house, **({"origin": asked} if asked else {}))
        found[asked] = pdf(house, control_id, "auditorate").replace(control_id, "").replace("’", "'")
    assert found["complaint"] == found["own_initiative"]
    assert t("dossier.origin.unplanned", "fr") in found["complaint"]
    assert t("dossier.origin.unplanned", "fr") not in found[None]


def a_position(minute: str, lat: float = 50.6326, **fields: Any) -> dict[str, Any]:
    """Where a device was on the evening of the control, as JSON values."""
    return {"lon": 5.5796, "lat": lat, "at": f"2026-11-25T{minute}:20+01:00", **fields}


def a_photo(n: int, **fields: Any) -> dict[str, Any]:
    """A photo of the evening of the control, as JSON values."""
    what = {"sha256": f"{n}" * 64, "kind": "photo", "media_type": "image/jpeg", "bytes": 5}
    return {**what, "taken_at": "2026-11-25T18:45:00+01:00", **fields}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(2)
def test_the_door_and_where_devices_were_are_printed(house: AppContext, lang: Lang) -> None:
    """The sign as it was written down; each position with its accuracy, or that none was given, and its moment."""
    position = a_position("18:30", accuracy_m=12.4)
    photo = a_photo(1, position=a_position("18:44", lat=50.63271), comment="back door")
    control_id = a_saved(house, door="green gate, 4b", position=position, attachments=[photo])
    content = dossier_content(house, control_id, "auditorate")
    found = pdf_words(
        dossier_pdf(dossier_data(content, "auditorate", lang, made_on=later(1)), made_on=later(1))
    ).replace("’", "'")
    entry = {"lat": "50.63260", "lon": "5.57960", "at": "25/11/2026 18:30"}
    where = t("dossier.coordinates", lang, **entry, accuracy=t("dossier.accuracy", lang, m=12))
    shot = {"lat": "50.63271", "lon": "5.57960", "at": "25/11/2026 18:44"}
    taken = t("dossier.coordinates", lang, **shot, accuracy=t("dossier.accuracy_unknown", lang))
    assert t("dossier.door", lang, door="green gate, 4b") in found
    assert t("dossier.position", lang, where=where) in found
    assert f"{taken} – back door" in found
    copy = pdf(house, control_id, "offender")
    assert [word for word in ("green gate", "50.632", "5.57960", "WGS") if word in copy] == []


def test_a_control_without_door_and_position_says_nothing_of_them(house: AppContext) -> None:
    """A device that did not know where it was is an ordinary case."""
    found = pdf(house, a_saved(house, attachments=[a_photo(1)]), "auditorate").replace("’", "'")
    assert "WGS" not in found
    assert t("dossier.door", "fr", door="") not in found


CENTRE = {"step": "centre", "at": "2026-11-25T19:00:00+01:00"}
BY_STAFF = {"person": "P1", "answer": "informed", "at": CENTRE["at"], "language": "ro", "explained_by": "centre_staff"}


@pytest.mark.parametrize(
    ("after", "parts", "told"),
    [
        ("20:31", {}, False),  # the control was left at 20:30
        ("19:01", {"steps": [{**CENTRE, "outcome": "reached"}]}, False),
        ("19:01", {"consents": [BY_STAFF]}, False),
        ("19:01", {"steps": [{**CENTRE, "outcome": "no_answer"}]}, True),
        ("19:01", {}, True),
    ],
)
@pytest.mark.few(2)
def test_no_position_leads_to_where_a_centre_takes_people_in(
    house: AppContext, after: str, parts: dict[str, Any], told: bool
) -> None:
    """What a device recorded after the control, or once a centre had a part in it, is on no paper; the photo is."""
    there = a_photo(2, position=a_position(after, lat=50.77777), comment="taken later")
    here = a_photo(1, position=a_position("18:44"))
    found = pdf(house, a_saved(house, attachments=[here, there], **parts), "auditorate")
    assert ("50.77777" in found) is told
    assert "50.63260" in found
    assert "taken later" in found
    moved = a_saved(house, position=a_position(after, lat=50.77777), **parts)
    assert ("50.77777" in pdf(house, moved, "auditorate")) is told


def test_the_auditorate_reads_the_first_minutes_and_the_offender_does_not(house: AppContext) -> None:
    """Who was there, fled and was hidden stands among the facts, though no finding rests on it."""
    control_id = a_saved(house, answers={"fm_head_count": 41, "fm_fled": 17, "fm_hidden": 23})
    offender, auditorate = (pdf(house, control_id, reader) for reader in ("offender", "auditorate"))
    for question, counted in (("fm_head_count", 41), ("fm_fled", 17), ("fm_hidden", 23)):
        asked = the_checklist("restaurants", AT.date()).by_id[question].label.say("fr")
        assert f"{asked} – {counted}" in auditorate
        assert asked not in offender


def test_words_to_a_question_that_is_no_longer_asked_are_no_fact(house: AppContext) -> None:
    """Obstruction was taken back; what was typed under it lingers and counts for nothing."""
    answers = {"fm_head_count": 1, "wp_obstruction": "none", "wp_obstruction_facts": "canary01"}
    assert "canary01" not in pdf(house, a_saved(house, answers=answers), "auditorate")


def test_a_finding_is_printed_with_its_whole_risk(house: AppContext) -> None:
    """Both fines, imprisonment, and how often the fines are counted, under the cap of the rules."""
    persons = [{"ref": f"P{n}", "answers": {"q02_dimona": "absent"}} for n in (1, 2, 3)]
    control = a_control(persons=persons)
    save(house.acting(BY, AT), control, place=LIEGE)
    cap = house.catalogue(AT.date()).sanctions.workers_cap
    said = " ".join(pdf(house, control.control_id, "auditorate").split())
    for word in ("amende administrative de", "ou amende pénale de", "emprisonnement de 6 à 36 mois",
                 "amendes comptées 3 fois", f"(au plus {cap})"):  # fmt: skip
        assert word in said


def test_the_auditorate_is_told_what_the_law_of_that_day_did_not_know(house: AppContext) -> None:
    """An answer that points to an offence of later is named as one that may not be kept."""
    control_id = a_saved(house, facts_on="2018-06-01", said={"q09_stay": "special"})
    told = " ".join(pdf(house, control_id, "auditorate").split())
    assert "la loi du 01/06/2018 ne connaissait pas : Occupation d'une personne en situation" in told.replace("’", "'")
    assert "ne connaissait pas" not in pdf(house, control_id, "offender")


def test_an_old_control_is_printed_by_the_questions_that_were_asked(
    house: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A label changes; the dossier of what was filled in before says what was asked then."""
    old = a_saved(house)
    before = pdf(house, old, "auditorate")
    asked = the_checklist("restaurants", AT.date()).by_id["q02_dimona"].label.say("fr")
    assert asked in before

    real = definitions.checklist

    def renamed(sector: Any, catalogue: Any) -> Any:
        made = real(sector, catalogue)
        questions = tuple(
            one.model_copy(update={"label": one.label.model_copy(update={"fr": "Une autre question"})})
            if one.id == "q02_dimona"
            else one
            for one in made.questions
        )
        return replace(made, questions=questions, sha256="1" * 64, version="1" * 12)

    monkeypatch.setattr(definitions, "checklist", renamed)
    assert pdf(house, old, "auditorate") == before


def test_a_report_number_is_noted_and_its_deadline_runs(house: AppContext) -> None:
    """The number stands in the control and in the dossier; the auditorate's six months begin."""
    control_id = a_saved(house)
    note_report(house.acting(BY, later(days=3)), control_id, "EPV-0001", sent_on=later(days=2).date())
    assert '"cl_epv_number":"EPV-0001"' in control_body(house.store, control_id)
    assert "EPV-0001" in pdf(house, control_id, "offender")
    assert "administrative_route" in {clock.key for clock in list_clocks(house.acting(BY, later(days=3)))}


@pytest.mark.parametrize("number", ["", "  ", "x" * 65, "Jan Peeters, who was seen there " * 3])
def test_a_report_number_is_held_against_its_question(house: AppContext, number: str) -> None:
    """What no form would take is not noted by another way, and the control stays as it was."""
    control_id = a_saved(house)
    before = control_body(house.store, control_id)
    with pytest.raises(ControlFault):
        note_report(house.acting(BY, later(days=3)), control_id, number)
    assert control_body(house.store, control_id) == before


def test_a_correction_is_told_to_the_auditorate_with_its_reason(house: AppContext) -> None:
    """Who reads a corrected control must know that it was corrected."""
    control_id = a_saved(house)
    again = a_control(control_id=control_id, answers={"fm_head_count": 5})
    correct_control(house.acting(BY, later(1)), again, "miscounted", place=LIEGE)
    assert "miscounted" in pdf(house, control_id, "auditorate")
    assert "miscounted" not in pdf(house, control_id, "offender")


def test_an_unfinished_control_has_no_dossier(house: AppContext) -> None:
    """And nobody of another district reads one."""
    control = a_control(left_at=None)
    save(house.acting(BY, AT), control, place=LIEGE)
    with pytest.raises(ControlFault):
        pdf(house, control.control_id, "auditorate")
    with pytest.raises(AccessRefused):
        pdf(house, control.control_id, "auditorate", by="insp-namur-1")


def test_a_dossier_is_archival_pdf(house: AppContext) -> None:
    """PDF/A-3b, and the same control on the same moment gives the same bytes."""
    control_id = a_saved(house)
    one, two = (dossier(house.acting(BY, later(1)), control_id, "auditorate").pdf for _ in range(2))
    assert one == two
    with pikepdf.open(io.BytesIO(one)) as archived:
        assert archived.open_metadata().pdfa_status == "3B"


def test_checks_of_special_statuses_are_for_the_auditorate_only(house: AppContext) -> None:
    """They are no findings, and say so; the copy holds none of them."""
    control_id = a_saved(house, said={"q03_status": "student", "q03_student_hours": 700})
    found = dossier_content(house, control_id, "auditorate")
    assert [check.key for check in found.checks] == ["quota.passed_contributions"]
    assert "700" in pdf(house, control_id, "auditorate")
    assert dossier_content(house, control_id, "offender").checks == ()
    title = t("dossier.checked", "fr")[:20]
    assert [title in pdf(house, control_id, reader) for reader in ("auditorate", "offender")] == [True, False]
