"""The real server on a house, in a process of its own, as browser tests and benchmarks use it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]
_LONGEST_SECONDS = 300


@contextmanager
def served(home: Path, port: int = 0, *, process: str = "serving_process.py", **settings: str) -> Iterator[str]:
    """Give the address of the server on a home, once it answers; afterwards it is stopped as an administrator would.

    Arguments: `process` the file that serves; `settings` of the server's environment besides.
    """
    port = port or free_port()
    environ = {**os.environ, "VIGIE_HOME": str(home), "PYTHONPATH": str(ROOT), **settings}
    command = [sys.executable, str(Path(__file__).with_name(process)), str(port)]
    running = subprocess.Popen(command, env=environ, cwd=home)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url)
        yield url
    finally:
        running.terminate()
        assert running.wait(_LONGEST_SECONDS) in (0, -15), "the server did not stop cleanly"


def free_port() -> int:
    """A port on which nobody listens at this moment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(url: str) -> None:
    until = time.monotonic() + _LONGEST_SECONDS
    while time.monotonic() < until:
        with suppress(OSError), urllib.request.urlopen(f"{url}/healthz", timeout=30):  # noqa: S310  our own server
            return
        time.sleep(0.05)
    raise AssertionError("the server did not start")
