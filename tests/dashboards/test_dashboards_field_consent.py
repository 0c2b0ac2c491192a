"""Consent in the field form: guarded like the suspicion, the same rule as the office's, and a card that stops."""

from datetime import date, datetime
from itertools import product
from pathlib import Path

import pytest
from builders_control import the_checklist, the_rules
from field_modules import in_node

from inspection.acts.protection import standing
from inspection.store.protection import ConsentRow

ON = date(2026, 11, 25)
ANSWERS = ("given", "refused", "withdrawn", "informed")
SAID = {"person": "P1", "language": "ro", "interpreter": "none", "explained_by": "inspector", "name_too": False}


def consents(answers: tuple[str, ...]) -> list[dict[str, object]]:
    """What one person said, minute by minute."""
    return [{**SAID, "answer": one, "at": f"2026-11-25T10:0{n}:00Z"} for n, one in enumerate(answers)]


def row(one: dict[str, object], n: int) -> ConsentRow:
    """The same as the office keeps it."""
    return ConsentRow(n=n, answer=one["answer"], at=datetime.fromisoformat(str(one["at"])))


def test_the_form_and_the_office_agree_on_what_stands(tmp_path: Path) -> None:
    """Every order of three answers: the last yes, no or withdrawal, wherever it was tapped."""
    orders = [consents(order) for order in product(ANSWERS, repeat=3)]
    script = """
        import { consentOf, standing } from "./app/consents.js";
        answer(given.orders.map((all) => standing(consentOf(all, "P1"))));
    """
    expected = [standing([row(one, n) for n, one in enumerate(order)]) for order in orders]
    assert in_node(tmp_path, script, orders=orders) == [one.answer if one else None for one in expected]


@pytest.mark.parametrize(
    ("answers", "offered"),
    [((), "given"), (("refused",), "given"), (("given",), "withdrawn"), (("given", "withdrawn"), "given")],
)
def test_who_agreed_can_withdraw_and_everybody_else_can_be_asked(tmp_path: Path, answers, offered: str) -> None:
    """The first tap that is offered."""
    script = """
        import { consentOf, offered } from "./app/consents.js";
        answer(offered(consentOf(given.said, "P1"))[0]);
    """
    assert in_node(tmp_path, script, said=consents(answers)) == offered


def test_what_was_said_of_the_centres_lies_under_the_second_key(tmp_path: Path) -> None:
    """A device that is open on a counter shows nothing of it: only the guarded half holds it, until it is dropped."""
    script = """
        import { takeChunk, isSensitivePath, dropSensitive } from "./app/chunks.js";
        const none = new Set();
        const ordinary = takeChunk(given.control, "fields", none, false);
        const guarded = takeChunk(given.control, "fields", none, true);
        const path = isSensitivePath(["consents"], none);
        dropSensitive(given.control, none);
        answer({ordinary, guarded, path, left: given.control.consents ?? null});
    """
    control = {"control_id": "c", "outcome": "done", "persons": [], "consents": consents(("given",))}
    found = in_node(tmp_path, script, control=control)
    assert "consents" not in found["ordinary"]
    assert found["guarded"] == {"consents": control["consents"]}
    assert (found["path"], found["left"]) == (True, None)


def test_the_question_of_a_diplomatic_household_carries_its_stop_card() -> None:
    """Words in four languages go with the question; no other question stops anything."""
    form = the_checklist("restaurants", ON).field_form()
    stops = {one["id"]: one["stops"] for one in form["questions"] if "stops" in one}
    (path,) = the_rules().on(ON).paths.values()
    assert set(stops) == {path.question}
    assert all(stops[path.question]["hint"][lang] == path.hint.say(lang) for lang in ("fr", "nl", "de", "en"))
