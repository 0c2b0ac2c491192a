"""What is pointed out before a report is drawn up: rights that were not told, rooms entered without a ground."""

from typing import Any

import pytest
from builders_control import DAY, a_control, a_person, the_checklist, the_rules, what_follows

from inspection.control.conclusions import has_ground
from inspection.control.filled import RoomEntry
from inspection.control.papers import for_offender
from inspection.i18n import LANGUAGES

FORMAL = {"hearing_rights", "hearing_lawyer", "rooms_ground"}
FORM = the_rules().on(DAY)
MINUTE = "2026-03-10T19:00:00+01:00"


def a_hearing(**fields: Any) -> dict[str, Any]:
    return {"ref": "H1", "person": "P1", "quality": "witness", "started_at": MINUTE, "language": "fr"} | fields


def remarks(**fields: Any) -> set[str]:
    return set(what_follows(persons=[a_person(1)], **fields).remarks) & FORMAL


@pytest.mark.parametrize(
    ("hearing", "said"),
    [
        ({}, {"hearing_rights"}),
        ({"rights_given_at": MINUTE}, set()),
        ({"rights_given": True}, set()),
        ({"quality": "suspect", "rights_given_at": MINUTE}, {"hearing_lawyer"}),
        ({"quality": "suspect", "rights_given_at": MINUTE, "lawyer": "waived"}, set()),
        ({"rights_given_at": MINUTE, "changes": [{"quality": "suspect", "at": MINUTE}]}, FORMAL - {"rooms_ground"}),
        (
            {
                "rights_given_at": MINUTE,
                "lawyer": "consulted",
                "changes": [{"quality": "suspect", "at": MINUTE, "rights_given_at": MINUTE}],
            },
            set(),
        ),
    ],
)
def test_a_hearing_says_when_its_rights_were_told(hearing: dict[str, Any], said: set[str]):
    """A witness who becomes a suspect is told the new ones, and may talk to a lawyer."""
    assert remarks(hearings=[a_hearing(**hearing)]) == said


@pytest.mark.parametrize(
    ("entry", "whole"),
    [
        ({"ground": "consent"}, False),
        ({"ground": "consent", "by": "P1", "at": MINUTE}, False),
        ({"ground": "consent", "by": "P1", "at": MINUTE, "is_written": True}, True),
        ({"ground": "consent", "name": "Synthetic tenant", "at": MINUTE, "is_written": True}, True),
        ({"ground": "judge", "at": MINUTE}, False),
        ({"ground": "judge", "at": MINUTE, "reference": "2026/1"}, True),
        ({"ground": "fire_or_flood", "at": MINUTE, "words": "smoke under the door"}, True),
        ({"ground": "because", "at": MINUTE, "words": "we were there"}, False),
    ],
)
def test_an_inhabited_room_has_a_ground_with_who_and_minute(entry: dict[str, Any], whole: bool):
    """As the rules ask of each ground; one that they do not know is none."""
    assert has_ground(RoomEntry.model_validate({"ref": "R1", **entry}), FORM) is whole
    rooms = [{"ref": "R1", **entry}]
    assert remarks(answers={"q15_entry": "consent"}, rooms=rooms) == (set() if whole else {"rooms_ground"})


def test_rooms_that_were_seen_without_any_record_are_said():
    """Nothing is said where nobody went in."""
    assert remarks(answers={"q15_rooms_seen": ["overcrowded"]}) == {"rooms_ground"}
    assert remarks(answers={"q15_entry": "not_entered"}) == set()


def test_every_capacity_tells_its_rights_in_four_languages():
    """A suspect may be silent and have a lawyer first; a witness neither."""
    assert FORM.hearing_capacities.keys() == {"witness", "victim", "suspect", "employer"}
    for known in FORM.hearing_capacities.values():
        assert all(right.say(lang).strip() for right in known.rights for lang in LANGUAGES)
    suspect, witness = FORM.hearing_capacities["suspect"], FORM.hearing_capacities["witness"]
    assert (suspect.may_be_silent, suspect.lawyer) == (True, "before")
    assert (witness.may_be_silent, witness.lawyer) == (False, "none")


def test_no_copy_tells_how_a_room_was_entered():
    """Who agreed may be a victim."""
    control = a_control(persons=[a_person(1)], rooms=[{"ref": "R1", "ground": "consent", "by": "P1", "at": MINUTE}])
    assert for_offender(control, the_checklist("restaurants").by_id).rooms == ()
