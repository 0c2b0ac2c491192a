"""The command: the main job in a small home, for people and machines, refused in one message, silent on persons."""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from builders_flows import (
    DISTRICTS,
    As,
    Said,
    canaries,
    deliver_again,
    environment,
    every_log,
    last_week,
    next_week,
    told_of,
    vigie,
)
from icalendar import Calendar
from pdf_words import pdf_words

from inspection.control.checklists import checklist
from inspection.i18n import LANGUAGES, t
from inspection.store.core import new_id
from inspection.time_of import moment_of, today
from sectors import Catalogue
from sectors.reader import load_rules

PLAN_FILES = ("plan.json", "plan.parquet", "rounds.geojson")
READER = As("supervisor-leuven")
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Run:
    """A whole run: the home, what each command said, every line that was logged, and the files of the first plan."""

    home: Path
    said: dict[str, Said]
    logged: list[str]
    first: dict[str, bytes]

    @property
    def out(self) -> Path:
        return self.home / "out" / next_week()

    @property
    def plan(self) -> dict[str, Any]:
        plan: dict[str, Any] = json.loads(self.first["plan.json"])
        return plan

    @property
    def rounds(self) -> list[dict[str, Any]]:
        return [found for found in self.plan["rounds"] if found["stops"]]


@pytest.fixture(scope="module")
def run(ready_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Give a home in which a week was carried out from the past to the published lists."""
    home = tmp_path_factory.mktemp("run") / "home"
    shutil.copytree(ready_home, home)
    said: dict[str, Said] = {}
    with every_log() as logged:
        for line in ("demo past", "demo past --json", "week", "refused", "approve", "refer send", "refer chase --json"):
            said[line] = _refusals(home) if line == "refused" else _do(home, line)
            if line == "week":
                first = _plan_files(home)
        _import_duty(home)
        for line in ("report week --json", "report arms", "refer list --json", "control list", "doctor --json"):
            said[line] = _do(home, line, *([READER] if line.split()[1] in ("arms", "list") else []))
    return Run(home, said, logged, first)


def _do(home: Path, line: str, *more: str) -> Said:
    args = {
        "week": ("week", "--week", next_week(), "--seed", "7", As("direction-1"), "--json"),
        "approve": ("approve", As("supervisor-leuven"), "--latest", "--week", next_week(), "--json"),
    }
    return vigie(home, *args.get(line, tuple(line.split())), *more)


def _import_duty(home: Path) -> None:
    """Give each police directorate of these districts a number, as an office does once it has the rosters."""
    offices = {o.police_directorate for o in load_rules().on(today()).offices if o.arrondissement in DISTRICTS}
    turn = {"role": "police_cell", "number": "+32 2 000 00 00", "valid_from": "2026-01-01"}
    rosters = [{"recipient": office, "source": "its roster", "turns": [turn]} for office in sorted(offices)]
    (home / "duty.yaml").write_text(json.dumps(rosters))
    vigie(home, "on-call", "import", str(home / "duty.yaml"), As("supervisor-leuven"))


def _refusals(home: Path) -> Said:
    """Try to approve in every way that must be refused; returns what was said together."""
    week, sha256 = next_week(), _do(home, "week").value["sha256"]
    tries = [
        vigie(home, "approve", "--week", week, "--sha256", "0" * 64, As("supervisor-leuven"), expected=2),
        vigie(home, "approve", "--week", week, "--sha256", sha256, expected=2),
        vigie(home, "approve", "--week", week, "--sha256", sha256, As("insp-leuven-1"), expected=2),
        vigie(home, "approve", "--week", week, As("supervisor-leuven"), expected=2),
    ]
    return Said(("refused",), 2, "".join(one.out for one in tries), "".join(one.err for one in tries))


def _plan_files(home: Path) -> dict[str, bytes]:
    return {name: (home / "out" / next_week() / name).read_bytes() for name in PLAN_FILES}


def test_the_same_week_planned_again_gives_the_same_bytes(run: Run) -> None:
    """Planned a second time (by the refusals above) in the same home, the plan files did not change in a byte."""
    assert _plan_files(run.home) == run.first
    assert run.said["week"].value["sha256"] == run.said["approve"].value["sha256"]


@pytest.mark.battery(reason="a second home; every run plans one week twice")
def test_the_same_registers_in_another_home_give_the_same_plan(run: Run, tmp_path: Path) -> None:
    """Plan files and visit codes follow from registers, past, week and seed: not from keys, ids or the moment."""
    shutil.copy(run.home / "demo.json", tmp_path)
    deliver_again(run.home, tmp_path)
    shutil.copytree(run.home / "cache", tmp_path / "cache")
    for line in ("init", "ingest", f"teams import {tmp_path}/registers/roster/teams.json", "demo past", "week"):
        _do(tmp_path, line)
    again = _plan_files(tmp_path)
    codes = [
        [s["code"] for r in json.loads(plan["plan.json"])["rounds"] for s in r["stops"]] for plan in (again, run.first)
    ]
    assert codes[0]
    assert codes[0] == codes[1]
    assert again == run.first


def test_a_plan_is_approved_by_a_second_person_bound_to_its_hash(run: Run) -> None:
    """A wrong hash, no hash, whoever proposed it and an inspector are refused, each with a code of its own reason."""
    codes = re.findall(r"^\[([A-Z]+)-(\d{3})\]", run.said["refused"].err, re.MULTILINE)
    assert [family for family, _ in codes] == ["PLAN", codes[1][0], "ACCESS", "PLAN"]
    assert codes[1][0] in ("PLAN", "ACCESS")
    assert run.said["approve"].value["state"] == "APPROVED"


def test_an_approved_week_is_refused_before_anything_is_computed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """No workplace is measured and nobody is drawn for a plan that could never be kept."""
    worked: list[str] = []
    for step in ("assess_workplaces", "select_week", "plan_districts"):
        monkeypatch.setattr(f"flows.plan_week.{step}", lambda *_, step=step: worked.append(step))
    for district in ((), ("--district", "leuven")):
        refused = vigie(run.home, "week", "--week", next_week(), *district, expected=2)
        assert "[PLAN-222]" in refused.err
    assert worked == []


def test_every_team_with_rounds_gets_sheets_and_a_calendar(run: Run) -> None:
    """One carry sheet a round and one calendar a team, for nobody else."""
    sheets = {(r["team"], f"{r['day']}-carry-sheet.pdf") for r in run.rounds}
    calendars = {(r["team"], f"{next_week()}.ics") for r in run.rounds}
    assert sheets
    written = {(file.parent.name, file.name) for file in (run.out / "teams").glob("*/*")}
    assert written == sheets | calendars


def test_a_calendar_holds_time_and_code_only(run: Run) -> None:
    """Calendars leak: each event is one of the plan's stops, and names no place, firm, street, arm or points."""
    stops = {stop["code"]: (round_, stop) for round_ in run.rounds for stop in round_["stops"]}
    events = [
        event
        for file in run.out.glob("teams/*/*.ics")
        for event in Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    ]
    assert len(events) == len(stops)
    for event in events:
        round_, stop = stops[str(event["SUMMARY"]).split()[-1]]
        assert set(event) == {"SUMMARY", "DTSTART", "DTEND", "DTSTAMP", "UID", "SEQUENCE"}
        assert event["SUMMARY"] == t("calendar.visit", round_["language"], code=stop["code"])
        assert event["UID"].startswith(stop["code"])
        started = moment_of(type(today()).fromisoformat(round_["day"]), stop["start"])
        assert abs((event["DTSTART"].dt - started).total_seconds()) < 61


def test_a_carry_sheet_says_neither_why_nor_by_which_arm(run: Run) -> None:
    """It lies open in front of the employer: no arm, no points, no reason in the team's language or in English.

    Words that the sector's checklist has on every sheet say nothing about this employer.
    """
    catalogue = load_rules().on(today())
    signals = catalogue.signals
    seen = set()
    for round_ in run.rounds:
        file = run.out / "teams" / round_["team"] / f"{round_['day']}-carry-sheet.pdf"
        text = _words(pdf_words(file.read_bytes()))
        seen.add(round_["language"])
        for lang in (round_["language"], "en"):
            arms = [t(f"arm.{arm}", lang) for arm in ("random", "mandated", "risk")]
            points = [t("office.points", lang).strip(" :"), t("office.n_points", lang, n="").strip()]
            why = [signals[reason["signal"]].label.say(lang) for stop in round_["stops"] for reason in stop["reasons"]]
            asked = _checklists(catalogue, {stop["sector"] for stop in round_["stops"]}, round_["language"])
            found = [words for words in (*arms, *points, *why) if _has(text, words) and not _has(asked, words)]
            assert not found, f"{file.name}: {found}"
        assert all(stop["code"].lower() in text for stop in round_["stops"])
    assert len(seen) > 1


def test_no_file_of_the_week_holds_a_probability_that_nobody_calibrated(run: Run) -> None:
    """Plan, pages, map, sheets and calendars: each per cent is a share that a register gave, or the step it fell in."""
    files = [file for file in sorted(run.out.rglob("*")) if file.is_file()]
    assert {file.suffix for file in files} >= {".json", ".parquet", ".geojson", ".html", ".pdf", ".ics"}
    reasons = [reason for stop in _stops(run) for reason in stop["reasons"]]
    shares = {float(f"{r['value'] * 100:.1f}") for r in reasons if r["value"] is not None}
    shares |= {float(n) for r in reasons for n in re.findall(r"\d+(?:\.\d+)?", r["bin"])}  # the step that it fell in
    pages = 0
    for file in files:
        text = _told(file)
        assert not [w for w in _words_for_a_probability() if w in text.lower()], file.name
        if file.suffix == ".html" and file.parent.name == "office":
            told = {float(n.replace(",", ".")) for n in re.findall(r"(-?\d+(?:[.,]\d+)?) ?%", _plain(text))}
            pages += bool(told)
            assert told <= shares, (file.name, sorted(told - shares))
        elif file.suffix in (".ics", ".pdf") or file.name.startswith(("office-", "map-")):
            assert file.suffix == ".pdf" or "%" not in _plain(text), file.name
    assert pages
    assert all(stop["calibrated_probability"] is None for stop in _stops(run))
    kept = next(iter((run.home / "lake" / "assessment").rglob("*.parquet")))
    assert "probability" not in pl.read_parquet(kept).columns


def test_each_stop_of_a_week_says_its_place_in_its_sector(run: Run) -> None:
    """Beside points and reasons, how many of its sector and district stand there or above."""
    assert all(1 <= stop["place"] <= stop["place_of"] for stop in _stops(run))


def _stops(run: Run) -> list[dict[str, Any]]:
    return [stop for round_ in run.rounds for stop in round_["stops"]]


def _words_for_a_probability() -> set[str]:
    return {t("office.probability", lang).lower() for lang in LANGUAGES} | {'"probability"'}


def _told(file: Path) -> str:
    if file.suffix == ".pdf":
        return pdf_words(file.read_bytes())
    if file.suffix == ".parquet":
        return str(pl.read_parquet(file).columns).replace("'", '"')
    return file.read_text(encoding="utf-8")


def _plain(text: str) -> str:
    return re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", text, flags=re.DOTALL)


def _checklists(catalogue: Catalogue, sectors: set[str], lang: Any) -> str:
    papers = [checklist(catalogue.sectors[key], catalogue).paper(lang, discreet=True) for key in sorted(sectors)]
    return _words(json.dumps(papers, ensure_ascii=False))


def _has(text: str, words: str) -> bool:
    return re.search(rf"\b{re.escape(_words(words))}\b", text) is not None


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def test_the_past_replayed_again_adds_nothing(run: Run) -> None:
    """The second replay leaves as many complaints, controls and referrals as the first."""
    first = sorted(int(number) for number in re.findall(r"\d+", run.said["demo past"].out))
    assert sorted(run.said["demo past --json"].value.values()) == first
    assert run.said["demo past --json"].value["controls"] > 0


def test_every_police_directorate_and_auditorate_gets_its_list(run: Run, tmp_path: Path) -> None:
    """Published also when it is empty, as PDF and as workbook."""
    recipients = load_rules().on(today()).recipients.values()
    wanted = {r.id for r in recipients if r.kind in ("police_directorate", "labour_auditorate") and r.may_see != "none"}
    lists = run.said["report week --json"].value["lists"]
    assert wanted <= {one["recipient"] for one in lists}
    assert any(not (one["overdue"] or one["new"] or one["open"] or one["answered"]) for one in lists)
    for recipient in wanted:
        (sent,) = (run.home / "outbox" / recipient).glob(f"L-*-{last_week()}-*")
        assert {path.name for path in sent.iterdir()} >= {"referral_list.pdf.sealed", "referral_list.xlsx.sealed"}
        assert (run.home / "lists" / recipient / f"{last_week()}.pdf.sealed").exists()
    (recipient, *_) = sorted(wanted)
    vigie(run.home, "refer", "take", recipient, "--to", str(tmp_path), As("supervisor-leuven"))
    (sent,) = tmp_path.glob(f"L-*-{last_week()}-*")
    assert (sent / "referral_list.pdf").read_bytes().startswith(b"%PDF-")
    assert (sent / "referral_list.xlsx").read_bytes().startswith(b"PK")


def test_the_doctor_finds_a_good_home_well(run: Run) -> None:
    """Nothing is wrong where registers, teams and trail are as they must be."""
    found = run.said["doctor --json"].value
    assert not [one for one in found if one["state"] == "wrong"]
    assert any("trail holds" in one["what"] for one in found)


def test_the_doctor_names_what_is_wrong_with_an_empty_home(tmp_path: Path) -> None:
    """Exit status 1, and for each register, for the teams and for who is rung what is missing and what to do."""
    said = vigie(tmp_path, "init").out
    assert said.index("vigie teams import") < said.index("vigie enrol first")
    found = vigie(tmp_path, "doctor", "--json", expected=1).value
    wrong = {one["what"]: one["advice"] for one in found if one["state"] == "wrong"}
    empty = "the duty roster is empty: a suspicion tonight could be told to nobody"
    assert {"kbo: never taken in", "dimona: never taken in", "no team is known", "nobody has an account", empty} <= set(
        wrong
    )
    assert all(wrong.values())


def test_no_person_is_in_anything_that_is_said_or_logged(run: Run) -> None:
    """Names, numbers and told words of the past are in no output, no log line at any level, and no file of the week."""
    secret = canaries(run.home)
    assert len(secret) > 5
    everything = "\n".join([*(said.out + said.err for said in run.said.values()), *run.logged])
    assert not told_of(secret, everything.encode())
    files = [
        file for part in ("out", "store", "lake", "cache") for file in (run.home / part).rglob("*") if file.is_file()
    ]
    assert not [file for file in files if told_of(secret, file.read_bytes())]


def test_a_fault_ends_in_one_message_and_status_2(run: Run, tmp_path: Path) -> None:
    """Code, where and advice on the error stream, nothing on the output, never a traceback."""
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    for args in (
        ("week", "--week", "2026-99"),
        ("ingest", "kbo", str(tmp_path / "no-such-folder")),
        ("control", "import", str(broken), As("insp-leuven-1")),
        ("control", "import", str(tmp_path / "none.json"), As("insp-leuven-1")),
        ("control", "export", "no-such-id", As("head-leuven")),
        ("control", "schema", "no-such-sector"),
        ("refer", "decide", "no-such-id", "perhaps", As("insp-leuven-1")),
        ("refer", "acknowledge", "R-00-000000-0", As("head-leuven"), "--recipient", "aud-leuven"),
        ("refer", "call", "R-00-000000-0", As("head-leuven"), "--recipient", "aud-leuven", "--role", "deputy",
         "--instruction", "none"),
        ("complaint", "keep", "no-such-id", As("head-leuven")),
        ("teams", "import", str(broken)),
        ("audit", "checkpoint", str(tmp_path / "no" / "such" / "folder")),
        ("demo", "--scale", "enormous"),
    ):  # fmt: skip
        said = vigie(run.home, *args, expected=2)
        told = re.sub(r"^.*0/1 0:00:00$|^\s*$\n", "", said.err, flags=re.MULTILINE).lstrip()  # without the bars
        assert re.match(r"\[[A-Z]+-\d{3}\] \S.*\n  where:  \S.*\n  advice: \S.*\n$", told), f"{args}: {said.err}"
        assert not said.out
        assert "Traceback" not in said.err


def test_what_nobody_foresaw_is_told_without_its_text(ready_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text of a stranger's error may speak of a person: kind and place are told, and the status differs."""
    from flows.command.house import house

    def fail() -> None:
        raise ValueError("Quidam Vandecanari has no address")

    monkeypatch.setattr(house, "settings", fail)
    said = vigie(ready_home, "doctor", expected=70)
    assert "[VIGIE-900]" in said.err
    assert "ValueError" in said.err
    assert "Quidam" not in said.out + said.err


def test_json_is_printed_by_every_command_that_tells_something(run: Run, tmp_path: Path) -> None:
    """With --json one value that parses, and nothing besides."""
    for line in (
        "ingest --json",
        f"ingest dimona {run.home}/registers/dimona --json",
        f"teams import {run.home}/registers/roster/teams.json --json",
        "control list --json",
        "control clocks --json",
        "complaint list --json",
        "alerts list --json",
        "control schema restaurants",
        "refer send --json",
        "refer list --json",
        "refer overdue --json",
        "refer chase --json",
        "report arms --json",
        "audit verify --json",
        f"audit checkpoint {tmp_path}/checkpoint.json --json",
    ):
        by_schedule = line.split()[0] in ("ingest", "teams") or line.split()[1] in ("send", "chase")
        said = vigie(run.home, *line.split(), *([] if by_schedule else [READER]))
        assert said.value is not None
        assert not said.err, f"{line}: {said.err}"


def test_a_complaint_is_added_kept_and_dropped(run: Run) -> None:
    """By its id, with --json; what was told is not repeated."""
    args = ("complaint", "add", "est:8000000001", "--district", "leuven", As("head-leuven"), "--json")
    made = [vigie(run.home, *args, "--text", "-", typed="Zegsman Canari hoorde iets\n") for _ in range(2)]
    kept = vigie(run.home, "complaint", "keep", made[0].value["id"], As("head-leuven"), "--not-after",
                 "2099-01-01", "--json")  # fmt: skip
    dropped = vigie(run.home, "complaint", "drop", made[1].value["id"], As("head-leuven"), "--reason", "unfounded",
                    "--json")  # fmt: skip
    assert kept.value["reference"] == made[0].value["reference"]
    assert dropped.value["reference"] == made[1].value["reference"]
    assert "Zegsman" not in "".join(said.out + said.err for said in (*made, kept, dropped))


def test_a_control_is_imported_once_listed_and_exported(run: Run, tmp_path: Path) -> None:
    """The same file again changes nothing; whoever looks at it is recorded."""
    known = vigie(run.home, "control", "list", "--json", As("head-leuven")).value[-1]
    asked = ("--purpose", "supervision", "--case", known["id"])
    control = vigie(run.home, "control", "export", known["id"], *asked, As("head-leuven")).value
    file = tmp_path / "control.json"
    file.write_text(json.dumps({**control, "control_id": new_id(), "visit": None}))
    before = vigie(run.home, "audit", "verify", "--json").value["entries"]
    args = ("control", "import", str(file), As(known["saved_by"]), "--json")
    saved, again = vigie(run.home, *args).value, vigie(run.home, *args).value
    assert (saved["is_new"], again["is_new"]) == (True, False)
    assert again["control_id"] == saved["control_id"]
    head = "head-leuven"
    why = ("--purpose", "supervision", "--case", saved["control_id"])
    shown = vigie(run.home, "control", "export", saved["control_id"], *why, As(head)).value
    assert shown["control_id"] == saved["control_id"]
    listed = vigie(run.home, "control", "list", "--json", As(head)).value
    assert saved["control_id"] in {one["id"] for one in listed}
    assert vigie(run.home, "audit", "verify", "--json").value["entries"] >= before + 2


def test_the_commands_never_import_prefect() -> None:
    """Prefect's ephemeral server costs seconds and may fail: without PREFECT_API_URL none of it is touched."""
    modules = sorted(
        file.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
        for file in (ROOT / "flows").rglob("*.py")
    )
    look = f"import sys, importlib; [importlib.import_module(m) for m in {modules}]; print('prefect' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", look], cwd=ROOT, env=environment(ROOT), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


def test_help_imports_nothing_of_the_product() -> None:
    """`vigie --help` answers at once: it imports the names of its commands, not what they do."""
    look = (
        "import sys; from flows.command import app; from typer.testing import CliRunner; "
        "done = CliRunner().invoke(app, ['--help']); assert 'doctor' in done.output; "
        "print(sorted({'sqlalchemy', 'polars', 'pydantic', 'rich.table', 'inspection'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", look], cwd=ROOT, env=environment(ROOT), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_installed_command_ends_as_the_tests_say(tmp_path: Path) -> None:
    """The real process: status 2 and one message, status 1 of the doctor, and no traceback."""
    command = str(Path(sys.executable).with_name("vigie"))
    wrong = subprocess.run(
        [command, "refer", "list"],
        env=environment(tmp_path, VIGIE_SERVICE="POST"), capture_output=True, text=True,
    )  # fmt: skip
    assert wrong.returncode == 2
    assert wrong.stderr.startswith("[SETTING-026]")
    assert "Traceback" not in wrong.stderr
    unknown = subprocess.run([command, "aprove"], env=environment(tmp_path), capture_output=True, text=True)
    assert unknown.returncode == 2
    assert "No such command" in unknown.stderr
