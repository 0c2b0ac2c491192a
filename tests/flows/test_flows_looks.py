"""Every command walked: nothing of a person is shown without an entry that names who, what, case and purpose.

The commands are enumerated from the command itself. One that asks for something which this walk does not know is red:
teach it, so that a new command is walked too.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from builders_acts import an_office
from builders_flows import As, vigie
from builders_link_cases import HEAD
from builders_looks import MANY, Planted, ends, plant, seen_in, seen_in_files, unexplained
from builders_protection import said
from typer import Context
from typer.main import get_command

from flows.command import app
from flows.command.shell.open_commands import OPEN
from inspection import acts
from inspection.settings import settings
from inspection.store.queries import complaints
from inspection.time_of import now
from inspection.trust import AppContext

INSPECTOR, COLLEAGUE, DIRECTION, DPO = "insp-liege-1", "insp-liege-2", "direction-1", "dpo-1"
# What starts a server, another process or a long search, and shows nobody anything.
APART = {"serve", "portal serve", "login", "prefect setup", "prefect start", "warm", "run", "bound"}
APART |= {"demo past", "demo year", "demo learnt", "demo suspicion"}
REASONS = {HEAD: "supervision", COLLEAGUE: "stand_in", DIRECTION: "authority", DPO: "audit"}


@dataclass
class Walk:
    """A home, who stands in it, and what a command may be asked about."""

    house: AppContext
    planted: tuple[Planted, ...]
    values: dict[str, str]
    special: dict[tuple[str, str], str]
    folder: Path


def leaves(command: Any, context: Context, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command that is no group, with its words."""
    if not hasattr(command, "list_commands"):
        yield " ".join(path), command
        return
    for name in command.list_commands(context):
        yield from leaves(command.get_command(context, name), context, (*path, name))


def commands() -> dict[str, Any]:
    """Every command, by its words."""
    top = get_command(app)
    return dict(leaves(top, Context(top)))


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """Give a home with twenty referrals, a change that waits, a notice, a complaint and a follow-up."""
    home = tmp_path_factory.mktemp("looks") / "home"
    house = an_office(settings({"VIGIE_HOME": str(home)}))
    planted = plant(house, now())
    one = planted[0]
    change = acts.changes.propose_change(house.acting(INSPECTOR), one.reference, "correction", "Geheim01 was wrong.")
    consent = said(at=now()).model_copy(update={"name_too": True})
    agreed = acts.protection.record_consent(house.acting(INSPECTOR), one.control, consent)
    told = acts.workplaces.NewComplaint(workplace=one.workplace, district="liege", text="Geheim01", language="fr")
    acts.workplaces.register_complaint(house.acting(INSPECTOR), told)
    folder = tmp_path_factory.mktemp("written")
    (folder / "file.json").write_text("{}", encoding="utf-8")
    values = {
        "control_id": one.control, "control": one.control, "reference": one.reference, "case": one.reference,
        "recipient": "pjf-liege", "person": "P1", "workplace": one.workplace, "district": "liege",
        "change": change.id,
        "complaint_id": complaints(house.store)[0].id, "subject": one.control, "service": "tsw",
        "sector": "restaurants",
        "file": str(folder / "file.json"), "files": str(folder / "file.json"), "source": str(folder), "to": "aud-liege",
        "week": "2026-W48", "purpose": "planning", "first": "2026-01-01", "last": "2026-12-31", "figure": "referrals",
        "until": "2026-12-31", "day": "2026-12-01", "decided_on": "2026-12-01", "start": "2026-12-01T08:00",
        "end": "2026-12-01T09:00", "told_at": "2026-11-25T18:00", "year": "2026", "language": "fr", "role": "duty",
        "authority": "aud-liege", "decision": "yes", "how": "in_person", "reader": "cell", "kind": "access",
        "user": COLLEAGUE, "inspector": COLLEAGUE, "owner": "ONSS", "department": "ONSS", "period": "2026-11",
        "verdict": "fitting", "outcome": "reached", "answer": "given", "sha256": "0" * 64, "offence": "SS_DIMONA",
        "key": "302", "epv": "EPV-1", "name": "zone", "register": "dimona", "session": "nothing", "turn": "nothing",
        "follow_up": "nothing", "look": "nothing", "link": "nothing", "order": "nothing", "hold_id": "nothing",
        "device_id": "nothing", "absent": INSPECTOR, "deputy": COLLEAGUE, "deputy_id": "nothing",
        "office": "fgp-antwerpen", "fingerprint": "ab" * 16,
        "of": INSPECTOR, "place": "62063", "number": "est:2999999999", "decoy": "nothing", "breach": "nothing",
        "risk": "unlikely", "people": "1", "aware": "2026-11-25T08:00", "occurred": "2026-11-25T07:00",
        "proposal": "nothing", "glass": "nothing", "question": "nothing",
        "absence": "nothing", "car": "nothing", "days": "nothing", "shown": "0" * 64,
        "clock_id": "nothing", "alert_id": "nothing", "reason": "word", "because": "word", "edition": "public",
    }  # fmt: skip
    special = {
        ("protect script", "reference"): agreed.reference or "",
        ("rules try", "files"): str(folder / "file.json"),
        ("deputy name", "first"): "2026-12-01",
        ("deputy name", "last"): "2026-12-02",
        ("outside propose", "last"): "2026-12-31",
        ("outside propose", "role"): "police_cell",
        ("glass break", "kind"): "control",
        ("breach open", "kind"): "confidentiality",
        ("learn backfill", "since"): "2026-11-02",
        ("learn sign", "kind"): "impact_assessment",
        ("addressee propose", "recipient"): "aud-liege",
        ("staff person", "starts_on"): "2199-01-04",
        ("staff team", "starts_on"): "2199-01-04",
        ("car give-back", "last"): "2199-01-04",
        ("car away", "first"): "2026-12-01",
        ("car away", "last"): "2026-12-02",
        ("absence note", "first"): "2026-12-01",
        ("absence note", "last"): "2026-12-02",
    }
    yield Walk(house, planted, values, special, folder)
    house.store.close()


def words(walk: Walk, path: str, command: Any) -> list[str]:
    """The command line of a command, with everything that it needs."""
    line = path.split()
    for one in command.params:
        if not one.required and one.name not in {"about", "control"}:
            continue
        value = walk.special.get((path, one.name), walk.values.get(one.name))
        if value is None and one.name == "about":
            value = walk.planted[0].control
        if value is None and one.is_flag if hasattr(one, "is_flag") else False:
            line.append(one.opts[0])
            continue
        assert value is not None, f"teach this walk what {one.name} of `vigie {path}` may be"
        line += [value] if one.param_type_name == "argument" else [one.opts[0], value]
    return line


def shown(walk: Walk, line: list[Any], monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Whom a command speaks of, on its two streams and in what it writes."""
    place = walk.folder / "here"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    monkeypatch.chdir(place)
    told = vigie(walk.house.home, *line, expected=None)
    return seen_in(told.out + told.err) | seen_in_files(place)


def ways(walk: Walk, path: str, takes: set[str], *, others: bool) -> Iterator[tuple[str, list[Any]]]:
    """By whom a command is tried, and with what: by who made the control; by others with a reason and without."""
    case, as_json = walk.planted[0].reference, ["--json"] if "--json" in takes else []
    if path in OPEN:
        yield "system", as_json
        return
    if not others:
        yield INSPECTOR, [As(INSPECTOR), *as_json]
        return
    yield HEAD, [As(HEAD)]
    if "--case" in takes:
        for by, purpose in REASONS.items():
            yield by, [As(by), "--purpose", purpose, "--case", case]
            yield by, [As(by), *as_json]


def _options(command: Any) -> set[str]:
    return {opt for one in command.params for opt in one.opts}


@pytest.mark.parametrize(
    "others",
    [False, pytest.param(True, marks=pytest.mark.battery(reason="the same walk by four others takes minutes"))],
)
def test_nothing_of_a_person_is_shown_or_written_without_its_entry(
    walk: Walk, others: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each command, by who made the control and by others; what it shows of anybody stands in the trail."""
    every, revealed, at_fault = commands(), set[str](), []
    assert not APART - every.keys()
    for path, command in every.items():
        if path in APART:
            continue
        line = words(walk, path, command)
        for by, more in ways(walk, path, _options(command), others=others):
            before = ends(walk.house)
            seen = shown(walk, [*line, *more], monkeypatch)
            revealed |= {path} if seen else set()
            at_fault += [(path, by, more, one.n) for one in unexplained(walk.house, walk.planted, seen, by, before)]
    assert at_fault == []
    assert {"control export", "refer reason", "control dossier"} <= revealed  # it can see at all
    assert len(walk.planted) == MANY


def test_every_command_that_reveals_takes_a_reason_and_refuses_without(walk: Walk) -> None:
    """A head who names nothing is told the purposes; a purpose of somebody else's and a foreign case are refused."""
    takes = [path for path, command in commands().items() if {"--purpose", "--case"} <= _options(command)]
    assert len(takes) >= 9
    for code, reason in (
        ("ACCESS-090", []),
        ("ACCESS-091", ["--purpose", "audit", "--case", walk.planted[0].reference]),
        ("ACCESS-093", ["--purpose", "supervision", "--case", "R-26-000999-1"]),
        ("ACCESS-094", ["--purpose", "supervision", "--case", walk.planted[1].reference]),
    ):
        told = vigie(walk.house.home, "control", "export", walk.planted[0].control, As(HEAD), *reason, expected=2)
        assert code in told.err
        assert not seen_in(told.out + told.err)
    assert (
        "supervision" in vigie(walk.house.home, "control", "export", walk.planted[0].control, As(HEAD), expected=2).err
    )


def test_the_walk_finds_what_leaves_no_entry(walk: Walk) -> None:
    """A name that is printed beside every act is found, and so is a look that names no case."""
    one = walk.planted[2]
    assert unexplained(walk.house, walk.planted, {one.n}, HEAD, ends(walk.house)) == [one]
    before = ends(walk.house)
    acts.controls.show_control(walk.house.acting(HEAD), one.control)
    assert unexplained(walk.house, walk.planted, {one.n}, HEAD, before) == [one]
    acts.controls.export_control(walk.house.acting(HEAD).because("supervision", one.reference), one.control)
    assert unexplained(walk.house, walk.planted, {one.n}, HEAD, before) == []
    assert unexplained(walk.house, walk.planted, {one.n}, COLLEAGUE, before) == [one]
