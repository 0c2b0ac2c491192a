"""A finished control is returned, corrected and reviewed by rows that nobody can change."""

from datetime import timedelta

import pytest
from builders_acts import AT, LIEGE, a_control, a_suspicious_control, a_yes, later
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from inspection.acts.context import Office
from inspection.acts.controls import correct_control, return_control, review_control, reviews, save_control
from inspection.errors import AccessRefused, ControlFault
from inspection.store.core import new_id
from inspection.store.queries import alerts, control_body, controls, deliveries, referrals
from inspection.trust import verify_trail

BY, HEAD = "insp-liege-1", "head-liege"


def a_saved(house: Office, **fields):
    """Save a control and return it."""
    control = a_control(**fields)
    save_control(control, BY, place=LIEGE, at=AT, office=house)
    return control


def test_a_correction_keeps_what_it_replaces_and_says_who_and_why(house: Office) -> None:
    """The new content counts, findings follow anew, the old content stays as a version."""
    before = a_saved(house, persons=[{"ref": "P1", "answers": {"q02_dimona": "absent"}}])
    found = controls(house.store)[0].findings
    corrected = a_control(control_id=before.control_id, persons=[{"ref": "P1", "answers": {"q02_dimona": "before"}}])
    saved = correct_control(corrected, "declared after all", BY, place=LIEGE, at=later(1), office=house)
    assert saved.is_new
    assert controls(house.store)[0].findings < found
    assert '"before"' in control_body(house.store, before.control_id)
    (review,) = reviews(before.control_id, BY, at=later(2), office=house)
    assert (review.kind, review.by, review.words, review.version) == ("corrected", BY, "declared after all", 1)
    assert verify_trail(house.store).entries


def test_a_correction_cannot_open_a_finished_control_again(house: Office) -> None:
    """Without its end it could be overwritten by another save, without a reason and without a word."""
    control = a_saved(house)
    endless = control.model_copy(update={"left_at": None})
    with pytest.raises(ControlFault) as caught:
        correct_control(endless, "no end", BY, place=LIEGE, at=later(1), office=house)
    assert caught.value.code == "CONTROL-384"
    assert reviews(control.control_id, BY, at=later(1), office=house) == ()


def test_the_same_content_again_corrects_nothing(house: Office) -> None:
    """No version, no review: a repeat is harmless."""
    control = a_saved(house)
    assert not correct_control(control, "again", BY, place=LIEGE, at=later(1), office=house).is_new
    assert reviews(control.control_id, BY, at=later(1), office=house) == ()


def test_a_returned_control_alerts_its_inspector_and_stays_as_it_is(house: Office) -> None:
    """Each return is an alert of its own, for who saved it."""
    control = a_saved(house)
    for hour in (1, 2):
        return_control(control.control_id, f"look again, {hour}", HEAD, at=later(hour), office=house)
    raised = [alert for alert in alerts(house.store) if alert.kind == "returned"]
    assert [(alert.for_user, alert.step) for alert in raised] == [(BY, 1), (BY, 2)]
    said = reviews(control.control_id, BY, at=later(3), office=house)
    assert [(r.kind, r.by, r.words) for r in said] == [
        ("returned", HEAD, "look again, 1"),
        ("returned", HEAD, "look again, 2"),
    ]


def test_a_review_is_a_row_of_a_head(house: Office) -> None:
    """An inspector does not review; a head of another district neither."""
    control = a_saved(house)
    review_control(control.control_id, HEAD, at=later(1), office=house)
    assert [r.kind for r in reviews(control.control_id, BY, at=later(1), office=house)] == ["reviewed"]
    for other in (BY, "head-namur"):
        with pytest.raises(AccessRefused):
            review_control(control.control_id, other, at=later(1), office=house)


@pytest.mark.parametrize("by", [HEAD, "insp-liege-2", "supervisor-liege"])
def test_only_who_saved_a_control_corrects_it(house: Office, by: str) -> None:
    """It states what they saw; whoever finds it wrong returns it."""
    control = a_saved(house)
    other = a_control(control_id=control.control_id, answers={"fm_head_count": 4})
    with pytest.raises(AccessRefused):
        correct_control(other, "no", by, place=LIEGE, at=later(1), office=house)


def test_what_cannot_be_corrected_is_named(house: Office) -> None:
    """381 unfinished, 241 unknown, 383 without words; nothing is stored."""
    unfinished = a_saved(house, left_at=None)
    for control, words, code in (
        (a_control(control_id=unfinished.control_id), "why", "381"),
        (a_control(control_id=new_id()), "why", "241"),
        (a_control(control_id=a_saved(house).control_id, answers={"fm_head_count": 3}), " ", "383"),
    ):
        with pytest.raises(ControlFault) as refused:
            correct_control(control, words, BY, place=LIEGE, at=later(1), office=house)
        assert refused.value.code.endswith(code)


def test_a_correction_with_a_yes_refers_and_a_later_one_supplements(house: Office) -> None:
    """A suspicion that comes up on second thought leaves at once; what changes afterwards follows it."""
    control = a_suspicious_control("undecided")
    save_control(control, BY, place=LIEGE, at=AT, office=house)
    yes = a_suspicious_control("yes", control_id=control.control_id)
    correct_control(yes, "second thought", BY, place=LIEGE, at=later(1), office=house)
    (referral,) = referrals(house.store)
    sent = len(deliveries(house.store, reference=referral.reference))
    more = a_control(
        control_id=control.control_id,
        answers=dict(yes.answers),
        suspicion=a_yes(AT),
        persons=[{"ref": "P1", "birth_date": "2012-01-01", "answers": {}}],
    )
    correct_control(more, "a minor was there", BY, place=LIEGE, at=later(2), office=house)
    assert len(deliveries(house.store, reference=referral.reference)) > sent


def test_reviews_cannot_be_changed(house: Office) -> None:
    """The table is append-only on both databases."""
    control = a_saved(house)
    review_control(control.control_id, HEAD, at=later(1), office=house)
    for verb in ("UPDATE control_review SET by = by", "DELETE FROM control_review"):
        with pytest.raises(DatabaseError, match="append-only"), house.store.engine.begin() as connection:
            connection.execute(text(verb))


def test_looking_at_reviews_is_recorded_and_bound_to_the_district(house: Office) -> None:
    """Another district's head sees nothing."""
    control = a_saved(house)
    with pytest.raises(AccessRefused):
        reviews(control.control_id, "head-namur", at=AT + timedelta(hours=1), office=house)
