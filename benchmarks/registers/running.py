"""The steps of the benchmark in their order, each written down as soon as it is done."""

import json
import os
import shutil
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.registers.measured import ROOT, Cost, run

OURS, BENCH = ROOT / ".venv/bin/python", ROOT / ".venv-bench/bin/python"
STEPS, PEERS = "benchmarks.registers.steps", "benchmarks.registers.peers"
NATIONAL = 1.0
TURNED = "duckdb"  # the peer that a promise is about and that is quick enough to repeat
# The registers that targeting reads beside the Crossroads Bank, those of registers.yaml with that purpose.
OTHERS = (
    "addresses", "dimona", "dmfa", "checkin", "works", "employers", "accidents", "vat", "accounts", "history", "limosa",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is asked.

    scratch
        Folder for extracts, lakes and what peers write; up to fifteen gigabytes.
    national, factors
        The size, in times the national one, at which peers stand beside us, and the sizes over which cost is fitted.
    turns
        How often our intake and that of `TURNED` are repeated, in turns: what else the machine does changes what a
        second of the processor is worth, so a ratio is taken between neighbours.
    peers
        Their names; none leaves them out.
    """

    scratch: Path
    national: float = NATIONAL
    factors: tuple[float, ...] = (0.1, 0.25, 0.5, 1.0, 2.0)
    turns: int = 2
    points: int = 1_700_000
    locating_turns: int = 7
    entities: int = 5_000
    peers: tuple[str, ...] = ("duckdb", "polars", "pandas", "cbe")


@dataclass(frozen=True)
class Journal:
    """The costs so far, a line of JSON each: a run that was stopped goes on where it was."""

    file: Path
    done: dict[str, Cost] = field(default_factory=dict)

    @classmethod
    def opened(cls, file: Path) -> "Journal":
        """Read what an earlier run left."""
        lines = file.read_text().splitlines() if file.exists() else []
        return cls(file, {row.pop("step"): Cost(**row) for row in map(json.loads, lines)})

    def take(self, name: str, arguments: list[str | Path], python: Path = OURS) -> Cost:
        """Run a step, write down what it cost, and return it."""
        cost = run(arguments, python=python, scratch=self.file.parent)
        self.done[name] = cost
        with self.file.open("a") as out:
            out.write(json.dumps({"step": name, **asdict(cost)}) + "\n")
        sys.stdout.write(f"{name}: {told(cost)}\n")
        sys.stdout.flush()
        return cost

    def has(self, names: list[str]) -> bool:
        """Tell whether all these steps were done."""
        return all(name in self.done for name in names)


def told(cost: Cost) -> str:
    """Return a cost as it is printed."""
    return (
        f"{cost.seconds:.1f} s of processor, {cost.peak_mb:,.0f} MB at most, "
        f"{cost.clock:.0f} s by the clock at load {cost.load:.0f}"
    )


def carry_out(plan: Plan, journal: Journal) -> None:
    """Run every step: the national size first, then the others; each country is removed once it was measured."""
    sizes = sorted({*plan.factors, plan.national}, key=lambda times: (times != plan.national, times))
    for times in sizes:
        here = plan.scratch / f"times-{times:g}"
        steps = list(_steps(plan, times, here))
        if not journal.has([name for name, _, _ in steps]):
            for name, arguments, python in steps:
                if name not in journal.done:
                    _prepare(name, here)
                    journal.take(name, arguments, python)
                    _clear(here)
        shutil.rmtree(here, ignore_errors=True)


_Step = tuple[str, list[str | Path], Path]


def _steps(plan: Plan, times: float, here: Path) -> Iterator[_Step]:
    """Yield the steps of one size: name, module with its arguments, and whose Python runs it."""
    registers, lake, keys = here / "registers", here / "lake", here / "keys"
    kbo, size = registers / "kbo", f"{times:g}"
    is_national = times == plan.national
    yield f"make {size}", [STEPS, "make", str(times), registers], OURS
    for turn in range(plan.turns if is_national else 1):
        # The last turn's lake is the one that the chain reads.
        into = lake if turn == (plan.turns if is_national else 1) - 1 else here / f"lake-{turn}"
        yield f"take kbo {size} #{turn}", [STEPS, "take", "kbo", registers, into, keys], OURS
        for peer in plan.peers if is_national else ():
            if peer == TURNED or (peer != "cbe" and not turn):
                yield f"{peer} {size} #{turn}", [PEERS, peer, kbo, here / f"out-{peer}-{turn}"], BENCH
    if is_national and "cbe" in plan.peers:
        yield f"cbe {size} #0", [PEERS, "cbe", here / "kbo.zip", here / "out-cbe-0"], BENCH
    yield f"take others {size}", [STEPS, "take", ",".join(OTHERS), registers, lake, keys], OURS
    yield f"chain {size}", [STEPS, "chain", lake, keys, here / "cache"], OURS
    if is_national:
        yield f"chain again {size}", [STEPS, "chain", lake, keys, here / "cache"], OURS
        yield f"change {size}", [STEPS, "change", kbo, here / "update", str(plan.entities)], OURS
        yield f"update {size}", [STEPS, "update", here / "lake-update", here / "update"], OURS
        yield f"locate {size}", [STEPS, "locate", lake, str(plan.points), str(plan.locating_turns)], OURS


def _prepare(name: str, here: Path) -> None:
    """Make what a step reads and nobody is charged for."""
    _clear(here)
    if name.startswith("make "):
        shutil.rmtree(here, ignore_errors=True)
    if name.startswith("cbe "):
        with zipfile.ZipFile(here / "kbo.zip", "w", zipfile.ZIP_STORED) as archive:
            for file in sorted((here / "registers/kbo").iterdir()):
                archive.write(file, file.name)
    if name.startswith("update "):
        shutil.copytree(here / "lake/kbo", here / "lake-update/kbo", copy_function=os.link)  # snapshots never change


def _clear(here: Path) -> None:
    """Remove what no later step reads, and what one that was stopped left."""
    for left in (*here.glob("out-*"), *here.glob("lake-*")):
        shutil.rmtree(left)
    (here / "kbo.zip").unlink(missing_ok=True)


def machine() -> dict[str, Any]:
    """Return what ran it, never a name of it: processor, cores, Python."""
    import platform

    info = Path("/proc/cpuinfo")
    models = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
    return {
        "cpu": models[0] if models else platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }
