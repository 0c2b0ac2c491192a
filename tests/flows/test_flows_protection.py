"""`vigie protect` and `vigie refer call-office`, as they are typed."""

import json
from pathlib import Path

import pytest
from builders_acts import LIEGE, a_roster
from builders_control import a_person
from builders_flows import As, vigie
from builders_protection import BY, NAME, with_people
from databases import lay_tables
from houses import house_of

from inspection import acts
from inspection.settings import settings
from inspection.time_of import now
from inspection.trust import AppContext


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppContext:
    """Give a small house at a home of its own."""
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path / "home"))
    lay_tables(settings())
    here = house_of(acts.app(settings()))
    acts.staff.import_roster(here.acting("system"), a_roster())
    return here


def protect(house: AppContext, *args: str, expected: int = 0):
    """Type a command of `vigie protect`."""
    return vigie(house.home, "protect", *args, As(BY), expected=expected)


def saved(house: AppContext, decision: str | None = None) -> acts.controls.Saved:
    """Save a control of today with two people, the second perhaps a minor."""
    people = (a_person(1, name=NAME, hearing_language="ro"), a_person(2, under_age=True))
    control = with_people(*people, decision=decision, on=now().date())
    return acts.controls.save(house.acting(BY), control, place=LIEGE)


def test_from_the_offer_to_the_centre(house: AppContext) -> None:
    """Offer, consent, script, a centre that is full, the next that is reached, and the three facts."""
    control = saved(house).control_id
    assert "No sworn translator" in protect(house, "offer", control, "P1", "--lang", "ro").out
    made = json.loads(protect(house, "consent", control, "P1", "given", "--lang", "ro", "--json").out)
    reference = made["reference"]
    script = protect(house, "script", reference).out
    assert "Sürya" in script
    assert NAME not in script
    assert "ring pagasa next" in protect(house, "reached", reference, "--outcome", "full").out
    protect(house, "reached", reference)
    first, second = json.loads(protect(house, "show", control, "--json").out)
    assert (first["informed"], first["wanted_contact"], first["centre_reached"]) == (True, True, True)
    assert (second["minor"], second["guardian_told"]) == (True, True)
    (waiting,) = json.loads(protect(house, "list", "--json").out)
    assert waiting["kind"] == "guardian"
    assert NAME not in protect(house, "show", control).out + protect(house, "list").out


def test_withdrawing_and_telling_a_guardian(house: AppContext) -> None:
    """A withdrawal says what it stopped; the second telling of a guardian is told to be one."""
    control = saved(house).control_id
    protect(house, "consent", control, "P1", "given", "--lang", "ro", "--name-too")
    assert "withdrawn; 1 stopped" in protect(house, "withdraw", control, "P1").out
    assert "was told before" in protect(house, "guardian", control, "P2").out
    assert "queued" in protect(house, "guardian", control, "P1").out
    assert "REFER-716" in protect(house, "consent", control, "P1", "perhaps", "--lang", "ro", expected=2).err


def test_a_call_to_an_office_without_a_bundle(house: AppContext, tmp_path: Path) -> None:
    """The act has a command: what was said comes by a file, and a centre needs the person's word."""
    reference = str(saved(house, "yes").reference)
    file = tmp_path / "said.txt"
    file.write_text("A bed for tonight", encoding="utf-8")
    call = ("refer", "call-office", reference, "--role", "centre_staff", "--said", f"@{file}", As(BY))
    refused = vigie(house.home, *call, "--recipient", "surya", expected=2)
    assert "REFER-732" in refused.err
    logged = vigie(house.home, *call, "--recipient", "surya", "--agreed", "--json")
    assert json.loads(logged.out)["recipient"] == "surya"
