"""Deputies: who may name one, for whom, and what they reach meanwhile."""

from datetime import timedelta

import pytest
from builders_acts import AT
from builders_rights import a_control, code_of, may_look
from houses import House
from sqlmodel import col, select

from inspection import acts
from inspection.store.core import new_id
from inspection.store.records import AlertRow
from inspection.time_of import day_in_brussels
from inspection.trust import audited_transaction

TODAY = day_in_brussels(AT)
DAY = timedelta(days=1)
INSPECTOR, HEAD, SUPERVISOR, DIRECTION = "insp-liege-1", "head-liege", "supervisor-liege", "direction-1"
NAMUR, DPO = "insp-namur-1", "dpo-1"
WORDS = "nobody of Liège answers, the police ask for the address now"


def test_a_head_names_a_deputy_for_their_people_and_they_reach_what_the_absent_one_does(house: House) -> None:
    """From the first day to the last, or until it is ended; the list says so."""
    control = a_control(house)
    assert not may_look(house, NAMUR, control)
    made = acts.absences.name_deputy(house.acting(HEAD, AT), INSPECTOR, NAMUR, TODAY, TODAY + DAY)
    assert may_look(house, NAMUR, control)
    assert may_look(house, NAMUR, control, AT + DAY)
    assert not may_look(house, NAMUR, control, AT + 2 * DAY)
    (one,) = acts.absences.list_deputies(house.acting(DPO, AT))
    assert (one.absent, one.deputy, one.state) == (INSPECTOR, NAMUR, "now")
    acts.absences.end_deputy(house.acting(HEAD, AT), made)
    acts.absences.end_deputy(house.acting(HEAD, AT), made)
    assert not may_look(house, NAMUR, control)
    assert acts.absences.list_deputies(house.acting(DPO, AT))[0].state == "ended"


def an_alert(house: House, *, for_user: str | None) -> str:
    """Raise an alert in Liège for its team heads, or for one person of them by name; returns its id."""
    with audited_transaction(house.acting("system", AT)) as tx:
        acts.alerts.raise_alert(tx, "referral_opened", new_id(), 0, "liege", "ONSS", role="team_head", user=for_user)
    with house.store.read() as session:
        return session.exec(select(AlertRow.id).order_by(col(AlertRow.id).desc())).first() or ""


@pytest.mark.parametrize("named", [None, HEAD])
def test_what_waits_for_the_absent_waits_for_their_deputy(house: House, named: str | None) -> None:
    """By name or for their role where they work, on the days of the deputy and no longer; a colleague sees nothing."""
    alert = an_alert(house, for_user=named)
    theirs = lambda at: [one.id for one in acts.alerts.alerts_for(house.acting(NAMUR, at))]  # noqa: E731
    assert alert not in theirs(AT)
    acts.absences.name_deputy(house.acting(SUPERVISOR, AT), HEAD, NAMUR, TODAY, TODAY)
    assert alert in theirs(AT)
    assert alert in [one.id for one in acts.chasing.list_alerts(house.acting(NAMUR, AT))]
    assert alert not in theirs(AT + DAY)
    assert alert not in [one.id for one in acts.alerts.alerts_for(house.acting("insp-liege-2", AT))]
    acts.alerts.see_alert(house.acting(NAMUR, AT), alert)
    assert alert not in theirs(AT)


@pytest.mark.parametrize(
    ("by", "absent", "deputy", "code"),
    [
        (INSPECTOR, "insp-liege-2", NAMUR, "ACCESS-020"),  # an inspector names nobody
        (HEAD, NAMUR, INSPECTOR, "ACCESS-085"),  # of another district
        (HEAD, SUPERVISOR, HEAD, "ACCESS-085"),  # above them: they would be their own supervisor
        (HEAD, INSPECTOR, INSPECTOR, "ACCESS-085"),
        (HEAD, INSPECTOR, "nobody", "ACCESS-085"),
        (DIRECTION, INSPECTOR, DPO, "ACCESS-085"),  # who watches the house works in nobody's place
        (DIRECTION, DPO, INSPECTOR, "ACCESS-085"),  # nor anybody in theirs
        (DIRECTION, "system", INSPECTOR, "ACCESS-085"),
        (DPO, INSPECTOR, NAMUR, "ACCESS-020"),
        (SUPERVISOR, HEAD, INSPECTOR, ""),
    ],
)
def test_nobody_is_given_more_than_whoever_names_them_has(house: House, by, absent, deputy, code) -> None:
    """Nor does anybody reach upwards by standing in for a superior."""
    act = lambda: acts.absences.name_deputy(house.acting(by, AT), absent, deputy, TODAY, TODAY)  # noqa: E731
    assert code_of(act) == code


@pytest.mark.parametrize(("first", "last"), [(1, 0), (-3, -1), (0, 92)])
def test_days_that_are_over_the_wrong_way_round_or_too_many_are_refused(house: House, first: int, last: int) -> None:
    """A deputy for ever would be a second roster."""
    act = lambda: acts.absences.name_deputy(  # noqa: E731
        house.acting(HEAD, AT), INSPECTOR, NAMUR, TODAY + first * DAY, TODAY + last * DAY
    )
    assert code_of(act) == "ACCESS-087"


def test_what_lies_where_somebody_stands_in_is_on_their_lists(house: House) -> None:
    """Else a deputy would not find what they have to answer for: what waits for a head of Liège is seen from Namur."""
    control = a_control(house)
    opened = acts.referrals.decide(house.acting(INSPECTOR, AT), control, "yes", grounds="papers held")
    acts.changes.propose_change(house.acting(INSPECTOR, AT), opened.reference, "withdrawal", WORDS)
    waiting = lambda at: acts.changes.waiting_changes(house.acting("head-namur", at))  # noqa: E731
    assert waiting(AT) == []
    acts.absences.name_deputy(house.acting(SUPERVISOR, AT), HEAD, "head-namur", TODAY, TODAY)
    assert [one.reference for one in waiting(AT)] == [opened.reference]
    assert waiting(AT + DAY) == []
