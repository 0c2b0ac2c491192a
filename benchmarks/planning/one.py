"""One run: one engine on one instance, in a process of its own, measured and verified."""

import os
import platform
import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from signal import SIG_IGN, SIGINT, signal
from time import perf_counter
from typing import Any

Row = dict[str, Any]
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
PATIENCE_SECONDS = 1800.0


@dataclass(frozen=True, kw_only=True)
class Run:
    """What is asked: an instance by name, an engine, its seed, its limit.

    path, routes, decimals
        For others' files: where the file lies and how it is read. They stay out of the results.
    clock
        What a second of the limit is: "wall", or "cpu" of the process, which a machine that does other things as well
        does not shorten.
    """

    what: str
    instance: str
    engine: str
    seed: int
    seconds: float
    path: str | None = None
    routes: int | None = None
    decimals: int | None = None
    clock: str = "wall"

    @property
    def key(self) -> tuple[str, str, int, float]:
        """Return what makes a run the same run, so that it is not made twice."""
        return self.instance, self.engine, self.seed, self.seconds


def measured(run: Run) -> Row:
    """Make a run in a fresh process and return its row; a run that dies is a row too."""
    context = get_context("spawn")
    for name in ONE_THREAD:
        os.environ[name] = "1"
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(run, theirs))
    process.start()
    theirs.close()
    made: Row = {"status": "failed", "error": "the process ended without a word"}
    try:
        if ours.poll(None if run.clock == "cpu" else run.seconds * 2 + PATIENCE_SECONDS):  # others may hold the machine
            made = ours.recv()
        else:
            made = {"status": "failed", "error": "far over its limit"}
            process.kill()
    except EOFError:
        pass
    process.join()
    asked = {key: value for key, value in asdict(run).items() if key not in ("path", "decimals") and value is not None}
    return {**asked, **made, "machine": machine(), "date": datetime.now(UTC).date().isoformat()}


def _child(run: Run, answer: Connection) -> None:
    """Run, and send back the figures alone; Ctrl-C is for the parent, or a plan cut short would count as a result."""
    signal(SIGINT, SIG_IGN)
    if run.clock == "cpu":
        _count_cpu()
    try:
        answer.send(_made(run))
    except Exception as error:  # noqa: BLE001 (whatever an engine throws is a result of the benchmark)
        answer.send({"status": "failed", "error": f"{type(error).__name__}: {error}"[:500]})


def _count_cpu() -> None:
    """Let every clock of this process count its CPU seconds: before an engine is imported, which takes its name."""
    time.monotonic = time.perf_counter = time.process_time


def _made(run: Run) -> Row:
    from benchmarks.planning.engines import engine
    from benchmarks.planning.instances import instance

    problem = instance(run.instance, run.path, run.routes, run.decimals)
    if run.engine == "bound":
        return _bound(problem, run.what)
    if run.engine == "replan":
        return _replan(problem, run)
    solve, warm = engine(run.engine)
    start, start_seconds = None, 0.0
    if warm:
        began = perf_counter()
        start = engine("greedy")[0](problem, 0.0, run.seed).plan
        start_seconds = perf_counter() - began
    outcome = solve(problem, run.seconds, run.seed, start)
    memory = peak_memory_mb()
    plan = outcome.plan
    return {
        "status": outcome.status,
        "value": round(plan.value, 6),
        "required": sum(visit.required for visit in problem.visits),
        "required_placed": problem.required_placed(plan),
        "violations": sorted({each.rule for each in problem.verify(plan)}),
        "visits_placed": sum(len(each.stops) for each in plan.rounds),
        "visits": len(problem.visits),
        "team_days": len(problem.team_days),
        "start_value": None if start is None else round(start.value, 6),
        "setup_seconds": round(outcome.setup_seconds + start_seconds, 3),
        "search_seconds": round(outcome.search_seconds, 3),
        "seconds_to_99": _rounded(outcome.seconds_to_99()),
        "peak_memory_mb": memory,
    }


def _bound(problem: Any, what: str) -> Row:
    """Return the upper bound of our core: for plans that place all required visits, on small weeks for every plan.

    On a small week some required visit may have no place at all; on a district week each has one, and a plan that
    leaves one out is worth no comparison.
    """
    from inspection.planning.bounding import upper_bound

    required = 0 if what == "small" else len({visit.workplace for visit in problem.visits if visit.required})
    began = perf_counter()
    bound = upper_bound(problem.visits, problem.team_days, problem.travel, problem.policy, required_placed=required)
    seconds = round(perf_counter() - began, 3)
    return {
        "status": "bound",
        "bound": bound,
        "bound_required": required,
        "search_seconds": seconds,
        "peak_memory_mb": peak_memory_mb(),
    }


def _replan(problem: Any, run: Run) -> Row:
    """Return what replanning one sick team keeps, the compiled code warm before the clock starts."""
    from benchmarks.planning.engines.own import warm
    from benchmarks.planning.replan import replanned, sick_team

    setup = warm()
    sick = sick_team(problem, int(run.instance.split("-")[2]))
    made = replanned(problem, run.seconds, run.seed, sick)
    return {**made, "setup_seconds": round(setup, 3), "peak_memory_mb": peak_memory_mb()}


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def peak_memory_mb() -> float:
    """Return the most memory this process ever held, in MiB.

    The kernel's own high-water mark comes first: `ru_maxrss` of a started process begins at what its parent held.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return round(int(line.split()[1]) / 1024, 1)
    return round(getrusage(RUSAGE_SELF).ru_maxrss / 1024, 1)


def machine() -> Row:
    """Return what ran it: the processor, how many cores, the versions; never a name of the machine."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "versions": {name: _version(name) for name in ("numpy", "numba", "pyvrp", "ortools")},
    }


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
