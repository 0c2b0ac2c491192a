"""Somebody is found by the whole of their number, in an open case in which they stand, for a purpose, on the record."""

import pytest
from builders_acts import AT, LIEGE, a_control, later
from sqlmodel import select

from inspection.acts.access import find_person
from inspection.acts.controls import save
from inspection.errors import AccessRefused
from inspection.store.records import AuditEntryRow
from inspection.trust import AppContext

BY, COLLEAGUE, ELSEWHERE = "insp-liege-1", "insp-liege-2", "insp-namur-1"
NUMBER, ANOTHER = "93.05.18-223.61", "85.07.30-033.28"


def seen(house: AppContext, by: str = BY, number: str = NUMBER) -> str:
    """Save a control at which somebody was found."""
    control = a_control(
        persons=[{"ref": "P1", "name": "Geheim", "national_number": number.replace(".", "").replace("-", "")}]
    )
    save(house.acting(by, AT), control, place=LIEGE)
    return control.control_id


def refused(house: AppContext, by: str, number: str, purpose: str, case: str, at=None) -> str:
    """With which code a search is refused."""
    with pytest.raises(AccessRefused) as fault:
        find_person(house.acting(by, at or later(1)).because(purpose, case), number)
    return fault.value.code


def test_an_exact_number_in_an_open_case_finds_the_controls(embedded: AppContext) -> None:
    """However it is written; the trail has purpose, case and a keyed hash, and no number."""
    mine, other = seen(embedded), seen(embedded, COLLEAGUE)
    context = embedded.acting(COLLEAGUE, later(1)).because("prepare_control", mine)
    assert {one.id for one in find_person(context, NUMBER)} == {mine, other}
    with embedded.store.read() as session:
        (entry,) = [one for one in session.exec(select(AuditEntryRow)) if one.act == "person.search"]
    assert (entry.purpose, entry.facts["case"]) == ("prepare_control", mine)
    assert not [word for word in ("93.05", "930518", "Geheim") if word in str(entry.model_dump())]


def test_nothing_else_finds_anybody(embedded: AppContext) -> None:
    """No reason, no case, a case without the person, a part of the number, a closed case, another district."""
    mine = seen(embedded)
    with pytest.raises(AccessRefused) as fault:
        find_person(embedded.acting(BY, later(1)), NUMBER)
    assert fault.value.code == "ACCESS-090"
    assert refused(embedded, BY, NUMBER, "prepare_control", "") == "ACCESS-092"
    assert refused(embedded, BY, NUMBER, "nonsense", mine) == "ACCESS-091"
    for number in (ANOTHER, "93.05.18", "Geheim"):
        assert refused(embedded, BY, number, "prepare_control", mine) == "ACCESS-094"
    assert refused(embedded, BY, NUMBER, "prepare_control", mine, later(days=400)) == "ACCESS-094"
    assert refused(embedded, ELSEWHERE, NUMBER, "prepare_control", mine) == "ACCESS-093"
