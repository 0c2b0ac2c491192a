"""A process that has imported everything and starts servers by forking: one that tests killed is back in a moment.

Each line that it reads is an order. {"script", "port", "folder", "environ"} starts one of the scripts of this folder,
and is answered with the number of its process; {"wait"} names a process, and is answered with how it ended.
"""

import gc
import json
import os
import runpy
import sys
import time
from typing import Any

from without_screens import office_routes, portal_routes, routes

_LONGEST_SECONDS = 60


def _start(asked: dict[str, Any]) -> int:
    if child := os.fork():
        return child
    os.dup2(2, 1)  # what it prints is no answer
    os.environ.clear()
    os.environ.update(asked["environ"])
    os.chdir(asked["folder"])
    sys.argv = [asked["script"], str(asked["port"])]
    runpy.run_path(asked["script"], run_name="__main__")
    os._exit(0)


def _ended(child: int) -> int | None:
    until = time.monotonic() + _LONGEST_SECONDS
    while time.monotonic() < until:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    return None


if __name__ == "__main__":
    for load in (office_routes, routes, portal_routes):
        load()
    gc.freeze()
    for line in sys.stdin:
        order = json.loads(line)
        print(json.dumps(_ended(order["wait"]) if "wait" in order else _start(order)), flush=True)
