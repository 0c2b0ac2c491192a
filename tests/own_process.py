"""A process for what is killed on the way: forked from a server that has imported everything and done nothing.

A fork of the process that tests would wait for ever for threads of the typesetter that are not forked with it; a new
interpreter each time would spend most of its time on imports.
"""

import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess
from typing import Any

AT_MOST_SECONDS = 300
_IMPORTED = [
    "inspection.acts",
    "inspection.acts.backups.restoring",
    "inspection.acts.backups.taking",
    "inspection.acts.controls.saving",
    "flows.publish_lists",
    "flows.publish_reports",
    "holidays.countries",  # what the product imports on its first working day
    "openpyxl",
    "pytest",
    "tests.read_before_forking",
]


def exit_code_of(what: Callable[..., object], *given: Any, failpoint: str, **environment: str) -> int | None:
    """Run a function of a module in a process that dies at a failpoint ("": none).

    environment
        Variables that it sees as well.

    Result: its exit code; None where it took too long, and was ended.
    """
    child = begun(what, *given, failpoint=failpoint, **environment)
    child.join(AT_MOST_SECONDS)
    ended = child.exitcode
    child.kill()
    return ended


def killed_after(seconds: float, what: Callable[..., object], *given: Any) -> bool:
    """Run a function of a module in a process and kill it after some seconds; tell whether it was still at it."""
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(_IMPORTED)
    child = forking.Process(target=_with, args=({}, what, given), daemon=True)
    child.start()
    child.join(seconds)
    is_at_it = child.exitcode is None
    child.kill()
    child.join()
    return is_at_it


def begun(what: Callable[..., object], *given: Any, failpoint: str = "", **environment: str) -> ForkServerProcess:
    """Begin a function of a module in such a process, and return it: for what goes on beside the test."""
    armed = {"VIGIE_FAILPOINT": failpoint, "VIGIE_FAILPOINTS_ARMED": "1" if failpoint else ""}
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload(_IMPORTED)
    child = forking.Process(target=_with, args=(armed | environment, what, given), daemon=True)
    child.start()
    return child


def _with(environment: dict[str, str], what: Callable[..., object], given: tuple[Any, ...]) -> None:
    os.environ.update(environment)
    what(*given)
