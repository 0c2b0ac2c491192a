"""`vigie refer`, after the decision, as it is typed: a no that is read, who stayed, a call back, an entry."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from builders_acts import LIEGE, SIGNS, a_control, a_roster, a_user, a_yes
from builders_control import a_person
from builders_flows import As, Said, vigie
from databases import lay_tables
from houses import house_of

from inspection import acts
from inspection.settings import settings
from inspection.store.queries import referrals
from inspection.time_of import BRUSSELS, now
from inspection.trust import AppContext

BY, HEAD, CONTACT = "insp-liege-1", "head-liege", "contact-1"
WORDS = "zegsman canari, three behind a door"  # must be sealed: no command says it again


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppContext:
    """Give a small house at a home of its own, whose roster names a contact for trafficking."""
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path / "home"))
    lay_tables(settings())
    here = house_of(acts.app(settings()))
    contact = a_user(CONTACT, "inspector", "namur", "namur-1", thb_contact=True)
    acts.staff.import_roster(here.acting("system"), a_roster(users=[*a_roster()["users"], contact]))
    return here


def refer(house: AppContext, *args: str, by: str = BY, expected: int = 0) -> Said:
    """Type a command of `vigie refer`; it never says what was told."""
    said = vigie(house.home, "refer", *args, As(by), expected=expected)
    assert WORDS not in said.out + said.err
    return said


def words(house: AppContext) -> str:
    """A file with what was said, as an option takes it."""
    path = house.home / "words.txt"
    path.write_text(WORDS, encoding="utf-8")
    return f"@{path}"


def saved(house: AppContext, decision: str) -> str:
    """Save a control of a moment ago with the gravest fact and somebody who stayed there; its id."""
    at = now()
    entered_at = at - timedelta(hours=2)
    control = a_control(
        answers=dict(SIGNS),
        persons=[a_person(1, now_at="stayed")],
        suspicion={**a_yes(at), "decision": decision},
        entered_at=entered_at.isoformat(),
        left_at=(at - timedelta(hours=1)).isoformat(),
        facts_on=entered_at.astimezone(BRUSSELS).date().isoformat(),
    )
    return acts.controls.save(house.acting(BY), control, place=LIEGE).control_id


def waiting(house: AppContext, kind: str, by: str) -> list[dict]:
    """What of a kind somebody is shown."""
    return refer(house, "follow-ups", "--kind", kind, "--json", by=by).value


def one(house: AppContext, kind: str, by: str) -> str:
    """The id of the one that waits."""
    (found,) = waiting(house, kind, by)
    return found["id"]


def test_a_no_is_read_and_stays(house: AppContext) -> None:
    """The contact is shown it and ends it; nobody else is, and nothing leaves."""
    control = saved(house, "no")
    assert waiting(house, "no_review", BY) == []
    owed = one(house, "no_review", CONTACT)
    assert owed in refer(house, "follow-ups", "--control", control, by=CONTACT).out
    assert "REFER-770" in refer(house, "review", owed, "--leave", "--words", words(house), expected=2).err
    said = refer(house, "review", owed, "--leave", "--words", words(house), "--json", by=CONTACT).value
    assert said == {"follow_up": owed, "outcome": "left_as_is"}
    assert waiting(house, "no_review", CONTACT) == []
    assert referrals(house.store) == []


def test_a_yes_is_set_beside_a_no(house: AppContext) -> None:
    """It leaves at once; a form that nobody knows is refused before anything is asked or done."""
    saved(house, "no")
    owed = one(house, "no_review", CONTACT)
    wrong = refer(house, "review", owed, "--refer", "--form", "other", by=CONTACT, expected=2)
    assert "REFER-716" in wrong.err
    assert referrals(house.store) == []
    args = ("review", owed, "--refer", "--form", "economic", "--words", words(house), "--json")
    reference = refer(house, *args, by=CONTACT).value["reference"]
    assert [made.reference for made in referrals(house.store)] == [reference]


def test_what_is_said_of_somebody_is_never_typed_on_the_command_line(house: AppContext) -> None:
    """The text itself is refused, and not repeated; what waits still waits."""
    saved(house, "no")
    owed = one(house, "no_review", CONTACT)
    assert "SETTING-050" in refer(house, "review", owed, "--leave", "--words", WORDS, by=CONTACT, expected=2).err
    assert one(house, "no_review", CONTACT) == owed


def test_who_stayed_is_looked_after(house: AppContext) -> None:
    """By reference, never by name; unknown outcomes and places are refused."""
    saved(house, "yes")
    (check,) = waiting(house, "person_check", BY)
    assert check["subject"] == "P1"
    for wrong in (("--outcome", "fine"), ("--outcome", "moved", "--now-at", "elsewhere")):
        assert "REFER-716" in refer(house, "seen", check["id"], *wrong, expected=2).err
    assert "REFER-773" in refer(house, "seen", check["id"], "--outcome", "moved", expected=2).err
    args = ("seen", check["id"], "--outcome", "moved", "--now-at", "left", "--words", words(house), "--json")
    assert refer(house, *args).value == {"follow_up": check["id"], "outcome": "moved"}
    assert waiting(house, "person_check", BY) == []


def test_the_inspector_is_rung_back(house: AppContext) -> None:
    """The list says what the report left open; the head notes the call."""
    saved(house, "yes")
    (owed,) = waiting(house, "call_back", HEAD)
    assert "danger" in owed["lacks"]
    assert "danger" in refer(house, "follow-ups", "--kind", "call_back", by=HEAD).out
    assert refer(house, "called-back", owed["id"], "--words", words(house), by=HEAD).out == "Recorded.\n"
    assert waiting(house, "call_back", HEAD) == []
    assert "REFER-770" in refer(house, "called-back", owed["id"], "--words", words(house), by=HEAD, expected=2).err


def entered(house: AppContext, *more: str, expected: int = 0) -> Said:
    """A colleague of another district enters for an inspector what was told half an hour ago, by the local clock."""
    told_at = f"{(now() - timedelta(minutes=30)).astimezone(BRUSSELS):%Y-%m-%dT%H:%M:%S}"
    least = ("enter-for", BY, "--told-at", told_at, "--sector", "restaurants", "--place", LIEGE, "--danger")
    args = (*least, "--grounds", words(house), "--json", *more)
    return refer(house, *args, by="head-namur", expected=expected)


def test_a_colleague_enters_and_the_inspector_confirms(house: AppContext) -> None:
    """It leaves at once; the hour is that of Brussels; only the inspector confirms."""
    persons = house.home / "persons.json"
    persons.write_text(json.dumps([{"ref": "P1", "now_at": "stayed"}]), encoding="utf-8")
    made = entered(house, "--language", "fr", "--persons", str(persons)).value
    assert (made["inspector"], made["entered_by"], made["is_new"]) == (BY, "head-namur", True)
    assert [referral.reference for referral in referrals(house.store)] == [made["reference"]]
    (owed,) = waiting(house, "entry_confirm", BY)
    ago = now() - datetime.fromisoformat(owed["told_at"])
    assert timedelta(minutes=29) < ago < timedelta(minutes=59)  # an hour of another zone would be off by one
    assert [check["subject"] for check in waiting(house, "person_check", BY)] == ["P1"]
    refused = refer(house, "confirm-entry", owed["id"], by="head-namur", expected=2)
    assert "REFER-770" in refused.err
    said = refer(house, "confirm-entry", owed["id"], "--words", words(house))
    assert said.out == f"{made['reference']}: confirmed.\n"
    assert waiting(house, "entry_confirm", BY) == []


def test_an_entry_that_cannot_be_read_enters_nothing(house: AppContext) -> None:
    """A language that no report has, persons that are none, a file that is not there."""
    broken = house.home / "broken.json"
    broken.write_text('[{"ref": "P1", "name": 1', encoding="utf-8")
    assert "REFER-716" in entered(house, "--language", "xx", expected=2).err
    for file in (broken, house.home / "absent.json"):
        assert "REFER-776" in entered(house, "--language", "fr", "--persons", str(file), expected=2).err
    assert referrals(house.store) == []


def test_a_kind_that_nobody_knows_is_refused(house: AppContext) -> None:
    """With the kinds that there are."""
    refused = refer(house, "follow-ups", "--kind", "holiday", expected=2).err
    assert "REFER-716" in refused
    assert "person_check" in refused


@pytest.mark.parametrize("command", [("decide",), ("review",), ("enter-for",)], ids=lambda said: said[0])
def test_the_form_that_is_taken_where_none_is_named_is_told(house: AppContext, command: tuple[str, ...]) -> None:
    """Nobody sends an exploitation of a kind that they did not read."""
    said = vigie(house.home, "refer", *command, "--help").out
    assert "economic where none is named" in " ".join(said.replace("│", " ").replace("|", " ").split())
