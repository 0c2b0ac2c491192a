"""Twelve districts planned side by side as `vigie week` does: how long it takes, and the memory of all processes.

python -m benchmarks.districts [--seconds 10] [--candidates 1000]

Each district is a week of fifteen teams with every rule of work, from the tuning seeds; each gets the same seconds.
Memory is the sum over this process and its children of what each alone or in part holds (PSS), read ten times a second.
"""

import os
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

from benchmarks.planning.one import machine
from benchmarks.planning.problem import Problem, district
from benchmarks.planning.weeks import TUNING_SEEDS
from inspection.weeks import DistrictTask, plan_each

DISTRICTS = 12


@dataclass(frozen=True, kw_only=True)
class Timed(DistrictTask):
    """A district that is planned until its seconds are over, whatever its size."""

    @property
    def iterations(self) -> None:  # type: ignore[override]
        """Return no number of steps."""
        return


def weeks(candidates: int) -> dict[str, Problem]:
    """Return twelve district weeks, all different."""
    seeds = [seed + 100 * turn for turn in range(3) for seed in TUNING_SEEDS][:DISTRICTS]
    return {f"district-{seed}": district(seed, candidates, "fifteen", breaks=True) for seed in seeds}


def held_mb(process: int) -> float:
    """Return the memory of a process and of all its children in MB, shared pages counted once."""
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        tasks = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:  # it has just ended
        return 0.0
    own = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return own / 1024 + sum(held_mb(int(child)) for child in tasks)


class Watch(Thread):
    """Looks at the memory of this process and its children until it is told to stop."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process, self._over, self.peak_mb = process, Event(), 0.0

    def run(self) -> None:
        """Look ten times a second."""
        while not self._over.wait(0.1):
            self.peak_mb = max(self.peak_mb, held_mb(self._process))

    def stop(self) -> float:
        """Return the highest sum seen, in MB."""
        self._over.set()
        self.join()
        return self.peak_mb


def main() -> int:
    """Plan twice, since the first run compiles; print the figures, and fail where a plan breaks a rule."""
    parser = ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--candidates", type=int, default=1000)
    asked = parser.parse_args()
    problems = weeks(asked.candidates)
    tasks = [
        Timed(
            district=name,
            visits=tuple(problem.visits),
            team_days=tuple(problem.team_days),
            travel=problem.travel,
            policy=problem.policy,
            seed=1,
            seconds=asked.seconds,
        )
        for name, problem in problems.items()
    ]
    print(machine())
    for turn in ("compiling where this machine has not yet", "compiled before"):
        watch, began = Watch(os.getpid()), perf_counter()
        watch.start()
        plans = plan_each(tasks)
        took = perf_counter() - began
        peak = watch.stop()
        broken = sum(len(problems[name].verify(plan)) for name, plan in plans.items())
        value = sum(plan.value for plan in plans.values())
        print(
            f"{turn}: {len(plans)} districts of {asked.candidates} candidates, {asked.seconds:g} s each: {took:.1f} s, "
            f"{peak:.0f} MB in all, value {value:,.0f}, {broken} rules broken"
        )
        if broken:
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
