"""Tasks for executors: light to import, since each worker imports them anew."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Sum:
    """A number to square; `folder` is where it is written who began what."""

    name: str
    number: int
    folder: Path


def _note(task: Sum) -> None:
    with (task.folder / f"{task.name}.begun").open("a", encoding="ascii") as file:
        file.write(f"{os.getpid()}\n")


def begun(folder: Path) -> dict[str, list[int]]:
    """Return task to the processes that began it, in their order."""
    return {
        file.stem: [int(line) for line in file.read_text(encoding="ascii").split()]
        for file in sorted(folder.glob("*.begun"))
    }


def square(task: Sum) -> int:
    """Square a number."""
    _note(task)
    return task.number**2


def die_once(task: Sum) -> int:
    """Square a number; the first who is given 3 is killed at it, as by the kernel."""
    _note(task)
    mark = task.folder / "killed"
    if task.number == 3 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return task.number**2


def die_always(task: Sum) -> int:
    """Square a number; whoever is given 3 is killed at it."""
    _note(task)
    if task.number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return task.number**2


def wait(task: Sum) -> int:
    """Square a number, but not soon."""
    _note(task)
    time.sleep(60)
    return task.number**2


def refuse(task: Sum) -> int:
    """Raise what a task may raise."""
    raise ValueError(task.name)


def warm() -> None:
    """Note which worker was warmed."""
    folder = Path(os.environ["WARMED"])
    with (folder / f"{os.getpid()}.warm").open("a", encoding="ascii") as file:
        file.write("warmed\n")
