"""Ten thousand damaged deliveries over all registers, and some hundred honest ones: what became current, what was held.

python -m benchmarks.register_damages [--damages 10000] [--towns 100] [--mild 0] [--weeks 30] [--processes 2]
    [--results DIR] [--resume FILE]

A damage that becomes current, a crash, or a lake that changed though a delivery was refused is counted as wrong. One of
them ends the run with an error, and so do more than two of two hundred honest deliveries that are held. Updates of the
Crossroads Bank are damaged and delivered as a register of their own is; once their weeks are over, the full extract of
the next week follows them. A delivery without one town is damaged as badly. Of milder damages (`--mild` of each kind
and register) it is only told from which share of the rows on all were held. What was judged of the ten thousand stands
in the file of `--resume`, and is not tried again: hours of work may be stopped. Needs the tests beside it (their
builders).
"""

import json
import os
import shutil
import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import builders_registers as b
import polars as pl
from builders_damages import NEXT, ORDER, Damaged, drawn
from builders_deliveries import BORN, country
from builders_mild import MILD_KINDS, SHARES, milder, town_missing
from builders_registers import Files
from builders_updates import update_files

from benchmarks.planning.one import machine
from inspection.errors import IntakeFault
from inspection.registers.gate import held
from inspection.registers.lake import Lake

RESULTS = Path(__file__).parent / "results"
_TOGETHER = 50
UPDATES = "kbo update"
HELD_AT_MOST = 2 / 200  # of the honest deliveries
Told = tuple[str, str, str, int]  # register, kind, what came of it, seed
# Kind, register, smallest share from which on all were held; None: not even the last.
Mild = tuple[str, str, float | None]
Week = tuple[str, date, tuple[str, ...]]  # register, day, what it was held for


def main() -> None:
    """Damage, take in, count, keep the figures, print them."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--damages", type=int, default=10_000)
    parser.add_argument("--towns", type=int, default=100, help="deliveries without one town")
    parser.add_argument("--mild", type=int, default=0, help="milder damages of each kind, register and share")
    parser.add_argument("--weeks", type=int, default=30, help="honest weekly deliveries of each register")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--resume", type=Path, help="a file of what was judged: is read, and grows")
    given = parser.parse_args()
    spawn = get_context("spawn")  # a copy of a process in which Polars has threads waits for them for ever
    with (
        TemporaryDirectory(prefix="vigie-damages-") as folder,
        ProcessPoolExecutor(given.processes, mp_context=spawn) as pool,
    ):
        good = _good(Path(folder))
        told = _had(given.resume)
        left = sorted(set(range(given.damages)) - {seed for *_, seed in told})
        for part in pool.map(partial(_damaged, good, drawn), _parts(left)):
            told += part
            _keep(given.resume, part)
        parts = pool.map(partial(_damaged, good, town_missing), _parts(range(given.towns)))
        towns = [one for part in parts for one in part]
        mild = [one for part in pool.map(partial(_mild, good, given.mild), ORDER) for one in part]
        weeks = [one for part in pool.map(partial(_honest, given.weeks), (*ORDER, UPDATES)) for one in part]
    text = "\n".join(_report([*told, *towns], mild, weeks)) + "\n"
    (given.results / f"register-damages-{datetime.now(UTC).date()}.txt").write_text(text)
    sys.stdout.write(text)
    sys.exit(int(any(_is_wrong(one) for one in (*told, *towns)) or too_many_held(weeks)))


def _had(file: Path | None) -> list[Told]:
    if file is None or not file.exists():
        return []
    return [(told, kind, what, seed) for told, kind, what, seed in map(json.loads, file.read_text().splitlines())]


def _keep(file: Path | None, part: Sequence[Told]) -> None:
    if file is not None:
        with file.open("a") as kept:
            kept.writelines(json.dumps(one) + "\n" for one in part)


def too_many_held(weeks: Sequence[Week]) -> bool:
    """Tell whether more honest deliveries were held than two of two hundred."""
    return sum(bool(measures) for _, _, measures in weeks) > HELD_AT_MOST * len(weeks)


def _good(folder: Path) -> Path:
    for register in ORDER:
        b.take(register, b.write(folder / register, country().files(register, BORN)), Lake(folder / "lake"), BORN)
    return folder / "lake"


def _damaged(good: Path, draw: Callable[[int], Damaged], seeds: Sequence[int]) -> list[Told]:
    with TemporaryDirectory(prefix="vigie-damaged-") as folder:
        each = ((seed, draw(seed)) for seed in seeds)
        return [(one.told, one.kind, _taken(one, good, Path(folder) / f"{seed}"), seed) for seed, one in each]


def _parts(seeds: Sequence[int]) -> list[Sequence[int]]:
    return [seeds[n : n + _TOGETHER] for n in range(0, len(seeds), _TOGETHER)]


def _mild(good: Path, each: int, register: str) -> list[Mild]:
    """Return, by kind of damage, from which share of the rows on every one of so many draws was held or refused."""
    found: list[Mild] = []
    with TemporaryDirectory(prefix="vigie-mild-") as folder:
        for kind in MILD_KINDS if each else ():
            ones = {share: [milder(register, kind, share, seed) for seed in range(each)] for share in SHARES}
            held = {
                share: [_taken(one, good, Path(folder) / "lake") != "current" for one in made if one is not None]
                for share, made in ones.items()
            }
            if held[SHARES[-1]]:
                found.append((kind, register, smallest_held(held)))
    return found


def smallest_held(held: Mapping[float, Sequence[bool]]) -> float | None:
    """Return the smallest share of which all were held, those of each larger share too; None where there is none."""
    found = None
    for share in sorted(held, reverse=True):
        if not all(held[share]):
            break
        found = share
    return found


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


def _honest(weeks: int, register: str) -> list[Week]:
    """Take in a delivery a week of a country of another seed; the first one is compared with nothing.

    What is held is released, as people would: the next week follows it.
    """
    found = []
    with TemporaryDirectory(prefix="vigie-weeks-") as folder:
        lake = Lake(Path(folder) / "lake")
        for n in range(weeks + 1):
            day = BORN + timedelta(days=7 * n)
            files = _of_week(register, n, day, is_last=n == weeks)
            report = b.take(register.split()[0], b.write(Path(folder) / f"{day}", files), lake, day)
            if report.state == "held":
                with held.deciding(lake, report.register, str(held.held(lake, report.register).about["sha256"])) as one:
                    held.release(lake, one, {"state": "released"})
            if n:
                found.append((register, day, tuple(one.measure for one in report.differences)))
    return found


def _of_week(register: str, n: int, day: date, *, is_last: bool) -> Files:
    if register != UPDATES or n == 0:
        return country(5).files(register.split()[0], day)
    first = country(5).files("kbo", BORN)["meta.csv"]
    number = int(next(row[1] for row in first if row[0] == "ExtractNumber")) + n
    if is_last:
        return {**country(5).files("kbo", day), "meta.csv": b.kbo_meta(day, "full", number)}
    # every third week says only what really changed
    return update_files(5, day - timedelta(days=7), day, number, anew=n % 3 > 0)


def _is_wrong(one: Told) -> bool:
    return one[2] == "current" or "half" in one[2] or one[2].startswith("crash")


def _report(told: list[Told], mild: list[Mild], weeks: list[Week]) -> Iterator[str]:
    one = machine()
    load = f"load {os.getloadavg()[0]:.1f} at the end"
    yield f"{one['cpu']}, {one['cores']} cores, {load}, polars {pl.__version__}; {datetime.now(UTC).date()}"
    yield f"{len(told)} damaged deliveries of {len(ORDER)} registers"
    for register in (*ORDER, UPDATES):
        mine = Counter(_class(one) for one in told if one[0] == register)
        yield f"  {register:10} " + ", ".join(f"{what} {n}" for what, n in sorted(mine.items()))
    yield "by kind"
    for kind in sorted({one[1] for one in told}):
        mine = Counter(_class(one) for one in told if one[1] == kind)
        yield f"  {kind:24} " + ", ".join(f"{what} {n}" for what, n in sorted(mine.items()))
    wrong = [one for one in told if _is_wrong(one)]
    yield f"{len(wrong)} became current, crashed, or were half taken in"
    yield from (f"  seed {seed}: {register}, {kind}: {what}" for register, kind, what, seed in islice(wrong, 50))
    yield from _told_mild(mild)
    stopped = [one for one in weeks if one[2]]
    most = int(HELD_AT_MOST * len(weeks))
    yield f"{len(weeks)} honest weekly deliveries: {len(stopped)} held (promised: at most {most})"
    yield from (f"  {register} of {day}: {', '.join(measures)}" for register, day, measures in stopped)


def _told_mild(mild: list[Mild]) -> Iterator[str]:
    if mild:
        yield f"milder damages: from which of {', '.join(map(str, SHARES))} of the rows on all were held (not counted)"
    for kind in MILD_KINDS if mild else ():
        mine = sorted((register, share) for one, register, share in mild if one == kind)
        yield f"  {kind:24} " + ", ".join(f"{register} {share or 'none'}" for register, share in mine)


def _class(one: Told) -> str:
    return one[2] if _is_wrong(one) or one[2] == "held" else "refused"


if __name__ == "__main__":
    main()
