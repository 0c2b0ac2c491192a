"""Killed round the commit of an entry, then entered again: one control, one referral, none lost."""

from pathlib import Path

import pytest
from builders_acts import AT, FIRM, LIEGE, an_office, later
from builders_control import the_rules
from houses import House
from own_process import exit_code_of
from sqlmodel import select

from inspection.acts.aftercare import Told, enter_for
from inspection.failpoints import ENTERING
from inspection.settings import Settings
from inspection.store.opening import open_store
from inspection.store.queries import controls, deliveries, referrals
from inspection.store.records import AuditEntryRow
from inspection.trust import verify_trail

TOLD = Told(
    told_at=AT, grounds="people locked in", sector="restaurants", report_language="fr", workplace=FIRM, place=LIEGE
)


def entered(settings: Settings, witness: Path) -> None:
    """Enter it in a process of its own, and write down what was acknowledged."""
    house = House(open_store(settings), the_rules(), settings)
    made = enter_for(house.acting("head-liege", later(minutes=5)), "insp-liege-1", TOLD)
    with witness.open("a") as file:
        file.write(f"{made.reference}\n")
    house.store.close()


@pytest.mark.parametrize("failpoint", ENTERING)
@pytest.mark.few(1)
def test_killed_and_entered_again_it_is_one_referral(database: Settings, tmp_path: Path, failpoint: str) -> None:
    """Before the commit nothing is there; after it all of it is, though nobody was told so."""
    an_office(database).store.close()
    witness = tmp_path / "witness"
    assert exit_code_of(entered, database, witness, failpoint=failpoint) == -9
    assert not witness.exists()
    assert exit_code_of(entered, database, witness, failpoint="") == 0
    house = House(open_store(database), the_rules(), database)
    (found,) = referrals(house.store)
    assert witness.read_text().split() == [found.reference]
    assert [one.id for one in controls(house.store)] == [found.control_id]
    assert [d.recipient for d in deliveries(house.store)] == ["pjf-liege", "aud-liege"]
    with house.store.read() as session:
        acts = [entry.act for entry in session.exec(select(AuditEntryRow))]
    assert (acts.count("control.enter_for"), acts.count("referral.open"), acts.count("follow_up.open")) == (1, 1, 2)
    assert verify_trail(house.store).holds
    house.store.close()
