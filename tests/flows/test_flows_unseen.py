"""A week replanned while a place is unavailable and a visit is ordered: the answer tells of neither, and keeps both."""

import json
import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from builders_books import plan_text
from builders_flows import As, Said, next_week, vigie
from pdf_words import pdf_words

from inspection import acts
from inspection.sealing import is_short_code
from inspection.store.queries import plan_changes, plan_origin, plans, visits
from inspection.time_of import IsoWeek

WEEK = next_week()
DAYS = IsoWeek.parse(WEEK).days
AT = ("--at", f"{DAYS[2]}T06:00")
DISTRICT, SUPERVISOR, OTHER = "leuven", "supervisor-leuven", "supervisor-namur"


@dataclass(frozen=True)
class Case:
    """A home whose week was approved with an ordered visit, then replanned and approved with a hold in it."""

    home: Path
    before: dict[str, Any]
    after: dict[str, Any]
    held: dict[str, Any]
    ordered: str
    carried: dict[str, str]
    carried_after: dict[str, str]
    said: Said


def plan(home: Path) -> dict[str, Any]:
    """The plan as it was written."""
    read: dict[str, Any] = json.loads((home / "out" / WEEK / "plan.json").read_text(encoding="utf-8"))
    return read


def stops(plan: dict[str, Any], *, after: date = DAYS[0]) -> list[dict[str, Any]]:
    """The stops of Leuven from a day on, each with its team and day."""
    return [
        {**stop, "team": each["team"], "day": each["day"]}
        for each in plan["rounds"]
        if each["district"] == DISTRICT and date.fromisoformat(each["day"]) >= after
        for stop in each["stops"]
    ]


def sheets(home: Path) -> dict[str, str]:
    """The words of every carry sheet, by its path."""
    found = sorted((home / "out" / WEEK / "teams").rglob("*.pdf"))
    return {f"{file.parent.name}/{file.name}": pdf_words(file.read_bytes()) for file in found}


def unseen(plan: dict[str, Any], sheets: dict[str, str]) -> dict[str, str]:
    """The sheets that show a visit code of no plan, with that code."""
    known = {stop["code"] for each in plan["rounds"] for stop in each["stops"]}
    found = {
        name: [word for word in re.findall(r"\b[0-9A-Z]{6}\b", text) if is_short_code(word) and word not in known]
        for name, text in sheets.items()
    }
    return {name: words[0] for name, words in found.items() if words}


def approve(home: Path) -> None:
    """Approve the week as it is now."""
    vigie(home, "approve", "--week", WEEK, "--latest", As(OTHER), "--json")


@pytest.fixture(scope="module")
def case(two_districts_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """Order one visit, approve; hold another, let a third team fall ill, and approve what comes of it."""
    home = shutil.copytree(two_districts_home, tmp_path_factory.mktemp("unseen") / "home")
    vigie(home, "week", "--week", WEEK, "--seed", "7", As("direction-1"), "--json")
    risk = [s for s in stops(plan(home)) if s["arm"] == "risk" and s["workplace"].startswith("est:")]
    workplace = risk[-1]["workplace"]
    (home / "theirs.txt").write_text("LE.1")
    line = (
        "order",
        "register",
        As(SUPERVISOR),
        "--authority",
        "aud-leuven",
        "--workplace",
        "-",
        "--place",
        "24062",
        "--json",
    )
    order = vigie(home, *line, "--reference", f"@{home}/theirs.txt", typed=workplace).value["order"]
    vigie(home, "week", "--week", WEEK, "--seed", "7", As("direction-1"), "--json")
    (there,) = vigie(home, "order", "list", As(SUPERVISOR), "--json").value[0]["planned"]
    assert there["is_permitted"] is False
    vigie(home, "order", "permit", order, there["team"], As(SUPERVISOR))
    approve(home)
    before, carried = plan(home), sheets(home)
    (sheet,) = unseen(before, carried)
    going = sheet.split("/")[0]
    ill = next(s["team"] for s in stops(before, after=DAYS[2]) if s["team"] != going)
    held = next(s for s in stops(before, after=DAYS[3]) if s["team"] != ill)
    line = ("hold", "place", "--until", str(DAYS[6]), As(SUPERVISOR), "--subject", "-", "--json")
    (there,) = vigie(home, *line, typed=held["workplace"]).value["planned"]
    assert there == {"team": held["team"], "day": held["day"], "code": held["code"]}
    said = vigie(home, "replan", "--week", WEEK, As(SUPERVISOR), "--absent", ill, *AT, "--json")
    approve(home)
    return Case(home, before, plan(home), held, workplace, carried, sheets(home), said)


def test_the_held_visit_is_gone_and_no_change_tells_of_it(case: Case) -> None:
    """Neither as a change nor as the cause of one; it is unplaced like any place that is unavailable."""
    assert case.said.value["changes"]
    assert case.held["code"] not in {s["code"] for s in stops(case.after)}
    assert case.held["code"] not in case.said.out
    assert case.held["code"] not in json.dumps(case.said.value)
    mine = [u["rule"] for u in case.after["unplaced"] if u["workplace"] == case.held["workplace"]]
    assert mine == ["workplace_unavailable"] * case.held["required"]
    assert not [name for name, text in case.carried_after.items() if case.held["code"] in text]


def test_the_ordered_visit_keeps_its_hour_and_stays_unseen(case: Case) -> None:
    """On the sheet of a team that may see it, before and after; in the plan and in the answer never."""
    number = case.ordered.removeprefix("est:")
    assert number not in json.dumps([case.before, case.after]) + case.said.out + case.said.err
    was, now = unseen(case.before, case.carried), unseen(case.after, case.carried_after)
    assert len(was) == 1
    assert was == now
    assert next(iter(was.values())) not in case.said.out


def test_no_output_of_the_replanned_week_shows_what_was_ordered(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the command says to people, what the screen reads of the version, where it comes from, and every file."""
    monkeypatch.setenv("VIGIE_HOME", str(case.home))
    ((sheet, code),) = unseen(case.after, case.carried_after).items()
    store = acts.app().store
    (version,) = [one for one in plans(store, WEEK) if one.state == "approved"]
    origin = plan_origin(store, version.id)
    assert origin is not None
    looks = [
        plan_text(store, version.id),
        plan_text(store, origin),
        repr(plan_changes(store, version.id)),
        repr(version),
    ]
    looks += [repr(one) for one in visits(store, plan_id=version.id)]
    team = stops(case.after, after=DAYS[3])[-1]["team"]
    words = ("replan", "--week", WEEK, As(SUPERVISOR), "--absent", f"{team}:{DAYS[5]}", *AT)
    said = vigie(case.home, *words, expected=None)
    looks += [said.out, said.err, vigie(case.home, "action", "list", As(SUPERVISOR), "--json").out]
    kept = {sheet, f"{sheet.split('/')[0]}/{WEEK}.ics"}
    files = [file for file in (case.home / "out").rglob("*") if file.is_file() and not str(file).endswith(tuple(kept))]
    looks += [file.read_text(encoding="utf-8", errors="replace") for file in files if file.suffix != ".pdf"]
    looks += [text for name, text in case.carried_after.items() if name not in kept]
    assert len(files) > len(kept)
    secret = (case.ordered.removeprefix("est:"), code, "judicial")
    assert [(word, look[:60]) for look in looks for word in secret if word in look] == []


@pytest.mark.parametrize("kind", ["complaint", "action"])
@pytest.mark.few(1)
def test_a_visit_that_comes_in_where_one_is_ordered_is_added_like_any_other(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """It answers the order too: nothing says that somebody was to go there, and nobody goes there twice."""
    home = tmp_path / "home"
    shutil.copytree(case.home, home)
    monkeypatch.setenv("VIGIE_HOME", str(home))
    if kind == "complaint":
        (home / "told.txt").write_text("Somebody told something.")
        line = f"complaint add {case.ordered} --district {DISTRICT} --language nl --text @{home}/told.txt".split()
        made = vigie(home, *line, As(SUPERVISOR), "--json").value
        vigie(home, "complaint", "keep", made["id"], As(SUPERVISOR))
    else:
        among = [word for day in DAYS[3:5] for word in ("--among", str(day))]
        line = f"action add {case.ordered} --district {DISTRICT} --sector restaurants --size 1 --minutes 45".split()
        more = ("--between", "09:00-15:00", "--replanning", As(SUPERVISOR), "--json")
        made = vigie(home, *line, *among, *more).value
    said = vigie(home, "replan", "--week", WEEK, As(SUPERVISOR), f"--{kind}", made["reference"], *AT, "--json")
    assert "judicial" not in said.out
    code = said.value["events"][0]["values"]["code"]
    mine = [one for one in said.value["changes"] if one["code"] == code]
    assert [(one["kind"], one["before"], one["cause"]) for one in mine] in ([("added", [], "event")], [])
    approve(home)
    after = plan(home)
    there = [s for s in stops(after) if s["workplace"] == case.ordered]
    missing = [u["rule"] for u in after["unplaced"] if u["workplace"] == case.ordered]
    assert bool(there) != bool(missing)
    assert "workplace" not in "".join(missing)
    assert unseen(after, sheets(home)) == {}


@pytest.mark.battery(reason="what an approved version shows of it is tried in every run")
def test_a_version_that_is_approved_again_is_written_whole(case: Case, tmp_path: Path) -> None:
    """A permission that came after the approval reaches its sheet so, although no version differs from the other."""
    home = tmp_path / "home"
    shutil.copytree(case.home, home)
    same = [name for name, text in case.carried_after.items() if case.carried.get(name) == text]
    assert same
    for name in same:
        (home / "out" / WEEK / "teams" / name).unlink()
    approve(home)
    assert sheets(home) == case.carried_after


@pytest.mark.battery(reason="what is unavailable or ordered is in no answer of a replanned week: every run")
def test_a_week_replanned_again_brings_no_phantom(case: Case) -> None:
    """What is unavailable already is not offered a second time: nobody makes room for a visit that nobody makes."""
    other = stops(case.after, after=DAYS[3])
    team = other[-1]["team"]
    said = vigie(
        case.home, "replan", "--week", WEEK, As(SUPERVISOR), "--absent", f"{team}:{other[-1]['day']}", *AT, "--json"
    )
    assert case.held["code"] not in said.out
    approve(case.home)
    again = plan(case.home)
    mine = [u["rule"] for u in again["unplaced"] if u["workplace"] == case.held["workplace"]]
    assert mine == ["workplace_unavailable"] * case.held["required"]
    assert case.held["code"] not in {s["code"] for s in stops(again)}
