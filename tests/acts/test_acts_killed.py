"""Killed at any named point between "control saved" and "list published", then run again: nothing lost or doubled.

A real process runs the whole way and is killed by SIGKILL at one point. It is then run again, as its schedule would.
What it had acknowledged stands in a file outside the database: the witness. Two points are tried in every run, all of
them in `make battery`, and as many kills as VIGIE_KILLS says in `make battery-trust`: at a named point and at any
moment, up to five on the way of one house. What is killed there of PostgreSQL itself: test_acts_killed_server.py.
"""

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from builders_whole_way import Case, a_case, effects, home_of, judged, run_out, the_whole_way
from databases import BACKENDS, a_new
from own_process import exit_code_of, killed_after

from inspection.failpoints import REGISTERED
from inspection.referral.delivery import FileDrop
from inspection.referral.model import Bundle, Sent, Transport
from inspection.settings import Settings

KILLS = int(os.environ.get("VIGIE_KILLS", "10"))
PARTS = {"sqlite": 1, "postgresql": 30}  # of so many kills on the embedded database, one client of PostgreSQL is killed
SHARES = 4  # for two processes of tests, of which one may be slower
IN_ONE_HOUSE = 5  # kills at most
KILLED = -signal.SIGKILL


class Forgetful:
    """A planted fault: an addressee's folder that does not recognise a bundle that it has already."""

    name = "file_drop"
    deduplicates = False

    def __init__(self, root: Path) -> None:
        self._root = root

    def send(self, bundle: Bundle, *, at: datetime) -> Sent:
        (self._root / bundle.recipient / f"{bundle.reference}-{time.monotonic_ns()}").mkdir(parents=True)
        return Sent(state="delivered", at=at, receipt="ok")


def run(case: Case, failpoint: str | None, transport: Callable[[Path], Transport] = FileDrop) -> int | None:
    """Run a child process, armed or not, and return its exit code."""
    return exit_code_of(the_whole_way, case, transport, failpoint=failpoint or "", **home_of(case))


@pytest.fixture
def case(database: Settings, tmp_path: Path) -> Case:
    """Give a house with its people and two filled controls."""
    return a_case(database, tmp_path / "witness")


@pytest.mark.parametrize("failpoint", REGISTERED)
@pytest.mark.few(3)
def test_killed_anywhere_then_run_again(case: Case, failpoint: str) -> None:
    """One referral a control, one effect an addressee, one published list each, a complete and unbroken trail."""
    assert run(case, failpoint) == KILLED, "the point was not reached"
    held = effects(case).total()
    if failpoint.startswith("delivery.") or failpoint in ("list.leased", "list.sent"):
        run_out(case)
    assert run(case, None) == 0
    entries = judged(case)
    backend = "postgresql" if case.settings.database_url else "sqlite"
    print(f"{backend}: killed at {failpoint}, {held} of 4 bundles out; then 2 referrals, 4 effects, {entries} entries")


def _the_way_at(home: dict[str, str], case: Case) -> None:
    os.environ.update(home)
    the_whole_way(case, FileDrop)


def killed(case: Case, dice: random.Random, whole_seconds: float) -> int:
    """Kill one process after another on the way of one house, let the last come to its end, judge, and count the kills.

    The first dies at a named point that it surely passes; of the later ones, those that had come to an end when they
    were to be killed do not count. Between two of them leases run out.
    """
    assert run(case, dice.choice(REGISTERED)) == KILLED
    kills = 1
    for _ in range(dice.randrange(IN_ONE_HOUSE)):
        run_out(case)
        kills += _at_a_point(case, dice) if dice.random() < 1 / 2 else _at_any_moment(case, dice, whole_seconds)
    run_out(case)
    assert run(case, None) == 0
    judged(case, kills)
    return kills


def _at_a_point(case: Case, dice: random.Random) -> bool:
    ended = run(case, dice.choice(REGISTERED))
    assert ended in (0, KILLED)  # an earlier process may have passed the point for good
    return ended == KILLED


def _at_any_moment(case: Case, dice: random.Random, whole_seconds: float) -> bool:
    return killed_after(dice.uniform(0, whole_seconds), _the_way_at, home_of(case), case)


def timed_way(case: Case) -> float:
    """Go the way in one house without a kill, and return how many seconds it took."""
    run(case, None)  # the server of processes is begun
    began = time.monotonic()
    assert run(case, None) == 0
    return time.monotonic() - began


def another(backend: str, folder: Path) -> Case:
    """Give one more house in a folder of its own."""
    folder.mkdir()
    case = a_case(a_new(backend, folder / "home"), folder / "witness")
    case.witness.touch()  # whoever is killed at once acknowledged nothing
    return case


@pytest.mark.battery(reason="a process a kill, and one that comes to its end in each house")
@pytest.mark.parametrize("share", range(SHARES))
@pytest.mark.parametrize("backend", BACKENDS)
def test_killed_as_often_as_asked(backend: str, share: int, tmp_path: Path) -> None:
    """By turns at a named point and at any moment; whoever finds a fault has the seed of its house."""
    asked, kills, n = -(-KILLS // PARTS[backend] // SHARES), 0, 0
    whole_seconds = timed_way(another(backend, tmp_path / "timed"))
    while kills < asked:
        seed, folder = f"{share}/{n}", tmp_path / str(n)
        try:
            kills += killed(another(backend, folder), random.Random(seed), whole_seconds)
        except AssertionError as fault:
            raise AssertionError(f"house {seed}") from fault
        shutil.rmtree(folder)
        n += 1
    print(f"{backend}, share {share}: {kills} kills in {n} houses, nothing lost or doubled", file=sys.stderr)


@pytest.mark.few(1)
def test_running_twice_without_a_kill_changes_nothing(case: Case) -> None:
    """The schedule may come again at any time."""
    assert run(case, None) == run(case, None) == 0
    assert set(effects(case).values()) == {1}
    assert effects(case).total() == 4


@pytest.mark.few(1)
def test_the_harness_finds_a_planted_fault(case: Case) -> None:
    """An addressee that does not recognise a bundle gets it twice, and this test sees it: the counting works."""
    assert run(case, "delivery.sent", Forgetful) == KILLED
    run_out(case)
    assert run(case, None, Forgetful) == 0
    assert effects(case).total() == 5


def test_a_name_alone_arms_nothing(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the second variable no setting of an installation can end it."""
    monkeypatch.setenv("VIGIE_FAILPOINT", "control.inserted")
    for name, value in home_of(case).items():
        monkeypatch.setenv(name, value)
    the_whole_way(case, FileDrop)
    assert effects(case).total() == 4
