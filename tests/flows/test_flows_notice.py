"""`vigie notice`, as it is typed: propose, agree, sign, list, print; and what the list must not tell."""

import json
from pathlib import Path

import pytest
from builders_acts import LIEGE, a_roster
from builders_chain import BY, CONTRACTOR, a_chain_control
from builders_control import a_person
from builders_flows import As, vigie
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


def notice(house: AppContext, *args: str, by: str = BY, expected: int = 0):
    """Type a command of `vigie notice`."""
    return vigie(house.home, "notice", *args, As(by), expected=expected)


def saved(house: AppContext, **fields) -> str:
    """Save a control of today with a chain; its id."""
    control = a_chain_control(on=now().date(), **fields)
    return acts.controls.save(house.acting(BY), control, place=LIEGE).control_id


def test_from_the_proposal_to_the_paper(house: AppContext, tmp_path: Path) -> None:
    """Two are proposed, one is signed and printed with the employer's copy."""
    control = saved(house)
    assert CONTRACTOR not in notice(house, "propose", control).out
    assert CONTRACTOR in notice(house, "list", "--control", control).out
    first, _ = made = json.loads(notice(house, "propose", control, "--json").out)
    assert [one["addressee"] for one in made] == ["C2", "C1"]
    (signed,) = json.loads(notice(house, "sign", first["reference"], "--json").out)
    assert (signed["state"], signed["signed_by"]) == ("signed", BY)
    for copy in ("addressee", "employer"):
        told = json.loads(
            notice(house, "print", first["reference"], "--for", copy, "--out", str(tmp_path), "--json").out
        )
        assert told["language"] == "fr"
        assert (tmp_path / told["file"]).read_bytes().startswith(b"%PDF")
    assert "REFER-716" in notice(house, "print", first["reference"], "--for", "press", expected=2).err


def test_the_list_says_the_same_of_a_control_that_waits(house: AppContext) -> None:
    """Byte for byte: not yet proposed. The agreement is recorded, and its words are nowhere."""
    ordinary, waiting = saved(house), saved(house, signs=True, decision="yes")
    said = {notice(house, "list", "--control", one, by="dpo-1").out for one in (ordinary, waiting)}
    assert said == {"Not yet proposed.\n"}
    refused = {notice(house, "propose", one, by="dpo-1", expected=2).err for one in (ordinary, waiting)}
    assert len(refused) == 1
    assert "REFER-871" in notice(house, "propose", waiting, expected=2).err
    words = tmp_words(house)
    assert notice(house, "agree", waiting, "--from", "aud-liege", "--words", f"@{words}").out == "Recorded.\n"
    assert len(json.loads(notice(house, "propose", waiting, "--json").out)) == 2


def test_what_is_no_longer_due_is_taken_away(house: AppContext) -> None:
    """The control was corrected: it is said once, and then there is nothing to propose."""
    control = saved(house)
    notice(house, "propose", control)
    lawful = a_chain_control(on=now().date(), control_id=control, persons=[a_person(1)])
    acts.controls.correct_control(house.acting(BY), lawful, "may stay", place=LIEGE)
    assert "taken away" in notice(house, "propose", control).out
    assert notice(house, "list", "--control", control).out == "Not yet proposed.\n"
    assert "REFER-872" in notice(house, "propose", control, expected=2).err


def test_an_unknown_reference_is_looked_up_among_the_notices_to_a_chain(house: AppContext) -> None:
    """The advice names the list that holds it."""
    assert "vigie notice list" in notice(house, "sign", "K-AAAAAAA", expected=2).err


def tmp_words(house: AppContext) -> Path:
    """A file with the magistrate's words."""
    path = house.home / "words.txt"
    path.write_text("agreed at noon", encoding="utf-8")
    return path
