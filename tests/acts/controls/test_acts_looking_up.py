"""One person is looked up from a control that is under way, on the record, within a rate, and nobody is told."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from builders_acts import AT, LIEGE, a_control, new_id
from builders_registers import (
    FULL_DAY,
    dimona_files,
    enterprise,
    establishment,
    kbo_files,
    nobody,
    take,
    write,
)
from sqlmodel import col, func, select

from inspection.acts.access import number_key
from inspection.acts.controls import LookUp, look_up, read_look_up, save
from inspection.errors import AccessRefused, ControlFault
from inspection.registers.lake import Lake
from inspection.registers.live import Declaration, LiveAnswer, LiveQuestion
from inspection.sealing import pseudonymiser
from inspection.settings import DEMO_MARK
from inspection.store.records import AlertRow, AuditEntryRow
from inspection.store.referrals import DeliveryRow
from inspection.trust import AppContext

BY, ELSEWHERE = "insp-liege-1", "insp-namur-1"
FIRM = f"est:{establishment(1)}"
OPEN = {"EndingDate": "", "EndingHour": "", "WorkerType": "OTH"}


class Service:
    """A live service that knows what it was told to know."""

    name = "test"

    def __init__(self, **said: LiveAnswer) -> None:
        self.said, self.asked = said, list[LiveQuestion]()

    def serves(self, register: str) -> bool:
        """Tell whether it was told of a register."""
        return register in self.said

    def ask(self, question: LiveQuestion) -> LiveAnswer:
        """Answer."""
        self.asked.append(question)
        return self.said[question.register_key]


def asked(n: int = 1, **fields: Any) -> LookUp:
    """A look at the n-th person, from a control of its own."""
    given = {"control_id": new_id(), "workplace": FIRM, "number": nobody(n), **fields}
    return read_look_up(json.dumps(given).encode())


def entries(house: AppContext) -> list[AuditEntryRow]:
    """Return what the trail says of looks."""
    with house.store.read() as session:
        looked = select(AuditEntryRow).where(AuditEntryRow.act == "extract.consult")
        return list(session.exec(looked.order_by(col(AuditEntryRow.n))))


@pytest.fixture
def filled(house: AppContext, tmp_path: Path) -> AppContext:
    """Give a house whose own copy has one declaration of the first person."""
    (house.home / DEMO_MARK).write_text("{}")
    lake, pseudonym = Lake(house.settings.lake), pseudonymiser("worker", keys=house.store.keys)
    for register, files in {"kbo": kbo_files(), "dimona": dimona_files([OPEN])}.items():
        take(register, write(tmp_path / register, files), lake, FULL_DAY, pseudonym=pseudonym)
    return house


def test_our_own_copy_answers_with_its_day_and_a_live_service_with_its_minute(filled: AppContext) -> None:
    """Side by side, the service first; what is declared by somebody else is no declaration here."""
    other = Declaration(company=enterprise(2), period_from=AT.date())
    live = Service(dimona=LiveAnswer(declarations=(other,)), limosa=LiveAnswer(why="away"))
    found = look_up(filled.acting(BY, AT), asked(), live=live)
    assert [(one.register_key, one.source, one.result, one.elsewhere) for one in found] == [
        ("dimona", "live", "not_found", True),
        ("dimona", "lake", "found", False),
        ("limosa", "live", "unavailable", False),
    ]
    held = found[1]
    assert (held.as_of, held.declaration and held.declaration.worker_type) == (FULL_DAY, "OTH")
    assert "company" not in str(held.declaration and held.declaration.model_dump(exclude_none=True))
    assert {question.enterprise for question in live.asked} == {enterprise(1)}
    assert len({question.reference for question in live.asked}) == 2


def test_a_look_is_recorded_first_and_tells_nobody(filled: AppContext) -> None:
    """Who, from which control, why, and a keyed hash; no alert is raised and nothing waits to be sent."""
    one = asked()
    look_up(filled.acting(BY, AT), one, live=Service(limosa=LiveAnswer()))
    (entry,) = entries(filled)
    assert (entry.who, entry.subject, entry.purpose) == (BY, one.control_id, "identify_on_site")
    assert entry.facts["persons"] == [number_key(filled.store, nobody(1))]
    assert entry.facts["registers"] == ["dimona", "limosa", "checkin"]
    assert nobody(1) not in str(entry.facts)
    with filled.store.read() as session:
        waiting = [session.exec(select(func.count()).select_from(table)).one() for table in (AlertRow, DeliveryRow)]
    assert waiting == [0, 0]


def test_only_a_person_with_a_number_can_be_looked_up(house: AppContext) -> None:
    """A number of a firm, and one with a wrong check digit, are refused before anybody is asked."""
    for number in ("123", enterprise(1), ""):
        with pytest.raises(ControlFault, match="CONTROL-864"):
            asked(number=number)
    with pytest.raises(ControlFault, match="CONTROL-864"):  # outside a demo
        look_up(house.acting(BY, AT), asked())
    assert entries(house) == []


@pytest.mark.parametrize(
    "given", [{"name": "A. Person"}, {"control_id": "c"}, {"workplace": "here"}, {"number": [nobody(1), nobody(2)]}]
)
def test_a_question_is_about_one_person_and_nothing_else(given: dict[str, Any]) -> None:
    """No name, no list, no control that is none."""
    with pytest.raises(ControlFault, match="CONTROL-863"):
        asked(**given)


def test_a_look_needs_a_control_of_ones_own_that_is_under_way(filled: AppContext) -> None:
    """Not a finished one, not a colleague's, not one whose looks began yesterday, not a visit of another team."""
    finished = a_control(workplace=FIRM)
    save(filled.acting(BY, AT), finished, place=LIEGE)
    mine = asked()
    look_up(filled.acting(BY, AT), mine)
    open_hours = filled.catalogue(AT.date()).field_rules.looks.open_hours
    later = AT + timedelta(hours=open_hours)
    look_up(filled.acting(BY, later), mine)
    refused = [
        (BY, AT, asked(control_id=finished.control_id), "CONTROL-865"),
        (ELSEWHERE, AT, mine, "CONTROL-865"),
        (BY, later + timedelta(seconds=1), mine, "CONTROL-865"),
        (BY, AT, asked(visit="ABCDEF"), "CONTROL-862"),
    ]
    before = len(entries(filled))
    for by, at, one, code in refused:
        with pytest.raises(ControlFault, match=code):
            look_up(filled.acting(by, at), one)
    for stranger in ("system", "dpo-1", "nobody"):
        with pytest.raises(AccessRefused):
            look_up(filled.acting(stranger, AT), asked())
    assert len(entries(filled)) == before


def test_nobody_reads_a_list_person_by_person(house: AppContext, monkeypatch: pytest.MonkeyPatch) -> None:
    """Within an hour so many as the rules say, over all controls; an hour later more."""
    (house.home / DEMO_MARK).write_text("{}")
    rules = house.catalogue(AT.date())
    looks = rules.field_rules.looks.model_copy(update={"persons_an_hour": 3})
    few = rules.model_copy(update={"field_rules": rules.field_rules.model_copy(update={"looks": looks})})
    monkeypatch.setattr(type(house), "catalogue", lambda *_: few)
    for n in range(1, 4):
        look_up(house.acting(BY, AT), asked(n))
    with pytest.raises(ControlFault, match="CONTROL-866") as refused:
        look_up(house.acting(BY, AT), asked(4))
    assert refused.value.status_or(400) == 429
    look_up(house.acting("insp-liege-2", AT), asked(4))
    look_up(house.acting(BY, AT + timedelta(hours=1)), asked(4))
