"""`vigie refer prepare`, `hand-in` and `call`, as they are typed about a report and what adds to it."""

from pathlib import Path

import pytest
from builders_acts import LIEGE, SIGNS, a_control, a_roster, a_yes
from builders_control import a_person
from builders_flows import As, vigie
from databases import lay_tables
from houses import house_of
from sqlmodel import col, select

from inspection import acts
from inspection.settings import settings
from inspection.store.core import new_id
from inspection.store.queries import deliveries, referrals
from inspection.store.referrals import DeliveryRow
from inspection.time_of import now
from inspection.trust import AppContext

BY, OFFICE = "insp-liege-1", "aud-liege"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppContext:
    """Give a small house with one referral, grown since, whose auditorate gets letters."""
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path / "home"))
    lay_tables(settings())
    here, id_, on = house_of(acts.app(settings())), new_id(), now().date()
    acts.staff.import_roster(here.acting("system"), a_roster())
    values = {"control_id": id_, "on": on, "answers": dict(SIGNS), "suspicion": a_yes(now())}
    acts.controls.save(here.acting(BY), a_control(persons=[a_person(1)], **values), place=LIEGE)
    grown = a_control(persons=[a_person(1), a_person(2, name="Zwei Exempel")], **values)
    acts.controls.correct_control(here.acting(BY), grown, "one more", place=LIEGE)
    with here.store.write() as session:
        for row in session.exec(select(DeliveryRow).where(col(DeliveryRow.recipient) == OFFICE)):
            row.transports = ["paper", "telephone"]
            session.add(row)
    return here


def states(house: AppContext) -> list[str]:
    """What became of the report and of what adds to it."""
    return [one.state for one in deliveries(house.store) if one.recipient == OFFICE]


def test_each_letter_is_handed_in_by_itself_the_older_one_first(house: AppContext) -> None:
    """The letter that is printed is the one that is noted; then both are answered by one reference."""
    about = (referrals(house.store)[0].reference, As(BY), "--recipient", OFFICE)
    printed = []
    for expected in (["sent", "queued"], ["sent", "sent"]):
        printed.append(vigie(house.home, "refer", "prepare", *about, "--way", "paper").out)
        vigie(house.home, "refer", "hand-in", *about)
        assert states(house) == expected
    assert "Zwei Exempel" in printed[1]
    assert "Zwei Exempel" not in printed[0]
    vigie(house.home, "refer", "acknowledge", *about)
    assert states(house) == ["acknowledged", "acknowledged"]


def test_a_call_answers_the_oldest_that_waits(house: AppContext) -> None:
    """Else a report could never be taken on by telephone once something adds to it."""
    reference = referrals(house.store)[0].reference
    call = ("refer", "call", reference, As(BY), "--recipient", OFFICE, "--role", "magistrate", "--acknowledged")
    for expected in (["acknowledged", "queued"], ["acknowledged", "acknowledged"]):
        vigie(house.home, *call, "--number", "02 000 00 00", "--instruction", "-", typed="Wait.")
        assert states(house) == expected
