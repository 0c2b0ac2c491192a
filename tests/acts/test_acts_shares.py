"""What an office of a lodging is told through the acts: the minimum at first, and the whole once it works the case."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from builders_acts import AT, LIEGE, NAMUR, SIGNS, a_control, a_yes, an_office, later
from builders_control import a_person
from builders_orders import BY, INSPECTOR, TEAM, ordered
from sqlmodel import col, select

from inspection.acts import (
    Office,
    confirm_change,
    correct_control,
    deliver,
    let_have,
    permit,
    propose_change,
    recall,
    refuse,
    reroute,
    save_control,
)
from inspection.acts.bundles import bundle_of
from inspection.control import Control
from inspection.errors import ReferralFault
from inspection.referral import FileDrop
from inspection.settings import Settings
from inspection.store import DeliveryRow

POLICE, AUDITOR, CELL, MAGISTRATE = "pjf-liege", "aud-liege", "fgp-limburg", "aud-antwerpen"
WORDS = "SECRET-WORDS for the magistrate"
ELSEWHERE = ("Neighbour", "Cook", "Silent", "token", "papers held", "2123456789")
PERSONS = [
    a_person(1, {"q15_sleeps": "employer", "q11_pay": "token"}, name="Synthetic Lodger"),
    a_person(2, {"q15_sleeps": "own"}, name="Synthetic Neighbour"),
    a_person(3, {"q15_sleeps": "workplace"}, name="Synthetic Cook"),
    a_person(4, {}, name="Synthetic Silent"),
]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Office]:
    """Give an open house on the embedded database."""
    opened = an_office(Settings(home=tmp_path / "home"))
    yield opened
    opened.store.close()


def a_lodging(address: str = "Straat 1, 3500 Hasselt", **fields: Any) -> Control:
    """A yes in Liège with beds in Hasselt."""
    answers = {**SIGNS, "q15_lodging_address": address, "ob_danger_now": True}
    return a_control(answers=answers, persons=PERSONS, suspicion=a_yes(), **fields)


def opened(house: Office, control: Control | None = None) -> str:
    """The reference of its referral, which has left."""
    saved = save_control(control or a_lodging(), INSPECTOR, place=LIEGE, at=AT, office=house)
    deliver({"file_drop": FileDrop(house.settings.outbox)}, at=later(0.1), office=house)
    return str(saved.reference)


def rows(house: Office, recipient: str) -> list[DeliveryRow]:
    """Every delivery to an office, the first one first."""
    mine = select(DeliveryRow).where(col(DeliveryRow.recipient) == recipient).order_by(col(DeliveryRow.id))
    with house.store.read() as session:
        return list(session.exec(mine))


def told(house: Office, recipient: str, n: int = -1) -> Any:
    """The data of the n-th bundle to an office."""
    return json.loads(dict(bundle_of(house.store, rows(house, recipient)[n]).files)["data.json"])


def is_whole(data: Any) -> bool:
    return {"grounds", "elements", "workplace"} <= set(data) and len(data["persons"]) == len(PERSONS)


def test_the_cell_and_the_magistrate_of_a_lodging_get_what_concerns_them(house: Office) -> None:
    """Who said to sleep in the employer's lodging, where, who has the case; the others and their pay stay here."""
    opened(house)
    for office in (CELL, MAGISTRATE):
        found = told(house, office)
        assert [one["name"] for one in found["persons"]] == ["Synthetic Lodger"]
        assert (found["lodgings"], found["danger_now"]) == (["Straat 1, 3500 Hasselt"], True)
        assert found["holders"] == [AUDITOR, POLICE]
        made = bundle_of(house.store, rows(house, office)[0])
        text = "".join(body.decode() for name, body in made.files if not name.endswith(".pdf"))
        assert not [word for word in ELSEWHERE if word in text]
        assert made.apart == ()
    assert is_whole(told(house, POLICE))
    assert is_whole(told(house, AUDITOR))


def test_an_office_that_was_only_concerned_reads_no_reason_of_a_change(house: Office) -> None:
    """What was corrected is written for the magistrate, and may tell of the case."""
    made = propose_change(opened(house), "correction", WORDS, INSPECTOR, at=later(1), office=house)
    confirm_change(made.id, BY, at=later(1), office=house)
    said = {o: dict(bundle_of(house.store, rows(house, o)[-1]).files)["message.txt"].decode() for o in (AUDITOR, CELL)}
    assert WORDS in said[AUDITOR]
    assert WORDS not in said[CELL]


def test_what_does_not_concern_it_makes_no_supplement(house: Office) -> None:
    """More seen at work is told to who has the case; that another has it now is told to the lodging's offices too."""
    control = a_lodging()
    reference = opened(house, control)
    more = control.model_copy(update={"answers": {**control.answers, "ob_network": ["chain"]}})
    correct_control(more, "seen later", INSPECTOR, place=LIEGE, at=later(1), office=house)
    deliver({"file_drop": FileDrop(house.settings.outbox)}, at=later(1.5), office=house)
    assert [len(rows(house, office)) for office in (POLICE, CELL)] == [2, 1]
    refuse(reference, "not_competent", INSPECTOR, recipient=POLICE, at=later(2), office=house)
    reroute(rows(house, POLICE)[-1].id, "pjf-namur", INSPECTOR, at=later(3), office=house)
    again = more.model_copy(update={"answers": {**more.answers, "q17_seen": ["locked_in", "guarded"]}})
    correct_control(again, "seen later", INSPECTOR, place=LIEGE, at=later(4), office=house)
    assert told(house, CELL)["holders"] == [AUDITOR, "pjf-namur"]


def test_a_refusal_is_not_settled_by_an_office_that_knows_the_lodging_only(house: Office) -> None:
    """The cell of the lodging takes the case on: it is sent the whole, and the refusal is rerouted to it."""
    reference = opened(house)
    refuse(reference, "not_competent", INSPECTOR, recipient=POLICE, at=later(1), office=house)
    (refused,) = rows(house, POLICE)
    assert reroute(refused.id, CELL, INSPECTOR, at=later(2), office=house).recipient == CELL
    first, second = rows(house, CELL)
    assert (second.reason, second.supplements, second.replaces) == ("place_of_facts", first.id, refused.id)
    assert is_whole(told(house, CELL))
    reroute(refused.id, CELL, INSPECTOR, at=later(3), office=house)
    assert len(rows(house, CELL)) == 2


def test_two_persons_may_give_the_whole_to_an_office_that_was_only_concerned(house: Office) -> None:
    """Four eyes, as for any further addressee; one that has the case already is not added again."""
    reference = opened(house)
    made = propose_change(reference, "addition", WORDS, INSPECTOR, recipients=(CELL,), at=later(1), office=house)
    confirm_change(made.id, BY, at=later(1), office=house)
    assert rows(house, CELL)[-1].reason == "added"
    assert is_whole(told(house, CELL))
    for office in (CELL, POLICE):
        with pytest.raises(ReferralFault) as refused:
            propose_change(reference, "addition", WORDS, INSPECTOR, recipients=(office,), at=later(2), office=house)
        assert refused.value.code == "REFER-754"


def test_a_recall_in_favour_of_an_office_that_was_only_concerned_tells_it_the_case(house: Office) -> None:
    """It was meant for it all along."""
    recall(opened(house), POLICE, INSPECTOR, instead=CELL, at=later(1), office=house)
    assert is_whole(told(house, CELL))


def test_who_leads_after_the_place_was_corrected_is_told_the_case(house: Office) -> None:
    """Its area was that of the beds at first, and is that of the facts now."""
    control = a_lodging("Rue 1, 5000 Namur")
    opened(house, control)
    assert "grounds" not in told(house, "pjf-namur")
    moved = control.model_copy(update={"answers": {**control.answers, "ob_network": ["chain"]}})
    correct_control(moved, "wrong place", INSPECTOR, place=NAMUR, at=later(1), office=house)
    assert rows(house, "pjf-namur")[-1].reason == "place_of_facts"
    assert is_whole(told(house, "pjf-namur"))


def test_whom_a_magistrate_lets_have_ordered_work_gets_all_of_it(house: Office) -> None:
    """The magistrate decides who works it, wherever the people are lodged."""
    order = ordered(house)
    permit(order.id, "team", TEAM, BY, at=AT, office=house)
    opened(house)
    assert rows(house, CELL) == []
    let_have(order.id, CELL, BY, at=later(1), office=house)
    assert is_whole(told(house, CELL))


def test_a_lodging_that_was_sent_on_is_told_to_who_has_it_now_and_to_nobody_else(house: Office) -> None:
    """The cell of the next area reads the lodging; one whose area it never was, after a correction, reads none."""
    control = a_lodging()
    reference = opened(house, control)
    refuse(reference, "not_competent", INSPECTOR, recipient=CELL, at=later(1), office=house)
    reroute(rows(house, CELL)[0].id, "fgp-leuven", INSPECTOR, at=later(2), office=house)
    found = told(house, "fgp-leuven")
    assert (found["lodgings"], [one["ref"] for one in found["persons"]]) == (["Straat 1, 3500 Hasselt"], ["P1"])
    assert "grounds" not in found
    moved = control.model_copy(update={"answers": {**control.answers, "q15_lodging_address": "Rue 2, 5000 Namur"}})
    correct_control(moved, "wrong address", INSPECTOR, place=LIEGE, at=later(3), office=house)
    made = propose_change(reference, "correction", WORDS, INSPECTOR, at=later(4), office=house)
    confirm_change(made.id, BY, at=later(4), office=house)
    found = told(house, MAGISTRATE)
    assert (found["lodgings"], found["persons"]) == ([], [])
    assert told(house, "pjf-namur")["lodgings"] == ["Rue 2, 5000 Namur"]
