"""Each offender has a copy of their own: nobody reads of another's offence, or until when the service must act."""

import json
from typing import Any

import pytest
from builders_acts import AT, LIEGE, a_control, a_yes, later
from houses import as_user
from pdf_words import pdf_words

from inspection.acts.controls import copy_offenders, dossier, save
from inspection.acts.controls.dossiers import dossier_content
from inspection.control.filled import Control
from inspection.errors import ControlFault
from inspection.i18n import LANGUAGES, Lang, t
from inspection.reporting.cases import dossier_data, dossier_pdf
from inspection.time_of import day_text
from inspection.trust import AppContext

BY = "insp-liege-1"
OWN = {"q03_status": "employee", "q02_dimona": "before"}
MASON = {"q03_status": "posted", "q07_limosa": "absent"}
HEARD = {
    "ref": "H1",
    "person": "employer",
    "quality": "employer",
    "started_at": "2026-11-25T19:00:00+01:00",
    "language": "fr",
    "statement": "the posting firm told us nothing",
}


def a_person(n: int, answers: dict[str, Any]) -> dict[str, Any]:
    """Somebody found, with a name that nobody else has."""
    return {"ref": f"P{n}", "name": f"Synthetic Nr{n:02d}", "answers": answers}


def saved(house: AppContext, persons: list[dict[str, Any]], **fields: Any) -> Control:
    """Save a finished control."""
    control = a_control(
        persons=[a_person(n, answers) for n, answers in enumerate(persons, 1)],
        **{"answers": {"fm_head_count": len(persons), **fields.pop("answers", {})}, **fields},
    )
    save(house.acting(BY, AT), control, place=LIEGE)
    return control


def posting(house: AppContext, **fields: Any) -> Control:
    """Twelve own workers, one of them undeclared, and a posted mason without Limosa, of which the user kept silent."""
    own = [{**OWN, "q02_dimona": "absent"}, *[OWN] * 11]
    return saved(house, [*own, MASON], answers={"q07_user_reported": False}, **fields)


def read(house: AppContext, control: Control, reader: str, offender: str | None = None) -> str:
    """The words of a dossier."""
    made = dossier(house.acting(BY, later(1)), control.control_id, reader, offender=offender)  # type: ignore[arg-type]
    return " ".join(pdf_words(made.pdf).replace("’", "'").split())


def label(house: AppContext, offence: str, lang: Lang = "fr") -> str:
    """What an offence is called."""
    return house.catalogue(AT.date()).offence(offence).label.say(lang).replace("’", "'")


def names(text: str) -> set[int]:
    """The persons whom a text names."""
    return {n for n in range(1, 14) if f"Synthetic Nr{n:02d}" in text}


OFFENCES = {"employer": "SS_DIMONA_IN", "posting_employer": "FW_LIMOSA", "belgian_user": "FW_LIMOSA_USER"}
NAMED = {"employer": {1}, "posting_employer": {13}, "belgian_user": {13}}


@pytest.mark.parametrize("role", OFFENCES)
@pytest.mark.few(3)
def test_nobody_reads_anothers_offence_in_a_copy(house: AppContext, role: str) -> None:
    """Nor the persons, the hearing and the role of another."""
    control = posting(house, hearings=[HEARD])
    told = read(house, control, "offender", role)
    assert [key for key, offence in OFFENCES.items() if label(house, offence) in told] == [role]
    assert names(told) == NAMED[role]
    assert (HEARD["statement"] in told) is (role == "employer")
    roles = house.catalogue(AT.date()).offender_roles
    assert [key for key in OFFENCES if f"{roles[key].label.fr}: " in told] == [role]


def test_what_a_copy_holds_beside_its_pages_is_its_offenders_too(house: AppContext) -> None:
    """Its values, from which whatever else is written would be made."""
    control = posting(house, hearings=[HEARD])
    for role, offence in OFFENCES.items():
        content = dossier_content(house, control.control_id, "offender", role)
        assert [finding.offence for finding in content.conclusion.findings] == [offence]
        assert {person.ref for person in content.control.persons} == {f"P{n}" for n in NAMED[role]}
        others = {"q07_user_reported", "q02_dimona", "q07_limosa"} - set(content.conclusion.findings[0].questions)
        held = {key for one in content.control.persons for key in one.answers} | set(content.control.answers)
        assert not held & others


def test_the_auditorate_reads_who_is_answerable_for_what(house: AppContext) -> None:
    """All offenders with their roles, and the persons whom no finding concerns apart; or one of them alone."""
    control = posting(house)
    whole = read(house, control, "auditorate")
    roles = house.catalogue(AT.date()).offender_roles
    assert all(
        f"{roles[key].label.fr}: " in whole and label(house, offence) in whole for key, offence in OFFENCES.items()
    )
    concerned, also = whole.split(t("dossier.also_found", "fr"))
    assert names(concerned) == {1, 13}
    assert names(also.split("5.")[0]) >= set(range(2, 13))
    one = read(house, control, "auditorate", "belgian_user")
    assert label(house, "FW_LIMOSA_USER") in one
    assert label(house, "SS_DIMONA_IN") not in one


def test_the_range_of_the_user_of_one_mason_is_that_of_one(house: AppContext) -> None:
    """Not of everybody who was found there; and only the auditorate reads it, never the offender."""
    control = posting(house)
    told = read(house, control, "auditorate", "belgian_user").replace("\N{NO-BREAK SPACE}", " ")
    assert "1 personne(s) concernée(s) (P13)" in told
    assert "ou amende pénale de 2 000 à 20 000 euros" in told
    assert "euros" not in read(house, control, "offender", "belgian_user")


def test_a_copy_asks_for_whom_where_there_are_several(house: AppContext) -> None:
    """And says whom there is; a wrong name is refused; where there is one, nobody need be named."""
    control = posting(house)
    with pytest.raises(ControlFault, match="several offenders") as caught:
        read(house, control, "offender")
    assert (caught.value.code, "belgian_user" in caught.value.advice) == ("CONTROL-392", True)
    with pytest.raises(ControlFault, match="Nothing stands") as caught:
        read(house, control, "offender", "landlord")
    assert caught.value.code == "CONTROL-394"
    assert [one.key for one in copy_offenders(as_user(house, "supervisor-liege"), control)] == list(OFFENCES)


def test_two_workers_get_two_copies(house: AppContext) -> None:
    """Where the offender is somebody found there, each reads of themself only."""
    knew = {"q03_status": "employee", "q02_dimona": "absent", "q02_worker_knew": True}
    control = saved(house, [knew, knew])
    assert [one.key for one in copy_offenders(as_user(house, "supervisor-liege"), control)] == [
        "employer",
        "worker:P1",
        "worker:P2",
    ]
    told = read(house, control, "offender", "worker:P2")
    assert names(told) == {2}
    assert label(house, "SS_DIMONA_WORKER") in told
    assert label(house, "SS_DIMONA_IN") not in told


def test_who_may_be_a_victim_gets_no_copy(house: AppContext) -> None:
    """Though what an employer may read, where nobody thought of trafficking, would make one."""
    knew = {"q03_status": "employee", "q02_dimona": "absent", "q02_worker_knew": True}
    control = saved(house, [knew], suspicion=a_yes())
    with pytest.raises(ControlFault, match="Nothing stands"):
        read(house, control, "offender", "worker:P1")
    assert names(read(house, control, "offender", "employer")) == {1}


def test_a_refusal_names_nobody_whom_it_would_refuse(house: AppContext) -> None:
    """Nor does the screen offer who may be a victim; where that is everybody, it says that nobody gets a copy."""
    knew = {"q03_status": "employee", "q02_dimona": "absent", "q02_worker_knew": True}
    control = saved(house, [knew], suspicion=a_yes())
    assert [one.key for one in copy_offenders(as_user(house, "supervisor-liege"), control)] == ["employer"]
    with pytest.raises(ControlFault, match="Nothing stands") as caught:
        read(house, control, "offender", "worker:P1")
    assert caught.value.advice == "Name one of: employer."
    alone = {"q03_status": "self_employed", "q09_stay": "valid", "q09_professional_card": "absent"}
    only = saved(house, [alone], suspicion=a_yes())
    assert copy_offenders(as_user(house, "supervisor-liege"), only) == ()
    for named in (None, "self_employed:P1"):
        with pytest.raises(ControlFault, match="Nothing stands") as caught:
            read(house, only, "offender", named)
        assert "nobody gets a copy" in caught.value.advice


def test_a_copy_does_not_tell_by_what_it_holds_that_somebody_may_be_a_victim(house: AppContext) -> None:
    """What the employer reads of the workplace is the same with a suspicion and without."""
    knew = {"q03_status": "employee", "q02_dimona": "absent", "q02_worker_knew": True}
    seen = [{"ref": "S1", "state": "fled", "at": "18:40"}]
    both = [saved(house, [knew], seen=seen, **said) for said in ({}, {"suspicion": a_yes()})]
    held = [dossier_content(house, one.control_id, "offender", "employer").control for one in both]
    assert held[0].seen == held[1].seen
    assert held[0].answers == held[1].answers


def test_violence_without_an_obstruction_is_said_to_the_auditorate(house: AppContext) -> None:
    """A factor of which the offence was not found does not vanish; the offender reads nothing of it."""
    control = saved(house, [OWN], answers={"wp_obstruction": "none", "wp_violence": True})
    said = t("dossier.factor_alone", "fr").replace("’", "'")
    assert said in read(house, control, "auditorate")
    assert said not in read(house, control, "offender")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.few(2)
def test_the_copy_prints_no_internal_date(house: AppContext, lang: Lang) -> None:
    """Neither the day on which the report loses its value nor that of limitation, on the page or among its values; the
    deadline that binds the offender is there. The auditorate reads them all."""
    control = saved(house, [{**OWN, "q02_dimona": "absent"}], answers={"cl_comply_by": "2027-01-13"})
    clocks = house.catalogue(AT.date()).clocks
    for reader in ("auditorate", "offender"):
        content = dossier_content(house, control.control_id, reader)  # type: ignore[arg-type]
        due = {clock.key: clock.due_on for clock in content.conclusion.clocks}
        assert due.keys() >= {"pv_copy", "administrative_limitation", "deadline_to_comply"} or reader == "offender"
        values = json.dumps(dossier_data(content, reader, lang, made_on=later(1)), ensure_ascii=False)  # type: ignore[arg-type]
        page = " ".join(
            pdf_words(dossier_pdf(dossier_data(content, reader, lang, made_on=later(1)), made_on=later(1))).split()
        )  # type: ignore[arg-type]
        for text in (values, page):
            shown = {day for day in ("09/12/2026", "24/11/2031", "25/11/2031", "13/01/2027") if day in text}
            limit = day_text(due["administrative_limitation"]) if reader == "auditorate" else ""
            assert shown == ({"13/01/2027"} if reader == "offender" else {"09/12/2026", limit, "13/01/2027"})
            assert (clocks["pv_copy"].label.say(lang) in text) is (reader == "auditorate")
            assert (clocks["administrative_limitation"].label.say(lang) in text) is (reader == "auditorate")


def test_the_auditorate_reads_what_may_be_an_aggravating_factor_and_the_offender_does_not(house: AppContext) -> None:
    """With the facts that were noted: the label is for the auditorate."""
    answers = {"cl_knowing_facts": ["warned"], "cl_knowing_of": ["stay"], "cl_knowing_words": "canary01"}
    control = saved(house, [{**OWN, "q09_stay": "absent"}], answers=answers)
    factor = house.catalogue(AT.date()).aggravating_factors["knowing"].label.fr
    asked = house.catalogue(AT.date()).questions["cl_knowing_facts"]
    auditorate, offender = (read(house, control, reader) for reader in ("auditorate", "offender"))
    for word in (factor, asked.label.fr, asked.choices[1].label.fr, "canary01"):
        assert (word in auditorate, word in offender) == (True, False)


def test_where_sources_conflict_about_a_level_the_auditorate_reads_both(house: AppContext) -> None:
    """An undeclared worker since July 2024: level 3, and what level 4 would be; the offender reads no fine."""
    control = saved(house, [{**OWN, "q02_dimona": "absent"}])
    told = read(house, control, "auditorate").replace("\N{NO-BREAK SPACE}", " ")
    assert "amende pénale de 2 000 à 20 000 euros" in told
    assert "d'autres sources : niveau 4 (amende administrative de 3 000 à 35 000 euros" in told
    assert "euros" not in read(house, control, "offender")
