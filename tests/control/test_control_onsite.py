"""What a control holds beside its answers: read strictly, kept out of every repr, and nothing of before changes."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from builders_control import a_control, a_person, a_raw_control, the_checklist
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.control.filled import Control
from inspection.control.reading import read_control
from inspection.errors import ControlFault
from inspection.sealing import canonical_json

AT = "2026-03-10T18:00:00Z"
PARTS: dict[str, Any] = {
    "place": "21004",
    "position": {"lon": 4.35, "lat": 50.85, "accuracy_m": 12.5, "at": AT},
    "door": "SECRET",
    "team": ["u-1", "u-2"],
    "seen": [
        {"ref": "S1", "person": "P1", "state": "identified", "doing": "SECRET", "at": "18:31", "seen_by": "SECRET"},
        {"ref": "S2", "state": "fled"},
    ],
    "hearings": [
        {"ref": "H1", "person": "P1", "quality": "witness", "started_at": AT, "language": "ro", "statement": "SECRET"},
        {"ref": "H2", "person": "employer", "quality": "suspect", "started_at": AT, "language": "nl",
         "signed": "refused"},
    ],
    "pay": [{"person": "P1", "from_on": "2026-02-01", "to_on": "2026-02-28", "hours": "160.5",
             "received_cents": 90000}],
    "lookups": [
        {"ref": "L1", "register": "dimona", "subject": "P1", "looked_up_at": AT, "result": "found",
         "worker_type": "EXT", "declared_at": "2026-03-10T17:40:00Z",
         "period_from": "2026-03-10T17:45:00Z", "period_to": "2026-03-11"},
    ],
    "steps": [{"step": "magistrate", "at": AT, "outcome": "reached", "who": "SECRET", "note": "SECRET"}],
    "comments": [{"person": "P1", "question": "q02_dimona", "written_at": AT, "words": "SECRET"}],
    "origin": "police",
    "summaries": [
        {"ref": "T1", "person": "P1", "hearing": "H1", "language": "ro", "text": "SECRET", "is_checked": False,
         "sha256": "0917b13a9091915d54b6336f45909539cce452b3661b21f386418a257883b30a", "answered_at": AT,
         "answer": "refused", "reason": "SECRET"},
    ],
    "visit_record": {"language": "fr", "shown_at": AT, "documents": ["Contrats"], "due_on": "2026-03-17",
                     "inspectors": ["SECRET"], "given": "shown"},
    "attachments": [
        {"sha256": "ab" * 32, "kind": "photo", "media_type": "image/jpeg", "bytes": 1234, "taken_at": AT,
         "person": "P1", "question": "cl_remarks", "comment": "SECRET"},
    ],
}  # fmt: skip


def _full(**fields: Any) -> dict[str, Any]:
    person = a_person(1, documents="SECRET", met_before=True, whereabouts="SECRET")
    return a_raw_control(**{"persons": [person], **PARTS, **fields})


def test_every_part_is_read_and_written_again_the_same():
    """What is stored is what was sent: the store reads its own text back, and gets the same text from it."""
    control = read_control(_full(), the_checklist)
    again = Control.model_validate_json(canonical_json(control))
    assert again == control
    assert canonical_json(again) == canonical_json(control)
    written = json.loads(canonical_json(control))
    assert {part: written[part] for part in ("position", "team", "place")} == {
        **{part: PARTS[part] for part in ("team", "place")},
        "position": {**PARTS["position"]},
    }
    assert written["lookups"][0]["register"] == "dimona"
    assert control.pay[0].hours == Decimal("160.5")


def test_a_control_without_these_parts_has_the_text_that_it_always_had():
    """A control that was saved before these parts existed keeps its content key: sent again, it is the same one."""
    written = json.loads(canonical_json(a_control(persons=[a_person(1)])))
    assert set(written) == {
        *("control_id", "checklist", "visit", "workplace", "sector", "outcome", "entered_at", "left_at", "facts_on"),
        *("report_language", "answers", "persons", "suspicion"),
    }
    assert set(written["persons"][0]) == {
        *("ref", "name", "national_number", "birth_date", "hearing_language", "answers")
    }


def test_nothing_that_was_said_or_written_shows_in_a_traceback():
    """A log line that prints a control stays clean, in every part."""
    control = read_control(_full(), the_checklist)
    parts = (control, control.seen, control.hearings, control.pay, control.lookups, control.steps)
    parts = (*parts, control.comments, control.attachments)
    assert "SECRET" not in "".join(repr(part) + str(part) for part in parts)
    assert "90000" not in repr(control.pay)


@pytest.mark.parametrize("outcome", ["closed", "refused_access", "moved", "called_off", "unsafe"])
def test_what_was_seen_and_done_at_a_closed_door_is_kept(outcome: str):
    """Somebody who fled through the back door, and the police who were called, belong to the record all the same."""
    kept = {"seen": [PARTS["seen"][1]], "steps": PARTS["steps"], "hearings": [PARTS["hearings"][1]]}
    control = a_control(outcome=outcome, answers={"fm_head_count": None}, **kept)
    assert (len(control.seen), len(control.steps)) == (1, 1)


def test_persons_are_still_found_only_where_the_control_took_place():
    """A reference to somebody in a control that found nobody is a fault of its own."""
    with pytest.raises(ControlFault) as caught:
        a_control(outcome="closed", seen=[PARTS["seen"][0]])
    assert caught.value.code == "CONTROL-361"


def test_one_photo_may_answer_two_questions():
    """Twice at the same place is a slip; at two places it is one file that shows two things."""
    file = PARTS["attachments"][0]
    control = read_control(_full(attachments=[file, {**file, "question": None}]), the_checklist)
    assert len(control.attachments) == 2


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"person": "P7"}, "361"),
        ({"question": "q99_never_asked"}, "363"),
        ({"words": ""}, "020"),  # nothing was written
        ({"words": "x" * 10_001}, "020"),
    ],
)
def test_a_comment_is_on_something_that_is_there(wrong: dict[str, Any], code: str):
    """And says something."""
    with pytest.raises(ControlFault) as refused:
        read_control(_full(comments=[{**PARTS["comments"][0], **wrong}]), the_checklist)
    assert refused.value.code == f"CONTROL-{code}"


@pytest.mark.parametrize("origin", ["own_initiative", "complaint", "police", "auditorate", "other_service"])
def test_who_asked_for_an_unplanned_control_is_kept_with_it(origin: str):
    """One word of a list; any other is refused."""
    assert a_control(origin=origin).origin == origin
    with pytest.raises(ControlFault) as refused:
        a_control(origin=origin.upper())
    assert refused.value.code == "CONTROL-020"


def test_the_schema_accepts_what_the_reader_accepts():
    """Whoever builds a form against the published schema finds the same names."""
    jsonschema.validate(_full(), the_checklist("restaurants").json_schema())


def test_the_schema_names_the_parts_as_json_does():
    """The register of a look-up is called `register`, as in the contract."""
    schema = the_checklist("restaurants").json_schema()
    assert set(PARTS) <= set(schema["properties"])
    assert "register" in schema["$defs"]["Lookup"]["required"]


def test_the_kind_of_a_persons_number_follows_from_what_was_typed():
    """No number is a normal case."""
    persons = [a_person(1), a_person(2, national_number="SECRET")]
    assert [person.number_kind for person in a_control(persons=persons).persons] == [None, None]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 180), st.integers(-120, 240))
def test_a_hearing_lies_after_the_entry_and_ends_after_it_began(start: int, lasts: int):
    """By the minute: what a device stamps within the minute of the entry is not before it."""
    began = datetime.fromisoformat("2026-03-10T17:30:00+00:00") + timedelta(minutes=start - 60)
    hearing = {**PARTS["hearings"][1], "started_at": began.isoformat()}
    hearing["ended_at"] = (began + timedelta(minutes=lasts)).isoformat()
    is_right = start >= 60 and lasts >= 0
    if is_right:
        assert a_control(hearings=[hearing]).hearings[0].ref == "H2"
    else:
        with pytest.raises(ControlFault, match="CONTROL-362"):
            a_control(hearings=[hearing])
