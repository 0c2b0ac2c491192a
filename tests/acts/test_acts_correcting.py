"""A finished control goes back into a draft, to be corrected by who saved it."""

import pytest
from builders_acts import AT, LIEGE, a_control, a_suspicious_control, later
from sqlmodel import select

from inspection.acts.context import Office
from inspection.acts.controls import (
    Filling,
    begin_correction,
    correct_control,
    drop_draft,
    keep_draft,
    note_report,
    open_draft,
    reviews,
    save_control,
)
from inspection.acts.records import checklist_for
from inspection.acts.referrals import decide_suspicion
from inspection.control.filled import Control
from inspection.control.reading import read_control
from inspection.errors import AccessRefused, ControlFault
from inspection.store.controls import DecisionRow, drafts
from inspection.store.queries import control_body, referrals
from inspection.store.records import AuditEntry

BY, OTHER = "insp-liege-1", "insp-liege-2"
EPV = "2026/000001"


def saved(house: Office, control: Control) -> str:
    """Save a control; its id."""
    return save_control(control, BY, place=LIEGE, at=AT, office=house).control_id


def corrected(house: Office, draft: Filling, because: str = "seen again") -> bool:
    """Correct a control by its draft; tell whether anything was changed."""
    control = read_control(draft.control, checklist_for(draft.control, office=house))
    return correct_control(control, because, BY, of=draft.of, place=draft.place, at=later(5), office=house).is_new


def decisions(house: Office) -> list[str]:
    """What was decided, in its order."""
    with house.store.read() as session:
        return [row.decision for row in session.exec(select(DecisionRow).order_by(DecisionRow.n))]  # type: ignore[arg-type]


def test_a_control_comes_back_as_it_stands_and_unchanged_corrects_nothing(house: Office) -> None:
    """The draft has the control's id and all of its content; it is opened again, not begun again."""
    control = a_control(persons=[{"ref": "P1", "name": "Jana Exempel", "answers": {"q02_dimona": "absent"}}])
    draft = begin_correction(saved(house, control), BY, at=later(1), office=house)
    assert (draft.id, draft.corrects) == (control.control_id, True)
    assert draft.control["persons"][0]["name"] == "Jana Exempel"
    draft.control["answers"]["fm_hidden"] = 1
    keep_draft(draft, BY, at=later(2), office=house)
    again = begin_correction(control.control_id, BY, at=later(2), office=house)
    assert (again.control["answers"]["fm_hidden"], again.corrects) == (1, True)
    assert len(drafts(house.store, BY)) == 1
    del again.control["answers"]["fm_hidden"]
    assert not corrected(house, again)


def test_a_correction_from_a_draft_keeps_why_and_the_draft_can_go(house: Office) -> None:
    """What the control held is a version; the words stand beside it."""
    control_id = saved(house, a_control(persons=[{"ref": "P1", "answers": {"q02_dimona": "absent"}}]))
    draft = begin_correction(control_id, BY, at=later(1), office=house)
    draft.control["persons"][0]["answers"]["q02_dimona"] = "before"
    assert corrected(house, draft, "declared after all")
    drop_draft(control_id, BY, because="finished", at=later(6), office=house)
    (review,) = reviews(control_id, BY, at=later(7), office=house)
    assert (review.kind, review.words) == ("corrected", "declared after all")
    with pytest.raises(ControlFault):
        open_draft(control_id, BY, at=later(7), office=house)


def test_a_correction_decides_nothing_again(house: Office) -> None:
    """A yes that came after the control stands, though the correction carries the older word."""
    control_id = saved(house, a_suspicious_control("undecided"))
    decide_suspicion(control_id, "yes", grounds="papers held", by=BY, at=later(1), office=house)
    draft = begin_correction(control_id, BY, at=later(2), office=house)
    assert draft.control["suspicion"]["decision"] == "undecided"
    draft.control["answers"]["fm_hidden"] = 1
    assert corrected(house, draft)
    assert decisions(house) == ["undecided", "yes"]
    assert len(referrals(house.store)) == 1


def test_what_was_changed_meanwhile_is_not_overwritten(house: Office) -> None:
    """The report's number, noted while the correction was filled in, stays; the correction is begun anew."""
    control_id = saved(house, a_control())
    draft = begin_correction(control_id, BY, at=later(1), office=house)
    note_report(control_id, EPV, BY, at=later(2), office=house)
    draft.control["answers"]["fm_hidden"] = 1
    with pytest.raises(ControlFault) as stale:
        corrected(house, draft)
    assert stale.value.code == "CONTROL-385"
    assert EPV in control_body(house.store, control_id)
    drop_draft(control_id, BY, because="given_up", at=later(4), office=house)
    anew = begin_correction(control_id, BY, at=later(4), office=house)
    anew.control["answers"]["fm_hidden"] = 1
    assert corrected(house, anew)
    assert EPV in control_body(house.store, control_id)


def test_to_begin_a_correction_is_a_look_at_the_whole_control(house: Office) -> None:
    """The draft holds what bears on a suspicion as well: the trail tells so."""
    control_id = saved(house, a_control())
    begin_correction(control_id, BY, at=later(1), office=house)
    with house.store.read() as session:
        looks = session.exec(select(AuditEntry).where(AuditEntry.act == "record.consult")).all()
    assert [(look.subject, look.purpose) for look in looks] == [(control_id, "referral")]


def test_only_who_saved_a_finished_control_corrects_it(house: Office) -> None:
    """Nobody else may say what they saw; an unfinished one is simply filled in further."""
    with pytest.raises(AccessRefused) as refused:
        begin_correction(saved(house, a_control()), OTHER, at=later(1), office=house)
    assert refused.value.code == "ACCESS-052"
    with pytest.raises(ControlFault) as unfinished:
        begin_correction(saved(house, a_control(left_at=None)), BY, at=later(1), office=house)
    assert unfinished.value.code == "CONTROL-381"
