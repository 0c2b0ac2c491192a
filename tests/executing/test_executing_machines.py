"""Tasks on the machines of a scheduler: a real one with two workers, started here."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tasks_to_do
from tasks_to_do import Sum

from inspection.errors import PlanningFault, SettingsFault
from inspection.executing import Machines, Processes, dask_settings, machines

NUMBERS = range(6)


@pytest.fixture(scope="module")
def warmed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where workers note that they were warmed."""
    return tmp_path_factory.mktemp("warmed")


@pytest.fixture(scope="module")
def scheduler(warmed: Path) -> Iterator[Any]:
    """A scheduler and two workers in processes of their own."""
    import dask
    import distributed

    with pytest.MonkeyPatch.context() as patch, dask.config.set(dask_settings()):
        patch.setenv("WARMED", str(warmed))
        with distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
        ) as cluster:
            yield cluster


@pytest.mark.battery(reason="Dask's own settings; machines come to what processes come to in every run")
def test_dask_knows_every_setting_that_we_ship() -> None:
    """A setting that it does not know would be ignored, and nobody would hear of it."""
    import dask
    import distributed  # noqa: F401  its settings come with it

    assert "distributed.admin.tick.interval" in dask_settings()
    assert [name for name in dask_settings() if dask.config.get(name, default=None) is None] == []


def sums(folder: Path) -> list[Sum]:
    """Six tasks."""
    return [Sum(f"task-{n}", n, folder) for n in NUMBERS]


def test_machines_come_to_what_processes_come_to(scheduler: Any, warmed: Path, tmp_path: Path) -> None:
    """The same results; each task is begun once, by a worker that was warmed once, however often it is asked for."""
    machines_of = Machines(scheduler.scheduler_address, warm=tasks_to_do.warm)
    found = {task.name: result for task, result in machines_of.map(tasks_to_do.square, sums(tmp_path))}
    begun = tasks_to_do.begun(tmp_path)
    again = {task.name: result for task, result in machines_of.map(tasks_to_do.square, sums(tmp_path))}
    in_processes = {task.name: result for task, result in Processes(2).map(tasks_to_do.square, sums(tmp_path))}
    assert found == again == in_processes == {f"task-{n}": n**2 for n in NUMBERS}
    assert all(len(pids) == 1 for pids in begun.values())
    notes = {int(file.stem): file.read_text(encoding="ascii").split() for file in warmed.glob("*.warm")}
    assert {pid for pids in begun.values() for pid in pids} <= notes.keys()
    assert all(times == ["warmed"] for times in notes.values())


def test_a_worker_that_is_killed_costs_its_task_only(scheduler: Any, tmp_path: Path) -> None:
    """The scheduler has it begun anew, and everything comes to its result."""
    executor = Machines(scheduler.scheduler_address)
    found = {task.name: result for task, result in executor.map(tasks_to_do.die_once, sums(tmp_path))}
    assert found == {f"task-{n}": n**2 for n in NUMBERS}
    assert len(tasks_to_do.begun(tmp_path)["task-3"]) == 2


@pytest.mark.battery  # Dask waits for the nannies of four workers, one after the other
def test_a_task_that_kills_whoever_does_it_is_named(scheduler: Any, tmp_path: Path) -> None:
    """After the scheduler's own bound the task is told by its name."""
    with pytest.raises(PlanningFault, match="task-3") as told:
        list(Machines(scheduler.scheduler_address).map(tasks_to_do.die_always, sums(tmp_path)))
    assert told.value.code == "PLAN-431"


def test_what_a_task_raises_is_raised_here(scheduler: Any, tmp_path: Path) -> None:
    """An error of a task is no death of a worker."""
    with pytest.raises(ValueError, match="task-"):
        list(Machines(scheduler.scheduler_address).map(tasks_to_do.refuse, sums(tmp_path)))


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and its only worker, each a process of its own that a test may kill; first the scheduler."""
    import distributed

    found, quiet = tmp_path / "scheduler.json", ["--no-dashboard"]
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", *quiet]
    here = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    started = [subprocess.Popen([*dask, "--scheduler-file", str(found)], stderr=subprocess.DEVNULL, env=here)]
    try:
        until(lambda: found.exists() and found.read_bytes().rstrip().endswith(b"}"))
        address = json.loads(found.read_text(encoding="utf-8"))["address"]
        dask = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", *quiet]
        started.append(subprocess.Popen(dask, stderr=subprocess.DEVNULL, env=here))
        with distributed.Client(address, set_as_default=False) as client:
            client.wait_for_workers(1, timeout=60)
        yield address, started
    finally:
        for one in started:
            one.kill()
            one.wait()


def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so; a minute at most."""
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize(("killed", "seconds", "code"), [(0, 60, "SETTING-835"), (1, 1, "SETTING-834")])
def test_without_its_scheduler_or_its_last_worker_a_week_is_told(
    processes: Any, killed: int, seconds: int, code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Neither is a task that was dropped a result, nor is it waited for ever: the fault says where, and what to do."""
    monkeypatch.setattr(machines, "_NO_WORKER_SECONDS", seconds)
    address, started = processes

    def kill() -> None:
        until(lambda: tasks_to_do.begun(tmp_path))
        started[killed].kill()

    killer = threading.Thread(target=kill)
    killer.start()
    results: list[object] = []
    with pytest.raises(SettingsFault, match=address) as told:
        results.extend(Machines(address).map(tasks_to_do.wait, sums(tmp_path)))
    killer.join()
    assert (told.value.code, results) == (code, [])


def test_a_scheduler_to_which_no_worker_comes_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The same before the first one: the workers were never started, or went elsewhere."""
    import distributed

    monkeypatch.setattr(machines, "_NO_WORKER_SECONDS", 0.5)
    with (
        distributed.LocalCluster(n_workers=0, processes=True, host="127.0.0.1", dashboard_address=None) as cluster,
        pytest.raises(SettingsFault, match="No worker") as told,
    ):
        list(Machines(cluster.scheduler_address).map(tasks_to_do.square, sums(tmp_path)))
    assert told.value.code == "SETTING-834"


def test_after_a_last_result_the_rest_is_left(scheduler: Any, tmp_path: Path) -> None:
    """Whoever asked has what was ready; nothing is waited for."""
    executor = Machines(scheduler.scheduler_address)
    assert len(list(executor.map(tasks_to_do.square, sums(tmp_path), is_last=lambda _: True))) == 1


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The code says what to do, and the variable that names it."""
    monkeypatch.setattr(machines, "_REACHED_SECONDS", 0.2)
    with pytest.raises(SettingsFault, match="VIGIE_EXECUTOR") as told:
        list(Machines("tcp://127.0.0.1:9").map(tasks_to_do.square, sums(tmp_path)))
    assert told.value.code == "SETTING-833"


def test_without_the_extra_nothing_of_dask_is_needed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Who names a scheduler without Dask hears how to install it; no task, no scheduler."""
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    assert list(Machines("tcp://127.0.0.1:9").map(tasks_to_do.square, [])) == []
    with pytest.raises(SettingsFault, match="distributed") as told:
        list(Machines("tcp://127.0.0.1:9").map(tasks_to_do.square, sums(tmp_path)))
    assert told.value.code == "SETTING-832"
