"""A filled control is taken whole or refused whole, and a refusal never repeats what somebody wrote."""

import json
from pathlib import Path
from typing import Any

import pytest
from builders_control import a_control, a_person, a_raw_control, a_suspicion, the_checklist

from inspection.control.reading import objections_to, read_control
from inspection.errors import ControlFault

BROKEN = sorted((Path(__file__).parents[1] / "broken" / "controls").glob("*.json"))


def _text(path: Path) -> str:
    ref = the_checklist("restaurants").ref
    return path.read_text().replace("@VERSION@", ref.version).replace("@SHA256@", ref.sha256)


def _refusal(data: Any) -> ControlFault:
    with pytest.raises(ControlFault) as caught:
        read_control(data, the_checklist)
    return caught.value


@pytest.mark.parametrize("path", BROKEN, ids=[path.stem for path in BROKEN])
def test_a_malformed_control_ends_in_one_message_with_its_code(path: Path):
    """The code stands in the file's name; whatever was wrong, no value comes back in the message."""
    fault = _refusal(_text(path))
    assert fault.code == f"CONTROL-{path.stem[:3]}"
    assert "SECRET" not in str(fault)
    assert fault.__cause__ is None


def test_there_is_a_broken_control_for_every_kind_of_fault():
    """Each code that the reader documents is shown by a file, or by a test below."""
    shown = {path.stem[:3] for path in BROKEN} | {"011", "016"}
    documented = {word.strip(",;:.") for word in str(read_control.__doc__).split() if word.strip(",;:.").isdigit()}
    assert documented - {"010", "013"} <= shown


def test_a_control_that_is_too_large_is_refused_unread():
    """More than a megabyte is refused before anything is parsed, in bytes and as text."""
    assert _refusal(b" " * 1_000_001).code == "CONTROL-011"
    assert _refusal(" " * 1_000_001).code == "CONTROL-011"


def test_a_nul_byte_and_bytes_that_are_no_text_are_refused():
    """A damaged transfer does not reach the model."""
    assert _refusal(json.dumps(a_raw_control()).encode() + b"\x00").code == "CONTROL-013"
    assert _refusal(b"\xff\xfe{}").code == "CONTROL-016"


def test_all_faults_are_listed_at_once():
    """Nobody sends a control six times to learn of six faults."""
    raw = a_raw_control(
        answers={"q99_nothing": 1, "wp_card_shown": "yes"},
        persons=[a_person(1, {"q02_dimona": "maybe"}), a_person(1), a_person(2, {"fm_fled": 1})],
        suspicion=a_suspicion("no", grounds=""),
    )
    fault = _refusal(raw)
    assert fault.code == "CONTROL-040"
    named = ("q99_nothing", "wp_card_shown", "q02_dimona of P1", "P1 stands twice", "fm_fled of P2", "suspicion")
    assert all(words in fault.what for words in named)


def test_a_thousand_faults_stay_readable():
    """The list is cut, and says so."""
    fault = _refusal(a_raw_control(answers={f"q_{n}": 1 for n in range(1000)}))
    assert "and 960 more" in fault.what


@pytest.mark.parametrize(
    "form", [dict, json.dumps, lambda raw: json.dumps(raw).encode()], ids=["mapping", "text", "bytes"]
)
def test_a_good_control_is_read_from_each_form(form: Any):
    """The command hands over bytes, a screen a mapping."""
    raw = a_raw_control(persons=[a_person(1, {"q02_dimona": "before", "q11_received_eur": 1200.5})])
    control = read_control(form(raw), the_checklist)
    assert control.persons[0].answers["q02_dimona"] == "before"


def test_a_person_without_number_name_or_birth_date_is_a_normal_case():
    """Identity unknown stops nothing."""
    person = a_control(persons=[a_person(1)]).persons[0]
    assert (person.name, person.national_number, person.birth_date) == (None, None, None)


def test_an_unfinished_control_may_be_saved():
    """A suspicion leaves from inside an unfinished control: nothing required may stop it."""
    control = a_control(answers={"fm_head_count": None}, left_at=None, suspicion=a_suspicion())
    assert control.suspicion is not None


def test_a_control_that_found_the_door_closed_needs_no_answer():
    """Each outcome is a control."""
    for outcome in ("closed", "refused_access", "moved", "called_off", "unsafe"):
        assert a_control(outcome=outcome, answers={"fm_head_count": None}).outcome == outcome


def test_an_inspector_may_leave_the_suspicion_undecided_without_words():
    """Undecided needs no ground yet."""
    assert a_control(suspicion=a_suspicion("undecided", grounds="")).suspicion is not None


def test_nothing_about_a_person_shows_when_a_control_is_printed():
    """A traceback or a log line that prints a control stays clean."""
    control = a_control(
        persons=[a_person(1, {"q01_task": "SECRET"}, name="SECRET", national_number="SECRET", birth_date="1990-01-01")],
        answers={"cl_remarks": "SECRET"},
        suspicion=a_suspicion(grounds="SECRET"),
    )
    assert "SECRET" not in repr(control) + str(control) + repr(control.persons) + repr(control.suspicion)
    assert "1990" not in repr(control)


def test_each_objection_says_where_it_lies():
    """So that a form leads to it: a question of a person, a part, a field; all of them are told at once."""
    raw = a_raw_control(
        answers={"fm_head_count": None, "wp_card_shown": "yes"},
        persons=[a_person(1, {"q02_dimona": "maybe"})],
        lookups=[{"ref": "L1", "register": "dimona", "subject": "P9", "looked_up_at": "2026-03-10T10:00:00+01:00",
                  "result": "found"}],
    )  # fmt: skip
    found = {(one.code, one.part, one.question, one.person) for one in objections_to(raw, the_checklist)}
    assert {
        ("CONTROL-042", "answers", "wp_card_shown", None),
        ("CONTROL-043", "answers", "q02_dimona", "P1"),
        ("CONTROL-049", "answers", "fm_head_count", None),
        ("CONTROL-361", "lookups", None, None),
    } <= found
    assert [one.part for one in objections_to({**a_raw_control(), "facts_on": "x"}, the_checklist)] == ["facts_on"]
    assert objections_to(a_raw_control(), the_checklist) == ()
