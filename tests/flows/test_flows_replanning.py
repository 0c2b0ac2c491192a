"""A week under way, replanned end to end: what changes is told, approved by somebody else, and written again."""

import hashlib
import json
import shutil
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from builders_flows import As, Said, next_week, vigie

from inspection.time_of import IsoWeek

WEEK = next_week()
WEDNESDAY = IsoWeek.parse(WEEK).days[2]
AT = ("--at", f"{WEDNESDAY}T06:00")
HEAD, SUPERVISOR = "head-leuven", "supervisor-leuven"


@dataclass(frozen=True)
class Case:
    """A home in which one team fell ill on Wednesday: the week before and after, and what was said."""

    home: Path
    team: str
    before: dict[str, Any]
    after: dict[str, Any]
    files_before: dict[str, bytes]
    replanned: Said
    approved: Said

    @property
    def out(self) -> Path:
        return self.home / "out" / WEEK


def rounds(plan: dict[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """The rounds of a plan file, by team and day."""
    return {(r["team"], r["day"]): r for r in plan["rounds"] if r["stops"]}


def files(out: Path) -> dict[str, bytes]:
    """Everything that teams carry, by its path."""
    return {
        str(file.relative_to(out)): file.read_bytes() for file in sorted((out / "teams").rglob("*")) if file.is_file()
    }


def replan(home: Path, *words: str, expected: int = 0, by: str = SUPERVISOR) -> Said:
    """Run `vigie replan` on the week."""
    return vigie(home, "replan", "--week", WEEK, As(by), *words, expected=expected)


@pytest.fixture(scope="module")
def case(approved_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Give the home after the busiest team of Leuven fell ill from Wednesday on."""
    home = tmp_path_factory.mktemp("replanned") / "home"
    shutil.copytree(approved_home, home)
    out = home / "out" / WEEK
    before, files_before = json.loads((out / "plan.json").read_text()), files(out)
    team = busiest(before)
    said = replan(home, "--absent", team, *AT, "--json", by=HEAD)
    approved = vigie(home, "approve", "--week", WEEK, "--latest", As(SUPERVISOR), "--json")
    after = json.loads((out / "plan.json").read_text())
    return Case(home, team, before, after, files_before, said, approved)


def busiest(plan: dict[str, Any]) -> str:
    """The team of Leuven with most stops from Wednesday on."""
    count: dict[str, int] = {}
    for (team, day), round_ in rounds(plan).items():
        if round_["district"] == "leuven" and date.fromisoformat(day) >= WEDNESDAY:
            count[team] = count.get(team, 0) + len(round_["stops"])
    return max(sorted(count), key=lambda team: count[team])


def test_the_absent_team_has_no_round_any_more_and_all_that_began_stays(case: Case) -> None:
    """Monday's and Tuesday's rounds are the same to the last byte; so are those of other districts."""
    before, after = rounds(case.before), rounds(case.after)
    assert not any(team == case.team and date.fromisoformat(day) >= WEDNESDAY for team, day in after)
    kept = {key for key, r in before.items() if date.fromisoformat(key[1]) < WEDNESDAY or r["district"] != "leuven"}
    assert kept
    assert all(after[key] == before[key] for key in kept)


def test_only_the_district_that_changed_has_a_new_book(case: Case) -> None:
    """The others keep theirs, by its hash in the list that was approved and by the bytes in the week's folder."""
    before, after = ({name: one["sha256"] for name, one in plan["books"].items()} for plan in (case.before, case.after))
    assert [name for name in before if before[name] != after[name]] == ["leuven"]
    listed = (case.out / "week.json").read_bytes()
    assert hashlib.sha256(listed).hexdigest() == case.approved.value["sha256"]
    assert (
        dict(json.loads(listed)["districts"])
        == after
        == {file.stem: hashlib.sha256(file.read_bytes()).hexdigest() for file in case.out.glob("books/*.json")}
    )


def test_what_was_told_is_what_differs(case: Case) -> None:
    """Every visit that has another place is in the answer with its cause, and nothing else is."""
    said = case.replanned.value
    places: list[dict[str, Any]] = []
    for plan in (case.before, case.after):
        places.append(
            {s["code"]: (team, day, round(s["start"])) for (team, day), r in rounds(plan).items() for s in r["stops"]}
        )
    differ = {code for code in {*places[0], *places[1]} if places[0].get(code) != places[1].get(code)}
    assert differ == {change["code"] for change in said["changes"]}
    assert differ
    assert said["events"] == [
        {
            "kind": "team_absent",
            "values": {"team": case.team, "first": str(WEDNESDAY), "last": said["events"][0]["values"]["last"]},
        }
    ]
    lost = [c for c in said["changes"] if c["before"] and c["before"][0]["team"] == case.team]
    assert lost
    assert {c["cause"] for c in lost} == {"event"}
    assert all(c["other"] or c["event"] is not None or c["cause"] == "better_use" for c in said["changes"])


def test_visit_codes_stay_what_calendars_show(case: Case) -> None:
    """A visit keeps its code, so that a calendar read again moves it."""
    codes = [
        {s["workplace"]: s["code"] for r in rounds(plan).values() for s in r["stops"]}
        for plan in (case.before, case.after)
    ]
    assert all(codes[1][place] == code for place, code in codes[0].items() if place in codes[1])


def test_only_what_changed_is_written_again(case: Case) -> None:
    """Sheets of unchanged team-days keep their bytes, sheets of vanished rounds are gone, calendars follow."""
    now, before = files(case.out), case.files_before
    stops = [
        {key: [(s["code"], s["start"]) for s in r["stops"]] for key, r in rounds(plan).items()}
        for plan in (case.before, case.after)
    ]
    for team, day in {*stops[0], *stops[1]}:
        name = f"teams/{team}/{day}-carry-sheet.pdf"
        assert (name in now) == ((team, day) in stops[1])
        if stops[0].get((team, day)) == stops[1].get((team, day)):
            assert now[name] == before[name]
    calendar = f"teams/{case.team}/{WEEK}.ics"
    assert now[calendar] != before[calendar]
    has_rounds = any(team == case.team for team, _ in stops[1])
    assert (b"BEGIN:VEVENT" in now[calendar]) == has_rounds  # an empty one, so that whoever reads it again loses theirs
    assert case.approved.value["sha256"] == case.replanned.value["sha256"]


def test_people_read_it_in_plain_words(approved_home: Path, tmp_path: Path) -> None:
    """The table names what happened, each change and who must do what next; nothing is approved by it."""
    home = tmp_path / "home"
    shutil.copytree(approved_home, home)
    plan = json.loads((home / "out" / WEEK / "plan.json").read_text())
    team = busiest(plan)
    day = next(day for own, day in sorted(rounds(plan)) if own == team and date.fromisoformat(day) >= WEDNESDAY)
    said = replan(home, "--absent", f"{team}:{day}", *AT)
    assert f"{team} is not available" in said.out
    assert "PROPOSED" in said.out
    assert "moved to another team or day" in said.out
    assert "a second person: vigie approve" in said.out
    again = replan(home, "--absent", f"{team}:{day}", *AT, "--json").value
    assert again["sha256"] in said.out
    mine = vigie(home, "approve", "--week", WEEK, "--latest", As(SUPERVISOR), expected=2)
    assert "[ACCESS-041]" in mine.err


def test_a_complaint_that_came_in_gets_its_visit(approved_home: Path, ready_home: Path, tmp_path: Path) -> None:
    """A site that no register knew when the week was planned is visited this week, once its complaint is kept."""
    home = tmp_path / "home"
    shutil.copytree(ready_home, home)
    (home / "lake" / "works").rename(tmp_path / "works")
    vigie(home, "week", "--week", WEEK, "--seed", "7", As("direction-1"))
    vigie(home, "approve", "--week", WEEK, "--latest", As(SUPERVISOR))
    (tmp_path / "works").rename(home / "lake" / "works")
    place, district = a_site(json.loads((approved_home / "out" / WEEK / "plan.json").read_text()))
    assert place not in (home / "out" / WEEK / "plan.json").read_text()
    told = home / "told.txt"
    told.write_text("Somebody told something.")
    made = vigie(
        home, "complaint", "add", place, "--district", district, "--language", "nl", "--text", f"@{told}",
        As(SUPERVISOR), "--json",
    ).value  # fmt: skip
    refused = replan(home, "--complaint", made["reference"], *AT, expected=2)
    assert "[PLAN-333]" in refused.err
    vigie(home, "complaint", "keep", made["id"], As(SUPERVISOR))
    said = replan(home, "--complaint", made["reference"], *AT, "--json").value
    new = [c for c in said["changes"] if c["code"] == said["events"][0]["values"]["code"]]
    assert [(c["kind"], c["cause"]) for c in new] == [("added", "event")]
    assert date.fromisoformat(new[0]["after"][0]["day"]) >= WEDNESDAY


def a_site(plan: dict[str, Any]) -> tuple[str, str]:
    """A construction site that the plan visits, and its district."""
    sites = [(s["workplace"], r["district"]) for r in rounds(plan).values() for s in r["stops"]]
    return next((place, district) for place, district in sites if place.startswith("site:"))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--absent", "nobody"), "PLAN-310"),
        (("--absent", f"TEAM:{WEDNESDAY - timedelta(days=1)}"), "PLAN-312"),
        (("--over", f"TEAM:{WEDNESDAY}:23:00"), "PLAN-313"),
        (("--absent", "TEAM", "--shift", f"TEAM:{WEDNESDAY}:10:00-18:00"), "PLAN-317"),
        (("--closed", "est:2999999999"), "PLAN-319"),
        ((), "PLAN-331"),
        (("--absent", "TEAM", "--announced", "XXXXXX"), "PLAN-332"),
        (("--over", "TEAM:wednesday:23:00"), "PLAN-336"),
        (("--shift", f"TEAM:{WEDNESDAY}:18:00-10:00"), "PLAN-336"),
        (("--complaint", "ABC"), "PLAN-333"),
    ],
)
@pytest.mark.few(5)
def test_what_cannot_be_is_refused(approved_home: Path, words: tuple[str, ...], code: str) -> None:
    """Each with its own code, and nothing is proposed."""
    team = busiest(json.loads((approved_home / "out" / WEEK / "plan.json").read_text()))
    said = replan(approved_home, *(word.replace("TEAM", team) for word in words), *AT, expected=2)
    assert f"[{code}]" in said.err


def test_a_week_that_is_not_approved_is_planned_again_instead(ready_home: Path) -> None:
    """There is nothing to replan before somebody approved it."""
    assert "[PLAN-321]" in replan(ready_home, "--absent", "leuven-1", *AT, expected=2).err


def test_an_inspector_replans_nothing(approved_home: Path) -> None:
    """It takes a team head or the office."""
    assert "[ACCESS-" in replan(approved_home, "--absent", "leuven-1", *AT, by="insp-leuven-1", expected=2).err
