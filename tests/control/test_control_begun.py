"""A control while it is filled in: what is missing, refused and counted, who is named where, what no control takes."""

from datetime import date, timedelta
from typing import Any

import pytest
from builders_control import the_checklist

from inspection.control.begun import (
    WORKPLACE,
    answered_in,
    asked_in,
    begun,
    is_leaving_said,
    is_outcome_said,
    missing_in,
    naming_in,
    next_person,
    refused_fields,
    refused_in,
    without_person,
)
from inspection.time_of import day_in_brussels, moment_of

FORM = the_checklist("restaurants")
CAME = moment_of(date(2026, 11, 24), 18 * 60)


@pytest.fixture
def control() -> dict[str, Any]:
    """Give a control that was just begun."""
    return begun(FORM, entered_at=CAME, language="fr", workplace="est:2999000001", sector="restaurants", visit=None)


def test_nothing_is_chosen_beforehand(control: dict[str, Any]) -> None:
    """And what must be answered is named, once for all persons; of a door that stayed shut nothing need be known."""
    assert not is_outcome_said(control)
    assert is_leaving_said(control, day_in_brussels(CAME))
    assert not is_leaving_said(control, day_in_brussels(CAME) + timedelta(days=1))
    control["persons"] = [{"ref": "P1", "answers": {}}, {"ref": "P2", "answers": {}}]
    lacking = [one.id for one in missing_in(control, FORM)]
    assert "fm_head_count" in lacking
    assert len(lacking) == len(set(lacking))
    assert missing_in({**control, "outcome": "closed"}, FORM) == []


def test_answers_are_counted_of_what_is_asked(control: dict[str, Any]) -> None:
    """A question that an answer calls for counts from then on."""
    before = answered_in(control, FORM, [WORKPLACE])
    assert before == (0, len(asked_in(control, FORM, WORKPLACE)))
    control["answers"]["wp_obstruction"] = "obstructed"
    assert answered_in(control, FORM, [WORKPLACE]) == (1, before[1] + 1)
    assert answered_in(control, FORM, [WORKPLACE], "first_minutes")[0] == 0


def test_an_answer_that_its_question_does_not_accept_is_named(control: dict[str, Any]) -> None:
    rest = next(q.id for q in FORM.questions if q.scope == "person" and q.constraint and "14" in q.label.en)
    control["persons"] = [{"ref": "P1", "answers": {rest: 15}}]
    assert [one.id for one in refused_in(control, FORM)] == [rest]


def test_who_is_taken_out_leaves_no_trace_and_no_number(control: dict[str, Any]) -> None:
    """The papers that were taken over from them stay with the other; what names somebody is found before."""
    control["persons"] = [{"ref": "P1", "answers": {}}, {"ref": "P2", "answers": {}}]
    control["marks"] = [
        {"person": "P1", "check": "documents", "kind": "as_person", "of": "P2", "at": "x"},
        {"person": "P2", "check": "documents", "kind": "in_order", "at": "x"},
    ]
    control["chain"] = [{"ref": "C1", "employs": ["P1"]}]
    assert (naming_in(control, "P1"), naming_in(control, "P2")) == (["chain"], [])
    without_person(control, "P2")
    assert [one["ref"] for one in control["persons"]] == ["P1"]
    assert control["marks"] == [{"person": "P1", "check": "documents", "kind": "as_person", "of": None, "at": "x"}]
    assert (next_person(control, 2), next_person(control, 0)) == ("P3", "P2")


@pytest.mark.parametrize(
    ("part", "item", "fields"),
    [
        ("hearings", {"ref": "H1", "person": "P1", "quality": "witness", "language": "Romanian", "started_at": "x"},
         ["started_at", "language"]),
        ("pay", {"person": "P1", "from_on": "2026-11-01", "to_on": "2026-11-02", "hours": "-1", "received_cents": 1},
         ["hours"]),
        ("lookups", {"ref": "L1", "register": "dimona", "subject": "P1", "looked_up_at": CAME.isoformat(),
                     "result": "found", "worker_type": "student"}, ["worker_type"]),
        ("seen", {"ref": "S1", "state": "fled"}, []),
    ],
)  # fmt: skip
def test_what_a_control_would_refuse_is_named_by_its_field(part: str, item: dict[str, Any], fields: list[str]) -> None:
    """By the model of the control itself."""
    assert sorted(refused_fields(part, item)) == sorted(fields)
