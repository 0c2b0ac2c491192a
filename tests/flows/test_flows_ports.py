"""One call of a port fails while a schedule runs: run again at its time, it leaves what one whole run leaves, or two.

Every schedule, each port, each way of failing. Fewer rows or files than after one whole run: something was lost. More
than after two: something was doubled. The way of one control from its saving to its list is test_acts_ports.py.
"""

import os
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from builders_flows import vigie
from builders_link_cases import a_case, a_person
from builders_ports import PORTS, How, failing
from builders_schedules import at_rest, in_time, schedules
from few_cases import spread
from houses import house_of

from inspection import acts
from inspection.acts import context
from inspection.settings import settings
from inspection.time_of import now
from inspection.trust import verify_trail

CALLS = int(os.environ.get("VIGIE_CALLS", "2"))  # most calls of each port and schedule that are failed; 0 for all
SLOW = {"thursday": 2}  # a plan takes its time: so many calls of each port, whatever VIGIE_CALLS says
# A failed call is told of, which the trail keeps; what a failed backup wrote is there for the next; a frame of which no
# row tells goes with the frames of its age.
MAY_GROW = {"audit_entry", "alert", "home-backups/pieces", "home/frames"}
WAYS = [(port, how) for port, hows in PORTS.items() for how in hows]
SCHEDULES: dict[str, tuple[Callable[..., object], dict[str, Any]]] = {
    name: (function, given)
    for name, function, given in schedules()
    if name != "watch"  # which asks Prefect about a run
}
IN_EVERY_RUN = {("net", "commit", "done"), ("keep", "files", "error")}
CASES = [
    (name, *way) if (name, *way) in IN_EVERY_RUN else pytest.param(name, *way, marks=pytest.mark.battery)
    for name in SCHEDULES
    for way in WAYS
]


@pytest.fixture(scope="module")
def lived_in(past_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a home with a past, with referrals that did not leave yet, and with a backup beside it."""
    home = tmp_path_factory.mktemp("lived") / "home"
    shutil.copytree(past_home, home)
    with pytest.MonkeyPatch.context() as here:
        here.setenv("VIGIE_HOME", str(home))
        house = house_of(acts.app(settings()))
        yes = {"decision": "yes", "grounds": "papers held", "decided_at": now().isoformat()}
        for n in (1, 2):
            a_case(house, n, "namur", persons=[a_person()], suspicion=yes, at=now())
        house.store.close()
        context._opened.cache_clear()
        vigie(home, "backup")
    return home


class Home:
    """A copy of it, and its schedules."""

    def __init__(self, home: Path, folder: Path, patched: pytest.MonkeyPatch) -> None:
        self.folders = [folder / one.name for one in home.parent.iterdir()]
        for one in home.parent.iterdir():
            shutil.copytree(one, folder / one.name)
        patched.setenv("VIGIE_HOME", str(folder / home.name))

    def run(self, schedule: str) -> None:
        """Let a schedule come to its time, in a process that has nothing open yet."""
        context._opened.cache_clear()
        in_time(acts.app().store)
        function, given = SCHEDULES[schedule]
        function(**given)

    def end(self) -> Counter[str]:
        """Close it; count what stands in it, once the trail was verified."""
        store = acts.app().store
        assert verify_trail(store).holds
        found = at_rest(store, *self.folders)
        store.close()
        return found


def tried(home: Home, schedule: str, port: str, nth: int, how: How) -> tuple[int, Counter[str]]:
    """Run a schedule with one failing call, then as it comes again without one; returns the calls, and what stands."""
    with failing(port, nth, how) as calls, suppress(Exception):
        home.run(schedule)
    home.run(schedule)
    return calls.seen, home.end()


def judged(once: Counter[str], twice: Counter[str], found: Counter[str]) -> dict[str, tuple[int, int, int]]:
    """Return what is fewer than after one whole run, or more than after two."""
    return {
        name: (once[name], found[name], twice[name])
        for name in once | twice | found
        if found[name] < min(once[name], twice[name])
        or (found[name] > max(once[name], twice[name]) and name not in MAY_GROW)
    }


@pytest.mark.parametrize(("schedule", "port", "how"), CASES)
def test_a_schedule_comes_again(
    lived_in: Path, tmp_path: Path, schedule: str, port: str, how: How, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each call of a port in turn; VIGIE_CALLS of them, evenly spread, where it says how many."""
    home = Home(lived_in, tmp_path / "once", monkeypatch)
    with failing(port) as calls:
        home.run(schedule)
    once, whole = home.end(), calls.seen
    _, twice = tried(Home(lived_in, tmp_path / "twice", monkeypatch), schedule, port, 0, how)
    most = min(whole, SLOW.get(schedule, CALLS or whole))
    for nth in sorted(one + 1 for one in spread(whole, most)) if whole else ():
        _, found = tried(Home(lived_in, tmp_path / f"at-{nth}", monkeypatch), schedule, port, nth, how)
        shutil.rmtree(tmp_path / f"at-{nth}")
        assert judged(once, twice, found) == {}, f"{port} {nth} of {whole}"
    print(f"{schedule}: {port}, {how}: {most} of {whole} calls failed; nothing lost, nothing doubled", file=sys.stderr)


def test_what_is_lost_or_doubled_is_seen() -> None:
    """The judge itself: a referral fewer, and a sending more."""
    once, twice = Counter(referral=2, delivery=4, pieces=9), Counter(referral=2, delivery=4, pieces=10)
    assert judged(once, twice, Counter(referral=2, delivery=4, pieces=10)) == {}
    assert judged(once, twice, Counter(referral=1, delivery=5, pieces=9)) == {
        "referral": (2, 1, 2),
        "delivery": (4, 5, 4),
    }
