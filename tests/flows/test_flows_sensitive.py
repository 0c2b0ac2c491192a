"""Words about people reach the house by the input, a file or an answer, never by the command line."""

from pathlib import Path

import pytest
from builders_acts import LIEGE, a_roster, a_suspicious_control
from builders_flows import As, vigie
from databases import lay_tables
from houses import house_of

from inspection import acts
from inspection.acts.alerts import raise_alert
from inspection.settings import settings
from inspection.store.queries import alerts, controls, deliveries, referrals
from inspection.store.views import AlertView
from inspection.time_of import now
from inspection.trust import AppContext, audited_transaction

TOLD = "Quidam Vandecanari houdt papieren"
BY = "insp-liege-1"
ABOUT = (
    ("register_refused", "ONSS:dimona:received-20261201T174300-00000001"),
    ("register_stale", "ONSS:kbo"),
    ("run_failed", "plan-week:0193"),
    ("history_unsigned", "ONSS:HISTORY-113"),
    ("decoy_looked", "secret-id"),
)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppContext:
    """Give a small house at a home of its own, with an undecided control."""
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path / "home"))
    lay_tables(settings())
    here = house_of(acts.app(settings()))
    acts.staff.import_roster(here.acting("system"), a_roster())
    undeclared = {"ref": "P1", "answers": {"q02_dimona": "absent"}}
    control = a_suspicious_control("undecided", on=now().date(), persons=[undeclared])
    acts.controls.save(here.acting(BY), control, place=LIEGE)
    return here


def complain(house: AppContext, *text: str, typed: str | None = None, expected: int = 0):
    """Add a complaint."""
    args = ("complaint", "add", "est:8000000001", "--district", "liege", As(BY))
    return vigie(house.home, *args, *text, typed=typed, expected=expected)


def test_a_text_is_taken_from_the_input_a_file_or_an_answer(house: AppContext, tmp_path: Path) -> None:
    """Three ways, one text: they count as copies of each other, and none repeats it."""
    file = tmp_path / "told.txt"
    file.write_text(TOLD + "\n", encoding="utf-8")
    ways = [
        complain(house, "--json", "--text", "-", typed=TOLD + "\n"),
        complain(house, "--json", "--text", f"@{file}"),
    ]
    asked = complain(house, typed=TOLD + "\n")
    assert [said.value["copies"] for said in ways] == [0, 1]
    assert "registered" in asked.out
    assert complain(house, "--json", "--text", f"@{file}").value["copies"] == 3
    assert TOLD not in "".join(said.out.replace(f": {TOLD}", "") + said.err for said in ways)


def test_a_text_on_the_command_line_is_refused_and_not_repeated(house: AppContext) -> None:
    """For each of the three options; nothing is stored."""
    control = controls(house.store)[0].id
    given = [
        complain(house, "--text", TOLD, expected=2),
        vigie(house.home, "refer", "decide", control, "yes", As(BY), "--grounds", TOLD, expected=2),
    ]
    vigie(house.home, "refer", "decide", control, "yes", As(BY), "--grounds", "-", typed=TOLD)
    reference = referrals(house.store)[0].reference
    call = ("refer", "call", reference, As(BY), "--recipient", "aud-liege", "--role", "deputy")
    given.append(vigie(house.home, *call, "--instruction", TOLD, expected=2))
    for said in given:
        assert "[SETTING-050]" in said.err
        assert "Quidam" not in said.err + said.out
    assert vigie(house.home, *call, "--instruction", "-", "--json", typed=TOLD).value["recipient"] == "aud-liege"
    missing = complain(house, "--text", f"@{house.home}/Quidam.txt", expected=2)
    assert "[SETTING-051]" in missing.err
    assert "Quidam" not in missing.err


def test_what_needs_no_grounds_asks_for_none(house: AppContext) -> None:
    """Undecided is recorded without a question; a yes asks."""
    control = controls(house.store)[0].id
    vigie(house.home, "refer", "decide", control, "undecided", As(BY))
    said = vigie(house.home, "refer", "decide", control, "yes", As(BY), typed=TOLD + "\n")
    assert "aud-liege" in said.out


def test_every_screens_act_exists_in_the_command(house: AppContext) -> None:
    """Rerouting a refused referral, stopping a clock and taking an alert on."""
    (alert,) = mine(house)
    vigie(house.home, "alerts", "see", alert.id, As(BY))
    assert mine(house) == []
    control = controls(house.store)[0].id
    vigie(house.home, "refer", "decide", control, "yes", As(BY), "--grounds", "-", typed=TOLD)
    reference = referrals(house.store)[0].reference
    args = (reference, As(BY), "--recipient", "pjf-liege")
    vigie(house.home, "refer", "refuse", *args, "--reason", "not_competent")
    vigie(house.home, "refer", "reroute", *args, "--to", "pjf-namur")
    assert "pjf-namur" in {d.recipient for d in deliveries(house.store)}
    clocks = vigie(house.home, "control", "clocks", As(BY), "--json").value
    assert clocks
    for clock in clocks:
        vigie(house.home, "control", "stop-clock", clock["id"], As(BY))
    assert vigie(house.home, "control", "clocks", As(BY), "--json").value == []


def test_the_list_of_alerts_says_what_each_is_about(house: AppContext) -> None:
    """At a hundred columns, no word broken: a workplace, a register with its delivery, a reference; a flow, a code.

    An id that leads nowhere is left out: of a decoy, of somebody's look, of an order that is not theirs.
    """
    with audited_transaction(house.acting("system")) as tx:
        tx.require("deadlines.chase")
        for kind, subject in ABOUT:
            raise_alert(tx, kind, subject, 1, "", "ONSS", role="direction")
    said = vigie(house.home, "alerts", "list", As("direction-1"), columns=100)
    assert max(map(len, said.out.splitlines())) <= 100
    for word in ("dimona", "received-20261201T174300-00000001", "kbo", "plan-week", "HISTORY-113"):
        assert word in said.out, word
    assert "secret-id" not in said.out
    assert "ONSS:" not in said.out
    own = vigie(house.home, "alerts", "list", As(BY), columns=100).out
    assert controls(house.store)[0].workplace in own
    assert controls(house.store)[0].id not in own


def mine(house: AppContext) -> list[AlertView]:
    """Return the inspector's open alerts as the command lists them."""
    listed = {one["id"] for one in vigie(house.home, "alerts", "list", As(BY), "--json").value}
    return [alert for alert in alerts(house.store) if alert.id in listed]
