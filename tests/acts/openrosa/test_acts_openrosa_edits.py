"""Edits of edits, and submissions that were broken off: nothing that was saved by another way is taken back."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from builders_acts import an_office, later
from builders_openrosa import a_picture, instance_id, rows_of
from builders_openrosa_sent import BY, PHOTOS, a_form, in_the_office, saved_elsewhere, sent

from inspection.acts.controls import attachment, correct_control
from inspection.acts.openrosa import receiving as openrosa
from inspection.control.xforms import control_id_of
from inspection.errors import ControlFault
from inspection.settings import Settings
from inspection.store.queries import control_body
from inspection.trust import AppContext

ENDED = a_form()["left_at"]
FILES = {"one.png": a_picture("1")}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppContext]:
    """Give a house that takes forms in clear."""
    house = an_office(Settings(home=tmp_path_factory.mktemp("edits"), openrosa="plain"))
    yield house
    house.store.close()


def body(house: AppContext, control_id: str) -> dict[str, Any]:
    """What the house holds of a control."""
    held: dict[str, Any] = json.loads(control_body(house.store, control_id))
    return held


def begun(house: AppContext, instance: str) -> str:
    """A control that a client began, and of which head count and somebody found were saved by another way since."""
    got = sent(house, a_form(left_at=None, answers={"fm_fled": 0}), instance=instance)
    found = {"answers": {"fm_head_count": 9}, "persons": [{"ref": "P1", "answers": {}}]}
    saved_elsewhere(house, got.saved.control_id, later(hours=1), **found)
    return str(got.saved.control_id)


def test_a_later_edit_takes_nothing_back_that_an_earlier_one_kept(plain: AppContext) -> None:
    """The client's form never learns of it, however often it is edited, and whether or not the control is finished."""
    ids = [instance_id() for _ in range(4)]
    control_id = begun(plain, ids[0])
    for n, left_at in enumerate((None, ENDED, ENDED), 1):
        form = a_form(left_at=left_at, answers={"fm_fled": n})
        got = sent(plain, form, instance=ids[n], deprecated=ids[n - 1], at=later(hours=1 + n))
        held = body(plain, control_id)
        assert (held["answers"]["fm_head_count"], held["answers"]["fm_fled"]) == (9, n)
        assert [person["ref"] for person in held["persons"]] == ["P1"]
        assert got.kept == ("fm_head_count", "P1")


def test_a_later_edit_of_what_an_earlier_one_kept_is_refused(plain: AppContext) -> None:
    """Its client changes what it knew, and somebody else had changed that before."""
    first, second = instance_id(), instance_id()
    control_id = begun(plain, first)
    sent(plain, a_form(left_at=None, answers={"fm_fled": 1}), instance=second, deprecated=first, at=later(hours=2))
    before = rows_of(plain), body(plain, control_id)
    edit = a_form(left_at=None, answers={"fm_fled": 1, "fm_head_count": 7})
    with pytest.raises(ControlFault, match=r"changed since.*\(fm_head_count\)") as refused:
        sent(plain, edit, instance=instance_id(), deprecated=second, at=later(hours=3))
    assert refused.value.code == "CONTROL-376"
    assert (rows_of(plain), body(plain, control_id)) == before


def test_a_correction_after_an_edit_that_kept_something_stays(plain: AppContext) -> None:
    """What the edit kept is no correction; what the office corrected after it is one."""
    first, second = instance_id(), instance_id()
    control_id = begun(plain, first)
    sent(plain, a_form(answers={"fm_fled": 1}), instance=second, deprecated=first, at=later(hours=2))
    correct_control(plain.acting(BY, later(hours=3)), in_the_office(plain, control_id, fm_head_count=10), "seen")
    with pytest.raises(ControlFault, match="corrected since"):
        sent(plain, a_form(answers={"fm_fled": 2}), instance=instance_id(), deprecated=second, at=later(hours=4))
    assert body(plain, control_id)["answers"]["fm_head_count"] == 10


def broken_off(house: AppContext, patched: pytest.MonkeyPatch, point: str, control: dict[str, Any], **how: Any) -> None:
    """Send a form to a house whose disk is full at one point."""

    def full(*_: Any, **__: Any) -> None:
        raise OSError("no space left")

    with patched.context() as now:
        now.setattr(openrosa if point == "_remember" else openrosa.controls, point, full)
        with pytest.raises(OSError, match="no space left"):
            sent(house, control, FILES, **how)


@pytest.mark.parametrize("point", ["keep_attachment", "_remember"])
@pytest.mark.few(1)
def test_an_edit_that_was_broken_off_comes_again_with_its_photos(
    plain: AppContext, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    """It had corrected a finished control already; afterwards it is one edit, and may be edited in its turn."""
    first, second = instance_id(), instance_id()
    control_id = sent(plain, a_form(), instance=first).saved.control_id
    form, edit = a_form(answers={"fm_fled": 2}), {"instance": second, "deprecated": first, "photos": PHOTOS[:1]}
    broken_off(plain, monkeypatch, point, form, at=later(hours=1), **edit)
    got = sent(plain, form, FILES, at=later(hours=2), **edit)
    assert (got.saved.control_id, got.is_new, got.missing) == (control_id, True, ())
    (named,) = body(plain, control_id)["attachments"]
    assert attachment(plain.acting(BY), control_id, named["sha256"]) == FILES["one.png"]
    assert not sent(plain, form, FILES, at=later(hours=3), **edit).is_new
    further = {"instance": instance_id(), "deprecated": second, "photos": PHOTOS[:1]}
    sent(plain, a_form(answers={"fm_fled": 3}), at=later(hours=4), **further)
    assert body(plain, control_id)["answers"]["fm_fled"] == 3


def test_what_was_corrected_before_a_broken_edit_came_again_stays(
    plain: AppContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then, and at the next edit: the client knows nothing of it."""
    first, second = instance_id(), instance_id()
    control_id = sent(plain, a_form(), instance=first).saved.control_id
    form, edit = a_form(answers={"fm_fled": 2}), {"instance": second, "deprecated": first, "photos": PHOTOS[:1]}
    broken_off(plain, monkeypatch, "_remember", form, at=later(hours=1), **edit)
    correct_control(plain.acting(BY, later(hours=2)), in_the_office(plain, control_id, fm_head_count=9), "seen")
    assert sent(plain, form, FILES, at=later(hours=3), **edit).kept == ("fm_head_count",)
    further = {"instance": instance_id(), "deprecated": second, "photos": PHOTOS[:1]}
    sent(plain, a_form(answers={"fm_fled": 3}), at=later(hours=4), **further)
    held = body(plain, control_id)
    assert (held["answers"]["fm_head_count"], held["answers"]["fm_fled"], len(held["attachments"])) == (9, 3, 1)


@pytest.mark.parametrize("left_at", [None, ENDED])
@pytest.mark.few(1)
def test_what_was_changed_before_a_broken_submission_came_again_stays(
    plain: AppContext, monkeypatch: pytest.MonkeyPatch, left_at: str | None
) -> None:
    """A first one: it is the same control, its photo is kept, and other content under its instanceID is refused."""
    form, first = a_form(left_at=left_at), {"instance": instance_id(), "photos": PHOTOS[:1]}
    broken_off(plain, monkeypatch, "keep_attachment", form, **first)
    control_id = control_id_of(first["instance"], form["entered_at"])
    changed = in_the_office(plain, control_id, fm_head_count=9)
    if left_at is None:
        saved_elsewhere(plain, control_id, later(hours=1), answers={"fm_head_count": 9})
    else:
        correct_control(plain.acting(BY, later(hours=1)), changed, "seen")
    with pytest.raises(ControlFault, match="has this instanceID"):
        sent(plain, a_form(left_at=left_at, answers={"fm_fled": 5}), FILES, at=later(hours=2), **first)
    assert sent(plain, form, FILES, at=later(hours=2), **first).saved.control_id == control_id
    edit = {"instance": instance_id(), "deprecated": first["instance"], "photos": PHOTOS[:1]}
    sent(plain, a_form(left_at=left_at, answers={"fm_fled": 2}), at=later(hours=3), **edit)
    held = body(plain, control_id)
    assert (held["answers"]["fm_head_count"], held["answers"]["fm_fled"]) == (9, 2)
    (named,) = held["attachments"]
    assert attachment(plain.acting(BY), control_id, named["sha256"]) == FILES["one.png"]
