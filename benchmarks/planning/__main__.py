"""The command: run a suite, or others' files, into a file of results, and write the report beside it.

python -m benchmarks.planning weeks --seeds tuning --seconds 10
python -m benchmarks.planning --instances DIR --routes 2 --seconds 10
python -m benchmarks.planning replan --seeds tuning
python -m benchmarks.planning report FILE...
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.planning import suites
from benchmarks.planning.engines import NAMES as ENGINES
from benchmarks.planning.files import read_instance
from benchmarks.planning.one import Run, measured
from benchmarks.planning.report import report
from benchmarks.planning.results import append, read
from benchmarks.planning.weeks import SIZES
from inspection.errors import InspectionError

RESULTS = Path(__file__).parent.parent / "results"


def main(words: Sequence[str] | None = None) -> int:
    """Run what is asked; return the exit code."""
    asked = _parser().parse_args(words)
    today = datetime.now(UTC).date().isoformat()
    if asked.what == "report":
        return _report([Path(each) for each in asked.files], asked.report or RESULTS / f"planning-{today}.md")
    if asked.files:
        print("Only 'report' takes files; others' instances go with --instances.", file=sys.stderr)
        return 2
    try:
        wanted, refused = _wanted(asked)
    except InspectionError as fault:
        print(fault, file=sys.stderr)
        return 1
    out = asked.resume or RESULTS / f"planning-{asked.what}-{today}.jsonl"
    _run([replace(run, clock=asked.clock) for run in wanted], out, asked.jobs)
    return _report([out], asked.report or out.with_suffix(".md")) or bool(refused)


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m benchmarks.planning", description=__doc__.split("\n")[0])
    parser.add_argument("what", nargs="?", default="weeks", choices=(*suites.NAMES, "instances", "report"))
    parser.add_argument("files", nargs="*", help="for report: the .jsonl files to read")
    parser.add_argument("--seconds", type=_numbers, help="limits of the search, e.g. 10,30; default by suite")
    parser.add_argument("--seeds", choices=tuple(suites.SEEDS), default="tuning", help="which district weeks")
    parser.add_argument("--sizes", type=_numbers, default=list(SIZES), help="candidates of district weeks")
    parser.add_argument("--engines", type=_names, help=f"only these of {', '.join((*ENGINES, 'bound', 'replan'))}")
    parser.add_argument("--engine-seeds", type=_numbers, default=[1], help="seeds of the engines that take one")
    parser.add_argument(
        "--reference-seconds", type=float, default=300.0, help="limit of the best known of styles; 0: none"
    )
    parser.add_argument("--instances", type=Path, metavar="DIR", help="run the TOP and TOPTW files of a folder")
    parser.add_argument("--routes", type=int, help="number of routes of others' files; TOPTW files state none")
    parser.add_argument("--decimals", type=int, help="digits kept of a TOPTW distance; default 2 for pr…, else 1")
    parser.add_argument("--resume", type=Path, metavar="FILE", help="results file: what it holds is not run again")
    parser.add_argument("--report", type=Path, metavar="FILE", help="where the report goes; default beside the results")
    parser.add_argument("--jobs", type=int, default=1, help="runs at the same time; more than 1 disturbs the clock")
    parser.add_argument(
        "--clock", choices=("wall", "cpu"), default="wall", help="cpu: seconds of the process, for a busy machine"
    )
    return parser


def _numbers(text: str) -> list[float]:
    return [int(each) if float(each) == int(float(each)) else float(each) for each in text.split(",")]


def _names(text: str) -> list[str]:
    names = text.split(",")
    unknown = sorted(set(names) - {*ENGINES, "bound", "replan"})
    if unknown:
        raise ValueError(f"unknown engines: {', '.join(unknown)}")
    return names


def _wanted(asked: Namespace) -> tuple[list[Run], list[str]]:
    """Return the runs, and the files that were refused."""
    if asked.instances is not None:
        asked.what = "instances"
        return _files(asked)
    made = suites.runs(
        asked.what,
        limits=asked.seconds,
        weeks=suites.SEEDS[asked.seeds],
        reference_seconds=asked.reference_seconds,
        engines=asked.engines,
        sizes=asked.sizes,
        engine_seeds=asked.engine_seeds,
    )
    return made, []


def _files(asked: Namespace) -> tuple[list[Run], list[str]]:
    """Read every .txt file once before the first run; those that break their format are named and left out."""
    made, refused = [], []
    for path in sorted(asked.instances.glob("*.txt")):
        try:
            name = read_instance(path, routes=asked.routes, decimals=asked.decimals).name
        except InspectionError as fault:
            refused.append(path.name)
            print(f"left out: {fault}", file=sys.stderr)
            continue
        for seconds in asked.seconds or (10.0,):
            for engine in asked.engines or ("greedy", "ours", "pyvrp", "ortools"):
                for seed in asked.engine_seeds:
                    made.append(
                        Run(
                            what="instances",
                            instance=name,
                            engine=engine,
                            seed=seed,
                            seconds=0.0 if engine == "greedy" else float(seconds),
                            path=str(path),
                            routes=asked.routes,
                            decimals=asked.decimals,
                        )
                    )
    return list({run.key: run for run in made}.values()), refused


def _run(wanted: Sequence[Run], out: Path, jobs: int) -> None:
    rows = (row for row in read([out]) if row["status"] != "failed")
    done = {(row["instance"], row["engine"], row["seed"], row["seconds"]) for row in rows}
    left = [run for run in wanted if run.key not in done]
    print(f"{len(left)} of {len(wanted)} runs to make, {sum(run.seconds for run in left) / 3600:.1f} hours of search")
    pool = ThreadPoolExecutor(jobs)
    try:
        for number, row in enumerate(pool.map(measured, left), 1):
            append(out, row)
            print(f"{number}/{len(left)}", *_line(row), flush=True)
    except KeyboardInterrupt:
        print("interrupted: the runs under way end uncounted; --resume goes on from here", file=sys.stderr)
    finally:
        pool.shutdown(cancel_futures=True)


def _line(row: dict[str, object]) -> Iterator[str]:
    for key in ("instance", "engine", "seed", "seconds", "status", "value", "bound", "violations", "error"):
        if row.get(key) not in (None, []):
            yield f"{key}={row[key]}" if key in ("value", "bound", "violations", "error") else str(row[key])


def _report(files: Sequence[Path], out: Path) -> int:
    """Write the report; the exit code is 1 when some plan broke a rule or some run failed."""
    rows = read(files)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(report(rows), encoding="utf-8")
    print(f"report: {out.name}")
    return int(any(row.get("violations") or row["status"] == "failed" for row in rows))


if __name__ == "__main__":
    sys.exit(main())
