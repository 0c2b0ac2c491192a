"""A checklist on paper: its codes, what is written in a cell, and that a page owns what it shows and nothing else."""

import copy
from datetime import date

import pytest

from inspection.control.checklists import checklist
from inspection.control.on_paper import (
    Cell,
    CopiedPerson,
    cells_of,
    coded,
    copy_person,
    copy_place,
    paper_code,
    paper_form,
    place_ticks,
    read_cell,
    read_paper_code,
)
from inspection.errors import ControlFault
from sectors.reader import load_rules

RULES = load_rules().on(date(2026, 11, 30))
FORM = paper_form(checklist(RULES.sectors["restaurants"], RULES))
COLUMN = {column.key: column for column in FORM.columns}
DOCUMENTS = coded(COLUMN["documents"])
AT = "2026-11-30T18:30:00+01:00"
CODE = paper_code("K2CJJ4", FORM.checklist.sha256, 2)


def in_order(check: str, way: str = "in_order") -> frozenset[tuple[str, str]]:
    return frozenset({(check, way)})


def a_row(ref: str = "P1", **cells: Cell) -> CopiedPerson:
    return CopiedPerson(ref, "A. B.", {}, cells)


def test_a_code_is_read_however_it_is_typed_and_no_mistake_passes():
    """Every single wrong sign, and every swap of two neighbours, is no code."""
    plain = CODE.replace("-", "")
    assert read_paper_code(f" {CODE.lower().replace('-', ' ')} ") == read_paper_code(plain)
    wrong = {plain[:n] + sign + plain[n + 1 :] for n in range(len(plain)) for sign in "7QX" if sign != plain[n]}
    wrong |= {plain[:n] + plain[n + 1] + plain[n] + plain[n + 2 :] for n in range(len(plain) - 1)} - {plain}
    for typed in (*wrong, "", plain[:-1], "https://example.org"):
        with pytest.raises(ControlFault, match="CONTROL-410"):
            read_paper_code(typed)


@pytest.mark.parametrize(
    ("text", "answers", "words"),
    [
        ("D1b", {"q04_contract": "not_understood"}, ""),
        ("d1B, D2n; D5=19,5", {"q04_contract": "not_understood", "q04_copy": False, "q05_weekly_hours": 19.5}, ""),
        ("D2j D2o D2Y", {"q04_copy": True}, ""),
        ("D3b D3c", {"q05_part_time": ["written", "notice"]}, ""),
        ("D1b – never saw D2n", {"q04_contract": "not_understood"}, "never saw D2n"),
        ("D1z papers lost", {}, "D1z papers lost"),
        ("D99a", {}, "D99a"),
        ("signed today", {}, "signed today"),
        ("", {}, ""),
    ],
)
def test_a_cell_is_codes_and_then_words(text, answers, words):
    """What is no code stays as it was written."""
    read = read_cell(DOCUMENTS, text)
    given = {
        id_: value if id_ != "q05_part_time" else len(value)  # type: ignore[arg-type]  # a list
        for id_, value in read.answers.items()
    }
    assert given == {id_: value if id_ != "q05_part_time" else 2 for id_, value in answers.items()}
    assert read.words == words


def test_what_looks_like_a_code_and_is_none_is_named():
    """So that whoever copies looks at the paper again."""
    assert read_cell(DOCUMENTS, "D99a then").unread == ("D99a",)
    assert read_cell(DOCUMENTS, "then nothing").unread == ()


def test_a_tick_records_what_the_rules_say_and_an_exception_counts_more():
    """By a mark, as one tap of the telephone does."""
    control = {"answers": {}, "persons": []}
    copy_person(FORM, control, a_row(documents=Cell(in_order("documents"), "D1b shown late")), at=AT)
    (person,) = control["persons"]
    assert person["answers"]["q04_contract"] == "not_understood"
    assert person["answers"]["doc_payslip_given"] is True
    assert control["marks"] == [{"person": "P1", "check": "documents", "kind": "in_order", "way": "in_order", "at": AT}]
    assert [(note["question"], note["person"], note["words"]) for note in control["comments"]] == [
        ("q04_contract", "P1", "shown late")
    ]


def test_a_row_is_shown_as_it_was_copied_and_copied_again_changes_nothing():
    """Whatever was written: the page goes to and fro without loss."""
    control = {"answers": {}, "persons": []}
    written = a_row(
        documents=Cell(in_order("documents"), "D1b"),
        foreign_labour=Cell(in_order("papers") | in_order("foreign_labour", "not_needed"), "card seen"),
        pay_and_time=Cell(frozenset(), "F7b F9=12.5 – cash"),
    )
    copy_person(FORM, control, written, at=AT)
    before, shown = copy.deepcopy(control), cells_of(FORM, control, "P1")
    assert {key: shown.cells[key] for key in written.cells} == written.cells
    copy_person(FORM, control, shown, at="2027-01-01T00:00:00+01:00")
    assert control == before


def test_what_is_taken_out_of_a_cell_is_answered_no_more():
    """Tick, code and words."""
    control = {"answers": {}, "persons": []}
    copy_person(FORM, control, a_row(documents=Cell(in_order("documents"), "D1b late")), at=AT)
    copy_person(FORM, control, CopiedPerson("P1"), at=AT)
    assert control["persons"] == [{"ref": "P1", "answers": {}, "name": None}]
    assert (control["marks"], control["comments"]) == ([], [])


def test_a_page_leaves_what_it_does_not_show():
    """Guarded answers, answers of other chapters, what no code can say, another person's marks and comments."""
    kept = {"q17_freedom": ["watched"], "q23_threats": ["police"], "pr_interpreter": "two words", "q24_violence": ["x"]}
    control = {
        "answers": {"ob_danger_now": True},
        "persons": [{"ref": "P1", "answers": dict(kept)}],
        "marks": [{"person": "P2", "check": "documents", "kind": "in_order", "way": "in_order", "at": AT}],
        "comments": [{"question": "q24_violence", "person": "P1", "written_at": AT, "words": "SECRET"}],
    }
    before = copy.deepcopy(control)
    assert "SECRET" not in str([cell.text for cell in cells_of(FORM, control, "P1").cells.values()])
    copy_person(FORM, control, cells_of(FORM, control, "P1"), at=AT)
    assert control == before


def test_nobody_is_added_for_an_empty_row():
    """Nor does the place get an answer by a box that was left open."""
    control = {"answers": {"wp_card_shown": True}, "persons": []}
    copy_person(FORM, control, CopiedPerson("P3"), at=AT)
    copy_place(FORM, control, {"fm_head_count": 4, "wp_card_shown": None}, in_order("place_safety"), at=AT)
    assert control["persons"] == []
    assert control["answers"] == {"fm_head_count": 4, "q14_safety": ["in_order"]}
    assert place_ticks(FORM, control) == in_order("place_safety")


def test_neither_page_holds_a_sensitive_question():
    """Nor one that only a computed check asks."""
    shown = [one.question for chapter in FORM.chapters for one in (*chapter.place, *chapter.person)]
    assert len(shown) > 70
    assert not [question.id for question in shown if question.sensitive or not question.on_paper]
    ticked = {id_ for c in FORM.columns for check in c.checks for way in check.ways for id_ in way.answers}
    assert ticked <= {question.id for question in shown}


def test_a_tick_of_the_place_goes_where_its_page_says_something_else():
    """The other answers that came with it stay."""
    control = {"answers": {}, "persons": []}
    copy_place(FORM, control, {}, in_order("arrival") | in_order("place_safety"), at=AT)
    copy_place(FORM, control, {"wp_in_charge": "absent"}, None, at=AT)
    assert place_ticks(FORM, control) == in_order("place_safety")
    assert control["answers"]["wp_card_shown"] is True
