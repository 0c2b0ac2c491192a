"""Everybody who was eligible is kept, sealed, once, and destroyed in time."""

from datetime import timedelta

import pytest
from builders_acts import AT, WEEK, later
from builders_learning import TAKEN_ON, a_frame, a_week, frames_of_week
from sqlmodel import select

from inspection.acts.learning import FrameOf, keep_eligible
from inspection.acts.learning.frames import frames_of, read_frame
from inspection.acts.retention.erasable import ERASABLE
from inspection.errors import AccessRefused, LearningFault
from inspection.sealing import is_sealed
from inspection.store.learning import EligibleFrameRow
from inspection.trust import AppContext


def kept(house: AppContext) -> list[EligibleFrameRow]:
    """What the store tells of frames, by district."""
    return [row for _, row in sorted(frames_of(house.store, "ONSS").items(), key=lambda one: one[0][1])]


def test_every_district_has_one_sealed_frame_that_opens_as_it_was(house: AppContext) -> None:
    """Those who were not chosen are in it too; kept again it changes nothing, and nobody reads it on the disk."""
    plan_id = a_week(house)
    liege, namur = kept(house)
    assert (liege.district, namur.district, liege.row_count, liege.read_from) == ("liege", "namur", 6, "selection")
    assert (liege.plan_id, liege.week, liege.taken_on) == (plan_id, str(WEEK), TAKEN_ON)
    assert read_frame(house, liege).equals(frames_of_week(house)["liege"])
    files = sorted(house.settings.frames.iterdir())
    assert len(files) == 2
    assert all(is_sealed(file.read_bytes()) and b"est:" not in file.read_bytes() for file in files)
    of = FrameOf(plan_id=plan_id, week=str(WEEK), taken_on=TAKEN_ON)
    assert keep_eligible(house.acting(at=later(1)), of, frames_of_week(house)) == 0
    assert sorted(house.settings.frames.iterdir()) == files


def test_a_frame_that_was_changed_is_found(house: AppContext) -> None:
    """Another file in its place, sealed by the same key, is not what was kept; nor is one that is gone."""
    a_week(house)
    liege, namur = kept(house)
    there = {row.id: house.settings.frames / f"{row.id}.sealed" for row in (liege, namur)}
    other = house.store.seal_bytes("eligible_frame.file", liege.id, b"something else")
    there[liege.id].write_bytes(other)
    there[namur.id].unlink()
    for row in (liege, namur):
        with pytest.raises(LearningFault, match="LEARN-101"):
            read_frame(house, row)


def test_a_frame_is_due_when_its_time_is_over_and_so_is_a_file_that_no_row_tells_of(house: AppContext) -> None:
    """By dated policy: what learning.yaml needs it for, and no longer."""
    a_week(house)
    rules = house.catalogue(AT.date())
    assert rules.retention["eligible_frame"].days == rules.learning.snapshot_days
    frames = ERASABLE["eligible_frame"]
    ids = {row.id for row in kept(house)}
    with house.store.write() as session:
        assert not list(frames.over(session, house, AT, ()))
        due = {one.subject for one in frames.over(session, house, AT + timedelta(days=1), ())}
        assert due == ids
        for id_ in due:
            frames.erase(session, house, id_)
        assert not session.exec(select(EligibleFrameRow)).all()
        far = {one.subject for one in frames.over(session, house, AT + timedelta(days=36500), ())}
    assert far == ids  # the files are there still, and nothing tells of them any more
    assert {frames.file(house, id_).name for id_ in ids} == {f.name for f in house.settings.frames.iterdir()}


def test_inspectors_keep_no_frames(house: AppContext) -> None:
    """Nothing is written for whoever may not."""
    of = FrameOf(plan_id="p", week=str(WEEK), taken_on=TAKEN_ON)
    with pytest.raises(AccessRefused):
        keep_eligible(house.acting("insp-liege-1", AT), of, {"liege": a_frame(house, {"est:1": {}})})
    assert not house.settings.frames.exists()
