"""What was noted on site reaches page 1: danger, what the employer knows, calls, where people are; what must not."""

import json
from typing import Any

from builders_acts import AT, LIEGE, SIGNS, a_control, a_yes
from builders_control import a_person
from sqlmodel import col, select

from inspection.acts.bundles import bundle_of
from inspection.acts.controls import save
from inspection.acts.records import load_control
from inspection.store.controls import ControlRow
from inspection.store.referrals import DeliveryRow
from inspection.trust import AppContext

BY = "insp-liege-1"
PERSONS = [
    a_person(1, name="Vasil Exempel", whereabouts="With the team in the dining room"),
    a_person(2, name="Jana Exempel", whereabouts="Shelter SECRET-7", birth_date="2010-05-06"),
]


def a_step(step: str, outcome: str = "reached", **more: Any) -> dict[str, Any]:
    """A step of the card, taken during the control."""
    return {"step": step, "at": "2026-11-25T08:10:00Z", "outcome": outcome, **more}


def told(house: AppContext, recipient: str, **fields: Any) -> dict[str, Any]:
    """What an office is told of a control with the inspector's yes."""
    values = {"answers": dict(SIGNS), "persons": PERSONS, "suspicion": a_yes(), "left_at": None, **fields}
    save(house.acting(BY, AT), a_control(**values), place=LIEGE)
    with house.store.read() as session:
        mine = select(DeliveryRow).where(col(DeliveryRow.recipient) == recipient)
        files = dict(bundle_of(house.store, session.exec(mine).one()).files)
    assert files["first_report.pdf"].startswith(b"%PDF")
    found: dict[str, Any] = json.loads(files["data.json"])
    return found


def test_danger_and_what_the_employer_knows_are_answers_of_the_form(house: AppContext) -> None:
    """Both guarded questions; unanswered is not known, never no."""
    answers = {**SIGNS, "ob_danger_now": True, "ob_employer_knows": ["heard_apart", "calls"]}
    found = told(house, "pjf-liege", answers=answers)
    assert (found["danger_now"], found["employer_knows"]) == (True, ["heard_apart", "calls"])
    assert (found["is_unfinished"], found["unidentified"]) == (True, 0)


def test_what_nobody_noted_is_not_known(house: AppContext) -> None:
    """Neither danger nor its absence, and nothing put into the employer's head."""
    found = told(house, "aud-liege")
    assert (found["danger_now"], found["employer_knows"], found["calls"]) == (None, [], [])


def test_the_police_find_a_door_that_no_register_knows(house: AppContext) -> None:
    """By the words that the inspector wrote down and by where the device was; never by the control's own id."""
    control_id = "01937b4e-0000-7000-8000-0000000000d0"
    spot = {"lon": 5.57, "lat": 50.63, "accuracy_m": 12.4, "at": "2026-11-25T08:00:00Z"}
    door = {"door": "Snack Exempel, rue de l'Exemple 3", "position": spot}
    found = told(house, "pjf-liege", control_id=control_id, workplace=f"site:{control_id}", **door)
    assert found["workplace"]["address"] == "Snack Exempel, rue de l'Exemple 3, WGS 84 50.63000, 5.57000 ± 12 m"
    with house.store.read() as session:
        row = session.get_one(ControlRow, control_id)
    assert load_control(house.store, row).door == door["door"]


def test_a_door_is_not_told_by_where_a_centre_is(house: AppContext) -> None:
    """A position that was recorded after a centre was reached is no way to the workplace."""
    control_id = "01937b4e-0000-7000-8000-0000000000d1"
    spot = {"lon": 5.57, "lat": 50.77777, "at": "2026-11-25T08:11:00Z"}
    door = {"door": "Snack Exempel", "position": spot, "steps": [a_step("centre", person="P2")]}
    found = told(house, "pjf-liege", control_id=control_id, workplace=f"site:{control_id}", **door)
    assert found["workplace"]["address"] == "Snack Exempel"


def test_the_magistrates_instruction_stands_with_its_minute(house: AppContext) -> None:
    """And a call that nobody answered too: the police see who does not know yet."""
    said = a_step("magistrate", who="substitut de garde", number="04 000 00 00", note="Hear each apart.")
    found = told(house, "pjf-liege", steps=[said, a_step("police", "no_answer")])
    assert [(c["role"], c["outcome"], c["instruction"]) for c in found["calls"]] == [
        ("magistrate_on_duty", "reached", "Hear each apart."),
        ("police_cell", "no_answer", ""),
    ]


def test_no_paper_shows_whom_a_centre_houses(house: AppContext) -> None:
    """The call to a centre leaves by no bundle, nor where the person is since; the others are where they are."""
    steps = [a_step("centre", person="P2"), a_step("immigration_office", person="P2", note="SECRET-8")]
    found = told(house, "pjf-liege", steps=steps)
    assert {p["ref"]: p["where_now"] for p in found["persons"]} == {
        "P1": "With the team in the dining room",
        "P2": None,
    }
    assert found["calls"] == []
    assert "SECRET" not in json.dumps(found)


def test_who_hears_of_the_minor_hears_nothing_else(house: AppContext) -> None:
    """No call, no danger, no element: the minor and where to ring."""
    answers = {**SIGNS, "ob_danger_now": True}
    found = told(house, "guardianship", answers=answers, steps=[a_step("magistrate", note="Hear each apart.")])
    assert [p["ref"] for p in found["persons"]] == ["P2"]
    assert not {"calls", "danger_now", "employer_knows", "elements", "exhibits", "dimensions", "grounds"} & set(found)


def test_observations_carry_who_and_when(house: AppContext) -> None:
    """In the data as on paper: an element, its part, and each answer with its source."""
    found = told(house, "aud-liege")
    control = next(e for e in found["elements"] if e["element"] == "controlled")
    assert control["part"] == "act"
    assert {(o["question"], o["how"], o["minute_of"]) for o in control["observations"]} >= {
        ("q17_seen", "observed", "entry"),
        ("q08_found_with_employer", "observed", "entry"),
    }
