"""Deputies, people of offices outside, and broken glasses: who may make them, and what they open."""

from datetime import timedelta

import pytest
from builders_acts import AT, LIEGE
from builders_control import a_raw_control, the_checklist
from houses import House
from sqlmodel import col, select

from inspection import acts
from inspection.control.reading import read_control
from inspection.errors import AccessRefused
from inspection.store.core import new_id
from inspection.store.people import BrokenGlassRow, OutsidePersonRow, UserRow
from inspection.store.records import AlertRow
from inspection.time_of import day_in_brussels
from inspection.trust import audited_transaction

TODAY = day_in_brussels(AT)
DAY = timedelta(days=1)
INSPECTOR, HEAD, SUPERVISOR, DIRECTION = "insp-liege-1", "head-liege", "supervisor-liege", "direction-1"
NAMUR, DPO = "insp-namur-1", "dpo-1"
OFFICE = "fgp-antwerpen"
WORDS = "nobody of Liège answers, the police ask for the address now"


def code_of(act) -> str:
    """Return the code with which an act is refused, "" if it is let."""
    try:
        act()
    except AccessRefused as fault:
        return fault.code
    return ""


def a_control(house: House) -> str:
    """Save a control of Liège."""
    control = read_control(a_raw_control(), lambda _: the_checklist("restaurants"))
    return acts.controls.save(house.acting(INSPECTOR, AT), control, place=LIEGE).control_id


def may_look(house: House, by: str, control: str, at=AT) -> bool:
    """Tell whether somebody may look at a control."""
    look = lambda: acts.access.audited_read(  # noqa: E731
        house.acting(by, at), "control", control, read=lambda: None, masked=True
    )
    return code_of(look) == ""


def test_a_head_names_a_deputy_for_their_people_and_they_reach_what_the_absent_one_does(house: House) -> None:
    """From the first day to the last, or until it is ended; the list says so."""
    control = a_control(house)
    assert not may_look(house, NAMUR, control)
    made = acts.staff.name_deputy(house.acting(HEAD, AT), INSPECTOR, NAMUR, TODAY, TODAY + DAY)
    assert may_look(house, NAMUR, control)
    assert may_look(house, NAMUR, control, AT + DAY)
    assert not may_look(house, NAMUR, control, AT + 2 * DAY)
    (one,) = acts.staff.list_deputies(house.acting(DPO, AT))
    assert (one.absent, one.deputy, one.state) == (INSPECTOR, NAMUR, "now")
    acts.staff.end_deputy(house.acting(HEAD, AT), made)
    acts.staff.end_deputy(house.acting(HEAD, AT), made)
    assert not may_look(house, NAMUR, control)
    assert acts.staff.list_deputies(house.acting(DPO, AT))[0].state == "ended"


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
    acts.staff.name_deputy(house.acting(SUPERVISOR, AT), HEAD, NAMUR, TODAY, TODAY)
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
    act = lambda: acts.staff.name_deputy(house.acting(by, AT), absent, deputy, TODAY, TODAY)  # noqa: E731
    assert code_of(act) == code


@pytest.mark.parametrize(("first", "last"), [(1, 0), (-3, -1), (0, 92)])
def test_days_that_are_over_the_wrong_way_round_or_too_many_are_refused(house: House, first: int, last: int) -> None:
    """A deputy for ever would be a second roster."""
    act = lambda: acts.staff.name_deputy(  # noqa: E731
        house.acting(HEAD, AT), INSPECTOR, NAMUR, TODAY + first * DAY, TODAY + last * DAY
    )
    assert code_of(act) == "ACCESS-087"


def a_new(**changed):
    """Return somebody of a police cell."""
    values = {
        "role": "police_cell",
        "office": OFFICE,
        "language": "fr",
        "name": "Personne Inventée",
        "telephone": None,
        "first_day": TODAY,
        "last_day": TODAY + 30 * DAY,
    }
    return acts.identity.NewOutsider(**(values | changed))


def test_two_people_let_somebody_outside_in_and_one_ends_it(house: House) -> None:
    """Whoever proposed does not confirm; the id says the office and no name; a roster does not retire them."""
    proposal = acts.identity.propose_outsider(house.acting(SUPERVISOR, AT), a_new())
    assert code_of(lambda: acts.identity.confirm_outsider(house.acting(SUPERVISOR, AT), proposal)) == "ACCESS-041"
    user = acts.identity.confirm_outsider(house.acting(DIRECTION, AT), proposal)
    assert user.startswith(f"{OFFICE}-")
    assert "Invent" not in user
    assert code_of(lambda: acts.identity.confirm_outsider(house.acting(DIRECTION, AT), proposal)) == "ACCESS-086"
    (one,) = acts.identity.list_outsiders(house.acting(DPO, AT))
    assert (one.name, one.state) == ("Personne Inventée", "enrolled")
    with house.store.read() as session:
        row = session.exec(select(OutsidePersonRow)).one()
        assert b"Invent" not in row.name
    assert not may_look(house, user, a_control(house))
    acts.identity.end_outsider(house.acting(SUPERVISOR, AT), user)
    acts.identity.end_outsider(house.acting(SUPERVISOR, AT), user)
    assert acts.identity.list_outsiders(house.acting(DPO, AT))[0].state == "left"
    with house.store.read() as session:
        assert not session.get_one(UserRow, user).active


def test_a_no_makes_nobody(house: House) -> None:
    """And cannot be turned into a yes."""
    proposal = acts.identity.propose_outsider(house.acting(SUPERVISOR, AT), a_new())
    assert acts.identity.confirm_outsider(house.acting(DIRECTION, AT), proposal, yes=False) is None
    assert code_of(lambda: acts.identity.confirm_outsider(house.acting(DIRECTION, AT), proposal)) == "ACCESS-086"
    assert acts.identity.list_outsiders(house.acting(DPO, AT))[0].state == "refused"


@pytest.mark.parametrize(
    "changed",
    [
        {"office": "nowhere"},
        {"role": "auditorate"},  # that office is a police directorate
        {"role": "direction"},
        {"name": "  "},
        {"name": "a\nb"},
        {"last_day": TODAY - DAY},
        {"last_day": TODAY + 400 * DAY},
        {"first_day": TODAY + 40 * DAY},
    ],
)
def test_somebody_outside_who_cannot_be_is_refused(house: House, changed) -> None:
    """An office that the role is not for, no name, days that nobody would look at again."""
    act = lambda: acts.identity.propose_outsider(house.acting(SUPERVISOR, AT), a_new(**changed))  # noqa: E731
    assert code_of(act) == "ACCESS-088"


def test_a_broken_glass_opens_one_control_for_some_minutes_with_an_alarm(house: House) -> None:
    """The direction and the data officer learn of it in the same transaction; one of them judges, the breaker never."""
    control = a_control(house)
    assert not may_look(house, NAMUR, control)
    ends = acts.access.break_glass(house.acting(NAMUR, AT), "control", control, WORDS)
    assert may_look(house, NAMUR, control)
    assert not may_look(house, NAMUR, control, ends)
    assert not may_look(house, "head-namur", control)
    with house.store.read() as session:
        alarms = session.exec(select(AlertRow).where(AlertRow.kind == "glass_broken")).all()
        assert {one.for_role for one in alarms} == {"direction", "auditor_dpo"}
        assert WORDS.encode() not in session.exec(select(BrokenGlassRow)).one().words
    (one,) = acts.access.broken_glasses(house.acting(DPO, AT))
    assert (one.user, one.words, one.was_right) == (NAMUR, WORDS, None)
    acts.access.judge_glass(house.acting(DPO, AT), one.id, was_right=False)
    assert acts.access.broken_glasses(house.acting(DPO, AT))[0].was_right is False
    assert code_of(lambda: acts.access.judge_glass(house.acting(DPO, AT), one.id, was_right=True)) == "ACCESS-086"


def test_a_glass_is_not_broken_without_a_reason_or_for_what_is_not_there(house: House) -> None:
    """Absent and of another service are told alike; the direction does not judge what it broke itself."""
    control = a_control(house)
    breaking = acts.access.break_glass
    assert code_of(lambda: breaking(house.acting(NAMUR, AT), "control", control, "short")) == "ACCESS-089"
    for kind, subject in (("control", "nothing"), ("user", INSPECTOR), ("planet", control)):
        act = lambda kind=kind, subject=subject: breaking(house.acting(NAMUR, AT), kind, subject, WORDS)  # noqa: E731
        assert code_of(act) == "ACCESS-060"
    assert code_of(lambda: breaking(house.acting(DPO, AT), "control", control, WORDS)) == "ACCESS-020"
    breaking(house.acting(DIRECTION, AT), "control", control, WORDS)
    (one,) = acts.access.broken_glasses(house.acting(DPO, AT))
    judge = lambda: acts.access.judge_glass(house.acting(DIRECTION, AT), one.id, was_right=True)  # noqa: E731
    assert code_of(judge) == "ACCESS-041"


def test_what_lies_where_somebody_stands_in_is_on_their_lists(house: House) -> None:
    """Else a deputy would not find what they have to answer for: what waits for a head of Liège is seen from Namur."""
    control = a_control(house)
    opened = acts.referrals.decide(house.acting(INSPECTOR, AT), control, "yes", grounds="papers held")
    acts.changes.propose_change(house.acting(INSPECTOR, AT), opened.reference, "withdrawal", WORDS)
    waiting = lambda at: acts.changes.waiting_changes(house.acting("head-namur", at))  # noqa: E731
    assert waiting(AT) == []
    acts.staff.name_deputy(house.acting(SUPERVISOR, AT), HEAD, "head-namur", TODAY, TODAY)
    assert [one.reference for one in waiting(AT)] == [opened.reference]
    assert waiting(AT + DAY) == []
