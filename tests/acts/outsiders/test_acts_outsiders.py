"""People of offices outside: who lets them in, and who ends it."""

from datetime import timedelta

import pytest
from builders_acts import AT
from builders_rights import a_control, code_of, may_look
from houses import House
from sqlmodel import select

from inspection import acts
from inspection.store.people import OutsidePersonRow, UserRow
from inspection.time_of import day_in_brussels

TODAY = day_in_brussels(AT)
DAY = timedelta(days=1)
SUPERVISOR, DIRECTION = "supervisor-liege", "direction-1"
DPO = "dpo-1"
OFFICE = "fgp-antwerpen"


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
    return acts.outsiders.NewOutsider(**(values | changed))


def test_two_people_let_somebody_outside_in_and_one_ends_it(house: House) -> None:
    """Whoever proposed does not confirm; the id says the office and no name; a roster does not retire them."""
    proposal = acts.outsiders.propose_outsider(house.acting(SUPERVISOR, AT), a_new())
    assert code_of(lambda: acts.outsiders.confirm_outsider(house.acting(SUPERVISOR, AT), proposal)) == "ACCESS-041"
    user = acts.outsiders.confirm_outsider(house.acting(DIRECTION, AT), proposal)
    assert user.startswith(f"{OFFICE}-")
    assert "Invent" not in user
    assert code_of(lambda: acts.outsiders.confirm_outsider(house.acting(DIRECTION, AT), proposal)) == "ACCESS-086"
    (one,) = acts.outsiders.list_outsiders(house.acting(DPO, AT))
    assert (one.name, one.state) == ("Personne Inventée", "enrolled")
    with house.store.read() as session:
        row = session.exec(select(OutsidePersonRow)).one()
        assert b"Invent" not in row.name
    assert not may_look(house, user, a_control(house))
    acts.outsiders.end_outsider(house.acting(SUPERVISOR, AT), user)
    acts.outsiders.end_outsider(house.acting(SUPERVISOR, AT), user)
    assert acts.outsiders.list_outsiders(house.acting(DPO, AT))[0].state == "left"
    with house.store.read() as session:
        assert not session.get_one(UserRow, user).active


def test_a_no_makes_nobody(house: House) -> None:
    """And cannot be turned into a yes."""
    proposal = acts.outsiders.propose_outsider(house.acting(SUPERVISOR, AT), a_new())
    assert acts.outsiders.confirm_outsider(house.acting(DIRECTION, AT), proposal, yes=False) is None
    assert code_of(lambda: acts.outsiders.confirm_outsider(house.acting(DIRECTION, AT), proposal)) == "ACCESS-086"
    assert acts.outsiders.list_outsiders(house.acting(DPO, AT))[0].state == "refused"


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
    act = lambda: acts.outsiders.propose_outsider(house.acting(SUPERVISOR, AT), a_new(**changed))  # noqa: E731
    assert code_of(act) == "ACCESS-088"
