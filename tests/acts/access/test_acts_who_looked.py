"""Who looked: told of a case, a person or a workplace, to whoever answers for the data; the question is a look too."""

import pytest
from builders_acts import AT, LIEGE, a_control
from builders_control import a_person
from builders_link_cases import NUMBER, a_case
from builders_link_cases import a_person as somebody
from sqlmodel import select

from inspection.acts.access import looks_for_subject, who_looked
from inspection.acts.changes import standing_of
from inspection.acts.controls import export_control, save, show_control
from inspection.errors import AccessRefused
from inspection.store.queries import referrals
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext

INSPECTOR, HEAD, DPO = "insp-liege-1", "head-liege", "dpo-1"
NAME, FIRM = "Zebedee Kanarek", "est:2123456789"


@pytest.fixture
def control(house: AppContext) -> str:
    """Give a control in which two were met, one of them with a number, and somebody looked at it twice."""
    met = [a_person(1, name=NAME, national_number=NUMBER), a_person(2, name="Other Kanarek")]
    made = save(house.acting(INSPECTOR, AT), a_control(persons=met), place=LIEGE).control_id
    show_control(house.acting(HEAD, AT), made)
    export_control(house.acting(HEAD, AT).because("supervision", made), made)
    return made


def told(house: AppContext, about: str) -> list[tuple[str, str, bool]]:
    """Who looked for what, and whether it was masked."""
    return [(one.who, one.purpose, one.is_masked) for one in who_looked(house.acting(DPO, AT), about)]


def test_a_person_is_found_by_number_and_by_their_place_in_a_control(house: AppContext, control: str) -> None:
    """However the number is written; of somebody without one by the control; nobody else's look is told."""
    mine = [(HEAD, "supervision", False)]
    assert told(house, NUMBER)[-1:] == mine
    assert told(house, "90.01.02-999.00")[-1:] == mine
    assert told(house, f"{control}:P1")[-1:] == told(house, f"{control}:p2")[-1:] == mine
    assert [line for line in told(house, "90010299901") if line[0] != DPO] == []
    for unknown in (f"{control}:P9", "nothing", "R-26-000999-1"):
        with pytest.raises(AccessRefused) as refused:
            who_looked(house.acting(DPO, AT), unknown)
        assert refused.value.code == "ACCESS-097"


def test_a_case_and_a_workplace_tell_every_look_the_masked_ones_too(house: AppContext, control: str) -> None:
    """The latest first."""
    for about in (control, FIRM):
        mine = [line for line in told(house, about) if line[0] == HEAD]
        assert mine == [(HEAD, "supervision", False), (HEAD, "daily_work", True)]


def test_a_referral_tells_looks_at_its_control_and_at_itself(house: AppContext) -> None:
    """By its reference."""
    reference = a_case(house, 1, persons=[somebody(name=NAME)])
    row = next(r for r in referrals(house.store) if r.reference == reference)
    export_control(house.acting(HEAD, AT).because("handle_referral", reference), row.control_id)
    standing_of(house.acting(HEAD, AT), reference)
    looks = [one for one in who_looked(house.acting(DPO, AT), reference) if one.who == HEAD]
    assert {(one.act, one.case) for one in looks} == {("record.consult", reference), ("referral.standing", reference)}


def test_to_ask_is_a_look_and_is_for_few(house: AppContext, control: str) -> None:
    """An entry without the number; a head, an inspector and a supervisor are refused."""
    who_looked(house.acting(DPO, AT), NUMBER)
    with house.store.read() as session:
        (entry,) = session.exec(select(AuditEntryRow).where(AuditEntryRow.act == "audit.who"))
    assert (entry.who, entry.subject, entry.purpose) == (DPO, "person", "audit")
    assert NUMBER not in str(entry.facts)
    assert (DPO, "audit", False) in [
        (o.who, o.purpose, o.is_masked) for o in who_looked(house.acting("direction-1", AT), NUMBER)
    ]
    for by in (INSPECTOR, HEAD, "supervisor-liege", "system"):
        with pytest.raises(AccessRefused):
            who_looked(house.acting(by, AT), control)


def test_the_person_concerned_gets_days_services_and_purposes(house: AppContext, control: str) -> None:
    """Nobody is named, and a masked look showed nothing of them."""
    lines = looks_for_subject(house.acting(DPO, AT), f"{control}:P1")
    assert [(one.day, one.office, one.purpose) for one in lines] == [("2026-11-25", "ONSS", "supervision")]
    assert HEAD not in repr(lines)
