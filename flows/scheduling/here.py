"""Prefect tried on one machine: a server, everything set up on it, and workers, until somebody presses Ctrl-C.

For real use the server stands on PostgreSQL and workers are services: docs/how-to/run-on-prefect.md.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from flows.scheduling.setup import ROOT, Made, set_up
from inspection.errors import SettingsFault
from inspection.files import private_folder

POOL = "vigie"
STARTS_IN = 120  # seconds, on a machine that does much else
ENDS_IN = 20
_ENVIRONMENT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
    "PREFECT_SERVER_DATABASE_TIMEOUT": "60",  # of SQLite, which refuses who waits longer for their turn to write
    "PREFECT_WORKER_QUERY_SECONDS": "5",
}


def run_here(folder: Path, *, port: int, workers: int, ready: Callable[[str, list[Made]], None]) -> None:
    """Run a server and workers in the foreground; returns when they were stopped, or all workers ended.

    Arguments: `folder` where Prefect keeps what it knows, and the logs; `ready` is told the address of the server's
    pages and what was set up.
    Errors: `SettingsFault` 055 for a server that does not start, 058 for a port that something else has.
    """
    refuse_taken(port)
    for stopping in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stopping, signal.default_int_handler)  # also where whoever started us ignores it
    private_folder(folder)
    os.environ.update(_ENVIRONMENT | {"PREFECT_HOME": str(folder), "PREFECT_API_URL": f"http://127.0.0.1:{port}/api"})
    with suppress(KeyboardInterrupt), ExitStack() as stack:
        server = ("server", "start", "--host", "127.0.0.1", "--port", str(port))
        running = stack.enter_context(_running(folder / "server.log", *server))
        _wait_for(running, f"http://127.0.0.1:{port}/api/health", folder)
        made = set_up()
        names = [f"worker-{n}" for n in range(1, workers + 1)]
        takers = [stack.enter_context(_running(folder / f"{name}.log", *_worker(name))) for name in names]
        ready(f"http://127.0.0.1:{port}", made)
        _wait(running, takers)


def _worker(name: str) -> tuple[str, ...]:
    return ("worker", "start", "--pool", POOL, "--type", "process", "--name", name)


def _wait(server: subprocess.Popen[bytes], workers: list[subprocess.Popen[bytes]]) -> None:
    """Wait for Ctrl-C, or until nobody is left to work; a worker that ends leaves its work to the others."""
    while server.poll() is None and any(one.poll() is None for one in workers):
        time.sleep(1)


@contextmanager
def _running(log: Path, *args: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run one of Prefect's processes for as long as the block runs, in a session of its own, so that Ctrl-C is ours."""
    with log.open("ab") as out:
        command = [sys.executable, "-m", "prefect", *args]
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out, start_new_session=True)  # noqa: S603  ours
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=ENDS_IN)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(server: subprocess.Popen[bytes], health: str, folder: Path) -> None:
    until = time.monotonic() + STARTS_IN
    while True:
        try:
            with urlopen(health, timeout=5):  # noqa: S310  an address of this machine
                return
        except (URLError, OSError):
            if time.monotonic() > until or server.poll() is not None:
                raise SettingsFault("SETTING-055", folder=folder.name, health=health) from None
            time.sleep(0.3)


def refuse_taken(port: int) -> None:
    """Refuse a port that cannot be listened on: `SettingsFault` SETTING-058."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            raise SettingsFault("SETTING-058", port=port) from None
