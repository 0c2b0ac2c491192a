"""Tasks in processes of this machine: the same results, one task lost with a process, and a bound to that."""

from pathlib import Path

import pytest
import tasks_to_do
from tasks_to_do import Sum

from inspection.errors import PlanningFault
from inspection.executing import ATTEMPTS, Executor, Here, Machines, Processes, executor_for

NUMBERS = range(6)


def sums(folder: Path) -> list[Sum]:
    """Six tasks."""
    return [Sum(f"task-{n}", n, folder) for n in NUMBERS]


def results(executor: Executor, function: object, folder: Path) -> dict[str, int]:
    """Task to what it came to."""
    return {task.name: result for task, result in executor.map(function, sums(folder))}  # type: ignore[arg-type]


def test_processes_come_to_what_one_process_comes_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each task is begun once, by a process that was warmed once."""
    monkeypatch.setenv("WARMED", str(tmp_path))
    expected = {f"task-{n}": n**2 for n in NUMBERS}
    assert results(Here(), tasks_to_do.square, tmp_path) == expected
    for file in tmp_path.glob("*.begun"):
        file.unlink()
    assert results(Processes(2, warm=tasks_to_do.warm), tasks_to_do.square, tmp_path) == expected
    begun = tasks_to_do.begun(tmp_path)
    workers = {pid for pids in begun.values() for pid in pids}
    assert {name: len(pids) for name, pids in begun.items()} == dict.fromkeys(expected, 1)
    warmed = {int(file.stem): file.read_text(encoding="ascii").split() for file in tmp_path.glob("*.warm")}
    assert workers <= warmed.keys()
    assert all(times == ["warmed"] for times in warmed.values())


def test_a_process_that_is_killed_costs_its_own_task_only(tmp_path: Path) -> None:
    """The task is begun anew by another process; no other task is begun twice, and all come to their result."""
    found = results(Processes(2), tasks_to_do.die_once, tmp_path)
    assert found == {f"task-{n}": n**2 for n in NUMBERS}
    begun = tasks_to_do.begun(tmp_path)
    assert {name: len(pids) for name, pids in begun.items()} == {f"task-{n}": 1 + (n == 3) for n in NUMBERS}
    assert len(set(begun["task-3"])) == 2


def test_a_task_that_kills_whoever_does_it_is_named(tmp_path: Path) -> None:
    """After a number of workers it is told, with the name of the task, instead of killing for ever."""
    with pytest.raises(PlanningFault, match="task-3") as told:
        results(Processes(2), tasks_to_do.die_always, tmp_path)
    assert told.value.code == "PLAN-431"
    assert len(tasks_to_do.begun(tmp_path)["task-3"]) == ATTEMPTS


def test_what_a_task_raises_is_raised_here(tmp_path: Path) -> None:
    """An error of a task is no death of a worker: nothing is begun anew."""
    with pytest.raises(ValueError, match="task-"):
        results(Processes(2), tasks_to_do.refuse, tmp_path)


def test_after_a_last_result_nothing_is_begun(tmp_path: Path) -> None:
    """What is begun is finished, and the rest is left."""
    made = list(Here().map(tasks_to_do.square, sums(tmp_path), is_last=lambda result: result == 1))
    assert [result for _, result in made] == [0, 1]
    made = list(Processes(2).map(tasks_to_do.square, sums(tmp_path), is_last=lambda _: True))
    assert 1 <= len(made) <= 2


def test_which_executor_an_installation_has() -> None:
    """A scheduler where one is named; else processes, and none of its own for one core or one task."""
    assert isinstance(executor_for("tcp://127.0.0.1:1", 9), Machines)
    assert isinstance(executor_for(None, 9, workers=2), Processes)
    assert isinstance(executor_for(None, 1, workers=2), Here)
    assert isinstance(executor_for(None, 9, workers=1), Here)
