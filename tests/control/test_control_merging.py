"""One control changed at two ends: each change is kept, and what both changed otherwise is named, never overwritten."""

from typing import Any

import pytest

from inspection.control.reading import Merged, merged

KNOWN: dict[str, Any] = {
    "left_at": None,
    "answers": {"head": 1, "fled": 0},
    "persons": [{"ref": "P1", "name": None, "answers": {"job": "cook"}}],
    "steps": [{"step": "police", "note": "a"}],
    "attachments": [{"sha256": "1", "question": "q", "person": None, "comment": ""}],
}


def changed(**parts: Any) -> dict[str, Any]:
    """The control with some parts otherwise."""
    return {**KNOWN, **parts}


def both(stands: dict[str, Any], comes: dict[str, Any]) -> Merged:
    """What becomes of two changes; which of them came later decides nothing but the order of what was added."""
    one, other = merged(KNOWN, stands, comes), merged(KNOWN, comes, stands)
    assert one.clashes == other.clashes
    return one


def test_changes_at_different_places_are_both_kept():
    """And what the newcomer had left as it knew it is told."""
    found = both(changed(answers={"head": 9, "fled": 0}), changed(answers={"head": 1, "fled": 2}, left_at="now"))
    assert found.control == changed(answers={"head": 9, "fled": 2}, left_at="now")
    assert (found.kept, found.clashes) == ((("answers", "head"),), ())


def test_what_both_changed_otherwise_is_named_and_stays():
    """The same change twice is one change."""
    found = both(changed(answers={"head": 9, "fled": 3}), changed(answers={"head": 8, "fled": 3}))
    assert found.clashes == (("answers", "head"),)
    assert found.control["answers"] == {"head": 9, "fled": 3}


def test_persons_are_held_against_each_other_part_by_part():
    """Somebody who was added at one end stays; a name and an answer of one person go together."""
    named = {**KNOWN["persons"][0], "name": "N"}
    told = {**KNOWN["persons"][0], "answers": {"job": "waiter"}}
    found = both(changed(persons=[named, {"ref": "P2", "answers": {}}]), changed(persons=[told]))
    assert found.control["persons"] == [
        {"ref": "P1", "name": "N", "answers": {"job": "waiter"}},
        {"ref": "P2", "answers": {}},
    ]
    assert found.kept == (("persons", "P1", "name"), ("persons", "P2"))


@pytest.mark.parametrize(
    ("stands", "comes", "clash"),
    [
        ([{"ref": "P1", "name": "N", "answers": {"job": "cook"}}], [], ("persons", "P1")),  # named, and taken out
        ([*KNOWN["persons"], {"ref": "P2", "a": 1}], [*KNOWN["persons"], {"ref": "P2", "b": 1}], ("persons", "P2")),
    ],
)
def test_a_person_is_neither_taken_out_of_somebodys_hands_nor_made_of_two(stands: Any, comes: Any, clash: Any):
    """Two people who were added under one reference are two people."""
    assert both(changed(persons=stands), changed(persons=comes)).clashes == (clash,)


def test_a_person_who_was_taken_out_does_not_come_back():
    """At either end, where the other left them as they were."""
    assert both(changed(persons=[]), changed(left_at="now")).control["persons"] == []
    assert both(changed(left_at="now"), changed(persons=[])).control["persons"] == []


def test_entries_without_a_reference_come_and_go_as_a_whole():
    """Two calls that were noted at two ends are two calls; a file's comment is held against that of the same file."""
    call = [{"step": "auditorate", "note": "b"}]
    found = both(changed(steps=KNOWN["steps"] + call), changed(steps=[{"step": "centre", "note": "c"}]))
    assert {one["step"] for one in found.control["steps"]} == {"auditorate", "centre"}
    file = KNOWN["attachments"][0]
    again = {**file, "question": "r"}
    found = both(changed(attachments=[{**file, "comment": "the door"}]), changed(attachments=[file, again]))
    assert found.control["attachments"] == [{**file, "comment": "the door"}, again]


PAY = {"person": "P1", "from_on": "2026-01-01", "to_on": "2026-01-31", "hours": "100", "received_cents": 50_000}
COMMENT = {"question": "q", "person": None, "written_at": "2026-03-10T17:00:00Z", "words": "a"}


@pytest.mark.parametrize(
    ("part", "entry", "one", "other", "clash"),
    [
        ("pay", PAY, {"hours": "120"}, {"hours": "130"}, ("pay", "P1|2026-01-01|2026-01-31")),
        ("pay", PAY, {"hours": "120"}, {"received_cents": 0}, ("pay", "P1|2026-01-01|2026-01-31")),
        ("pay", PAY, {"to_on": "2026-02-01"}, {"to_on": "2026-02-02"}, ("pay",)),
        ("comments", COMMENT, {"words": "b"}, {"words": "c"}, ("comments", "2026-03-10T17:00:00Z|q|")),
        ("steps", {"step": "police", "at": "x"}, {"note": "b"}, {"note": "c"}, ("steps", "police||x")),
    ],
)
def test_an_entry_that_both_corrected_is_still_one(part: str, entry: Any, one: Any, other: Any, clash: Any):
    """Two periods of pay in the place of one would double the arrears."""
    known = changed(**{part: [entry]})
    for stands, comes in ((one, other), (other, one)):
        found = merged(known, changed(**{part: [entry | stands]}), changed(**{part: [entry | comes]}))
        assert found.clashes == (clash,)
        assert found.control[part] == [entry | stands]
    alone = merged(known, known, changed(**{part: [entry | one]}))
    assert (alone.control[part], alone.clashes) == ([entry | one], ())


@pytest.mark.parametrize(
    ("part", "entry", "other"), [("pay", PAY, {"person": "P2"}), ("comments", COMMENT, {"question": "r"})]
)
def test_the_first_entries_of_a_list_are_both_there(part: str, entry: Any, other: Any):
    """A list that was empty is left out of a control; what both ends begin it with is no clash."""
    found = both(changed(**{part: [entry]}), changed(**{part: [entry | other]}))
    assert (found.control[part], found.clashes) == ([entry, entry | other], ())
