"""A client of others fills in the grid's checks, hearings and pay; an edit changes these and nothing else."""

import json
from typing import Any

import pytest
from builders_acts import an_office, later
from builders_control import the_checklist
from builders_openrosa import instance_id
from builders_openrosa_sent import ON, a_form, saved_elsewhere, sent

from inspection.control.checklists import checks_in_form
from inspection.errors import ControlFault
from inspection.settings import Settings
from inspection.store.queries import control_body
from inspection.trust import AppContext

AT_TAP = "2026-11-25T18:31:00.000+01:00"
HEARING = {
    "hearing_ref": "H1",
    "hearing_of": "P1",
    "hearing_quality": "witness",
    "hearing_tongue": "pl",
    "hearing_apart": "yes",
    "hearing_started_at": "2026-11-25T18:40:00.000+01:00",
    "hearing_rights_at": "2026-11-25T18:41:00.000+01:00",
    "hearing_signed": "signed",
}
PAY = {
    "pay_person": "P1",
    "pay_from_on": "2026-11-01",
    "pay_to_on": "2026-11-15",
    "pay_hours": "70.5",
    "pay_received": "512.25",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Give a house that takes forms in clear."""
    made = an_office(Settings(home=tmp_path_factory.mktemp("openrosa_grid"), openrosa="plain"))
    yield made
    made.store.close()


def checked(**checks: str) -> dict[str, str]:
    """Choose ways of checks, each at the same moment."""
    fields = {f"check_{key}": way for key, way in checks.items()}
    return fields | {f"check_{key}_at": AT_TAP for key in checks}


def person(ref: str, **answers: Any) -> dict[str, Any]:
    """Somebody who was found."""
    return {"ref": ref, "name": f"Person {ref[1:]}", "answers": answers}


def stored(house: AppContext, control_id: str) -> dict[str, Any]:
    """Give a control as it stands."""
    found: dict[str, Any] = json.loads(control_body(house.store, control_id))
    return found


def test_one_choice_gives_the_answers_and_the_mark_of_one_tap(house: AppContext) -> None:
    """Of the place and of a person; what differs is answered by itself, and leaves no mark of being in order."""
    own = checked(documents="in_order", social_security="declared", foreign_labour="not_needed", papers="otherwise")
    form = a_form(persons=[person("P1", **own, q08_papers_held="employer"), person("P2")])
    form["answers"] |= checked(place_safety="in_order")
    received = sent(house, form, instance=instance_id())
    assert received.saved
    control = stored(house, received.saved.control_id)
    first, second = (one["answers"] for one in control["persons"])
    ways = {check.key: check.ways for check in the_checklist("restaurants", ON).checks}
    assert first.items() >= dict(ways["documents"][0].model_dump(mode="json")["answers"]).items()
    assert (first["q02_dimona"], first["q03_status_holds"]) == ("before", "matches")
    assert (first["q09_stay"], first["q08_papers_held"]) == ("not_needed", "employer")
    assert "q09_permit" not in first
    assert second == {}
    assert control["answers"]["q14_safety"] == ["in_order"]
    marks = {(one["person"], one["check"]): (one["kind"], one["way"]) for one in control["marks"]}
    assert marks == {
        (None, "place_safety"): ("in_order", "in_order"),
        ("P1", "documents"): ("in_order", "in_order"),
        ("P1", "social_security"): ("in_order", "declared"),
        ("P1", "foreign_labour"): ("in_order", "not_needed"),
    }
    assert {one["at"] for one in control["marks"]} == {"2026-11-25T18:31:00+01:00"}


def test_an_answer_given_by_itself_counts_more_than_the_choice(house: AppContext) -> None:
    """A client that sends both has a hidden answer of before: nothing of it is lost, and nothing is called in order."""
    form = a_form(persons=[person("P1", **checked(documents="in_order"), q04_contract="blank")])
    received = sent(house, form, instance=instance_id())
    assert received.saved
    control = stored(house, received.saved.control_id)
    assert control["persons"][0]["answers"]["q04_contract"] == "blank"
    assert "marks" not in control


def test_a_way_that_the_check_does_not_have_is_refused_by_its_place(house: AppContext) -> None:
    """Nothing is stored of a form whose choice means nothing."""
    with pytest.raises(ControlFault) as refused:
        sent(house, a_form(persons=[person("P1", **checked(documents="nonsense"))]), instance=instance_id())
    assert "CONTROL-387" in str(refused.value)


def test_hearings_and_pay_come_with_the_control(house: AppContext) -> None:
    """An entry that a client added by itself and nobody filled in says nothing."""
    form = a_form(persons=[person("P1")])
    received = sent(house, form, instance=instance_id(), hearings=[HEARING, {"hearing_ref": "H2"}], pay=[PAY, {}])
    assert received.saved
    control = stored(house, received.saved.control_id)
    (hearing,), (paid,) = control["hearings"], control["pay"]
    assert (hearing["person"], hearing["quality"], hearing["language"]) == ("P1", "witness", "pl")
    assert (hearing["rights_given"], hearing["apart"], hearing["signed"]) == (True, True, "signed")
    assert (paid["hours"], paid["received_cents"], paid["scale"]) == ("70.5", 51225, None)


def test_an_edit_changes_the_frame_of_a_hearing_and_leaves_its_words(house: AppContext) -> None:
    """What was said, a hearing added in the office and a guarded mark stay; a check taken back goes with its mark."""
    first, second = instance_id(), instance_id()
    form = a_form(persons=[person("P1", **checked(documents="in_order", papers="in_order"))], left_at=None)
    received = sent(house, form, instance=first, hearings=[HEARING], pay=[PAY])
    assert received.saved
    control_id = received.saved.control_id
    before = stored(house, control_id)
    said = [{**before["hearings"][0], "statement": "worked every day"}]
    asked = {"person": "P1", "check": "freedom", "kind": "asked", "way": None, "of": None, "at": AT_TAP}
    saved_elsewhere(house, control_id, later(minutes=5), hearings=said, marks=[*before["marks"], asked])
    own = checked(documents="in_order") | {"q08_papers_held": "employer"}
    edit = a_form(persons=[person("P1", **own)], left_at=None)
    edited = {"hearing_ended_at": "2026-11-25T19:00:00.000+01:00"}
    sent(house, edit, instance=second, deprecated=first, hearings=[HEARING | edited], pay=[], at=later(minutes=10))
    after = stored(house, control_id)
    assert after["hearings"][0]["statement"] == "worked every day"
    assert after["hearings"][0]["ended_at"] == "2026-11-25T19:00:00+01:00"
    assert "pay" not in after
    assert {(one["check"], one["kind"]) for one in after["marks"]} == {("documents", "in_order"), ("freedom", "asked")}
    assert after["persons"][0]["answers"]["q08_papers_held"] == "employer"


def test_no_check_that_a_guarded_answer_closes_stands_in_the_form() -> None:
    """Of the words of a person, freedom is guarded: a telephone that keeps drafts in clear never holds it."""
    found = the_checklist("restaurants", ON)
    assert {check.key for check in found.checks} - {check.key for check in checks_in_form(found)} == {"freedom"}
