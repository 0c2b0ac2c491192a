"""The weekly list: of a week that has ended, with everything that was decided in it."""

import pytest
from builders_acts import AT, LIEGE, SIGNS, a_control, a_yes, later
from builders_control import a_person

from inspection.acts.controls import save
from inspection.acts.delivery import publish_list
from inspection.acts.referrals import acknowledge
from inspection.errors import ReferralFault
from inspection.store.core import new_id
from inspection.store.queries import referrals
from inspection.time_of import IsoWeek, moment_of
from inspection.trust import AppContext

BY = "insp-liege-1"
WEEK = IsoWeek.of(AT.date())
NEXT = IsoWeek.after(AT.date())
ENDS = moment_of(NEXT.monday, 0)
SUNDAY_NIGHT = moment_of(WEEK.days[-1], 23 * 60)


def groups(house: AppContext, week: IsoWeek, at) -> list[tuple[str, str]]:
    """Publish the police's list and return group and reference of each row."""
    return [(row.group, row.reference) for row in publish_list(house.acting(at=at), week, "pjf-liege").rows]


def decided(house: AppContext, decided_at, recorded_at=None) -> str:
    """A referral, decided at one moment and recorded at another; its reference."""
    control = a_control(answers=dict(SIGNS), suspicion=a_yes(decided_at))
    return str(save(house.acting(BY, recorded_at or decided_at), control, place=LIEGE).reference)


def test_a_week_that_has_not_ended_has_no_list(house: AppContext) -> None:
    """Neither in its middle nor a second before its end: nothing is frozen, and a later referral is in it."""
    early = decided(house, AT)
    for at in (AT, later(hours=1), ENDS.replace(microsecond=0) - (later(minutes=1) - AT)):
        with pytest.raises(ReferralFault, match="has not ended") as caught:
            publish_list(house.acting(at=at), WEEK, "pjf-liege")
        assert caught.value.code == "REFER-711"
    late = decided(house, later(hours=2))
    assert {reference for _, reference in groups(house, WEEK, ENDS)} == {early, late}


def test_a_referral_is_new_in_the_week_of_its_decision(house: AppContext) -> None:
    """Decided on Sunday night: new on Monday, in no week before or after as such."""
    reference = decided(house, SUNDAY_NIGHT)
    assert groups(house, WEEK, ENDS) == [("new", reference)]
    assert groups(house, NEXT, moment_of(NEXT.days[-1], 25 * 60)) == [("overdue", reference)]


def test_what_came_in_after_its_list_had_left_is_new_in_the_next(house: AppContext) -> None:
    """Decided on Sunday on a field form, received on Monday after seven: the list of its week has gone without it."""
    assert groups(house, WEEK, moment_of(NEXT.monday, 7 * 60)) == []
    reference = decided(house, SUNDAY_NIGHT, moment_of(NEXT.days[-1], 20 * 60))
    assert groups(house, NEXT, moment_of(NEXT.days[-1], 24 * 60)) == [("new", reference)]


def test_what_came_in_before_its_list_left_is_in_it(house: AppContext) -> None:
    """Received on Monday at six, published at seven: it belongs to the week of its decision."""
    reference = decided(house, SUNDAY_NIGHT, moment_of(NEXT.monday, 6 * 60))
    assert groups(house, WEEK, moment_of(NEXT.monday, 7 * 60)) == [("new", reference)]


def test_a_referral_with_a_supplement_is_one_row(house: AppContext) -> None:
    """The row tells of what is still open."""
    control = new_id()
    for n, minute in ((1, 0), (2, 20)):
        persons = [a_person(k, name=f"Exempel {k}") for k in range(1, n + 1)]
        filled = a_control(answers=dict(SIGNS), suspicion=a_yes(), left_at=None, persons=persons, control_id=control)
        save(house.acting(BY, later(minutes=minute)), filled, place=LIEGE)
        if n == 1:
            acknowledge(house.acting(BY, later(minutes=5)), referrals(house.store)[0].reference, recipient="pjf-liege")
    assert groups(house, WEEK, ENDS) == [("overdue", referrals(house.store)[0].reference)]
