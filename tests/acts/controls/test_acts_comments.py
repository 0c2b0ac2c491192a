"""What an inspector wrote on an answer reaches who works the case, at once or in a supplement, and nobody else."""

import json
from typing import Any

from builders_acts import AT, LIEGE, SIGNS, a_control, a_yes, later
from builders_control import a_person
from sqlmodel import col, select

from inspection.acts.bundles import bundle_of
from inspection.acts.controls import save
from inspection.store.core import new_id
from inspection.store.referrals import DeliveryRow
from inspection.trust import AppContext

BY = "insp-liege-1"
MINOR = a_person(1, name="Jana Exempel", birth_date="2010-05-06", answers={"q14_injuries": ["untreated"]})
WRITTEN = {"question": "q14_injuries", "person": "P1", "written_at": "2026-11-25T08:40:00Z"}
WORDS = {**WRITTEN, "words": "Left hand, burnt; says that nobody called a doctor"}
ASIDE = {**WRITTEN, "question": "fm_hidden", "person": None, "words": "UNSAID"}


def saved(house: AppContext, control_id: str, hours: int, *comments: dict[str, Any]) -> None:
    """Save an unfinished control with the inspector's yes and some comments."""
    values = {"answers": dict(SIGNS), "suspicion": a_yes(), "left_at": None, "persons": [MINOR]}
    control = a_control(control_id=control_id, comments=list(comments), **values)
    save(house.acting(BY, later(hours=hours) if hours else AT), control, place=LIEGE)


def bundles(house: AppContext, recipient: str) -> list[tuple[DeliveryRow, dict[str, bytes]]]:
    """What was queued for an office, in order."""
    mine = select(DeliveryRow).where(col(DeliveryRow.recipient) == recipient).order_by(col(DeliveryRow.id))
    with house.store.read() as session:
        return [(row, dict(bundle_of(house.store, row).files)) for row in session.exec(mine)]


def words(files: dict[str, bytes]) -> set[str]:
    """What a bundle tells in the inspector's words on answers."""
    elements = json.loads(files["data.json"]).get("elements", ())
    return {said for e in elements for o in e["observations"] for said in o.get("words", ())}


def test_words_on_an_answer_leave_with_the_yes(house: AppContext) -> None:
    """Where no picture was taken: for the police and the magistrate, beside the answer that they are on."""
    saved(house, new_id(), 0, WORDS, ASIDE)
    for office in ("pjf-liege", "aud-liege"):
        ((_, files),) = bundles(house, office)
        assert words(files) == {WORDS["words"]}
        assert b"UNSAID" not in files["data.json"] + files["first_report.txt"]
    ((_, files),) = bundles(house, "guardianship")
    assert str(WORDS["words"]).encode() not in files["data.json"] + files["first_report.txt"]


def test_words_that_come_later_are_supplemented(house: AppContext) -> None:
    """Once; words on what speaks for nothing change nothing that anybody reads."""
    control_id = new_id()
    rounds: tuple[tuple[dict[str, Any], ...], ...] = ((), (ASIDE,), (WORDS, ASIDE), (WORDS, ASIDE))
    for hours, comments in enumerate(rounds):
        saved(house, control_id, hours, *comments)
    (first, before), (added, after) = bundles(house, "pjf-liege")
    assert (added.supplements, words(before), words(after)) == (first.id, set(), {WORDS["words"]})
    assert len(bundles(house, "guardianship")) == 1
