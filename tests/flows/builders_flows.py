"""A small inspectorate of four districts and three languages, and the command run in it.

Its registers are the demo's, and its past is short. The persons of its controls and the words of its complaints are
canaries, so that a test can look for them wherever they must not be.
"""

import json
import logging
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from databases import lay_tables
from drawn_maps import copy_maps
from rich.console import Console
from signing_in import STATE, As, sign_in, sign_out
from typer.testing import CliRunner

from inspection.demo.home import mark
from inspection.demo.registers import write_registers
from inspection.demo.registers.people import impossible_number
from inspection.demo.registers.roster import roster_on
from inspection.demo.year.inspecting import FIRST_PERSON
from inspection.files import put
from inspection.keys import open_keys
from inspection.registers.delivered import content_of, deliveries, source_of
from inspection.settings import Settings
from inspection.time_of import IsoWeek, today

DISTRICTS = ("eupen", "leuven", "limburg", "namur")
ESTABLISHMENTS = 120
TEAMS = 4  # a district has, whatever its size: so few places would give it none
_ELEVEN = re.compile(rb"(?=(\d{11}))")  # wherever eleven digits stand, among others too
NAME, TOLD = "Quidam Vandecanari", "Zegsman Canari hoorde"
SHORT = {"weeks": 3, "room": 3, "words": {"person": NAME}}  # a past that leaves places for the week to come


def next_week() -> str:
    """The week that is planned today."""
    return str(IsoWeek.after(today()))


def last_week() -> str:
    """The week whose lists are published today."""
    return str(IsoWeek.of(today() - timedelta(days=7)))


def write_home(
    home: Path, districts: Sequence[str] = DISTRICTS, establishments: int = ESTABLISHMENTS, on: date | None = None
) -> Path:
    """Write the registers of a day (today), the roster and the past of the districts, and return the home."""
    copy_maps(home)
    lay_tables(Settings(home=home))
    mark(Settings(home=home), str(establishments), seed=1)
    write_registers(home / "registers", scale=establishments, seed=1, on=on or today())
    teams = roster_on(on or today(), dict.fromkeys(districts, TEAMS))
    _change(home / "registers/roster/teams.json", lambda _: _roster_of(teams, districts))
    _change(home / "registers/past/year.json", lambda year: year | SHORT | {"districts": districts})
    _change(home / "registers/past/complaints.json", lambda told: _complaints_of(told, districts))
    return home


def written(home: Path, name: str) -> bytes:
    """Return a file that the demo wrote among the registers, sealed since or not."""
    return content_of(home / "registers" / name, open_keys(home / "keys", {}))


def deliver_again(home: Path, other: Path) -> None:
    """Write what the demo delivered at a home, in clear, at another one, which has other keys."""
    keys = open_keys(home / "keys", {})
    for folder in (home / "registers").iterdir():
        for one in deliveries(folder):
            source = source_of(one, keys)
            for name, lies in source.files.items():
                put(other / "registers" / folder.name / name, source.sealed.read(lies))
    for name in ("past/year.json", "past/complaints.json", "roster/teams.json", "roster/duty.json"):
        put(other / "registers" / name, written(home, name))


def canaries(home: Path) -> set[str]:
    """Every name, number and told word that may stand nowhere but in the store and in a bundle."""
    assert NAME.encode() in written(home, "past/year.json")
    return {NAME, TOLD, *numbers_of_past()}


def numbers_of_past() -> set[str]:
    """Every number that a person of so short a past may have been given."""
    return {impossible_number(FIRST_PERSON + n) for n in range(1_000)}


def told_of(secret: set[str], content: bytes) -> set[str]:
    """Return which of these names, numbers and words stand somewhere in some bytes; numbers are looked for at once."""
    digits = {match[1].decode() for match in _ELEVEN.finditer(content)}
    numbers = {one for one in secret if len(one) == 11 and one.isdecimal()}
    return (numbers & digits) | {one for one in secret - numbers if one.encode() in content}


@dataclass(frozen=True)
class Said:
    """What one command said, and how it ended."""

    args: tuple[str, ...]
    status: int
    out: str
    err: str
    fault: BaseException | None = field(default=None, repr=False)

    @property
    def value(self) -> Any:
        """The JSON value that it printed."""
        return json.loads(self.out)


def vigie(home: Path, *args: str, typed: str | None = None, expected: int | None = 0, columns: int = 200) -> Said:
    """Run the command at a home as whoever stands among its words, `As(user)`; as nobody where no one does."""
    users = [word for word in args if isinstance(word, As)]
    sign_in(home, users[-1]) if users else sign_out(home)
    words = [word for word in args if not isinstance(word, As)]
    return command(home, *words, typed=typed, expected=expected, columns=columns, state=STATE)


def command(
    home: Path,
    *args: str,
    typed: str | None = None,
    expected: int | None = 0,
    columns: int = 200,
    state: Path | None = None,
) -> Said:
    """Run the command in this process at a home, and see that it ends as expected (None: in any way).

    state
        Where whoever signed in is kept; where the environment says, by default.
    """
    from flows.command import app
    from flows.command.shell import console

    env = {"VIGIE_HOME": str(home), "COLUMNS": str(columns)} | ({"XDG_STATE_HOME": str(state)} if state else {})
    wide = Console(
        width=columns, highlight=False, soft_wrap=True
    )  # the command's own was made when it was first needed
    # Districts one after the other: no process to start.
    with patch("os.cpu_count", return_value=1), patch.object(console, "_out", wide):
        result = CliRunner().invoke(app, list(args), input=typed, env=env)
    said = Said(args, result.exit_code, result.stdout, result.stderr, result.exception)
    assert expected is None or said.status == expected, f"vigie {' '.join(args)}: {said.status}\n{said.out}\n{said.err}"
    return said


def environment(home: Path, **more: str) -> dict[str, str]:
    """The environment of a process of its own at a home, with whoever is signed in there; nothing of Prefect's."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "VIGIE_"))}
    return {**own, "VIGIE_HOME": str(home), "XDG_STATE_HOME": str(STATE), **more}


@contextmanager
def every_log() -> Iterator[list[str]]:
    """Give every line that anything logs at any level for as long as the block runs."""
    lines: list[str] = []
    handler = logging.Handler(logging.DEBUG)
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def _change(file: Path, change: Any) -> None:
    changed = change(json.loads(file.read_text(encoding="utf-8")))
    file.write_text(json.dumps(changed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _roster_of(roster: Mapping[str, Any], districts: Sequence[str]) -> dict[str, Any]:
    teams = [team for team in roster["teams"] if team["district"] in districts]
    own = {team["id"] for team in teams}
    users = [user for user in roster["users"] if user["district"] in (None, *districts)]
    pattern = [shift for shift in roster["pattern"] if shift["team"] in own]
    weeks = [{**week, "shifts": [s for s in week["shifts"] if s["team"] in own]} for week in roster["weeks"]]
    return {**roster, "teams": teams, "users": users, "pattern": pattern, "weeks": weeks}


def _complaints_of(told: list[dict[str, Any]], districts: Sequence[str]) -> list[dict[str, Any]]:
    return [{**entry, "text": f"{TOLD} iets."} for entry in told if entry["district"] in districts]
