"""A week with a visit that a magistrate ordered, from planning to the reports: nothing written or said shows it."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from builders_control import a_raw_control
from builders_flows import As, every_log, next_week, vigie
from pdf_words import pdf_words
from sqlmodel import select

from inspection import acts
from inspection.reporting.week import read_rounds
from inspection.store.core import new_id
from inspection.store.orders import JudicialStopRow
from inspection.store.queries import plans, teams, visits
from inspection.time_of import IsoWeek, today

DISTRICT, SUPERVISOR = "leuven", "supervisor-leuven"
THEIRS = "LE.69.99.123-26"
LISTS = (
    "control list --json", "control clocks --json", "complaint list --json", "alerts list --json", "refer list --json",
    "refer overdue --json", "report arms --json",
)  # fmt: skip


@dataclass(frozen=True)
class Ordered:
    """A home in which an ordered visit was planned and approved, and what was said and logged on the way."""

    home: Path
    workplace: str
    name: str
    code: str
    team: str
    order: str
    said: list[str]


@pytest.fixture(scope="module")
def ordered(two_districts_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ordered]:
    """Order the visit of a workplace that the week showed for its points, and plan and approve the week again."""
    home = shutil.copytree(two_districts_home, tmp_path_factory.mktemp("ordered") / "home")
    with pytest.MonkeyPatch.context() as patch, every_log() as logged:
        patch.setenv("VIGIE_HOME", str(home))
        said = [vigie(home, "week", "--week", next_week(), "--json").out]
        workplace, name = _somebody(home)
        (home / "theirs.txt").write_text(THEIRS)
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
        said.append(vigie(home, "week", "--week", next_week(), "--json").out)
        store = acts.app().store
        assert workplace not in {v.workplace for p in plans(store) for v in visits(store, plan_id=p.id)}
        said.append(_approve(home))
        code, team = _stop(workplace)
        yield Ordered(home, workplace, name, code, team, order, [*said, *logged])


def _approve(home: Path) -> str:
    line = ("approve", As("supervisor-namur"), "--latest", "--week", next_week(), "--json")
    return vigie(home, *line).out


def _somebody(home: Path) -> tuple[str, str]:
    """Return a workplace that the week without the order visits for its points: then its lines must vanish."""
    plan = json.loads((home / "out" / next_week() / "plan.json").read_text(encoding="utf-8"))
    stops = [s for r in plan["rounds"] if r["district"] == DISTRICT for s in r["stops"] if s["arm"] == "risk"]
    workplace = str(stops[-1]["workplace"])
    return workplace, workplace.removeprefix("est:").removeprefix("site:")


def _stop(workplace: str) -> tuple[str, str]:
    """Return code and team of the ordered stop, as kept beside the plan."""
    store = acts.app().store
    with store.read() as session:
        row = session.exec(select(JudicialStopRow)).one()
        (round_,) = read_rounds(store.unseal("judicial_stop.body", row.id, row.body))
    (stop,) = round_.stops
    assert stop.workplace == workplace
    return stop.code, round_.team


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield every file under a folder as text: PDF by its words, Parquet by its rows."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        if file.suffix == ".pdf":
            text = pdf_words(file.read_bytes())
        elif file.suffix == ".parquet":
            text = json.dumps(pl.read_parquet(file).to_dicts(), default=str)
        else:
            text = file.read_text(encoding="utf-8", errors="replace")
        yield str(file.relative_to(folder)), text


def _words(ordered: Ordered) -> tuple[str, ...]:
    return ordered.name, ordered.code, ordered.order, THEIRS, "judicial"


def test_no_file_of_the_week_shows_it(ordered: Ordered) -> None:
    """Plan files, pages, maps, sheets and calendars, before any permission."""
    files = dict(_texts(ordered.home / "out"))
    assert {Path(name).suffix for name in files} >= {".json", ".parquet", ".geojson", ".html", ".pdf", ".ics"}
    assert [(name, word) for name, text in files.items() for word in _words(ordered) if word in text] == []


def test_nothing_that_was_said_or_logged_shows_it(ordered: Ordered) -> None:
    """The command's answers and every line of every log, from the order to the approval."""
    assert len(ordered.said) >= 3
    assert [word for word in _words(ordered) for line in ordered.said if word in line] == []


def test_its_team_carries_it_once_that_is_permitted(ordered: Ordered, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written again after the permission: the sheet of that team and day and its calendar, and no other file."""
    monkeypatch.setenv("VIGIE_HOME", str(ordered.home))
    files = set(_teams_files(ordered))
    assert not [name for name, text in _texts(ordered.home / "out") if ordered.code in text]
    vigie(ordered.home, "order", "permit", ordered.order, ordered.team, As(SUPERVISOR))
    _approve(ordered.home)
    shown = {name for name, text in _texts(ordered.home / "out") if ordered.code in text}
    assert {Path(name).suffix for name in shown} == {".pdf", ".ics"}
    assert {Path(name).parent.name for name in shown} == {ordered.team}
    assert len(shown) == 2
    assert set(_teams_files(ordered)) >= files


def test_a_revoked_permission_takes_it_from_the_sheets_again(ordered: Ordered, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written again after the revocation, the folder is as before the permission; then the team is permitted again."""
    monkeypatch.setenv("VIGIE_HOME", str(ordered.home))
    line = (ordered.order, ordered.team, As(SUPERVISOR))
    said = vigie(ordered.home, "order", "revoke", *line, "--reason", "other_team").out
    assert f"{ordered.team} is planned there on" in said
    _approve(ordered.home)
    assert not [name for name, text in _texts(ordered.home / "out") if ordered.code in text]
    plan = json.loads((ordered.home / "out" / next_week() / "plan.json").read_text(encoding="utf-8"))
    sheets = {f"{r['team']}/{r['day']}-carry-sheet.pdf" for r in plan["rounds"] if r["stops"]}
    assert {name for name in _teams_files(ordered) if name.endswith(".pdf")} == sheets
    vigie(ordered.home, "order", "permit", *line)
    _approve(ordered.home)


def test_no_geopackage_shows_it(ordered: Ordered, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also for whoever registered the order, and once its team is permitted to carry it."""
    monkeypatch.setenv("VIGIE_HOME", str(ordered.home))
    vigie(ordered.home, "order", "permit", ordered.order, ordered.team, As(SUPERVISOR))
    file = ordered.home / "week.gpkg"
    line = ("--week", next_week(), As(SUPERVISOR), "--purpose", "planning", "--out", str(file), "--json")
    made = vigie(ordered.home, "export", "gpkg", *line).value
    store = acts.app().store
    planned = {v.code for p in plans(store) for v in visits(store, plan_id=p.id)}
    assert (made["counts"]["visits"], ordered.code in planned) == (len(planned), False)
    assert [word for word in _words(ordered) if word.encode() in file.read_bytes()] == []


def _teams_files(ordered: Ordered) -> Iterator[str]:
    teams = ordered.home / "out" / next_week() / "teams"
    return (str(file.relative_to(teams)) for file in teams.rglob("*") if file.is_file())


def test_its_control_is_in_no_list_and_no_figure(ordered: Ordered, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every list of the command and the yield of the arms, for readers of three roles; also after it took place."""
    monkeypatch.setenv("VIGIE_HOME", str(ordered.home))
    figures = vigie(ordered.home, "report", "arms", As("supervisor-namur"), "--json").out
    control = ordered.home / "control.json"
    raw = a_raw_control(on=today(), control_id=new_id(), workplace=ordered.workplace, visit=ordered.code)
    control.write_text(json.dumps(raw), encoding="utf-8")
    member = next(u for u in _members(ordered.team))
    vigie(ordered.home, "control", "import", str(control), As(member))
    assert vigie(ordered.home, "order", "list", As(SUPERVISOR), "--json").value[0]["state"] == "visited"
    for reader in ("supervisor-namur", "data-officer-1"):
        for line in LISTS:
            said = vigie(ordered.home, *line.split(), As(reader), expected=None)
            assert [word for word in _words(ordered) if word in said.out + said.err] == [], line
            assert raw["control_id"] not in said.out, line
    assert vigie(ordered.home, "report", "arms", As("supervisor-namur"), "--json").out == figures
    again = vigie(ordered.home, "control", "list", As(SUPERVISOR), "--json")
    assert raw["control_id"] in again.out


def _members(team: str) -> list[str]:
    return [m for t in teams(acts.app().store) if t.id == team for m in t.members]


def test_a_week_planned_without_the_order_is_read_in_the_same_words(ordered: Ordered) -> None:
    """Districts' counts say nothing of it: as many mandated as there are others."""
    plan = json.loads((ordered.home / "out" / next_week() / "plan.json").read_text(encoding="utf-8"))
    counted = next(d for d in plan["districts"] if d["district"] == DISTRICT)
    stops = [s for r in plan["rounds"] if r["district"] == DISTRICT for s in r["stops"]]
    assert counted["placed"] == len(stops)
    assert counted["mandated"] == sum(s["arm"] == "mandated" for s in stops) + sum(
        u["arm"] == "mandated" for u in plan["unplaced"] if u["district"] == DISTRICT
    )
    assert IsoWeek.parse(plan["week"]) > IsoWeek.of(today())
