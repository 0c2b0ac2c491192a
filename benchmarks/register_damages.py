"""Ten thousand damaged deliveries over all registers, and two hundred honest ones: what became current, what was held.

python -m benchmarks.register_damages [--damages 10000] [--weeks 30] [--processes 2] [--results DIR]

A damage that becomes current, a crash, or a lake that changed though a delivery was refused is counted as wrong, and
ends the run with an error. Needs the tests beside it (their builders).
"""

import os
import platform
import shutil
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import builders_registers as b
from builders_damages import NEXT, ORDER, Damaged, drawn
from builders_deliveries import BORN, country

from inspection.errors import IntakeFault
from inspection.registers.lake import Lake

RESULTS = Path(__file__).parent / "results"
_TOGETHER = 50
Told = tuple[str, str, str, int]  # register, kind, what came of it, seed


def main() -> None:
    """Damage, take in, count, keep the figures, print them."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--damages", type=int, default=10_000)
    parser.add_argument("--weeks", type=int, default=30, help="honest weekly deliveries of each register")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--results", type=Path, default=RESULTS)
    given = parser.parse_args()
    spawn = get_context("spawn")  # a copy of a process in which Polars has threads waits for them for ever
    with (
        TemporaryDirectory(prefix="vigie-damages-") as folder,
        ProcessPoolExecutor(given.processes, mp_context=spawn) as pool,
    ):
        good = _good(Path(folder))
        parts = [range(n, min(n + _TOGETHER, given.damages)) for n in range(0, given.damages, _TOGETHER)]
        told = [one for part in pool.map(partial(_damaged, good), parts) for one in part]
        weeks = [one for part in pool.map(partial(_honest, given.weeks), ORDER) for one in part]
    text = "\n".join(_report(told, weeks)) + "\n"
    (given.results / f"register-damages-{datetime.now(UTC).date()}.txt").write_text(text)
    sys.stdout.write(text)
    sys.exit(any(_is_wrong(one) for one in told))


def _good(folder: Path) -> Path:
    for register in ORDER:
        b.take(register, b.write(folder / register, country().files(register, BORN)), Lake(folder / "lake"), BORN)
    return folder / "lake"


def _damaged(good: Path, seeds: range) -> list[Told]:
    with TemporaryDirectory(prefix="vigie-damaged-") as folder:
        each = ((seed, drawn(seed)) for seed in seeds)
        return [(one.register, one.kind, _taken(one, good, Path(folder) / f"{seed}"), seed) for seed, one in each]


def _taken(damaged: Damaged, good: Path, folder: Path) -> str:
    lake = Lake(shutil.copytree(good, folder / "lake"))
    before = b.lake_bytes(lake)
    try:
        report = b.take(damaged.register, damaged.written(folder / "sent"), lake, NEXT)
        return str(report.state)
    except IntakeFault as fault:
        return fault.code if b.lake_bytes(lake) == before else f"{fault.code}, half taken in"
    except Exception as fault:  # noqa: BLE001  a crash is what is counted
        return f"crash {type(fault).__name__}"
    finally:
        shutil.rmtree(folder)


def _honest(weeks: int, register: str) -> list[tuple[str, date, tuple[str, ...]]]:
    """Take in a delivery a week of a country of another seed; the first one is compared with nothing."""
    found = []
    with TemporaryDirectory(prefix="vigie-weeks-") as folder:
        lake = Lake(Path(folder) / "lake")
        for n in range(weeks + 1):
            day = BORN + timedelta(days=7 * n)
            files = b.write(Path(folder) / f"{day}", country(5).files(register, day))
            report = b.take(register, files, lake, day)
            if n:
                found.append((register, day, tuple(one.measure for one in report.differences)))
    return found


def _is_wrong(one: Told) -> bool:
    return one[2] == "current" or "half" in one[2] or one[2].startswith("crash")


def _report(told: list[Told], weeks: list[tuple[str, date, tuple[str, ...]]]) -> Iterator[str]:
    machine = f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end"
    yield f"{len(told)} damaged deliveries of {len(ORDER)} registers, {datetime.now(UTC).date()}; {machine}"
    for register in ORDER:
        mine = Counter(_class(one) for one in told if one[0] == register)
        yield f"  {register:10} " + ", ".join(f"{what} {n}" for what, n in sorted(mine.items()))
    yield "by kind"
    for kind in sorted({one[1] for one in told}):
        mine = Counter(_class(one) for one in told if one[1] == kind)
        yield f"  {kind:24} " + ", ".join(f"{what} {n}" for what, n in sorted(mine.items()))
    wrong = [one for one in told if _is_wrong(one)]
    yield f"{len(wrong)} became current, crashed, or were half taken in"
    yield from (f"  seed {seed}: {register}, {kind}: {what}" for register, kind, what, seed in islice(wrong, 50))
    held = [one for one in weeks if one[2]]
    yield f"{len(weeks)} honest weekly deliveries: {len(held)} held"
    yield from (f"  {register} of {day}: {', '.join(measures)}" for register, day, measures in held)


def _class(one: Told) -> str:
    return one[2] if _is_wrong(one) or one[2] == "held" else "refused"


if __name__ == "__main__":
    main()
