"""What a country costs, and several: establishing, measuring and planning, in processes and on Dask's workers.

python -m benchmarks.scale chain LAKE [--day 2026-11-30]         one country in one process: processor and memory a step
python -m benchmarks.scale parts LAKE [--workplaces 30000000]    its parts, repeated, by both executors
python -m benchmarks.scale districts [--districts 40]            districts of 1,000 candidates, by both executors

LAKE is a folder of snapshots, such as `lake` of a home that `vigie demo --scale national` and `vigie ingest` filled.
Processor time is of this process and all its children, importing and starting included; memory is the highest that a
worker said of itself.
"""

import hashlib
import math
import os
import resource
import statistics
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from time import perf_counter, process_time
from typing import Any

from benchmarks.planning.one import machine
from inspection.executing import Executor, Machines, Processes, dask_settings
from inspection.keys import open_keys
from inspection.planning import solve
from inspection.registers.lake import Lake
from inspection.targeting.assessing import assess_all, measure, snapshots_of, sources_of
from inspection.targeting.choosing import select
from inspection.targeting.divided import PartTask, assess_part, divide
from inspection.targeting.frame import establish
from inspection.weeks import DistrictTask, policies
from inspection.weeks.district_planning import plan_one
from sectors.reader import load_rules

WORKERS = 2
EUROPE = 30_000_000  # workplaces: about as many as there are enterprises in the Union, by its business statistics
EUROPE_DISTRICTS = 1_460  # at twelve districts for a quarter of a million workplaces, as in the country here


@dataclass(frozen=True)
class Watched:
    """What one task came to, and what it cost whoever did it."""

    result: Any
    pid: int
    seconds: float
    peak_mb: float


def peak_mb() -> float:
    """Return the most memory that this process ever held, in MB.

    What `getrusage` says begins, in a child, with what its parent held.
    """
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def assess_watched(task: PartTask) -> Watched:
    """Assess one part, and see what it costs."""
    before = process_time()
    part = assess_part(task)
    part.file.unlink()  # thousands of copies would fill the disk
    return Watched((part.sha256, part.workplaces), os.getpid(), process_time() - before, peak_mb())


def plan_watched(task: DistrictTask) -> Watched:
    """Plan one district, and see what it costs."""
    before = process_time()
    plan = plan_one(task)
    return Watched(plan, os.getpid(), process_time() - before, peak_mb())


def spent() -> float:
    """Return the processor seconds of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


@contextmanager
def machines(warm: Callable[[], None] | None) -> Iterator[Executor]:
    """Give a scheduler in this process, with workers in processes of their own."""
    import dask
    import distributed

    with (
        dask.config.set(dask_settings()),
        distributed.LocalCluster(
            n_workers=WORKERS, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
        ) as cluster,
    ):
        yield Machines(cluster.scheduler_address, warm)


@contextmanager
def processes(warm: Callable[[], None] | None) -> Iterator[Executor]:
    """Give as many processes of this machine."""
    yield Processes(WORKERS, warm)


def compare(
    function: Callable[[Any], Watched], tasks: Sequence[Any], warm: Callable[[], None] | None, europe: int
) -> int:
    """Carry tasks out by both executors and print what each cost, and `europe` of them; fails where results differ."""
    hashes, costs = set(), {}
    for name, made in (("processes", processes), ("dask", machines)):
        began, before, load = perf_counter(), spent(), os.getloadavg()[0]
        with made(warm) as executor:
            done = sorted(((task.name, seen) for task, seen in executor.map(function, tasks)), key=lambda one: one[0])
        costs[name] = spent() - before
        each = [seen.seconds for _, seen in done]
        hashes.add(hashlib.sha256(repr([(task, seen.result) for task, seen in done]).encode()).hexdigest())
        print(
            f"{name}: {len(done)} tasks, {costs[name]:.1f} s of processor in all, {sum(each):.1f} s in tasks, "
            f"{perf_counter() - began:.0f} s by the clock at load {load:.0f}, "
            f"{max(seen.peak_mb for _, seen in done):.0f} MB a worker at most",
            flush=True,
        )
        print(f"  a task: {told(each, 1)}; {europe:,} such tasks: {told(each, europe)}", flush=True)
    print(
        f"dask / processes: {costs['dask'] / costs['processes']:.3f} of the processor; {len(hashes)} different results"
    )
    return int(len(hashes) > 1)


def told(costs: Sequence[float], times: int) -> str:
    """Return what so many tasks cost, with the interval in which that lies with 95 %, from how the costs spread."""
    mean = statistics.fmean(costs)
    around = 1.96 * statistics.stdev(costs) / math.sqrt(len(costs)) if len(costs) > 1 else math.nan
    low, middle, high = (f"{times * cost:,.{3 if times == 1 else 0}f}" for cost in (mean - around, mean, mean + around))
    return f"{middle} s of processor ({low} to {high})"


@dataclass(frozen=True)
class ChainStep:
    """What one step of the chain cost: processor seconds, and the most memory of the process so far."""

    name: str
    seconds: float
    peak_mb: float
    what: str = ""


def chain_of(lake: Lake, day: date, cache: Path) -> Iterator[ChainStep]:
    """Establish, measure, assess and select one country in this process; yields each step once it is done.

    Arguments: `cache` as of a home, empty the first time: the outlines of the cantons are kept in it.
    """
    catalogue = load_rules().on(day)
    began = spent()
    yield ChainStep("rules and libraries", began, peak_mb())

    def told(name: str, before: float, what: str = "") -> ChainStep:
        return ChainStep(name, spent() - before, peak_mb(), what)

    at = began
    established = establish(lake, catalogue, day, cache=cache)
    yield told("establish", at, f"{established.frame.height:,} workplaces")
    at = spent()
    measured = measure(established, lake, catalogue, day)
    yield told("measure", at)
    at = spent()
    assessments = assess_all(measured, catalogue)
    yield told("assess", at)
    at = spent()
    districts = assessments.frame["district"].unique().drop_nulls().to_list()
    chosen = select(assessments, [], dict.fromkeys(districts, 60), policies(catalogue).selection, 1)
    yield told("select", at, f"{len(chosen.chosen):,} chosen in {len(districts)} districts")
    yield told("all", began)


def chain(asked: Namespace) -> int:
    """Tell what each step of one country costs."""
    keys = open_keys(asked.keys) if asked.keys else None
    for step in chain_of(Lake(asked.lake, keys), asked.day, Path(mkdtemp(prefix="cantons-"))):
        what = f" ({step.what})" if step.what else ""
        line = f"{step.name}: {step.seconds:.1f} s of processor, {step.peak_mb:.0f} MB at most so far{what}"
        print(line, flush=True)
    return 0


def parts(asked: Namespace) -> int:
    """Assess the parts of a country as often as it takes to have so many workplaces."""
    catalogue, lake = load_rules().on(asked.day), Lake(asked.lake)
    frame = establish(lake, catalogue, asked.day).frame
    with TemporaryDirectory(prefix="parts-", dir=asked.folder) as folder:
        before = spent()
        sources = sources_of(frame, lake, catalogue, asked.day, None)
        tasks = divide(sources, Path(folder), (), snapshots_of(sources, catalogue).known)
        print(f"divide: {frame.height:,} workplaces, {len(tasks)} parts, {spent() - before:.1f} s of processor")
        turns = max(1, round(asked.workplaces / frame.height))
        repeated = [
            replace(task, name=task.name, into=f"{turn}-{os.getpid()}.parquet")
            for turn in range(turns)
            for task in tasks
        ]
        print(f"{turns * frame.height:,} workplaces in {len(repeated):,} tasks")
        if asked.only:
            return alone(repeated)
        return compare(assess_watched, repeated, None, round(EUROPE / frame.height * len(tasks)))


def alone(tasks: Sequence[PartTask]) -> int:
    """Assess by processes only, and print the memory of the workers."""
    before, began = spent(), perf_counter()
    done = [seen for _, seen in Processes(WORKERS).map(assess_watched, tasks)]
    workplaces = sum(seen.result[1] for seen in done)
    print(
        f"processes: {workplaces:,} workplaces, {spent() - before:.0f} s of processor, "
        f"{perf_counter() - began:.0f} s by the clock, {max(seen.peak_mb for seen in done):.0f} MB a worker at most"
    )
    print(f"  a part: {told([seen.seconds for seen in done], 1)}")
    return 0


def districts(asked: Namespace) -> int:
    """Plan districts as a week does, by both executors, and say what Europe would cost."""
    from benchmarks.planning.problem import district

    problems = {f"district-{seed:02d}": district(seed, asked.candidates, "fifteen", breaks=True)
                for seed in range(1, asked.districts + 1)}  # fmt: skip
    tasks = [
        DistrictTask(
            district=name,
            visits=tuple(one.visits),
            team_days=tuple(one.team_days),
            travel=one.travel,
            policy=one.policy,
            seed=1,
            seconds=900.0,
        )
        for name, one in problems.items()
    ]
    return compare(plan_watched, tasks, solve.warm, EUROPE_DISTRICTS)


def main() -> int:
    """Do what was asked."""
    given = ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    given.add_argument("what", choices=["chain", "parts", "districts"])
    given.add_argument("lake", nargs="?", type=Path)
    given.add_argument("--keys", type=Path, help="folder of the house's keys: its tables of persons are sealed")
    given.add_argument("--day", type=date.fromisoformat, default=date(2026, 11, 30))
    given.add_argument("--workplaces", type=int, default=EUROPE)
    given.add_argument("--only", action="store_true", help="parts: processes only, without Dask beside them")
    given.add_argument("--districts", type=int, default=40)
    given.add_argument("--candidates", type=int, default=1000)
    given.add_argument("--folder", type=Path, help="where parts are written")
    asked = given.parse_args()
    print(machine())
    return {"chain": chain, "parts": parts, "districts": districts}[asked.what](asked)


if __name__ == "__main__":
    sys.exit(main())
