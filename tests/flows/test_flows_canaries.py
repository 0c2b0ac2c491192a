"""Hundreds of people through every schedule: none of them in a log, an output, an error or a file.

What commands say of a smaller past is read in every run (test_flows_command.py), what Prefect keeps by
test_flows_prefect.py. Pages show people to whom they may be shown: who was shown whom stands in the trail, which
test_office_looks.py and test_flows_looks.py hold against it.
"""

import logging
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from builders_link_cases import a_case, a_person
from builders_schedules import schedules
from houses import house_of
from scanning import Sought, scan

from inspection import acts
from inspection.settings import settings
from inspection.time_of import now

pytestmark = pytest.mark.battery(reason="as many controls as VIGIE_CANARIES says, then every schedule")
MANY = int(os.environ.get("VIGIE_CANARIES", "12"))
NAME, NUMBER, GROUNDS = "Kanarievogel{:04d}", "9001{:05d}00", "Geheimpje{:04d} was locked in"


@dataclass(frozen=True)
class Told:
    """All that the schedules said, and how each ended."""

    said: str
    ended: dict[str, str]


def sought(many: int) -> Sought:
    """What may be found nowhere."""
    each = range(1, many + 1)
    words = {text.format(n) for n in each for text in (NAME, GROUNDS)}
    return Sought.of(numbers={NUMBER.format(n) for n in each}, words=words)


@pytest.fixture
def home(ready_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a home with registers and teams, and a place for its backups."""
    copied = tmp_path / "home"
    shutil.copytree(ready_home, copied)
    monkeypatch.setenv("VIGIE_HOME", str(copied))
    monkeypatch.setenv("VIGIE_BACKUPS", str(tmp_path / "backups"))
    (tmp_path / "backups").mkdir(mode=0o700)
    return copied


def lived_in(many: int) -> None:
    """Save so many controls, each with somebody whose name, number and told grounds nobody else has."""
    house = house_of(acts.app(settings()))
    for n in range(1, many + 1):
        somebody = a_person(
            name=NAME.format(n), national_number=NUMBER.format(n), documents=f"card of {NAME.format(n)}"
        )
        yes = {"decision": "yes", "grounds": GROUNDS.format(n), "decided_at": now().isoformat()}
        a_case(house, n, "namur", persons=[somebody], suspicion=yes, at=now())


def run(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], only: Collection[str] = ()) -> Told:
    """Run every schedule once, or those of these names; whatever they log at any level, say, or end in is kept."""
    parts, ended = list[str](), dict[str, str]()
    with caplog.at_level(logging.DEBUG):
        for name, function, given in schedules():
            if only and name not in only:
                continue
            try:
                function(**given)
                ended[name] = "done"
            except Exception as fault:  # noqa: BLE001  what an error tells is read too
                ended[name] = str(getattr(fault, "code", type(fault).__name__))
                parts.append("".join(traceback.format_exception(fault)))
    parts += [caplog.text, *capfd.readouterr()]
    return Told("\n".join(parts), ended)


def test_nobody_is_told_by_any_schedule(
    home: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """In what they log, say and end in; in every file of the home but its keys; in the backups that they take."""
    lived_in(MANY)
    told, secret = run(caplog, capfd), sought(MANY)
    # a "number" is nobody's: some digits of hashes and ids look like one; theirs would be a "known number"
    assert set(secret.in_(told.said.encode())) - {"number"} == set()
    assert scan(home, secret) == []
    assert scan(tmp_path / "backups", secret) == []
    assert {name for name, how in told.ended.items() if how != "done"} <= {"watch"}  # which asks Prefect about a run
    print(f"{MANY} people through {len(told.ended)} schedules: {told.ended}", file=sys.stderr)


def test_one_that_is_printed_is_found(
    home: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted fault, in each of three ways: said, logged, and told by an error."""
    logger = logging.getLogger("vigie.flows")

    def fails() -> int:
        raise ValueError(NAME.format(1))

    ways: tuple[Callable[[], Any], ...] = (
        lambda: print(NAME.format(1)),
        lambda: logger.debug("%s", NAME.format(1)),
        fails,
    )
    for way in ways:
        caplog.clear()
        monkeypatch.setattr("flows.chase.raise_alarms", way)
        assert "word" in set(sought(1).in_(run(caplog, capfd, only={"chase"}).said.encode()))
