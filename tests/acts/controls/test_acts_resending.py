"""A finished control of which a file was refused is changed on its device and sent again: a correction."""

import json
from typing import Any

import pytest
from builders_acts import AT, LIEGE, a_control, later
from builders_control import the_checklist

from inspection.acts.controls import Saved, correct_control, note_report, reviews, save
from inspection.control.filled import Control
from inspection.control.reading import read_control
from inspection.errors import ControlFault
from inspection.store.core import new_id
from inspection.store.queries import control_body
from inspection.trust import AppContext

BY, OTHER = "insp-liege-1", "insp-liege-2"
PHOTO = {"sha256": "ab" * 32, "kind": "photo", "media_type": "image/jpeg", "bytes": 5, "taken_at": AT.isoformat()}


def a_sent(control_id: str, revision: int, **fields: Any) -> Control:
    """A finished control as a device sends it for the n-th time."""
    return a_control(control_id=control_id, revision=revision, place=LIEGE, **fields)


def sent(house: AppContext, control: Control, hours: float = 0, by: str = BY) -> Saved:
    """Take a control in, some hours after the first one."""
    return save(house.acting(by, later(hours)), control)


def body(house: AppContext, control_id: str) -> dict[str, Any]:
    """What the house holds of a control."""
    held: dict[str, Any] = json.loads(control_body(house.store, control_id))
    return held


def corrections(house: AppContext, control_id: str) -> list[int | None]:
    """Which versions were replaced by a correction."""
    said = reviews(house.acting(BY, later(99)), control_id)
    return [one.version for one in said if one.kind == "corrected"]


def test_what_was_mended_on_the_device_corrects_the_control(house: AppContext) -> None:
    """The refused photo is gone, an answer is another; what it held before is kept, and sent again it is one."""
    control_id = new_id()
    sent(house, a_sent(control_id, 1, attachments=[PHOTO]))
    mended = a_sent(control_id, 2, answers={"fm_head_count": 3})
    got = sent(house, mended, 1)
    assert (got.control_id, got.is_new) == (control_id, True)
    held = body(house, control_id)
    assert (held["answers"]["fm_head_count"], held.get("attachments")) == (3, None)
    assert corrections(house, control_id) == [1]
    assert not sent(house, mended, 2).is_new
    assert sent(house, a_sent(control_id, 3, answers={"fm_head_count": 4}), 3).is_new
    assert corrections(house, control_id) == [1, 2]


def test_an_older_version_that_comes_late_changes_nothing(house: AppContext) -> None:
    """A bad connection does not keep the order."""
    control_id = new_id()
    sent(house, a_sent(control_id, 2, answers={"fm_head_count": 3}))
    sent(house, a_sent(control_id, 1), 1)
    assert body(house, control_id)["answers"]["fm_head_count"] == 3
    assert corrections(house, control_id) == []


def test_what_the_office_noted_meanwhile_stays(house: AppContext) -> None:
    """The report's number came in between; the device knows nothing of it, this time and the next."""
    control_id = new_id()
    sent(house, a_sent(control_id, 1))
    note_report(house.acting(BY, later(1)), control_id, "2026/000001")
    for n in (2, 3):
        mended = a_sent(control_id, n, answers={"fm_head_count": n})
        sent(house, mended, n)
        told = body(house, control_id)["answers"]
        assert (told["fm_head_count"], told["cl_epv_number"]) == (n, "2026/000001")
        assert not sent(house, mended, n + 0.5).is_new, "its receipt was lost"


def test_the_first_sending_again_after_a_correction_of_the_office_is_known(house: AppContext) -> None:
    """Its receipt was lost on the way, and the office was quicker than its next try."""
    control_id = new_id()
    first = a_sent(control_id, 1)
    sent(house, first)
    note_report(house.acting(BY, later(1)), control_id, "2026/000001")
    assert not sent(house, first, 2).is_new
    assert body(house, control_id)["answers"]["cl_epv_number"] == "2026/000001"


def test_what_the_office_and_the_device_both_changed_is_refused_by_name(house: AppContext) -> None:
    """Neither takes the other's back; once the device leaves that answer as it was, the rest of it comes in."""
    control_id = new_id()
    sent(house, a_sent(control_id, 1))
    raw = body(house, control_id)
    raw["answers"]["fm_head_count"] = 9
    office = read_control(raw, lambda _: the_checklist("restaurants", AT.date()))
    correct_control(house.acting(BY, later(1)), office, "seen again")
    with pytest.raises(ControlFault, match="answers fm_head_count") as refused:
        sent(house, a_sent(control_id, 2, answers={"fm_head_count": 3, "fm_fled": 1}), 2)
    assert refused.value.code == "CONTROL-386"
    assert body(house, control_id)["answers"]["fm_head_count"] == 9
    sent(house, a_sent(control_id, 3, answers={"fm_fled": 1}), 3)
    told = body(house, control_id)["answers"]
    assert (told["fm_head_count"], told["fm_fled"]) == (9, 1)


@pytest.mark.parametrize(
    ("again", "by"),
    [
        ({"revision": 1}, BY),  # other content under the count of what is here
        ({"revision": None}, BY),  # a client that does not count cannot say that it goes on from what is here
        ({"revision": 2}, OTHER),
    ],
)
def test_another_control_under_a_finished_ones_id_is_still_refused(
    house: AppContext, again: dict[str, Any], by: str
) -> None:
    """Only its own device goes on with it."""
    control_id = new_id()
    sent(house, a_sent(control_id, 1))
    other = a_control(control_id=control_id, place=LIEGE, answers={"fm_head_count": 7}, **again)
    with pytest.raises(ControlFault) as refused:
        sent(house, other, 1, by)
    assert refused.value.code == "CONTROL-232"
    assert body(house, control_id)["answers"]["fm_head_count"] == 1


def test_a_control_that_was_never_counted_is_not_gone_on_with(house: AppContext) -> None:
    """One that was filled in at the office stays as it is."""
    control_id = new_id()
    sent(house, a_control(control_id=control_id, place=LIEGE))
    with pytest.raises(ControlFault) as refused:
        sent(house, a_sent(control_id, 2, answers={"fm_head_count": 7}), 1)
    assert refused.value.code == "CONTROL-232"
