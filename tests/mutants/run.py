"""Mutants: small faults planted in core rules one at a time, each of which the test file of its module must notice.

`make mutants` runs it: `python tests/mutants/run.py [name …]`, the names of YAML files beside this one, all by default.
Each file is a list of entries with `file`, `find` (a text that stands there exactly once), `replace`, `test` (the test
file that must fail) and `why` (what the fault would do to an office). Faults are planted in a copy of the tree in a
temporary folder, never in the tree itself. Ends with 1 where a mutant lives.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PARTS = ("sectors", "inspection", "flows", "dashboards", "benchmarks", "tests", "pyproject.toml")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "node_modules", ".pytest_cache", "results")
PYTEST = ("-m", "pytest", "-n", "0", "-x", "-q", "-o", f"cache_dir={ROOT / '.pytest_cache'}", "-m", "not battery")


class MutantFault(ValueError):
    """A mutant that cannot be tried: the text to replace is not there once, or its test fails without it."""


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One fault to plant."""

    file: str
    find: str
    replace: str
    test: str
    why: str


def read(file: Path) -> list[Mutant]:
    """Return the mutants of one file."""
    return [Mutant(**entry) for entry in yaml.safe_load(file.read_text(encoding="utf-8"))]


def planted(text: str, mutant: Mutant) -> str:
    """Return a module's text with the fault in it; a text that does not stand there exactly once is refused."""
    if text.count(mutant.find) != 1:
        raise MutantFault(f"{mutant.file}: {mutant.find!r} stands there {text.count(mutant.find)} times, not once")
    return text.replace(mutant.find, mutant.replace)


def passes(tree: Path, test: str) -> bool:
    """Tell whether a test file passes in a copy of the tree."""
    env = {**os.environ, "PYTHONPATH": f"{tree}{os.pathsep}{tree / 'tests'}"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run([sys.executable, *PYTEST, test], cwd=tree, env=env, check=False, capture_output=True)
    if done.returncode not in (0, 1):  # no test ran: a path that is wrong, or a tree that cannot be imported
        raise MutantFault(f"{test}: {done.stdout.decode()[-500:]}{done.stderr.decode()[-500:]}")
    return done.returncode == 0


def lives(tree: Path, mutant: Mutant) -> bool:
    """Tell whether the test file does not notice the fault; the tree is as it was afterwards."""
    module = tree / mutant.file
    text = module.read_text(encoding="utf-8")
    module.write_text(planted(text, mutant), encoding="utf-8")
    try:
        return passes(tree, mutant.test)
    finally:
        module.write_text(text, encoding="utf-8")


def copy_tree(folder: Path) -> Path:
    """Copy what tests need; one copy for all mutants, so that the planner's search is compiled once."""
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=LEFT_OUT)
        else:
            shutil.copy2(source, folder / part)
    return folder


def main(names: list[str]) -> int:
    """Try the mutants of these files, print one line for each, and return 1 where one lives."""
    files = [HERE / f"{name}.yaml" for name in names] or sorted(HERE.glob("*.yaml"))
    mutants = [mutant for file in files for mutant in read(file)]
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        tree = copy_tree(Path(folder))
        for test in sorted({mutant.test for mutant in mutants}):
            if not passes(tree, test):
                raise MutantFault(f"{test} fails without any mutant")
        living = 0
        for mutant in mutants:
            is_alive = lives(tree, mutant)
            living += is_alive
            print(f"{'LIVED ' if is_alive else 'caught'}  {mutant.file}  {mutant.why}", flush=True)
    print(f"{len(mutants) - living} of {len(mutants)} mutants caught")
    return 1 if living else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
