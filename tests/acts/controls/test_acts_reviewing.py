"""A finished control is returned, corrected and reviewed by rows that nobody can change."""

from datetime import timedelta

import pytest
from builders_acts import AT, LIEGE, a_control, a_suspicious_control, a_yes, later
from databases import owned
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from inspection.acts.controls import correct_control, return_control, review_control, reviews, save
from inspection.errors import AccessRefused, ControlFault
from inspection.store.core import new_id
from inspection.store.queries import alerts, control_body, controls, deliveries, referrals
from inspection.trust import AppContext, verify_trail

BY, HEAD = "insp-liege-1", "head-liege"


def a_saved(house: AppContext, **fields):
    """Save a control and return it."""
    control = a_control(**fields)
    save(house.acting(BY, AT), control, place=LIEGE)
    return control


def test_a_correction_keeps_what_it_replaces_and_says_who_and_why(house: AppContext) -> None:
    """The new content counts, findings follow anew, the old content stays as a version."""
    before = a_saved(house, persons=[{"ref": "P1", "answers": {"q02_dimona": "absent"}}])
    found = controls(house.store)[0].findings
    corrected = a_control(control_id=before.control_id, persons=[{"ref": "P1", "answers": {"q02_dimona": "before"}}])
    saved = correct_control(house.acting(BY, later(1)), corrected, "declared after all", place=LIEGE)
    assert saved.is_new
    assert controls(house.store)[0].findings < found
    assert '"before"' in control_body(house.store, before.control_id)
    (review,) = reviews(house.acting(BY, later(2)), before.control_id)
    assert (review.kind, review.by, review.words, review.version) == ("corrected", BY, "declared after all", 1)
    assert verify_trail(house.store).entries


def test_a_correction_cannot_open_a_finished_control_again(house: AppContext) -> None:
    """Without its end it could be overwritten by another save, without a reason and without a word."""
    control = a_saved(house)
    endless = control.model_copy(update={"left_at": None})
    with pytest.raises(ControlFault) as caught:
        correct_control(house.acting(BY, later(1)), endless, "no end", place=LIEGE)
    assert caught.value.code == "CONTROL-384"
    assert reviews(house.acting(BY, later(1)), control.control_id) == ()


def test_the_same_content_again_corrects_nothing(house: AppContext) -> None:
    """No version, no review: a repeat is harmless."""
    control = a_saved(house)
    assert not correct_control(house.acting(BY, later(1)), control, "again", place=LIEGE).is_new
    assert reviews(house.acting(BY, later(1)), control.control_id) == ()


def test_a_returned_control_alerts_its_inspector_and_stays_as_it_is(house: AppContext) -> None:
    """Each return is an alert of its own, for who saved it."""
    control = a_saved(house)
    for hour in (1, 2):
        return_control(house.acting(HEAD, later(hour)), control.control_id, f"look again, {hour}")
    raised = [alert for alert in alerts(house.store) if alert.kind == "returned"]
    assert [(alert.for_user, alert.step) for alert in raised] == [(BY, 1), (BY, 2)]
    said = reviews(house.acting(BY, later(3)), control.control_id)
    assert [(r.kind, r.by, r.words) for r in said] == [
        ("returned", HEAD, "look again, 1"),
        ("returned", HEAD, "look again, 2"),
    ]


@pytest.mark.parametrize("how", ["corrected", "reviewed"])
def test_a_return_is_over_once_it_is_corrected_or_read(house: AppContext, how: str) -> None:
    """Nobody is asked for what is done."""
    control = a_saved(house)
    return_control(house.acting(HEAD, later(1)), control.control_id, "look again")
    if how == "reviewed":
        review_control(house.acting(HEAD, later(2)), control.control_id)
    else:
        changed = control.model_copy(update={"left_at": later(1)})
        correct_control(house.acting(BY, later(2)), changed, "another hour", place=LIEGE)
    assert "returned" not in {alert.kind for alert in alerts(house.store)}


def test_a_review_is_a_row_of_a_head(house: AppContext) -> None:
    """An inspector does not review; a head of another district neither."""
    control = a_saved(house)
    review_control(house.acting(HEAD, later(1)), control.control_id)
    assert [r.kind for r in reviews(house.acting(BY, later(1)), control.control_id)] == ["reviewed"]
    for other in (BY, "head-namur"):
        with pytest.raises(AccessRefused):
            review_control(house.acting(other, later(1)), control.control_id)


@pytest.mark.parametrize("by", [HEAD, "insp-liege-2", "supervisor-liege"])
def test_only_who_saved_a_control_corrects_it(house: AppContext, by: str) -> None:
    """It states what they saw; whoever finds it wrong returns it."""
    control = a_saved(house)
    other = a_control(control_id=control.control_id, answers={"fm_head_count": 4})
    with pytest.raises(AccessRefused):
        correct_control(house.acting(by, later(1)), other, "no", place=LIEGE)


def test_what_cannot_be_corrected_is_named(house: AppContext) -> None:
    """381 unfinished, 241 unknown, 383 without words; nothing is stored."""
    unfinished = a_saved(house, left_at=None)
    for control, words, code in (
        (a_control(control_id=unfinished.control_id), "why", "381"),
        (a_control(control_id=new_id()), "why", "241"),
        (a_control(control_id=a_saved(house).control_id, answers={"fm_head_count": 3}), " ", "383"),
    ):
        with pytest.raises(ControlFault) as refused:
            correct_control(house.acting(BY, later(1)), control, words, place=LIEGE)
        assert refused.value.code.endswith(code)


def test_a_correction_with_a_yes_refers_and_a_later_one_supplements(house: AppContext) -> None:
    """A suspicion that comes up on second thought leaves at once; what changes afterwards follows it."""
    control = a_suspicious_control("undecided")
    save(house.acting(BY, AT), control, place=LIEGE)
    yes = a_suspicious_control("yes", control_id=control.control_id)
    correct_control(house.acting(BY, later(1)), yes, "second thought", place=LIEGE)
    (referral,) = referrals(house.store)
    sent = len(deliveries(house.store, reference=referral.reference))
    more = a_control(
        control_id=control.control_id,
        answers=dict(yes.answers),
        suspicion=a_yes(AT),
        persons=[{"ref": "P1", "birth_date": "2012-01-01", "answers": {}}],
    )
    correct_control(house.acting(BY, later(2)), more, "a minor was there", place=LIEGE)
    assert len(deliveries(house.store, reference=referral.reference)) > sent


def test_reviews_cannot_be_changed(house: AppContext) -> None:
    """The table is append-only on both databases."""
    control = a_saved(house)
    review_control(house.acting(HEAD, later(1)), control.control_id)
    for verb in ("UPDATE control_review SET by = by", "DELETE FROM control_review"):
        with pytest.raises(DatabaseError, match="append-only"), owned(house.store).engine.begin() as connection:
            connection.execute(text(verb))


def test_looking_at_reviews_is_recorded_and_bound_to_the_district(house: AppContext) -> None:
    """Another district's head sees nothing."""
    control = a_saved(house)
    with pytest.raises(AccessRefused):
        reviews(house.acting("head-namur", AT + timedelta(hours=1)), control.control_id)
