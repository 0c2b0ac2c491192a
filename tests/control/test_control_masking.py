"""What speaks of a person is said field by field: a new field cannot be forgotten, and a mask leaves nothing."""

import dataclasses
import inspect
import json
import typing
from collections.abc import Iterator
from datetime import date

import pytest
from builders_control import a_person, a_raw_control, the_checklist
from pydantic import BaseModel

from inspection.control.filled import Control
from inspection.control.papers import MASK, masked_control
from inspection.control.papers.masking import PERSONAL, PLAIN
from inspection.control.reading import read_control
from inspection.control.trafficking import DimensionResult, PersonGrounds
from inspection.referral import model
from inspection.referral.report import ElementSeen, Exhibit
from sectors.reader import load_rules

CANARY = "Zebedee Kanarek"
NUMBER = "90010299900"  # of nobody: its check digits are wrong


def models(annotation: object, seen: list[type[BaseModel]]) -> list[type[BaseModel]]:
    """Every model that a value of this type may hold."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel) and annotation not in seen:
        seen.append(annotation)
        for field in annotation.model_fields.values():
            models(field.annotation, seen)
    for part in typing.get_args(annotation):
        models(part, seen)
    return seen


def holds_text(annotation: object) -> bool:
    """Tell whether a text or a day may stand there; a word of a closed list is none."""
    if annotation in (str, date):
        return True
    return typing.get_origin(annotation) is not typing.Literal and any(
        holds_text(part) for part in typing.get_args(annotation)
    )


def told() -> Iterator[tuple[str, str]]:
    """Every field of text or day of a control."""
    for one in models(Control, []):
        if one.__name__ == "SuspicionDecision":
            continue  # as a whole it is a suspicion, and taken away as a whole
        for name, field in one.model_fields.items():
            if holds_text(field.annotation):
                yield one.__name__, name


def test_every_field_of_a_control_is_said_to_speak_of_a_person_or_of_nobody() -> None:
    """In one table and not in both; neither table names a field that is not there."""
    for owner, name in told():
        assert (name in PERSONAL.get(owner, {})) != (name in PLAIN.get(owner, ())), f"{owner}.{name}"
    known = {one.__name__: set(one.model_fields) for one in models(Control, [])}
    for table in (PERSONAL, PLAIN):
        for owner, names in table.items():
            assert set(names) <= known[owner], owner


def test_what_a_referral_carries_of_a_person_shows_in_no_repr() -> None:
    """Bundles are revealed whole, by a reason; their personal fields are those that never stand in a log."""
    plain = {"ref", "recipient", "reference", "key", "service", "sector", "workplace", "refnis", "canton", "how"}
    plain |= {"facts_on", "forms", "paths", "transports", "indicators", "offences", "role", "outcome", "language"}
    plain |= {"hearing_language", "receipt", "offices", "place_name", "holders", "enterprise_number", "apart"}
    plain |= {"workplace_name", "address", "employer_knows", "contact_telephone"}  # of the firm, and of ours
    named = {one.__name__: one for one in (DimensionResult, ElementSeen, Exhibit, PersonGrounds)}  # as annotated there
    for _, owner in inspect.getmembers(model, dataclasses.is_dataclass):
        if owner.__module__ != model.__name__:
            continue
        hints = typing.get_type_hints(owner, localns=named)
        for field in dataclasses.fields(owner):
            if holds_text(hints[field.name]) and field.name not in plain:
                assert not field.repr, f"{owner.__name__}.{field.name}"


@pytest.mark.parametrize("place", ["name", "documents", "whereabouts", "reach_through", "reach_when"])
def test_a_mask_leaves_nothing_of_a_person(place: str) -> None:
    """Wherever a name was typed; which persons there are, and how it ended, stays."""
    found = {**a_person(1, name=CANARY, national_number=NUMBER), place: f"by {CANARY}"}
    raw = a_raw_control(
        persons=[found],
        suspicion={"decision": "yes", "grounds": f"of {CANARY}", "decided_at": "2026-03-10T18:00:00Z"},
        comments=[{"question": "fm_head_count", "written_at": "2026-03-10T18:00:00Z", "words": f"{CANARY} said"}],
        origin="complaint",
        door=f"beside {CANARY}",
    )
    control = read_control(json.dumps(raw), lambda sector: the_checklist(sector, date.fromisoformat(raw["facts_on"])))
    told = masked_control(control, load_rules().on(control.facts_on).questions)
    text = told.model_dump_json()
    assert CANARY not in text
    assert NUMBER not in text
    assert "complaint" not in text
    assert [person.ref for person in told.persons] == ["P1"]
    assert told.persons[0].name == MASK
    assert told.answers["fm_head_count"] == control.answers["fm_head_count"]
    assert CANARY in control.model_dump_json()
