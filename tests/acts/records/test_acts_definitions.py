"""A control is held against the checklist that it was filled in under, whatever changed since."""

import json
from pathlib import Path

import pytest
from builders_acts import AT, LIEGE, a_control, later
from builders_control import a_raw_control
from houses import House
from sqlmodel import select

from inspection.acts.controls import begin_draft, save
from inspection.acts.records import checklist_for, checklist_from
from inspection.acts.weeks import field_checklist
from inspection.control.filled import Control
from inspection.control.reading import read_control
from inspection.errors import ControlFault
from inspection.store.controls import ChecklistDefinitionRow
from inspection.store.queries import control_body
from inspection.trust import AppContext
from sectors.reader import load_rules

BY = "insp-liege-1"
CHANGE = """
questions:
  fm_fled:
    dated:
      {day}: {{required: true, source: "a test", confidence: L}}
"""


def changed(house: AppContext, folder: Path, day: str) -> AppContext:
    """Give the house with rules in which a question changes on a day."""
    (folder / "rules").mkdir()
    (folder / "rules" / "ours.yaml").write_text(CHANGE.format(day=day), encoding="utf-8")
    return House(house.store, load_rules([folder / "rules"]), house.settings)


def read(raw, house: AppContext, at=AT) -> Control:
    """Read a raw control as it comes in at a moment."""
    return read_control(raw, checklist_for(house.acting(at=at), raw))


def test_yesterdays_control_is_read_today_after_a_question_changed(house: AppContext, tmp_path: Path) -> None:
    """Its day's list holds, as bytes, text or values; a list that nobody ever used is refused as before."""
    after = changed(house, tmp_path, "2026-11-26")
    raw = a_raw_control(on=AT.date(), checklist=a_control().checklist.model_dump())
    for form in (raw, json.dumps(raw), json.dumps(raw).encode()):
        assert read(form, after, later(days=1)).checklist.sha256 == raw["checklist"]["sha256"]
    strange = {"id": "restaurants", "version": "0" * 12, "sha256": "0" * 64}
    today = {
        **raw,
        "checklist": strange,
        "entered_at": later(days=1).isoformat(),
        "left_at": None,
        "facts_on": "2026-11-26",
    }
    with pytest.raises(ControlFault, match="another checklist"):
        read(
            {**today, "checklist": {"id": "restaurants", "version": "0" * 12, "sha256": "0" * 64}}, after, later(days=1)
        )


def test_a_list_stays_known_once_answers_were_given_under_it(house: AppContext, tmp_path: Path) -> None:
    """An update of the product that rewrites a question leaves stored controls and begun drafts readable."""
    control = a_control()
    save(house.acting(BY, AT), control, place=LIEGE)
    unfinished = {**a_control(left_at=None, sector="garment").model_dump(mode="json", exclude={"control_id"})}
    draft = begin_draft(house.acting(BY, AT), unfinished, place=LIEGE)
    after = changed(house, tmp_path, "2026-01-02")  # as if it had always been so
    assert read(control_body(house.store, control.control_id), after, later(days=30)) == control
    assert read(draft.control, after, later(days=1)).control_id == draft.id
    with house.store.read() as session:
        kept = session.exec(select(ChecklistDefinitionRow).order_by(ChecklistDefinitionRow.sector)).all()
    assert [k.sector for k in kept] == ["garment", "restaurants"]


def test_a_list_fetched_again_after_the_change_still_stops_what_it_stopped(house: AppContext, tmp_path: Path) -> None:
    """A diplomatic household's card is there whichever list the control was begun under, or kept before."""
    control = a_control()
    save(house.acting(BY, AT), control, place=LIEGE)
    after = changed(house, tmp_path, "2026-01-02")
    known = control.checklist.sha256
    (path,) = house.catalogue(AT.date()).paths.values()
    with house.store.read() as session:
        row = session.get_one(ChecklistDefinitionRow, known)
    older = ChecklistDefinitionRow(**{**row.model_dump(), "body": {k: v for k, v in row.body.items() if k != "paths"}})
    again = field_checklist(after.acting(BY, later(days=1)), "restaurants", known)
    for form in (again, checklist_from(older, after.catalogue(AT.date()))):
        stops = [one["id"] for one in form.field_form()["questions"] if "stops" in one]
        assert (form.sha256, stops) == (known, [path.question])


def test_what_was_never_used_is_not_known_after_the_change(house: AppContext, tmp_path: Path) -> None:
    """The fault that the kept definitions mend: without one, the old list is strange."""
    raw = a_raw_control(on=AT.date(), checklist=a_control().checklist.model_dump())
    with pytest.raises(ControlFault, match="another checklist"):
        read(raw, changed(house, tmp_path, "2026-01-02"))


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"\xff\xfe",
        "[]",
        '{"entered_at": "0001-01-01T00:00:00+14:00"}',
        '{"entered_at": "1066-10-14T09:00:00+00:00", "checklist": {"sha256": 3}}',
        '{"entered_at": {}, "checklist": []}',
        "[" * 100_000,
    ],
)
def test_looking_for_the_list_of_a_broken_control_breaks_nothing(house: AppContext, raw: str | bytes) -> None:
    """Whatever is wrong is said by the reader, in one message."""
    assert checklist_for(house.acting(at=AT), raw)("restaurants").id == "restaurants"
    with pytest.raises(LookupError):
        checklist_for(house.acting(at=AT), raw)("nosuch")
    with pytest.raises(ControlFault):
        read(raw, house)


def test_a_day_before_the_rules_is_read_with_todays_list(house: AppContext) -> None:
    """A slip of the pen in the year is refused for what it is."""
    raw = {**a_raw_control(on=AT.date()), "entered_at": "1999-10-14T09:00:00+00:00"}
    raw["checklist"] = {**raw["checklist"], "sha256": "0" * 64}
    with pytest.raises(ControlFault, match="another checklist"):
        read(raw, house)
