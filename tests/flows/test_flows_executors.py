"""A week on the machines of a scheduler: the same assessments and plans as on this machine, also where one dies."""

import os
import shutil
import signal
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from builders_flows import As, next_week, vigie
from polars.testing import assert_frame_equal
from test_flows_planning import some_tasks

from flows import plan_week as steps
from inspection.time_of import today
from inspection.weeks import plan_each

BY = ("--seed", "7", As("direction-1"))


@pytest.fixture
def scheduler() -> Iterator[Any]:
    """A scheduler with two workers in processes of their own."""
    import distributed

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        yield cluster


@pytest.mark.battery  # two workers load the libraries, and each compiles or reads the planner
def test_a_week_on_machines_is_the_week(scheduler: Any, ready_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every workplace with the same points, in the same order; every district with the same rounds."""
    monkeypatch.setenv("VIGIE_HOME", str(ready_home))
    here = steps.assess_workplaces(today())
    monkeypatch.setenv("VIGIE_EXECUTOR", scheduler.scheduler_address)
    there = steps.assess_workplaces(today())
    assert_frame_equal(there.assessments.frame, here.assessments.frame, check_exact=True)
    assert (there.snapshots, there.left_out) == (here.snapshots, here.left_out)
    assert plan_each(some_tasks(), address=scheduler.scheduler_address) == plan_each(some_tasks(), workers=1)


class Killing:
    """Stands beside the scheduler: kills a worker once in the middle of each kind of work, and notes who did what.

    given
        Where each task was given to, in order: a worker that comes back has another address.
    killed
        The address of the worker that was killed in each kind of work.
    """

    name = "kills a worker in each kind of work"

    def __init__(self, scheduler: Any) -> None:
        self._scheduler = scheduler
        self.given: defaultdict[str, list[str]] = defaultdict(list)
        self.killed: dict[str, str] = {}

    def transition(self, key: str, start: str, finish: str, *_: Any, **__: Any) -> None:
        """Kill the worker that gets the second task of a kind of work in which nobody died yet."""
        if finish != "processing":
            return
        at = self._scheduler.tasks[key].processing_on
        self.given[key].append(at.address)
        work, number, _name = key.split(" ", 2)
        if int(number) == 1 and work not in self.killed:
            self.killed[work] = at.address
            os.kill(at.pid, signal.SIGKILL)


@pytest.mark.battery  # each death costs a worker that loads the libraries anew
def test_a_worker_that_dies_in_the_middle_of_a_week_costs_its_tasks_only(
    scheduler: Any, ready_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once while registers are read, measured and planned each: the week has the bytes that processes give it."""
    import distributed

    here, there = (shutil.copytree(ready_home, tmp_path / name) for name in ("here", "there"))
    vigie(here, "week", *BY)
    watch = type("Watch", (Killing, distributed.SchedulerPlugin), {})(scheduler.scheduler)
    scheduler.sync(_stand_by, scheduler.scheduler, watch)
    monkeypatch.setenv("VIGIE_EXECUTOR", scheduler.scheduler_address)
    vigie(there, "week", *BY)
    assert _files(there) == _files(here)
    dead = set(watch.killed.values())
    assert len(dead) > 2
    anew = {task.split(" ")[0] for task, given in watch.given.items() if len(given) > 1}
    assert anew == watch.killed.keys(), "in each kind of work something was begun anew"
    assert {task: given for task, given in watch.given.items() if not dead.issuperset(given[:-1])} == {}


async def _stand_by(scheduler: Any, plugin: Any) -> None:
    scheduler.add_plugin(plugin)


def _files(home: Path) -> dict[str, bytes]:
    """Return the list of the week, the book of each district, and the plan's files."""
    folder = home / "out" / next_week()
    names = ("week.json", "plan.json", "plan.parquet", "rounds.geojson")
    files = [*(folder / name for name in names), *sorted(folder.glob("books/*.json"))]
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}
