"""The number on which an inspector answers: given on their own device, sealed, and kept where a roster says none."""

import pytest
from builders_acts import AT, a_roster
from sqlmodel import select

from inspection.acts.devices import keep_own_number
from inspection.acts.devices.own_numbers import own_number
from inspection.acts.staff import import_roster
from inspection.errors import ControlFault
from inspection.store.people import UserRow
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext

BY = "insp-liege-1"
NUMBER = "+32 470 00 00 01"


def number_of(house: AppContext) -> str:
    """The number that the house knows."""
    with house.store.read() as session:
        return own_number(house, session.get_one(UserRow, BY))


def test_a_number_is_kept_sealed_and_recorded_once(house: AppContext) -> None:
    """The trail says that there is one, and never which."""
    for _ in range(2):
        keep_own_number(house.acting(BY, AT), f" {NUMBER} ")
    assert number_of(house) == NUMBER
    with house.store.read() as session:
        assert NUMBER.encode() not in (session.get_one(UserRow, BY).telephone or b"")
        (entry,) = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "number.keep")).all()
    assert (entry.who, entry.subject, entry.facts) == (BY, BY, {})


@pytest.mark.parametrize("wrong", ["", "112", "ring me", "0470/00/00/01 at home", "+" + "1" * 30])
def test_what_is_no_number_is_refused(house: AppContext, wrong: str) -> None:
    """And what was known stays."""
    before = number_of(house)
    with pytest.raises(ControlFault) as refused:
        keep_own_number(house.acting(BY, AT), wrong)
    assert refused.value.code == "CONTROL-324"
    assert number_of(house) == before


def test_a_roster_without_numbers_takes_none_away(house: AppContext) -> None:
    """One that says a number has the last word."""
    silent, told = (a_roster(), a_roster())
    for user in silent["users"]:
        user.pop("telephone", None)
    keep_own_number(house.acting(BY, AT), NUMBER)
    import_roster(house.acting("system", AT), silent)
    assert number_of(house) == NUMBER
    next(user for user in told["users"] if user["id"] == BY)["telephone"] = "04 222 00 00"
    import_roster(house.acting("system", AT), told)
    assert number_of(house) == "04 222 00 00"
