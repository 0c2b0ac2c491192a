"""One definition of the questions of a sector: stable, complete in four languages, and as a schema."""

from datetime import date

import pytest
from builders_control import a_control, a_person, a_raw_control, a_suspicion, the_checklist, the_rules
from jsonschema import Draft202012Validator

from inspection.control.checklists import checklist
from inspection.i18n import LANGUAGES

SECTORS = sorted(the_rules().on(date(2026, 3, 10)).sectors)


@pytest.mark.parametrize("sector", SECTORS)
def test_every_sector_has_a_checklist(sector: str):
    """Also the sectors that are still switched off, so that switching one on is one word."""
    found = the_checklist(sector)
    assert found.id == sector
    assert found.sha256.startswith(found.version)
    assert {q.section for q in found.questions} <= {s.key for s in found.sections}


def test_the_same_rules_give_the_same_checklist_on_another_day():
    """Version and hash follow the questions, not the calendar."""
    assert the_checklist("restaurants", date(2026, 3, 10)) == the_checklist("restaurants", date(2026, 6, 30))


def test_the_questions_of_the_new_law_are_asked_from_its_day():
    """Framework of schedules, individual schedule, night work and part-time work: from 1 July 2026, and not before."""
    new = {"q05_schedules", "q05_individual_schedule", "q05_full_time_hours", "q05_part_time_kind", "q05_weekly_hours",
           "q10_night_introduced"}  # fmt: skip
    before, after = (set(the_checklist("restaurants", date(2026, *day)).by_id) for day in ((6, 30), (7, 1)))
    assert after - before == new


@pytest.mark.parametrize("sector", SECTORS)
def test_the_status_is_asked_before_the_dimona(sector: str):
    """On paper, in Collect, in the field form and in the schema: only an employee of this place owes one."""
    form = the_checklist(sector)
    paper = [q["id"] for section in form.paper("nl")["sections"] for q in section["person"]]
    field = [question["id"] for question in form.field_form()["questions"]]
    schema = list(form.json_schema()["$defs"]["PersonFound"]["properties"]["answers"]["properties"])
    survey = [row["name"] for row in form.xlsform()["survey"] if "name" in row]
    for order in (paper, field, schema, survey):
        assert order.index("q03_status") < order.index("q03_status_holds") < order.index("q02_dimona")


def test_a_changed_question_changes_the_version():
    """Answers can never be read under other words than they were given under."""
    catalogue = the_rules().on(date(2026, 3, 10))
    question = catalogue.questions["q02_dimona"].model_copy(update={"required": True})
    changed = catalogue.model_copy(update={"questions": {**catalogue.questions, "q02_dimona": question}})
    sector = catalogue.sectors["restaurants"]
    assert checklist(sector, changed).ref != checklist(sector, catalogue).ref


def test_a_sector_asks_its_own_questions_only():
    """Presence registration is asked on a building site, never in a kitchen."""
    assert "ss_presence" in the_checklist("construction").by_id
    assert "ss_presence" not in the_checklist("restaurants").by_id
    assert "doc_occasional_form" in the_checklist("agriculture").by_id


@pytest.mark.parametrize("lang", LANGUAGES)
def test_paper_holds_every_question_once_in_each_language(lang: str):
    """The paper form is the same list, whichever language a team reads."""
    found = the_checklist("restaurants")
    paper = found.paper(lang)  # type: ignore[arg-type]
    asked = [q["id"] for s in paper["sections"] for scope in ("workplace", "person") for q in s[scope]]
    assert sorted(asked) == sorted(found.by_id)
    assert all(q["label"] for s in paper["sections"] for scope in ("workplace", "person") for q in s[scope])


def test_discreet_paper_leaves_the_sensitive_questions_out():
    """A sheet on the counter is read by the employer as well."""
    found = the_checklist("restaurants")
    paper = found.paper("fr", discreet=True)
    asked = {q["id"] for s in paper["sections"] for scope in ("workplace", "person") for q in s[scope]}
    assert not {q.id for q in found.questions if q.sensitive} & asked
    assert "q24_violence" not in asked
    assert "q02_dimona" in asked


def test_the_schema_names_every_question_where_it_belongs():
    """Who writes a control elsewhere finds each question, its choices and nothing else allowed."""
    found = the_checklist("restaurants")
    schema = found.json_schema()
    at_work = schema["properties"]["answers"]
    of_person = schema["$defs"]["PersonFound"]["properties"]["answers"]
    assert at_work["additionalProperties"] is False
    assert set(at_work["properties"]) | set(of_person["properties"]) == set(found.by_id)
    assert not set(at_work["properties"]) & set(of_person["properties"])
    assert "during_control" in of_person["properties"]["q02_dimona"]["anyOf"][0]["enum"]
    assert schema["properties"]["checklist"] == {"const": found.ref.model_dump()}


def test_the_schema_has_every_field_of_a_written_control():
    """A control that was read and written again uses only fields that the schema knows."""
    schema = the_checklist("restaurants").json_schema()
    written = a_control(persons=[a_person(1)]).model_dump(mode="json")
    assert written.keys() | a_raw_control().keys() <= schema["properties"].keys()
    assert written["persons"][0].keys() <= schema["$defs"]["PersonFound"]["properties"].keys()


def test_the_schema_accepts_what_the_reader_accepts():
    """Held against a validator of its own: a full control passes, a broken answer and an unknown question do not."""
    validator = Draft202012Validator(the_checklist("restaurants").json_schema())
    validator.check_schema(validator.schema)
    person = a_person(
        1, {"q02_dimona": "absent", "q12_deductions": ["fines"], "q10_start": "06:30"}, birth_date="1990-01-01"
    )
    good = a_raw_control(persons=[person], suspicion=a_suspicion())
    assert validator.is_valid(good)
    assert not validator.is_valid({**good, "answers": {"fm_head_count": "one"}})
    assert not validator.is_valid({**good, "answers": {"q99_nothing": 1}})
    assert not validator.is_valid({**good, "sector": "garment"})
