"""Marks of a control: what one tap may record, what may be taken over from another person, what a dossier says."""

from typing import Any

import pytest
from builders_control import DAY, a_control, a_person, a_raw_control, the_checklist, the_rules

from inspection.control.papers import without_suspicion
from inspection.control.reading import merged, read_control
from inspection.errors import ControlFault
from inspection.reporting.cases.dossier_facts import marks
from sectors.rules.values import Lang

AT = "2026-03-10T18:00:00Z"
SHOWN = {"q04_contract": "understood", "q04_copy": True, "q05_part_time": ["nothing"], "doc_payslip_given": True}


def a_mark(check: str = "documents", kind: str = "in_order", **fields: Any) -> dict[str, Any]:
    """One tap on somebody's check."""
    return {"person": "P1", "check": check, "kind": kind, "at": AT, **fields}


def test_marks_are_read_and_said_in_the_dossier() -> None:
    """In order with its minute, papers of another by that one's reference, what is guarded only as asked."""
    control = a_control(
        persons=[a_person(1, SHOWN), a_person(2, SHOWN)],
        marks=[
            a_mark(way="in_order"),
            a_mark(person="P2", kind="as_person", of="P1"),
            a_mark("social_security", way="not_read"),
            a_mark("freedom", "asked"),
            {**a_mark("arrival", way="in_order"), "person": None},
        ],
    )
    said = marks(control, the_rules().on(DAY), "en")
    assert said == [
        ["the workplace", "Arrival: in order, 19:00"],
        ["P1", "Documents: in order, 19:00; Social security: not read, 19:00; Freedom: asked, 19:00"],
        ["P2", "Documents: = P1, 19:00"],
    ]
    assert without_suspicion(control, the_rules().on(DAY).questions).marks == ()


def test_a_mark_whose_answers_were_corrected_is_said_no_more() -> None:
    """It would speak of answers that do not stand."""
    control = a_control(persons=[a_person(1, {**SHOWN, "q04_copy": False})], marks=[a_mark(way="in_order")])
    assert marks(control, the_rules().on(DAY), "en") == []


@pytest.mark.parametrize(
    "mark",
    [
        a_mark("no_such_check", way="in_order"),
        a_mark("pay_and_time", "as_person", of="P2"),  # what somebody said is that person's own
        a_mark("social_security", "as_person", of="P2"),
        a_mark("freedom", "as_person", of="P2"),
        a_mark("documents", "as_person", of="P1"),
        a_mark("documents", way="no_such_way"),
        a_mark("documents", way="in_order", of="P2"),
        a_mark("arrival", way="in_order"),
        {**a_mark(way="in_order"), "person": None},
    ],
)
def test_what_no_tap_may_record_is_refused(mark: dict[str, Any]) -> None:
    """Whatever a client believes, a person's word is never another's."""
    raw = a_raw_control(persons=[a_person(1), a_person(2)], marks=[mark])
    with pytest.raises(ControlFault, match="mark 1"):
        read_control(raw, lambda sector: the_checklist(sector, DAY))


def test_a_mark_stands_once_and_names_somebody_who_is_there() -> None:
    """Two ends that marked the same keep one; a person taken out is named no more."""
    twice = a_raw_control(persons=[a_person(1)], marks=[a_mark(way="in_order"), a_mark(way="in_order")])
    with pytest.raises(ControlFault, match="stands twice"):
        read_control(twice, lambda sector: the_checklist(sector, DAY))
    gone = a_raw_control(persons=[a_person(1)], marks=[a_mark(kind="as_person", of="P9")])
    with pytest.raises(ControlFault, match="P9"):
        read_control(gone, lambda sector: the_checklist(sector, DAY))


def test_two_telephones_keep_both_their_marks() -> None:
    """What each tapped is there afterwards, each once."""
    known: dict[str, Any] = {"marks": []}
    one, other = a_mark(way="in_order"), a_mark("papers", way="in_order")
    assert merged(known, {"marks": [one]}, {"marks": [other]}).control["marks"] == [one, other]


def test_each_way_points_to_nothing_and_only_papers_are_copied() -> None:
    """What is in order starts no finding; the freedom word is guarded, so its answer is too."""
    form = the_checklist("restaurants", DAY).field_form()
    questions = {one["id"]: one for one in form["questions"]}
    for check in form["checks"]:
        for key, answer in ((key, said) for way in check["ways"] for key, said in way["answers"].items()):
            given = {str(one).lower() for one in (answer if isinstance(answer, list) else [answer])}
            assert not given & set(questions[key]["points"]), key
    assert [one["key"] for one in form["checks"] if one["copied"]] == ["documents"]
    assert [one["key"] for one in form["checks"] if one["column"]] == [
        "documents", "social_security", "pay_and_time", "foreign_labour",
    ]  # fmt: skip
    assert questions["q17_freedom"]["sensitive"]


@pytest.mark.parametrize("lang", ["fr", "nl", "de", "en"])
def test_the_dossier_says_a_mark_in_every_language(lang: Lang) -> None:
    """No hole in any."""
    control = a_control(persons=[a_person(1), a_person(2)], marks=[a_mark(person="P2", kind="as_person", of="P1")])
    ((ref, words),) = marks(control, the_rules().on(DAY), lang)
    assert (ref, "= P1" in words) == ("P2", True)
