"""Killed at any named point between "control saved" and "list published", then run again: nothing lost or doubled.

A real process runs the whole way and is killed by SIGKILL at one point. It is then run again, as its schedule would.
What it had acknowledged stands in a file outside the database: the witness. Two points are tried in every run, all of
them in `make battery`.
"""

import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from builders_whole_way import Case, a_case, effects, home_of, judged, run_out, the_whole_way
from own_process import exit_code_of

from inspection.failpoints import REGISTERED
from inspection.referral.delivery import FileDrop
from inspection.referral.model import Bundle, Sent, Transport
from inspection.settings import Settings


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
    assert run(case, failpoint) == -9, "the point was not reached"
    held = effects(case).total()
    if failpoint.startswith("delivery.") or failpoint in ("list.leased", "list.sent"):
        run_out(case)
    assert run(case, None) == 0
    entries = judged(case)
    backend = "postgresql" if case.settings.database_url else "sqlite"
    print(f"{backend}: killed at {failpoint}, {held} of 4 bundles out; then 2 referrals, 4 effects, {entries} entries")


@pytest.mark.few(1)
def test_running_twice_without_a_kill_changes_nothing(case: Case) -> None:
    """The schedule may come again at any time."""
    assert run(case, None) == run(case, None) == 0
    assert set(effects(case).values()) == {1}
    assert effects(case).total() == 4


@pytest.mark.few(1)
def test_the_harness_finds_a_planted_fault(case: Case) -> None:
    """An addressee that does not recognise a bundle gets it twice, and this test sees it: the counting works."""
    assert run(case, "delivery.sent", Forgetful) == -9
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
