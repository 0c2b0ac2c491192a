"""A process for what is killed on the way: forked from a server that has imported everything and done nothing.

A fork of the process that tests would wait for ever for threads of the typesetter that are not forked with it; a new
interpreter each time would spend most of its time on imports.
"""

import multiprocessing
import os
from collections.abc import Callable
from typing import Any

AT_MOST_SECONDS = 90
_IMPORTED = ["inspection.acts", "flows.publish_lists", "flows.publish_reports", "holidays.countries", "openpyxl"]


def exit_code_of(what: Callable[..., None], *given: Any, failpoint: str, **environment: str) -> int | None:
    """Run a function of a module in a process that dies at a failpoint ("": none), and return its exit code.

    environment
        Variables that it sees as well. None comes back where it is too slow.
    """
    armed = {"VIGIE_FAILPOINT": failpoint, "VIGIE_FAILPOINTS_ARMED": "1" if failpoint else ""}
    forking = multiprocessing.get_context("forkserver")
    forking.set_forkserver_preload([*_IMPORTED, "pytest", "tests.rules_at_hand"])
    child = forking.Process(target=_with, args=(armed | environment, what, given))
    child.start()
    child.join(AT_MOST_SECONDS)
    return child.exitcode


def _with(environment: dict[str, str], what: Callable[..., None], given: tuple[Any, ...]) -> None:
    os.environ.update(environment)
    what(*given)
