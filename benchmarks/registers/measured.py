"""One step in a process of its own, and what it cost: processor seconds of it and its children, most memory.

The parent imports nothing but the standard library: what the kernel says of a child's memory begins with what its
parent held when it was started.
"""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter
from typing import Any

CORES = 2
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a step cost.

    seconds
        Of the processor, user and system, of the process and of all that it waited for; importing included.
    peak_mb
        The most memory that one of its processes held.
    clock
        Seconds by the clock: what else the machine did is in them.
    load
        Processes that wanted a core, over the last minute, when it ended.
    said
        The last line that it printed, as JSON: counts, and what it measured of itself.
    """

    seconds: float
    peak_mb: float
    clock: float
    load: float
    said: dict[str, Any]


class StepFailed(RuntimeError):
    """A step ended with an error; the message is the end of what it said."""


def run(arguments: Sequence[str | Path], *, python: Path, scratch: Path) -> Cost:
    """Run a module of this folder on two cores and return its cost; raises `StepFailed`.

    scratch
        Where the step may keep temporary files.
    """
    began = perf_counter()
    environ = {**os.environ, "TMPDIR": str(scratch), "PYTHONPATH": str(ROOT)} | _threads()
    with TemporaryFile() as out, TemporaryFile() as err:
        child = subprocess.Popen([python, "-m", *map(str, arguments)], stdout=out, stderr=err, cwd=ROOT, env=environ)
        os.sched_setaffinity(child.pid, sorted(os.sched_getaffinity(0))[:CORES])
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if child.returncode:
            told = err.read().decode(errors="replace")[-2000:]
            raise StepFailed(f"{' '.join(map(str, arguments[:3]))} ended with {child.returncode}\n{told}")
        lines = out.read().decode().splitlines()
    return Cost(
        seconds=used.ru_utime + used.ru_stime,
        peak_mb=used.ru_maxrss / 1024,
        clock=perf_counter() - began,
        load=os.getloadavg()[0],
        said=json.loads(lines[-1]) if lines else {},
    )


def _threads() -> Mapping[str, str]:
    """Return the settings by which libraries take as many threads as there are cores for them."""
    return {name: str(CORES) for name in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "RAYON_NUM_THREADS")}
