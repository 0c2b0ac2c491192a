"""A control while it is filled in: kept answer by answer, by one person only, gone once it is finished."""

import pytest
from builders_acts import AT, FIRM, LIEGE, NAMUR, a_control, later
from sqlmodel import select

from inspection.acts.controls import begin_draft, drop_draft, keep_draft, open_draft, preview_control, save
from inspection.control.filled import Control
from inspection.errors import AccessRefused, ControlFault
from inspection.sealing import canonical_json
from inspection.store.controls import DraftRow, drafts
from inspection.store.queries import controls
from inspection.territory import unnumbered_site
from inspection.trust import AppContext, verify_trail

BY = "insp-liege-1"


def a_raw(**fields):
    """An ordinary control as the form holds it, without an id."""
    return {**a_control(**fields).model_dump(mode="json", exclude={"control_id"}), "left_at": None}


def test_a_draft_survives_whoever_kept_it(house: AppContext) -> None:
    """What was kept last is what is opened, on both databases, with the act in the trail."""
    draft = begin_draft(house.acting(BY, AT), a_raw(), place=LIEGE)
    draft.control["answers"]["fm_fled"] = 2
    keep_draft(house.acting(BY, later(minutes=1)), draft)
    again = open_draft(house.acting(BY, later(minutes=2)), draft.id)
    assert again.control["answers"]["fm_fled"] == 2
    assert again.place == LIEGE
    assert again.control["control_id"] == again.id
    assert [d.id for d in drafts(house.store, BY)] == [draft.id]
    assert verify_trail(house.store).broken is None


def test_what_was_kept_since_it_was_read_is_not_overwritten(house: AppContext) -> None:
    """For whoever says when they read it; the highest number of a person stays with the draft."""
    begun = begin_draft(house.acting(BY, AT), a_raw(), place=LIEGE)
    begun.control["persons"] = [{"ref": "P2", "answers": {}}]
    keep_draft(house.acting(BY, later(minutes=1)), begun, since=begun.kept_at)
    with pytest.raises(ControlFault, match="CONTROL-415"):
        keep_draft(house.acting(BY, later(minutes=2)), begun, since=begun.kept_at)
    again = open_draft(house.acting(BY, later(minutes=3)), begun.id)
    assert (again.kept_at, again.persons_made) == (later(minutes=1), 2)
    again.control["persons"] = []
    keep_draft(house.acting(BY, later(minutes=4)), again, since=again.kept_at)
    assert open_draft(house.acting(BY, later(minutes=5)), begun.id).persons_made == 2


def test_no_answer_lies_open(house: AppContext) -> None:
    """The body is sealed, and neither a repr nor the row says anything of it."""
    draft = begin_draft(house.acting(BY, AT), a_raw(persons=[{"ref": "P1", "name": "Canary"}]), place=LIEGE)
    with house.store.read() as session:
        row = session.exec(select(DraftRow)).one()
    assert b"Canary" not in row.body
    assert "Canary" not in repr(row) + repr(draft)


@pytest.mark.parametrize("by", ["insp-liege-2", "head-liege", "supervisor-liege", "insp-namur-1", "dpo-1"])
def test_nobody_else_opens_or_keeps_it(house: AppContext, by: str) -> None:
    """Neither colleague nor superior: a draft is no record yet."""
    draft = begin_draft(house.acting(BY, AT), a_raw(), place=LIEGE)
    for act in (lambda: open_draft(house.acting(by), draft.id), lambda: keep_draft(house.acting(by), draft)):
        with pytest.raises(AccessRefused):
            act()


def test_a_draft_belongs_to_the_district_of_the_place(house: AppContext) -> None:
    """Who is in front of somebody in need is competent elsewhere too; whoever does no controls begins none."""
    begin_draft(house.acting(BY, AT), a_raw(), place=NAMUR)
    assert [d.district for d in drafts(house.store, BY)] == ["namur"]
    with pytest.raises(AccessRefused):
        begin_draft(house.acting("dpo-1", AT), a_raw(), place=NAMUR)
    assert drafts(house.store, "dpo-1") == []


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({}, LIEGE),
        ({"place": LIEGE}, None),
        ({"position": {"lon": 5.5718, "lat": 50.6412, "at": AT.isoformat()}}, None),
    ],
)
def test_an_empty_mission_begins_at_a_door_without_a_number(house: AppContext, said: dict, place: str | None) -> None:
    """Own initiative, at a door that no register knows: the draft has a key, its district, and becomes a control."""
    raw = {key: value for key, value in a_raw(**said).items() if key != "workplace"}
    draft = begin_draft(house.acting(BY, AT), raw, place=place)
    assert draft.control["workplace"] == unnumbered_site(draft.id)
    assert [d.district for d in drafts(house.store, BY)] == ["liege"]
    finished = Control.model_validate_json(canonical_json(draft.control))
    assert save(house.acting(BY, AT), finished, place=draft.place).control_id == draft.id


def test_a_place_that_nobody_knows_must_be_said(house: AppContext) -> None:
    """Without it no office is competent, and the form asks at once instead of at the end."""
    with pytest.raises(ControlFault, match="Nobody knows where"):
        begin_draft(house.acting(BY, AT), a_raw(workplace="est:2999999999"))


def test_a_finished_control_has_the_drafts_id_and_leaves_no_draft(house: AppContext) -> None:
    """Killed between saving and dropping, the form saves again: one control, no trace of the draft."""
    draft = begin_draft(house.acting(BY, AT), a_raw(), place=LIEGE)
    control = a_control(control_id=draft.id, workplace=FIRM)
    for _ in range(2):
        save(house.acting(BY, later(hours=3)), control, place=LIEGE)
    drop_draft(house.acting(BY, later(hours=3)), draft.id, because="finished")
    assert [c.id for c in controls(house.store)] == [draft.id]
    assert drafts(house.store, BY) == []
    with pytest.raises(ControlFault, match="No draft"):
        open_draft(house.acting(BY), draft.id)


def test_a_preview_stores_nothing(house: AppContext) -> None:
    """What would follow is shown; the store stays as it was."""
    control = a_control(answers={"q17_seen": ["locked_in"]})
    made = preview_control(house.acting(BY, AT), control, place=LIEGE)
    assert made.proposal.indicators
    assert controls(house.store) == []
    with pytest.raises(AccessRefused):
        preview_control(house.acting("dpo-1", AT), control, place=LIEGE)
