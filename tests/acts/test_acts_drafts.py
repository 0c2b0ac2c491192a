"""A control while it is filled in: kept answer by answer, by one person only, gone once it is finished."""

import pytest
from builders_acts import AT, FIRM, LIEGE, NAMUR, a_control, later
from sqlmodel import select

from inspection.acts.context import Office
from inspection.acts.controls import begin_draft, drop_draft, keep_draft, open_draft, preview_control, save_control
from inspection.control.filled import Control
from inspection.errors import AccessRefused, ControlFault
from inspection.sealing import canonical_json
from inspection.store.controls import Draft, drafts
from inspection.store.queries import controls
from inspection.territory import unnumbered_site
from inspection.trust import verify_trail

BY = "insp-liege-1"


def a_raw(**fields):
    """An ordinary control as the form holds it, without an id."""
    return {**a_control(**fields).model_dump(mode="json", exclude={"control_id"}), "left_at": None}


def test_a_draft_survives_whoever_kept_it(house: Office) -> None:
    """What was kept last is what is opened, on both databases, with the act in the trail."""
    draft = begin_draft(a_raw(), BY, place=LIEGE, at=AT, office=house)
    draft.control["answers"]["fm_fled"] = 2
    keep_draft(draft, BY, at=later(minutes=1), office=house)
    again = open_draft(draft.id, BY, at=later(minutes=2), office=house)
    assert again.control["answers"]["fm_fled"] == 2
    assert again.place == LIEGE
    assert again.control["control_id"] == again.id
    assert [d.id for d in drafts(house.store, BY)] == [draft.id]
    assert verify_trail(house.store).broken is None


def test_no_answer_lies_open(house: Office) -> None:
    """The body is sealed, and neither a repr nor the row says anything of it."""
    draft = begin_draft(a_raw(persons=[{"ref": "P1", "name": "Canary"}]), BY, place=LIEGE, at=AT, office=house)
    with house.store.read() as session:
        row = session.exec(select(Draft)).one()
    assert b"Canary" not in row.body
    assert "Canary" not in repr(row) + repr(draft)


@pytest.mark.parametrize("by", ["insp-liege-2", "head-liege", "supervisor-liege", "insp-namur-1", "dpo-1"])
def test_nobody_else_opens_or_keeps_it(house: Office, by: str) -> None:
    """Neither colleague nor superior: a draft is no record yet."""
    draft = begin_draft(a_raw(), BY, place=LIEGE, at=AT, office=house)
    for act in (lambda: open_draft(draft.id, by, office=house), lambda: keep_draft(draft, by, office=house)):
        with pytest.raises(AccessRefused):
            act()


def test_a_draft_belongs_to_the_district_of_the_place(house: Office) -> None:
    """Who is in front of somebody in need is competent elsewhere too; whoever does no controls begins none."""
    begin_draft(a_raw(), BY, place=NAMUR, at=AT, office=house)
    assert [d.district for d in drafts(house.store, BY)] == ["namur"]
    with pytest.raises(AccessRefused):
        begin_draft(a_raw(), "dpo-1", place=NAMUR, at=AT, office=house)
    assert drafts(house.store, "dpo-1") == []


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({}, LIEGE),
        ({"place": LIEGE}, None),
        ({"position": {"lon": 5.5718, "lat": 50.6412, "at": AT.isoformat()}}, None),
    ],
)
def test_an_empty_mission_begins_at_a_door_without_a_number(house: Office, said: dict, place: str | None) -> None:
    """Own initiative, at a door that no register knows: the draft has a key, its district, and becomes a control."""
    raw = {key: value for key, value in a_raw(**said).items() if key != "workplace"}
    draft = begin_draft(raw, BY, place=place, at=AT, office=house)
    assert draft.control["workplace"] == unnumbered_site(draft.id)
    assert [d.district for d in drafts(house.store, BY)] == ["liege"]
    finished = Control.model_validate_json(canonical_json(draft.control))
    assert save_control(finished, BY, place=draft.place, at=AT, office=house).control_id == draft.id


def test_a_place_that_nobody_knows_must_be_said(house: Office) -> None:
    """Without it no office is competent, and the form asks at once instead of at the end."""
    with pytest.raises(ControlFault, match="Nobody knows where"):
        begin_draft(a_raw(workplace="est:2999999999"), BY, at=AT, office=house)


def test_a_finished_control_has_the_drafts_id_and_leaves_no_draft(house: Office) -> None:
    """Killed between saving and dropping, the form saves again: one control, no trace of the draft."""
    draft = begin_draft(a_raw(), BY, place=LIEGE, at=AT, office=house)
    control = a_control(control_id=draft.id, workplace=FIRM)
    for _ in range(2):
        save_control(control, BY, place=LIEGE, at=later(hours=3), office=house)
    drop_draft(draft.id, BY, because="finished", at=later(hours=3), office=house)
    assert [c.id for c in controls(house.store)] == [draft.id]
    assert drafts(house.store, BY) == []
    with pytest.raises(ControlFault, match="No draft"):
        open_draft(draft.id, BY, office=house)


def test_a_preview_stores_nothing(house: Office) -> None:
    """What would follow is shown; the store stays as it was."""
    control = a_control(answers={"q17_seen": ["locked_in"]})
    made = preview_control(control, BY, place=LIEGE, at=AT, office=house)
    assert made.proposal.indicators
    assert controls(house.store) == []
    with pytest.raises(AccessRefused):
        preview_control(control, "dpo-1", place=LIEGE, at=AT, office=house)
