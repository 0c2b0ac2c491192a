"""A finished control goes back into a draft, to be corrected by who saved it."""

import pytest
from builders_acts import AT, LIEGE, a_control, a_suspicious_control, later
from sqlmodel import select

from inspection.acts.controls import (
    Filling,
    begin_correction,
    correct_control,
    drop_draft,
    keep_draft,
    note_report,
    open_draft,
    reviews,
    save,
)
from inspection.acts.records import checklist_for
from inspection.acts.referrals import decide
from inspection.control.filled import Control
from inspection.control.reading import read_control
from inspection.errors import AccessRefused, ControlFault
from inspection.store.controls import DecisionRow, drafts
from inspection.store.queries import control_body, referrals
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext

BY, OTHER = "insp-liege-1", "insp-liege-2"
EPV = "2026/000001"


def saved(house: AppContext, control: Control) -> str:
    """Save a control; its id."""
    return save(house.acting(BY, AT), control, place=LIEGE).control_id


def corrected(house: AppContext, draft: Filling, because: str = "seen again") -> bool:
    """Correct a control by its draft; tell whether anything was changed."""
    control = read_control(draft.control, checklist_for(house.acting(), draft.control))
    return correct_control(house.acting(BY, later(5)), control, because, of=draft.of, place=draft.place).is_new


def decisions(house: AppContext) -> list[str]:
    """What was decided, in its order."""
    with house.store.read() as session:
        return [row.decision for row in session.exec(select(DecisionRow).order_by(DecisionRow.n))]  # type: ignore[arg-type]


def test_a_control_comes_back_as_it_stands_and_unchanged_corrects_nothing(house: AppContext) -> None:
    """The draft has the control's id and all of its content; it is opened again, not begun again."""
    control = a_control(persons=[{"ref": "P1", "name": "Jana Exempel", "answers": {"q02_dimona": "absent"}}])
    draft = begin_correction(house.acting(BY, later(1)), saved(house, control))
    assert (draft.id, draft.corrects) == (control.control_id, True)
    assert draft.control["persons"][0]["name"] == "Jana Exempel"
    draft.control["answers"]["fm_hidden"] = 1
    keep_draft(house.acting(BY, later(2)), draft)
    again = begin_correction(house.acting(BY, later(2)), control.control_id)
    assert (again.control["answers"]["fm_hidden"], again.corrects) == (1, True)
    assert len(drafts(house.store, BY)) == 1
    del again.control["answers"]["fm_hidden"]
    assert not corrected(house, again)


def test_a_correction_from_a_draft_keeps_why_and_the_draft_can_go(house: AppContext) -> None:
    """What the control held is a version; the words stand beside it."""
    control_id = saved(house, a_control(persons=[{"ref": "P1", "answers": {"q02_dimona": "absent"}}]))
    draft = begin_correction(house.acting(BY, later(1)), control_id)
    draft.control["persons"][0]["answers"]["q02_dimona"] = "before"
    assert corrected(house, draft, "declared after all")
    drop_draft(house.acting(BY, later(6)), control_id, because="finished")
    (review,) = reviews(house.acting(BY, later(7)), control_id)
    assert (review.kind, review.words) == ("corrected", "declared after all")
    with pytest.raises(ControlFault):
        open_draft(house.acting(BY, later(7)), control_id)


def test_a_correction_decides_nothing_again(house: AppContext) -> None:
    """A yes that came after the control stands, though the correction carries the older word."""
    control_id = saved(house, a_suspicious_control("undecided"))
    decide(house.acting(BY, later(1)), control_id, "yes", grounds="papers held")
    draft = begin_correction(house.acting(BY, later(2)), control_id)
    assert draft.control["suspicion"]["decision"] == "undecided"
    draft.control["answers"]["fm_hidden"] = 1
    assert corrected(house, draft)
    assert decisions(house) == ["undecided", "yes"]
    assert len(referrals(house.store)) == 1


def test_what_was_changed_meanwhile_is_not_overwritten(house: AppContext) -> None:
    """The report's number, noted while the correction was filled in, stays; the correction is begun anew."""
    control_id = saved(house, a_control())
    draft = begin_correction(house.acting(BY, later(1)), control_id)
    note_report(house.acting(BY, later(2)), control_id, EPV)
    draft.control["answers"]["fm_hidden"] = 1
    with pytest.raises(ControlFault) as stale:
        corrected(house, draft)
    assert stale.value.code == "CONTROL-385"
    assert EPV in control_body(house.store, control_id)
    drop_draft(house.acting(BY, later(4)), control_id, because="given_up")
    anew = begin_correction(house.acting(BY, later(4)), control_id)
    anew.control["answers"]["fm_hidden"] = 1
    assert corrected(house, anew)
    assert EPV in control_body(house.store, control_id)


def test_to_begin_a_correction_is_a_look_at_the_whole_control(house: AppContext) -> None:
    """The draft holds what bears on a suspicion as well: the trail tells so."""
    control_id = saved(house, a_control())
    begin_correction(house.acting(BY, later(1)), control_id)
    with house.store.read() as session:
        looks = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "record.consult")).all()
    assert [(look.subject, look.purpose) for look in looks] == [(control_id, "own_control")]
    assert looks[0].facts["whole"]


def test_only_who_saved_a_finished_control_corrects_it(house: AppContext) -> None:
    """Nobody else may say what they saw; an unfinished one is simply filled in further."""
    with pytest.raises(AccessRefused) as refused:
        begin_correction(house.acting(OTHER, later(1)), saved(house, a_control()))
    assert refused.value.code == "ACCESS-052"
    with pytest.raises(ControlFault) as unfinished:
        begin_correction(house.acting(BY, later(1)), saved(house, a_control(left_at=None)))
    assert unfinished.value.code == "CONTROL-381"
